"""Words of the closed sets that belong to the product: states, roles, decisions."""

OVERDUE = "просрочено"
DUE_SOON = "срок близко"
RUNNING = "выполняется"
DONE = "выполнено"
DONE_LATE = "выполнено с опозданием"
DONE_WITHOUT_PROOF = "выполнено, нет подтверждения"
UPCOMING = "предстоит"
NO_DATE = "нет даты"
UNCLEAR = "требует уточнения"
NOT_REQUIRED = "не требуется"
CANCELLED = "отменено"

STATUSES = (
    OVERDUE,
    DUE_SOON,
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

YES, NO = "да", "нет"
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
