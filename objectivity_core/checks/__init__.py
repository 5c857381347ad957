"""Rules across rows and tables."""

from objectivity_core.checks.rules import check, doubled_keys

__all__ = ["check", "doubled_keys"]
