"""What can be wrong with experts, their scoring sheets and the exchange with another school."""

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES
from objectivity_core.tables import rules as cells

_HEADING = {column.name: column.heading for column in TABLES["procedures"].columns}
_STAFF = TABLES["staff"]

NO_EXPERT = Rule("no-expert", "error", "procedures", _HEADING["subject"]).says(
    "{key}: некому проверять — ни у кого в «Может проверять» нет предмета «{subject}» без личного интереса к классу.",
    "Дополните лист «Люди» или договоритесь с соседней школой.",
)
TOO_FEW_EXPERTS = Rule("too-few-experts", "error", "procedures").says(
    "{key}: не хватило экспертов, без назначения осталось проверок: {short}.",
    "Дополните «Может проверять» в листе «Люди» или уменьшите число экспертов в «Списках».",
)
NOT_INDEPENDENT = Rule("not-independent", "warning", "procedures").says(
    "{key}: проверяет тот, кто сам ведёт этот предмет в этом классе ({names}): других экспертов по предмету нет.",
    "Впишите причину в лист «Комиссия» или пригласите эксперта.",
)
PRIMARY_TEACHERS = Rule("primary-teachers", "warning", "procedures", _HEADING["class"]).says(
    "{key}: проверяют те, кто ведёт только начальные классы ({names}), а работа — класса {class_}.",
    "Если они не знают программу этого класса, удалите их строки на листе «Комиссия» и нажмите «Назначить комиссию» ещё раз.",
)
LATE_WORKS = Rule("late-works", "warning", "procedures", _HEADING["class"]).says(
    "{key}: добавились работы тех, кто пришёл позже. Если эксперт уже проверяет, по отдельному листу автора можно узнать.",
    "Пустой лист эксперта дополнен сам: замените им прежний. Заполненный не трогали: отдайте новый лист вместе с другими.",
)
NOT_A_SCORING_SHEET = Rule("not-a-scoring-sheet", "warning").says(
    "Файл «{where}» — не лист проверки, который раздала программа: нет листа «{sheet}» или скрытого листа «{service}», по которому она узнаёт процедуру и эксперта.",
    "Уберите его из папки или верните исходный лист.",
)
MISSING_TASK = Rule("missing-task", "error").says(
    "В файле «{where}» нет столбцов заданий: {tasks}.", "Верните лист проверки в исходном виде."
)
NOT_FILLED = Rule("not-filled", "info").says(
    "Лист проверки «{where}» ещё не заполнен.", "Дождитесь эксперта и соберите снова."
)
SHEETS_OWED = Rule("sheets-owed", "warning", "procedures").says(
    "{key}: листов проверки нет, баллы не собраны: {who}.",
    "Дождитесь этих экспертов; готовый лист положите в папку «Листы проверки» и нажмите «Собрать баллы» снова.",
)
_CHECK_CODE = "Сверьте код с работой и исправьте в листе проверки."
CODE_TWICE = Rule("code-twice-in-sheet", "error").says("Строка {number}: код {code} стоит дважды.", _CHECK_CODE)
NO_CODE = Rule("scores-without-code", "error").says("Строка {number}: баллы есть, а кода нет.", _CHECK_CODE)
MISTYPED_CODE = Rule("bad-code", "error").says(
    "Строка {number}: код {code} набран с ошибкой: контрольная цифра не сходится.", _CHECK_CODE
)
CODE_NOT_GIVEN = Rule("code-not-given", "error").says(
    "Строка {number}: код {code} этому эксперту не выдавался.", _CHECK_CODE
)
BAD_SCORE = Rule("bad-score", "error").says(
    f"Работа {{work}}, задание {{task}}: {cells.NOT_A_SCORE.message}", cells.NOT_A_SCORE.remedy
)
OVER_MAXIMUM = Rule("over-maximum", "error").says(
    "Работа {work}, задание {task}: балл {value} больше максимума {maximum}.", "Исправьте балл в листе проверки."
)
EMPTY_SCORE = Rule("empty-score", "warning").says(
    "Работа {work}: нет баллов, задания: {tasks}.", "Впишите балл или X, если ученик не приступал."
)
LOST_ROW = Rule("lost-row", "error").says(
    "В файле «{where}» нет работ, которые были эксперту выданы: {works}.",
    "Верните удалённые строки или возьмите лист проверки заново.",
)
_OTHER = "«{where}» — лист другой процедуры: {procedure}."
_APART = "Уберите файл из папки или соберите ту процедуру отдельно."
OTHER_PROCEDURE = Rule("other-procedure", "info").says(_OTHER, _APART)
UNKNOWN_PROCEDURE = Rule("sheet-of-unknown-procedure", "error").says(_OTHER, _APART)
ALREADY_OPENED = Rule("already-opened", "warning").says(
    "«{where}»: коды процедуры {procedure} уже открыты, баллы больше не меняются.",
    "Изменения после открытия оформляют апелляцией.",
)
NOT_ASSIGNED = Rule("not-assigned", "error").says(
    "«{where}»: этот эксперт ({expert}) на процедуру {procedure} не назначен.", "Проверьте лист «Комиссия»."
)
EMPTY_NOT_ASSIGNED = Rule("not-assigned-and-empty", "info").says(
    NOT_ASSIGNED.message, "Лист пуст и больше не нужен: уберите его из папки."
)
RETURNED_TWICE = Rule("returned-twice", "info").says(
    "Лист проверки вернули дважды, баллы одинаковы: {files}.", "Ничего делать не нужно."
)
_ONE_FILE = "Оставьте в папке один файл."
RETURNED_TWICE_DIFFERS = Rule("returned-twice-differs", "error").says(
    "Лист проверки вернули дважды, и баллы различаются: {files}. Ни один не принят.", _ONE_FILE
)
SCORED_TWICE_DIFFERS = Rule("scored-twice-differs", "error").says(
    "Работа {work} есть в разных листах проверки, и баллы различаются: {files}. Ни один не принят.", _ONE_FILE
)
NO_SCALE = Rule("no-scale", "error", "procedures").says(
    "{label}. Шкалы нет.", "Перепишите её из критериев в лист «Шкалы»."
)
NO_MARKS_BY_ORDER = Rule("no-marks-by-scale-order", "error", "procedures").says(
    "{label}: границы отметок в шкале идут не по возрастанию или выше максимума.",
    "Сверьте шкалу с источником: отметки не выставлены.",
)
SCALE_MAXIMUM = Rule("scale-maximum", "error", "procedures").says(
    "{label}: в шкале максимум {maximum}, а сумма по заданиям {total:g}.",
    "Сверьте «Шкалы» и «Задания» с критериями: отметки не выставлены.",
)
SCALE_CONDITION = Rule("scale-condition", "warning", "procedures").says(
    "{label}: у шкалы есть условие «{condition}»; программа его не проверяет.", "Проверьте отметки на границе вручную."
)

BAD_PARTNER = Rule("bad-partner", "error").says(
    "Не понято, кто проверяет: «{value}».",
    "Впишите школу и ФИО полностью через запятую: Школа № 2, Перова Ольга Львовна.",
)
NOTHING_TO_EXCHANGE = Rule("nothing-to-exchange", "info", "procedures").says(
    "{key}: отдавать нечего, все сданные работы уже проверены."
)
EXCHANGE_OF_OPENED = Rule("exchange-of-opened", "error", "procedures").says(
    "{key}: коды уже открыты, обмениваться поздно.", "Выберите процедуру, коды которой ещё закрыты."
)
EXCHANGE_WITHOUT_CODES = Rule("exchange-without-codes", "error", "procedures").says(
    "{key}: у работ нет кодов.", "Сначала нажмите «Выдать коды»."
)
OWN_EXPERT = Rule("own-expert", "error", "staff", _STAFF["name"].heading).says(
    "Этот человек записан на листе «Люди» как работник вашей школы, а обмен — с соседней.",
    "Назовите эксперта другой школы; однофамильца впишите на лист «Люди» с должностью «{guest} (школа)».",
)
PARTNER_DOES_NOT_FIT = Rule("partner-does-not-fit", "error", "staff", _STAFF["can_mark"].heading).says(
    "Эксперт соседней школы ({key}) не может проверять {subject}, {class_}: так записано на листе «Люди».",
    f"Допишите предмет в «{_STAFF['can_mark'].heading}» или уберите класс из «{_STAFF['excluded_classes'].heading}» и повторите.",
)
CHECKS_TAKEN_OVER = Rule("checks-taken-over", "info", "procedures").says(
    "{key}: проверок передано соседней школе — {count}; раньше они были назначены: {who}.",
    "Незаполненные листы этих экспертов уберите из папки «Листы проверки»: эти работы они больше не проверяют.",
)
ASSIGNMENT_KEPT = Rule("assignment-kept", "warning", "commission").says(
    "{key}: у прежних назначений есть ваши записи, поэтому их строки остались на листе «Комиссия»: {works}.",
    "Удалите эти строки: работы проверяет эксперт соседней школы.",
)
SECOND_CHECK_MISSING = Rule("second-check-missing", "info", "procedures").says(
    "{key}: работам нужна и вторая проверка, своя; не назначено — {count}.", "Нажмите «Назначить комиссию»."
)

RULES = rules_in(globals())
