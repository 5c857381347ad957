"""What can be wrong with files in the folders beside the book."""

from objectivity_core.findings import Rule, rules_in

UNREADABLE_SHEET = Rule("unreadable-sheet", "error").says("{why}", "Закройте файл у эксперта и сохраните заново.")

RULES = rules_in(globals())
