"""Whether the log is as it was written: the first line that is altered, missing, put in or moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.findings import Finding, Severity
from objectivity_core.log.chain import BEGUN, SAVED, Record, fingerprint, hash_of, read_line, start
from objectivity_core.russian.wording import first_of
from objectivity_core.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

REMEDY = "Сравните с резервной копией; кто и зачем менял журнал, выясните до подписания протоколов."
_MOST = 8


def file_findings(lines: Sequence[str], name: str) -> tuple[list[Record], list[Finding]]:
    """Check the chain of a log file.

    Args:
        lines: its lines without line ends.
        name: its name, for the findings.

    Returns:
        The lines that can be read, and findings: at most one of ``log-altered``, ``log-missing-line``, ``log-moved``, ``log-inserted`` (the first
        fault: what comes after it proves nothing), ``log-torn`` (a line cut in half by a power failure) and ``log-unfinished`` (an action
        that began and told no end), both warnings.
    """
    read = [(at, text, read_line(text)) for at, text in enumerate(lines, start=1) if text.strip()]
    records = [record for _, _, record in read if record]
    findings: list[Finding] = []
    last: Record | None = None
    for at, text, record in read:
        if record is None and _is_torn(text):
            message = f"Строка {at} оборвана на полуслове: при записи выключилось питание или пропал диск."
            findings.append(
                Finding(
                    "log-torn", "warning", message, "Сверьте с листом «Журнал действий».", where=f"{name}, строка {at}"
                )
            )
            continue
        fault = _unreadable(at) if record is None else _fault(record, last, records)
        if fault:
            code, message = fault
            findings.append(Finding(code, "error", message, REMEDY, where=f"{name}, строка {at}"))
            break
        last = record
    findings += _unfinished(records, name)

    return records, findings


def _is_torn(text: str) -> bool:
    return text.startswith('{"number"') and not text.rstrip().endswith("}")


def _unreadable(at: int) -> tuple[str, str]:
    return "log-altered", f"Строка {at} не читается: её изменили или повредили."


def _fault(record: Record, last: Record | None, records: list[Record]) -> tuple[str, str] | None:
    """What is wrong with a line after the last right one, or None."""
    expected = last["number"] + 1 if last else 1
    number, told = record["number"], f"Строка {record['number']} от {record['time']}"
    if number > expected:
        if any(other["number"] == expected for other in records):
            return "log-moved", f"{told} стоит не на своём месте: здесь была строка {expected}."
        return "log-missing-line", f"Перед строкой {number} от {record['time']} нет {_numbers(expected, number - 1)}."
    if number < expected:
        return "log-inserted", f"{told} стоит второй раз или вставлена после строки {expected - 1}."
    if record["hash"] != hash_of(record):
        return "log-altered", f"{told} изменена."
    if record["before"] != (last["hash"] if last else start(record["year"])):
        return "log-altered", f"{told} не продолжает предыдущую: подменена она или строка перед ней."

    return None


def _numbers(first: int, last: int) -> str:
    return f"строки {first}" if first == last else f"строк {first}-{last}"


def _unfinished(records: list[Record], name: str) -> Iterator[Finding]:
    ended = {record["begun"] for record in records}
    for record in records:
        if record["event"] == BEGUN and record["number"] not in ended:
            message = f"Строка {record['number']} от {record['time']}: «{record['action']}» начато, конца нет. Ключ мог быть прочитан."
            remedy = "Так бывает, когда программу остановили. Если этого никто не помнит, смените пароль ключа."
            yield Finding("log-unfinished", "warning", message, remedy, where=f"{name}, запись {record['number']}")


def sheet_findings(log: pd.DataFrame, book_id: str) -> list[Finding]:
    """Check the chain of the sheet «Журнал действий»; how it is sorted does not matter.

    Args:
        log: the table as read.
        book_id: the number of the book, from «Настройки».

    Returns:
        At most one error, the first fault (see :func:`file_findings`), and ``log-before-chain`` (info) for lines of a version that kept no chain.
    """
    from objectivity_core.tables.parse import records_of  # it imports pandas, which a log file needs not

    rows = [row | {"at": at} for at, row in zip(log.index.to_list(), records_of(log), strict=True)]
    old = [row for row in rows if _is_old(row)]
    chain = sorted(
        (row for row in rows if not _is_old(row)), key=lambda row: (row["number"] != row["number"], row["number"])
    )
    fault = next(_sheet_faults(chain, book_id), None)
    findings = [_of_row(row, code, message) for row, code, message in [fault] if row] if fault else []
    if old:
        message = f"Строк без отпечатка: {len(old)}. Они записаны прежней версией, цепочка начинается после них."
        findings.append(Finding("log-before-chain", "info", message, "", "log", row=old[0]["at"]))

    return findings


def _is_old(row: dict[str, Any]) -> bool:
    return row["number"] != row["number"] and not row["fingerprint"]


def _sheet_faults(chain: list[dict[str, Any]], book_id: str) -> Iterator[tuple[dict[str, Any], str, str]]:
    previous, expected, numbered = "", 1, False
    for row in chain:
        told = f"«{row['action']}» от {row['time']}"
        if row["number"] != row["number"]:
            yield row, "log-altered", f"У строки {told} стёрт номер."
            return
        number = int(row["number"])
        if number > expected:
            yield row, "log-missing-line", f"Перед строкой {number} ({told}) нет {_numbers(expected, number - 1)}."
        if number < expected:
            yield row, "log-inserted", f"Строка {number} ({told}) стоит второй раз или вставлена."
        known = [book_id] if numbered else ["", book_id]  # the book had no number before it had a key
        matching = [one for one in known if fingerprint(row, previous, one) == row["fingerprint"]]
        if not matching:
            yield row, "log-altered", f"Строка {number} ({told}) изменена."
        numbered = numbered or matching[:1] not in ([], [""])
        previous, expected = row["fingerprint"], number + 1


def _of_row(row: dict[str, Any], code: str, message: str) -> Finding:
    return Finding(
        code,
        "error",
        message,
        REMEDY,
        "log",
        "",
        TABLES["log"]["fingerprint"].heading,
        row["fingerprint"],
        row=row["at"],
    )


def pair_findings(log: pd.DataFrame, book: str, book_id: str, files: Mapping[str, list[Record]]) -> list[Finding]:
    """Compare the sheet with the files: both must tell the same.

    Args:
        log: the table as read.
        book: file name of the book.
        book_id: its number.
        files: readable lines of each log file by its name; none where there is no file.

    Returns:
        ``log-no-file``, ``log-cut`` (the file ends before the book's last line), ``log-differs`` (the first line that the two tell differently),
        ``log-sheet-cut`` (the book was saved with lines that it does not have; a warning once it was saved again), ``log-other-book``: errors. ``log-elsewhere`` (info): lines of the
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
        message = f"Файла журнала нет, а в книге {len(rows)} строк, которые в нём записаны: сверить не с чем."
        remedy = "Положите файл рядом с книгой или назовите его: objectivity log verify КНИГА ФАЙЛ."
        return [Finding("log-no-file", "error", message, remedy, "log")]
    known = {(record["number"], record["fingerprint"]) for record in records if record["fingerprint"]}
    unknown = [row for row in rows if (int(row["file_line"]), row["fingerprint"]) not in known]
    if unknown:
        row = unknown[0]
        last = max((record["number"] for record in records), default=0)
        told = f"строка {row['number']:g} («{row['action']}» от {row['time']})"
        if row["file_line"] > last:
            findings.append(
                _of_row(
                    row,
                    "log-cut",
                    f"В файле {names} нет конца: последняя запись {last}, а {told} — запись {row['file_line']:g}.",
                )
            )
        else:
            message = f"Книга и файл {names} говорят разное: {told} в файле не такая. Если был ещё один файл журнала, назовите и его."
            findings.append(_of_row(row, "log-differs", message))
    others = {record["book_id"] for record in records if record["book"] == book} - {"", book_id}
    if book_id and others and not any(record["book_id"] == book_id for record in records):
        findings.append(
            Finding(
                "log-other-book", "error", f"Файл {names} — журнал другой книги.", "Найдите файл этой книги.", "log"
            )
        )

    return [*findings, *_not_in_sheet(set(log["fingerprint"]), book, records)]


def _not_in_sheet(fingerprints: set[str], book: str, records: list[Record]) -> Iterator[Finding]:
    saved = [record for record in records if record["event"] == SAVED and record["book"] == book]
    lost = [record for record in saved if record["fingerprint"] not in fingerprints]
    if lost:
        message = f"Книгу записали {lost[-1]['time']} с последним отпечатком {lost[-1]['fingerprint']}, такой строки в ней нет."
        severity: Severity = (
            "error" if lost[-1] is saved[-1] else "warning"
        )  # a former copy that was worked on stays a former copy
        yield Finding(
            "log-sheet-cut", severity, f"{message} Конец журнала удалён, или это прежняя копия книги.", REMEDY, "log"
        )
    others = [record for record in records if record["line"] and record["fingerprint"] not in fingerprints]
    if others:
        last = others[-1]
        message = f"Записей, которых в этой книге нет: {len(others)}, последняя — {last['number']} («{last['action']}», {last['time']})."
        yield Finding(
            "log-elsewhere", "info", f"{message} Это другие копии книги или работа, которую не сохранили.", "", "log"
        )
