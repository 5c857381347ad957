"""Where a name may be hidden in a file that looks clean, and what becomes of it: found, not read (so not clean), or missed.

Run by ``python tests/benchmarks/hiding_places.py``; ``tests/xl_macros/anonymity/test_hiding_places.py`` asserts what is printed here. Each place is a way in
which an attacker would write «Козырев Владислав Иванович»; those that no program can tell are listed as hopeless.
"""

from __future__ import annotations

import base64
import io
import json
import quopri
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from objectivity_core.anonymity import Roster
from objectivity_core.anonymity.roster import person
from xl_macros.anonymity import check_clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SURNAME = "Козырев"
HALVES = SURNAME[:3], SURNAME[3:]
ROSTER = Roster((person("P00001", f"{SURNAME} Владислав Иванович", "8А"), person("P00002", "Мороз Ева", "4А")))
FOUND, UNREAD, CLEAN = "found", "not read", "clean"
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Place(NamedTuple):
    """A hiding place: what it is called, how the file is called, its bytes, whether nobody could find it."""

    how: str
    file: str
    data: bytes
    hopeless: bool = False


def verdict(place: Place) -> str:
    """What the check says of a file."""
    codes = {one.code for one in check_clean(place.file, place.data, ROSTER) if one.severity == "error"}

    return FOUND if "name-leak" in codes else UNREAD if codes else CLEAN


def places() -> Iterator[Place]:
    """Every hiding place."""
    for group in (_letters(), _texts(), _escapes(), _word(), _packages(), _pdfs(), _hopeless()):
        yield from group


def workbook(change: Callable[[Any, Any], object] = lambda *_: None) -> bytes:
    """A workbook with a sheet of codes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Баллы")
    sheet.write("A1", "Код работы")
    change(book, sheet)
    book.close()

    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with further parts, or others in their place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys([*source.namelist(), *parts]):
            target.writestr(name, parts[name] if name in parts else source.read(name))

    return out.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    """A part of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def _cell(text: str) -> bytes:
    return workbook(lambda _, sheet: sheet.write_string("C3", text))


def _letters() -> Iterator[Place]:
    """Letters typed apart in a cell."""
    for how, between in {
        "a blank": " ",
        "no-break blanks": "\u00a0",
        "thin blanks": "\u2009",
        "double blanks": "  ",
        "three blanks": "   ",
        "dots": ".",
        "dots and blanks": ". ",
        "middle dots": "·",
        "tabs": "\t",
        "line breaks": "\n",
        "hyphens": "-",
        "hyphens and blanks": " - ",
        "underscores": "_",
        "stars": "*",
        "bars": "|",
        "slashes": "/",
        "ideographic blanks": "\u3000",
        "zero widths": "\u200b",
        "variation selectors": "\ufe0f",
        "long variation selectors": "\U000e0101",
        "empty Braille": "\u2800",
        "Hangul fillers": "\u3164",
        "tags": "\U000e0041",
        "accents": "\u0301",
        "rings": "\u20dd",
    }.items():
        yield Place(f"letters joined by {how}", "Лист.xlsx", _cell(f"сдал {between.join(SURNAME)} вчера"))
        yield Place(f"small letters joined by {how}", "Лист.xlsx", _cell(f"и {between.join(SURNAME.lower())}"))
    for how, between in {
        "no-break blank": "\u00a0",
        "thin blank": "\u2009",
        "double blank": "  ",
        "tab": "\t",
        "dot": ".",
        "hyphen": "-",
        "line break": "\n",
    }.items():
        yield Place(f"halves joined by a {how}", "Лист.xlsx", _cell(f"сдал {between.join(HALVES)} вчера"))
    yield Place("syllables", "Лист.xlsx", _cell("сдал Ко-зы-рев вчера"))
    yield Place(
        "letters in a name of a sheet", "Лист.xlsx", workbook(lambda book, _: book.add_worksheet("К о з ы р е в"))
    )


def _texts() -> Iterator[Place]:
    """Text files: encodings, tags, folded lines."""
    for encoding in _ENCODINGS:
        yield Place(f"text in {encoding}", "Список.txt", f"Код;Кто\n1000002;{SURNAME};5\n".encode(encoding))
        page = f"<p>сдал {HALVES[0]}<b>{HALVES[1]}</b></p>"
        yield Place(f"tags in {encoding}", "Список.html", page.encode(encoding))
    for how, between in {
        "tags": "<b></b>",
        "a comment": "<!-- - -->",
        "a comment with a tag": "<!-- <b> -->",
        "a soft hyphen": "&shy;",
        "an entity": "&#8203;",
        "a break chance": "<wbr>",
        "a tag over two lines": '<span\nclass="x">',
    }.items():
        yield Place(f"halves parted by {how}", "Лист.html", f"<html><p>сдал {between.join(HALVES)}</p></html>".encode())
    yield Place("a comment of a page", "Лист.html", f"<html><!-- {SURNAME} --><p>1</p></html>".encode())
    entities = "".join(f"&#{ord(letter)};" for letter in SURNAME)
    yield Place("entities", "Лист.html", f"<p>{entities}</p>".encode())
    ruby = "".join(f"{letter}<rt>x</rt>" for letter in SURNAME)
    yield Place("ruby", "Лист.html", f"<p><ruby>{ruby}</ruby></p>".encode())
    yield Place(
        "a folded line",
        "Встреча.ics",
        f"BEGIN:VCALENDAR\r\nSUMMARY:{HALVES[0]}\r\n {HALVES[1]}\r\nEND:VCALENDAR".encode(),
    )
    rtf = "".join(f"\\u{ord(letter)}?" for letter in SURNAME)
    yield Place("RTF", "Акт.rtf", f"{{\\rtf1 {{\\b {rtf[:21]}}}{rtf[21:]}}}".encode())
    for encoding in ("cp1251", "cp866", "mac-cyrillic"):
        letters = "".join(f"\\'{byte:02x}" for byte in SURNAME.encode(encoding))
        yield Place(f"RTF in {encoding}", "Акт.rtf", f"{{\\rtf1 {letters[:12]}{{\\i {letters[12:]}}}}}".encode())


def _escapes() -> Iterator[Place]:
    """Escapes in texts, and pieces that a formula joins."""
    packed = base64.b64encode(f"сдал {SURNAME}".encode()).decode()
    mime = quopri.encodestring(f"сдал {SURNAME}, 8А".encode()).decode()
    for how, file, text in (
        ("JSON escapes", "а.json", json.dumps({"a": SURNAME})),
        ("long escapes", "а.js", "".join(f"\\u{{{ord(letter):x}}}" for letter in SURNAME)),
        ("per cents", "а.url", f"[x]\nURL=https://школа/{quote(SURNAME)}"),
        ("per cents of Windows-1251", "а.url", f"URL=https://школа/{quote(SURNAME.encode('cp1251'))}"),
        ("quoted-printable", "письмо.eml", f"Subject: x\r\n\r\n{mime}"),
        ("quoted-printable broken over lines", "письмо.eml", f"Subject: x\r\n\r\n{mime[:18]}=\r\n{mime[18:]}"),
        (
            "a word of a letter's heading",
            "письмо.eml",
            f"Subject: =?utf-8?B?{base64.b64encode(SURNAME.encode()).decode()}?=",
        ),
        (
            "a word in KOI8-R",
            "письмо.eml",
            f"Subject: =?koi8-r?Q?{quopri.encodestring(SURNAME.encode('koi8-r'), header=True).decode()}?=",
        ),
        ("base64", "письмо.eml", f"Subject: x\r\n\r\n{packed}"),
        ("a formula in a row", "Список.csv", f'1;="{HALVES[0]}"&"{HALVES[1]}"'),
    ):
        yield Place(how, file, text.encode())
    numbers = "&".join(f"_xlfn.UNICHAR({ord(letter)})" for letter in SURNAME)
    for how, formula in {
        "a formula that joins": f'="{HALVES[0]}"&"{HALVES[1]}"',
        "a formula that joins with blanks": f'="{HALVES[0]}" & "{HALVES[1]}"',
        "CONCATENATE": f'=CONCATENATE("{HALVES[0]}","{HALVES[1]}")',
        "UNICHAR": f"={numbers}",
    }.items():
        yield Place(how, "Лист.xlsx", _formula(formula))


def _formula(text: str) -> bytes:
    return workbook(lambda _, sheet: sheet.write_formula("B4", text, None, 0))


def _word() -> Iterator[Place]:
    """Word documents."""
    import docx

    out = io.BytesIO()
    document = docx.Document()
    document.core_properties.author = ""
    document.save(out)

    def body(xml: str) -> bytes:
        return with_parts(
            out.getvalue(), {"word/document.xml": f"<w:document {_W}><w:body>{xml}</w:body></w:document>".encode()}
        )

    runs = "".join(f"<w:r><w:t>{letter}</w:t></w:r>" for letter in SURNAME)
    yield Place("a run for each letter", "Акт.docx", body(f"<w:p>{runs}</w:p>"))
    aided = "".join(
        f"<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{letter}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        for letter in SURNAME
    )
    yield Place("ruby of Word", "Акт.docx", body(f"<w:p>{aided}</w:p>"))
    yield Place(
        "a paragraph for each letter half",
        "Акт.docx",
        body(f"<w:p><w:r><w:t>{HALVES[0]}</w:t><w:br/><w:t>{HALVES[1]}</w:t></w:r></w:p>"),
    )
    yield Place(
        "hidden text", "Акт.docx", body(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{SURNAME}</w:t></w:r></w:p>")
    )
    yield Place("a comment of XML", "Акт.docx", body(f"<!-- {SURNAME} --><w:p/>"))
    yield Place(
        "a comment inside a name",
        "Акт.docx",
        body(f"<w:p><w:r><w:t>{HALVES[0]}<!-- - -->{HALVES[1]}</w:t></w:r></w:p>"),
    )
    mime = quopri.encodestring(SURNAME.encode()).decode()
    chunk = f"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>{mime}</p>"
    yield Place("a page as a part", "Акт.docx", with_parts(body("<w:p/>"), {"word/afchunk.mht": chunk.encode()}))


def _packages() -> Iterator[Place]:
    """Zips: what stands beside their parts, what their parts really are."""
    clean, dirty = workbook(), _cell(SURNAME)
    yield Place("a workbook in the pictures", "Лист.xlsx", with_parts(clean, {"xl/media/image1.xlsx": dirty}))
    yield Place("a workbook called a picture", "Лист.xlsx", with_parts(clean, {"xl/media/image1.png": dirty}))
    picture = b"\x89PNG\r\n\x1a\n" + bytes(40)
    yield Place("a workbook behind a picture", "Лист.xlsx", with_parts(clean, {"xl/media/image1.png": picture + dirty}))
    yield Place("a text called a picture", "Лист.xlsx", with_parts(clean, {"xl/media/image1.jpg": SURNAME.encode()}))
    yield Place(
        "a rar in the pictures", "Лист.xlsx", with_parts(clean, {"xl/media/a.bin": b"Rar!\x1a\x07\x00" + bytes(50)})
    )
    yield Place("a comment of the zip", "Лист.xlsx", _commented(clean, SURNAME.encode()))
    yield Place("a comment of the zip in CP866", "Лист.xlsx", _commented(clean, SURNAME.encode("cp866")))
    yield Place("bytes before the zip", "Лист.xlsx", SURNAME.encode() + clean)
    yield Place("bytes behind the zip", "Лист.xlsx", clean + SURNAME.encode())
    yield Place("a zip behind the zip", "Лист.xlsx", dirty + clean)
    yield Place("bytes between parts", "Лист.xlsx", _with_gap(clean, SURNAME.encode()))
    yield Place("a part twice", "Лист.xlsx", _doubled(clean, dirty))
    yield Place("a comment of a part", "Лист.xlsx", _entry(clean, "comment"))
    yield Place("a further field of a part", "Лист.xlsx", _entry(clean, "extra"))
    sheet = "xl/worksheets/sheet1.xml"
    for how, text in {
        "a comment of XML": f"<!-- {SURNAME} -->",
        "an instruction of XML": f"<?a {SURNAME}?>",
    }.items():
        yield Place(
            f"{how} behind a sheet", "Лист.xlsx", with_parts(clean, {sheet: part_of(clean, sheet) + text.encode()})
        )
    entity = f'<!DOCTYPE x [<!ENTITY a "{SURNAME}">]><worksheet'.encode()
    declared = part_of(clean, sheet).replace(b"<worksheet", entity, 1)
    yield Place("an entity that nothing uses", "Лист.xlsx", with_parts(clean, {sheet: declared}))
    yield Place("a broken project of macros", "Лист.xlsm", with_parts(clean, {"xl/vbaProject.bin": b"\x00" * 600}))
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866", "mac-cyrillic"):
        part = {
            "xl/printerSettings/printerSettings1.bin": b"\x01\x02" + f"Печать {SURNAME}".encode(encoding) + b"\x00\x00"
        }
        yield Place(f"a binary part in {encoding}", "Лист.xlsx", with_parts(clean, part))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("а.txt", SURNAME)
    nested = archive.getvalue()
    for _ in range(5):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as package:
            package.writestr("а.zip", nested)
        nested = archive.getvalue()
    yield Place("six archives in one another", "Всё.zip", nested)


def _commented(data: bytes, comment: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.comment = comment

    return out.getvalue()


def _entry(data: bytes, field: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for number, name in enumerate(source.namelist()):
            entry = zipfile.ZipInfo(name)
            if not number:
                text = SURNAME.encode()
                setattr(
                    entry, field, text if field == "comment" else b"\xfe\xca" + len(text).to_bytes(2, "little") + text
                )
            target.writestr(entry, source.read(name))

    return out.getvalue()


def _with_gap(data: bytes, gap: bytes) -> bytes:
    """A stored part of bytes that the directory does not name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for number, name in enumerate(source.namelist()):
            target.writestr(name, source.read(name))
            if not number:
                target.fp.write(gap)  # type: ignore[union-attr]
                target.start_dir = target.fp.tell()  # type: ignore[union-attr]

    return out.getvalue()


def _doubled(first: bytes, second: bytes) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as target:
        warnings.simplefilter("ignore")
        for data in (second, first):
            with zipfile.ZipFile(io.BytesIO(data)) as source:
                for name in source.namelist():
                    target.writestr(name, source.read(name))

    return out.getvalue()


def pdf(content: bytes) -> bytes:
    """A PDF of one page in Latin letters, by hand."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)

    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def _pdfs() -> Iterator[Place]:
    """Letters placed one by one."""
    letters = list(enumerate("Kozyrev"))
    for how, order, step in (
        ("side by side", letters, 8),
        ("wide apart", letters, 30),
        ("from the last to the first", letters[::-1], 8),
        ("in disorder", [letters[at] for at in (3, 0, 6, 2, 5, 1, 4)], 8),
    ):
        shown = b"".join(b"1 0 0 1 %d 100 Tm (%s) Tj " % (20 + step * at, letter.encode()) for at, letter in order)
        yield Place(f"letters of a PDF {how}", "Акт.pdf", pdf(b"BT /F1 12 Tf " + shown + b"ET"))
    column = b"".join(b"1 0 0 1 20 %d Tm (%s) Tj " % (150 - 14 * at, letter.encode()) for at, letter in letters)
    yield Place("letters of a PDF in a column", "Акт.pdf", pdf(b"BT /F1 12 Tf " + column + b"ET"))
    spaced = b" ".join(b"(%s) -900" % letter.encode() for _, letter in letters)
    yield Place("letters of a PDF spaced", "Акт.pdf", pdf(b"BT /F1 12 Tf 20 100 Td [" + spaced + b"] TJ ET"))


def _hopeless() -> Iterator[Place]:
    """What stays: no program knows that it means a pupil."""
    for how, data in {
        "a typing mistake": _cell("сдал Козирёв вчера"),
        "a nickname": _cell("сдал Козырь вчера"),
        "a first name alone": _cell("сдал Владик вчера"),
        "letters backwards": _cell("сдал верызоК вчера"),
        "a place in a list": _cell("сдал двенадцатый по списку"),
        "halves parted by one blank": _cell("сдал Коз ырев вчера"),
        "a surname over two cells": workbook(lambda _, sheet: sheet.write_row("C3", list(HALVES))),
        "letters over a row of cells": workbook(lambda _, sheet: sheet.write_row("C3", list(SURNAME))),
        "a formula that turns letters round": workbook(
            lambda _, sheet: sheet.write_formula("B4", '=MID("xКозyыревz",2,3)&MID("xКозyыревz",6,4)', None, 0)
        ),
        "a cipher": _cell("Лпиьсёг"),
    }.items():
        yield Place(how, "Лист.xlsx", data, hopeless=True)


def main() -> None:
    """Print what becomes of each hiding place."""
    told: dict[str, list[str]] = {}
    for place in places():
        told.setdefault(("hopeless: " if place.hopeless else "") + verdict(place), []).append(place.how)
    for what, hows in told.items():
        print(f"{what}: {len(hows)}\n    " + "\n    ".join(hows))


if __name__ == "__main__":
    main()
