"""Why a file could not be looked into."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - a state of a file, turned into a finding
    """A file, or a part of it, into which nobody can look: it is not proven clean. The message is a Russian sentence."""
