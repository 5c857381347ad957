"""What leaves the director's machine: texts with their places out of any file, looked through for names of pupils."""

from __future__ import annotations

from xl_macros.anonymity.properties import strip_properties
from xl_macros.anonymity.scan import check_clean, roster_of_book, scan

__all__ = ["check_clean", "roster_of_book", "scan", "strip_properties"]
