"""The terms that «Панель» lists: the next ones and those that passed."""

from __future__ import annotations

from objectivity_core.tables.model import Column, Table, column_of
from objectivity_core.tables.panel import NEAREST, PASSED
from objectivity_core.tables.steps import SHEET, where_filled


def _listed(name: str, excel: str, heading: str, position: str, days: str, rows: int, left: int) -> Table:
    """A list of single terms, found by their place in «Очередь»; ``days`` is the heading of the days shown."""

    def cell(source: str) -> str:
        return f'IF({{{heading}}}="","",INDEX({column_of("Сроки", source)},{{{heading}}}))'

    return Table(
        name=name,
        excel=excel,
        sheet=SHEET,
        hint="",
        columns=where_filled(
            "№ дела",
            Column("number", "№ дела", "integer", "issued", "По порядку сроков.", width=8),
            Column("position", heading, "integer", "formula", "Какая строка листа «Сроки».", formula=position, width=9),
            Column("due", "Срок дела", "date", "formula", "Последний день.", formula=cell("Действует до"), width=12),
            Column("measure", "Дело", "text", "formula", "Что сделать.", formula=cell("Мероприятие"), width=19),
            Column(
                "who",
                "За кем",
                "text",
                "formula",
                "Первый из людей, а если их нет в листе «Люди» — как в плане.",
                formula=_WHO.format_map({"row": f"{{{heading}}}"}),
                width=19,
            ),
            Column("status", "Состояние", "text", "formula", "Статус.", formula=cell("Статус"), width=19),
            Column(
                "days",
                "Дней",
                "integer",
                "formula",
                "Календарных до срока или рабочих после него.",
                formula=cell(days),
                width=9,
            ),
        ),
        key=("number",),
        rows="replaced",
        capacity=rows,
        left=left,
    )


_NAMES = 'IF(INDEX(Сроки[Кто это],{row})="",INDEX(Сроки[Ответственный],{row})&"",INDEX(Сроки[Кто это],{row}))'


_WHO = f'IF({{row}}="","",IFERROR(LEFT({_NAMES},FIND(";",{_NAMES})-1)&" и ещё "&(LEN({_NAMES})-LEN(SUBSTITUTE({_NAMES},";",""))),{_NAMES}))'


_BEFORE_TODAY = 'COUNTIF(Сроки[Очередь],"<"&Сегодня)'


NEAREST_TERMS = _listed(
    "nearest",
    "Ближайшие",
    "Строка",
    f'IFERROR(MATCH(SMALL(Сроки[Очередь],{_BEFORE_TODAY}+{{№ дела}}),Сроки[Очередь],0),"")',
    "Осталось дней",
    NEAREST,
    46,
)


PASSED_TERMS = _listed(
    "passed",
    "Прошедшие",
    "Строка прошедшего",
    f'IF({{№ дела}}>{_BEFORE_TODAY},"",IFERROR(MATCH(SMALL(Сроки[Очередь],{{№ дела}}),Сроки[Очередь],0),""))',
    "Просрочено, рабочих дней",
    PASSED,
    54,
)
