"""The dictionary of Russian words and forms (pymorphy3), read once in a process: reading it takes longer than many look-ups."""

from __future__ import annotations

import functools
from typing import Any


@functools.cache
def morphology() -> Any:
    """The analyzer of words (``pymorphy3.MorphAnalyzer``)."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
