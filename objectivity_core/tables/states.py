"""Words of the closed sets that belong to the product: states, roles, decisions."""

from __future__ import annotations

OVERDUE = "просрочено"
DUE_SOON = "срок близко"
RUNNING = "выполняется"
DONE = "выполнено"
DONE_LATE = "выполнено с опозданием"
DONE_WITHOUT_PROOF = "выполнено, нет подтверждения"
UPCOMING = "предстоит"
NO_DATE = "нет даты"
UNCLEAR = "требует уточнения"
NO_RECORDS = "нет записей с"
"""Beginning of a state: the day from which a continuous measure has no record follows, «нет записей с 05.11.2024»."""
SUM_UP = "пора подвести итог"
NOT_REQUIRED = "не требуется"
CANCELLED = "отменено"

STATUSES = (
    OVERDUE,
    DUE_SOON,
    SUM_UP,
    NO_RECORDS,
    RUNNING,
    DONE,
    DONE_LATE,
    DONE_WITHOUT_PROOF,
    UPCOMING,
    NO_DATE,
    UNCLEAR,
    NOT_REQUIRED,
    CANCELLED,
)
"""States of an occurrence of a measure, the pressing ones first."""

OPEN_STATUSES = (OVERDUE, DUE_SOON, SUM_UP, NO_RECORDS, RUNNING, UPCOMING)
"""States of what is still to be done and has a date."""

FINISHED = "выполнено"
"""How the states of everything done begin."""

DECISIONS = (NOT_REQUIRED, CANCELLED)
"""What people may decide about an occurrence; a decision outweighs dates."""

DEADLINE_KINDS = {
    "fixed": "даты",
    "event": "от процедуры",
    "schedule": "по графику",
    "recurring": "повторяется",
    "continuous": "весь год",
    "unknown": "не понят",
}
"""How a deadline phrase was read, as a teacher would say it."""

SUMMARY_KIND = "итог года"
"""Kind of the last term of a continuous measure: the rest of them are its records, one per period."""
WITHDRAWN_KIND = "снят с плана"
"""Kind of a term that the plan no longer has while people's entries keep its row."""
TERM_KINDS = (*DEADLINE_KINDS.values(), SUMMARY_KIND, WITHDRAWN_KIND)

PER_PROCEDURE, PER_DAY, PER_WAVE = "процедуру", "день", "волну"
PER_TERM, PER_YEAR = "срок", "год"
PER = (PER_PROCEDURE, PER_DAY, PER_WAVE, PER_TERM, PER_YEAR)
"""What one doing of a measure serves: one procedure, those of a kind on one day, those of a kind in one week; each term anew, or all of the year."""

BY_BOOK = "по данным книги"
"""How a proof begins that the program wrote: no document, the book itself shows it."""

RECORD_PERIODS = ("четверть", "полугодие", "месяц", "год")
"""How often a continuous measure wants a record."""

YES, NO = "да", "нет"
OFFICIAL = "официальные"
"""Of a kind's codes: five digits that come with the materials, one per pupil for all procedures of the kind."""
NOT_HANDED_IN = "не сдана"
HANDED_IN = "сдана"

FIRST, SECOND, THIRD = "первая", "вторая", "третья"
FULL, PARTIAL, NONE = "полная", "частичная", "не обеспечена"
"""Independence of checking: a recorded fact, printed in the protocol."""

SETTLED = "проверена"
INCOMPLETE = "не все баллы"
DIVERGED = "нужна третья проверка"
NO_SCALE = "нет шкалы"
ABSENT = "не писал"
RESULT_STATES = (SETTLED, INCOMPLETE, DIVERGED, NO_SCALE, ABSENT)

PLANNED, CODED, MARKING, MARKED, OPENED = "назначена", "коды выданы", "проверяется", "проверена", "открыта"
PROCEDURE_STATES = (PLANNED, CODED, MARKING, MARKED, OPENED)

NOT_ATTEMPTED = "X"
"""Score of a task that the pupil did not attempt: counts 0 points and is told apart from 0."""

ALL_KINDS = "все"
"""In «Процедуры» of a measure: it belongs to every procedure."""
