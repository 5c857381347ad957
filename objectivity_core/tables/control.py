"""Tables of control: the calendar, settings, findings, the log."""

from __future__ import annotations

from objectivity_core.tables.model import Column, Table

DAY_KINDS = ("рабочий", "выходной", "праздник", "перенесённый выходной", "рабочая суббота")

CALENDAR = Table(
    name="calendar",
    excel="Календарь",
    sheet="Календарь",
    hint="Рабочие и нерабочие дни учебного года по производственному календарю. Строит «Обновить сроки»; свои дни — в «Настройках».",
    columns=(
        Column("date", "Дата", "date", "issued", "День.", width=13),
        Column("weekday", "День недели", "text", "issued", "День недели.", width=14),
        Column(
            "kind", "Вид дня", "choice", "issued", "Рабочий, выходной, праздник, перенос.", choices=DAY_KINDS, width=24
        ),
        Column("working", "Рабочий", "integer", "issued", "1 — рабочий день.", width=10),
        Column(
            "shortened",
            "Сокращённый",
            "integer",
            "issued",
            "1 — рабочий день короче на час (перед праздником).",
            width=14,
        ),
        Column("number", "Рабочий день №", "integer", "issued", "Который рабочий день с начала года.", width=12),
        Column("note", "Что за день", "text", "issued", "Праздник, каникулы.", width=36),
    ),
    key=("date",),
    rows="replaced",
    capacity=500,
    figures=(("Рабочих дней", "working", "1"),),
)

SETTINGS = Table(
    name="settings",
    excel="Настройки",
    sheet="Настройки",
    hint="Всё, что у школы может быть своим. Меняйте только столбец «Значение».",
    columns=(
        Column("setting", "Параметр", "text", "issued", "Название.", width=46),
        Column("value", "Значение", "any", "shared", help="Впишите значение своей школы.", width=34),
        Column("unit", "Единица", "text", "computed", "В чём измеряется.", width=14),
        Column("help", "Пояснение", "text", "computed", "На что влияет.", width=60),
        Column("source", "Источник", "text", "computed", "Откуда значение по умолчанию.", width=40),
        Column("checked", "Проверено", "date", "computed", "Когда источник сверяли.", width=12),
    ),
    key=("setting",),
    capacity=60,
)

FINDINGS = Table(
    name="findings",
    excel="Замечания",
    sheet="Замечания",
    hint="Что программа заметила: ошибки мешают работе, «внимание» стоит посмотреть. Ссылка ведёт к ячейке.",
    columns=(
        Column("number", "№ п/п", "integer", "computed", "Номер.", width=8),
        Column(
            "severity",
            "Важность",
            "choice",
            "issued",
            "Ошибка, внимание, к сведению.",
            choices=("ошибка", "внимание", "к сведению"),
            width=13,
        ),
        Column(
            "link",
            "Где",
            "text",
            "computed",
            "Ссылка находит строку по ключу, даже если таблицу отсортировали.",
            width=24,
        ),
        Column("message", "Что не так", "text", "issued", "Суть.", width=70),
        Column("remedy", "Что сделать", "text", "issued", "Как исправить.", width=60),
        Column("value", "Записано", "text", "issued", "Что стоит в ячейке.", width=24),
        Column("action", "Кто нашёл", "text", "issued", "Кнопка, при которой замечено.", width=22),
        Column("where", "Адрес", "text", "issued", "Ячейка или файл в тот момент.", width=22),
        Column("table", "Таблица", "text", "issued", "Таблица.", width=16),
        Column("key", "Ключ", "text", "issued", "Ключ строки.", width=30),
        Column("column", "Столбец", "text", "issued", "Столбец.", width=20),
    ),
    key=("action", "number"),
    rows="replaced",
    capacity=5000,
    figures=(("Ошибок", "severity", "ошибка"), ("внимание", "severity", "внимание")),
    printed="remedy",
)

LOG = Table(
    name="log",
    excel="Журнал",
    sheet="Журнал действий",
    hint="Что и когда сделала программа; если строку изменят или уберут, это будет видно по столбцу «Отпечаток». Имён рядом с кодами здесь не бывает.",
    columns=(
        Column(
            "number", "№ записи", "integer", "issued", "Номер по порядку: пропуск значит, что строку удалили.", width=9
        ),
        Column("time", "Когда", "text", "issued", "Дата и время.", width=20),
        Column("action", "Действие", "text", "issued", "Кнопка.", width=26),
        Column("message", "Что сделано", "text", "issued", "Итог одной фразой.", width=90),
        Column("findings", "Замечаний", "integer", "issued", "Сколько замечаний.", width=12),
        Column("who", "Кто", "text", "issued", "Под чьим именем вошли в компьютер.", width=18),
        Column("version", "Версия", "text", "issued", "Версия программы.", width=10),
        Column(
            "file_line",
            "Запись в файле",
            "integer",
            "issued",
            "Номер этой записи в файле журнала рядом с книгой.",
            width=11,
        ),
        Column(
            "fingerprint",
            "Отпечаток",
            "text",
            "issued",
            "Контрольное число строки: изменят её — число не сойдётся. Сверяет команда objectivity log verify.",
            width=22,
        ),
    ),
    key=("number",),
    capacity=5000,
)
