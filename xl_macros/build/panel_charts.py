"""The charts of «Панель»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.tables import TABLES
from objectivity_core.tables.panel import CHARTED, SHORT_MONTHS
from xl_macros.build.table_sheet import HEADING_ROW
from xl_macros.look.palette import CHART, LINE

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

    from objectivity_core.formulas.values import Values


_AXIS = {
    "num_font": {"name": "Calibri", "size": 9},
    "line": {"color": LINE},
    "major_tick_mark": "none",
    "minor_tick_mark": "none",
}
_HIDDEN = {"visible": False, "major_gridlines": {"visible": False}}


def write_charts(workbook: xlsxwriter.Workbook, sheet: Worksheet, values: Values, row: int) -> None:
    """Three charts over «Сводка», the lower two from that row of the sheet on."""
    parts = (
        ("done", "выполнено", CHART.green),
        ("overdue", "просрочено", CHART.vermilion),
        ("rest", "остальные", CHART.sky),
    )
    for name, column, title, place, size in (
        ("by_responsible", "responsible", "Кто отвечает: выполнено, просрочено, остальные", (1, 8), (436, 216)),
        ("by_section", "section", "Разделы плана", (row, 1), (498, 274)),
    ):
        rows = min(len(values.frame(name)), CHARTED) or CHARTED
        chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
        for part, label, colour in parts:
            _series(chart, name, column, part, label, colour, rows)
        chart.set_y_axis({"reverse": True} | _AXIS)
        chart.set_x_axis(_HIDDEN)
        _finish(chart, title)
        sheet.insert_chart(*place, chart, {"object_position": 2, "x_offset": 4, "y_offset": 4, "description": title})
        chart.set_size({"width": size[0], "height": size[1]})
    year = workbook.add_chart({"type": "column", "subtype": "stacked"})
    for part, label, colour in (
        *parts[:2],
        ("no_records", "нет записей", CHART.orange),
        ("ahead", "впереди", CHART.sky),
    ):
        _series(year, "by_month", "month", part, label, colour, len(SHORT_MONTHS))
    year.set_x_axis(_AXIS)
    year.set_y_axis(_HIDDEN)
    _finish(year, "Год по месяцам")
    sheet.insert_chart(
        row, 5, year, {"object_position": 2, "x_offset": 0, "y_offset": 4, "description": "Год по месяцам"}
    )
    year.set_size({"width": 290, "height": 274})


def _series(chart: Chart, name: str, names: str, column: str, label: str, colour: str, rows: int) -> None:
    table = TABLES[name]
    first, last = HEADING_ROW + 1, HEADING_ROW + rows

    def cells(one: str) -> list[Any]:
        at = table.left - 1 + table.names.index(one)

        return [table.sheet, first, at, last, at]

    chart.add_series(
        {
            "name": label,
            "categories": cells(names),
            "values": cells(column),
            "fill": {"color": colour},
            "gap": 40,
            "overlap": 100,
            "data_labels": {
                "value": True,
                "num_format": "0;;;",  # no zeros
                "font": {
                    "name": "Calibri",
                    "size": 9,
                    "color": "#FFFFFF" if colour in {CHART.green, CHART.vermilion} else "#000000",
                },
            },
        }
    )


def _finish(chart: Chart, title: str) -> None:
    chart.set_title(
        {
            "name": title,
            "name_font": {"name": "Calibri", "size": 11, "bold": True, "color": "#1F3864"},
            "overlay": False,
        }
    )
    chart.set_legend({"position": "bottom", "font": {"name": "Calibri", "size": 9}})
    chart.set_chartarea({"border": {"color": LINE}})
