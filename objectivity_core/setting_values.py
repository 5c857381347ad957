"""What is said about a setting, and its cell as a value, with what is wrong in it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from objectivity_core.school_year.year import parse_quarters
from objectivity_core.tables.cells import as_date, split_list
from objectivity_core.tables.states import NO, YES

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

SettingKind = Literal["text", "integer", "date", "yesno", "dates", "choice", "quarters"]


@dataclasses.dataclass(frozen=True)
class About:
    """What the sheet says about a setting."""

    heading: str
    kind: SettingKind
    help: str
    unit: str = ""
    source: str = ""
    checked: dt.date | None = None
    low: int = 0
    high: int = 10**9
    choices: tuple[str, ...] = ()


def setting_value(text: str, says: About) -> Any:
    """A setting's value.

    Raises:
        BadCell: it is no date.
        ValueError: anything else that does not fit.
    """
    read = _READ.get(says.kind)

    return read(text, says) if read else text


def _integer(text: str, says: About) -> int:
    if not text.isdecimal() or not says.low <= int(text) <= says.high:
        raise ValueError(f"нужно целое число от {says.low} до {says.high}.")

    return int(text)


def _choice(text: str, says: About) -> str:
    if text.lower() not in says.choices:
        raise ValueError(f"нужно одно из: {', '.join(says.choices)}.")

    return text.lower()


def _yes_no(text: str, _: About) -> bool:
    if text.lower() not in {YES, NO}:
        raise ValueError("нужно «да» или «нет».")

    return text.lower() == YES


def _quarters(text: str, _: About) -> str:
    parse_quarters(text)

    return text


_READ: dict[SettingKind, Callable[[str, About], Any]] = {
    "integer": _integer,
    "date": lambda text, _: as_date(text),
    "dates": lambda text, _: tuple(as_date(part) for part in split_list(text)),
    "yesno": _yes_no,
    "quarters": _quarters,
    "choice": _choice,
}
