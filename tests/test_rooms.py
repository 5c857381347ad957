"""The rooms of the house: which may know which, how few doors the packages have, and that each action's door fits."""

from __future__ import annotations

import ast
import itertools
from functools import cache
from pathlib import Path

import pytest

from xl_macros.actions import ACTIONS, Action

ROOT = Path(__file__).parents[1]
LAYERS = (
    {"findings", "russian", "school_year"},
    {"tables", "deadlines"},
    {"people", "formulas", "settings", "setting_rows", "setting_values"},
    {"keys", "state", "log"},
    {"procedures"},
    {"codes", "plan", "comparison", "rehearsal"},
    {"commission"},
    {"timetable", "proofs", "worksheet_functions"},
    {"anonymity"},
    {"checks"},
)
"""Rooms of the core; a room may import those of its own line and of the lines above."""
HEIGHT = {room: height for height, layer in enumerate(LAYERS) for room in layer}


def _arrows() -> dict[str, set[str]]:
    """Which rooms of the core each of them imports, for types alone too."""
    arrows: dict[str, set[str]] = {}
    for path in (ROOT / "objectivity_core").rglob("*.py"):
        room = path.relative_to(ROOT / "objectivity_core").parts[0].removesuffix(".py")
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("objectivity_core."):
                arrows.setdefault(room, set()).add((node.module or "").split(".")[1])

    return {room: found - {room} for room, found in arrows.items() if room != "__init__"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_room_of_the_core_has_its_place() -> None:
    there = {path.name.removesuffix(".py") for path in (ROOT / "objectivity_core").iterdir()}

    assert set(HEIGHT) == there - {"__init__", "__pycache__", "py.typed"}


def test_no_arrow_of_the_core_points_back() -> None:
    back = [(one, other) for one, found in _arrows().items() for other in found if HEIGHT[one] < HEIGHT[other]]

    assert [] == back


def test_rooms_of_the_core_form_no_circle() -> None:
    arrows, order = _arrows(), []
    while free := [room for room in HEIGHT if room not in order and not arrows.get(room, set()) - set(order)]:
        order += free

    assert set(HEIGHT) == set(order)


@pytest.mark.parametrize(("package", "most"), [("objectivity_core", 8), ("xl_macros", 5)])
def test_few_modules_stand_outside_the_rooms(package: str, most: int) -> None:
    assert len(list((ROOT / package).glob("*.py"))) <= most


@pytest.mark.parametrize("package", ["objectivity_core", "xl_macros"])
def test_every_room_says_what_lives_there(package: str) -> None:
    rooms = {path.parent for path in (ROOT / package).rglob("*.py")} - {ROOT / package}

    assert [] == [str(room) for room in rooms if not ast.get_docstring(_tree(room / "__init__.py"))]


def test_a_functions_last_return_stands_apart_and_no_other() -> None:
    """One dialect: a blank line before the return of a function's own block, none in a nested one."""
    wrong = []
    for path in [*(ROOT / "objectivity_core").rglob("*.py"), *(ROOT / "xl_macros").rglob("*.py")]:
        lines = path.read_text(encoding="utf-8").split("\n")
        for parent in ast.walk(_tree(path)):
            blocks = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
            for block in (block for block in blocks if isinstance(block, list)):
                for before, node in itertools.pairwise(block):
                    docstring = isinstance(before, ast.Expr) and isinstance(before.value, ast.Constant)
                    own = isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) and not docstring
                    above = lines[before.end_lineno or 0 : node.lineno - 1]
                    sorted_import = isinstance(
                        before, ast.Import | ast.ImportFrom
                    )  # the sorter sets the line behind it
                    if isinstance(node, ast.Return) and not sorted_import and own != ("" in above):
                        wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert [] == wrong


def _signature(dotted: str) -> tuple[list[str], str]:
    """The annotations of a function's parameters and of what it returns, as they are written."""
    module, name = dotted.split(":")
    path = ROOT / module.replace(".", "/")
    tree = _tree(path / "__init__.py" if path.is_dir() else path.with_suffix(".py"))
    (function,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]

    return [ast.unparse(one.annotation or ast.Constant(None)) for one in function.args.args], ast.unparse(
        function.returns or ast.Constant(None)
    )


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_what_is_loaded_thought_and_stored_fits_together(action: Action) -> None:
    """mypy sees each function; that the three named ones fit together nothing else would see."""
    takes, gives = _signature(action.core)
    product = gives.removeprefix("Outcome[").removesuffix("]")
    given = []
    if action.load:
        of, loaded = _signature(action.load)
        given = [loaded]

        assert ["Call"] == of

    assert ["State", *given] == takes
    assert f"Outcome[{product}]" == gives
    assert bool(action.store) == (product != "None")

    if action.store:
        assert ["Call", product] == _signature(action.store)[0]


def test_no_secret_is_an_answer_that_the_core_gets() -> None:
    """The runner hands on what is no secret; a question of that name must not be asked in another kind."""
    kinds: dict[str, set[str]] = {}
    for question in (question for action in ACTIONS for question in action.asks):
        kinds.setdefault(question.name, set()).add(question.kind)

    assert [] == [name for name, found in kinds.items() if "secret" in found and len(found) > 1]


@pytest.mark.parametrize(
    "module", ["runner/run.py", "runner/record.py", "log/journal.py", "commands/run.py", "key/session.py"]
)
def test_who_runs_actions_knows_none_of_them_by_name(module: str) -> None:
    named = [
        ast.unparse(node)
        for node in ast.walk(_tree(ROOT / "xl_macros" / module))
        if isinstance(node, ast.Compare) and "action.name" in ast.unparse(node)
    ]

    assert [] == named
