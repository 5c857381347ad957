"""The list of actions: what ribbon buttons, the command line and the help sheet show and run.

Importing this list imports nothing heavy: core functions are named, not imported.
"""

from __future__ import annotations

import dataclasses

from xl_macros.book import Question


@dataclasses.dataclass(frozen=True)
class Action:
    """One thing the product does.

    Attributes:
        name: English name: the command line's word, the ribbon's Python function.
        title: Russian label of the button.
        help: screentip: what will happen.
        group: group of the ribbon.
        icon: built-in icon of Office.
        core: dotted name of the pure function ``State -> Outcome``.
        reads: tables it reads.
        writes: tables it may write.
        asks: what it asks of the user.
        outside: what it reads and writes outside the book: ``vault``, ``scoring_out``, ``scoring_in``, ``external``, ``doctor``.
    """

    name: str
    title: str
    help: str
    group: str
    icon: str
    core: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    asks: tuple[Question, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def sub(self) -> str:
        """Name of the VBA Sub behind the button, ASCII."""
        return f"Click{self.name.capitalize()}"

    @property
    def link(self) -> str:
        """Defined name of the link on «Начало» that runs the action, ASCII: VBA knows it by this name."""
        return f"Run_{self.name}"

    @property
    def callback(self) -> str:
        """Name of the Python function of ``xl_macros.ribbon`` that the Sub runs."""
        return f"click_{self.name}"


PROCEDURE = Question("procedure", "choice", "Код процедуры (пусто — все подходящие)", optional=True)
PASSWORD = Question("password", "secret", "Пароль ключа кодов")
NEW_PASSWORD = "Придумайте пароль ключа кодов (не меньше 8 знаков) и запишите его"  # noqa: S105 - a prompt
RETURNED = Question(
    "folder", "folder", "Папка с листами проверки (пусто — папка рядом с книгой)", optional=True, remembered="scoring_folder"
)
EXTERNAL_FILE = Question(
    "file",
    "file",
    "Внешний файл с индивидуальными результатами (пусто — результаты этой книги)",
    optional=True,
    remembered="external_file",
)

_MARKING = ("procedures", "kinds", "subjects", "classes", "works", "commission", "results")

ACTIONS: tuple[Action, ...] = (
    Action(
        "plan",
        "Обновить сроки",
        "Читает план словами и процедуры, строит лист «Сроки» и календарь. Отметки о выполнении сохраняются.",
        "План",
        "RefreshAll",
        "objectivity_core.plan:refresh",
        ("measures", "procedures", "kinds", "subjects"),
        ("measures", "procedures", "occurrences", "calendar"),
    ),
    Action(
        "codes",
        "Выдать коды",
        "Выдаёт кодовые номера работам. Пары «ученик — код» ложатся в зашифрованный ключ рядом с книгой, в книге остаются одни коды.",
        "Коды",
        "Lock",
        "objectivity_core.codes:draw",
        (*_MARKING, "pupils"),
        ("pupils", "works", "procedures"),
        (PROCEDURE, PASSWORD),
        ("vault",),
    ),
    Action(
        "commission",
        "Назначить комиссию",
        "Назначает экспертов по знанию предмета и независимости и готовит каждому лист проверки с кодами.",
        "Комиссия",
        "MeetingsWorkspace",
        "objectivity_core.commission:assign",
        (*_MARKING, "staff", "tasks"),
        ("staff", "commission", "procedures"),
        (PROCEDURE,),
        ("scoring_out",),
    ),
    Action(
        "collect",
        "Собрать баллы",
        "Читает заполненные листы проверки, проверяет каждую ячейку, считает первичные баллы и отметки по шкале года.",
        "Результаты",
        "ImportExcel",
        "objectivity_core.collecting:collect",
        (*_MARKING, "tasks", "scales", "scores"),
        ("scores", "results", "procedures"),
        (PROCEDURE, RETURNED),
        ("scoring_in",),
    ),
    Action(
        "open",
        "Открыть коды",
        "Соединяет результаты с учениками, когда у каждой работы есть окончательный балл. Действие записывается в журнал.",
        "Результаты",
        "AdpPrimaryKey",
        "objectivity_core.opening:open_codes",
        (*_MARKING, "pupils"),
        ("pupils", "results", "procedures"),
        (PROCEDURE, PASSWORD),
        ("vault",),
    ),
    Action(
        "gaps",
        "Сопоставить",
        "Сравнивает отметки за работы с отметками школы: понизили, подтвердили, повысили — по процедурам, предметам, классам.",
        "Результаты",
        "ChartInsert",
        "objectivity_core.gaps:compare",
        ("procedures", "kinds", "subjects", "classes", "pupils", "own_marks", "results", "gaps"),
        ("procedures", "pupils", "own_marks", "results", "gaps"),
        (EXTERNAL_FILE,),
        ("external",),
    ),
    Action(
        "check",
        "Проверить книгу",
        "Проверяет все листы и пишет в «Замечания», что не так и как исправить. Другие листы не меняет.",
        "Контроль",
        "AcceptInvitation",
        "objectivity_core.checking:check_book",
        (
            "measures",
            "occurrences",
            "procedures",
            "staff",
            "pupils",
            "tasks",
            "scales",
            "own_marks",
            "works",
            "commission",
            "scores",
            "results",
            "classes",
            "subjects",
            "kinds",
        ),
        (),
    ),
    Action(
        "doctor",
        "Диагностика",
        "Проверяет компьютер и книгу: Python, версии, разрешены ли макросы, можно ли писать в папку. Пишет в «Замечания», чего не хватает.",
        "Книга",
        "Info",
        "objectivity_core.checking:diagnose",
        (),
        (),
        outside=("doctor",),
    ),
)
"""All actions in the order of the ribbon."""


def action(name: str) -> Action:
    """The action of that name."""
    return next(one for one in ACTIONS if one.name == name)
