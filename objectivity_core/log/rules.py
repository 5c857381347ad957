"""What can be wrong with the log: its file, its sheet, the two against each other."""

import dataclasses

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES

_COMPARE = "Сравните с резервной копией; кто и зачем менял журнал, выясните до подписания протоколов."
_FINGERPRINT = TABLES["log"]["fingerprint"].heading

TORN = Rule("log-torn", "warning").says(
    "Строка {line} оборвана на полуслове: при записи выключилось питание или пропал диск.",
    "Сверьте с листом «Журнал действий».",
)
UNREADABLE = Rule("log-unreadable", "error").says("Строка {line} не читается: её изменили или повредили.", _COMPARE)
ALTERED = Rule("log-altered", "error").says("Строка {line} изменена.", _COMPARE)
NOT_CONTINUED = Rule("log-not-continued", "error").says(
    "Строка {line} не продолжает предыдущую: подменена она или строка перед ней.", _COMPARE
)
WITHOUT_NUMBER = Rule("log-without-number", "error").says("У строки {line} стёрт номер.", _COMPARE)
MOVED = Rule("log-moved", "error").says(
    "Строка {line} стоит не на своём месте: здесь была строка {expected}.", _COMPARE
)
MISSING_LINE = Rule("log-missing-line", "error").says("Перед строкой {line} нет {lines}.", _COMPARE)
INSERTED = Rule("log-inserted", "error").says("Строка {line} стоит второй раз или вставлена{after}.", _COMPARE)
UNFINISHED = Rule("log-unfinished", "warning").says(
    "Строка {line}: «{action}» начато, конца нет. Ключ мог быть прочитан.",
    "Так бывает, когда программу остановили. Если этого никто не помнит, смените пароль ключа.",
)
BEFORE_CHAIN = Rule("log-before-chain", "info", "log").says(
    "Строк без контрольного числа (столбец «Отпечаток»): {count}. Их записала прежняя версия, изменения в них не видны."
)
NO_FILE = Rule("log-no-file", "error", "log").says(
    "Файла журнала нет, а в книге {count} строк, которые в нём записаны: сверить не с чем.",
    "Положите файл рядом с книгой или назовите его: objectivity log verify КНИГА ФАЙЛ.",
)
CONTINUES = Rule("log-continued", "info", "log").says(
    "Файл {names} начат заново после строки {number:g} (контрольное число {fingerprint}): строки до неё сверены только на листе.",
    "Если сохранился прежний файл, назовите оба: objectivity log verify КНИГА ФАЙЛ ФАЙЛ.",
)
BEGUN_ANEW = Rule("log-begun-anew", "warning", "log").says(
    "Рядом с книгой нет файла, в котором записан её журнал до строки {number} (контрольное число {fingerprint}): книгу перенесли или записали в другое место. Начат новый файл.",
    "Прежний файл не удаляйте. Если журнал не переносили, выясните, кто его убрал.",
)
CUT = Rule("log-cut", "error", "log", _FINGERPRINT).says(
    "В файле {names} нет конца: последняя запись {last}, а {told} — запись {record:g}.", _COMPARE
)
DIFFERS = Rule("log-differs", "error", "log", _FINGERPRINT).says(
    "Книга и файл {names} говорят разное: {told} в файле не такая. Если был ещё один файл журнала, назовите и его.",
    _COMPARE,
)
OTHER_BOOK = Rule("log-other-book", "error", "log").says(
    "Файл {names} — журнал другой книги.", "Найдите файл этой книги."
)
SHEET_CUT = Rule("log-sheet-cut", "error", "log").says(
    "Книгу записали {time} с последней строкой {fingerprint} (столбец «Отпечаток»), такой в ней нет. Конец журнала удалён, или это прежняя копия книги.",
    _COMPARE,
)
FORMER_COPY = dataclasses.replace(SHEET_CUT, code="log-former-copy", severity="warning")
ELSEWHERE = Rule("log-elsewhere", "info", "log").says(
    "Записей, которых в этой книге нет: {count}, последняя — {last} («{action}», {time}). Это другие копии книги или работа, которую не сохранили."
)

RULES = rules_in(globals())
