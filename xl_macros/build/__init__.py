"""The builder: text sources → ``Objectivity2025.xlsm``, the same bytes each time."""
