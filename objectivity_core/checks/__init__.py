"""Rules across rows and tables."""

from __future__ import annotations

from objectivity_core.checks.rules import check, doubled_keys

__all__ = ["check", "doubled_keys"]
