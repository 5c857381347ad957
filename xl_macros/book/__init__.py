"""A workbook as tables: in a file, or open in a spreadsheet program."""
