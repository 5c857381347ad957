"""What of a document was not read, or not as it stands."""

from objectivity_core.findings import Rule, rules_in

HIDDEN_SHEET = Rule("hidden-sheet", "info").says(
    "Скрытый лист «{title}» не прочитан.", "Если он нужен, покажите его в Excel."
)
LONG_SHEET = Rule("long-sheet", "warning").says(
    "Лист «{title}» длиннее {limit} строк: прочитано только начало.",
    "Если ниже есть нужные строки, разделите файл на части; если их нет, удалите лишние строки.",
)
HIDDEN_ROWS = Rule("hidden-rows", "warning").says(
    "Скрытые строки не прочитаны: {what}.", "Если они нужны, покажите их и загрузите файл заново."
)
HIDDEN_COLUMNS = Rule("hidden-columns", "warning").says(
    "Скрытые столбцы не прочитаны: {what}.", "Если они нужны, покажите их и загрузите файл заново."
)
FOLDED_ROWS = Rule("folded-rows", "info").says(
    "Строки, скрытые фильтром или свёрнутой группой, прочитаны вместе с остальными: {what}.",
    "Если они не нужны, удалите их из файла и загрузите его заново.",
)
LOOKS_UNKNOWN = Rule("looks-unknown", "info").says(
    "Прочитано всё, что есть на листах: что в них скрыто, зачёркнуто или показано иначе, из этого файла не узнать.",
    "Если такое есть, сохраните файл в Excel как «Книга Excel (.xlsx)» и загрузите его заново.",
)
CROSSED_OUT = Rule("crossed-out", "warning").says(
    "Зачёркнутое не прочитано: {what}.", "Если оно нужно, снимите зачёркивание и загрузите файл заново."
)
HIDDEN_TEXT = Rule("hidden-text", "info").says(
    "В документе есть скрытый текст: он не прочитан.", "Если он нужен, снимите с него в Word отметку «скрытый»."
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
