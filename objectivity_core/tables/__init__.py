"""Every table of the workbook: the only home of headings, types, allowed values and keys."""

from objectivity_core.tables.control import CALENDAR, FINDINGS, LOG, MEASURES, OCCURRENCES, SETTINGS
from objectivity_core.tables.lists import CLASSES, KINDS, SUBJECTS
from objectivity_core.tables.marking import COMMISSION, SCORES, WORKS
from objectivity_core.tables.model import KEY_SEPARATOR, Column, Table
from objectivity_core.tables.procedures import PROCEDURES, SCALES, TASKS
from objectivity_core.tables.results import GAPS, OWN_MARKS, RESULTS
from objectivity_core.tables.school import PUPILS, STAFF

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        MEASURES,
        OCCURRENCES,
        PROCEDURES,
        STAFF,
        PUPILS,
        TASKS,
        SCALES,
        OWN_MARKS,
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

LAYOUT_VERSION = 1
"""Version of headings, sheets and keys, a document property of every book. Raise it with every released change."""

__all__ = ["KEY_SEPARATOR", "LAYOUT_VERSION", "TABLES", "Column", "Table"]
