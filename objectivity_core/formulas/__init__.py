"""The values behind the live formulas of the workbook."""
