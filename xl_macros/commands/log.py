"""``objectivity log verify PATH…``: whether the log is as it was written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from objectivity_core.findings import errors
from xl_macros.commands.findings import Reporter, unreadable

if TYPE_CHECKING:
    from objectivity_core.findings import Finding


@click.group()
def log() -> None:
    """Журнал действий: на листе книги и в файле рядом с ней."""


@log.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Напечатать один объект JSON.")
def verify(paths: tuple[Path, ...], as_json: bool) -> None:
    """Проверить журналы PATHS (книги и файлы .jsonl): не изменены ли, не пропали ли строки, одно ли говорят книга и файл.

    Файл журнала рядом с книгой берётся сам; названные файлы — вместо него.
    """
    from xl_macros.errors import ObjectivityError

    report = Reporter(as_json=as_json)
    logs = [path for path in paths if _is_log(path)]
    for path in paths:
        last = ""
        try:
            findings, last = _log(path) if _is_log(path) else _book(path, logs)
        except ObjectivityError as error:
            findings = unreadable(path, error)
        report.add(path, findings, _verdict(findings, last))
    report.finish()


def _is_log(path: Path) -> bool:
    return path.suffix.lower() == ".jsonl"


def _log(path: Path) -> tuple[list[Finding], str]:
    """What is wrong with a log file, and what it holds."""
    from objectivity_core.log.proof import file_findings
    from xl_macros.log.journal import read_journal

    records, findings = file_findings(read_journal(path), path.name)
    last = records[-1]["hash"] if records else ""

    return findings, f"записей {len(records)}" + (f", хэш последней {last}" if last else "")


def _book(path: Path, logs: list[Path]) -> tuple[list[Finding], str]:
    """What is wrong with the log of a book, and what it holds."""
    from xl_macros.book.files import FileBook
    from xl_macros.book.tables import in_cells, read_book_settings, read_table
    from xl_macros.log.proof import book_findings

    book = FileBook(path)
    settings, _ = read_book_settings(book)
    table, unread = read_table(book, "log")
    findings = in_cells([*unread, *book_findings(table, path, settings, logs)], book, {"log": table})
    last = "".join(table[table["number"].notna()].sort_values("number", kind="stable")["fingerprint"].iloc[-1:])

    return findings, f"строк {len(table)}" + (
        f", последнее контрольное число (столбец «Отпечаток») {last}" if last else ""
    )


def _verdict(findings: list[Finding], held: str) -> str:
    if errors(findings):
        return "журнал не цел."

    return f"журнал цел, {held}."
