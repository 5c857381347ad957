"""What can be wrong with an external file and with the marks that are compared."""

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES

NO_OWN_MARK = Rule("no-own-mark", "warning", "procedures").says(
    "{key}: учеников без отметки школы по предмету «{subject}» за нужный период: {count}; в сопоставление они не вошли.",
    "Дополните лист «Отметки», укажите период в листе «Процедуры» или, если в журнале этот предмет называется иначе, впишите его в «Настройки», «Предмет работы из предметов журнала».",
)
MARKS_OF_OTHERS = Rule("marks-of-other-subjects", "info", "own_marks", TABLES["own_marks"]["subject"].heading).says(
    "«{value}»: в журнале такой отметки нет, взято среднее (0,5 — вверх) из: {parts}. Отметок: {count}.",
    "Другой порядок впишите в «Настройки», «Предмет работы из предметов журнала».",
)
UNKNOWN_LAYOUT = Rule("unknown-layout", "error").says(
    "Файл «{where}» не похож на «Индивидуальные результаты»: нет столбцов «Код участника», «Класс», «Отметка», «Отметка по журналу».",
    "Выгрузите форму Ф1 «Индивидуальные результаты» и укажите её.",
)
DECLARED_COUNT = Rule("declared-count", "warning").says(
    "«{where}»: объявлено участников {declared}, а строк с кодами {count}.", "Проверьте, весь ли файл выгружен."
)
BAD_EXTERNAL_MARK = Rule("bad-external-mark", "error").says(
    "Код {code}, «{heading}»: {why}", "Исправьте в файле или выгрузите его заново."
)
NO_PUPIL_ROWS = Rule("no-pupil-rows", "warning").says(
    "Строк, где нет кода или класса ученика (итоги, средние, подписи): {count}, эта первая; в сопоставление они не вошли.",
    "Если это ученик, впишите в файл его код и класс и загрузите файл снова; итоги можно оставить.",
)
CODE_TWICE = Rule("external-code-twice", "warning").says(
    "Код стоит в файле дважды с одними и теми же отметками (кодов: {count}): {codes}. Каждый посчитан один раз.",
    "Проверьте, не выгружен ли один класс дважды.",
)
CODE_CLASH = Rule("external-code-clash", "error").says(
    "У одного кода в файле разные классы или отметки (кодов: {count}): {codes}. В сопоставление они не вошли.",
    "Оставьте в файле верную строку каждого кода и загрузите файл снова.",
)
SHEET_LEFT_OUT = Rule("external-sheet-left-out", "warning").says(
    "Лист «{title}» не прочитан: в нём нет столбцов «Код участника», «Класс», «Отметка», «Отметка по журналу».",
    "Если на нём есть ученики, впишите над ними эти заголовки и загрузите файл снова.",
)
_MARKS = TABLES["own_marks"]
NO_JOURNAL_MARK = Rule("no-journal-mark", "error", column=_MARKS["mark"].heading).says(
    "{name}, {class_}, {subject}: «{value}» — {why}.", "Исправьте на 2, 3, 4 или 5 и загрузите снова."
)
NO_SUCH_PUPIL = Rule("journal-unknown-pupil", "error", column=_MARKS["name"].heading).says(
    "Ученика «{value}» в классе {class_} нет на листе «Ученики».{hint}",
    "Исправьте ФИО или класс (в журнале или на листе «Ученики») и загрузите снова.",
)
WHICH_OF_NAMESAKES = Rule("journal-namesakes", "error", column=_MARKS["name"].heading).says(
    "В классе {class_} под «{value}» подходят несколько учеников ({names}): чьи это отметки, неясно.",
    "На листе «Ученики» впишите каждому «Отличие от тёзки», а здесь допишите его в скобках за именем.",
)
NO_SUCH_SUBJECT = Rule("journal-unknown-subject", "error", column=_MARKS["subject"].heading).says(
    "Предмета «{value}» нет на листе «Списки».", "Исправьте название или допишите предмет в «Списки» и загрузите снова."
)
SEVERAL_SUBJECTS = Rule("journal-several-subjects", "error", column=_MARKS["subject"].heading).says(
    "«{value}» может быть разными предметами: {names}.", "Напишите название предмета полностью и загрузите снова."
)
TWO_MARKS = Rule("journal-two-marks", "error", column=_MARKS["mark"].heading).says(
    "{name}, {class_}, {subject}, {period}: в журнале две отметки: {first} и {value}.",
    "Оставьте верную и загрузите снова.",
)
NO_JOURNAL = Rule("no-journal", "error").says(
    "В «{where}» не найдена таблица журнала: строка заголовков со столбцом ФИО и названиями предметов (или столбцами «Предмет» и «Отметка»).",
    "Выгрузите из журнала отметки с ФИО учеников и укажите этот файл.",
)
NO_TASK_HEADINGS = Rule("no-task-headings", "error").says(
    "В «{where}» нет заголовков заданий с максимумом: «1 (2б)», «4К1 (3б)».",
    "Укажите официальную форму (лист «Протокол») или «Индивидуальные результаты» (Ф1) этой работы.",
)
DECLARED_MAXIMUM = Rule("declared-maximum", "warning").says(
    "{label}: в файле объявлен максимум {declared}, а сумма максимумов заданий {total}.", "Проверьте заголовки файла."
)
SCORED_TASKS_GONE = Rule("scored-tasks-gone", "warning", "tasks", TABLES["tasks"]["task"].heading).says(
    "{label}: в файле нет заданий {value}, но по ним собраны баллы: строки оставлены.",
    "Если задания лишние, исправьте листы проверки и соберите баллы, затем загрузите задания снова.",
)
SHEETS_GIVEN = Rule("sheets-given-before", "warning", "tasks", TABLES["tasks"]["task"].heading).says(
    "{label}: задания изменились, а листы проверки уже выданы ({keys}).",
    "Сверьте листы экспертов с новыми заданиями; лист по прежним заданиям «Собрать баллы» не примет, выдайте его заново.",
)

RULES = rules_in(globals())
