"""The worksheet functions OBJ_…: one list, from which come the VBA wrappers, the section of «Справка» and xlwings' registration.

They run in Excel for Windows only; no sheet of the workbook depends on them. Importing this module imports nothing heavy.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from typing import Any

from objectivity_core import worksheet_functions
from objectivity_core.tables.cells import as_text
from xl_macros.udfs.cells import UNEQUAL, alike, each, flat, guarded

CATEGORY = "Объективность"


@dataclasses.dataclass(frozen=True)
class Argument:
    """One argument: its name in VBA and Python (ASCII), its Russian name, what is put there, and whether it may be left out."""

    name: str
    title: str
    help: str
    optional: bool = False


@dataclasses.dataclass(frozen=True)
class Function:
    """One worksheet function.

    Attributes:
        name: its name in a cell; the Python function of this module has the same in lower case.
        gives: what the cell shows, in Russian.
        arguments: in order; optional ones last.
        help: rules that a user must know, in Russian.
        example: for each argument of the example the cells that it points to and what stands there.
        shows: what the example gives.
    """

    name: str
    gives: str
    arguments: tuple[Argument, ...]
    help: str
    example: tuple[tuple[str, Any], ...]
    shows: str

    @property
    def python(self) -> str:
        """Name of the Python function."""
        return self.name.lower()

    @property
    def syntax(self) -> str:
        """How it is written in a Russian Excel: arguments by «;», optional ones in brackets."""
        titles = (f"[{one.title}]" if one.optional else one.title for one in self.arguments)

        return f"{self.name}({'; '.join(titles)})"

    @property
    def formula(self) -> str:
        """The formula of the example."""
        return f"={self.name}({';'.join(cells for cells, _ in self.example)})"

    @property
    def sample(self) -> str:
        """The example in words: what stands where, the formula, what it gives."""
        stands = (f"{cells}: {', '.join(map(as_text, flat(value)))}" for cells, value in self.example)

        return "\n".join([*stands, f"{self.formula} → {self.shows}"])


FUNCTIONS: tuple[Function, ...] = (
    Function(
        "OBJ_DUE",
        "Последний день срока (дата)",
        (
            Argument("phrase", "срок", "Срок словами, как в плане."),
            Argument("event_date", "дата события", "День процедуры, от которого считают срок.", optional=True),
            Argument(
                "school_year",
                "учебный год",
                "2024 или 2024/2025. Пусто — год события, без события — сегодняшний.",
                optional=True,
            ),
        ),
        "Читает срок, как лист «Сроки», но по пятидневной неделе и без дней из «Настроек». Если сроков несколько («октябрь, апрель»), даёт последний; "
        "все по одному показывает лист «Сроки». Учебный год лучше указать: иначе после 1 сентября «май» станет маем следующего года.",
        (("A2", "не позднее 1 рабочего дня до проведения процедуры"), ("B2", dt.date(2025, 5, 12))),
        "07.05.2025",
    ),
    Function(
        "OBJ_WORKDAY",
        "Рабочий день (дата)",
        (
            Argument("start_date", "дата", "От какого дня считать; сам он не считается."),
            Argument("days", "рабочих дней", "Сколько рабочих дней прибавить; с минусом — назад, 0 — сам этот день."),
        ),
        "По производственному календарю с переносами, пятидневная неделя; дней из «Настроек» функция не знает. "
        "Для лет, на которые календарь не опубликован, дня не называет.",
        (("A2", dt.date(2025, 5, 12)), ("B2", -1)),
        "07.05.2025",
    ),
    Function(
        "OBJ_CHECKCODE",
        "«верно» или что не так с кодом",
        (Argument("code", "код", "Кодовый номер работы: 7 цифр."),),
        "Замечает любую ошибку в одной цифре и перестановку соседних. Код с пробелами внутри или с буквами О и З вместо 0 и 3 верным не считается: "
        "функция говорит, на что его исправить.",
        (("A2", "1ООО ОО2"),),
        "исправьте на 1000002",
    ),
    Function(
        "OBJ_MARK",
        "Отметка 2–5 по шкале",
        (
            Argument("score", "балл", "Первичный балл."),
            Argument(
                "bounds",
                "шкала",
                "Три ячейки («3» от, «4» от, «5» от), четыре («Максимум» и они же) или вся строка листа «Шкалы».",
            ),
        ),
        "Балл больше максимума не принимается, если максимум указан. Условие шкалы (столбец «Условие») не проверяется. "
        "Шкалу закрепите знаками $, когда тянете формулу вниз.",
        (("A2", 17), ("$F$2:$H$2", ((10, 16, 21),))),
        "4",
    ),
    Function(
        "OBJ_GAP",
        "Таблица из двух строк: заголовки и числа",
        (
            Argument("external_marks", "внешние отметки", "Отметки за работы, один ученик — одна ячейка."),
            Argument("own_marks", "свои отметки", "Отметки школы тех же учеников в том же порядке."),
        ),
        "Считает пары, как лист «Сопоставление»; ученик, у которого одна из отметок пуста, в пары не входит. Доли — от 0 до 1: задайте формат «Процентный». "
        "Средняя разница — внешняя отметка минус своя.",
        (("A2:A6", ((3,), (4,), (5,), (2,), (None,))), ("B2:B6", ((4,), (4,), (4,), (3,), (5,)))),
        "Пар: 4; Понизили: 2; Подтвердили: 1; Повысили: 1; Понизили, доля: 0,5; Подтвердили, доля: 0,25; Повысили, доля: 0,25; Средняя разница: -0,25",
    ),
)
"""Every worksheet function, in the order of «Справка»."""


def obj_due(phrase: Any, event_date: Any = None, school_year: Any = None) -> Any:
    """The last day of deadline phrases: see :func:`objectivity_core.worksheet_functions.due_date`."""
    today = _today()

    return each(
        lambda text, event, year: worksheet_functions.due_date(text, event, year, today),
        phrase,
        event_date,
        school_year,
    )


def obj_workday(start_date: Any, days: Any) -> Any:
    """Working days from days: see :func:`objectivity_core.worksheet_functions.working_day`."""
    return each(worksheet_functions.working_day, start_date, days)


def obj_checkcode(code: Any) -> Any:
    """What is wrong with code numbers: see :func:`objectivity_core.worksheet_functions.code_answer`."""
    return each(worksheet_functions.code_answer, code)


def obj_mark(score: Any, bounds: Any) -> Any:
    """Marks of primary scores by one scale: see :func:`objectivity_core.worksheet_functions.mark`."""
    scale = guarded(worksheet_functions.scale_of, flat(bounds))
    if isinstance(scale, str):  # what is wrong with the scale stands beside every score, nothing beside none
        return each(lambda points: None if as_text(points) == "" else scale, score)

    return each(lambda points: worksheet_functions.mark(points, scale), score)


def obj_gap(external_marks: Any, own_marks: Any) -> Any:
    """External marks against own marks: see :func:`objectivity_core.worksheet_functions.gap`."""
    if not alike(external_marks, own_marks):
        return UNEQUAL
    found = guarded(worksheet_functions.gap, flat(external_marks), flat(own_marks))
    if isinstance(found, str):
        return found

    return [["" if cell is None else cell for cell in row] for row in found]


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _register(server: Any) -> None:
    """What ``@xw.func`` and ``@xw.arg`` would do: ranges come as rows and columns, error cells as texts.

    Args:
        server: the module ``xlwings.udfs``.
    """
    for function in FUNCTIONS:
        python = server.xlfunc(globals()[function.python], category=CATEGORY)
        for argument in function.arguments:
            server.xlarg(argument.name, ndim=2, err_to_str=True, doc=argument.help)(python)


# Only xlwings' server asks for the registration, and it is there before this module; anybody else need not load xlwings.
if "xlwings.udfs" in sys.modules:
    _register(sys.modules["xlwings.udfs"])
