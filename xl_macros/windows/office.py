r"""What the registry says about Excel: version, bitness, macro policy, trusted locations.

Source: Microsoft Learn, "Macros from the internet are blocked by default in Office" and "Designate trusted locations for
files in Office" (read 2026-11): the keys under ``…\Office\16.0\Excel\Security`` of the user and of the policies.
"""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xl_macros.windows import Windows

DESCRIPTION = "Objectivity"
_CURRENT = r"HKCR\Excel.Application\CurVer"
_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
_APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_LIBREOFFICE = r"HKLM\SOFTWARE\LibreOffice\UNO\InstallPath"
_ASR = (
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR",
    r"HKLM\SOFTWARE\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR",
)
_ASR_MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
NO_CHILDREN, NO_WIN32 = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A", "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B"
DEFENDER_RULES = {
    NO_CHILDREN: "Office не создаёт дочерних процессов",
    NO_WIN32: "макросы Office не вызывают Win32 API",
}
_POLICIES = "Policies\\"
_NEWEST = "16.0"  # Excel 2016 to 2024 and Microsoft 365 all call themselves so


def excel_version(windows: Windows) -> str | None:
    """The version of the registered Excel, e.g. ``"16.0"``; None when there is none."""
    found = re.fullmatch(r"Excel\.Application\.(\d+)", str(windows.value(_CURRENT, "") or ""))
    if found:
        return f"{found[1]}.0"

    return _NEWEST if windows.value(_APP_PATH, "") else None


def excel_bits(windows: Windows) -> int | None:
    """32 or 64; None when the registry does not tell."""
    platform = windows.value(_CLICK_TO_RUN, "Platform")
    if platform in ("x86", "x64"):
        return 32 if platform == "x86" else 64
    path = str(windows.value(_APP_PATH, "") or "")
    if not path:
        return None

    return 32 if "(x86)" in path else 64


def libreoffice(windows: Windows) -> str | None:
    """The folder of LibreOffice, or None."""
    return str(windows.value(_LIBREOFFICE, "") or "") or None


def macro_policy(windows: Windows, name: str) -> tuple[int | None, bool]:
    """A number of the macro policy, and whether the administrator has set it (it then wins over the user's own).

    Args:
        windows: the system.
        name: ``VBAWarnings`` or ``blockcontentexecutionfrominternet``.
    """
    for key, by_administrator in ((_security(windows, _POLICIES), True), (_security(windows), False)):
        value = windows.value(key, name)
        if isinstance(value, int):
            return value, by_administrator

    return None, False


def blocking_rules(windows: Windows) -> list[str]:
    """Rules of attack surface reduction in force that touch the buttons: those that block (1) or warn (6).

    A group policy wins over Intune, both over what was set on the computer itself. Source: Microsoft Learn, "Enable attack surface
    reduction rules", "Attack surface reduction rules reference", policy ``ExploitGuard_ASR_Rules`` (read 2026-11).
    """
    return [rule for rule in DEFENDER_RULES if _state(windows, rule) in {"1", "6"}]


def _state(windows: Windows, rule: str) -> str:
    policy, own = _ASR
    managed = str(windows.value(_ASR_MANAGED, "ASRRules") or "").lower().split("|")
    found = (
        None if windows.value(policy, "ExploitGuard_ASR_Rules") == 0 else windows.value(f"{policy}\\Rules", rule),
        next((part.rpartition("=")[2] for part in managed if part.startswith(f"{rule.lower()}=")), None),
        windows.value(f"{own}\\Rules", rule),
    )

    return next((str(value) for value in found if value is not None), "")


def excluded_from_rules(windows: Windows, path: str) -> bool:
    """Whether a file, or a folder above it, is excluded from these rules. A list that only administrators may read looks empty."""
    wanted = PureWindowsPath(path)
    managed = str(windows.value(_ASR_MANAGED, "ASROnlyExclusions") or "").split("|")
    listed = {PureWindowsPath(part.strip()) for part in managed if part.strip()}

    return any(
        place in listed
        or any(windows.value(f"{key}\\ASROnlyExclusions", name) is not None for key in _ASR for name in _spelt(place))
        for place in (wanted, *wanted.parents)
    )


def _spelt(place: PureWindowsPath) -> tuple[str, str]:
    return str(place), f"{place}\\"


def locations_disabled(windows: Windows) -> bool:
    """Whether trusted locations are switched off altogether."""
    return any(windows.value(key, "AllLocationsDisabled") == 1 for key in _location_keys(windows))


def trusted(windows: Windows, folder: str) -> bool:
    """Whether a folder lies in one of Excel's trusted locations."""
    if locations_disabled(windows):
        return False
    wanted = PureWindowsPath(folder)
    for parent in _location_keys(windows):
        for name in windows.subkeys(parent):
            path = str(windows.value(f"{parent}\\{name}", "Path") or "")
            deep = windows.value(f"{parent}\\{name}", "AllowSubfolders") == 1
            if path and (wanted == PureWindowsPath(path) or (deep and wanted.is_relative_to(path))):
                return True

    return False


def trust(windows: Windows, folder: str) -> str:
    """Make a folder (with what lies under it) a trusted location of this user's Excel.

    Args:
        windows: the system.
        folder: the full path.

    Returns:
        The key that was written.

    Raises:
        OSError: the registry is closed to writing.
    """
    parent = _location_keys(windows)[-1]
    taken = {name.lower() for name in windows.subkeys(parent)}
    number = next(number for number in range(len(taken) + 1) if f"location{number}" not in taken)
    key = f"{parent}\\Location{number}"
    # Excel itself writes the folder with a backslash at the end.
    windows.write(key, {"Path": folder.rstrip("\\") + "\\", "AllowSubfolders": 1, "Description": DESCRIPTION})

    return key


def _security(windows: Windows, policies: str = "") -> str:
    return f"HKCU\\Software\\{policies}Microsoft\\Office\\{excel_version(windows) or _NEWEST}\\Excel\\Security"


def _location_keys(windows: Windows) -> tuple[str, str]:
    return f"{_security(windows, _POLICIES)}\\Trusted Locations", f"{_security(windows)}\\Trusted Locations"
