"""Excel asks by its own dialogs, again until the answer fits; Cancel is an answer of its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from xl_macros.dialogs.excel import FILE_PICKER, FOLDER_PICKER, OK, ExcelDialogs, ask_secret
from xl_macros.dialogs.question import Question

CANCEL = 0
"""What ``FileDialog.Show`` returns then."""


class FakeExcel:
    """The part of Excel's object model that the dialogs use."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.prompts: list[str] = []
        self.defaults: list[str] = []
        self.dialog = SimpleNamespace(
            Show=lambda: self.answers.pop(0), SelectedItems=lambda _: r"C:\Школа\Результаты.xlsx", InitialFileName=""
        )

    def InputBox(self, prompt: str, title: str, default: str, Type: int) -> Any:  # noqa: N802, N803 - Excel's own names
        assert (title, Type) == ("Объективность", 2)
        self.prompts.append(prompt)
        self.defaults.append(default)

        return self.answers.pop(0)

    def confirm(self, prompt: str) -> bool:
        self.prompts.append(prompt)

        return bool(self.answers.pop(0))

    def FileDialog(self, kind: int) -> Any:  # noqa: N802 - Excel's own name
        self.dialog.kind = kind

        return self.dialog


def _ask(excel: FakeExcel, question: Question, *secrets: str | None) -> str | None:
    typed = list(secrets)

    return ExcelDialogs(excel, lambda _: typed.pop(0), excel.confirm).ask(question)


@pytest.mark.parametrize(("kind", "picker"), [("file", FILE_PICKER), ("folder", FOLDER_PICKER)])
def test_files_and_folders_are_picked_beginning_where_the_last_one_was(kind: Any, picker: int) -> None:
    excel = FakeExcel(OK)
    answer = _ask(excel, Question("x", kind, "Что открыть?", default=r"C:\Школа"))

    assert r"C:\Школа\Результаты.xlsx" == answer
    assert (picker, "Что открыть?", r"C:\Школа") == (
        excel.dialog.kind,
        excel.dialog.Title,
        excel.dialog.InitialFileName,
    )


def test_leaving_a_picker_ends_the_action() -> None:
    assert None is _ask(FakeExcel(CANCEL), Question("x", "file", "Файл?"))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [(("1",), ""), (("2", OK), r"C:\Школа\Результаты.xlsx"), ((False,), None), (("2", CANCEL), None)],
)
def test_where_no_file_is_needed_going_without_and_cancel_are_two_answers(
    answers: tuple[Any, ...], expected: str | None
) -> None:
    assert expected == _ask(FakeExcel(*answers), Question("x", "file", "Файл?", optional=True))


def test_a_prompt_with_many_choices_stays_within_what_excel_shows() -> None:
    question = Question(
        "procedure",
        "choice",
        "Код процедуры (пусто — все подходящие)",
        choices=tuple(f"ВПР-РУ-4А-2025-04-{n:02d}" for n in range(1, 31)),
    )
    excel = FakeExcel("нет такой процедуры", "30")

    assert "ВПР-РУ-4А-2025-04-30" == _ask(excel, question)
    assert max(len(prompt) for prompt in excel.prompts) <= 255
    assert all("всего 30" in prompt for prompt in excel.prompts)


def test_a_choice_is_taken_by_number_or_by_name_and_asked_again_until_it_fits() -> None:
    question = Question("procedure", "choice", "Какая?", choices=("ВПР-РУ-4А", "ВПР-МА-4А"))
    excel = FakeExcel("3", "нет такой", "2")

    assert "ВПР-МА-4А" == _ask(excel, question)
    assert "2. ВПР-МА-4А" in excel.prompts[0]
    assert excel.prompts[2].startswith("«нет такой» нет в списке.")
    assert "ВПР-РУ-4А" == _ask(FakeExcel("ВПР-РУ-4А"), question)


def test_an_optional_choice_may_stay_empty_and_cancel_ends() -> None:
    question = Question("procedure", "choice", "Какая?", optional=True, choices=("ВПР-РУ-4А",))

    assert "" == _ask(FakeExcel(""), question)
    assert None is _ask(FakeExcel(False), question)


def test_a_date_is_asked_again_until_it_is_one() -> None:
    excel = FakeExcel("завтра", "31.02.2025", "5.4.25")

    assert "05.04.2025" == _ask(excel, Question("day", "date", "Какой день?"))
    assert 3 == len(excel.prompts)
    assert excel.prompts[1].startswith("Здесь должна быть дата.")


def test_a_new_secret_is_typed_twice_until_both_are_the_same() -> None:
    question = Question("password", "secret", "Пароль?", repeated=True)

    assert "длинный пароль" == _ask(
        FakeExcel(), question, "длинный пароль", "другой пароль", "длинный пароль", "длинный пароль"
    )
    assert None is _ask(FakeExcel(), question, "длинный пароль", None)
    assert None is _ask(FakeExcel(), question, None)


def test_the_first_offer_of_a_new_secret_stands_in_every_question_for_it() -> None:
    asked: list[str] = []
    typed = iter(["туча лыжи сосед якорь", "не то", "туча лыжи сосед якорь", "туча лыжи сосед якорь"])

    def secret(prompt: str) -> str:
        asked.append(prompt)
        return next(typed)

    question = Question("password", "secret", "Пароль", repeated=True, default="туча лыжи сосед якорь")

    assert question.default == ask_secret(secret, question)
    assert "Пароль. Предлагаем: «туча лыжи сосед якорь» — запишите и впишите его или свой." in asked[0]
    assert ["Ещё раз тот же пароль"] * 2 == [asked[1], asked[3]]
    assert "не совпали" in asked[2]
    assert question.default in asked[2]


def test_a_known_secret_is_typed_once_and_never_by_the_plain_box() -> None:
    excel = FakeExcel()

    assert "пароль" == _ask(excel, Question("password", "secret", "Пароль?"), "пароль")
    assert [] == excel.prompts


def test_only_a_yes_confirms_and_a_long_preview_fits_a_message_box() -> None:
    question = Question("sure", "confirm", "Понято: " + "мера, " * 400)
    excel = FakeExcel(True)

    assert "да" == _ask(excel, question)
    assert 1000 == len(excel.prompts[0])
    assert None is _ask(FakeExcel(False), question)
