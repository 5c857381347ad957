"""Worksheet functions that a formula of ours may use: those of Excel 2007, and later ones, which a file writes with a prefix."""

from __future__ import annotations

from typing import Final

OLD: Final = frozenset(
    """ABS ADDRESS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CHAR CHOOSE CLEAN CODE COLUMN COLUMNS CONCATENATE COUNT COUNTA COUNTBLANK
    COUNTIF COUNTIFS DATE DATEDIF DATEVALUE DAY EDATE EOMONTH EXACT FALSE FIND FIXED FLOOR HLOOKUP HOUR HYPERLINK IF IFERROR
    INDEX INDIRECT INT ISBLANK ISERR ISERROR ISLOGICAL ISNA ISNUMBER ISTEXT LARGE LEFT LEN LOOKUP LOWER MATCH MAX MEDIAN MID
    MIN MINUTE MOD MONTH N NA NETWORKDAYS NOT NOW OFFSET OR PROPER RANK REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS
    SEARCH SECOND SIGN SMALL SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT T TEXT TIME TIMEVALUE TODAY TRANSPOSE TRIM TRUE
    TRUNC UPPER VALUE VLOOKUP WEEKDAY WEEKNUM WORKDAY YEAR""".split()
)
WITHOUT_PREFIX: Final = frozenset(["AGGREGATE", "NETWORKDAYS.INTL", "WORKDAY.INTL"])
"""Of Excel 2010, yet written as they are."""
NEW: Final = frozenset(
    """DAYS IFNA ISOWEEKNUM NUMBERVALUE XOR FORMULATEXT SHEET SHEETS UNICHAR UNICODE BASE DECIMAL ARABIC COMBINA CEILING.MATH
    FLOOR.MATH ISFORMULA PERMUTATIONA BITAND BITOR BITXOR ENCODEURL WEBSERVICE FILTERXML PERCENTILE.INC PERCENTILE.EXC STDEV.S
    STDEV.P VAR.S RANK.EQ RANK.AVG MODE.SNGL QUARTILE.INC CEILING.PRECISE FLOOR.PRECISE IFS SWITCH TEXTJOIN CONCAT MAXIFS
    MINIFS XLOOKUP XMATCH FILTER SORT SORTBY UNIQUE SEQUENCE RANDARRAY LET LAMBDA""".split()
)
"""A name without ``_xlfn.`` is #NAME? after loading."""
ARGUMENTS: Final = {
    **dict.fromkeys(("FALSE", "TODAY", "TRUE", "NOW", "NA"), (0, 0)),
    **dict.fromkeys(("COLUMN", "ROW"), (0, 1)),
    **dict.fromkeys(
        (
            "COLUMNS",
            "COUNTBLANK",
            "DAY",
            "INT",
            "ISBLANK",
            "ISNUMBER",
            "ISTEXT",
            "LEN",
            "LOWER",
            "MONTH",
            "N",
            "NOT",
            "ROWS",
            "TRIM",
            "UPPER",
            "YEAR",
        ),
        (1, 1),
    ),
    **dict.fromkeys(("HYPERLINK", "LEFT", "RIGHT", "WEEKDAY"), (1, 2)),
    **dict.fromkeys(("AND", "COUNT", "COUNTA", "MAX", "MIN", "OR", "SUM", "SUMPRODUCT"), (1, 255)),
    **dict.fromkeys(
        ("COUNTIF", "EDATE", "EOMONTH", "IFERROR", "LARGE", "MOD", "REPT", "ROUND", "SMALL", "TEXT"), (2, 2)
    ),
    **dict.fromkeys(("FIND", "IF", "LOOKUP", "MATCH", "SEARCH", "SUMIF"), (2, 3)),
    **dict.fromkeys(("CHOOSE", "COUNTIFS"), (2, 255)),
    "ADDRESS": (2, 5),
    "DATE": (3, 3),
    "INDEX": (2, 4),
    "MID": (3, 3),
    "OFFSET": (3, 5),
    "SUBSTITUTE": (3, 4),
    "SUMIFS": (3, 255),
    "VLOOKUP": (3, 4),
}
"""The least and most arguments of what we use."""
TAKES_MANY: Final = frozenset(
    """AND AVERAGE COLUMN COLUMNS COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS INDEX LARGE LOOKUP MATCH MAX MIN OR ROW ROWS SMALL
    SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT""".split()
)
"""Functions that take a range and give one value."""
TAKES_ONE: Final = frozenset(
    """CHOOSE DATE DAY EDATE FIND IF INT ISNUMBER LEFT LEN LOWER MONTH NOT RIGHT SUBSTITUTE TEXT TRIM YEAR""".split()
)
"""Functions of single values: given a range outside an array formula, Excel takes the cell of the same row, or #VALUE!."""
