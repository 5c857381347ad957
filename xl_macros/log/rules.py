"""What can be wrong with the file of the log itself."""

from objectivity_core.findings import Rule, rules_in

NOT_READ = Rule("log-not-read", "warning").says(
    "{why}", "Откройте файл для чтения и проверьте: objectivity log verify."
)
NOT_WRITTEN = Rule("log-not-written", "warning").says("{why}", "Эта запись осталась только на листе «Журнал действий».")

RULES = rules_in(globals())
