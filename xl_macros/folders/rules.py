"""What can be wrong with files in the folders beside the book."""

from objectivity_core.findings import Rule, rules_in

UNREADABLE_SHEET = Rule("unreadable-sheet", "error").says("{why}", "Закройте файл у эксперта и сохраните заново.")
NOT_READ = Rule("not-read", "info").says(
    "В папке «{where}» есть файлы, которые не прочитаны: это не таблицы: {files}.",
    "Если среди них лист проверки, попросите эксперта сохранить его как .xlsx или .ods.",
)

RULES = rules_in(globals())
