"""Formulas are written and read in Excel's grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from objectivity_core.formulas.figures import line_formula, school_formula
from objectivity_core.tables import TABLES
from xl_macros.libreoffice.formulas import to_excel, to_native

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings as xw

libreoffice = pytest.mark.libreoffice

BOTH_WAYS = [
    ("=SUM(A1:B2,C3)", "=SUM(A1:B2;C3)"),
    ("=SUM((A1,B2),C:C)", "=SUM((A1~B2);C:C)"),
    ("=SUM(A1:B2 B2:C3)", "=SUM(A1:B2!B2:C3)"),
    ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
    ("='Журнал действий'!$A$1+План!B2", "=$'Журнал действий'.$A$1+$План.B2"),
    ("='it''s'!A1", "=$'it''s'.A1"),
    ('=IF(A1="a;b,""c""!d",1.5,#N/A)', '=IF(A1="a;b,""c""!d";1.5;#N/A)'),
    ("=Т[[#This Row],[a, b]]*2", "=Т[[#This Row];[a, b]]*2"),
    ("=COUNTIF(Т[Статус],Имя)", "=COUNTIF(Т[Статус];Имя)"),
    ("=CEILING.MATH(-2.5E-3%)^LOG10(1:3)", "=CEILING.MATH(-2.5E-3%)^LOG10(1:3)"),
]


@pytest.mark.parametrize(("excel", "native"), BOTH_WAYS)
def test_both_grammars_say_the_same(excel: str, native: str) -> None:
    assert native == to_native(excel)
    assert excel == to_excel(native)


@pytest.mark.parametrize(
    ("excel", "native"),
    [
        ("=TRUE", "=TRUE()"),
        ("=_xlfn.CONCAT(A1,B1)", "=CONCAT(A1;B1)"),
        ("=[@Срок]+[@[a b]]", "=Т[[#This Row];[Срок]]+Т[[#This Row];[a b]]"),
        ("=ROW([@])", "=ROW(Т[#This Row])"),
    ],
)
def test_what_excel_may_write_otherwise_is_understood(excel: str, native: str) -> None:
    assert native == to_native(excel, "Т")


@pytest.mark.parametrize("formula", ["=[Книга.xlsx]Лист1!A1", "='[Книга 1.xlsx]Лист'!A1", "=[@Срок]", "=Т[[a]"])
def test_what_cannot_work_is_refused(formula: str) -> None:
    with pytest.raises(ValueError, match=r"workbook|table|bracket"):
        to_native(formula)


PRODUCT = [line_formula(table) for table in TABLES.values() if table.figures] + [school_formula()]
PRODUCT += [table.formula(column) for table in TABLES.values() for column in table.columns if column.formula]


@pytest.mark.parametrize("formula", PRODUCT)
def test_every_formula_of_the_product_survives_both_translations(formula: str) -> None:
    assert formula == to_excel(to_native(formula))


@libreoffice
def test_one_formula_for_several_cells_is_refused_since_it_would_have_to_move(sheet: xw.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="each cell"):
        sheet["B1:B3"].formula = "=A1*10"

    assert (("",), ("",), ("",)) == sheet["B1:B3"].formula


@libreoffice
def test_a_formula_is_read_as_it_was_written_and_one_too_long_is_refused(sheet: xw.Sheet) -> None:
    sheet["A1:B2"].value = [[1, "=A1*10+SUM($A$1:A1)"], [2, "=A2*10+SUM($A$1:A2)"]]
    with pytest.raises(ValueError, match="8192"):
        sheet["B1"].formula = f"={'1+' * 4096}1"

    assert [11.0, 23.0] == sheet["B1:B2"].value
    assert (("1", "=A1*10+SUM($A$1:A1)"), ("2", "=A2*10+SUM($A$1:A2)")) == sheet["A1:B2"].formula


@libreoffice
def test_values_and_texts_that_look_like_values_have_their_text_as_formula(sheet: xw.Sheet) -> None:
    sheet["A1:A4"].value = [["'00123"], ["abc"], [1.5], [None]]

    assert (("00123",), ("abc",), ("1.5",), ("",)) == sheet["A1:A4"].formula


@libreoffice
def test_formulas_across_sheets_and_tables_compute(
    book: xw.Book, sheet: xw.Sheet, add_table: Callable[[xw.Range, str], xw.Table]
) -> None:
    book.api.Sheets.insertNewByName("Журнал действий", 1)
    other = book.sheets["Журнал действий"]
    sheet["A1"].value = [["Имя", "Баллы"], ["а", 2], ["б", 3]]
    add_table(sheet["A1:B3"], "Результаты")
    other["A1"].formula = "=SUM(Результаты[Баллы])"
    other["A2"].formula = "=SUM(Sheet1!B2:B3)*IFERROR(#N/A,2)"
    sheet["C2:C3"].value = [["=Результаты[[#This Row],[Баллы]]*2"]] * 2

    assert [5.0, 10.0] == other["A1:A2"].value
    assert [4.0, 6.0] == sheet["C2:C3"].value
    assert "=SUM(Sheet1!B2:B3)*IFERROR(#N/A,2)" == other["A2"].formula
    assert "=Результаты[[#This Row],[Баллы]]*2" == sheet["C3"].formula


@libreoffice
def test_a_formula_in_a_cell_formatted_as_text_stays_text(sheet: xw.Sheet) -> None:
    sheet["A1"].number_format = "@"
    sheet["A1"].formula = "=1+1"

    assert "=1+1" == sheet["A1"].value
