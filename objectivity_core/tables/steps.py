"""«Что делать дальше»: every step that «Панель» may propose, each with a live count of what waits for it."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from objectivity_core.tables import states
from objectivity_core.tables.model import Column, Table

SHEET = "Сводка"
SHOWN_STEPS = 3
"""So many steps «Панель» shows at a time."""
HIDDEN_DAYS = 7
"""For so many days a step that was marked as done is not proposed again."""
SOON_CODED = 3
"""Codes are due so many days before the procedure."""


class Step(NamedTuple):
    """A next step that the product may propose.

    Attributes:
        name: English name.
        text: what to do; ``#`` stands for how many things wait.
        link: what the link says: the action's title or the sheet's.
        target: where it leads: a defined name or a cell.
        needed: formula that counts what waits, 0 for nothing.
    """

    name: str
    text: str
    link: str
    target: str
    needed: str


def _sheet(title: str) -> tuple[str, str]:
    return f"лист «{title}»", f"'{title}'!A1"


def _action(title: str, name: str) -> tuple[str, str]:
    return f"«{title}»", f"Run_{name}"


def _none(cells: str) -> str:
    return f"IF(COUNTA({cells})=0,1,0)"


def _coded(heading: str) -> str:
    return f'(COUNTIFS(Виды[Вид],Процедуры[Вид],Виды[{heading}],"{states.YES}")>0)'


_STATE = "Процедуры[Состояние]"
_STATUS = "Сроки[Статус]"

STEPS = (
    Step(
        "school",
        "Впишите название школы: оно встанет в заголовки.",
        *_sheet("Настройки"),
        'IF(INDEX(Настройки[Значение],MATCH("Школа",Настройки[Параметр],0))="",1,0)',
    ),
    Step(
        "import",
        "Плана ещё нет: загрузите его из файла.",
        *_action("Загрузить план", "import"),
        _none("План[Мероприятие]"),
    ),
    Step("staff", "Заполните лист «Люди»: кто за что отвечает.", *_sheet("Люди"), _none("Люди[ФИО]")),
    Step(
        "refresh",
        "Новых мер без сроков: #. Посчитайте их сроки.",
        *_action("Обновить сроки", "plan"),
        'SUMPRODUCT((План[Мероприятие]<>"")*((COUNTIF(Сроки[Код меры],План[Код меры])=0)+(План[Код меры]="")>0))',
    ),
    Step(
        "codes",
        f"Работы в ближайшие {SOON_CODED} дня без кодов: #. Выдайте коды.",
        *_action("Выдать коды", "codes"),
        f"SUMPRODUCT((Процедуры[Дата]>=Сегодня)*(Процедуры[Дата]<=Сегодня+{SOON_CODED})"
        f'*(({_STATE}="")+({_STATE}="{states.PLANNED}"))*{_coded("Коды школы")})',
    ),
    Step(
        "overdue",
        "Просрочено: #. Отметьте сделанное или перенесите срок.",
        *_sheet("Сроки"),
        f'COUNTIF({_STATUS},"{states.OVERDUE}")',
    ),
    Step(
        "commission",
        "Работ прошло без комиссии: #. Назначьте экспертов.",
        *_action("Назначить комиссию", "commission"),
        f'SUMPRODUCT(({_STATE}="{states.CODED}")*(Процедуры[Дата]<=Сегодня)*ISNUMBER(Процедуры[Дата]))',
    ),
    Step(
        "collect",
        "Работ на проверке: #. Соберите заполненные листы.",
        *_action("Собрать баллы", "collect"),
        f'SUMPRODUCT(({_STATE}="{states.MARKING}")*(Процедуры[Дата]<=Сегодня)*ISNUMBER(Процедуры[Дата]))',
    ),
    Step(
        "third",
        "Эксперты разошлись: #. Назначьте третью проверку.",
        *_action("Назначить комиссию", "commission"),
        f'COUNTIF(Результаты[Состояние],"{states.DIVERGED}")',
    ),
    Step(
        "open",
        "Работ проверено: #. Соедините баллы с учениками.",
        *_action("Открыть коды", "open"),
        f'COUNTIF({_STATE},"{states.MARKED}")',
    ),
    Step(
        "gaps",
        "Открыто, но не сопоставлено с отметками: #.",
        *_action("Сопоставить", "gaps"),
        f'SUMPRODUCT(({_STATE}="{states.OPENED}")*{_coded("Сравнивать с отметками")}'
        '*(COUNTIFS(Сопоставление[Разрез],"процедура",Сопоставление[Значение],Процедуры[Код процедуры])=0))',
    ),
    Step(
        "findings",
        "Ошибок в «Замечаниях»: #. Там сказано, как исправить.",
        *_sheet("Замечания"),
        'COUNTIF(Замечания[Важность],"ошибка")',
    ),
    Step(
        "unclear",
        "Срок не понят: #. Запишите его датой или месяцем.",
        *_sheet("План"),
        f'COUNTIF({_STATUS},"{states.UNCLEAR}")',
    ),
    Step(
        "summary",
        "Пора подвести итог по мерам «весь год»: #.",
        *_sheet("Сроки"),
        f'COUNTIF({_STATUS},"{states.SUM_UP}")',
    ),
    Step(
        "proof",
        "Сделано без подтверждения: #. Впишите документы.",
        *_action("Папка к проверке", "folder"),
        f'COUNTIF({_STATUS},"{states.DONE_WITHOUT_PROOF}")',
    ),
    Step(
        "records",
        "Нет записей по мерам «весь год»: #. Впишите их.",
        *_sheet("Сроки"),
        f'COUNTIF({_STATUS},"{states.NO_RECORDS}*")',
    ),
    Step("pupils", "Вставьте список учеников: без него нет кодов.", *_sheet("Ученики"), _none("Ученики[ФИО]")),
    Step(
        "timetable",
        "Процедур ещё нет: загрузите расписание работ.",
        *_action("Загрузить расписание", "timetable"),
        f"IF(COUNTA(План[Мероприятие])=0,0,{_none('Процедуры[Вид]')})",
    ),
)
"""Every step that may be next, the most pressing first."""


def where_filled(key: str, *columns: Column) -> tuple[Column, ...]:
    """Columns whose formulas show nothing in a row without a key: the blank row that an empty Excel table must have."""
    return tuple(
        dataclasses.replace(column, formula=f'IF({{{key}}}="","",{column.formula})') if column.formula else column
        for column in columns
    )


STEPS_TABLE = Table(
    name="steps",
    excel="Шаги",
    sheet=SHEET,
    hint="Числа для листа «Панель»: считаются сами. Заполнять нужно одно: дату в «Уже сделано», чтобы шаг не предлагали неделю.",
    columns=where_filled(
        "Шаг",
        Column("step", "Шаг", "integer", "issued", "Чем меньше номер, тем важнее.", width=7),
        Column("text", "Что сделать", "text", "issued", "На месте # — сколько ждёт.", width=72),
        Column("link", "Чем", "text", "issued", "Действие или лист.", width=26),
        Column("target", "Куда", "code", "issued", "Куда ведёт ссылка.", width=19),
        Column(
            "needed",
            "Нужно",
            "integer",
            "formula",
            "Сколько ждёт; 0 — делать нечего.",
            formula=f"CHOOSE({{Шаг}},{','.join(step.needed for step in STEPS)})",
            width=9,
        ),
        Column(
            "said",
            "Сейчас",
            "text",
            "formula",
            "Что покажет «Панель».",
            formula='SUBSTITUTE({Что сделать},"#",{Нужно})',
            width=19,
        ),
        Column(
            "marked",
            "Уже сделано",
            "date",
            help=f"Дата, когда сделано: шаг не предлагается {HIDDEN_DAYS} дней.",
            example="28.04.2025",
            width=13,
        ),
        Column(
            "turn",
            "Очередь шага",
            "integer",
            "formula",
            "Номер, если шаг предлагается.",
            formula=f'IF({{Нужно}}>0,IF(ISNUMBER({{Уже сделано}}),IF(Сегодня-{{Уже сделано}}<{HIDDEN_DAYS},"",{{Шаг}}),{{Шаг}}),"")',
            width=10,
        ),
    ),
    key=("text",),
    rows="replaced",
    capacity=len(STEPS),
)
