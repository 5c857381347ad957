"""«Индивидуальные результаты»: headings as they occur, counts that may differ, marks that may be text."""

from __future__ import annotations

from typing import Any

import pytest

from objectivity_core.comparison.external import External, read_individual

HEADINGS = [
    *("ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант"),
    *("1 (2б)", "2 (1б)", "Первичный балл", "Отметка", "Отметка по журналу"),
]


def pupil(code: Any = "40001", mark: Any = 4, own: Any = "5", variant: Any = 1, primary: Any = 3) -> list[Any]:
    return ["edu1", "район", "МБОУ", code, 4.0, variant, 2, 1, primary, mark, own]


def sheet(
    *pupils: list[Any], headings: list[str] | None = None, declared: int | None = None
) -> dict[str, list[list[Any]]]:
    width = len(HEADINGS)

    def line(*cells: Any) -> list[Any]:
        return [*cells, *[None] * (width - len(cells))]

    return {
        "Обложка": [["ничего"]],
        "Лист1": [
            line("Индивидуальные результаты"),
            line(),
            line("ВПР 2026 Русский язык 4 класс"),
            line("Предмет:", "Русский язык"),
            line("Максимальный первичный балл:", 24),
            line("Дата:", "20.04.2026"),
            line(None, None, "Уровень сложности задания", None, None, None, "Б", "П"),
            headings or HEADINGS,
            line(f"МБОУ «…»(edu1) | Кол-во участников: {len(pupils) if declared is None else declared}"),
            *pupils,
        ],
    }


def read(sheets: dict[str, list[list[Any]]]) -> External:
    external = read_individual("ф1.xlsx", sheets)
    assert external is not None

    return external


def test_pupils_with_both_marks_are_read() -> None:
    external = read(sheet(pupil(), pupil("00089", "3", 3.0)))

    assert ("ВПР 2026 Русский язык 4 класс", "Русский язык", ()) == (
        external.title,
        external.subject,
        external.findings,
    )
    assert [("40001", "4", 4.0, 5.0, False), ("00089", "4", 3.0, 3.0, False)] == list(
        external.rows[["code", "class", "mark", "own_mark", "absent"]].itertuples(index=False, name=None)
    )
    assert {"ВПР 2026 Русский язык 4 класс"} == set(external.pairs()["procedure_id"])
    assert {"Русский язык"} == set(external.pairs()["subject"])


def test_latin_letters_in_headings_are_the_russian_ones_they_look_like() -> None:
    headings = [heading.replace("К", "K").replace("х", "x").upper() for heading in HEADINGS]

    assert 1 == len(read(sheet(pupil(), headings=headings)).rows)


@pytest.mark.parametrize("lost", ["Код участника", "Класс", "Отметка", "Отметка по журналу"])
def test_a_sheet_without_a_needed_heading_is_not_this_layout(lost: str) -> None:
    assert (
        read_individual(
            "x.xlsx",
            sheet(
                pupil(), headings=[heading.replace(lost, "—") if heading == lost else heading for heading in HEADINGS]
            ),
        )
        is None
    )


def test_headings_are_looked_for_near_the_top_only() -> None:
    assert read_individual("x.xlsx", {"Лист": [[None]] * 40 + [HEADINGS]}) is None
    assert read_individual("x.xlsx", {}) is None


def test_columns_that_are_not_needed_may_be_missing() -> None:
    headings = ["—" if heading in {"Вариант", "Первичный балл"} else heading for heading in HEADINGS]

    assert 1 == len(read(sheet(pupil(), headings=headings)).rows)


@pytest.mark.parametrize("word", ["отсутствовал", "Отсутствовала", "не писал"])
@pytest.mark.parametrize("column", ["variant", "primary", "mark"])
def test_an_absent_pupil_is_absent_and_no_finding(word: str, column: str) -> None:
    external = read(sheet(pupil(**{column: word})))

    assert [True] == external.rows["absent"].to_list()
    assert () == external.findings


@pytest.mark.parametrize("cell", [None, "", "нет отметки", "Нет отметки"])
def test_no_journal_mark_is_no_error(cell: Any) -> None:
    external = read(sheet(pupil(own=cell)))

    assert external.rows["own_mark"].isna().all()
    assert () == external.findings


@pytest.mark.parametrize(
    ("cell", "why"), [("6", "2, 3, 4 или 5"), (4.5, "2, 3, 4 или 5"), ("пять", "число"), ("=5", "число")]
)
def test_a_mark_that_is_none_is_named_with_its_cell_and_the_rest_is_read(cell: Any, why: str) -> None:
    external = read(sheet(pupil(), pupil("40002", cell)))

    (finding,) = external.findings
    assert ("bad-external-mark", "ф1.xlsx: Лист1!J11") == (finding.code, finding.where)
    assert "40002" in finding.message
    assert why in finding.message
    assert [4.0] == external.rows["mark"].dropna().to_list()


def test_a_declared_count_that_differs_from_the_rows_is_said() -> None:
    (finding,) = read(sheet(pupil(), declared=89)).findings

    assert ("declared-count", "warning") == (finding.code, finding.severity)
    assert "89" in finding.message


def test_rows_without_code_are_no_pupils() -> None:
    assert 1 == len(read(sheet(pupil(), pupil(None), declared=1)).rows)


def test_rows_cut_short_by_the_file_format_raise_nothing() -> None:
    short = ["edu1", "район", "МБОУ", "40003", 4]
    external = read(sheet(pupil(), short, [], ["итого"], declared=2))

    assert ["40001", "40003"] == external.rows["code"].to_list()
    assert external.rows["mark"].isna().to_list() == [False, True]


def test_a_file_without_title_is_called_by_its_name() -> None:
    cells = {"Лист1": [HEADINGS, pupil()]}

    assert ("ф1.xlsx", "") == (read(cells).title, read(cells).subject)


def test_a_file_without_pupils_is_read_as_none() -> None:
    rows = read(sheet()).rows

    assert rows.empty
    assert ["bool", "float64", "float64"] == [str(rows[name].dtype) for name in ("absent", "mark", "own_mark")]


def codes(*sheets: dict[str, list[list[Any]]]) -> tuple[list[str], list[str]]:
    external = read({f"{title} {at}": cells for at, one in enumerate(sheets) for title, cells in one.items()})

    return list(external.rows["code"]), [finding.code for finding in external.findings]


def test_every_sheet_of_the_layout_is_read_with_its_own_title() -> None:
    other = sheet(pupil("40001"), pupil("40003"))
    other["Лист1"][2][0], other["Лист1"][3][1] = "ВПР 2026 Математика 4 класс", "Математика"
    external = read({"1": sheet(pupil())["Лист1"], "2": other["Лист1"]})

    assert () == external.findings
    assert [("Русский язык", "40001"), ("Математика", "40001"), ("Математика", "40003")] == list(
        external.pairs()[["subject", "code"]].itertuples(index=False, name=None)
    )
    assert {"ВПР 2026 Русский язык 4 класс", "ВПР 2026 Математика 4 класс"} == set(external.pairs()["procedure_id"])


def test_a_table_of_another_layout_beside_is_named() -> None:
    external = read(sheet(pupil()) | {"5Б": [["40009", "5Б", "4", "4"]]})

    assert [("external-sheet-left-out", True)] == [(one.code, "5Б" in one.message) for one in external.findings]


@pytest.mark.parametrize(
    "row",
    [
        pupil("Среднее", 3.4, 4),
        pupil("Средний балл", 3, 4),
        ["Итого", None, None, 25, "4", None, 2, 1, 3, 4, 5],
        ["Всего:", None, None, "25", None, None, None, None, None, 4, 5],
        pupil("87 %", 4, 4),
        pupil(3.4, 4, 4),
        pupil(None, 4, 4),
    ],
)
def test_a_row_of_totals_is_no_pupil_and_that_is_said(row: list[Any]) -> None:
    assert (["40001"], ["no-pupil-rows"]) == codes(sheet(pupil(), row, declared=1))


def test_a_school_whose_name_has_the_word_middle_is_no_total() -> None:
    named = pupil()
    named[2] = "Средняя школа № 5"

    assert (["40001"], []) == codes(sheet(named))


def test_equal_rows_of_one_code_count_once_and_unequal_ones_not_at_all() -> None:
    assert (["40001", "40002"], ["external-code-twice"]) == codes(sheet(pupil(), pupil("40002"), pupil()))
    assert (["40002"], ["external-code-clash"]) == codes(sheet(pupil(), pupil("40002"), pupil(mark=3)))
    assert (["40001"], ["external-code-twice"]) == codes(sheet(pupil()), sheet(pupil()))


def test_one_code_in_two_schools_is_two_pupils() -> None:
    other = pupil()
    other[0] = "edu2"

    assert (["40001", "40001"], []) == codes(sheet(pupil(), other))


@pytest.mark.parametrize("words", ["Кол-во участников: {}", "Количество участников – {}", "Всего участников {}"])
def test_each_school_s_count_is_held_against_its_own_rows(words: str) -> None:
    def schools(whole: int, first: int, second: int) -> list[str]:
        cells = sheet(pupil("1"), pupil("2"), pupil("3"))
        cells["Лист1"][8:9] = [["Район | " + words.format(whole)], ["Школа 1 | " + words.format(first)]]
        cells["Лист1"].insert(11, ["Школа 2 | " + words.format(second)])

        return [str(finding.where) for finding in read(cells).findings]

    assert [] == schools(3, 1, 2)
    assert ["ф1.xlsx: Лист1!A10", "ф1.xlsx: Лист1!A12"] == schools(3, 2, 1)
    assert ["ф1.xlsx: Лист1!A9"] == schools(5, 1, 2)
