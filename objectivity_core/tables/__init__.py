"""Every table of the workbook: the only home of headings, types, allowed values and keys."""

from __future__ import annotations

from objectivity_core.tables.control import CALENDAR, FINDINGS, LOG, SETTINGS
from objectivity_core.tables.listed_terms import NEAREST_TERMS, PASSED_TERMS
from objectivity_core.tables.lists import CLASSES, KINDS, SUBJECTS
from objectivity_core.tables.marking import COMMISSION, OFFICIAL_CODES, SCORES, WORKS
from objectivity_core.tables.materials import MATERIALS
from objectivity_core.tables.model import KEY_SEPARATOR, Column, Table
from objectivity_core.tables.panel import BY_MONTH, BY_RESPONSIBLE, BY_SECTION, WAVES
from objectivity_core.tables.plan import MEASURES, OCCURRENCES
from objectivity_core.tables.procedures import PROCEDURES, SCALES, TASKS, TIMETABLE
from objectivity_core.tables.results import GAPS, OWN_MARKS, RESULTS
from objectivity_core.tables.school import PUPILS, STAFF
from objectivity_core.tables.steps import STEPS_TABLE

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        MEASURES,
        OCCURRENCES,
        STEPS_TABLE,
        BY_RESPONSIBLE,
        BY_SECTION,
        BY_MONTH,
        WAVES,
        NEAREST_TERMS,
        PASSED_TERMS,
        PROCEDURES,
        TIMETABLE,
        MATERIALS,
        STAFF,
        PUPILS,
        TASKS,
        SCALES,
        OWN_MARKS,
        OFFICIAL_CODES,
        WORKS,
        COMMISSION,
        SCORES,
        RESULTS,
        GAPS,
        CALENDAR,
        SETTINGS,
        CLASSES,
        SUBJECTS,
        KINDS,
        FINDINGS,
        LOG,
    )
}
"""All tables by name, in the order of their sheets."""

LAYOUT_VERSION = 2
"""Version of headings, sheets and keys, a document property of every book. Raise it with every released change."""

__all__ = ["KEY_SEPARATOR", "LAYOUT_VERSION", "TABLES", "Column", "Table"]
