"""Rules across rows and tables."""

from objectivity_core.checks.rules import check

__all__ = ["check"]
