"""What people chose from «Списки» in words of their own is read as what they mean; what cannot be read is told and never taken for nothing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from objectivity_core.findings import Finding, shown
from objectivity_core.keys import assign_keys
from objectivity_core.procedures import rules
from objectivity_core.procedures.school_lists import Lists
from objectivity_core.russian.fold import folded_class
from objectivity_core.tables import TABLES
from objectivity_core.tables.cells import split_list
from objectivity_core.tables.parse import frame_of, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from objectivity_core.settings import Settings
    from objectivity_core.tables import Column, Table

UNREAD: Final = "unread"
"""Name of a column of «Люди» that only thinking knows: whether what decides about a person's independence could not be read."""
_DECIDES: Final = frozenset({"subjects", "classes", "class_teacher", "excluded_classes"})
_TOLD_AT_ONCE: Final = frozenset(rule.code for rule in (rules.SPELT_OTHERWISE, rules.READ_AS, rules.PERSON_NOT_READ))

Frames = dict[str, "pd.DataFrame"]


@dataclasses.dataclass(frozen=True)
class _Meant:
    """What a cell means: its value, the parts of it that are in no list, and whether what stands there differs from a list only in looks."""

    value: str
    unknown: tuple[str, ...] = ()
    alike: bool = False


def lists_for(names: Iterable[str]) -> list[str]:
    """The tables of «Списки» without which the choices in these tables cannot be read."""
    sources = {column.source.split(".")[0] for name in names for column in TABLES[name].columns if column.source}

    return sorted(sources)


def understood(tables: Frames) -> tuple[Frames, list[Finding]]:
    """Tables whose choices are written as «Списки» have them.

    Args:
        tables: tables as parsed; a choice is read where the list that it comes from is among them.

    Returns:
        The tables; «Люди» has a further column :data:`UNREAD`. The findings: ``spelt-otherwise`` (other in looks only), ``read-as`` (understood),
        ``person-not-read`` and ``unknown-value`` (what cannot be read stays as it is).
    """
    classes, subjects, kinds = (
        tables[name] if name in tables else frame_of(TABLES[name], []) for name in ("classes", "subjects", "kinds")
    )
    lists = Lists(classes, subjects, kinds)
    findings: list[Finding] = []
    read = dict(tables)
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.source and column.name in frame and column.source.split(".")[0] in tables:
                meant = _meanings(column, frame[column.name], lists, tables)
                if meant:
                    findings += _findings(TABLES[name], column, frame, meant)
                    read[name] = _written(read[name], column, meant)

    return read, findings


def keyed_as_typed(tables: Frames, settings: Settings) -> tuple[Frames, Settings, list[Finding]]:
    """Give keys to rows by what their choices mean (:func:`~objectivity_core.keys.assign_keys`); the choices stay as they were typed.

    Args:
        tables: tables as parsed.
        settings: they remember the last numbers given.
    """
    keyed, settings, findings = assign_keys(understood(tables)[0], settings)
    given = {
        name: tables[name].assign(
            **{key: frame[key] for key in TABLES[name].key if TABLES[name][key].filling in {"issued", "shared"}}
        )
        for name, frame in keyed.items()
    }

    return given, settings, findings


def told_at_once(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that every action tells; what is in no list is told by «Проверить книгу»."""
    return [finding for finding in findings if finding.code in _TOLD_AT_ONCE]


def _meanings(column: Column, cells: pd.Series[Any], lists: Lists, tables: Frames) -> dict[str, _Meant]:
    """By text of a cell what it means, where it is not simply what the list has."""
    table, source = column.source.split(".")
    known = set(tables[table][source])
    read: Callable[[str], tuple[list[str], list[str]]] = {
        "classes": lists.classes,
        "subjects": lists.listed_subjects,
        "kinds": lambda text: ([kind], []) if (kind := lists.kind(text)) else ([], [text]),
    }[table]
    alike = {folded_class(value): value for value in known if value}
    meant = {}
    for text in dict.fromkeys(cells):
        parts = _parts(column, text)
        if not text or known.issuperset(parts):
            continue
        same = [part if part in known else alike.get(folded_class(part), "") for part in parts]
        if all(same):
            meant[text] = _Meant("; ".join(same), alike=True)
            continue
        found, unknown = read(text)
        if column.kind != "list" and (unknown or len(found) > 1):
            meant[text] = _Meant(text, (text,))
        else:
            meant[text] = _Meant("; ".join([*found, *unknown]), tuple(_as_typed(unknown, parts)))

    return meant


def _as_typed(unknown: Iterable[str], parts: list[str]) -> Iterator[str]:
    for part in unknown:
        yield next((typed for typed in parts if typed.casefold() == part.casefold()), part)


def _written(frame: pd.DataFrame, column: Column, meant: dict[str, _Meant]) -> pd.DataFrame:
    frame = frame.assign(
        **{column.name: frame[column.name].map(lambda text: meant[text].value if text in meant else text)}
    )
    if "can_mark" not in frame or column.name not in _DECIDES:
        return frame
    unread = {one.value for one in meant.values() if one.unknown}
    before = frame.get(UNREAD, False)

    return frame.assign(**{UNREAD: frame[column.name].isin(unread) | before})


def _findings(table: Table, column: Column, frame: pd.DataFrame, meant: dict[str, _Meant]) -> Iterator[Finding]:
    name, source = column.source.split(".")
    place: dict[str, Any] = {
        "table": table.name,
        "column": column.heading,
        "listed": f"«{TABLES[name][source].heading}» листа «{TABLES[name].sheet}»",
        "what": "Класса " if column.name == "class" else "",
        "example": column.example,
    }
    stops = table.name == "staff" and column.name in _DECIDES
    unknown = rules.PERSON_NOT_READ if stops else rules.UNKNOWN_VALUE
    names: dict[Any, str] = dict(zip(frame.index.to_list(), frame["name"], strict=True)) if stops else {}
    keys = key_of(table, frame) if set(table.key) <= set(frame.columns) else [""] * len(frame)
    told: set[str] = set()
    for row, key, text in zip(frame.index.to_list(), keys, frame[column.name], strict=True):
        if text not in meant:
            continue
        one = meant[text]
        at = place | {"row": row}
        if one.alike:
            for part, right in zip(_parts(column, text), _parts(column, one.value), strict=True):
                if part != right:
                    yield rules.SPELT_OTHERWISE.at(key, value=shown(part), **at, part=part, right=right)
        elif not one.unknown and text not in told:
            told.add(text)
            count = int((frame[column.name] == text).sum())
            times = f", строк: {count}" if count > 1 else ""
            yield rules.READ_AS.at(key, value=shown(text), **at, right=shown(one.value), times=times)
        for part in one.unknown:
            yield unknown.at(key, value=shown(part), **at, part=shown(part), name=names.get(row, ""))


def _parts(column: Column, text: str) -> list[str]:
    return split_list(text) if column.kind == "list" else [text]
