"""Where LibreOffice is missing its tests are skipped, unless the environment says that it must be there; nothing fails by the clock."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow: the time of one example says nothing of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if shutil.which("soffice") or os.environ.get("OBJECTIVITY_REQUIRE_LIBREOFFICE") == "1":
        return
    for item in items:
        if item.get_closest_marker("libreoffice"):
            item.add_marker(pytest.mark.skip(reason="LibreOffice is not installed"))


@pytest.fixture(autouse=True)
def _private_log(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the user's own log."""
    monkeypatch.setenv("OBJECTIVITY_LOG", str(tmp_path_factory.getbasetemp() / "objectivity.log"))
