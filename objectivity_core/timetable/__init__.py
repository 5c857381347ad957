"""A timetable as people write it becomes procedures with their day, rooms and people."""
