"""Files made to hold the program up or to fill the memory: each is refused with a sentence, quickly, and the others are read all the same."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.commission.scoring_sheet import Returned, ScoringSheet
from objectivity_core.deadlines import read_deadline
from objectivity_core.school_year.year import SchoolYear
from objectivity_core.tables.cells import split_list
from xl_macros.book.extent import MOST_CELLS, ensure_readable
from xl_macros.book.reader import read_sheets
from xl_macros.disk import foreign
from xl_macros.disk.apart import MEMORY, Apart
from xl_macros.documents.read import read_document
from xl_macros.errors import ObjectivityError
from xl_macros.folders.scoring import read_returned, scoring_workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B2"/><sheetData>{}</sheetData></worksheet>'
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def _workbook(rows: str = "", *, parts: dict[str, bytes] | None = None, title: str = "Листок") -> bytes:
    """A workbook whose only sheet holds these rows, whatever its dimension says."""
    import xlsxwriter

    out, changed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.add_worksheet(title).write("A1", "Код")
    sheet = {"xl/worksheets/sheet1.xml": _SHEET.format(rows).encode()} if rows else {}
    with zipfile.ZipFile(out) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet.get(name) or source.read(name))
        for name, part in (parts or {}).items():
            target.writestr(name, part)

    return changed.getvalue()


def _cell(address: str, inside: str = "<v>1</v>") -> str:
    digits = "".join(filter(str.isdigit, address))

    return f'<row r="{digits}"><c r="{address}">{inside}</c></row>'


FAR = {
    "the last cell": _cell("XFD1048576"),
    "the last row": _cell("E1048576"),
    "a row that only counts": '<row r="1048575"/><row><c r="D1048576"/><c><v>1</v></c></row>',
    "names with a prefix": '<x:row xmlns:x="a" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "behind a bracket in an attribute": '<row r="1048576"><c a="&gt;" b=">" r="XFD1048576"><v>1</v></c></row>',
    "two cells in two corners": _cell("XFD1") + _cell("A1048576"),
    "a text in the cell": _cell("XFD1048576", "<is><t>x</t></is>"),
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR)
def test_a_value_far_away_is_refused_with_sheet_and_cell_before_room_is_made_for_it(rows: str) -> None:
    with pytest.raises(ObjectivityError, match=r"на листе «Листок» заполнена ячейка [A-Z]+\d+"):
        ensure_readable("Лист.xlsx", _workbook(rows))


def test_formats_far_away_and_large_sheets_are_read(tmp_path: Path) -> None:
    (tmp_path / "а.xlsx").write_bytes(_workbook(_cell("B2") + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'))

    assert [["", ""], ["", 1.0]] == read_sheets(tmp_path / "а.xlsx")["Листок"]
    ensure_readable("а.xlsx", _workbook(_cell(f"AD{MOST_CELLS // 30}")))


def test_every_reader_of_a_foreign_file_and_of_the_schools_book_refuses_a_far_cell(
    example: Path, cli: Callable[..., Result]
) -> None:
    far = example.parent / "Файл.xlsx"
    far.write_bytes(_workbook(FAR["the last cell"]))
    ours = example.parent / "Своя.xlsm"
    with zipfile.ZipFile(example) as source, zipfile.ZipFile(ours, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            change = (
                (b"</sheetData>", FAR["the last cell"].encode() + b"</sheetData>")
                if name.endswith("sheet5.xml")
                else (b"", b"")
            )
            target.writestr(name, source.read(name).replace(*change) if change[0] else source.read(name))
    for arguments in (
        ["plan", "import", far, example, "--dry-run"],
        ["run", "timetable", example, "--file", far],
        ["run", "gaps", example, "--file", far],
        ["validate", ours],
        ["run", "check", ours],
    ):
        result = cli(*arguments)

        assert (2, True) == (result.exit_code, "XFD1048576" in result.output), arguments


def _lying(size: int, *, said: int) -> bytes:
    """A workbook with a part of zeros that says it is smaller than it is."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = b"".join(packed.compress(bytes(1 << 20)) for _ in range(size >> 20)) + packed.flush()
    data = bytearray(_workbook(parts={"xl/media/a.bin": b"x" * 40}))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry, start = package.getinfo("xl/media/a.bin"), package.start_dir
    head = bytearray(data[entry.header_offset : entry.header_offset + 30 + len(entry.filename)])
    struct.pack_into("<II", head, 18, len(body), said)
    directory = bytearray(data[start:])
    at = directory.rindex(entry.filename.encode()) - 46
    struct.pack_into("<II", directory, at + 20, len(body), said)
    struct.pack_into("<I", directory, len(directory) - 6, entry.header_offset + len(head) + len(body))

    return bytes(data[: entry.header_offset] + head + body + directory)


@pytest.mark.parametrize("size", [2 << 20, 9 << 20])
def test_a_directory_that_lies_about_a_size_is_not_believed(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_LARGEST_UNPACKED", 4 << 20)
    counted: list[int] = []
    unpack = foreign._chunks

    def chunks(*arguments: Any) -> Any:
        for chunk in unpack(*arguments):
            counted.append(len(chunk))
            yield chunk

    monkeypatch.setattr(foreign, "_chunks", chunks)

    with pytest.raises((ObjectivityError, zipfile.BadZipFile)):
        foreign.ensure_modest("Лист.xlsx", _lying(size, said=40))
    assert sum(counted) < 6 << 20


def test_a_part_that_swells_a_flood_of_parts_and_two_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    swelling = _workbook(parts={"xl/theme/theme9.xml": bytes(40 << 20)})
    monkeypatch.setattr(foreign, "_MOST_PARTS", 20)
    many = _workbook(parts={f"xl/media/{number}.bin": b"" for number in range(20)})

    for data in (swelling, many):
        with pytest.raises(ObjectivityError, match="при распаковке"):
            foreign.ensure_modest("Лист.xlsx", data)
    with pytest.warns(UserWarning, match="Duplicate name"), pytest.raises(zipfile.BadZipFile):
        foreign.ensure_modest("Лист.xlsx", _workbook(parts={"xl/workbook.xml": b"<a/>"}))


def _fill_memory(path: Path) -> int:
    return len(bytes(2 * MEMORY)) + len(path.name)


def _sleep(path: Path) -> str:
    time.sleep(60)

    return path.name


def _die(path: Path) -> str:
    os.abort()

    return path.name


def _name(path: Path) -> str:
    return path.name


@pytest.mark.skipif(os.name == "nt", reason="Windows bounds no process from inside")
@pytest.mark.parametrize(("harm", "said"), [(_fill_memory, "памяти"), (_die, "памяти"), (_sleep, "дольше 1 с")])
def test_what_a_file_breaks_it_breaks_in_the_second_process_and_the_next_one_is_read(
    harm: Any, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Apart(file_seconds=60.0) as apart:
        assert "б.xlsx" == apart.read(Path("б.xlsx"), _name)
        monkeypatch.setattr(apart, "_each", 1.0 if harm is _sleep else 60.0)
        with pytest.raises(ObjectivityError, match=f"«а.xlsx».*{said}"):
            apart.read(Path("а.xlsx"), harm)
        monkeypatch.undo()
        assert "б.xlsx" == apart.read(Path("б.xlsx"), _name)


def test_a_whole_run_has_one_budget(tmp_path: Path) -> None:
    (tmp_path / "а.txt").write_bytes(bytes(60))
    with Apart(most=100) as apart:
        apart.read(tmp_path / "а.txt", _name)
        with pytest.raises(ObjectivityError, match="весь объём"):
            apart.read(tmp_path / "а.txt", _name)
    with Apart(seconds=0) as apart, pytest.raises(ObjectivityError, match="всё время"):
        apart.read(tmp_path / "а.txt", _name)


def test_the_second_process_takes_nothing_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    with Apart() as apart:
        assert "б.xlsx" == apart.read(Path("б.xlsx"), _name)


def test_a_key_that_asks_for_a_million_rounds_is_refused_before_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    from xl_macros.disk import encrypted

    data = encrypted.encrypt(_workbook(), "верный пароль")
    monkeypatch.setattr(encrypted, "_MOST_ROUNDS", 99)  # the tests' keys have a hundred
    monkeypatch.setattr(OOXMLFile, "load_key", lambda *_, **__: pytest.fail("hashed"))

    with pytest.raises(ObjectivityError, match="велит пересчитать пароль 100 раз"):
        encrypted.decrypt(data, "Ключ.xlsx", "верный пароль", damaged=lambda: ObjectivityError("x"))


@pytest.mark.skipif(os.name == "nt", reason="no pipes among files")
def test_one_experts_file_never_blocks_the_others(tmp_path: Path) -> None:
    sheet = ScoringSheet("ВПР-РУ-4А-2025-04-15", "ВПР", "S001", "Орлова", False, ("1000002",), (("1", 1),))
    folder = tmp_path / "Листы проверки"
    folder.mkdir()
    (folder / "Орлова.xlsx").write_bytes(scoring_workbook(sheet))
    (folder / "А далеко.xlsx").write_bytes(_workbook(FAR["the last cell"]))
    (folder / "Б обрывок.xlsx").write_bytes(b"PK\x03\x04 torn")
    (folder / "Д папка.xlsx").mkdir()
    os.mkfifo(folder / "В канал.xlsx")
    (folder / "Г устройство.xlsx").symlink_to("/dev/zero")
    found = read_returned(folder)

    assert ["S001"] == [one.staff_id for one in found if isinstance(one, Returned)]
    assert ["А далеко.xlsx", "Б обрывок.xlsx", "В канал.xlsx", "Г устройство.xlsx", "Д папка.xlsx"] == [
        one.where for one in found if not isinstance(one, Returned)
    ]


def test_ten_thousand_tables_and_merged_cells_over_each_other_are_refused_quickly(tmp_path: Path) -> None:
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", _WORD.format(table * 10_000))
    merged = "".join('<mergeCell ref="A1:XFD1048576"/>' for _ in range(5000))
    sheet = _SHEET.format(_cell("A1") + _cell("Z20000")).replace(
        "</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name.endswith("sheet1.xml") else source.read(name))
    for name, data, said in (("а.docx", word.getvalue(), "300 таблиц"), ("а.xlsx", out.getvalue(), "повреждён")):
        (tmp_path / name).write_bytes(data)
        began = time.process_time()
        with pytest.raises(ObjectivityError, match=said):
            read_document(tmp_path / name)
        assert time.process_time() - began < 10  # before: minutes


@pytest.mark.parametrize("phrase", ["9" * 32_000, "до " + "1" * 32_000 + " мая", "1 мая, " * 4000, "(" * 32_000])
def test_a_deadline_without_end_is_not_understood_at_once(phrase: str) -> None:
    began = time.process_time()

    assert "unknown" == read_deadline(phrase, SchoolYear(2024)).kind
    assert time.process_time() - began < 2  # before: eight seconds


def test_a_list_without_end_in_a_cell_is_taken_apart_at_once() -> None:
    began = time.process_time()

    assert 40_000 == len(split_list("5А, " * 40_000))
    assert time.process_time() - began < 2  # before: quadratic


@pytest.mark.parametrize(
    "text",
    [
        "<" * 300_000,
        "<!--" * 80_000,
        "&#" * 150_000,
        '"&' * 150_000,
        "=?a?B?" * 50_000,
        "а" * 300_000 + "1",
        "Лев. " * 60_000,
        "а " * 150_000,
    ],
)
def test_no_text_makes_the_check_for_names_slow(text: str) -> None:
    from objectivity_core.anonymity import Roster
    from objectivity_core.anonymity.roster import person
    from xl_macros.anonymity import check_clean

    roster = Roster((person("P00001", "Лев Пётр", "4А"),))
    check_clean("а.txt", b"x", roster)
    began = time.process_time()
    check_clean("а.html", text.encode(), roster)

    assert time.process_time() - began < 10  # before: minutes
