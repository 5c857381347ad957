"""The version of xlwings inside a book is read without any VBA tool."""

from __future__ import annotations

import io
import random
import zipfile
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
from oletools.olevba import VBA_Parser, decompress_stream

from xl_macros.errors import ObjectivityError
from xl_macros.vba import saved_project
from xl_macros.vba.compound_file import compound_file
from xl_macros.vba.compression import compress
from xl_macros.vba.unpack import decompress
from xl_macros.windows.vba_version import vba_version

if TYPE_CHECKING:
    from pathlib import Path


def _book(path: Path, project: bytes | None) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        if project is not None:
            package.writestr("xl/vbaProject.bin", project)

    return path


def test_the_built_book_tells_the_installed_version(product: Path) -> None:
    assert metadata.version("xlwings") == vba_version(product)


def test_a_book_that_excel_saved_with_its_compiled_cache_tells_it_too() -> None:
    """Books that xlwings ships were saved by Excel: their modules start with a cache."""
    for name in ("quickstart_standalone.xlsm", "quickstart_addin.xlam"):
        path = metadata.distribution("xlwings").locate_file(f"xlwings/{name}")

        assert metadata.version("xlwings") == vba_version(path)


@pytest.mark.parametrize("size", [0, 1, 73, 4095, 4096, 4097, 20_000])
def test_what_was_compressed_comes_back(size: int) -> None:
    text = bytes(random.Random(size).choices(b"Sub End If\r\n", k=size))

    assert text == decompress(compress(text))


def test_another_reader_decompresses_excels_own_bytes_alike(product: Path) -> None:
    parser = VBA_Parser(str(product))
    data = parser.ole_file or parser.ole_subfiles[0].ole_file
    stream = data.openstream("VBA/dir").read()
    parser.close()

    assert bytes(decompress_stream(bytearray(stream))) == decompress(stream)


def test_a_book_without_the_module_has_no_version(tmp_path: Path) -> None:
    assert vba_version(_book(tmp_path / "a.xlsx", None)) is None
    assert vba_version(_book(tmp_path / "b.xlsm", compound_file({"VBA/dir": compress(b"nothing")}))) is None


@pytest.mark.parametrize(
    "streams", [{"VBA/dir": b"\2", "VBA/xlwings": b"\1"}, {"VBA/dir": compress(b"x"), "VBA/xlwings": b"\1"}, None]
)
def test_damaged_macros_are_one_sentence(tmp_path: Path, streams: dict[str, bytes] | None) -> None:
    project = compound_file(streams) if streams else b"no compound file"

    with pytest.raises(ObjectivityError, match="Модули VBA"):
        vba_version(_book(tmp_path / "a.xlsm", project))


def test_a_copy_from_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="before the start"):
        decompress(b"\x01\x03\xb0\x01\x00\x00")


@pytest.mark.parametrize("content", [b"", b"text", b"PK\3\4 torn"])
def test_a_file_that_is_no_book_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Книга.xlsm"
    path.write_bytes(content)

    with pytest.raises(ObjectivityError, match="не читается"):
        vba_version(path)


def test_a_missing_book_is_named(tmp_path: Path) -> None:
    with pytest.raises(ObjectivityError, match=r"Файл не найден.*нет\.xlsm"):
        vba_version(tmp_path / "нет.xlsm")


def test_the_reader_needs_no_tool_of_the_tests() -> None:
    with open(saved_project.__file__, encoding="utf-8") as file:  # noqa: PTH123
        text = file.read()

    assert "oletools" not in text
    assert io.StringIO(text).read().count("import olefile") == 2
