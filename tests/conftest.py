"""Where LibreOffice or Microsoft's validator is missing its tests are skipped, unless the environment says that it must be there; nothing fails by the clock."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow: the time of one example says nothing of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    brought = Path(__file__).parents[1] / ".tools" / "node_modules"
    missing = {
        "libreoffice": None if shutil.which("soffice") else "LibreOffice is not installed",
        "validator": None if brought.is_dir() else "Microsoft's validator is not in .tools (sh tests/validator.sh)",
    }
    for marker, reason in missing.items():
        if reason is None or os.environ.get(f"OBJECTIVITY_REQUIRE_{marker.upper()}") == "1":
            continue
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def _private_log(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes into the user's own log."""
    monkeypatch.setenv("OBJECTIVITY_LOG", str(tmp_path_factory.getbasetemp() / "objectivity.log"))
