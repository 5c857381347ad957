"""The cells of «Панель»: each a live formula over «Сроки» and «Сводка», with the value that it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from objectivity_core.formulas.figures import count
from objectivity_core.formulas.freshness import STALE_FORMULA, is_stale
from objectivity_core.tables import TABLES, states
from objectivity_core.tables.cells import write_cell
from objectivity_core.tables.model import SEVERAL
from objectivity_core.tables.panel import NEAREST, PASSED, SHOWN_WAVES
from objectivity_core.tables.steps import SHOWN_STEPS

if TYPE_CHECKING:
    from objectivity_core.formulas.values import Values

_STATUS = "Сроки[Статус]"
_UNTIL = "Сроки[Действует до]"
_TODAY = '=IF(ISNUMBER(INDEX(Настройки[Значение],MATCH("Сегодня",Настройки[Параметр],0))),INDEX(Настройки[Значение],MATCH("Сегодня",Настройки[Параметр],0)),TODAY())'
"""The only cell with a volatile function; the name «Сегодня» stands for it."""
_TODAY_OF_LAYOUT_2 = "=Сегодня"
"""What stood there while the name itself was the formula."""
_DECIDED = f'COUNTIF({_STATUS},"{states.NOT_REQUIRED}")-COUNTIF({_STATUS},"{states.CANCELLED}")'
_TOTAL = f"(COUNTA(Сроки[Код меры])-{_DECIDED})"
_PAST = f'{_UNTIL},"<="&Сегодня,{_STATUS}'
_CAME = (
    f'(COUNTIF({_UNTIL},"<="&Сегодня)-COUNTIFS({_PAST},"{states.NOT_REQUIRED}")-COUNTIFS({_PAST},"{states.CANCELLED}"))'
)
_CAME_DONE = f'COUNTIFS({_PAST},"{states.FINISHED}*")'
_FINISHED = f'COUNTIF({_STATUS},"{states.FINISHED}*")'
NO_PLAN = "Сроков ещё нет. Начните с первого шага ниже, остальное появится само."
STALE = "Лист «Сроки» отстал: план или процедуры изменены. Нажмите «Обновить сроки», иначе печать плана скажет другое."
HOW = "Всё здесь считается само: впишите «Выполнено» и «Подтверждение» в лист «Сроки» — числа и диаграммы изменятся."
NOTHING = "Срочного нет: всё, что можно сделать сегодня, сделано."
NO_WAVES = "Недель с работами пока нет: они появятся вместе с процедурами."
_NO_WAVES_OF_LAYOUT_2 = "Волн пока нет: они появятся вместе с процедурами."
NOT_YET = "ни один срок ещё не наступил"
MARK = "уже сделано →"


DEED, PERSON = 78, 34
"""Letters that fit into one line of the lists."""
_MARK = "¦"
"""Stands for the last blank of a text while a formula looks for it."""
_Cut = tuple[Callable[[str, int], str], Callable[[str, int], str]]
"""How a text is shortened to so many letters: of a value and of a cell, as a formula."""


class Cell(NamedTuple):
    """A formula, with the equals sign, and the value that Excel would compute; ``""`` where it shows nothing."""

    formula: str
    value: Any


def panel_cells(values: Values) -> dict[str, Cell]:
    """Every formula cell of «Панель» by name.

    Args:
        values: the workbook.

    Returns:
        ``today``, ``how``; ``overdue``, ``due_soon``, ``unproven``, ``no_records``, ``done``, each also with ``_note``;
        ``step1_text``, ``step1_link``, ``step1_mark`` …; ``nearest1_due``, ``_days``, ``_measure``, ``_who``, ``_status`` …, the same for
        ``passed``; ``wave1_ready``, ``wave1_when`` ….
    """
    cells = {
        "today": Cell(_TODAY, values.today),
        "how": _how(values),
    }
    cells |= _tiles(values) | _steps(values) | _waves(values)

    return cells | _lists(values, _BY_WORDS)


def panel_formulas(values: Values) -> dict[str, Any]:
    """The values of «Панель» by the formulas' text."""
    cells = [*panel_cells(values).values(), *_lists(values, _OF_LAYOUT_2).values()]
    cells += [
        Cell(*(text.replace(NO_WAVES, _NO_WAVES_OF_LAYOUT_2) for text in cell)) for cell in _waves(values).values()
    ]

    return {cell.formula: cell.value for cell in cells} | {_TODAY_OF_LAYOUT_2: values.today}


def shortened(text: str, most: int) -> str:
    """A text of at most that many letters; a longer one loses whole words, before the procedure or period where there is one.

    >>> shortened("Инструктаж всех организаторов — ВПР, 4А", 30)
    'Инструктаж всех… — ВПР, 4А'
    >>> shortened("Тихомирова Оксана Юрьевна и ещё 1", 24)
    'Тихомирова Оксана…'
    """
    if len(text) <= most:
        return text
    at = text.find(SEVERAL)
    end = text[at:] if at >= 0 and len(text) - at <= most * 2 // 3 else ""
    begin = text[: most - 1 - len(end)]

    return f"{begin.rpartition(' ')[0] or begin}…{end}"


def _shortened(cell: str, most: int) -> str:
    """The same as a formula."""
    at = f'FIND("{SEVERAL}",{cell})'
    end = f'IFERROR(IF(LEN({cell})-{at}<{most * 2 // 3},MID({cell},{at},LEN({cell})),""),"")'
    begin = f"LEFT({cell},{most - 1}-LEN({end}))"
    blanks = f'LEN({begin})-LEN(SUBSTITUTE({begin}," ",""))'
    words = f'LEFT({begin},FIND("{_MARK}",SUBSTITUTE({begin}," ","{_MARK}",{blanks}))-1)'

    return f'IF(LEN({cell})<={most},{cell},IFERROR({words},{begin})&"…"&{end})'


_BY_WORDS: _Cut = (shortened, _shortened)
_OF_LAYOUT_2: _Cut = (
    lambda text, most: text if len(text) <= most else f"{text[: most // 2]}…{text[1 - most // 2 :]}",
    lambda cell, most: f'IF(LEN({cell})<={most},{cell},LEFT({cell},{most // 2})&"…"&RIGHT({cell},{most // 2 - 1}))',
)
"""How books in the field shorten: in the middle."""


def _lists(values: Values, cut: _Cut) -> dict[str, Cell]:
    """Both lists of terms."""
    cells: dict[str, Cell] = {}
    for name, excel, rows in (("nearest", "Ближайшие", NEAREST), ("passed", "Прошедшие", PASSED)):
        for number in range(1, rows + 1):
            cells |= _term(values, name, excel, number, cut)

    return cells


def _how(values: Values) -> Cell:
    """What to do on this sheet; first of all to refresh terms that are older than the plan."""
    there = (values.frame("occurrences")["measure_id"] != "").any()
    fresh = STALE if is_stale(values) else HOW

    return Cell(
        f'=IF(COUNTA(Сроки[Код меры])=0,"{NO_PLAN}",IF({STALE_FORMULA}>0,"{STALE}","{HOW}"))',
        fresh if there else NO_PLAN,
    )


def _tiles(values: Values) -> dict[str, Cell]:
    """The five figures, each with a note in words."""
    terms = values.frame("occurrences")
    unproven, silent, sums = (
        count(terms, "status", word) for word in (states.DONE_WITHOUT_PROOF, f"{states.NO_RECORDS}*", states.SUM_UP)
    )

    return {
        **_overdue(values),
        **_due_soon(values),
        "unproven": Cell(f'=COUNTIF({_STATUS},"{states.DONE_WITHOUT_PROOF}")', unproven),
        "unproven_note": Cell(
            f'=IF(COUNTIF({_STATUS},"{states.DONE_WITHOUT_PROOF}")=0,"у всего сделанного есть документ","сделано, но документ не назван")',
            "сделано, но документ не назван" if unproven else "у всего сделанного есть документ",
        ),
        "no_records": Cell(f'=COUNTIF({_STATUS},"{states.NO_RECORDS}*")', silent),
        "no_records_note": Cell(
            f'="пора подвести итог: "&COUNTIF({_STATUS},"{states.SUM_UP}")', f"пора подвести итог: {sums}"
        ),
        **_done(values),
    }


def _overdue(values: Values) -> dict[str, Cell]:
    """How many are overdue, and who has the most of them."""
    people = values.frame("by_responsible")
    overdue = count(values.frame("occurrences"), "status", states.OVERDUE)
    most = int(people["overdue"].max()) if len(people) else 0
    note = "просроченного нет"
    if overdue:
        note = (
            f"больше всего: {people['responsible'][people['overdue'] == most].to_list()[0]} — {most}"
            if most
            else "кто отвечает, не указано"
        )
    number, theirs = f'COUNTIF({_STATUS},"{states.OVERDUE}")', "ПоОтветственным[Просрочено]"

    return {
        "overdue": Cell(f"={number}", overdue),
        "overdue_note": Cell(
            f'=IF({number}=0,"просроченного нет",IF(MAX({theirs})=0,"кто отвечает, не указано",'
            f'"больше всего: "&INDEX(ПоОтветственным[Кто отвечает],MATCH(MAX({theirs}),{theirs},0))&" — "&MAX({theirs})))',
            note,
        ),
    }


def _due_soon(values: Values) -> dict[str, Cell]:
    """How many are due soon, and the day of the nearest."""
    nearest = values.frame("nearest")["due"]
    day = nearest.iloc[0] if len(nearest) else pd.NaT
    first = "INDEX(Ближайшие[Срок дела],1)"

    return {
        "due_soon": Cell(
            f'=COUNTIF({_STATUS},"{states.DUE_SOON}")', count(values.frame("occurrences"), "status", states.DUE_SOON)
        ),
        "due_soon_note": Cell(
            f'=IF(ISNUMBER({first}),"ближайшее — "&TEXT(DAY({first}),"00")&"."&TEXT(MONTH({first}),"00"),"впереди дел с датой нет")',
            "впереди дел с датой нет" if pd.isna(day) else f"ближайшее — {day:%d.%m}",
        ),
    }


def _done(values: Values) -> dict[str, Cell]:
    """How many of all are done, and how many of those whose day has come; cancelled ones and those not required do not count."""
    terms = values.frame("occurrences")
    finished, counted = terms["status"].str.startswith(states.FINISHED), ~terms["status"].isin(states.DECISIONS)
    came = terms["until"] <= pd.Timestamp(values.today)
    total, done = int(((terms["measure_id"] != "") & counted).sum()), int(finished.sum())
    came_all, came_done = int((came & counted).sum()), int((came & finished).sum())
    note = f"из наступивших: {came_done} из {came_all}, {100 * came_done // came_all}\u00a0%" if came_all else NOT_YET

    return {
        "done": Cell(f'={_FINISHED}&" из "&{_TOTAL}', f"{done} из {total}"),
        "done_note": Cell(
            f'=IF({_CAME}=0,"{NOT_YET}","из наступивших: "&{_CAME_DONE}&" из "&{_CAME}&", "&INT(100*{_CAME_DONE}/{_CAME})&"\u00a0%")',
            note,
        ),
    }


def _steps(values: Values) -> dict[str, Cell]:
    """The first steps that are needed and not marked as done."""
    frame = values.frame("steps")
    turns = frame["turn"].dropna().sort_values(kind="stable")
    cells = {}
    for number in range(1, SHOWN_STEPS + 1):
        at = turns.index.to_list()[number - 1] if number <= len(turns) else None
        row = None if at is None else frame.loc[at]
        place = f"MATCH(SMALL(Шаги[Очередь шага],{number}),Шаги[Очередь шага],0)"
        nothing = NOTHING if number == 1 else ""
        mark = "Шаги[[#Headers],[Уже сделано]]"
        cells[f"step{number}_text"] = Cell(
            f'=IFERROR(INDEX(Шаги[Сейчас],{place}),"{nothing}")', nothing if row is None else row["said"]
        )
        cells[f"step{number}_link"] = Cell(
            f'=IFERROR(HYPERLINK("#"&INDEX(Шаги[Куда],{place}),INDEX(Шаги[Чем],{place})),"")',
            "" if row is None else row["link"],
        )
        cells[f"step{number}_mark"] = Cell(
            f'=IFERROR(HYPERLINK("#\'Сводка\'!"&ADDRESS(ROW({mark})+{place},COLUMN({mark})),"{MARK}"),"")',
            "" if row is None else MARK,
        )

    return cells


def _term(values: Values, name: str, excel: str, number: int, cut: _Cut) -> dict[str, Cell]:
    """One line of a list of terms."""
    frame = values.frame(name)
    found = frame[frame["number"] == number]
    row = None if found.empty or pd.isna(found["position"].iloc[0]) else found.iloc[0]

    def cell(column: str, heading: str) -> Cell:
        value = "" if row is None else write_cell(TABLES[name][column], row[column])

        return Cell(f'=IFERROR(INDEX({excel}[{heading}],{number}),"")', value)

    place = f"{excel}[{'Строка' if name == 'nearest' else 'Строка прошедшего'}]"
    done = "Сроки[[#Headers],[Выполнено]]"
    text, formula = cut

    return {
        f"{name}{number}_due": cell("due", "Срок дела"),
        f"{name}{number}_days": cell("days", "Дней"),
        f"{name}{number}_measure": Cell(
            f'=IFERROR(HYPERLINK("#\'Сроки\'!"&ADDRESS(ROW({done})+INDEX({place},{number}),COLUMN({done})),{formula(f"INDEX({excel}[Дело],{number})", DEED)}),"")',
            "" if row is None else text(row["measure"], DEED),
        ),
        f"{name}{number}_who": Cell(
            f'=IFERROR({formula(f"INDEX({excel}[За кем],{number})", PERSON)},"")',
            "" if row is None else text(row["who"], PERSON),
        ),
        f"{name}{number}_status": cell("status", "Состояние"),
    }


def _waves(values: Values) -> dict[str, Cell]:
    """The current wave with its days, and the next ones."""
    frame = values.frame("waves")
    turns = frame["turn"].dropna().sort_values(kind="stable")
    cells = {}
    for number in range(1, SHOWN_WAVES + 1):
        at = turns.index.to_list()[number - 1] if number <= len(turns) else None
        place = f"MATCH(SMALL(Волны[Очередь волны],{number}),Волны[Очередь волны],0)"
        nothing = NO_WAVES if number == 1 else ""
        for column, heading, empty in (("ready", "Готовность", nothing), ("when", "Когда", "")):
            value = empty if at is None else frame.loc[at, column]
            cells[f"wave{number}_{column}"] = Cell(f'=IFERROR(INDEX(Волны[{heading}],{place}),"{empty}")', value)

    return cells
