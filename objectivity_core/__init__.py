"""The thinking part of Objectivity: pure functions over tables.

Nothing here knows Excel, files, the command line, the clock or chance: today's date, the random source, the
school-year calendar, the settings and grids of cells are arguments.
"""
