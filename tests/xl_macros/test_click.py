"""The click, whole: the real VBA Sub of every button in LibreOffice, the Python command it gives, the changed sheet."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

import pytest

from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import parse
from xl_macros.actions import ACTIONS, Action
from xl_macros.book import live
from xl_macros.book.live import LiveBook
from xl_macros.build.vba_modules import modules
from xl_macros.build.vba_texts import NAME_CLOUD, NAME_FAILED, NAME_NOT_SET_UP, VBA_TEXTS
from xl_macros.folders import papers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import xlwings as xw

    from xl_macros.dialogs.question import Question

pytestmark = pytest.mark.libreoffice
PROJECT = "Objectivity"
RECORD = ("Начало", 0, 200)
"""Where the stubs leave RunPython's command, or what was said: sheet, column, row (0-based), far below what people see."""

STUB = f"""Rem Attribute VBA_ModuleType=VBAModule
Option VBASupport 1
Public Sub RunPython(command)
    Told command
End Sub
Public Sub Told(text)
    ThisComponent.Sheets.getByIndex(0).getCellByPosition(0, 200).String = text
End Sub
Public Function GetConfig(key, fallback)
    GetConfig = fallback
    If key = "INTERPRETER_WIN" Then GetConfig = "{sys.executable}"
End Function
Public Function WScript() As Object
    Set WScript = New Shell
End Function
"""
"""What the generated modules call of the module of xlwings, on a computer that was set up; LibreOffice has a FileExists of its own."""
SHELL = """Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule
Public Sub Popup(sentence, seconds, title, kind)
    Told sentence
End Sub
"""
CONTROL = """Rem Attribute VBA_ModuleType=VBAClassModule
Option VBASupport 1
Option ClassModule
Public Id As String
Public Tag As String
"""
EMPTY = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"


def _prepare(document: Any) -> Any:
    """The workbook's VBA library with what LibreOffice cannot digest put aside: xlwings' ``#If`` would silence the whole project."""
    library = document.BasicLibraries.getByName(PROJECT)
    library.replaceByName("xlwings", STUB)
    library.replaceByName("Dictionary", EMPTY)
    library.insertByName("IRibbonControl", CONTROL)
    library.insertByName("Shell", SHELL)
    library.insertByName("Driver", EMPTY)

    return library


def _recorded(document: Any, library: Any, sub: str) -> str:
    """The Python command that a Sub gives to RunPython, or what it says instead; empty when VBA fails, which LibreOffice does silently."""
    lines = ("Dim control As Object", "Set control = New IRibbonControl", f"{sub} control")

    return _driven(document, library, "\n    ".join(lines))


def _driven(document: Any, library: Any, statements: str) -> str:
    """The Python command that statements of VBA give to RunPython."""
    cell = document.Sheets.getByIndex(0).getCellByPosition(0, RECORD[2])
    cell.String = ""
    library.replaceByName("Driver", f"{EMPTY}Sub Drive\n    {statements}\nEnd Sub\n")
    script = document.getScriptProvider().getScript(
        f"vnd.sun.star.script:{PROJECT}.Driver.Drive?language=Basic&location=document"
    )
    script.invoke((), (), ())
    command = str(cell.String)
    cell.String = ""

    return command


SECRETS = {"password": "туча рельс сосед 1", "changed": "новый ковёр и рыба", "custodian": "хранитель ёжик зима"}
FILES = {
    "import": "План по объективности\n\n№\tМероприятие\tСрок\tОтветственный\n1\tПедсовет\tоктябрь\tДиректор\n2\tСовещание\tапрель\tРуководители МО\n",
    "marks": "ФИО;Класс;Русский язык за 3 четверть\nБеркутова Яна;4А;4 (3,67)\n",
    "worktasks": "ВПР 2025 Математика 4 класс\nКод участника;Вариант;1 (2б);2 (3б)\n",
}
"""What the user has in files, by the button that takes one."""


class Answers:
    """A user who knows the passwords, names what must be named, says yes, and otherwise leaves every question open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = False
        self.clicked = ""

    def ask(self, question: Question) -> str | None:
        if question.name == "changed":
            self._changed = True
        match question.kind:
            case "secret":
                known = "changed" if question.name == "password" and self._changed else question.name
                return SECRETS[known]
            case "confirm":
                return "да"
            case "file" if self.clicked in FILES:
                file = self._folder / f"{self.clicked}.csv"
                file.write_text(FILES[self.clicked], encoding="utf-8")
                return str(file)
            case "choice" if not question.optional:
                return question.choices[0]
            case "text" if not question.optional:
                return "Школа № 2, Перова Ольга Львовна"

        return ""


def _click(book: xw.Book, library: Any, action: Action) -> str:
    """Run the button's Sub, then the command that it gave, as RunPython would: nothing but its text."""
    command = _recorded(book.api, library, action.sub)
    assert command, f"{action.sub} gave no command"
    exec(command, {})

    return command


@pytest.fixture
def opened(school: Path, office_app: xw.App) -> Iterator[xw.Book]:
    """The small school, open in LibreOffice: a click goes the same way as in a large one."""
    with office_app.books.open(school) as book:
        yield book


@pytest.fixture
def clicked(opened: xw.Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Click a button by its action's name; returns what the user is told at the end."""
    library = _prepare(opened.api)
    said: list[str] = []
    answers = Answers(tmp_path)
    monkeypatch.setattr(papers, "find_office", lambda: None)  # no PDF: papers have tests of their own
    monkeypatch.setattr(live.LiveBook, "caller", classmethod(lambda cls: cls(opened, answers)))
    monkeypatch.setattr(live.LiveBook, "say", lambda _, message: said.append(message))

    def click(name: str) -> str:
        said.clear()
        answers.clicked = name
        _click(opened, library, next(action for action in ACTIONS if action.name == name))
        assert 1 == len(said)

        return said[0]

    return click


def _table(book: xw.Book, name: str) -> Any:
    return parse(TABLES[name], LiveBook(book).grid(TABLES[name]), everything=True)[0]


def test_every_button_runs_from_vba_to_the_changed_sheet(clicked: Callable[[str], str], opened: xw.Book) -> None:
    """In the order of a year; the scoring workbooks stay empty, so nothing can be opened yet."""
    assert clicked("plan").startswith("Сроки обновлены: мер 3")
    assert len(_table(opened, "occurrences")) == 5
    assert clicked("import").startswith("Мер дописано в план: 2")
    assert 5 == len(_table(opened, "measures"))
    assert clicked("marks").startswith("Отметки загружены. Отметок 1 (новых: 1)")
    assert clicked("worktasks").startswith("Задания загружены")
    assert clicked("timetable")
    assert clicked("folder")
    assert clicked("tasks").startswith("Готово «Мои дела»")
    assert clicked("print")
    assert clicked("rollover")
    assert clicked("codes").startswith("Выдано кодов: 11")
    assert 11 == len(_table(opened, "works"))
    assert clicked("slips")
    assert clicked("password").startswith("Пароль ключа сменён")
    assert clicked("envelope").startswith("Конверт второго хранителя готов")
    assert clicked("commission").startswith("Назначено проверок: 1")
    assert clicked("exchange")
    assert 11 <= len(_table(opened, "commission"))
    assert clicked("collect").startswith("Листов проверки принято: 0")
    assert {"не все баллы"} == set(_table(opened, "results")["state"])
    assert clicked("open").startswith("Ничего не открыто")
    assert clicked("gaps").startswith("Сравнивать пока нечего")
    assert clicked("rehearsal")
    assert clicked("erase")
    checked = clicked("check")
    assert checked.startswith("Книга проверена. Замечаний: ")
    assert ", из них ошибок: 0 — лист «Замечания»." in checked
    assert clicked("doctor").startswith("Компьютер и книга осмотрены. Замечани")
    assert {action.title for action in ACTIONS} == set(_table(opened, "log")["action"])


def test_a_click_leaves_a_dated_copy_of_the_saved_book_and_live_statuses(
    clicked: Callable[[str], str], opened: xw.Book, school: Path
) -> None:
    saved = school.read_bytes()
    clicked("plan")
    copies = list((school.parent / "Копии").iterdir())

    assert [saved] == [path.read_bytes() for path in copies]
    assert saved == school.read_bytes()

    sheet = opened.sheets["Сроки"]
    table = _table(opened, "occurrences")
    row = 6 + int(table.index[table["status"] == "просрочено"][0])
    at = 1 + TABLES["occurrences"].names.index("done")
    sheet.range((row, at)).value = table["due"][row - 6].to_pydatetime()

    assert "выполнено, нет подтверждения" == sheet.range((row, 1 + TABLES["occurrences"].names.index("status"))).value


class _Project:
    """The VBA project of one open book for several tests: as it was built, and as its sources are after a change."""

    def __init__(self, book: xw.Book) -> None:
        self.document = book.api
        built = self.document.BasicLibraries.getByName(PROJECT)
        self.built = {name: built.getByName(name).replace("\r\n", "\n") for name in SOURCES}
        self.library = _prepare(self.document)

    def commands(self, changed: Callable[[str, str], str] = lambda _, source: source) -> dict[str, str]:
        """The command of every button after a change to the sources of the VBA modules."""
        for name, source in SOURCES.items():
            self.library.replaceByName(name, EMPTY + changed(name, source))

        return {action.name: _recorded(self.document, self.library, action.sub) for action in ACTIONS}


SOURCES = {
    module.name: module.source
    for module in modules([], [(action.sub, action.callback) for action in ACTIONS])
    if module.name in {"Ribbon", "Functions"}
}


@pytest.fixture(scope="module")
def project(office_app: xw.App, example_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Project]:
    path = tmp_path_factory.mktemp("макросы") / "Макросы.xlsm"
    path.write_bytes(example_bytes)
    with office_app.books.open(path) as book:
        yield _Project(book)


def _expected() -> dict[str, str]:
    return {action.name: f"from xl_macros import ribbon; ribbon.{action.callback}()" for action in ACTIONS}


def test_the_sources_give_every_command(project: _Project) -> None:
    assert _expected() == project.commands()


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("a missing Sub", "Sub ClickPlan(", "Sub ClickPlans("),
        ("a broken name of the callback", '"click_plan"', '"click_plans"'),
        ("a syntax error in Ribbon", "Sub ClickCheck(control", "Sub ClickCheck((control"),
    ],
)
def test_a_broken_source_does_not_pass(what: str, old: str, new: str, project: _Project) -> None:
    commands = project.commands(lambda name, source: source.replace(old, new) if name == "Ribbon" else source)

    assert _expected() != commands, what


BLOCKED = STUB.replace("(command)\n", "(command)\n    Err.Raise 70\n")
NO_TEXT = "Objectivity: no link to Python. Run: objectivity doctor (70: "
REFUSALS = {
    "a child process is blocked": (BLOCKED, "", "", f"{VBA_TEXTS[NAME_FAILED]} (70: "),
    "scripts are forbidden": (
        BLOCKED.replace("Set WScript = New Shell", "Err.Raise 70"),
        "MsgBox Sentence, vbExclamation, ThisWorkbook.Name",
        "Told Sentence",
        f"{VBA_TEXTS[NAME_FAILED]} (70: ",
    ),
    "the config cannot be read": (
        STUB.replace("    GetConfig = fallback\n", "    Err.Raise 62\n"),
        "",
        "",
        f"{VBA_TEXTS[NAME_FAILED]} (62: ",
    ),
    "never set up": (STUB.replace('"INTERPRETER_WIN"', '"ANOTHER"'), "", "", VBA_TEXTS[NAME_NOT_SET_UP]),
    "Python is gone": (STUB.replace(sys.executable, "/gone/python"), "", "", VBA_TEXTS[NAME_NOT_SET_UP]),
    "an address": (STUB, "ThisWorkbook.Path", '"https://d.docs.live.net/1"', VBA_TEXTS[NAME_CLOUD]),
    "the name is deleted": (BLOCKED, NAME_FAILED, "Text_deleted", NO_TEXT),
    "the name holds no text": (BLOCKED, NAME_FAILED, ACTIONS[0].link, NO_TEXT),
}
"""The stub of xlwings, what is changed in our module and into what, and how the sentence begins."""


def test_where_python_cannot_be_started_a_sentence_says_what_to_do(project: _Project) -> None:
    """A director must never land in the editor of VBA, nor read what the system says about ``python``."""
    source, library, sub = SOURCES["Ribbon"], project.library, ACTIONS[0].sub
    for what, (stub, old, new, said) in REFUSALS.items():
        assert old in source
        library.replaceByName("xlwings", stub)
        library.replaceByName("Ribbon", EMPTY + (source.replace(old, new) if old else source))
        heard = _recorded(project.document, library, sub)
        library.replaceByName("xlwings", STUB)

        assert heard.startswith(said), what


def test_a_syntax_error_in_functions_does_not_pass(project: _Project) -> None:
    commands = project.commands(
        lambda name, source: source.replace("End Function", "End Funktion") if name == "Functions" else source
    )

    assert _expected() != commands


def test_the_link_on_the_first_sheet_runs_the_same_sub(project: _Project) -> None:
    """LibreOffice has no such event: the Case of each link is run as the statement that it is."""
    links = [(action.link, action.sub) for action in ACTIONS]
    source = next(module.source for module in modules([], [], links=links) if module.name == "ThisWorkbook")
    given = {}
    project.commands()  # the sources as they are, whatever a test before has broken
    for action in ACTIONS:
        statement = re.search(rf'Case "{action.link}": (.+)', source)

        assert statement
        given[action.name] = _driven(project.document, project.library, statement[1])

    assert _expected() == given


def test_the_modules_in_the_built_book_are_those_of_the_sources(project: _Project) -> None:
    assert [] == [name for name, source in SOURCES.items() if source.strip() not in project.built[name]]
