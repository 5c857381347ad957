"""The Windows made of dictionaries that the tests of setting up use too."""

from tests.xl_macros.setup.conftest import windows

__all__ = ["windows"]
