"""External results come in the formats that other programs write."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from objectivity_core.comparison.external import External, read_individual
from xl_macros.documents.read import read_cells

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    ["Индивидуальные результаты"],
    [],
    ["ВПР 2026 Русский язык, 5 класс"],
    ["Предмет:", "Русский язык"],
    ["ОО", "Название ОО", "Код участника", "Класс", "1 (1б)", "Отметка", "Отметка по журналу"],
    ["sch99", "МБОУ «Школа № 1»; корпус 2", "00041", "5А", "1", "3", "4"],
    ["sch99", "МБОУ «Школа № 1»; корпус 2", "00042", "5А", "1", "6", "4"],
]


def read(path: Path) -> External:
    document = read_cells(path)
    external = read_individual(path.name, {table.title: table.rows for table in document.tables})
    assert external is not None

    return external


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_a_csv_is_read_whatever_its_letters_and_separator_with_addresses_as_in_excel(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    import csv

    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(ROWS)
    path = tmp_path / "ф1.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    external = read(path)

    assert ["00041", "00042"] == external.rows["code"].tolist()
    assert [4.0, 4.0] == external.rows["own_mark"].tolist()
    assert ("ВПР 2026 Русский язык, 5 класс", "Русский язык") == (external.title, external.subject)
    assert ["ф1.csv: ф1!F7"] == [finding.where for finding in external.findings]


@pytest.mark.parametrize("mime", [None, "", "\r\n", "-template"])
@pytest.mark.parametrize("manifest", [True, False])
@pytest.mark.parametrize("name", ["ф1.ods", "ф1.xlsx"])
def test_an_ods_is_read_whatever_program_made_it_and_whatever_it_is_called(
    tmp_path: Path, mime: str | None, manifest: bool, name: str
) -> None:
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as package:
        if mime is not None:
            package.writestr("mimetype", f"application/vnd.oasis.opendocument.spreadsheet{mime}")
        if manifest:
            package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content("document-content"))

    assert ["00041", "00042"] == read(path).rows["code"].tolist()
    assert [f"{name}: Лист1!F7"] == [finding.where for finding in read(path).findings]


def test_a_flat_ods_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ф1.fods"
    path.write_text(content("document"), encoding="utf-8")

    assert ["00041", "00042"] == read(path).rows["code"].tolist()


def content(root: str) -> str:
    """The rows as an OpenDocument writes them, in the shortest form that the standard allows."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in ROWS)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = f'<table:table table:name="Лист1">{rows}</table:table>'

    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {spaces} office:version="1.2">'
        f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:{root}>"
    )
