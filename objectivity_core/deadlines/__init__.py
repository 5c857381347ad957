"""Russian deadline phrases («не позднее 1 рабочего дня до проведения оценочной процедуры») and their terms."""

from objectivity_core.deadlines.describe import describe
from objectivity_core.deadlines.model import Deadline, Offset, Recurrence, Term
from objectivity_core.deadlines.reading import read_deadline

__all__ = ["Deadline", "Offset", "Recurrence", "Term", "describe", "read_deadline"]
