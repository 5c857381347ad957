"""What Excel refuses and LibreOffice lets pass. A macro that breaks these rules must fail here as it would there."""

from __future__ import annotations

CELL_TEXT = 32_767
"""Characters in one cell."""
FORMULA_TEXT = 8_192
"""Characters of one formula."""


def check_cell_text(text: str) -> None:
    """Refuse a text that no cell can hold.

    Raises:
        ValueError: over 32,767 characters.
    """
    if len(text) > CELL_TEXT:
        raise ValueError(f"A cell holds at most {CELL_TEXT} characters; this text has {len(text)}.")


def check_formula(formula: str) -> None:
    """Refuse a formula that Excel refuses.

    Raises:
        ValueError: over 8,192 characters.
    """
    if len(formula) > FORMULA_TEXT:
        raise ValueError(f"A formula has at most {FORMULA_TEXT} characters; this one has {len(formula)}.")
