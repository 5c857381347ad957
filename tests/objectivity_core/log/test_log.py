"""The log: every change of it shows, the first altered line is named, and honest use is no alteration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectivity_core.log.chain import (
    BEGUN,
    DONE,
    FAILED,
    LONGEST,
    SAVED,
    as_text_line,
    chained,
    facts,
    fingerprint,
    plain,
    read_line,
    sheet_line,
    start,
)
from objectivity_core.log.proof import file_findings, pair_findings, sheet_findings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import ROW, frame_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.log.chain import Record

BOOK, NUMBER, FILE = "Книга 1.xlsm", "0a1b2c3d", "Журнал 2024-2025.jsonl"


class Log:
    """A log file that grows, and the sheets that its lines go to."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def add(self, event: str, sheet: list[dict[str, Any]] | None = None, **more: Any) -> Record:
        number = len(self.records) + 1
        about = {
            "time": f"28.04.2025 10:00:{number:02d}",
            "book": BOOK,
            "book_id": NUMBER,
            "year": 2024,
            "who": "ivanova",
            "version": "1.0",
        }
        if sheet is not None:
            about |= {"line": len(sheet) + 1, "previous": sheet[-1]["fingerprint"] if sheet else "", "findings": number}
        record = facts(event, "Открыть коды", f"Открыто процедур: {number}.", **(about | more))
        self.records.append(chained(record, number, self.records[-1]["hash"] if self.records else start(2024)))
        if sheet is not None:
            sheet.append(sheet_line(self.records[-1]))

        return self.records[-1]

    @property
    def lines(self) -> list[str]:
        return [as_text_line(record) for record in self.records]


def new_sheet() -> list[dict[str, Any]]:
    return []


def frame(sheet: list[dict[str, Any]]) -> pd.DataFrame:
    return frame_of(TABLES["log"], sheet).rename_axis(index=ROW)


def codes(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in findings]


def errors(findings: list[Finding]) -> list[str]:
    return [one.code for one in findings if one.severity == "error"]


@pytest.fixture
def sheet() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def log(sheet: list[dict[str, Any]]) -> Log:
    """Five lines of one book, the third of them an opening with its beginning."""
    made = Log()
    made.add(DONE, sheet)
    made.add(DONE, sheet)
    begun = made.add(BEGUN)
    made.add(DONE, sheet, begun=begun["number"])
    made.add(DONE, sheet)

    return made


def all_findings(log: Log, sheet: list[dict[str, Any]], book: str = BOOK) -> list[Finding]:
    records, findings = file_findings(log.lines, FILE)

    return [
        *findings,
        *sheet_findings(frame(sheet), NUMBER),
        *pair_findings(frame(sheet), book, NUMBER, {FILE: records}),
    ]


# An intact log


def test_a_log_as_it_was_written_has_no_findings(log: Log, sheet: list[dict[str, Any]]) -> None:
    assert [] == all_findings(log, sheet)
    assert (5, 4) == (len(log.records), len(sheet))


def test_a_line_read_back_is_the_line_that_was_written(log: Log) -> None:
    assert log.records == [read_line(line) for line in log.lines]


def test_how_the_sheet_is_sorted_does_not_matter(log: Log, sheet: list[dict[str, Any]]) -> None:
    assert [] == all_findings(log, sheet[::-1])


def test_a_book_that_had_no_number_before_its_key_has_a_whole_chain() -> None:
    log, sheet = Log(), new_sheet()
    log.add(DONE, sheet, book_id="")
    log.add(DONE, sheet)

    assert [] == all_findings(log, sheet)


def test_lines_of_another_book_do_not_fit_into_the_chain(log: Log, sheet: list[dict[str, Any]]) -> None:
    """Nor does a line without number once the book has one."""
    assert ["log-altered"] == errors(sheet_findings(frame(sheet), "ffffffff"))
    log.add(DONE, sheet, book_id="")

    assert ["log-altered"] == errors(sheet_findings(frame(sheet), NUMBER))


def test_two_results_that_went_on_from_one_book_are_both_intact(log: Log, sheet: list[dict[str, Any]]) -> None:
    """Headless results are new files: the file knows both, each book knows its own."""
    one, other = list(sheet), list(sheet)
    log.add(DONE, one)
    log.add(DONE, other)
    log.add(DONE, one)

    assert [("log-elsewhere", "info")] == codes(all_findings(log, one))
    assert [("log-elsewhere", "info")] == codes(all_findings(log, other))
    assert [("log-elsewhere", "info")] == codes(all_findings(log, sheet))


def test_lines_of_a_version_without_chain_are_told_and_are_no_fault(log: Log, sheet: list[dict[str, Any]]) -> None:
    old = [
        {"time": "01.04.2025 09:00:00", "action": "Выдать коды", "message": "Выдано.", "findings": 0, "version": "0.1"}
    ] * 2
    findings = all_findings(log, old + sheet)

    assert [("log-before-chain", "info", 0)] == [(one.code, one.severity, one.row) for one in findings]
    assert findings[0].message.startswith("Строк без контрольного числа (столбец «Отпечаток»): 2.")


def test_an_empty_log_is_intact() -> None:
    assert ([], []) == file_findings([""], FILE)
    assert [] == sheet_findings(frame([]), "") + pair_findings(frame([]), BOOK, "", {})


# The file


@pytest.mark.parametrize(
    "name", ["number", "time", "event", "message", "findings", "who", "book", "line", "fingerprint", "before", "hash"]
)
@pytest.mark.parametrize("at", range(5))
def test_the_first_altered_line_of_the_file_is_named(at: int, name: str, log: Log) -> None:
    value = log.records[at][name]
    log.records[at] = log.records[at] | {name: value + 1 if isinstance(value, int) else f"{value}1"}
    findings = file_findings(log.lines, FILE)[1]
    (finding,) = [one for one in findings if one.severity == "error"]

    assert f"{FILE}, строка {at + 1}" == finding.where
    assert str(at + 1) in finding.message
    if name != "number":
        assert ("log-altered", f"Строка {at + 1} от {log.records[at]['time']} изменена.") == (
            finding.code,
            finding.message,
        )


@pytest.mark.parametrize("at", range(4))
def test_a_line_taken_out_of_the_file_is_named(at: int, log: Log) -> None:
    time = log.records[at + 1]["time"]
    del log.records[at]
    finding = next(one for one in file_findings(log.lines, FILE)[1] if one.severity == "error")

    assert ("log-missing-line", f"Перед строкой {at + 2} от {time} нет строки {at + 1}.") == (
        finding.code,
        finding.message,
    )


def test_several_lines_taken_out_are_one_finding(log: Log) -> None:
    del log.records[1:4]
    finding = file_findings(log.lines, FILE)[1][0]

    assert "Перед строкой 5 от 28.04.2025 10:00:05 нет строк 2-4." == finding.message


def test_lines_that_changed_places_are_named(log: Log) -> None:
    log.records[1], log.records[3] = log.records[3], log.records[1]
    finding = file_findings(log.lines, FILE)[1][0]

    assert ("log-moved", "Строка 4 от 28.04.2025 10:00:04 стоит не на своём месте: здесь была строка 2.") == (
        finding.code,
        finding.message,
    )


def test_a_line_put_in_is_named(log: Log) -> None:
    log.records.insert(3, log.records[1])
    finding = file_findings(log.lines, FILE)[1][0]

    assert ("log-inserted", f"{FILE}, строка 4") == (finding.code, finding.where)


def test_a_line_that_was_rewritten_with_its_hash_breaks_the_next(log: Log) -> None:
    forged = {
        name: value for name, value in log.records[1].items() if name not in {"hash", "number", "fingerprint", "before"}
    }
    log.records[1] = chained(forged | {"message": "Ничего не открыто."}, 2, log.records[0]["hash"])
    finding = file_findings(log.lines, FILE)[1][0]

    assert (
        "Строка 3 от 28.04.2025 10:00:03 не продолжает предыдущую: подменена она или строка перед ней."
        == finding.message
    )


@pytest.mark.parametrize("text", ["", "{}", "[]", "1", '{"number": true}', "Привет", "\0", '{"number": "1"}'])
def test_what_is_no_line_of_a_log_is_named_and_stops_nothing(text: str, log: Log) -> None:
    lines = log.lines
    lines[2] = text or "—"
    findings = file_findings(lines, FILE)[1]

    assert ["log-unreadable"] == errors(findings)
    assert f"{FILE}, строка 3" == findings[0].where


def test_a_line_cut_by_a_power_failure_is_a_warning_when_the_chain_goes_on(log: Log) -> None:
    lines = log.lines
    lines.insert(2, lines[2][:40])

    assert [("log-torn", "warning")] == codes(file_findings(lines, FILE)[1])


def test_the_log_of_another_year_does_not_pass_for_this_one(log: Log) -> None:
    """The first line follows the year."""
    moved = {
        name: value for name, value in log.records[0].items() if name not in {"hash", "number", "fingerprint", "before"}
    }
    log.records = [chained(moved | {"year": 2025}, 1, start(2024))]

    assert ["log-not-continued"] == errors(file_findings(log.lines, FILE)[1])


@pytest.mark.parametrize(("end", "expected"), [(None, [("log-unfinished", "warning")]), (FAILED, []), (DONE, [])])
def test_an_action_that_began_and_told_no_end_is_a_warning(
    end: str | None, expected: list[tuple[str, str]], log: Log
) -> None:
    begun = log.add(BEGUN)
    if end:
        log.add(end, begun=begun["number"])

    assert expected == codes(file_findings(log.lines, FILE)[1])


@given(st.data())
def test_no_change_of_one_character_of_the_file_goes_unseen(data: st.DataObject) -> None:
    """Blanks between the parts of a line say nothing and may change."""
    log, sheet = Log(), new_sheet()
    for _ in range(3):
        log.add(DONE, sheet)
    lines = log.lines
    row = data.draw(st.integers(0, 2))
    at = data.draw(st.integers(0, len(lines[row]) - 1))
    lines[row] = lines[row][:at] + data.draw(st.characters(codec="utf-8")) + lines[row][at + 1 :]
    changed = [record for record in map(read_line, lines) if record] != log.records
    findings = file_findings(lines, FILE)[1]

    assert changed == (findings != [])


# The sheet


@pytest.mark.parametrize(
    "name", ["time", "action", "message", "findings", "who", "version", "file_line", "fingerprint"]
)
@pytest.mark.parametrize("at", range(4))
def test_the_first_altered_line_of_the_sheet_is_named(
    at: int, name: str, sheet: list[dict[str, Any]], log: Log
) -> None:
    value = sheet[at][name]
    sheet[at][name] = value + 1 if isinstance(value, int) else f"{value}!"
    findings = sheet_findings(frame(sheet), NUMBER)

    assert [("log-altered", at)] == [(one.code, one.row) for one in findings]
    assert findings[0].message.startswith(f"Строка {at + 1} (")
    assert findings[0].message.endswith("изменена.")
    assert 5 == len(log.records)


@pytest.mark.parametrize("at", range(3))
def test_a_line_taken_out_of_the_sheet_is_named(at: int, sheet: list[dict[str, Any]], log: Log) -> None:
    del sheet[at]
    findings = sheet_findings(frame(sheet), NUMBER)

    assert ["log-missing-line"] == errors(findings)
    assert findings[0].message.startswith(f"Перед строкой {at + 2} (")
    assert findings[0].message.endswith(f"нет строки {at + 1}.")
    assert 5 == len(log.records)


@pytest.mark.usefixtures("log")
def test_a_line_taken_out_is_found_when_the_rest_is_numbered_anew(sheet: list[dict[str, Any]]) -> None:
    del sheet[1]
    for number, row in enumerate(sheet, start=1):
        row["number"] = number

    assert [("log-altered", 1)] == [(one.code, one.row) for one in sheet_findings(frame(sheet), NUMBER)]


@pytest.mark.usefixtures("log")
def test_a_line_without_number_or_a_copied_one_is_named(sheet: list[dict[str, Any]]) -> None:
    copied = [*sheet, sheet[2]]
    without = [*sheet[:2], sheet[2] | {"number": None}, sheet[3]]

    assert ["log-inserted"] == errors(sheet_findings(frame(copied), NUMBER))
    assert ["log-missing-line"] == errors(sheet_findings(frame(without), NUMBER))
    assert ["log-without-number"] == errors(sheet_findings(frame([*sheet[:3], sheet[3] | {"number": None}]), NUMBER))


# Both


def test_a_line_that_only_the_sheet_has_lost_at_the_end_is_told(log: Log, sheet: list[dict[str, Any]]) -> None:
    """Whether it was deleted or never saved nobody can know; once the book was saved with it, it was deleted."""
    last = sheet.pop()

    assert [("log-elsewhere", "info")] == codes(all_findings(log, sheet))
    log.add(SAVED, fingerprint=last["fingerprint"])
    findings = all_findings(log, sheet)

    assert ["log-sheet-cut"] == errors(findings)
    assert last["fingerprint"] in findings[0].message
    assert [] == errors(all_findings(log, [*sheet, last]))
    assert [] == errors(all_findings(log, sheet, book="Другая копия.xlsm"))


def test_a_former_copy_that_was_worked_on_and_saved_stays_a_warning(log: Log, sheet: list[dict[str, Any]]) -> None:
    last = sheet.pop()
    log.add(SAVED, fingerprint=last["fingerprint"])
    later = log.add(DONE, sheet)
    log.add(SAVED, fingerprint=later["fingerprint"])

    assert ("log-former-copy", "warning") in codes(all_findings(log, sheet))
    assert [] == errors(all_findings(log, sheet))


def test_a_file_that_lost_its_end_is_told_by_the_book(log: Log, sheet: list[dict[str, Any]]) -> None:
    log.records = log.records[:3]
    findings = all_findings(log, sheet)
    cut = next(one for one in findings if one.code == "log-cut")

    assert ["log-cut"] == errors(findings)
    assert "последняя запись 3" in cut.message
    assert (2, True) == (cut.row, "строка 3 («Открыть коды»" in cut.message)


def test_a_file_written_anew_with_right_hashes_is_told_by_the_book(log: Log, sheet: list[dict[str, Any]]) -> None:
    forged, other = Log(), new_sheet()
    for _ in log.records:
        forged.add(DONE, other, who="petrova")

    assert [] == file_findings(forged.lines, FILE)[1]
    assert ["log-differs"] == errors(all_findings(forged, sheet))


def test_without_the_file_the_book_says_what_cannot_be_proved(log: Log, sheet: list[dict[str, Any]]) -> None:
    assert ["log-no-file"] == errors(pair_findings(frame(sheet), BOOK, NUMBER, {}))
    assert 5 == len(log.records)


def test_a_book_whose_lines_lie_in_two_files_is_proved_by_both(log: Log, sheet: list[dict[str, Any]]) -> None:
    second = Log()
    second.add(DONE, sheet)

    assert ["log-differs"] == errors(pair_findings(frame(sheet), BOOK, NUMBER, {"2": second.records}))
    assert [] == pair_findings(frame(sheet), BOOK, NUMBER, {"1": log.records, "2": second.records})


def test_a_line_that_could_not_be_written_to_the_file_stays_in_the_chain_of_the_sheet(
    log: Log, sheet: list[dict[str, Any]]
) -> None:
    record = facts(
        DONE, "Обновить сроки", "Готово.", book_id=NUMBER, year=2024, line=5, previous=sheet[-1]["fingerprint"]
    )
    sheet.append(sheet_line(chained(record, 0, start(2024))))

    assert [] == all_findings(log, sheet)
    sheet[-1]["message"] = "Иначе."

    assert ["log-altered"] == errors(all_findings(log, sheet))


# What a line may hold


def test_a_code_never_reaches_the_log() -> None:
    record = facts(FAILED, "Открыть коды", "Работа 1000002, работы 5724017; 4812345: нет балла")

    assert "Работа •••••••, работы •••••••; •••••••: нет балла" == record["message"]


@pytest.mark.parametrize(
    ("text", "kept"), [("Выдано 123456", "Выдано 123456"), ("28.04.2025", "28.04.2025"), ("12345678", "12345678")]
)
def test_other_numbers_stay(text: str, kept: str) -> None:
    assert kept == plain(text)


def test_a_message_is_one_line_that_a_cell_can_hold() -> None:
    assert "а б в" == plain("а\r\n\tб\u2028 в\x00")
    assert LONGEST == len(plain("я" * 5000))


@given(st.text(), st.integers(0, 10**6))
def test_a_line_survives_the_way_through_the_sheet(text: str, findings: int) -> None:
    """Cells come back stripped, numbers as floats; the fingerprint stays right."""
    record = chained(facts(DONE, "Действие", text, findings=findings, line=1, year=2024), 1, start(2024))
    line = json.loads(json.dumps(sheet_line(record)))
    back = {
        name: value.strip(" \t\r\n\xa0") if isinstance(value, str) else float(value) for name, value in line.items()
    }

    assert record["fingerprint"] == fingerprint(back, "", "")
