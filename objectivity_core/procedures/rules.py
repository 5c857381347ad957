"""What can be wrong with procedures, their people and their materials."""

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES

_PROCEDURES, _MATERIALS = TABLES["procedures"], TABLES["materials"]
_DATE, _COUNT, _KEEP = (_MATERIALS[name].heading for name in ("date", "count", "keep_until"))

UNKNOWN_PROCEDURE = Rule("unknown-procedure", "error", "procedures").says(
    "Процедуры «{key}» нет в листе «Процедуры».", "Скопируйте код из столбца «Код процедуры»."
)
ORPHANS = Rule("orphan-procedure", "error", column=_PROCEDURES["procedure_id"].heading).says(
    "Процедуры {key} нет в листе «Процедуры», а её строки остались: {where_left}.",
    "Верните строку процедуры с этим же кодом (её вид, предмет, класс и дата — в копии книги); если процедура не нужна, удалите её строки на этих листах.",
)
KIND_DOES_NOT_FIT = Rule("kind-does-not-fit", "error", "procedures", _PROCEDURES["kind"].heading).says(
    "Для процедуры «{key}» это действие не предусмотрено её видом.", "Посмотрите вид процедуры в листе «Списки»."
)
UNKNOWN_KIND = Rule("unknown-kind", "error", "procedures", _PROCEDURES["kind"].heading).says(
    "У процедуры {key} вид «{value}», которого нет в листе «Списки»: она пропущена.",
    "Исправьте вид или допишите его в «Списки».",
)
NO_TASKS = Rule("no-tasks", "error", "procedures").says(
    "{key}: нет заданий для этого вида, предмета и параллели, листы проверки не построить.",
    "Нажмите «Загрузить задания» (официальная форма или Ф1) или впишите задания и максимумы в лист «Задания».",
)
TWO_WORKS = Rule("two-works-a-day", "warning", "procedures", _PROCEDURES["date"].heading).says(
    "У {class_} {value} работ: {count} — {works}.", "Перенесите одну из работ на другой день."
)
PERSON_TWICE = Rule("person-twice-a-day", "warning", "procedures").says(
    "{name}, {date:%d.%m.%Y}: в двух местах сразу (время пересекается): {works}.",
    "Замените человека или сдвиньте работу.",
)
PERSON_PERHAPS_TWICE = Rule("person-perhaps-twice-a-day", "warning", "procedures").says(
    "{name}, {date:%d.%m.%Y}: в двух местах сразу (время не указано или задано по-разному): {works}.",
    "Укажите время работ в столбце «Начало» или замените человека.",
)
NO_OBSERVER = Rule("no-observer", "warning", "procedures", _PROCEDURES["observer"].heading).says(
    "{wave}: нет наблюдателя у {count}: {works}.", "Впишите наблюдателей в столбец «Наблюдатель»."
)
NO_OBSERVER_WRITTEN = Rule("no-observer-written", "info", "procedures", _PROCEDURES["observer"].heading).says(
    NO_OBSERVER.message, "Если наблюдатель был, впишите его."
)
OBSERVER_NOT_INDEPENDENT = Rule(
    "observer-not-independent", "warning", "procedures", _PROCEDURES["observer"].heading
).says("{work}: наблюдатель {name} — {reason}.", "Назначьте наблюдателя, который не связан с этим классом и предметом.")
MISSING_LINK = Rule("missing-link", "warning", "materials", _DATE).says(
    "{procedure}: отмечено «{later}», а «{step}» — нет.", "Впишите дату этого шага или объясните пропуск в примечании."
)
WRONG_ORDER = Rule("wrong-order", "warning", "materials", _DATE).says(
    "{procedure}: «{step}» ({moment}) раньше, чем «{earlier}» ({before}).", "Проверьте дату и время обоих шагов."
)
NO_STEP_DATE = Rule("no-step-date", "warning", "materials", _DATE).says(
    "{procedure}: «{step}»: шаг заполнен, а даты нет.", "Впишите дату."
)
BAD_TIME = Rule("bad-time", "warning", "materials", _MATERIALS["time"].heading).says(
    "{procedure}: «{step}»: время «{time}» не понято.", "Впишите часы и минуты, например 08:10."
)
MISSING_PERSON = Rule("missing-person", "warning", "materials").says(
    "{procedure}: «{step}»: не указано, {who}.", "Впишите ФИО."
)
MISSING_COUNT = Rule("missing-count", "warning", "materials", _COUNT).says(
    "{procedure}: «{step}»: не указано количество.", "Впишите, сколько работ."
)
MORE_HANDED_IN = Rule("more-handed-in", "warning", "materials", _COUNT).says(
    "{procedure}: сдано {back:g}, а выдано {out:g}.", "Пересчитайте работы и исправьте количество."
)
MISSING_MATERIALS = Rule("missing-materials", "warning", "materials", _COUNT).says(
    "{procedure}: выдано {out:g}, а сдано {back:g}: не хватает {lack:g}.",
    "Найдите работы, вместе с незаполненными, или составьте акт и назовите его в примечании.",
)
NO_KEEP_UNTIL = Rule("no-keep-until", "warning", "materials", _KEEP).says(
    "{procedure}: материалы на хранении, а до какого дня — не указано.", "Впишите день или нажмите «Обновить сроки»."
)
DESTROYED_EARLY = Rule("destroyed-early", "warning", "materials", _KEEP).says(
    "{procedure}: материалы уничтожены {day:%d.%m.%Y}, а хранить нужно до {until:%d.%m.%Y}.", "Проверьте обе даты."
)
KEEP_UNTIL_PASSED = Rule("keep-until-passed", "warning", "materials", _KEEP).says(
    "{procedure}: срок хранения истёк {until:%d.%m.%Y}: уничтожьте по акту.",
    "Составьте акт и впишите дату в шаг «{last}».",
)
NOTHING_RECORDED = Rule("nothing-recorded", "info", "materials", _DATE).says(
    "{wave}: движение материалов не записано у {count}: {keys}.",
    "Впишите даты и людей в лист «Движение материалов» или объясните в примечании.",
)
UNKNOWN_VALUE = Rule("unknown-value", "error").says(
    "{what}«{part}» нет в столбце {listed}.", "Исправьте значение или дополните список."
)
SPELT_OTHERWISE = Rule("spelt-otherwise", "warning").says(
    UNKNOWN_VALUE.message, "Верно: «{right}» (проверьте регистр, пробелы, латинские буквы)."
)
READ_AS = Rule("read-as", "info").says(
    "«{value}» в столбце «{column}» прочитано как «{right}»{times}.", "Если это не так, выберите значение из списка."
)
PERSON_NOT_READ = Rule("person-not-read", "error", "staff").says(
    "{name}: «{part}» в столбце «{column}» не понято (нет в столбце {listed}), поэтому работы этому человеку не назначаются.",
    "Впишите значения из «Списков» через «;», например {example}, или дополните список.",
)

RULES = rules_in(globals())
