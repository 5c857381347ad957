"""The tasks of a procedure, and marks from primary scores by the scale of the same kind, subject, grade and academic year: never of another year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from objectivity_core.russian.fold import folded_class

if TYPE_CHECKING:
    import pandas as pd


class Scale(NamedTuple):
    """Smallest primary score of the marks 3, 4 and 5; the largest score; what the scale asks beside the sum."""

    maximum: int
    mark3: int
    mark4: int
    mark5: int
    condition: str

    def mark(self, primary: float) -> int:
        """The mark of a primary score.

        >>> [Scale(24, 10, 16, 21, "").mark(score) for score in (9, 10, 16, 21)]
        [2, 3, 4, 5]
        """
        return 2 + (primary >= self.mark3) + (primary >= self.mark4) + (primary >= self.mark5)


def find_scale(scales: pd.DataFrame, kind: str, subject: str, grade: float, year: str) -> Scale | None:
    """The scale of that kind, subject, grade and academic year («2024/2025»), or None.

    Args:
        scales: table «Шкалы»; a row with a hole in it is no scale.
        kind: kind of the procedure.
        subject: subject.
        grade: grade, 1-11.
        year: academic year as «2024/2025».
    """
    fits = (
        (scales["kind"] == kind)
        & (scales["subject"] == subject)
        & (scales["grade"] == grade)
        & (scales["year"] == year)
    )
    found = scales[fits].dropna(subset=["max", "mark3_from", "mark4_from", "mark5_from"])
    if found.empty:
        return None
    row = found.iloc[0]

    return Scale(
        int(row["max"]), int(row["mark3_from"]), int(row["mark4_from"]), int(row["mark5_from"]), row["condition"]
    )


def tasks_of(tasks: pd.DataFrame, procedure: dict[str, Any], classes: pd.DataFrame) -> pd.DataFrame:
    """The tasks of a procedure: of its kind, subject and its class's grade, in their order."""
    grade = grade_of(classes, procedure["class"])
    fits = (tasks["kind"] == procedure["kind"]) & (tasks["subject"] == procedure["subject"]) & (tasks["grade"] == grade)

    found: pd.DataFrame = tasks[fits & (tasks["task"] != "") & tasks["max"].notna()]

    return found.drop_duplicates("task")


def grade_of(classes: pd.DataFrame, class_: str) -> float:
    """The grade of a class by «Списки»; NaN when the class is not there."""
    found = classes[classes["class"].map(folded_class) == folded_class(class_)]["grade"]

    return float(found.iloc[0]) if len(found) else float("nan")
