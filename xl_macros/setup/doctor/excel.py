"""Checks of the spreadsheet program: is there one, and does it let macros run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_macros.setup.doctor import has_libreoffice, rules
from xl_macros.windows import office

if TYPE_CHECKING:
    from objectivity_core.findings import Finding
    from xl_macros.setup.doctor import Surroundings


def spreadsheet_program(seen: Surroundings) -> Finding | None:
    """Excel or LibreOffice is installed."""
    if (seen.windows and office.excel_version(seen.windows)) or has_libreoffice(seen):
        return None

    return (rules.NO_SPREADSHEET_PROGRAM if seen.windows else rules.COMMANDS_ONLY).at()


def excel_age(seen: Surroundings) -> Finding | None:
    """Excel is not older than 2013, the first one that xlwings' module and the ribbon are known to work in."""
    version = office.excel_version(seen.windows) if seen.windows else None
    if version is None or float(version) >= 15:
        return None

    return rules.EXCEL_OLD.at(version=version)


def macro_warnings(seen: Surroundings) -> Finding | None:
    """Macros without a signature can be allowed: VBAWarnings 3 asks for a signature, 4 forbids silently."""
    value, by_administrator = office.macro_policy(seen.windows, "VBAWarnings") if seen.windows else (None, False)
    if value not in (3, 4) or (seen.windows and seen.book and office.trusted(seen.windows, str(seen.book.parent))):
        return None
    what = (
        "Excel запускает только подписанные макросы" if value == 3 else "В Excel макросы запрещены без предупреждения"
    )
    rule = rules.MACROS_FORBIDDEN if seen.book else rules.MACROS_NOT_ALLOWED
    if seen.windows is not None and office.locations_disabled(seen.windows):
        rule = rules.MACROS_HOPELESS

    return rule.at(what=what, policy=" (настройка администратора)" if by_administrator else "")


def macros_from_internet(seen: Surroundings) -> Finding | None:
    """Policy blockcontentexecutionfrominternet: marked files cannot be allowed by the yellow bar."""
    value, _ = office.macro_policy(seen.windows, "blockcontentexecutionfrominternet") if seen.windows else (None, False)
    if value != 1:
        return None

    return rules.INTERNET_MACROS_BLOCKED.at()


def defender(seen: Surroundings) -> Finding | None:
    """Microsoft Defender lets Excel start Python, which xlwings' module does by way of cmd.exe, and lets the macros be."""
    if not seen.windows:
        return None
    command = f"{seen.environment.get('SystemRoot', 'C:/Windows')}/System32/cmd.exe".replace("/", "\\")
    places = {office.NO_CHILDREN: command, office.NO_WIN32: str(seen.book.parent) if seen.book else ""}
    found = [
        rule
        for rule in office.blocking_rules(seen.windows)
        if not office.excluded_from_rules(seen.windows, places[rule])
    ]
    if not found:
        return None
    ask = {
        office.NO_CHILDREN: f"«{command}» (через неё Excel запускает Python; исключить один python.exe мало)",
        office.NO_WIN32: f"папку книги{f' «{places[office.NO_WIN32]}»' if seen.book else ''}",
    }

    return rules.DEFENDER.at(
        rules="; ".join(f"«{office.DEFENDER_RULES[rule]}» ({rule})" for rule in found),
        excluded=", ".join(ask[rule] for rule in found),
    )


def locations(seen: Surroundings) -> Finding | None:
    """Trusted locations are not switched off."""
    if not seen.windows or not office.locations_disabled(seen.windows):
        return None

    return rules.LOCATIONS_DISABLED.at()


CHECKS = (spreadsheet_program, excel_age, macro_warnings, macros_from_internet, defender, locations)
