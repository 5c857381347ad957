"""What can be wrong with the documents that prove a measure."""

from objectivity_core.findings import Rule, rules_in
from objectivity_core.tables import TABLES

_PROOF = TABLES["occurrences"]["proof"].heading

NO_PROOF = Rule("no-proof", "warning", "occurrences", _PROOF).says(
    "Мера {measure}: выполнено, но документ не назван — сроков: {count}.",
    "Впишите документ в «Подтверждение» листа «Сроки».",
)
OUTSIDE = Rule("outside-proof", "warning", "occurrences", _PROOF).says(
    "Мера {measure}: путь «{value}» ведёт за пределы папки «{shelf}», файл не взят.",
    "Положите файл в папку «{folder}» и впишите его имя.",
)
NO_FILE = Rule("no-proof-file", "warning", "occurrences", _PROOF).says(
    "Мера {measure}: файла «{value}» нет в папке «{shelf}».",
    "Положите файл в папку «{folder}» или исправьте имя в «Подтверждении».",
)
NOT_FOUND = Rule("proof-not-found", "info", "occurrences", _PROOF).says(
    "Мера {measure}: документ «{value}» среди файлов не найден.",
    "Если он бумажный, отметьте в описи, где лежит; если есть файл — впишите его имя.",
)
AMBIGUOUS = Rule("ambiguous-proof", "warning", "occurrences", _PROOF).says(
    "Мера {measure}: какой файл — «{value}», неясно. Похожи: {files}.", "Впишите точное имя файла."
)
EMPTY = Rule("empty-proof", "warning", "occurrences", _PROOF).says(
    "Мера {measure}: файл «{file}» пуст.", "Замените его целым файлом."
)
NAMES_A_PUPIL = Rule("proof-names-pupil", "error", "occurrences", _PROOF).says(
    "В файле «{file}» назван ученик ({value}): файл не скопирован.",
    "Положите вместо него копию без имён учеников и соберите папку ещё раз, или покажите его на проверке отдельно.",
)
NOT_LOOKED_INTO = Rule("proof-not-read", "warning").says(
    "Сканы, картинки и файлы, в которых имена учеников не искали: {files}.",
    "Просмотрите их сами, прежде чем отдать папку.",
)
NO_FOLDER = Rule("no-proof-folder", "warning").says(
    "Папки с документами нет: «{where}».", "Создайте её, сложите туда названные документы и соберите папку ещё раз."
)
UNREAD_FOLDER = Rule("unread-folder", "warning").says(
    "Папка «{where}» не открывается, её файлы не найдены.", "Проверьте права."
)

RULES = rules_in(globals())
