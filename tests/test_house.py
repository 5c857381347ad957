"""The bounds of the house: one arrow, small modules, a light list of actions, ASCII VBA, documented commands."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from objectivity_core.tables import TABLES
from xl_macros.actions import ACTIONS

ROOT = Path(__file__).parents[1]
MODULES = sorted([*(ROOT / "objectivity_core").rglob("*.py"), *(ROOT / "xl_macros").rglob("*.py")])
NEVER = (
    "scipy",
    "matplotlib",
    "openpyxl",
    "krippendorff",
    "xlsxwriter",
    "msoffcrypto",
    "lark",
    "holidays",
    "python_calamine",
)
"""What a click may not load before it needs it."""
HEAVY = (
    "pandas",
    "numpy",
    "openpyxl",
    "scipy",
    "matplotlib",
    "krippendorff",
    "xlsxwriter",
    "lark",
    "holidays",
    "msoffcrypto",
)


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}

    return {
        name.split(".")[0] for name in names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    }


@pytest.mark.parametrize(
    "path", [path for path in MODULES if "objectivity_core" in path.parts], ids=lambda path: path.stem
)
def test_the_core_knows_no_excel_files_command_line_or_clock(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not _imports(path) & {
        "xl_macros",
        "xlwings",
        "openpyxl",
        "click",
        "xlsxwriter",
        "python_calamine",
        "pathlib",
        "os",
        "io",
        "secrets",
    }
    assert not [call for call in ("datetime.now(", "date.today(", "time.time(", "open(path") if call in text]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert text.count("\n") <= 300
    assert [] == [node.name for node in functions if _length(node) > 40]


def _length(node: ast.FunctionDef) -> int:
    """Lines of a function without its docstring and its signature."""
    body = node.body[1:] if ast.get_docstring(node) else node.body

    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", ["xl_macros.ribbon", "xl_macros.actions", "xl_macros.commands"])
def test_listing_actions_and_help_load_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert "" == loaded.strip()


def test_a_click_loads_nothing_that_only_other_work_needs() -> None:
    """xlwings itself loads pandas; everything on top of it must be needed by the click."""
    cores = "; ".join(f"import {action.core.split(':')[0]}" for action in ACTIONS)
    code = f"import sys, xlwings; import xl_macros.book.live, xl_macros.runner.run; {cores}; print(*[name for name in {NEVER!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert "" == loaded.strip()


def test_actions_name_tables_and_functions_that_exist() -> None:
    for action in ACTIONS:
        module, function = action.core.split(":")
        path = ROOT / module.replace(".", "/")
        tree = ast.parse(
            (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")
        )

        assert {*action.reads, *action.writes} <= set(TABLES)
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_headings_live_in_one_place() -> None:
    """A heading written again elsewhere is a second home; sentences that quote «…» it are not."""
    headings = {column.heading for table in TABLES.values() for column in table.columns if len(column.heading) > 8}
    # Headings of other files: scoring sheets, external files, the key.
    allowed = {"scoring_sheet.py", "individual.py", "workbook.py", "protocol.py", "settings.py"}
    offenders = [
        (path.name, node.value)
        for path in MODULES
        if not {"tables", "formulas"} & set(path.parts) and path.name not in allowed  # live formulas name columns
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in headings
    ]

    assert [] == [
        offender
        for offender in offenders
        if offender[1] not in {"Результаты", "Сопоставление", "Процедуры", "Комиссия"}
    ]


def test_every_sentence_of_the_lock_file_is_free_of_addresses() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "--list"],
        ["deadline", "май"],
        ["log", "verify", str(ROOT / "tests" / "golden" / "layout_2" / "Журнал 2024-2025.jsonl")],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_that_counts_in_no_table_loads_no_pandas(arguments: list[str]) -> None:
    code = "import sys; from xl_macros.commands import main; main(standalone_mode=False)"
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import atexit; atexit.register(lambda: print('pandas' in sys.modules)); {code}",
            *arguments,
        ],
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout

    assert "False" == told.splitlines()[-1]
