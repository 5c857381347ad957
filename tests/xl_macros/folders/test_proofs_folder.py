"""The folder for an inspection on disk: copies by measure, an inventory that leads to them, nothing of the school's touched."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import openpyxl
import pytest

from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from xl_macros.actions import action
from xl_macros.book.files import FileBook
from xl_macros.disk.foreign import local_folder
from xl_macros.errors import ObjectivityError
from xl_macros.folders import proofs as evidence_folder
from xl_macros.folders.proofs import load_shelf
from xl_macros.key.vault import vault_path
from xl_macros.runner.run import Report, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result
    from openpyxl.worksheet.worksheet import Worksheet

TODAY = dt.date(2025, 4, 28)
NAME = "Папка к проверке 28.04.2025"
COUNCIL, BRIEFING, ORDER = "M001", "M002", "M003"


def _documents(book: Path, *names: str) -> Path:
    folder = book.parent / "Подтверждения"
    folder.mkdir(exist_ok=True)
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"текст: {name}".encode())
        os.utime(path, (1_745_000_000, 1_745_000_000))

    return folder


def _opened(path: Path, proofs: dict[str, list[str]], **answers: str) -> FileBook:
    """The book with these documents typed into the terms of each measure, one per term from the first on."""
    book, table = FileBook(path, answers), TABLES["occurrences"]
    grid = book.grid(table)
    at = grid.positions()
    for measure_id, cells in proofs.items():
        rows = [row for row in grid.rows if row[at["Код меры"]] == measure_id]
        for row, cell in zip(rows, cells, strict=False):
            row[at["Выполнено"]], row[at["Подтверждение"]] = dt.date(2025, 4, 16), cell or None
    book.typed(table)

    return book


def _gather(path: Path, proofs: dict[str, list[str]], **answers: str) -> Report:
    return run(action("folder"), _opened(path, proofs, **answers), today=TODAY)


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _sheet(path: Path, title: str = "Опись") -> Worksheet:
    return openpyxl.load_workbook(path / "Опись.xlsx")[title]


def _rows(sheet: Worksheet) -> list[dict[str, Any]]:
    headings = [cell.value for cell in sheet[5]]
    rows = [dict(zip(headings, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=6)]

    return [row for row in rows if row[headings[0]]]


def test_named_files_are_copied_by_measure_as_they_are(school: Path) -> None:
    documents = _documents(school, "Протоколы/Протокол №3 от 16.04.2025.pdf", "Приказ 45-од от 10.09.2024.docx")
    _gather(school, {COUNCIL: ["Протокол № 3 от 16.04.2025"], ORDER: ["Приказ №45 от 10.09.2024"]})
    folder = school.parent / NAME
    copy = folder / "Педсовет" / "Протокол №3 от 16.04.2025.pdf"

    assert ["Опись.xlsx", "Педсовет/Протокол №3 от 16.04.2025.pdf", "Приказ/Приказ 45-од от 10.09.2024.docx"] == _files(
        folder
    )
    assert (documents / "Протоколы" / copy.name).read_bytes() == copy.read_bytes()
    assert 1_745_000_000 == copy.stat().st_mtime


def test_links_of_the_inventory_lead_to_the_copies(school: Path) -> None:
    _documents(school, "Протокол №3 от 16.04.2025.pdf", "План #1, 100% готов.pdf")
    _gather(school, {COUNCIL: ["Протокол № 3; https://disk.example/a", "План #1, 100% готов.pdf"]})
    folder = school.parent / NAME
    cells = [cell for row in _sheet(folder).iter_rows(min_row=6) for cell in row if cell.hyperlink]
    targets = [cell.hyperlink.target for cell in cells]

    assert "https://disk.example/a" in targets
    assert ["Протокол №3 от 16.04.2025.pdf", "https://disk.example/a", "План _1, 100_ готов.pdf"] == [
        cell.value for cell in cells
    ]
    assert all(
        (folder / unquote(target).replace("\\", "/")).is_file() for target in targets if not target.startswith("https")
    )


def test_the_inventory_says_measure_term_and_state_and_leaves_room_for_paper(school: Path) -> None:
    _documents(school, "МО/Справка.docx", "Совет/Справка.docx")
    _gather(school, {COUNCIL: ["Протокол № 3 от 16.04.2025; Справка.docx"], ORDER: [""]})
    first, second = _rows_of(school)

    assert ("Педсовет — октябрь 2024", dt.datetime(2024, 10, 31), dt.datetime(2025, 4, 16)) == (
        first["Мера"],
        first["Срок"],
        first["Выполнено"],
    )
    assert [("Протокол № 3 от 16.04.2025", "нет файла"), ("Справка.docx", "несколько похожих")] == [
        (row["Документ"], row["Состояние"]) for row in (first, second)
    ]
    assert [None, None] == [row["Где лежит"] for row in (first, second)]
    assert not second["Мера"]
    gaps = [row["Чего не хватает"] for row in _rows(_sheet(school.parent / NAME, "Чего не хватает"))]
    assert ["Выполнено, документ не назван", "Документ назван, файла нет", "Похожие файлы, нужен точный"] == gaps[:3]


def _rows_of(school: Path) -> list[dict[str, Any]]:
    sheet = _sheet(school.parent / NAME)
    headings = [cell.value for cell in sheet[5]]
    rows = [dict(zip(headings, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=6)]

    return [row for row in rows if row["Состояние"]]


def test_both_sheets_are_ready_to_print_and_the_inventory_to_sign(school: Path) -> None:
    _gather(school, {COUNCIL: ["https://disk.example/a"]})
    for title in ("Опись", "Чего не хватает"):
        sheet = _sheet(school.parent / NAME, title)

        assert ("landscape", 9, True, 1, 0) == (
            sheet.page_setup.orientation,
            int(sheet.page_setup.paperSize),
            sheet.sheet_properties.pageSetUpPr.fitToPage,
            int(sheet.page_setup.fitToWidth or 1),
            int(sheet.page_setup.fitToHeight),
        )
        assert "$5:$5" == sheet.print_title_rows
        assert "Школа № 1" in sheet.oddHeader.left.text
        assert "2024/2025" in sheet.oddHeader.right.text
    signed = [
        str(cell.value) for row in _sheet(school.parent / NAME).iter_rows(min_row=7) for cell in row if cell.value
    ]

    assert ["Папку собрал(а)", "Проверил(а)"] == [text.split(" __", maxsplit=1)[0] for text in signed if "__ /" in text]


def test_a_document_of_two_terms_is_copied_to_each_measure_once(school: Path) -> None:
    _documents(school, "Протокол 3.pdf")
    _gather(school, {COUNCIL: ["Протокол № 3", "Протокол 3.pdf"], ORDER: ["Протокол № 3"]})

    assert ["Опись.xlsx", "Педсовет/Протокол 3.pdf", "Приказ/Протокол 3.pdf"] == _files(school.parent / NAME)
    assert 3 == len(_rows_of(school))


def test_two_files_of_one_name_both_find_room_in_a_measure(school: Path) -> None:
    _documents(school, "МО/Протокол 3.pdf", "Совет/Протокол 3.pdf")
    _gather(school, {COUNCIL: ["МО/Протокол 3.pdf; Совет/Протокол 3.pdf"]})
    folder = school.parent / NAME / "Педсовет"

    assert {"Протокол 3.pdf": "текст: МО/Протокол 3.pdf", "Протокол 3 2.pdf": "текст: Совет/Протокол 3.pdf"} == {
        path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()
    }


def test_an_earlier_folder_and_everything_of_the_school_stay_as_they_are(
    school: Path, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    _documents(school, "Протокол 3.pdf")
    _gather(school, {COUNCIL: ["Протокол № 3"]})
    before = contents(school.parent)
    report = _gather(school, {COUNCIL: ["Протокол № 3"]})
    after = contents(school.parent)

    assert before == {name: after[name] for name in before}
    assert f"«{NAME} 2»" in report.message
    assert [f"{NAME} 2/Опись.xlsx", f"{NAME} 2/Педсовет/Протокол 3.pdf"] == sorted(set(after) - set(before))


def test_a_file_that_vanishes_is_listed_as_missing_and_the_rest_goes_on(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = _documents(school, "Протокол 3.pdf", "Приказ 45.pdf")
    listed = evidence_folder.load_shelf

    def and_then_gone(*arguments: Any) -> Any:
        shelf = listed(*arguments)
        (documents / "Протокол 3.pdf").unlink()

        return shelf

    monkeypatch.setattr(evidence_folder, "load_shelf", and_then_gone)
    _gather(school, {COUNCIL: ["Протокол № 3"], ORDER: ["Приказ № 45"]})

    assert ["Опись.xlsx", "Приказ/Приказ 45.pdf"] == _files(school.parent / NAME)
    assert ["нет файла", "есть файл"] == [row["Состояние"] for row in _rows_of(school)]
    missing = [
        row
        for row in _rows(_sheet(school.parent / NAME, "Чего не хватает"))
        if "не скопирован" in str(row["Что сделать"])
    ]
    assert [("Документ назван, файла нет", "Протокол № 3")] == [
        (row["Чего не хватает"], row["Документ или файл"]) for row in missing
    ]


def _with_measure(path: Path, number: str, measure: str, proof: str) -> Path:
    """Gather one document for a measure of that number and text; returns its copy."""
    book = _opened(path, {COUNCIL: [proof]})
    grid = book.grid(TABLES["measures"])
    grid.rows[0][grid.positions()["№"]], grid.rows[0][grid.positions()["Мероприятие"]] = number, measure
    book.typed(TABLES["measures"])
    run(action("folder"), book, today=TODAY)
    (copy,) = (path.parent / NAME).rglob("*.pdf")

    return copy


def test_a_folder_is_named_by_number_and_text_in_letters_that_windows_takes(school: Path) -> None:
    _documents(school, "Протокол 3.pdf")
    copy = _with_measure(school, "2.2", 'Совет: "итоги" <4/5>?', "Протокол № 3")

    assert "2.2 Совет – _итоги_ _4_5__" == copy.parent.name


def test_long_names_are_cut_so_that_windows_opens_them(tmp_path: Path, school_bytes: bytes) -> None:
    path = tmp_path / ("Папка школы с долгим именем" * 2) / "Книга 1.xlsm"
    path.parent.mkdir()
    path.write_bytes(school_bytes)
    long = "Протокол № 3 заседания методического объединения учителей начальных классов по итогам всероссийских проверочных.pdf"
    _documents(path, long)
    copy = _with_measure(path, "2.2", "Совещания с учителями о качестве и объективности оценки", long)

    assert copy.name.startswith("Протокол № 3")
    assert copy.name.endswith("….pdf")
    assert copy.parent.name.startswith("2.2 Совещания")
    assert len(str(copy)) < 200


def test_measures_of_one_name_get_folders_of_their_own(school: Path) -> None:
    _documents(school, "Протокол 3.pdf", "Протокол 4.pdf")
    book = _opened(school, {COUNCIL: ["Протокол № 3"], ORDER: ["Протокол № 4"]})
    grid = book.grid(TABLES["measures"])
    for row in grid.rows:
        row[grid.positions()["Мероприятие"]], row[grid.positions()["№"]] = "Контроль", "1.1"
    book.typed(TABLES["measures"])
    run(action("folder"), book, today=TODAY)

    assert ["1.1 Контроль 2/Протокол 4.pdf", "1.1 Контроль/Протокол 3.pdf", "Опись.xlsx"] == _files(
        school.parent / NAME
    )


def test_only_documents_are_listed(school: Path, tmp_path: Path) -> None:
    outside = tmp_path / "чужое.pdf"
    outside.write_bytes(b"x")
    folder = _documents(
        school, "Протокол 3.pdf", "~$Протокол 3.docx", ".скрытый.pdf", ".git/config", "Thumbs.db", f"{NAME}/Опись.xlsx"
    )
    (folder / "наружу.pdf").symlink_to(outside)
    (folder / "папка наружу").symlink_to(tmp_path, target_is_directory=True)
    (folder / "внутрь.pdf").symlink_to(folder / "Протокол 3.pdf")
    shelf = load_shelf(school, Settings(), [])

    assert ["Протокол 3.pdf", "внутрь.pdf"] == [file.path for file in shelf.files]
    assert ("Подтверждения", True, dt.date(2025, 4, 18)) == (shelf.name, shelf.exists, shelf.files[0].modified)


def test_the_book_and_its_key_are_no_documents(school: Path) -> None:
    vault_path(school, 2024).write_bytes(b"x")
    (school.parent / "Протокол 3.pdf").write_bytes(b"x")
    shelf = load_shelf(
        school, Settings(year=2024), [vault_path(school, 2024).name, school.name, "Протокол 3.pdf"], str(school.parent)
    )

    assert ["Протокол 3.pdf"] == [file.path for file in shelf.files]
    assert {"Протокол 3.pdf": str(school.parent / "Протокол 3.pdf")} == dict(shelf.elsewhere)


def test_the_folder_is_the_answer_else_the_remembered_one_else_the_one_beside_the_book(
    school: Path, tmp_path: Path
) -> None:
    remembered = tmp_path / "Архив"
    remembered.mkdir()
    settings = Settings(proof_folder=str(remembered))

    assert str(tmp_path / "Нет такой") == load_shelf(school, settings, [], str(tmp_path / "Нет такой")).folder
    assert str(remembered) == load_shelf(school, settings, []).folder
    assert (
        str(school.parent / "Подтверждения")
        == load_shelf(school, Settings(proof_folder=str(tmp_path / "Был")), []).folder
    )


def test_a_full_path_counts_where_it_leads_into_the_folder_and_nowhere_else(school: Path, tmp_path: Path) -> None:
    inside = _documents(school, "МО/Протокол 3.pdf") / "МО" / "Протокол 3.pdf"
    outside = tmp_path / "Личное" / "Заявление.pdf"
    outside.parent.mkdir()
    outside.write_bytes(b"x")
    report = _gather(school, {COUNCIL: [str(inside)], ORDER: [str(outside)]})

    assert ["Опись.xlsx", "Педсовет/Протокол 3.pdf"] == _files(school.parent / NAME)
    assert ["outside-proof"] == [one.code for one in report.findings if one.code.endswith("-proof")]


def test_only_what_lies_in_the_folder_of_documents_is_taken(school: Path, tmp_path: Path) -> None:
    """The previous key, other schools' books, what lies beside the book, links that lead out: none of it by any name."""
    home = school.parent
    archive = tmp_path / "Архив"
    archive.mkdir()
    key = vault_path(school, 2024)
    previous, other = home / "Ключ кодов 2024-2025 (прежний).xlsx", home / "Школа № 2.xlsm"
    for path in (tmp_path / "секрет.txt", archive / "акт.pdf", home / "справка.pdf", key, previous, other):
        path.write_bytes(path.name.encode())
    (archive / "наружу.txt").symlink_to(tmp_path / "секрет.txt")
    (archive / "папка").symlink_to(home, target_is_directory=True)
    (archive / "Приложение.pdf").hardlink_to(key)
    (archive / other.name).write_bytes(b"x")
    names = ["наружу.txt", "папка/справка.pdf", "Приложение.pdf", other.name, "../секрет.txt", "справка.pdf"]
    cells = [*names, f"../Архив/../{home.name}/{key.name}", *map(str, (key, previous, other, archive / "наружу.txt"))]
    shelf = load_shelf(school, Settings(year=2024), [*cells, "../Архив/акт.pdf"], str(archive))

    assert ["акт.pdf"] == [file.path for file in shelf.files]
    assert {"../Архив/акт.pdf"} == set(shelf.elsewhere)


def test_keys_and_books_stay_out_of_a_folder_that_holds_them(school: Path) -> None:
    names = [f"Ключ кодов {year}-{year + 1}{more}.xlsx" for year in (2023, 2024) for more in ("", " (прежний)")]
    for name in (*names, "Школа № 2.xlsm", "Конверт второго хранителя 2024-2025.xlsx", "Журнал 2024-2025.jsonl"):
        (school.parent / name).write_bytes(b"x")
    (school.parent / "Копии").mkdir()
    (school.parent / "Копии" / "старая книга.xlsx").write_bytes(b"x")
    (school.parent / "Приказ 45.pdf").write_bytes(b"x")

    assert ["Приказ 45.pdf"] == [
        file.path for file in load_shelf(school, Settings(year=2024), [], str(school.parent)).files
    ]


def test_no_cell_makes_the_program_ask_another_computer(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    status = os.stat

    def stat(path: Any, *arguments: Any, **options: Any) -> os.stat_result:
        asked.append(os.fspath(path) if not isinstance(path, int) else "")
        return status(path, *arguments, **options)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(os, "lstat", stat)
    cells = [r"\\host\share\a.pdf", "//host/share/b.pdf", "file://host/share/c.pdf", r"\\?\UNC\host\share\d.pdf"]
    remembered = Settings(proof_folder=r"\\host\share", scoring_folder="//host/share")
    shelf = load_shelf(school, remembered, [f"{cell}; Протокол 3.pdf" for cell in cells])

    assert {} == dict(shelf.elsewhere)
    assert str(school.parent / "Подтверждения") == shelf.folder
    assert asked
    assert not [path for path in asked if "host" in path]
    assert "" == local_folder(remembered.scoring_folder)


def test_a_document_that_names_a_pupil_is_not_copied_and_one_that_nobody_can_read_is_told(school: Path) -> None:
    documents = _documents(school, "Протокол 3.pdf", "Приказ 45.txt", "Скан.png")
    (documents / "Приказ 45.txt").write_text("Наградить Беркутову Яну, 4А", encoding="utf-8")
    (documents / "Скан.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    report = _gather(school, {COUNCIL: ["Протокол 3.pdf"], ORDER: ["Приказ 45.txt"], BRIEFING: ["Скан.png"]})
    told = {one.code: one for one in report.findings}

    assert not [name for name in _files(school.parent / NAME) if "Приказ 45" in name]
    assert ("error", True) == (told["proof-names-pupil"].severity, "Беркутову" in told["proof-names-pupil"].message)
    assert "Скан.png" in told["proof-not-read"].message
    assert ["есть файл", "есть файл", "нет файла"] == sorted(row["Состояние"] for row in _rows_of(school))


def test_a_path_that_leads_out_is_a_finding_and_no_copy(school: Path) -> None:
    secret = school.parent.parent / "секрет.txt"
    secret.write_bytes(b"x")
    report = _gather(school, {COUNCIL: ["../секрет.txt"]})
    secret.unlink()

    assert ["outside-proof"] == [one.code for one in report.findings if one.code.endswith("-proof")]
    assert ["Опись.xlsx"] == _files(school.parent / NAME)


def test_names_that_no_system_takes_are_missing_files_and_no_errors(school: Path) -> None:
    shelf = load_shelf(school, Settings(), ["а" * 300 + ".pdf", "нуль\x00.pdf", "//нет/такого/сервера.pdf"])

    assert {} == dict(shelf.elsewhere)


def test_a_folder_of_everything_is_refused(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _documents(school, "1.pdf", "2.pdf", "3.pdf")
    monkeypatch.setattr(evidence_folder, "MOST_FILES", 2)

    with pytest.raises(ObjectivityError, match="больше 2 файлов"):
        load_shelf(school, Settings(), [])


def test_without_folder_of_documents_the_inventory_is_written_and_the_finding_says_where_to_put_them(
    school: Path,
) -> None:
    report = _gather(school, {COUNCIL: ["Протокол 3.pdf"]})
    (finding,) = [one for one in report.findings if one.code == "no-proof-folder"]

    assert str(school.parent / "Подтверждения") in finding.message
    assert ["Опись.xlsx"] == _files(school.parent / NAME)


def test_the_command_line_gathers_the_folder(school: Path, cli: Callable[..., Result]) -> None:
    _documents(school, "Протокол 3.pdf")
    book = _opened(school, {COUNCIL: ["Протокол № 3"]})
    book.save(school, Settings(school="Школа № 1", year=2024), TODAY)
    result = cli("run", "folder", school, "--today", "2025-04-28")

    assert (0, None) == (result.exit_code, result.exception)
    assert f"Собрана папка «{NAME}»" in result.output
    assert ["Опись.xlsx", "Педсовет/Протокол 3.pdf"] == _files(school.parent / NAME)


def test_a_folder_that_cannot_be_made_is_one_sentence(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "нет прав")

    monkeypatch.setattr("tempfile.mkdtemp", refused)

    with pytest.raises(ObjectivityError, match=f"Не удалось создать папку .*{NAME}"):
        _gather(school, {COUNCIL: ["https://disk.example/a"]})


def test_a_link_that_leads_nowhere_is_no_document(school: Path) -> None:
    folder = _documents(school, "Протокол 3.pdf")
    (folder / "оборвана.pdf").symlink_to(folder / "нет.pdf")

    assert ["Протокол 3.pdf"] == [file.path for file in load_shelf(school, Settings(), []).files]


def test_everything_in_its_place_is_said(school: Path) -> None:
    _documents(school, "Протокол 3.pdf")
    _gather(school, {COUNCIL: ["Протокол № 3"] * 9, BRIEFING: ["Протокол № 3"] * 9, ORDER: ["Протокол № 3"] * 9})
    sheet = _sheet(school.parent / NAME, "Чего не хватает")

    assert "Всё на месте." == sheet.cell(6, 1).value
