"""Whether the log is as it was written: the first line that is altered, missing, put in or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.log import rules
from objectivity_core.log.chain import BEGUN, CONTINUED, SAVED, Record, fingerprint, hash_of, read_line, start
from objectivity_core.russian.wording import first_of
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    from objectivity_core.findings import Finding, Rule

_MOST = 8


def file_findings(lines: Sequence[str], name: str) -> tuple[list[Record], list[Finding]]:
    """Check the chain of a log file.

    Args:
        lines: its lines without line ends.
        name: its name, for the findings.

    Returns:
        The lines that can be read, and findings: at most one of ``log-unreadable``, ``log-altered``, ``log-not-continued``, ``log-missing-line``, ``log-moved``, ``log-inserted`` (the first
        fault: what comes after it proves nothing), ``log-torn`` (a line cut in half by a power failure) and ``log-unfinished`` (an action
        that began and told no end), both warnings.
    """
    read = [(at, text, read_line(text)) for at, text in enumerate(lines, start=1) if text.strip()]
    records = [record for _, _, record in read if record]
    findings: list[Finding] = []
    last: Record | None = None
    for at, text, record in read:
        if record is None and _is_torn(text):
            findings.append(rules.TORN.at(where=f"{name}, строка {at}", line=at))
            continue
        fault = (rules.UNREADABLE, {"line": at}) if record is None else _fault(record, last, records)
        if fault:
            rule, words = fault
            findings.append(rule.at(where=f"{name}, строка {at}", **words))
            break
        last = record
    findings += _unfinished(records, name)

    return records, findings


def _is_torn(text: str) -> bool:
    return text.startswith('{"number"') and not text.rstrip().endswith("}")


def _fault(record: Record, last: Record | None, records: list[Record]) -> tuple[Rule, dict[str, Any]] | None:
    """What is wrong with a line after the last right one, or None."""
    expected = last["number"] + 1 if last else 1
    number, line = record["number"], {"line": f"{record['number']} от {record['time']}"}
    if number > expected:
        if any(other["number"] == expected for other in records):
            return rules.MOVED, line | {"expected": expected}
        return rules.MISSING_LINE, line | {"lines": _numbers(expected, number - 1)}
    if number < expected:
        return rules.INSERTED, line | {"after": f" после строки {expected - 1}"}
    if record["hash"] != hash_of(record):
        return rules.ALTERED, line
    if record["before"] != (last["hash"] if last else start(record["year"])):
        return rules.NOT_CONTINUED, line

    return None


def _numbers(first: int, last: int) -> str:
    return f"строки {first}" if first == last else f"строк {first}-{last}"


def _unfinished(records: list[Record], name: str) -> Iterator[Finding]:
    ended = {record["begun"] for record in records}
    for record in records:
        if record["event"] == BEGUN and record["number"] not in ended:
            where, line = f"{name}, запись {record['number']}", f"{record['number']} от {record['time']}"
            yield rules.UNFINISHED.at(where=where, line=line, action=record["action"])


def sheet_findings(log: pd.DataFrame, book_id: str) -> list[Finding]:
    """Check the chain of the sheet «Журнал действий»; how it is sorted does not matter.

    Args:
        log: the table as read.
        book_id: the number of the book, from «Настройки».

    Returns:
        At most one error, the first fault (see :func:`file_findings`; here also ``log-without-number``), and ``log-before-chain`` (info) for lines of a version that kept no chain.
    """
    from objectivity_core.tables.parse import records_of  # it imports pandas, which a log file needs not

    rows = [row | {"at": at} for at, row in zip(log.index.to_list(), records_of(log), strict=True)]
    old = [row for row in rows if _is_old(row)]
    chain = sorted(
        (row for row in rows if not _is_old(row)), key=lambda row: (row["number"] != row["number"], row["number"])
    )
    fault = next(_sheet_faults(chain, book_id), None)
    findings = [_of_row(*fault)] if fault else []
    if old:
        findings.append(rules.BEFORE_CHAIN.at(row=old[0]["at"], count=len(old)))

    return findings


def _is_old(row: dict[str, Any]) -> bool:
    return row["number"] != row["number"] and not row["fingerprint"]


def _sheet_faults(chain: list[dict[str, Any]], book_id: str) -> Iterator[tuple[Rule, dict[str, Any], dict[str, Any]]]:
    previous, expected, numbered = "", 1, False
    for row in chain:
        told = f"«{row['action']}» от {row['time']}"
        if row["number"] != row["number"]:
            yield rules.WITHOUT_NUMBER, row, {"line": told}
            return
        number = int(row["number"])
        line = {"line": f"{number} ({told})"}
        if number > expected:
            yield rules.MISSING_LINE, row, line | {"lines": _numbers(expected, number - 1)}
        if number < expected:
            yield rules.INSERTED, row, line | {"after": ""}
        known = [book_id] if numbered else ["", book_id]  # the book had no number before it had a key
        matching = [one for one in known if fingerprint(row, previous, one) == row["fingerprint"]]
        if not matching:
            yield rules.ALTERED, row, line
        numbered = numbered or matching[:1] not in ([], [""])
        previous, expected = row["fingerprint"], number + 1


def _of_row(rule: Rule, row: dict[str, Any], words: dict[str, Any]) -> Finding:
    place = {"table": "log", "column": TABLES["log"]["fingerprint"].heading}

    return rule.at(value=row["fingerprint"], row=row["at"], **place, **words)


def pair_findings(log: pd.DataFrame, book: str, book_id: str, files: Mapping[str, list[Record]]) -> list[Finding]:
    """Compare the sheet with the files: both must tell the same.

    Args:
        log: the table as read.
        book: file name of the book.
        book_id: its number.
        files: readable lines of each log file by its name; none where there is no file.

    Returns:
        ``log-no-file``, ``log-continued`` (info: a file that begins where another one ended; what is before that is proven by the sheet alone), ``log-cut`` (the file ends before the book's last line), ``log-differs`` (the first line that the two tell differently),
        ``log-sheet-cut`` (the book was saved with lines that it does not have; a warning, ``log-former-copy``, once it was saved again), ``log-other-book``: errors. ``log-elsewhere`` (info): lines of the
        file that this book does not know: other copies of the book, or work that was not saved.
    """
    from objectivity_core.tables.parse import records_of  # as above

    rows = [
        row | {"at": at}
        for at, row in zip(log.index.to_list(), records_of(log), strict=True)
        if row["file_line"] == row["file_line"]
    ]
    rows.sort(key=lambda row: (row["number"], row["file_line"]))
    records = [record for lines in files.values() for record in lines]
    names = first_of([f"«{name}»" for name in files], _MOST)
    findings = []
    if rows and not files:
        return [rules.NO_FILE.at(count=len(rows))]
    known = {(record["number"], record["fingerprint"]) for record in records if record["fingerprint"]}
    unknown = [row for row in rows if (int(row["file_line"]), row["fingerprint"]) not in known]
    before = _continued(rows, records)
    if before and any(row["number"] <= before["number"] for row in unknown):
        findings.append(rules.CONTINUES.at(names=names, number=before["number"], fingerprint=before["fingerprint"]))
        unknown = [row for row in unknown if row["number"] > before["number"]]
    if unknown:
        row = unknown[0]
        last = max((record["number"] for record in records), default=0)
        told = f"строка {row['number']:g} («{row['action']}» от {row['time']})"
        rule = rules.CUT if row["file_line"] > last else rules.DIFFERS
        findings.append(_of_row(rule, row, {"names": names, "told": told, "last": last, "record": row["file_line"]}))
    others = {record["book_id"] for record in records if record["book"] == book} - {"", book_id}
    if book_id and others and not any(record["book_id"] == book_id for record in records):
        findings.append(rules.OTHER_BOOK.at(names=names))

    return [*findings, *_not_in_sheet(set(log["fingerprint"]), book, records)]


def _continued(rows: list[dict[str, Any]], records: list[Record]) -> dict[str, Any] | None:
    """The last line of the sheet after which a file began anew."""
    ends = {record["fingerprint"] for record in records if record["event"] == CONTINUED}

    return next((row for row in reversed(rows) if row["fingerprint"] in ends), None)


def begun_elsewhere(log: pd.DataFrame, book: str, book_id: str, lines: Sequence[str]) -> tuple[int, str] | None:
    """Number and fingerprint of the last line of a sheet whose lines are all in another file than this one.

    Args:
        log: the table «Журнал» as read.
        book: file name of the book.
        book_id: its number.
        lines: the log file beside the book; none where there is no file.

    Returns:
        None where nothing was written to a file yet, or the file knows the book: what it lacks was then taken out of it.
    """
    rows = log[log["file_line"].notna() & log["number"].notna() & (log["fingerprint"] != "")].sort_values("number")
    fingerprints = set(rows["fingerprint"])
    records = (record for line in reversed(lines) if (record := read_line(line)))  # the last lines are most likely ours
    if rows.empty or any(
        record["book"] == book or (book_id and record["book_id"] == book_id) or record["fingerprint"] in fingerprints
        for record in records
    ):
        return None

    return int(rows["number"].iloc[-1]), str(rows["fingerprint"].iloc[-1])


def _not_in_sheet(fingerprints: set[str], book: str, records: list[Record]) -> Iterator[Finding]:
    saved = [record for record in records if record["event"] == SAVED and record["book"] == book]
    lost = [record for record in saved if record["fingerprint"] not in fingerprints]
    if lost:
        # A former copy that was worked on stays a former copy.
        rule = rules.SHEET_CUT if lost[-1] is saved[-1] else rules.FORMER_COPY
        yield rule.at(time=lost[-1]["time"], fingerprint=lost[-1]["fingerprint"])
    others = [record for record in records if record["line"] and record["fingerprint"] not in fingerprints]
    if others:
        last = others[-1]
        yield rules.ELSEWHERE.at(count=len(others), last=last["number"], action=last["action"], time=last["time"])
