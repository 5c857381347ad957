"""What can be wrong with a file that is looked at from outside."""

from objectivity_core.findings import Rule, rules_in

CANNOT_OPEN = Rule("cannot-open", "error").says("{why}")
MISSING_TABLE = Rule("missing-table", "error").says(
    "Нет таблицы «{excel}» (лист «{where}»).", "Верните лист из резервной копии или создайте новую книгу."
)

RULES = rules_in(globals())
