"""Measures of the plan as they are read: deadline, distance from procedures, the procedures that date them, people."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

from objectivity_core.deadlines import read_deadline, read_relative
from objectivity_core.people.responsible import people_of
from objectivity_core.plan.schedule import kinds_of, linked, unknown_kinds, usual_relative
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.deadlines import Deadline, Offset
    from objectivity_core.school_year.year import SchoolYear


@dataclasses.dataclass(frozen=True)
class ReadMeasure:
    """A measure with everything that follows from its words.

    Attributes:
        record: the row of «План», ``relative`` filled in.
        deadline: the phrase as read.
        offset: how far from its procedures it lies, where «Когда относительно процедуры» says so and can be read.
        procedures: the procedures that date it.
        people: names of the people responsible.
        unmatched: responsible ones that «Люди» does not know.
        unknown_kinds: linked kinds of procedures that «Списки» does not know.
    """

    record: dict[str, Any]
    deadline: Deadline
    offset: Offset | None
    procedures: pd.DataFrame
    people: tuple[str, ...]
    unmatched: tuple[str, ...]
    unknown_kinds: tuple[str, ...] = ()


def read_plan(tables: dict[str, pd.DataFrame], school_year: SchoolYear) -> list[ReadMeasure]:
    """Each measure with its deadline as read, the procedures that date it and the people responsible for it.

    Args:
        tables: ``measures``, ``procedures``, ``staff``.
        school_year: the school year of the book.
    """
    procedures = tables["procedures"]
    known = procedures[procedures["procedure_id"] != ""].drop_duplicates("procedure_id")
    # A plan says the same words again and again, and reading them is what takes the time.
    read_phrase = functools.cache(lambda phrase: read_deadline(phrase, school_year))
    read_offset = functools.cache(lambda text: read_relative(text, school_year) if text else None)
    find_people = functools.cache(lambda text: people_of(text, tables["staff"]))
    read = []
    for measure in records_of(tables["measures"]):
        deadline = read_phrase(measure["phrase"])
        if deadline.kind == "schedule" and not measure["relative"]:
            measure["relative"] = usual_relative(measure["measure"]) if kinds_of(measure, deadline) else ""
        people = find_people(measure["responsible"])
        strange = unknown_kinds(measure, tables["kinds"]["kind"]) if "kinds" in tables else ()
        read.append(
            ReadMeasure(
                measure, deadline, read_offset(measure["relative"]), linked(measure, deadline, known), *people, strange
            )
        )

    return read
