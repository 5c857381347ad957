"""What can be wrong with codes, the key and its opening."""

import dataclasses

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES
from objectivity_core.tables.marking import OFFICIAL_CODES

_HEADING = {column.name: column.heading for column in TABLES["procedures"].columns}
_NAME = TABLES["pupils"]["name"].heading

DOUBLED_PUPIL_WITHOUT_CODE = Rule("doubled-pupil-without-code", "error", "pupils", _NAME).says(
    "«{name}», {class_}: похоже, ученик записан дважды; второй строке код не выдан.",
    "Удалите лишнюю строку; если это тёзки — заполните «Отличие от тёзки» и запустите ещё раз.",
)
CLASS_WITHOUT_CODES = Rule("class-without-codes", "error", "pupils", TABLES["pupils"]["class"].heading).says(
    "Класса «{value}» нет в листе «Списки»: учеников {count}, коды им не выданы.",
    "Исправьте класс в листе «Ученики» или допишите его в «Списки».",
)
NO_DATE = Rule("no-date-for-codes", "error", "procedures", _HEADING["date"]).says(
    "У процедуры {key} нет даты: коды не выданы.", "Впишите дату в лист «Процедуры» и запустите ещё раз."
)
NO_PUPILS = Rule("no-pupils", "error", "procedures", _HEADING["class"]).says(
    "В классе {class_} нет учеников: коды для {key} не выданы.", "Проверьте класс в листах «Процедуры» и «Ученики»."
)
NO_PUPILS_YET = Rule("no-pupils-yet", "warning", "procedures", _HEADING["class"]).says(
    "В классе {class_} нет учеников, а у него есть работа {key}: коды выдать некому.", NO_PUPILS.remedy
)
SMALL_CLASS = Rule("small-class", "warning", "procedures", _HEADING["class"]).says(
    "{key}: работ всего {size}, автора можно узнать по почерку и обстоятельствам.",
    "Обменяйтесь работами с соседней школой («Пакет обмена») или назначьте двух экспертов.",
)
BAD_OFFICIAL_CODE = Rule("bad-official-code", "error", "official", OFFICIAL_CODES["codes"].heading).says(
    "Официальные коды {class_}: не понято «{parts}».", "Впишите пять цифр или промежуток, например 40001-40012."
)
OFFICIAL_CODE_TWICE = Rule("official-code-twice", "error", "official", OFFICIAL_CODES["codes"].heading).says(
    "Официальные коды {class_}: {codes} уже отданы другому классу.", "Проверьте промежутки: у каждого класса свои коды."
)
TOO_FEW_CODES = Rule("too-few-codes", "error", "procedures", _HEADING["class"]).says(
    "{key}: официальных кодов класса {class_} не хватает ученикам: {wanting}.",
    "Допишите коды в лист «Официальные коды» или поставьте виду «да» в столбце «Коды школы» листа «Списки»: школа выдаст свои.",
)
LATECOMERS = Rule("latecomers-without-code", "info", "procedures", _HEADING["date"]).says(
    "{key}: работа уже прошла ({day:%d.%m.%Y}), коды выданы раньше; новым работам код не выдан: {who}.",
    "Кто не писал, тому код не нужен. Кто писал в другой день: «Выдать коды», назовите одну эту процедуру и подтвердите.",
)
LATE_CODES = Rule("codes-for-latecomers", "warning", "procedures", _HEADING["works"]).says(
    "{key}: код выдан после дня работы: {who}.",
    "Назначьте комиссию и соберите их баллы. Кто работу не писал, того отметьте «не сдана» в листе «Работы».",
)
TOO_LATE_FOR_CODES = Rule("too-late-for-codes", "error", "procedures", _HEADING["state"]).says(
    "{key}: коды уже открыты, новым работам код не выдан: {who}.",
    "Если ученик писал эту работу, впишите её в лист «Процедуры» новой строкой с днём, когда он писал.",
)
TOO_FEW_CODES_YET = dataclasses.replace(TOO_FEW_CODES, code="too-few-codes-yet", severity="info")
WORKS_NOT_IN_KEY = Rule("works-not-in-key", "error", "works", TABLES["works"]["code"].heading).says(
    "В листе «Работы» есть коды, которых нет в ключе: {codes}.",
    "Рядом, возможно, лежит не последний ключ: найдите его копию, в которой эти коды есть.",
)
NO_ROOM = Rule("no-room", "info", "procedures", _HEADING["room"]).says(
    "{key}: не указан кабинет: явка — одним листом.", "Впишите кабинет."
)
SLIPS_OF_OPENED = Rule("slips-of-opened", "info", "procedures", _HEADING["state"]).says(
    "{key}: коды уже открыты.", "Полоски нужны только для архива."
)
NO_CODES = Rule("no-codes", "error", "procedures").says("{key}: кодов нет.", "Сначала «Выдать коды».")
NO_CODES_YET = dataclasses.replace(NO_CODES, code="no-codes-yet", severity="warning")
EMPTY_ATTENDANCE = Rule("empty-attendance", "warning", "procedures", _HEADING["class"]).says(
    "{key}: в классе «{class_}» нет учеников: в явке пустые строки.",
    "Проверьте класс в листах «Процедуры» и «Ученики».",
)
FEWER_CODES = Rule("fewer-codes-than-pupils", "warning", "procedures", _HEADING["works"]).says(
    "{key}: кодов {codes}, учеников в классе {pupils}: полосок на всех не хватит.",
    "Новым ученикам «Выдать коды», затем напечатайте заново.",
)
MORE_CODES = Rule("more-codes-than-pupils", "info", "procedures", _HEADING["works"]).says(
    "{key}: кодов {codes}, учеников в классе {pupils}: кто-то выбыл.",
    "Лишние полоски не раздавайте; их работы отметьте «не сдана» в листе «Работы».",
)
CODES_STILL_USED = Rule("codes-still-used", "error", "procedures").says(
    "{key}: открывать рано, под теми же кодами ещё не проверены {early}: код ученика стал бы известен.",
    "Дождитесь последней работы класса. Крайний случай: укажите эту процедуру и причину, она попадёт в журнал.",
)
WAITS_FOR_CODES = dataclasses.replace(CODES_STILL_USED, code="waits-for-codes", severity="info")
WORK_AWAITED = Rule("work-awaited", "error", "timetable", TABLES["timetable"].columns[2].heading).says(
    "{procedure}: открывать рано, в расписании у класса {class_} есть работа «{value}» ({day}), а процедуры из неё ещё нет.",
    "Впишите в эту строку предмет и нажмите «Загрузить расписание»; если работы не будет, удалите строку. Крайний случай: укажите процедуру и причину, она попадёт в журнал.",
)
WAITS_FOR_WORK = dataclasses.replace(WORK_AWAITED, code="waits-for-work", severity="info")
WORK_OF_FILE_AWAITED = Rule("work-of-file-awaited", "error", "settings", TABLES["settings"]["value"].heading).says(
    "{procedure}: открывать рано, в загруженном расписании у класса {class_} есть работа, предмет которой ещё не выбран ({day}).",
    "Когда предмет выберут, впишите его в расписание и загрузите снова; если работы не будет, уберите её из строки «Ждут предмета» листа «Настройки». Крайний случай: укажите процедуру и причину, она попадёт в журнал.",
)
WAITS_FOR_WORK_OF_FILE = dataclasses.replace(WORK_OF_FILE_AWAITED, code="waits-for-work-of-file", severity="info")
OPENED_EARLY = Rule("opened-early", "warning", "procedures").says(
    "{key} открыта раньше времени, причина: {reason}. Под теми же кодами ещё не проверены {early}.",
    "Остальные работы этого класса пусть проверит другой человек.",
)
NAME_IN_KEY = Rule("name-in-key", "error", "pupils", _NAME).says(
    "{procedure}: «{value}» из файла ключа {why}.",
    "Исправьте ФИО в файле ключа; у тёзок допишите в скобках отличие из листа «Ученики».",
)
OPENED_ALREADY = Rule("opened-already", "info", "procedures").says("{key}: коды уже открыты.")
NOTHING_TO_OPEN = Rule("nothing-to-open", "error", "procedures").says(
    "{key}: результатов ещё нет.", "Сначала выдайте коды, назначьте комиссию и соберите листы проверки."
)
NOT_SETTLED = Rule("not-settled", "error", "procedures").says(
    "{key}: открывать рано, не готовы работы ({reasons}) из {count}.",
    "Соберите листы проверки, при «нет шкалы» впишите шкалу этого года; затем снова «Собрать баллы» и «Открыть коды».",
)
NOT_SETTLED_YET = dataclasses.replace(NOT_SETTLED, code="not-settled-yet", severity="info")
UNSCORED = Rule("unscored-works", "error", "procedures").says(
    "{key}: открывать рано, у работ с кодами {codes} нет результата: коды выданы, а баллы не собраны.",
    "Нажмите «Назначить комиссию», дождитесь листов и нажмите «Собрать баллы»; если работы нет, отметьте её «не сдана» в листе «Работы» и соберите баллы снова.",
)
UNSCORED_YET = dataclasses.replace(UNSCORED, code="unscored-works-yet", severity="info")
CODE_OF_TWO = Rule("code-of-two-pupils", "error", "procedures").says(
    "{key}: в ключе один код стоит дважды: {codes}.",
    "Исправьте файл ключа по распечатанному протоколу или верните его прежнюю версию.",
)
NO_NAME_IN_KEY = Rule("no-name-in-key", "error", "procedures").says(
    "{key}: в ключе не вписаны ФИО к кодам {codes}.",
    "Откройте файл ключа в Excel его паролем, впишите ФИО с бумажного протокола и сохраните; лишние коды отметьте «не сдана».",
)
CODE_NOT_IN_VAULT = Rule("code-not-in-vault", "error", "procedures").says(
    "{key}: в ключе нет кодов {codes}.", "Это ключ другой книги или его правили. Найдите нужный файл ключа."
)
ENVELOPE_OUTDATED = Rule("envelope-outdated", "warning").says(
    "В конверте второго хранителя остался прежний пароль: им ключ больше не открыть.",
    "Нажмите «Конверт хранителю» ещё раз.",
)
OPENED_BY_CUSTODIAN = Rule("opened-by-custodian", "info").says("Ключ открыт паролем второго хранителя, через конверт.")
_BACK = "равните с прежней версией ключа или с распечатанным протоколом и исправьте файл ключа."
KEY_EDITED = Rule("key-edited", "warning").says(
    "Пары в ключе менялись не программой: строки удалены, вписаны или отсортирован один столбец.",
    f"Если вы их не меняли: с{_BACK}",
)
NO_CODE_IN_KEY = Rule("no-code-in-key", "error").says("В ключе есть строки без кода: {some}.", f"С{_BACK}")
BAD_CODE_IN_KEY = Rule("bad-code-in-key", "error").says("В ключе есть коды с опечаткой: {some}.", f"С{_BACK}")
CODE_TWICE_IN_KEY = Rule("code-twice-in-key", "error").says("В ключе один код стоит дважды: {some}.", f"С{_BACK}")
PUPIL_TWICE_IN_KEY = Rule("pupil-twice-in-key", "error").says(
    "В ключе у ученика два кода одной процедуры: {some}.", f"С{_BACK}"
)
NAME_DIFFERS_IN_KEY = Rule("name-differs-in-key", "warning", "pupils").says(
    "В ключе и в книге ученики названы по-разному: {some}.",
    "Если ученика переименовали, исправьте ФИО и в файле ключа. Если нет, в ключе, возможно, отсортирован один столбец.",
)

RULES = rules_in(globals())
