"""The folder for an inspection: which documents belong to which measure, where they lie, and what is missing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.findings import shown
from objectivity_core.proofs import rules
from objectivity_core.proofs.documents import Named, find, is_absolute, is_network, leaves, named_documents
from objectivity_core.proofs.titles import folded
from objectivity_core.russian.wording import free_name
from objectivity_core.state import Outcome, State
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.parse import key_of, records_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from objectivity_core.findings import Finding

TITLE = "Папка к проверке"
PRESENT, LINK, ABSENT, SIMILAR, ALIKE = "есть файл", "ссылка", "нет файла", "несколько похожих", "похожий файл"
IN_BOOK = "видно в книге"

NOT_NAMED = "Выполнено, документ не назван"
NO_FILE = "Документ назван, файла нет"
UNCLEAR = "Похожие файлы, нужен точный"
EMPTY = "Файл пуст"
NOTHING = "Срок прошёл, ничего нет"
UNUSED = "Файл не назван ни одной мерой"
GAPS = (NOT_NAMED, NO_FILE, UNCLEAR, EMPTY, NOTHING, UNUSED)
"""What may be missing, in the order of the sheet."""

INVENTORY_COLUMNS = ("measure_id", "number", "title", "measure", "until", "done", "document", "state", "source", "key")
GAP_COLUMNS = ("gap", "number", "measure", "until", "document", "note")


@dataclasses.dataclass(frozen=True)
class ShelfFile:
    """A file of the folder of documents: its path in the folder with «/», size in bytes, the day it was changed."""

    path: str
    size: int
    modified: dt.date


@dataclasses.dataclass(frozen=True)
class Shelf:
    """Documents as they were found on disk; the core sees their names only.

    Attributes:
        folder: full path of the folder of documents.
        name: its own name.
        exists: whether there is such a folder.
        files: its files, those of the folders in it too.
        elsewhere: files of it that cells name by a full path, or by one from the book's folder: path as typed (with «/») → full path.
        taken: names of what lies beside the book, so that a new folder's name is free.
        unread: folders in it that could not be opened.
    """

    folder: str
    name: str
    exists: bool = True
    files: tuple[ShelfFile, ...] = ()
    elsewhere: Mapping[str, str] = dataclasses.field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class ProofFolder:
    """What to put into the folder for an inspection.

    Attributes:
        title: name of the new folder beside the book.
        source: the folder that relative paths start from.
        inventory: one row per document of a term: ``measure_id``, ``number``, ``title`` (of the measure), ``measure`` (with the term's procedure), ``until`` and ``done``
            (``datetime64``), ``document`` (as typed), ``state``, ``source`` (path of the file, or the link), ``key`` of the term.
        gaps: what is missing: ``gap`` (one of :data:`GAPS`), ``number``, ``measure``, ``until``, ``document``, ``note``.
    """

    title: str
    source: str
    inventory: pd.DataFrame
    gaps: pd.DataFrame


def assemble(state: State, shelf: Shelf) -> Outcome[ProofFolder]:
    """Terms with their documents → the folder for an inspection.

    Args:
        state: reads the plan (see :func:`objectivity_core.plan.refresh.dated`).
        shelf: the documents that were found.

    Returns:
        Terms that are not due yet are not missing; a decision («не требуется»,
        «отменено») asks for no document. Findings: ``no-proof`` (done, no document; one per measure), ``no-proof-file``
        (a file is named and not there), ``proof-not-found`` (a document is named in words and no file fits: it may be paper),
        ``outside-proof`` (a path leads out of the folder of documents), ``ambiguous-proof``, ``empty-proof``, ``no-proof-folder``, ``unread-folder``.
    """
    from objectivity_core.plan.refresh import dated

    return gathered(dated(state), state["measures"], shelf, state.today)


def gathered(terms: pd.DataFrame, measures: pd.DataFrame, shelf: Shelf, today: dt.date) -> Outcome[ProofFolder]:
    """See :func:`assemble`.

    Args:
        terms: columns of «Сроки» with ``status`` and ``until``.
        measures: table «План», for the order and the plain text of measures.
        shelf: the documents.
        today: for the folder's name.
    """
    terms = _in_plan_order(terms, measures)
    found = [
        _inventory_row(term, document, shelf)
        for term in records_of(terms)
        for document in named_documents(term["proof"])
    ]
    rows = [row for several in found for row in several]
    inventory = pd.DataFrame(rows, columns=[*INVENTORY_COLUMNS, "candidates", "kind", "leaves"])
    gaps = pd.DataFrame(_gaps(terms, inventory, shelf), columns=list(GAP_COLUMNS))
    title = free_name(f"{TITLE} {today:%d.%m.%Y}", shelf.taken)
    proofs = ProofFolder(title, shelf.folder, inventory[list(INVENTORY_COLUMNS)], gaps)
    files = inventory[inventory["state"] == PRESENT].drop_duplicates(["measure_id", "source"])
    links = inventory[inventory["state"] == LINK].drop_duplicates(["measure_id", "source"])
    message = (
        f"Собрана папка «{title}» рядом с книгой: мер с документами {inventory['measure_id'].nunique()}, файлов {len(files)}, "
        f"ссылок {len(links)}. Не хватает: {int((gaps['gap'] != UNUSED).sum())} — смотрите «Опись.xlsx» в этой папке."
    )

    return Outcome(message, product=proofs, findings=_findings(terms, inventory, shelf))


def _in_plan_order(terms: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Terms by measure as the plan has them, then by date; the measure's own text instead of the text per procedure."""
    order = {measure_id: at for at, measure_id in enumerate(measures["measure_id"])}
    texts = dict(zip(measures["measure_id"], measures["measure"], strict=True))
    terms = terms.assign(
        key=key_of(TABLES["occurrences"], terms),
        at=terms["measure_id"].map(order).fillna(len(order)),
        base=terms["measure_id"].map(texts),
    )
    terms["base"] = terms["base"].where(terms["base"].notna(), terms["measure"])

    return terms.sort_values(["at", "until"], kind="stable")


def _inventory_row(term: dict[str, Any], document: Named, shelf: Shelf) -> list[dict[str, Any]]:
    """A document as rows of the inventory: one per file, or one that says that there is none."""
    base = {
        "measure_id": term["measure_id"],
        "number": term["number"],
        "title": term["base"],
        "measure": term["measure"],
        "until": term["until"],
        "done": term["done"],
        "document": document.text,
        "key": term["key"],
        "kind": document.kind,
        "leaves": document.kind == "file" and _leads_out(document.path, shelf),
        "candidates": (),
        "source": "",
    }
    if document.text.startswith(states.BY_BOOK):
        return [base | {"state": IN_BOOK}]
    if document.kind == "link":
        return [base | {"state": LINK, "source": document.path}]
    outside = shelf.elsewhere.get(document.path)
    if outside and is_absolute(document.path):
        return [base | {"state": PRESENT, "source": outside}]
    match = find(document, [file.path for file in shelf.files], shelf.name)
    if match.sure:
        return [base | {"state": PRESENT, "source": file} for file in match.files]
    if outside:
        return [base | {"state": PRESENT, "source": outside}]

    state = (ABSENT, ALIKE)[len(match.files)] if len(match.files) < 2 else SIMILAR

    return [base | {"state": state, "candidates": match.files}]


def _leads_out(path: str, shelf: Shelf) -> bool:
    """Whether a path leads out of the folder of documents; where a relative one begins, beside the book or in the folder, does not matter."""
    if is_network(path) or leaves(path):
        return True

    return is_absolute(path) and not folded(path).startswith(f"{folded(shelf.folder.replace(chr(92), '/'))}/")


def _gaps(terms: pd.DataFrame, inventory: pd.DataFrame, shelf: Shelf) -> list[dict[str, Any]]:
    """What is missing, in the order of :data:`GAPS`."""
    sizes = {file.path: file.size for file in shelf.files}
    gaps = [
        _gap(NOT_NAMED, term, "", "Впишите документ в «Подтверждение» листа «Сроки».")
        for term in records_of(terms[_without_proof(terms)])
    ]
    for row in records_of(inventory):
        if row["state"] == ABSENT:
            gaps.append(_gap(NO_FILE, row, row["document"], "Положите файл или отметьте в описи, где лежит бумага."))
        elif row["candidates"]:
            gaps.append(_gap(UNCLEAR, row, row["document"], "Похожи: " + "; ".join(row["candidates"][:5])))
        elif sizes.get(row["source"]) == 0:
            gaps.append(_gap(EMPTY, row, row["document"], f"Замените целым файлом: {row['source']}"))
    gaps += [_gap(NOTHING, term, "", term["status"]) for term in records_of(terms[_nothing_there(terms)])]
    used = set(inventory["source"]) | {file for candidates in inventory["candidates"] for file in candidates}
    gaps += [
        {
            "gap": UNUSED,
            "number": "",
            "measure": "",
            "until": pd.NaT,
            "document": file.path,
            "note": f"изменён {file.modified:%d.%m.%Y}",
        }
        for file in shelf.files
        if file.path not in used
    ]

    return sorted(gaps, key=lambda gap: GAPS.index(gap["gap"]))


def _gap(gap: str, row: dict[str, Any], document: str, note: str) -> dict[str, Any]:
    return {"gap": gap, "document": document, "note": note} | {
        name: row[name] for name in ("number", "measure", "until")
    }


def _without_proof(terms: pd.DataFrame) -> pd.Series[Any]:
    return terms["done"].notna() & (terms["proof"] == "") & (terms["decision"] == "")


def _nothing_there(terms: pd.DataFrame) -> pd.Series[Any]:
    """Past terms with neither a date of completion nor a document."""
    late = (terms["status"] == states.OVERDUE) | terms["status"].str.startswith(states.NO_RECORDS)

    return late & (terms["proof"] == "")


def _findings(terms: pd.DataFrame, inventory: pd.DataFrame, shelf: Shelf) -> list[Finding]:
    findings = _about_folder(inventory, shelf)
    bare = terms[_without_proof(terms)]
    for _, group in bare.groupby("measure_id", sort=False):
        first = group.iloc[0]
        findings.append(rules.NO_PROOF.at(first["key"], measure=_measure(first), count=len(group)))
    sizes = {file.path: file.size for file in shelf.files}
    for row in records_of(inventory.drop_duplicates(["measure_id", "document"])):
        similar = "; ".join(row["candidates"][:3]) + (" и другие" if len(row["candidates"]) > 3 else "")
        if row["state"] == ABSENT:
            rule = rules.OUTSIDE if row["leaves"] else rules.NO_FILE if row["kind"] == "file" else rules.NOT_FOUND
        elif row["candidates"]:
            rule = rules.AMBIGUOUS
        elif sizes.get(row["source"]) == 0:
            rule = rules.EMPTY
        else:
            continue
        words: dict[str, Any] = {"measure": _measure(row), "shelf": shelf.name, "files": similar, "file": row["source"]}
        findings.append(rule.at(row["key"], value=shown(row["document"]), folder=shelf.folder, **words))

    return findings


def _about_folder(inventory: pd.DataFrame, shelf: Shelf) -> list[Finding]:
    findings = []
    if not shelf.exists and (inventory["kind"] != "link").any():
        findings.append(rules.NO_FOLDER.at(where=shelf.folder))

    return findings + [rules.UNREAD_FOLDER.at(where=one) for one in shelf.unread]


def _measure(row: Any) -> str:
    return str(row["number"] or row["measure_id"])
