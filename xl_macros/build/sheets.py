"""The two sheets without a table of data: «Начало» and «Справка»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.formulas.figures import START_FIGURES, count, count_formula, school_formula, school_text
from objectivity_core.tables import LAYOUT_VERSION, TABLES, states
from objectivity_core.tables.panel import LEGEND
from xl_macros.actions import ACTIONS
from xl_macros.build.panel import PANEL, PANEL_HINT
from xl_macros.build.table_sheet import write_head
from xl_macros.build.vba_texts import NO_PYTHON
from xl_macros.look.measure import LINE_HEIGHT, lines_of
from xl_macros.look.page import set_print
from xl_macros.look.palette import TABS, WORDS, Look
from xl_macros.udfs import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from xlsxwriter.worksheet import Worksheet

    from objectivity_core.settings import Settings
    from xl_macros.udfs import Function

STEPS = (
    ("Настройки", "Впишите школу и учебный год; остальное можно не менять."),
    ("Списки", "Проверьте классы, предметы и виды процедур."),
    ("Люди", "Кто что ведёт и что может проверять."),
    ("Ученики", "Вставьте список: ФИО и класс."),
    ("План", "Впишите план школы и нажмите «Обновить сроки»: лист «Сроки» раскрасится сам."),
    ("Процедуры", "Впишите работы: вид, предмет, класс, дата. Задания и шкалы — в соседних листах."),
    ("Работы", "«Выдать коды», затем отметьте коды, которые остались у организатора."),
    ("Комиссия", "«Назначить комиссию»: каждому эксперту готовится лист проверки."),
    ("Результаты", "«Собрать баллы», потом «Открыть коды»."),
    ("Сопоставление", "«Сопоставить»: где отметки работ и школы расходятся."),
)

WHAT = "Эта книга ведёт план объективности школы: сроки мер, коды работ, комиссии, итоговые баллы и сравнение с отметками школы."

BLOCKED = (
    "Таблицы, выпадающие списки, цвета и статусы работают без макросов. Не работают только кнопки вкладки «Объективность».",
    "Книга скачана из интернета: закройте её, в проводнике правый щелчок по файлу → «Свойства» → «Разблокировать» → «ОК», откройте снова.",
    "Жёлтая полоса «Предупреждение системы безопасности»: нажмите «Включить содержимое».",
    "Макросы запрещены в школе: нажимайте те же кнопки в окне «Объективность - кнопки» (ярлык на рабочем столе, команда «objectivity live»).",
    "«На этом компьютере кнопки не настроены»: здесь программу ещё не ставили или Python перенесли. Выполните «objectivity install --no-book».",
    "«Excel не смог запустить Python»: запретил антивирус или политика. О чём попросить администратора, скажет «objectivity doctor ФАЙЛ».",
    "Книга открыта из OneDrive, SharePoint или по сетевому адресу: сохраните её на диск этого компьютера.",
)

HELP_WIDTHS = (20, 30, 28, 80, 34)
FUNCTIONS_HEAD = ("Функция", "Как записать", "Что даст", "Аргументы и правила", "Например")
FUNCTIONS_HINTS = (
    f"Функции для ваших формул; сама книга ими не пользуется. Работают в Excel для Windows, где установлена программа; иначе в ячейке «{NO_PYTHON}».",
    "Вместо ячейки можно указать диапазон: ответ займёт столько же ячеек (в Excel 2019 и старше выделите их и нажмите Ctrl+Shift+Enter).",
    "Датам задайте формат «Дата».",
    "#ИМЯ? вместо ответа: в этой книге выключены макросы (как включить — лист «Начало», «Если кнопки не работают») или имя функции написано с ошибкой.",
)

PRESSING = (states.OVERDUE, states.DUE_SOON, states.SUM_UP, states.DONE, "ошибка")
"""Words whose figures on «Начало» take their colour as soon as there is one."""

FILLINGS = {
    "people": "вы",
    "shared": "вы или программа",
    "issued": "программа, один раз",
    "computed": "программа, каждый раз заново",
    "formula": "формула",
}


def write_start(sheet: Worksheet, look: Look, frames: dict[str, pd.DataFrame], settings: Settings) -> dict[str, str]:
    """«Начало»: what this is, what matters now, what to do next, and the way to every sheet.

    Args:
        sheet: where.
        look: the formats.
        frames: every table with the values behind formulas.
        settings: for the heading.

    Returns:
        Cells that must get a name: the links that run actions (VBA knows them by it).
    """
    sheet.hide_gridlines(2)
    sheet.set_tab_color(TABS["overview"])
    for column, width in enumerate((4, 32, 12, 4, 22, 86)):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Объективность оценивания", look.title)
    sheet.write_formula(1, 0, school_formula(), look.hint, school_text(settings.school, settings.year))
    sheet.write_string(2, 0, WHAT, look.format())
    sheet.write_url(0, 5, f"internal:'{PANEL}'!A1", look.link, f"{PANEL}: что просрочено и что делать →")
    _figures(sheet, look, frames)
    _section(sheet, look, 4, 4, "Что делать дальше")
    for number, (title, text) in enumerate(STEPS):
        sheet.write_url(5 + number, 4, f"internal:'{title}'!A1", look.link, f"{number + 1}. {title}")
        sheet.write_string(5 + number, 5, text, look.format(text_wrap=True))
    row = 6 + max(len(STEPS), len(START_FIGURES))
    _section(sheet, look, row, 1, "Если кнопки не работают")
    for number, text in enumerate(BLOCKED, start=1):
        sheet.write_string(row + number, 1, f"{number}.  {text}", look.format())
    row += len(BLOCKED) + 2
    names = _actions(sheet, look, row)
    row += len(ACTIONS) + 2
    _section(sheet, look, row, 1, "Листы книги")
    for number, (title, hint) in enumerate(
        [(PANEL, PANEL_HINT), *sheet_hints(), ("Справка", "Что делает каждая кнопка и что стоит в каждом столбце.")],
        start=1,
    ):
        sheet.write_url(row + number, 1, f"internal:'{title}'!A1", look.link, title)
        sheet.write_string(row + number, 2, hint, look.format())
    set_print(sheet, settings.school, settings.academic_year)
    sheet.fit_to_pages(1, 1)

    return names


def _actions(sheet: Worksheet, look: Look, row: int) -> dict[str, str]:
    """The buttons as links, for those whose ribbon is blocked; each link leads to itself, and VBA runs the action of its name."""
    _section(sheet, look, row, 1, "Если вкладки «Объективность» нет: щёлкните действие здесь")
    for number, action in enumerate(ACTIONS, start=1):
        sheet.write_url(row + number, 1, f"internal:{action.link}", look.link, action.title)
        sheet.write_string(row + number, 2, action.help, look.format())

    return {action.link: f"$B${row + 1 + number}" for number, action in enumerate(ACTIONS, start=1)}


def _figures(sheet: Worksheet, look: Look, frames: dict[str, pd.DataFrame]) -> None:
    """What matters now, counted by formula."""
    _section(sheet, look, 4, 1, "Сейчас")
    for number, figure in enumerate(START_FIGURES):
        row = 5 + number
        table = TABLES[figure.table]
        sheet.write_string(row, 1, figure.label, look.format(bottom=1, bottom_color="#D9D9D9"))
        formula = "=" + count_formula(table, figure.column, figure.value)
        sheet.write_formula(
            row,
            2,
            formula,
            look.format(bold=True, align="right", bottom=1, bottom_color="#D9D9D9"),
            count(frames[figure.table], figure.column, figure.value),
        )
        if figure.value in PRESSING:
            more_than_none = {
                "type": "formula",
                "criteria": f"=$C${row + 1}>0",
                "format": look.word(WORDS[figure.value]),
            }
            sheet.conditional_format(row, 1, row, 2, more_than_none)


def sheet_hints() -> list[tuple[str, str]]:
    """Title and hint of every sheet that holds tables, in the order of the tabs."""
    hints: dict[str, str] = {}
    for table in TABLES.values():
        hints.setdefault(table.sheet, table.hint)

    return list(hints.items())


def write_help(sheet: Worksheet, look: Look, settings: Settings) -> None:
    """«Справка»: every button, worksheet function and column, from the lists that the program itself uses."""
    write_head(
        sheet,
        look,
        "Справка",
        f"Что делает каждая кнопка и функция и что стоит в каждом столбце. Версия разметки {LAYOUT_VERSION}.",
        link_column=4,
    )
    for column, width in enumerate(HELP_WIDTHS):
        sheet.set_column(column, column, width)
    row = _rows(
        sheet,
        look,
        4,
        ("Группа", "Кнопка", "Команда", "Что будет", "Спросит"),
        [(one.group, one.title, one.name, one.help, "; ".join(ask.prompt for ask in one.asks)) for one in ACTIONS],
    )
    for number, text in enumerate(FUNCTIONS_HINTS, start=1):
        sheet.write_string(row + number, 0, text, look.hint)
    row = _rows(sheet, look, row + 1 + len(FUNCTIONS_HINTS), FUNCTIONS_HEAD, [_function(one) for one in FUNCTIONS])
    columns = [
        (table.sheet, column.heading, FILLINGS[column.filling], _about(column), column.example)
        for table in TABLES.values()
        for column in table.columns
    ]
    row = _rows(sheet, look, row + 1, ("Лист", "Столбец", "Кто заполняет", "Что здесь", "Например"), columns)
    legend = [
        (TABLES["occurrences"].sheet, f"{word} …" if word == states.NO_RECORDS else word, "", about, "")
        for word, about in LEGEND.items()
    ]
    _rows(sheet, look, row + 1, ("Лист", "Слово", "", "Что значит", ""), legend)
    sheet.freeze_panes(4, 0)
    sheet.set_tab_color(TABS["overview"])
    set_print(sheet, settings.school, settings.academic_year)


def _function(function: Function) -> tuple[str, ...]:
    arguments = [
        f"{one.title.capitalize()}{' (можно пропустить)' if one.optional else ''}: {one.help}"
        for one in function.arguments
    ]

    return function.name, function.syntax, function.gives, "\n".join([*arguments, function.help]), function.sample


def _about(column: Any) -> str:
    parts = [column.help]
    if column.choices:
        parts.append(f"Одно из: {', '.join(column.choices)}.")
    if column.required:
        parts.append("Обязательно.")

    return " ".join(part for part in parts if part)


def _section(sheet: Worksheet, look: Look, row: int, column: int, title: str) -> None:
    sheet.write_string(
        row, column, title, look.format(bold=True, font_color="#1F3864", bottom=2, bottom_color="#1F3864")
    )
    sheet.write_blank(row, column + 1, None, look.format(bottom=2, bottom_color="#1F3864"))


def _rows(sheet: Worksheet, look: Look, row: int, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> int:
    for at, heading in enumerate(headings):
        sheet.write_string(row, at, heading, look.heading(typed=False))
    for number, cells in enumerate(rows, start=1):
        # Excel would fit the height by itself, LibreOffice would not.
        lines = max(lines_of(text, width) for text, width in zip(cells, HELP_WIDTHS, strict=True))
        sheet.set_row(row + number, LINE_HEIGHT * lines)
        for at, text in enumerate(cells):
            sheet.write_string(row + number, at, text, look.format(text_wrap=True, bottom=1, bottom_color="#D9D9D9"))

    return row + len(rows) + 1
