"""A new workbook in LibreOffice for each test of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlwings as xw


@pytest.fixture
def book(office_app: xw.App) -> Iterator[xw.Book]:
    book = office_app.books.add()
    yield book
    book.close()


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    return book.sheets[0]
