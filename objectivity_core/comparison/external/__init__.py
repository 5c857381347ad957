"""Layouts of external result files: grid of cells → one tidy frame."""

from __future__ import annotations

from objectivity_core.comparison.external.individual import External, read_individual

__all__ = ["External", "read_individual"]
