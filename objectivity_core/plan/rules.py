"""What can be wrong with the plan, its terms and entries, a file with a plan, the book of the next year."""

import dataclasses

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES

_MEASURE, _TERM = (
    {column.name: column.heading for column in TABLES[name].columns} for name in ("measures", "occurrences")
)
EMPTY_PLAN = Rule("empty-plan", "error", "measures").says(
    "План пуст.", "Впишите меры в лист «План»: мероприятие, срок, ответственный — или нажмите «Загрузить план»."
)
NOTHING_TO_PRINT = Rule("nothing-to-print", "error", "measures").says(
    "План пуст.", "Впишите меры в лист «План»: мероприятие, срок, ответственный."
)
NO_PEOPLE = Rule("no-people", "info", "staff").says(
    "Лист «Люди» пуст: ответственных не с кем сверить.",
    "Впишите в лист «Люди» должности и ФИО: тогда у каждого дела будет человек.",
)
UNKNOWN_KIND = Rule("unknown-kind-of-measure", "warning", "measures", _MEASURE["procedures"]).says(
    "{label}: вида {names} нет в листе «Списки».", "Исправьте вид или допишите его в «Списки»."
)
RESPONSIBLE_UNKNOWN = Rule("responsible-unknown", "warning", "measures", _MEASURE["responsible"]).says(
    "{label}: нет в листе «Люди»: {names}.",
    "Впишите эту роль в «Должность» нужному человеку на листе «Люди» или замените на ФИО.",
)
BAD_RELATIVE = Rule("bad-relative", "error", "measures", _MEASURE["relative"]).says(
    "{label}: «{value}» не понято.", "Впишите, например, «−3 рабочих дня», «0» или «+3»."
)
UNREAD_DEADLINE = Rule("unread-deadline", "error", "measures", _MEASURE["phrase"]).says(
    "{label}: срок «{value}» не понят.", "{question}"
)
AMBIGUOUS_DEADLINE = Rule("ambiguous-deadline", "warning", "measures", _MEASURE["phrase"]).says(
    "{label}: срок «{value}» понят как {reading}.", "{question}"
)
NO_PROCEDURES = Rule("no-procedures", "warning", "measures", _MEASURE["procedures"]).says(
    "{label}: срок зависит от процедур, а подходящих процедур нет.",
    "Впишите процедуры с датами в лист «Процедуры» или виды процедур в столбец «Процедуры» плана.",
)
NO_PROCEDURES_NAMED = dataclasses.replace(NO_PROCEDURES, code="no-procedures-named", severity="info")
EXAM_CHECKED_ELSEWHERE = Rule("exam-checked-elsewhere", "info", "measures", _MEASURE["procedures"]).says(
    "{label}: работы ОГЭ проверяет региональная комиссия. Речь о пробном ОГЭ?", "Выберите виды в столбце «Процедуры»."
)
UNDATED = Rule("no-date", "warning", "procedures", TABLES["procedures"]["date"].heading).says(
    "У процедуры {procedure} нет даты: её сроки не посчитать.", "Впишите дату, когда она будет назначена."
)
NOT_PUBLISHED = Rule("calendar-not-published", "warning", "settings").says(
    "Производственный календарь известен до {last:%d.%m.%Y}: дальше рабочие дни посчитаны без переносов.",
    "Проверьте сроки после этой даты, когда календарь опубликуют; переносы впишите в «Настройки».",
)
BEFORE_CALENDAR = Rule("year-before-calendar", "warning", "settings").says(
    "Производственный календарь известен с {first:%d.%m.%Y}: раньше рабочие дни посчитаны без переносов.",
    "Переносы впишите в «Настройки».",
)
ENTRIES_LEFT_BEHIND = Rule("entries-left-behind", "warning", "occurrences", _TERM["done"]).says(
    "Мера {measure}: записей, чьего срока больше нет в плане: {count}. Они сохранены, строки помечены «{mark}».",
    "Если срок остался, перенесите запись в его строку; код меры в «Плане» не меняйте.",
)
STALE = Rule("stale-terms", "warning", "occurrences").says(
    "Лист «Сроки» и «Панель» отстали от плана: новых сроков {new}, с другими датами {moved}, лишних {gone}. Бумаги печатаются по плану, какой он сейчас.",
    "Нажмите «Обновить сроки»: отметки о выполнении сохранятся.",
)
DONE_IN_FUTURE = Rule("done-in-future", "warning", "occurrences", _TERM["done"]).says(
    "Дата выполнения {done:%d.%m.%Y} ещё не наступила.", "Исправьте дату или очистите ячейку."
)
DUE_BEFORE_START = Rule("due-before-start", "warning", "occurrences", _TERM["moved_due"]).says(
    "Новый срок {moved_due:%d.%m.%Y} раньше начала {start:%d.%m.%Y}.", "Исправьте новый срок."
)
NO_REASON = Rule("no-reason", "warning", "occurrences", _TERM["moved_reason"]).says(
    "Срок перенесён на {moved_due:%d.%m.%Y} без причины.", "Впишите, почему перенесли."
)
PROOF_WITHOUT_DATE = Rule("proof-without-date", "warning", "occurrences", _TERM["done"]).says(
    "Подтверждение есть, а дата выполнения не вписана: срок считается невыполненным.", "Впишите дату в «Выполнено»."
)
DONE_BY_BOOK = Rule("done-by-book", "info", "occurrences", _TERM["done"]).says(
    "{label}: сделано по данным книги, но не отмечено — сроков: {count}, {what}.",
    "Нажмите «Обновить сроки» и согласитесь отметить (без окна вопросов — с --yes) или впишите дату и документ сами. Не нужно — впишите «Решение».",
)
DONE_IN_PART = Rule("done-in-part", "info", "occurrences", _TERM["done"]).says(
    "{label}: {what}, осталось: {missing}.", "Когда будет сделано всё, «Обновить сроки» предложит отметить."
)
NO_PLAN = Rule("no-plan", "error").says(
    "В файле «{where}» не найдена таблица с планом: нужны столбцы «Мероприятия», «Сроки», «Ответственные».",
    "Проверьте, тот ли это файл. Если план в нём картинкой или текстом без таблицы, перенесите его в таблицу Word или Excel и загрузите снова.",
)
PLAN_OF_OTHER_YEAR = Rule("plan-of-other-year", "warning").says(
    "«{where}»: в заголовке {value} учебный год, а книга ведётся за {ours}.",
    "Укажите план своего года или исправьте «Учебный год начинается в» в «Настройках».",
)
DEADLINES_OF_OTHER_YEAR = Rule("deadlines-of-other-year", "warning").says(
    "«{where}»: все сроки с годом ({count}) — не из {ours} учебного года: {phrases}. Похоже, это план другого года.",
    "Укажите план своего года или исправьте годы в сроках: иначе такие меры сразу окажутся просроченными или далёкими.",
)
DEADLINES_OUTSIDE_YEAR = Rule("deadlines-outside-year", "warning").says(
    "«{where}»: сроков не из {ours} учебного года: {count}: {phrases}.", "Проверьте год в этих сроках."
)
NOT_A_PLAN = Rule("not-a-plan", "info").says("Таблица «{title}» не загружена: {why}.")
ROW_LEFT_OUT = Rule("row-left-out", "info").says(
    "Строка «{text}» не загружена: {why}.", "Если это мера, впишите её в лист «План» сами."
)
ROW_WITHOUT_MEASURE = dataclasses.replace(ROW_LEFT_OUT, code="row-without-measure", severity="warning")
NO_PHRASE_IN_FILE = Rule("no-phrase-in-file", "warning", "measures", _MEASURE["phrase"]).says(
    "{label}: в файле нет срока.", "Впишите срок словами, например «октябрь, апрель»."
)
NO_RESPONSIBLE_IN_FILE = Rule("no-responsible-in-file", "warning", "measures", _MEASURE["responsible"]).says(
    "{label}: в файле нет ответственного.", "Впишите должность или ФИО."
)
MEASURE_DIFFERS = Rule("measure-differs", "info", "measures").says(
    "{label}: в файле «{theirs}», в плане «{value}». Оставлено то, что в плане.",
    "Если верно в файле, исправьте ячейку.",
)
MOVED_DATE = Rule("moved-date", "info", "measures", _MEASURE["phrase"]).says(
    "Мера {measure}: срок «{phrase}» на новый год — {days}.", "Проверьте день и при нужде исправьте срок в новой книге."
)
OUTSIDE_NEW_YEAR = Rule("deadline-outside-new-year", "info", "measures", _MEASURE["phrase"]).says(
    "Мера {measure}: срок «{phrase}» в новой книге не попадает в её учебный год.", "Исправьте год."
)
NO_LEAP_DAY = Rule("no-leap-day", "info", "measures", _MEASURE["phrase"]).says(
    "Мера {measure}: срок {moved}, но 29 февраля в тот год нет.", "Впишите в новой книге «{sooner}» или другой день."
)
_ANOTHER_DEADLINE = "Впишите срок в новой книге датой, месяцем или периодом."
UNREAD_AS_MOVED = Rule("moved-deadline-unread", "info", "measures", _MEASURE["phrase"]).says(
    "Мера {measure}: срок {moved}, он не понят.", _ANOTHER_DEADLINE
)
UNMOVED_DEADLINE = Rule("unmoved-deadline", "info", "measures", _MEASURE["phrase"]).says(
    "Мера {measure}: срок «{phrase}» не понят, перенесён как есть.", _ANOTHER_DEADLINE
)
LEFT_COLUMN = Rule("left-column", "info").says(
    "Ваш столбец «{column}» таблицы «{excel}» в новую книгу не перенесён.",
    "Если он нужен, скопируйте его в новую книгу.",
)
LEFT_CLASSES = Rule("left-classes", "info", "staff").says(
    "Классы у людей в новой книге прежние: кто кого ведёт, программа не меняет.",
    "Исправьте столбцы с классами на листе «Люди» новой книги.",
)
LEFT_SCALES = Rule("left-scales", "info", "scales").says(
    "Шкал на {year} учебный год пока нет: прежние перенесены, но действуют только для своего года.",
    "Впишите новые шкалы, когда их опубликуют.",
)

RULES = rules_in(globals())
