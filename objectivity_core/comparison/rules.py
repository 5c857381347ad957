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

RULES = rules_in(globals())
