"""What can be doubtful about one deadline phrase."""

from objectivity_core.findings import Rule, rules_in

UNREAD = Rule("unread-phrase", "error").says("Срок «{phrase}» не понят.", "{question}")
AMBIGUOUS = Rule("ambiguous-phrase", "warning").says("Срок «{phrase}» понят так: {reading}.", "{question}")
NO_EVENT_DATE = Rule("no-event-date", "info").says(
    "Срок зависит от дат процедур или события, а они не указаны.", "Укажите даты процедур или события."
)
NOT_PUBLISHED = Rule("days-beyond-calendar", "warning").says(
    "Производственный календарь известен с {first:%d.%m.%Y} по {last:%d.%m.%Y}: рабочие дни у {day:%d.%m.%Y} посчитаны без переносов.",
    "Проверьте срок по производственному календарю этого года.",
)

RULES = rules_in(globals())
