"""What of a document was not read, or not as it stands."""

from objectivity_core.findings import Rule, rules_in

HIDDEN_SHEET = Rule("hidden-sheet", "info").says(
    "Скрытый лист «{title}» не прочитан.", "Если он нужен, покажите его в Excel."
)
LONG_SHEET = Rule("long-sheet", "warning").says(
    "Лист «{title}» длиннее {limit} строк: прочитано только начало.",
    "Если ниже есть нужные строки, разделите файл на части; если их нет, удалите лишние строки.",
)
TRACKED_CHANGES = Rule("tracked-changes", "warning").says(
    "В документе есть непринятые правки: прочитан текст с принятыми правками.",
    "Если правки не нужны, отклоните их в Word и загрузите файл заново.",
)
PICTURES = Rule("pictures-in-document", "info").says(
    "В документе есть картинки и фигуры ({count}): текст на них не прочитан.",
    "Если на них часть плана, перепишите её в таблицу.",
)
BROKEN_LETTERS = Rule("broken-letters", "warning").says(
    "В файле испорчены буквы ({count}): вместо них стоит «\ufffd».",
    "Проверьте это место; лучше сохраните файл заново в кодировке UTF-8.",
)

RULES = rules_in(globals())
