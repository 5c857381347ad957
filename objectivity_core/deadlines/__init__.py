"""Russian deadline phrases («не позднее 1 рабочего дня до проведения оценочной процедуры») and their terms."""

from __future__ import annotations

from objectivity_core.deadlines.describe import describe, describe_term
from objectivity_core.deadlines.doubts import deadline_findings
from objectivity_core.deadlines.model import Deadline, Offset, Recurrence, Term
from objectivity_core.deadlines.naming import names_only_plan, procedures_named
from objectivity_core.deadlines.reading import read_deadline
from objectivity_core.deadlines.relative import describe_relative, read_relative
from objectivity_core.deadlines.shifting import shift_years

__all__ = [
    "Deadline",
    "Offset",
    "Recurrence",
    "Term",
    "deadline_findings",
    "describe",
    "describe_relative",
    "describe_term",
    "names_only_plan",
    "procedures_named",
    "read_deadline",
    "read_relative",
    "shift_years",
]
