"""vbaProject.bin: independent readers find the modules that were put in, and every illegal source is refused."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_macros.vba.compression import compress
from xl_macros.vba.project import Module, VbaSourceError, vba_project

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # oletools calls pyparsing by its old names
    from oletools.olevba import VBA_Parser, decompress_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

XLWINGS = Path(str(metadata.distribution("xlwings").locate_file("xlwings")))


@pytest.fixture(scope="module")
def by_excel() -> bytes:
    """Return a project that Excel wrote: xlwings' template of a stand-alone book."""
    with zipfile.ZipFile(XLWINGS / "quickstart_standalone.xlsm") as book:
        return book.read("xl/vbaProject.bin")


def sources(project: bytes) -> dict[str, str]:
    macros = VBA_Parser("vbaProject.bin", data=project).extract_macros()

    return {stream.removeprefix("VBA/"): text for _, stream, _, text in macros}


def stream(project: bytes, path: str) -> bytes:
    with olefile.OleFileIO(io.BytesIO(project)) as container:
        return bytes(container.openstream(path).read())


def decompressed(data: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(data)))


def records(project: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk the records of "dir"; the version (9) counts four of its six bytes."""
    rest = decompressed(stream(project, "VBA/dir"))
    while rest:
        number, size = struct.unpack_from("<HI", rest)
        size += 2 if number == 9 else 0
        yield number, rest[6 : 6 + size]
        rest = rest[6 + size :]


def decrypted(text: str) -> tuple[int, int, bytes]:
    """Return version, project key and data as in [MS-OVBA] 2.4.3.3."""
    encrypted = bytes.fromhex(text)
    seed = encrypted[0]
    plain = [key := encrypted[2] ^ seed]
    for position in range(3, len(encrypted)):
        plain.append(encrypted[position] ^ (encrypted[position - 2] + plain[-1] & 0xFF))
    after_ignored = plain[1 + (seed & 6) // 2 :]
    length = int.from_bytes(bytes(after_ignored[:4]), "little")

    assert length == len(after_ignored) - 4

    return encrypted[1] ^ seed, key, bytes(after_ignored[4:])


def one(source: str, kind: Literal["standard", "class", "workbook", "sheet"] = "standard") -> str:
    return sources(vba_project("Objectivity", [Module("M", source, kind)]))["M"].replace("\r\n", "\n")


# Compression


@given(st.lists(st.sampled_from(["    ", "Sub ", "\r\n", "x", "End Sub", "=" * 700, "0123456789" * 90]), max_size=40))
def test_compressed_text_comes_back(words: list[str]) -> None:
    data = "".join(words).encode()

    assert data == decompressed(compress(data))


@given(st.binary(max_size=600), st.integers(1, 30))
def test_compressed_bytes_come_back_from_over_several_chunks(data: bytes, times: int) -> None:
    assert data * times == decompressed(compress(data * times))


@pytest.mark.parametrize("size", [1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, 20_000])
def test_lengths_around_a_chunk_come_back(size: int) -> None:
    letters = bytes(random.Random(size).choices(b"abc \n", k=size))

    for data in (letters, b"a" * size):
        assert data == decompressed(compress(data))


def test_a_chunk_that_cannot_be_compressed_is_stored_as_it_is() -> None:
    noise = random.Random(1).randbytes(8192)

    assert noise == decompressed(compress(noise))


def test_a_last_chunk_is_refused_only_where_it_fits_neither_way() -> None:
    noise = random.Random(2).randbytes(3641)  # no three bytes occur twice, so that 8 bytes become 9

    assert noise[:3640] == decompressed(compress(noise[:3640]))
    with pytest.raises(ValueError, match="too random"):
        compress(noise)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"abcdefghijklmnopqrstuv.", "0119b000616263646566676800696a6b6c6d6e6f70007172737475762e"),
        (b"a" * 73, "0103b002614500"),
    ],
    ids=["3.2.1", "3.2.3"],
)
def test_the_examples_of_the_specification_hold(text: bytes, expected: str) -> None:
    assert expected == compress(text).hex()


def test_a_real_module_shrinks_to_less_than_half() -> None:
    source = (XLWINGS / "xlwings.bas").read_bytes()

    assert len(compress(source)) < len(source) / 2


# What readers find


def test_sources_come_back_with_windows_line_ends_whatever_they_had() -> None:
    for text in ("Sub A()\nEnd Sub\n", "Sub A()\r\nEnd Sub\r\n", "Sub A()\rEnd Sub"):
        project = vba_project("Objectivity", [Module("M", text, "standard")])

        assert {"M": 'Attribute VB_Name = "M"\r\nSub A()\r\nEnd Sub\r\n'} == sources(project)


def test_large_and_small_modules_come_back_side_by_side() -> None:
    noise = random.Random(1)
    large = "".join(f"' {noise.getrandbits(400):x}\n" for _ in range(200))
    modules = [Module("Large", large, "standard"), Module("Small", "Option Explicit\n", "standard")]
    project = vba_project("Objectivity", modules)

    texts = {name: text.replace("\r\n", "\n") for name, text in sources(project).items()}

    assert len(stream(project, "VBA/Large")) >= 4096 > len(stream(project, "VBA/Small"))
    assert {module.name: f'Attribute VB_Name = "{module.name}"\n{module.source}' for module in modules} == texts


def test_document_modules_are_those_that_excel_writes(by_excel: bytes) -> None:
    ours = sources(vba_project("VBAProject", [Module("ThisWorkbook", "", "workbook"), Module("Sheet1", "", "sheet")]))
    excels = sources(by_excel)

    assert {name: excels[name] for name in ours} == ours


def test_an_exported_class_becomes_what_excel_makes_of_it(by_excel: bytes) -> None:
    exported = (XLWINGS / "addin" / "Dictionary.cls").read_text(encoding="ascii")
    project = vba_project("VBAProject", [Module("Dictionary", exported, "class")])

    # Excel changed the case of one word, Err, which says nothing in VBA.
    assert sources(by_excel)["Dictionary"].lower() == sources(project)["Dictionary"].lower()


def test_a_module_is_described_in_dir_as_excel_does(by_excel: bytes) -> None:
    exported = (XLWINGS / "addin" / "Dictionary.cls").read_text(encoding="ascii")
    ours = list(records(vba_project("VBAProject", [Module("Dictionary", exported, "class")])))
    excels = list(records(by_excel))
    first = excels.index((0x19, b"Dictionary"))
    offset_and_cookie = {0x31, 0x2C}  # Excel kept a cache before the source, and numbers of its own

    ours_of_module = [
        record for record in ours[ours.index((0x19, b"Dictionary")) :] if record[0] not in offset_and_cookie
    ]
    assert [record for record in excels[first:] if record[0] not in offset_and_cookie] == ours_of_module


def test_the_project_says_code_page_name_and_libraries() -> None:
    found = list(records(vba_project("Objectivity", [Module("M", "", "standard")])))

    assert (0x03, struct.pack("<H", 1251)) in found
    assert (0x04, b"Objectivity") in found
    assert [b"stdole", b"Office"] == [data for number, data in found if number == 0x16]
    assert [0x01, 0x02, 0x14, 0x03, 0x04, 0x05, 0x40] == [number for number, _ in found[:7]]


def test_every_module_is_listed_by_kind_in_project() -> None:
    modules = [
        Module("ThisWorkbook", "", "workbook"),
        Module("Plan", "", "sheet"),
        Module("Ribbon", "", "standard"),
        Module("Dictionary", "", "class"),
    ]
    lines = stream(vba_project("Objectivity", modules), "PROJECT").decode("ascii").split("\r\n")

    assert [
        "Document=ThisWorkbook/&H00000000",
        "Document=Plan/&H00000000",
        "Module=Ribbon",
        "Class=Dictionary",
        'Name="Objectivity"',
    ] == lines[1:6]


def test_names_stand_in_projectwm_in_both_encodings() -> None:
    project = vba_project("Objectivity", [Module("M", "", "standard"), Module("Nn", "", "standard")])

    assert b"M\0M\0\0\0Nn\0N\0n\0\0\0\0\0" == stream(project, "PROJECTwm")


def test_the_project_is_neither_protected_nor_hidden(by_excel: bytes) -> None:
    for project in (by_excel, vba_project("Objectivity", [Module("M", "", "standard")])):
        fields = dict(re.findall(r'^(\w+)="(.*)"\r$', stream(project, "PROJECT").decode("ascii"), re.MULTILINE))
        key = sum(fields["ID"].encode()) % 256

        assert (2, key, bytes(4)) == decrypted(fields["CMG"])
        assert (2, key, b"\x00") == decrypted(fields["DPB"])
        assert (2, key, b"\xff") == decrypted(fields["GC"])


def test_the_same_sources_give_the_same_bytes() -> None:
    def build() -> bytes:
        return vba_project("Objectivity", [Module("ThisWorkbook", "", "workbook"), Module("M", "' text", "standard")])

    assert build() == build()


# Headers


@pytest.mark.parametrize("kind", ["standard", "class", "workbook", "sheet"])
def test_a_header_changes_nothing_where_it_says_what_is_so_anyway(kind: Any) -> None:
    body = "Option Explicit\n"
    with_header = one(body, kind)

    assert with_header.endswith(f"\n{body}")
    assert with_header == one(with_header, kind)
    assert with_header == one(f"VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1  'True\nEND\n{with_header}", kind)


def test_attributes_of_a_class_and_of_members_are_kept() -> None:
    header = 'Attribute VB_PredeclaredId = True\nAttribute VB_Description = "One of a kind"\n'
    body = 'Sub A()\nAttribute A.VB_Description = "Does it"\nEnd Sub\n'

    text = one(header + body, "class")

    assert "Attribute VB_PredeclaredId = True\n" in text
    assert text.endswith(f'Attribute VB_Description = "One of a kind"\n{body}')
    assert 1 == text.count("VB_PredeclaredId")


# Refusals


def test_the_longest_line_and_the_longest_statement_are_accepted() -> None:
    source = "'" + "x" * 1022 + "\nx = 1" + " + _\n1" * 24 + "\n"

    assert one(source).endswith(source)


@pytest.mark.parametrize(
    ("module", "message"),
    [
        (Module("M", "Option Explicit\n' Класс\n", "standard"), "M:2: 'К' is not printable ASCII"),
        (Module("M", "\ufeffOption Explicit\n", "standard"), r"M:1: '\ufeff' is not printable ASCII"),
        (Module("M", "\n\n'" + "x" * 1023, "standard"), "M:3: 1024 characters; at most 1023 are allowed"),
        (Module("M", "x = 1" + " + _\n1" * 25, "standard"), "M:25: more than 24 line continuations"),
        (Module("M", "x = 1" + "\t_\n+ 1" * 25, "standard"), "M:25: more than 24 line continuations"),
        (Module("M", 'Attribute VB_Name = "N"\n', "standard"), 'M:1: VB_Name is "N", not "M"'),
        (Module("M", "\nAttribute VB_Creatable = False\n", "class"), "M:2: an attribute of the module stands above"),
        (
            Module("M", "Attribute VB_Exposed = True\n", "standard"),
            "M:1: a standard module has no attribute VB_Exposed",
        ),
        (Module("M", 'Attribute VB_Base = "0{1}"\n', "sheet"), 'M:1: VB_Base is "0{1}", not "0{00020820'),
        (Module("M", "VERSION 1.0 CLASS\nBEGIN\n", "class"), "M:1: the VERSION block has no END"),
        (Module("1st", "", "standard"), "1st:1: a module's name is"),
        (Module("Лист1", "", "sheet"), "Лист1:1: a module's name is"),
        (Module("M" * 32, "", "standard"), f"{'M' * 32}:1: a module's name is"),
        (Module("Dir", "", "standard"), "Dir:1: the name is already taken"),
        (Module("OBJECTIVITY", "", "standard"), "OBJECTIVITY:1: the name is already taken"),
        (Module("other", "", "standard"), "other:1: the name is already taken"),
    ],
)
def test_an_illegal_module_is_refused_with_its_place(module: Module, message: str) -> None:
    with pytest.raises(VbaSourceError, match=re.escape(message)):
        vba_project("Objectivity", [Module("Other", "", "standard"), module])
