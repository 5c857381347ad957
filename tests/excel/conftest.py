"""Books for tests: the product as built, the example school, and LibreOffice to open them."""

from __future__ import annotations

import subprocess
from pathlib import Path  # noqa: TC003 - pytest reads the annotations
from typing import TYPE_CHECKING

import pytest

from xl_macros.build.content import example_folder, read_csv_tables
from xl_macros.build.workbook import build_bytes
from xl_macros.demo import BOOK, play

if TYPE_CHECKING:
    from collections.abc import Callable

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@pytest.fixture(scope="session")
def product_bytes() -> bytes:
    return build_bytes()


@pytest.fixture(scope="session")
def example_bytes() -> bytes:
    return build_bytes(read_csv_tables(example_folder()))


@pytest.fixture
def product(product_bytes: bytes, tmp_path: Path) -> Path:
    """The product's own workbook in a folder with a Cyrillic name and blanks."""
    path = tmp_path / "Моя школа 1" / "Книга школы.xlsm"
    path.parent.mkdir()
    path.write_bytes(product_bytes)

    return path


@pytest.fixture
def example(example_bytes: bytes, tmp_path: Path) -> Path:
    """The example school before anything was done, in a folder with a Cyrillic name and blanks."""
    path = tmp_path / "Школа примера 2" / "Пример.xlsm"
    path.parent.mkdir()
    path.write_bytes(example_bytes)

    return path


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school after its year; tests must not change it."""
    folder = tmp_path_factory.mktemp("год") / "Учебный год"
    play(folder, lambda _: None)

    return folder / BOOK


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Convert a workbook by LibreOffice (own profile, always recalculating): ``office(path, "xlsx")``."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")

    def convert(path: Path, to: str) -> Path:
        out = tmp_path_factory.mktemp("office")
        command = [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            to,
            "--outdir",
            str(out),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

        return out / f"{path.stem}.{to.split(':', maxsplit=1)[0]}"

    return convert
