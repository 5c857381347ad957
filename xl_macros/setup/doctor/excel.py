"""Checks of the spreadsheet program: is there one, and does it let macros run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.findings import Finding
from xl_macros.setup.doctor import has_libreoffice
from xl_macros.windows import office

if TYPE_CHECKING:
    from xl_macros.setup.doctor import Surroundings

_TRUST = "Положите книгу в надёжное расположение: «objectivity install» добавит его."
_ASK = "Попросите администратора школы: эту настройку задаёт он."


def spreadsheet_program(seen: Surroundings) -> Finding | None:
    """Excel or LibreOffice is installed."""
    if (seen.windows and office.excel_version(seen.windows)) or has_libreoffice(seen):
        return None

    return Finding(
        "no-spreadsheet-program",
        "error" if seen.windows else "warning",
        "Не найдены ни Excel, ни LibreOffice.",
        "Установите Excel или LibreOffice. Без них работают только команды «objectivity run …».",
    )


def excel_age(seen: Surroundings) -> Finding | None:
    """Excel is not older than 2013, the first one that xlwings' module and the ribbon are known to work in."""
    version = office.excel_version(seen.windows) if seen.windows else None
    if version is None or float(version) >= 15:
        return None

    return Finding(
        "excel-old",
        "warning",
        f"Excel слишком старый (версия {version}): кнопки в нём не проверены.",
        "Обновите Office или работайте в LibreOffice.",
    )


def macro_warnings(seen: Surroundings) -> Finding | None:
    """Macros without a signature can be allowed: VBAWarnings 3 asks for a signature, 4 forbids silently."""
    value, by_administrator = office.macro_policy(seen.windows, "VBAWarnings") if seen.windows else (None, False)
    if value not in (3, 4) or (seen.windows and seen.book and office.trusted(seen.windows, str(seen.book.parent))):
        return None
    what = (
        "Excel запускает только подписанные макросы" if value == 3 else "В Excel макросы запрещены без предупреждения"
    )
    hopeless = seen.windows is not None and office.locations_disabled(seen.windows)

    return Finding(
        "macros-forbidden",
        "error" if hopeless or seen.book else "warning",
        f"{what}{' (настройка администратора)' if by_administrator else ''}: кнопки работают лишь из надёжного расположения.",
        _ASK if hopeless else _TRUST,
    )


def macros_from_internet(seen: Surroundings) -> Finding | None:
    """Policy blockcontentexecutionfrominternet: marked files cannot be allowed by the yellow bar."""
    value, _ = office.macro_policy(seen.windows, "blockcontentexecutionfrominternet") if seen.windows else (None, False)
    if value != 1:
        return None

    return Finding(
        "internet-macros-blocked",
        "info",
        "Администратор запретил макросы в файлах из интернета.",
        "Полученную по почте или скачанную книгу разблокируйте: правый щелчок → «Свойства» → «Разблокировать».",
    )


def locations(seen: Surroundings) -> Finding | None:
    """Trusted locations are not switched off."""
    if not seen.windows or not office.locations_disabled(seen.windows):
        return None

    return Finding("locations-disabled", "warning", "Надёжные расположения Excel отключены.", _ASK)


CHECKS = (spreadsheet_program, excel_age, macro_warnings, macros_from_internet, locations)
