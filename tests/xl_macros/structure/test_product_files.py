"""Every kind of file that the product makes opens in Excel without a repair: the linter and Microsoft's validator find nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.xl_macros.structure import validator
from tests.xl_macros.structure.linter import faults
from tests.xl_macros.structure.planted import planted, sound_workbook
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.disk.encrypted import decrypt
from xl_macros.errors import ObjectivityError
from xl_macros.folders import papers
from xl_macros.headless.demo import PASSWORD
from xl_macros.runner.run import run

KINDS = {
    "key": "Ключ кодов*.xlsx",
    "scoring": "Листы проверки/ВПР-МА-7А-2025-05-12/*.xlsx",
    "slips": "Печать кодов*/*.xlsx",
    "plan": "Печать плана*/План.xlsx",
    "duties": "Мои дела*/Мои дела.xlsx",
    "exchange": "Обмен*/Перечень*.xlsx",
    "proofs": "Папка к проверке*/Опись.xlsx",
}
PAPERS: dict[str, dict[str, str]] = {
    "print": {},
    "tasks": {},
    "folder": {},
    "slips": {"procedure": "ВПР-РУ-8А-2025-04-24"},
    "exchange": {"procedure": "ВПР-МА-7А-2025-05-12", "partner": "Школа № 2, Перова Ольга Львовна"},
}
"""What makes papers beside the book, and its answers."""


@pytest.fixture(scope="module")
def files(product_bytes: bytes, played: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file of every kind: the built book, the book after a year, and what lies beside it."""
    folder = Path(shutil.copytree(played.parent, tmp_path_factory.mktemp("kinds") / "Школа № 1"))
    book = FileBook(folder / played.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(papers, "find_office", lambda: None)  # no PDF
        for name, answers in PAPERS.items():
            book.answer(**answers)
            run(action(name), book)
    found = {kind: next(folder.glob(pattern)) for kind, pattern in KINDS.items()}
    plain = decrypt(found["key"].read_bytes(), "Ключ", PASSWORD, damaged=lambda: ObjectivityError("Ключ повреждён."))
    found["key"] = folder / "Ключ без пароля.xlsx"
    found["key"].write_bytes(plain)
    (folder / "Новая книга.xlsm").write_bytes(product_bytes)

    return {"built": folder / "Новая книга.xlsm", "saved": folder / played.name, **found}


@pytest.mark.parametrize("kind", ["built", "saved", *KINDS])
def test_the_linter_finds_nothing(files: dict[str, Path], kind: str) -> None:
    assert [] == faults(files[kind].read_bytes())


@pytest.mark.validator
@pytest.mark.parametrize(
    ("kind", "version"),
    [
        ("built", validator.OLDEST),
        ("built", "Microsoft365"),
        ("saved", "Office2016"),
        ("key", "Office2019"),
        *((kind, validator.OLDEST) for kind in KINDS if kind != "key"),
    ],
)
def test_microsofts_validator_finds_nothing(files: dict[str, Path], kind: str, version: str) -> None:
    """The versions differ in what they know beyond Excel 2013; no file of ours has such parts, so one each is enough."""
    assert [] == validator.complaints(files[kind], version)


@pytest.mark.validator
def test_microsofts_validator_sees_a_planted_fault(tmp_path: Path) -> None:
    path = tmp_path / "Книга.xlsm"
    path.write_bytes(planted(sound_workbook(), "colours that are not there"))

    assert validator.complaints(path, validator.OLDEST)


@pytest.mark.parametrize("report", ["{}", "[]", '{"ok": true}', '{"errors": null}'])
def test_a_report_without_errors_proves_nothing(report: str) -> None:
    with pytest.raises(ValueError, match="no report of the validator"):
        validator.read_report(report)


def test_a_report_that_is_not_ok_is_a_complaint() -> None:
    assert validator.read_report('{"ok": false, "errors": []}')
