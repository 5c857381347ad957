"""The formula column of «Движение материалов», in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from objectivity_core.tables.materials import (
    DESTROYED,
    EXPIRED,
    HANDED_IN,
    HANDED_OUT,
    LACKING,
    RECORDED,
    STORED,
    WAITING,
)

if TYPE_CHECKING:
    import datetime as dt


def with_material_states(frame: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """«Движение материалов» with its formula column ``state``.

    Args:
        frame: every other column.
        today: the day to look from.
    """
    out = frame[frame["step"] == HANDED_OUT].groupby("procedure_id")["count"].sum()
    handed_out = frame["procedure_id"].map(out).fillna(0)
    gone = set(frame[(frame["step"] == DESTROYED) & frame["date"].notna()]["procedure_id"])
    lacking = (frame["step"] == HANDED_IN) & (frame["count"] < handed_out)
    expired = (
        (frame["step"] == STORED) & (frame["keep_until"] < pd.Timestamp(today)) & ~frame["procedure_id"].isin(gone)
    )
    words = pd.Series(RECORDED, index=frame.index, dtype="object").mask(expired, EXPIRED).mask(lacking, LACKING)
    words = words.mask(frame["date"].isna(), WAITING).mask(frame["procedure_id"] == "", "")

    return frame.assign(state=words)
