"""What can be missing when something is printed."""

from objectivity_core.findings import Rule, rules_in

NO_PDF = Rule("no-pdf", "info").says("PDF не сделан: нет LibreOffice.", "Откройте файл и выберите «Сохранить как PDF».")

RULES = rules_in(globals())
