"""No hiding place of ``tests/benchmarks/hiding_places.py`` is called clean but for those that no program can tell; ordinary files are clean."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def hiding() -> Any:
    path = Path(__file__).parents[2] / "benchmarks" / "hiding_places.py"
    spec = importlib.util.spec_from_file_location("hiding_places", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)

    return module


def test_no_hiding_place_is_called_clean(hiding: Any) -> None:
    told = {place.how: hiding.verdict(place) for place in hiding.places() if not place.hopeless}

    assert [] == [how for how, what in told.items() if what == hiding.CLEAN]
    assert {"bytes behind the zip", "a zip behind the zip", "a part twice", "a broken project of macros"} <= {
        how for how, what in told.items() if what == hiding.UNREAD
    }


def test_what_is_called_hopeless_is_not_found_or_the_docs_are_old(hiding: Any) -> None:
    hopeless = [place for place in hiding.places() if place.hopeless]

    assert {hiding.CLEAN} == {hiding.verdict(place) for place in hopeless}


def test_a_name_is_told_though_the_file_cannot_be_read_as_a_whole(hiding: Any) -> None:
    comment = next(place for place in hiding.places() if place.how == "a comment of the zip")
    codes = {one.code for one in hiding.check_clean(comment.file, comment.data, hiding.ROSTER)}

    assert {"name-leak", "unreadable-file"} == codes


def test_files_of_ordinary_programs_are_clean(hiding: Any, product_bytes: bytes) -> None:
    import docx

    document = io.BytesIO()
    docx.Document().save(document)
    page = "<html><head><!-- made by hand --></head><body><p>Код &amp; балл</p></body></html>"
    for name, data in {
        "Лист.xlsx": hiding.workbook(),
        "Книга.xlsm": product_bytes,
        "Акт.docx": document.getvalue(),
        "Страница.html": page.encode(),
        "Акт.pdf": hiding.pdf(b"BT /F1 12 Tf 20 100 Td (works: 12) Tj ET"),
    }.items():
        assert [] == [one for one in hiding.check_clean(name, data, hiding.ROSTER) if one.severity == "error"], name
