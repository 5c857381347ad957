"""Timetables as people write them: cells, lists and layouts → works with their day, rooms and people."""

from objectivity_core.timetable.layouts import read_rows
from objectivity_core.timetable.lists import Lists
from objectivity_core.timetable.works import Problem, Work, Works, works_of

__all__ = ["Lists", "Problem", "Work", "Works", "read_rows", "works_of"]
