"""What actions read and write outside the book: the key, scoring workbooks, external files."""

from __future__ import annotations

import dataclasses
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from objectivity_core.settings import Settings
    from objectivity_core.state import Outcome
    from xl_macros.actions import Action


@dataclasses.dataclass(frozen=True)
class Call:
    """An action about to think: what is known of it by then."""

    action: Action
    book: Path
    settings: Settings
    tables: dict[str, pd.DataFrame]
    answers: dict[str, str]


def load(call: Call) -> dict[str, Any]:
    """What the action needs from outside the book, by name.

    Raises:
        ObjectivityError: a wrong password, a missing folder, a file that cannot be read.
    """
    outside: dict[str, Any] = {}
    for name in call.action.outside:
        if name in _LOADERS:
            outside |= _LOADERS[name](call)

    return outside


def _key(call: Call) -> dict[str, Any]:
    from xl_macros.key.session import load_key

    return load_key(call.action, call.book, call.settings, call.tables, call.answers)


def _returned(call: Call) -> dict[str, Any]:
    """What came back from the experts."""
    from xl_macros.folders.scoring import read_returned, scoring_folder

    remembered = (
        call.settings.scoring_folder if Path(call.settings.scoring_folder).is_dir() else ""
    )  # the book may have moved
    given = call.answers["folder"] or remembered

    return {"scoring": read_returned(Path(given) if given else scoring_folder(call.book))}


def _roster(call: Call) -> dict[str, Any]:
    """Who must not be named in what goes to the experts."""
    from objectivity_core.anonymity import roster_of

    school_words = [*call.tables["subjects"]["subject"], *call.tables["kinds"]["kind"]]

    return {"roster": roster_of(call.tables["pupils"], call.tables["staff"], school_words)}


def _external(call: Call) -> dict[str, Any]:
    return {"external": _load_external(Path(call.answers["file"]))} if call.answers["file"] else {}


def _plan_file(call: Call) -> dict[str, Any]:
    from xl_macros.build.content import product_content
    from xl_macros.documents.read import read_documents

    return {"plan_file": read_documents(call.answers["file"]), "ready_made": product_content()["measures"]}


def _timetable_file(call: Call) -> dict[str, Any]:
    from xl_macros.documents.read import read_document

    return {"timetable_file": read_document(Path(call.answers["file"]))} if call.answers["file"] else {}


def _doctor(call: Call) -> dict[str, Any]:
    from xl_macros.setup.doctor import Surroundings, examine_book, examine_machine

    seen = Surroundings(book=call.book)

    return {"doctor": [*examine_book(seen), *examine_machine(seen)]}


def _proofs(call: Call) -> dict[str, Any]:
    from xl_macros.folders.proofs import load_shelf

    return {"proofs": load_shelf(call.book, call.settings, call.tables["occurrences"]["proof"], call.answers["folder"])}


def _next_year(call: Call) -> dict[str, Any]:
    from xl_macros.folders.next_book import load_surroundings

    return {"next_year": load_surroundings(call.book)}


def _papers(call: Call) -> dict[str, Any]:
    from xl_macros import papers

    return {"pdf": papers.can_make_pdf(), "beside": papers.beside(call.book)}


def _exchange(call: Call) -> dict[str, Any]:
    from xl_macros.folders.exchange import folder_name

    return {"exchange": folder_name(call.book, call.answers["procedure"], call.answers["partner"])}


def _rehearsal(call: Call) -> dict[str, Any]:
    from xl_macros.folders import rehearsal as rehearsal_folder

    look = rehearsal_folder.to_erase if call.action.name == "erase" else rehearsal_folder.to_begin

    return {"rehearsal": look(call.book, call.settings)}


_LOADERS: dict[str, Callable[[Call], dict[str, Any]]] = {
    "vault": _key,
    "scoring_in": _returned,
    "scoring_out": _roster,
    "external": _external,
    "plan_file": _plan_file,
    "timetable_file": _timetable_file,
    "doctor": _doctor,
    "proofs": _proofs,
    "next_year": _next_year,
    "tasks": _papers,
    "print": _papers,
    "slips": _papers,
    "exchange": _exchange,
    "rehearsal": _rehearsal,
}
"""What an action declares to need, and how it is had."""


def vault_exists(book: Path, settings: Settings) -> bool:
    """Whether the key of this school year lies beside the book already."""
    from xl_macros.key.vault import vault_path

    return vault_path(book, settings.year).exists()


def store(call: Call, outcome: Outcome, outside: dict[str, Any]) -> None:
    """Write what the action decided outside the book.

    The key is written before the book: codes that exist only in the key are found again by the next run, codes without key would be lost.

    Raises:
        ObjectivityError: a file cannot be written.
    """
    if "vault" in outcome.outside:
        from xl_macros.key.session import store_key

        store_key(call.book, call.settings, outcome, call.answers, outside)
    if "envelope" in call.action.outside:
        from xl_macros.key.session import store_envelope

        store_envelope(call.book, call.settings, call.answers, outside)
    if "scoring" in outcome.outside:
        from xl_macros.folders.scoring import scoring_folder, write_sheets

        write_sheets(scoring_folder(call.book), outcome.outside["scoring"], outside["roster"])
    if "evidence" in outcome.outside:
        from xl_macros.folders.proofs import write_folder

        write_folder(call.book, call.settings, outcome.outside["evidence"])
    for name, writer in _WRITERS.items():
        if name in outcome.outside:
            module, function = writer.split(":")
            getattr(importlib.import_module(module), function)(call.book, outcome.outside[name])


_WRITERS = {
    "next_book": "xl_macros.folders.next_book:write_book",
    "tasks": "xl_macros.papers:write_tasks",
    "print": "xl_macros.papers:write_plan",
    "slips": "xl_macros.papers:write_slips",
    "exchange": "xl_macros.folders.exchange:write_package",
    "rehearsal": "xl_macros.folders.rehearsal:write_rehearsal",
    "erase": "xl_macros.folders.rehearsal:erase",
}
"""What a core function decided to write, and the dotted name of the function of book and decision that writes it."""


def _load_external(path: Path) -> Any:
    from objectivity_core.comparison.external import read_individual
    from xl_macros.book.reader import read_sheets

    external = read_individual(path.name, read_sheets(path))
    if external is None:
        message = f"Файл «{path.name}» не похож на «Индивидуальные результаты»: нет столбцов «Код участника», «Класс», «Отметка», «Отметка по журналу»."
        return Finding(
            "unknown-layout",
            "error",
            message,
            "Выгрузите форму Ф1 «Индивидуальные результаты» и укажите её.",
            where=path.name,
        )

    return external
