"""The key: the only file in which names and codes meet, and nothing of it is ever plain on the disk."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import msoffcrypto
import msoffcrypto.format.ooxml
import openpyxl
import pandas as pd
import pytest

from objectivity_core.codes.key import VAULT_COLUMNS, no_pairs
from objectivity_core.codes.numbers import is_code
from tests.xl_macros.by_hand import type_into
from xl_macros.book import files
from xl_macros.errors import ObjectivityError
from xl_macros.key.vault import open_vault, save_vault, vault_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Read = Callable[[Path, str], pd.DataFrame]
    Act = Callable[..., Any]
    Contents = Callable[[Path], dict[str, bytes]]

PASSWORD = "туча рельс сосед 1"
KEY = "Ключ кодов 2024-2025.xlsx"
PAIRS = pd.DataFrame(
    [
        ("ВПР-РУ-4А-2025-04-15", "P00001", "1000002", "=Иванов", "4А"),
        ("ВПР-РУ-4А-2025-04-15", "P00002", "5724017", "+7 Петров", "04"),
    ],
    columns=list(VAULT_COLUMNS),
    dtype="object",
)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A key of two pupils of the book ``abc``."""
    path = vault_path(tmp_path / "Школа 1" / "Книга.xlsm", 2024)
    path.parent.mkdir()
    save_vault(path, PAIRS, PASSWORD, "abc", "2024/2025")

    return path


def _load(
    path: Path, password: str = PASSWORD, book_id: str = "abc", names: dict[str, str] | None = None
) -> list[tuple[str, ...]]:
    return list(open_vault(path, password, book_id, names or {}).contents.pairs.itertuples(index=False, name=None))


def _plain(path: Path) -> bytes:
    office = msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes()))
    office.load_key(password=PASSWORD)
    plain = io.BytesIO()
    office.decrypt(plain)

    return plain.getvalue()


def _encrypt(path: Path, plain: bytes) -> None:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain)).encrypt(PASSWORD, out)
    path.write_bytes(out.getvalue())


def test_a_key_is_as_slow_to_guess_as_excels_own(tmp_path: Path) -> None:
    """Made by a process that knows nothing of the tests, as the product does; tests make quicker ones."""
    path, code = (
        tmp_path / KEY,
        (
            "import sys, pathlib, pandas; from xl_macros.key.vault import save_vault; from objectivity_core.codes.draw import VAULT_COLUMNS;"
            "pairs = pandas.DataFrame([['ВПР', 'P00001', '1000002', 'Иванов', '4А']], columns=list(VAULT_COLUMNS), dtype='object');"
            "save_vault(pathlib.Path(sys.argv[1]), pairs, sys.argv[2], 'abc', '2024/2025')"
        ),
    )
    subprocess.run([sys.executable, "-c", code, path, PASSWORD], check=True)

    assert b'spinCount="100000"' in path.read_bytes()
    assert [("ВПР", "P00001", "1000002", "Иванов", "4А")] == _load(path)


def test_the_key_lies_beside_the_book_one_per_year_whatever_the_copy_is_called(tmp_path: Path) -> None:
    assert tmp_path / KEY == vault_path(tmp_path / "Книга (копия).xlsm", 2024)


def test_what_is_saved_is_loaded_again_as_text(key: Path) -> None:
    found = open_vault(key, PASSWORD, "abc", {}).contents

    assert PAIRS.to_numpy().tolist() == found.pairs.to_numpy().tolist()
    assert "abc" == found.book_id


def test_a_key_without_pairs_can_be_saved_and_loaded(key: Path) -> None:
    save_vault(key, no_pairs(), PASSWORD, "abc", "2024/2025")

    assert [] == _load(key)


def test_the_key_opens_in_excel_with_its_password_as_a_readable_sheet(key: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_plain(key)))["Ключ"]

    assert ["Код процедуры", "Код ученика", "Код работы", "ФИО", "Класс"] == [cell.value for cell in sheet[1]]
    assert ("=Иванов", "s") == (sheet["D2"].value, sheet["D2"].data_type)


def test_a_wrong_password_is_one_sentence(key: Path) -> None:
    with pytest.raises(ObjectivityError, match=r"Пароль к «Ключ кодов 2024-2025.xlsx» не подошёл"):
        _load(key, "неверный пароль")


def test_a_missing_key_is_one_sentence(key: Path) -> None:
    with pytest.raises(ObjectivityError, match=r"Ключ кодов не найден.*Положите его рядом"):
        _load(key.with_name("другой.xlsx"))


def test_a_plain_key_is_refused(key: Path) -> None:
    key.write_bytes(_plain(key))
    with pytest.raises(ObjectivityError, match="не зашифрован"):
        _load(key)


@pytest.mark.parametrize("damage", ["text", "cut", "flipped"])
def test_a_damaged_key_is_one_sentence_that_names_the_previous_version_only_where_it_is(damage: str, key: Path) -> None:
    data = key.read_bytes()
    middle = len(data) // 2
    damaged = {"text": b"text", "cut": data[:middle], "flipped": data[:middle] + bytes(64) + data[middle + 64 :]}[
        damage
    ]
    key.write_bytes(damaged)
    with pytest.raises(ObjectivityError, match=r"повреждён\. Верните его из резервной копии"):
        _load(key)

    key.with_name("Ключ кодов 2024-2025 (прежний).xlsx").write_bytes(data)
    with pytest.raises(
        ObjectivityError, match=r"Рядом есть прежняя версия ключа: «Ключ кодов 2024-2025 \(прежний\)\.xlsx»"
    ):
        _load(key)


def test_damage_inside_a_key_that_still_decrypts_is_one_sentence(key: Path) -> None:
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_plain(key))) as source, zipfile.ZipFile(plain, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if name == "xl/worksheets/sheet1.xml" else data)
    _encrypt(key, plain.getvalue())
    with pytest.raises(ObjectivityError, match="повреждён"):
        _load(key)


@pytest.mark.parametrize(("title", "says"), [("Лист1", "это не ключ кодов"), ("Ключ", "изменены заголовки")])
def test_another_encrypted_workbook_is_no_key(title: str, says: str, key: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    workbook.create_sheet("О ключе")
    out = io.BytesIO()
    workbook.save(out)
    _encrypt(key, out.getvalue())
    with pytest.raises(ObjectivityError, match=says):
        _load(key)


def test_a_key_saved_again_by_excel_with_codes_as_numbers_still_fits(key: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(_plain(key)))
    workbook["Ключ"]["C2"] = 1000002
    out = io.BytesIO()
    workbook.save(out)
    _encrypt(key, out.getvalue())

    assert ["1000002", "5724017"] == [row[2] for row in _load(key)]


def test_the_key_of_another_book_is_refused(key: Path) -> None:
    with pytest.raises(ObjectivityError, match="ключ другой книги"):
        _load(key, book_id="xyz")


def test_a_book_without_a_number_takes_a_key_over_only_when_names_agree(key: Path) -> None:
    agreed = {"P00001": "=Иванов", "P00002": "+7 Петров", "P00003": "Новый"}

    assert 2 == len(_load(key, book_id="", names=agreed))
    with pytest.raises(ObjectivityError, match="ключ другой школы"):
        _load(key, book_id="", names=agreed | {"P00002": "Чужой"})


def test_the_version_before_stays_beside_the_key(key: Path) -> None:
    before = key.read_bytes()
    save_vault(key, PAIRS.iloc[:1], PASSWORD, "abc", "2024/2025")

    assert before == key.with_name("Ключ кодов 2024-2025 (прежний).xlsx").read_bytes()
    assert 1 == len(_load(key))


# Through the action


def test_codes_are_right_different_and_one_per_pupil(coded: Path, table: Read) -> None:
    pairs = _load(coded.with_name(KEY), book_id="")
    works = table(coded, "works")

    assert 11 == len({(procedure, pupil) for procedure, pupil, *_ in pairs}) == len({row[2] for row in pairs})
    assert all(is_code(row[2]) for row in pairs)
    assert sorted((row[0], row[2]) for row in pairs) == list(
        works[["procedure_id", "code"]].itertuples(index=False, name=None)
    )


def test_running_codes_again_changes_neither_works_nor_key(coded: Path, table: Read, act: Act) -> None:
    works, key = table(coded, "works"), coded.with_name(KEY).read_bytes()
    (report,) = act(coded, "codes")

    pd.testing.assert_frame_equal(works, table(coded, "works"))
    assert key == coded.with_name(KEY).read_bytes()
    assert report.message.startswith("Новых кодов не понадобилось")


def test_a_late_pupil_gets_a_code_and_the_others_keep_theirs(coded: Path, table: Read, act: Act) -> None:
    before = _load(coded.with_name(KEY), book_id="")
    type_into(coded, "Ученики", {"B17": "Поздний Пётр", "C17": "4А"})
    act(coded, "codes", procedure="ВПР-РУ-4А-2025-04-15")
    after = _load(coded.with_name(KEY), book_id="")

    assert before == after[:11]
    assert [("ВПР-РУ-4А-2025-04-15", "P00012", "Поздний Пётр")] == [(row[0], row[1], row[3]) for row in after[11:]]
    assert 12 == len(table(coded, "works"))


def test_after_a_crash_between_key_and_book_the_next_run_finds_the_same_codes(
    school: Path, table: Read, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = school.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(files.FileBook, "save", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            act(school, "codes")
    pairs, key = _load(school.with_name(KEY), book_id=""), school.with_name(KEY).read_bytes()

    assert before == school.read_bytes()
    act(school, "codes")
    assert sorted((row[0], row[2]) for row in pairs) == list(
        table(school, "works")[["procedure_id", "code"]].itertuples(index=False, name=None)
    )
    assert key == school.with_name(KEY).read_bytes()


def test_a_book_with_codes_never_gets_a_second_key(coded: Path, act: Act, contents: Contents) -> None:
    coded.with_name(KEY).unlink()
    before = contents(coded.parent)
    with pytest.raises(ObjectivityError, match=r"уже есть коды, а их ключа рядом нет.*Положите его рядом"):
        act(coded, "codes")

    assert before == contents(coded.parent)


def test_the_key_of_another_school_in_the_same_folder_is_refused(
    coded: Path, school_bytes: bytes, act: Act, contents: Contents
) -> None:
    other = coded.with_name("Другая школа.xlsm")
    other.write_bytes(school_bytes)
    type_into(other, "Ученики", {"B6": "Совсем Другой"})
    before = contents(coded.parent)
    with pytest.raises(ObjectivityError, match="ключ другой школы"):
        act(other, "codes")

    assert before == contents(coded.parent)


def test_the_key_of_another_book_beside_this_one_is_refused(settled: Path, act: Act) -> None:
    """Both books have numbers of their own."""
    save_vault(settled.with_name(KEY), PAIRS, PASSWORD, "чужой", "2024/2025")
    with pytest.raises(ObjectivityError, match="ключ другой книги"):
        act(settled, "open")


@pytest.mark.parametrize("password", ["", "короток", "1234567", "        ", " короток ", "короток\xa0\t"])
def test_a_new_password_that_is_short_is_refused_and_nothing_is_written(
    password: str, school: Path, act: Act, contents: Contents
) -> None:
    before = contents(school.parent)
    with pytest.raises(ObjectivityError):
        act(school, "codes", password=password)

    assert before == contents(school.parent)


def _everything(data: bytes) -> bytes:
    """The bytes of a file with the parts inside it unpacked."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return data + b"".join(package.read(name) for name in package.namelist())


def test_no_file_but_the_book_tells_the_name_of_a_pupil(
    opened: Path, act: Act, table: Read, contents: Contents, tmp_path: Path
) -> None:
    act(opened, "gaps", "check")
    names = [*table(opened, "pupils")["name"], *(name.split()[0] for name in table(opened, "pupils")["name"])]
    spellings = {name.encode(encoding) for name in names for encoding in ("utf-8", "utf-16-le", "cp1251")}
    spellings |= {name.encode("ascii", "xmlcharrefreplace") for name in names}
    told = {
        name: [spelling for spelling in spellings if spelling in _everything(data)]
        for name, data in contents(tmp_path).items()
        if not name.endswith(opened.name)
    }

    assert {} == {name: found for name, found in told.items() if found}
    assert 7 == len(told)  # the key, its previous version and five scoring workbooks
    assert any(spelling in _everything(opened.read_bytes()) for spelling in spellings)


def test_no_code_stands_beside_a_name_in_the_book(opened: Path, table: Read) -> None:
    codes = {row[2] for row in _load(opened.with_name(KEY), book_id="")}
    workbook = openpyxl.load_workbook(opened)
    names = set(table(opened, "pupils")["name"])
    rows = [
        {str(cell.value) for cell in row if cell.value is not None} for sheet in workbook for row in sheet.iter_rows()
    ]

    assert [] == [row for row in rows if row & codes and row & names]
    assert codes == {value for row in rows for value in row} & codes
