"""The folder for an inspection holds what «Подтверждение» names, by measure, and says what is missing; it never guesses."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from objectivity_core.proofs.folder import (
    ABSENT,
    ALIKE,
    GAPS,
    LINK,
    PRESENT,
    SIMILAR,
    UNUSED,
    Shelf,
    ShelfFile,
    assemble,
    gathered,
)
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of, key_of, records_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from objectivity_core.state import Outcome
    from tests.objectivity_core.conftest import MakeState

TODAY = dt.date(2025, 4, 28)
DAY = dt.date(2025, 4, 16)
MEASURES = [
    {
        "measure_id": "M002",
        "number": "2.2",
        "measure": "Совещания с учителями",
        "phrase": "апрель",
        "responsible": "Директор",
    },
    {"measure_id": "M001", "number": "1.1", "measure": "Инструктаж", "phrase": "апрель", "responsible": "Директор"},
]


def term(measure_id: str = "M001", ordinal: int = 1, **more: Any) -> dict[str, Any]:
    number, measure = ("1.1", "Инструктаж — ВПР") if measure_id == "M001" else ("2.2", "Совещания с учителями")
    base = {
        "measure_id": measure_id,
        "ordinal": ordinal,
        "number": number,
        "measure": measure,
        "until": dt.date(2025, 4, 30),
    }

    return base | {"status": "выполнено", "done": DAY} | more


def shelf(
    *paths: str,
    size: int = 5,
    exists: bool = True,
    elsewhere: Mapping[str, str] | None = None,
    taken: tuple[str, ...] = (),
) -> Shelf:
    files = tuple(ShelfFile(path, size, DAY) for path in paths)

    return Shelf("/школа/Подтверждения", "Подтверждения", exists, files, elsewhere or {}, frozenset(taken))


def gather(documents: Shelf, *terms: dict[str, Any]) -> Outcome:
    return gathered(
        frame_of(TABLES["occurrences"], list(terms)), frame_of(TABLES["measures"], MEASURES), documents, TODAY
    )


def inventory(outcome: Outcome) -> list[tuple[str, str, str, str]]:
    rows = records_of(outcome.product.inventory)

    return [(row["number"], row["document"], row["state"], row["source"]) for row in rows]


def gaps(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(row["gap"], row["number"], row["document"]) for row in records_of(outcome.product.gaps)]


def codes(outcome: Outcome) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in outcome.findings]


def test_each_document_of_a_cell_is_listed_with_its_file_or_link() -> None:
    cell = "Протокол № 3 от 16.04.2025; Справки/Справка.docx\nhttps://disk.example/a"
    outcome = gather(shelf("Протокол 3 от 16.04.2025.pdf", "Справки/Справка.docx"), term(proof=cell))

    assert [
        ("1.1", "Протокол № 3 от 16.04.2025", PRESENT, "Протокол 3 от 16.04.2025.pdf"),
        ("1.1", "Справки/Справка.docx", PRESENT, "Справки/Справка.docx"),
        ("1.1", "https://disk.example/a", LINK, "https://disk.example/a"),
    ] == inventory(outcome)
    assert [] == gaps(outcome)
    assert [] == outcome.findings


def test_documents_stand_in_the_order_of_the_plan_and_then_of_dates() -> None:
    outcome = gather(
        shelf(),
        term("M001", 1, proof="https://a.example/late", until=dt.date(2025, 5, 2)),
        term("M001", 2, proof="https://a.example/early", until=dt.date(2025, 4, 2)),
        term("M002", 1, proof="https://a.example/other"),
        term("M009", 1, proof="https://a.example/gone", number="9", measure="Снятая мера"),
    )

    assert ["other", "early", "late", "gone"] == [source.rpartition("/")[2] for _, _, _, source in inventory(outcome)]


def test_a_measure_is_named_by_the_plan_and_its_term_by_itself() -> None:
    row = records_of(gather(shelf(), term(proof="https://a.example/1")).product.inventory)[0]

    assert ("Инструктаж", "Инструктаж — ВПР") == (row["title"], row["measure"])


def test_a_file_that_is_not_there_is_a_warning_and_words_without_file_are_information() -> None:
    outcome = gather(shelf(), term(proof="Протокол 3.pdf; Приказ № 45 от 10.09.2024"))
    warning, info = outcome.findings

    assert [("1.1", "Протокол 3.pdf", ABSENT, ""), ("1.1", "Приказ № 45 от 10.09.2024", ABSENT, "")] == inventory(
        outcome
    )
    assert [("no-proof-file", "warning"), ("proof-not-found", "info")] == codes(outcome)
    assert "«Подтверждения»" in warning.message
    assert "/школа/Подтверждения" in warning.remedy
    assert ("Протокол 3.pdf", "Приказ № 45 от 10.09.2024") == (warning.value, info.value)


def test_similar_files_are_named_and_none_is_taken() -> None:
    outcome = gather(
        shelf("МО/Протокол 3.pdf", "Совет/Протокол 3.pdf", "Справка.doc"), term(proof="Протокол 3.pdf; Справка.docx")
    )

    assert [("1.1", "Протокол 3.pdf", SIMILAR, ""), ("1.1", "Справка.docx", ALIKE, "")] == inventory(outcome)
    assert [("ambiguous-proof", "warning")] * 2 == codes(outcome)
    assert "МО/Протокол 3.pdf; Совет/Протокол 3.pdf" in outcome.findings[0].message
    assert [] == [gap for gap in gaps(outcome) if gap[0] == UNUSED]


def test_a_number_alone_does_not_stand_for_a_number_and_a_date() -> None:
    outcome = gather(
        shelf("Протокол 3.docx"),
        term(proof="Протокол педсовета № 3 от 20.10.2025"),
        term("M002", proof="Протокол 3.docx"),
    )

    assert [
        ("2.2", "Протокол 3.docx", PRESENT, "Протокол 3.docx"),
        ("1.1", "Протокол педсовета № 3 от 20.10.2025", ALIKE, ""),
    ] == inventory(outcome)
    assert ["Похожи: Протокол 3.docx"] == [note for note in outcome.product.gaps["note"] if "Похожи" in note]


def test_a_path_that_leads_out_of_the_folders_is_said_and_nothing_is_taken() -> None:
    outcome = gather(shelf("Акт.pdf"), term(proof="../секрет.txt"))
    (finding,) = outcome.findings

    assert [("1.1", "../секрет.txt", ABSENT, "")] == inventory(outcome)
    assert ("outside-proof", "warning") == (finding.code, finding.severity)
    assert "«../секрет.txt» ведёт за пределы папки «Подтверждения»" in finding.message


def test_the_text_and_the_scan_of_a_document_both_belong_to_it() -> None:
    outcome = gather(shelf("Протокол 3.docx", "Протокол 3.pdf"), term(proof="Протокол № 3"))

    assert ["Протокол 3.docx", "Протокол 3.pdf"] == [source for _, _, _, source in inventory(outcome)]


def test_done_without_document_is_one_warning_per_measure_with_the_count() -> None:
    outcome = gather(shelf(), term(ordinal=1), term(ordinal=2), term("M002"), term(ordinal=3, decision="не требуется"))
    other, first = outcome.findings

    assert [("no-proof", "warning")] * 2 == codes(outcome)
    assert "Мера 1.1" in first.message
    assert "сроков: 2" in first.message
    assert "Мера 2.2" in other.message
    assert [("Выполнено, документ не назван", "2.2", "")] == gaps(outcome)[:1]
    assert 3 == len(gaps(outcome))


def test_findings_lead_to_the_cell_of_their_term() -> None:
    terms = [term(proof="нет.pdf"), term(ordinal=2, procedure_id="ВПР-РУ-4А-2025-04-15")]
    keys = key_of(TABLES["occurrences"], frame_of(TABLES["occurrences"], terms)).to_list()

    assert [("occurrences", key, "Подтверждение") for key in reversed(keys)] == [
        (finding.table, finding.key, finding.column) for finding in gather(shelf(), *terms).findings
    ]


def test_past_terms_with_nothing_are_missing_and_terms_to_come_are_not() -> None:
    nothing: dict[str, Any] = {"done": None, "proof": ""}
    outcome = gather(
        shelf(),
        term(ordinal=1, status="просрочено", **nothing),
        term(ordinal=2, status="нет записей с 05.11.2024", **nothing),
        term(ordinal=3, status="срок близко", **nothing),
        term(ordinal=4, status="предстоит", **nothing),
        term(ordinal=5, status="пора подвести итог", **nothing),
        term(ordinal=6, status="просрочено", done=None, proof="https://a.example/draft"),
    )

    assert [("Срок прошёл, ничего нет", "1.1", "")] * 2 == gaps(outcome)
    assert [] == outcome.findings


def test_files_that_no_measure_names_are_listed() -> None:
    outcome = gather(shelf("Протокол 3.pdf", "Прочее/Фото.jpg"), term(proof="Протокол № 3"))

    assert [(UNUSED, "", "Прочее/Фото.jpg")] == gaps(outcome)
    assert "изменён 16.04.2025" == outcome.product.gaps["note"].iloc[0]
    assert "Не хватает: 0" in outcome.message


def test_an_empty_file_is_said() -> None:
    outcome = gather(shelf("Протокол 3.pdf", size=0), term(proof="Протокол № 3"))

    assert [("empty-proof", "warning")] == codes(outcome)
    assert [("Файл пуст", "1.1", "Протокол № 3")] == gaps(outcome)


def test_a_full_path_that_exists_is_taken_before_any_file_of_the_folder() -> None:
    elsewhere = {
        "C:/Документы/Протокол 3.pdf": "C:/Документы/Протокол 3.pdf",
        "Протокол 3.pdf": "/школа/Протокол 3.pdf",
    }
    outcome = gather(
        shelf("Протокол 3.pdf", elsewhere=elsewhere), term(proof="C:\\Документы\\Протокол 3.pdf; Протокол 3.pdf")
    )

    assert ["C:/Документы/Протокол 3.pdf", "Протокол 3.pdf"] == [source for _, _, _, source in inventory(outcome)]


def test_a_file_beside_the_book_is_taken_where_the_folder_has_none() -> None:
    outcome = gather(shelf(elsewhere={"Протокол 3.pdf": "/школа/Протокол 3.pdf"}), term(proof="Протокол 3.pdf"))

    assert [("1.1", "Протокол 3.pdf", PRESENT, "/школа/Протокол 3.pdf")] == inventory(outcome)


def test_without_folder_people_are_told_where_to_put_documents_unless_all_are_links() -> None:
    missing = gather(shelf(exists=False), term(proof="Протокол 3.pdf"))
    links = gather(shelf(exists=False), term(proof="https://a.example/1"))

    assert [("no-proof-folder", "warning"), ("no-proof-file", "warning")] == codes(missing)
    assert "/школа/Подтверждения" in missing.findings[0].message
    assert [] == codes(links)


def test_the_folder_has_a_name_that_is_free_and_the_message_counts_each_copy_once() -> None:
    documents = shelf("Протокол 3.pdf", taken=("Папка к проверке 28.04.2025", "папка К проверке 28.04.2025 2"))
    outcome = gather(
        documents,
        term(ordinal=1, proof="Протокол № 3"),
        term(ordinal=2, proof="Протокол 3.pdf"),
        term("M002", proof="Протокол № 3"),
    )

    assert "Папка к проверке 28.04.2025 3" == outcome.product.title
    assert "«Папка к проверке 28.04.2025 3»" in outcome.message
    assert "мер с документами 2, файлов 2, ссылок 0" in outcome.message


def test_gaps_stand_in_the_order_of_the_sheet() -> None:
    outcome = gather(
        shelf("Лишний.pdf"),
        term(ordinal=1, status="просрочено", done=None),
        term(ordinal=2, proof="нет.pdf"),
        term(ordinal=3, proof=""),
    )
    found = [gap for gap, _, _ in gaps(outcome)]

    assert sorted(found, key=GAPS.index) == found
    assert 4 == len(found)


def test_nothing_at_all_makes_an_empty_inventory_and_no_findings() -> None:
    outcome = gather(shelf())

    assert [] == inventory(outcome)
    assert [] == codes(outcome)
    assert isinstance(outcome.product.inventory, pd.DataFrame)


def test_the_action_sees_the_plan_as_it_is_dated_today(make_state: MakeState) -> None:
    measures = [
        {
            "measure_id": "M001",
            "number": "1.1",
            "measure": "Совет",
            "phrase": "октябрь, апрель",
            "responsible": "Директор",
        }
    ]
    april = {"start": dt.date(2025, 4, 1), "due": dt.date(2025, 4, 30)}
    occurrences = [{"measure_id": "M001", "ordinal": 2, "done": DAY, "proof": "https://a.example/1", **april}]
    outcome = assemble(make_state(measures=measures, procedures=[], occurrences=occurrences), shelf())

    assert [("1.1", "https://a.example/1", LINK, "https://a.example/1")] == inventory(outcome)
    assert [("Срок прошёл, ничего нет", "1.1", "")] == gaps(outcome)


def test_a_folder_that_does_not_open_is_a_warning() -> None:
    documents = dataclasses.replace(shelf(), unread=("/школа/Подтверждения/Закрытая",))

    assert [("unread-folder", "warning")] == codes(gather(documents))
