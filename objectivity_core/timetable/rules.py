"""What can be wrong with a timetable. Of what is said of several works at once the works stand at the end: ``{works}``."""

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES

_DATE, _SUBJECT = (TABLES["procedures"][name].heading for name in ("date", "subject"))
_WHAT_IS_NEEDED = (
    "Нужны заголовки «Дата», «Класс», «Предмет» или таблица, где по краям стоят даты и классы, а в ячейках предметы."
)

NO_TIMETABLE = Rule("no-timetable", "error", "timetable").says(
    "На листе «{sheet}» нет ни одной работы с датой, классом и предметом.",
    f"Вставьте расписание на лист или укажите файл. {_WHAT_IS_NEEDED}",
)
NO_TIMETABLE_IN_FILE = Rule("no-timetable-in-file", "error").says(
    "В файле «{where}» не найдено расписание: нет ни одной работы с датой, классом и предметом.", _WHAT_IS_NEEDED
)
NO_CLASS = Rule("timetable-no-class", "warning").says("Не указан класс.{works}", "Впишите класс.")
UNKNOWN_CLASS = Rule("unknown-class", "warning").says(
    "Класса «{text}» нет в «Списках».{works}", "Исправьте класс или допишите его в лист «Списки»."
)
NO_SUBJECT = Rule("timetable-no-subject", "warning").says("Не указан предмет.{works}", "Впишите предмет.")
AMBIGUOUS_SUBJECT = Rule("ambiguous-subject", "warning").says(
    "«{text}»: подходит несколько предметов: {names}.{works}",
    "Впишите один предмет; если работы две — каждую своей строкой.",
)
UNKNOWN_SUBJECT = Rule("unknown-subject", "warning").says(
    "Предмета «{text}» нет в «Списках».{works}", "Исправьте название или допишите предмет в лист «Списки»."
)
SUBJECT_NOT_DRAWN = Rule("subject-not-drawn", "info").says(
    "«{text}»: предмет ещё не известен, процедура не создана.{works}",
    "Когда предмет станет известен, впишите его в расписание и загрузите снова.",
)
UNKNOWN_KIND = Rule("timetable-unknown-kind", "warning").says(
    "Вида «{text}» нет в «Списках».{works}", "Исправьте вид или допишите его в лист «Списки»."
)
NO_KIND = Rule("timetable-no-kind", "warning").says(
    "Вид работы не указан, а вида «{usual}» нет в «Списках».{works}",
    "Добавьте столбец «Вид» или допишите вид в лист «Списки».",
)
NO_DATE = Rule("timetable-no-date", "warning").says("Не указана дата.{works}", "Впишите дату, например 15.04.2025.")
UNREAD_DATE = Rule("timetable-date", "warning").says(
    "Дата «{text}» не понята.{works}", "Впишите дату, например 15.04.2025."
)
NOT_ONE_DAY = Rule("timetable-not-one-day", "warning").says(
    "Дата «{text}» не понята: {why}.{works}", "Впишите один день, например 15.04.2025."
)
OUTSIDE_YEAR = Rule("timetable-outside-year", "error").says(
    "Дата {day:%d.%m.%Y} — не из {year} учебного года.{works}", "Исправьте дату или учебный год в «Настройках»."
)
WEEKDAY_MISMATCH = Rule("weekday-mismatch", "warning").says(
    "{day:%d.%m.%Y} — {weekday}, а в расписании — {said}.{works}",
    "Проверьте дату и учебный год: возможно, это расписание другого года.",
)
ON_TWO_DAYS = Rule("work-on-two-days", "warning").says(
    "{class_}, {subject}: в расписании две даты, {first:%d.%m} и {second:%d.%m}; взята первая.{works}",
    "Оставьте одну дату. Если частей две, вторую впишите в лист «Процедуры» своей строкой.",
)
NOT_WORKING = Rule("timetable-not-working", "warning", "procedures", _DATE).says(
    "{value} — нерабочий день, а в расписании стоит: {names}.",
    "Проверьте дату; свой рабочий день впишите в «Настройки».",
)
PROCEDURE_MOVED = Rule("procedure-moved", "info", "procedures", _DATE).says(
    "Процедура {procedure} перенесена с {before:%d.%m.%Y} на {value}.",
    "Сообщите организаторам и наблюдателям; код процедуры остался прежним.",
)
NOT_IN_TIMETABLE = Rule("not-in-timetable", "info", "procedures", _SUBJECT).says(
    "В этом расписании нет, а в книге есть: {names}. Они не изменены.",
    "Если работа отменена, удалите её строку на листе «Процедуры», пока для неё не выданы коды.",
)
AMBIGUOUS_PROCEDURE = Rule("ambiguous-procedure", "warning", "procedures", _DATE).says(
    "{label}: в книге уже несколько таких процедур ({days}), какую перенести, неясно. Они не изменены.",
    "Исправьте дату нужной строки на листе «Процедуры» или удалите лишнюю, затем загрузите снова.",
)

RULES = rules_in(globals())
