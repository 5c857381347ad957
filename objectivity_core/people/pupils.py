"""Who is who: pupils are told apart by name and class, and by «Отличие от тёзки» where two share both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.russian.fold import folded_class, folded_names

if TYPE_CHECKING:
    import pandas as pd


def person(frame: pd.DataFrame) -> pd.Series[Any]:
    """Name and class as one text that is equal for one person, however it was typed.

    Args:
        frame: ``name``, ``class``.
    """
    return folded_names(frame["name"]) + "|" + frame["class"].map(folded_class)


def full_names(pupils: pd.DataFrame) -> pd.Series[Any]:
    """Names with the difference from a namesake in brackets behind them: «Озерцов Лев Ильич (старший)».

    Args:
        pupils: ``name``, ``differs``.
    """
    differs = pupils["differs"].where(pupils["differs"] == "", " (" + pupils["differs"] + ")")
    names: pd.Series[Any] = pupils["name"] + differs

    return names


def full_person(pupils: pd.DataFrame) -> pd.Series[Any]:
    """Like :func:`person`, with the difference from a namesake.

    Args:
        pupils: ``name``, ``class``, ``differs``.
    """
    return person(pupils.assign(name=full_names(pupils)))


def ids_by_person(pupils: pd.DataFrame) -> dict[str, list[str]]:
    """The keys of the pupils whom a name and a class mean: under :func:`person` as under :func:`full_person`.

    Args:
        pupils: ``pupil_id``, ``name``, ``class``, ``differs``.
    """
    found: dict[str, list[str]] = {}
    for people in (person(pupils), full_person(pupils)):
        for who, pupil_id in zip(people, pupils["pupil_id"], strict=True):
            ids = found.setdefault(who, [])
            if pupil_id not in ids:
                ids.append(pupil_id)

    return found


def doubled_pupils(pupils: pd.DataFrame) -> pd.Series[Any]:
    """Whether each row repeats a pupil of a row above: same name and class, and nothing that tells them apart."""
    return full_person(pupils).duplicated() & (pupils["name"] != "")


def at_school(pupils: pd.DataFrame) -> pd.DataFrame:
    """The pupils who are at school; a row written twice counts once.

    Args:
        pupils: ``name``, ``class``, ``differs``, ``state``.
    """
    found: pd.DataFrame = pupils[(pupils["state"] != "выбыл") & (pupils["name"] != "") & ~doubled_pupils(pupils)]

    return found
