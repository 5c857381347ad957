"""The code vault («ключ»): the encrypted workbook in which alone names and code numbers meet.

It is built in memory and encrypted from memory: no plain copy of it ever touches the disk. It opens in Excel with its password.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd

from objectivity_core.codes import VAULT_COLUMNS
from objectivity_core.tables.cells import as_text
from objectivity_core.tables.parse import records_of
from xl_macros.errors import ObjectivityError
from xl_macros.safe_files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

KEY_SHEET, ABOUT_SHEET = "Ключ", "О ключе"
_HEADINGS = dict(zip(VAULT_COLUMNS, ("Код процедуры", "Код ученика", "Код работы", "ФИО", "Класс"), strict=True))
SHORTEST_PASSWORD = 8


def vault_path(book: Path, year: int) -> Path:
    """Where the key of a book lies: beside it, one per school year, whatever the book's copies are called."""
    return book.parent / f"Ключ кодов {year}-{year + 1}.xlsx"


def empty_vault() -> pd.DataFrame:
    """A key without pairs."""
    return pd.DataFrame(columns=list(VAULT_COLUMNS), dtype="object")


def check_new_password(password: str) -> None:
    """Refuse a password that is too short to guard names.

    Raises:
        ObjectivityError: fewer than eight characters.
    """
    if len(password.strip()) < SHORTEST_PASSWORD:
        raise ObjectivityError(
            f"Пароль ключа слишком короткий: нужно не меньше {SHORTEST_PASSWORD} знаков. Запишите его и храните отдельно от книги."
        )


def load_vault(path: Path, password: str, book_id: str, names: dict[str, str]) -> tuple[pd.DataFrame, str]:
    """Read the key.

    Args:
        path: the file.
        password: its password.
        book_id: the book's number from «Настройки»; empty when the book has none yet.
        names: the book's pupils, name by key: a book without number takes the key over only when the names agree.

    Returns:
        The pairs (:data:`~objectivity_core.codes.VAULT_COLUMNS`, text) and the number of the book that the key belongs to.

    Raises:
        ObjectivityError: missing, wrong password, damaged, or the key of another book.
    """
    if not path.exists():
        raise ObjectivityError(f"Ключ кодов не найден: «{path}». Положите его рядом с книгой.")
    plain = _decrypt(path, password)
    pairs, number = _read(plain, path)
    if book_id and number != book_id:
        raise ObjectivityError(f"«{path.name}» — ключ другой книги. Найдите ключ этой книги или верните её из копии.")
    known = pairs[pairs["pupil_id"].isin(list(names))].drop_duplicates("pupil_id")
    if not book_id and any(names[row["pupil_id"]] != row["name"] for row in records_of(known)):
        raise ObjectivityError(
            f"«{path.name}» — ключ другой школы: имена учеников не совпадают. Держите книги разных школ в разных папках."
        )

    return pairs, number


def save_vault(path: Path, pairs: pd.DataFrame, password: str, book_id: str, academic_year: str) -> None:
    """Write the key atomically; the version before it stays beside it («… (прежний)»).

    Raises:
        ObjectivityError: it cannot be written.
    """
    import msoffcrypto.format.ooxml

    encrypted = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(_plain(pairs, book_id, academic_year))).encrypt(password, encrypted)
    if path.exists():
        write_atomically(_previous(path), path.read_bytes())
    write_atomically(path, encrypted.getvalue())


def _plain(pairs: pd.DataFrame, book_id: str, academic_year: str) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    text, heading = (
        workbook.add_format({"num_format": "@"}),
        workbook.add_format({"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"}),
    )
    sheet = workbook.add_worksheet(KEY_SHEET)
    sheet.set_column(0, 4, 26, text)
    sheet.write_row(0, 0, list(_HEADINGS.values()), heading)
    for at, column in enumerate(VAULT_COLUMNS):
        sheet.write_column(1, at, pairs[column].tolist(), text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(pairs), 1), len(VAULT_COLUMNS) - 1)
    about = workbook.add_worksheet(ABOUT_SHEET)
    about.set_column(0, 1, 40)
    rows = [
        ("Что это", "Ключ кодов: соединяет имена и коды работ. Хранить отдельно, не пересылать."),
        ("Номер книги", book_id),
        ("Учебный год", academic_year),
        ("Версия", "1"),
    ]
    for number, row in enumerate(rows):
        about.write_row(number, 0, row)
    workbook.close()

    return out.getvalue()


def _decrypt(path: Path, password: str) -> io.BytesIO:
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    plain = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(path.read_bytes()))
        encrypted = office.is_encrypted()
        if encrypted:
            office.load_key(password=password, verify_password=True)
    except InvalidKeyError:
        raise ObjectivityError(f"Пароль к «{path.name}» не подошёл. Ничего не изменено; попробуйте ещё раз.") from None
    except PermissionError:
        raise ObjectivityError(f"Нет доступа к «{path.name}». Закройте ключ в Excel и повторите.") from None
    except Exception as error:
        raise _damaged(path) from error
    if not encrypted:
        raise ObjectivityError(f"«{path.name}» не зашифрован: ключ так хранить нельзя. Верните зашифрованный файл из копии.")
    try:
        office.decrypt(plain)
    except Exception as error:
        raise _damaged(path) from error
    plain.seek(0)

    return plain


def _damaged(path: Path) -> ObjectivityError:
    previous = _previous(path)
    advice = f"Рядом есть прежняя версия ключа: «{previous.name}»." if previous.exists() else "Верните его из резервной копии."

    return ObjectivityError(f"«{path.name}» повреждён. {advice}")


def _previous(path: Path) -> Path:
    return path.with_name(f"{path.stem} (прежний){path.suffix}")


def _read(plain: io.BytesIO, path: Path) -> tuple[pd.DataFrame, str]:
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(plain)
        ours = {KEY_SHEET, ABOUT_SHEET} <= set(workbook.sheet_names)
        titles = (KEY_SHEET, ABOUT_SHEET) if ours else ()
        sheets = [workbook.get_sheet_by_name(title).to_python(skip_empty_area=False) for title in titles]
    except python_calamine.CalamineError as error:
        raise _damaged(path) from error
    if not ours:
        raise ObjectivityError(f"«{path.name}» открылся, но это не ключ кодов. Найдите нужный файл.")
    cells, about_cells = sheets
    headings, *rows = cells or [[]]
    if [as_text(cell) for cell in headings][: len(_HEADINGS)] != list(_HEADINGS.values()):
        raise ObjectivityError(f"В «{path.name}» изменены заголовки. Верните прежнюю версию ключа: «{_previous(path).name}».")
    about = {as_text(row[0]): as_text(row[1]) for row in about_cells if len(row) > 1}
    records = [[as_text(cell) for cell in row[: len(VAULT_COLUMNS)]] for row in rows if any(as_text(cell) for cell in row)]

    return pd.DataFrame(records, columns=list(VAULT_COLUMNS), dtype="object"), about.get("Номер книги", "")
