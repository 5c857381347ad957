"""Says, before anything is written, what was understood of a journal and what not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from objectivity_core.comparison.own_marks.changes import mark_text
from objectivity_core.russian.wording import counted, first_of, short_name
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from objectivity_core.comparison.own_marks.changes import Change
    from objectivity_core.comparison.own_marks.reading import Reading
    from objectivity_core.findings import Finding

_MOST: Final = 8
"""So many examples are named; a dialog has no room for more."""


def counts(changes: Sequence[Change]) -> str:
    """One sentence: how many marks, how many are new, changed, the same, left out."""
    what = Counter[str](change.what for change in changes)
    parts = [
        f"{words}: {what[name]}"
        for name, words in (
            ("new", "новых"),
            ("changed", "изменено"),
            ("same", "без изменений"),
            ("repeated", "повторов"),
        )
        if what[name]
    ]
    left = what["left out"] + what["clash"]
    parts += [f"не взято: {left}"] if left else []
    pupils = {
        one.pupil["pupil_id"] if one.pupil else (one.name, one.row) for one in (change.entry for change in changes)
    }

    return f"Отметок {len(changes)} ({', '.join(parts)}), учеников {len(pupils)}."


def preview(
    source: str, changes: Sequence[Change], readings: Sequence[Reading], findings: Sequence[Finding], *, pasted: bool
) -> Iterator[str]:
    """Short Russian lines: what is new, what changes, what was not understood or not taken.

    Args:
        source: what the journal is called.
        changes: what becomes of its marks.
        readings: what was understood of its tables.
        findings: what was not clear.
        pasted: whether the journal stands on «Отметки».
    """
    entries = [change.entry for change in changes]
    yield f"{source}. {counts(changes)}"
    for title, names in (
        ("Предметы", [one.subject for one in entries if one.sound]),
        ("Классы", sorted(one.class_ for one in entries if one.sound)),
        ("Период", [one.period for one in entries]),
    ):
        if distinct := list(dict.fromkeys(filter(None, names))):
            yield f"{title}: {', '.join(distinct)}."
    if any(reading.unnamed for reading in readings):
        yield "Класс назван не везде: где его нет, ученики найдены по полному ФИО."
    changed = [_changed(change) for change in changes if change.what == "changed"]
    if changed:
        yield f"Изменится: {len(changed)} (было → станет)."
        yield from _some(changed, "")
    said = sum((reading.said for reading in readings), Counter[str]())
    if said:
        yield f"Вместо отметки: {'; '.join(f'{word} — {number}' for word, number in said.most_common())}."
    for title, texts in (
        ("Не взяты столбцы", [text for reading in readings for text in reading.aside]),
        ("Не взяты строки", [text for reading in readings for text in reading.left_out]),
    ):
        if texts:
            listed = [f"«{text[:40]}»" for text in dict.fromkeys(texts)]
            yield f"{title} ({len(listed)}): {first_of(listed, _MOST)}."
    if findings:
        yield f"Нужно исправить: {len(findings)}."
        yield from _some([finding.message for finding in findings], f": все — на листе «{TABLES['findings'].sheet}»")
    if pasted:
        doubtful = sum(not one.sound for one in entries)
        kept = (
            f" И те {counted(doubtful, 'отметка', 'отметки', 'отметок')}, что неясны: как вставлены, с замечанием."
            if doubtful
            else ""
        )
        yield f"Таблица журнала уйдёт с листа, её отметки встанут по строкам.{kept}"


def _changed(change: Change) -> str:
    entry = change.entry
    who = f"{entry.class_} {short_name(entry.name)}, {entry.subject}, {entry.period}"

    return f"{who}: {change.old} → {mark_text(entry.mark, entry.average)}"


def _some(lines: Sequence[str], rest: str) -> Iterator[str]:
    yield from (f"— {line}" for line in lines[:_MOST])
    if len(lines) > _MOST:
        yield f"… и ещё {len(lines) - _MOST}{rest}."
