"""The one error that people see, and the log file for the engineer."""

from __future__ import annotations

import datetime as dt
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from objectivity_core.tables import Table


class ObjectivityError(Exception):
    """What the user cannot mend inside the data: one Russian sentence that says what happened, where and what to do."""


def no_table(table: Table, book: str) -> ObjectivityError:
    """What to say when a table is not in a book."""
    return ObjectivityError(
        f"В книге «{book}» не найдена таблица «{table.excel}» (лист «{table.sheet}»). Её удалили или переименовали: верните лист из резервной копии или создайте новую книгу."
    )


def no_tables(book: str, *, ours: bool) -> ObjectivityError:
    """What to say when a book has none of the product's tables.

    Args:
        book: its name.
        ours: whether it has the product's sheets.
    """
    if ours:
        return ObjectivityError(
            f"В книге «{book}» листы «Объективности» есть, а таблиц на них нет: её сохранила другая программа, которая таблиц Excel не хранит. Возьмите копию, сделанную раньше, или создайте новую («objectivity new») и перенесите в неё данные; сохраняйте книгу в Excel или LibreOffice."
        )

    return ObjectivityError(
        f"«{book}» — не книга «Объективность»: ни одной её таблицы нет. Укажите книгу, созданную «objectivity new»."
    )


def totals_row(table: Table) -> ObjectivityError:
    """What to say when a table shows a totals row."""
    return ObjectivityError(
        f"В таблице «{table.excel}» (лист «{table.sheet}») включена строка итогов: программа приняла бы её за данные. Выключите её (вкладка «Конструктор таблиц» → «Строка итогов») и повторите."
    )


def log_path() -> Path:
    """The log file: ``OBJECTIVITY_LOG``, else in the user's own folder for program data."""
    if given := os.environ.get("OBJECTIVITY_LOG"):
        return Path(given)
    home = Path(os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")

    return home / "Objectivity" / "objectivity.log"


_BUSY = frozenset({-2147418111, -2146777998})
"""``RPC_E_CALL_REJECTED`` and ``VBA_E_IGNORE``: what Excel answers while a cell is edited or a dialog is open."""


def _busy(error: BaseException) -> bool:
    """Whether Excel would not listen; it says so as a whole or as the cause of a write that failed, xlwings by an error of its own."""
    cause = (getattr(error, "excepinfo", None) or (0,))[-1]

    return bool({getattr(error, "hresult", 0), cause} & _BUSY) or type(error).__name__ == "ExcelBusyError"


def explain(error: BaseException, aftermath: str = "Книга не изменена.") -> str:
    """One Russian sentence for any error; the details go to the log file.

    ``aftermath`` says what became of the book. An :class:`ObjectivityError` speaks for itself. Anything else is a fault of the program: people get the path of the log, never a traceback.
    """
    if isinstance(error, ObjectivityError):
        return str(error)
    if _busy(error):
        return f"Excel занят: в ячейке идёт ввод или открыто окно с вопросом. {aftermath} Нажмите Enter или Esc, закройте окно и повторите."
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{dt.datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {' '.join(sys.argv[:1])}\n")
            traceback.print_exception(error, file=file)
    except OSError:
        return f"Программа споткнулась ({type(error).__name__}), и записать подробности не удалось: нет доступа к «{path}»."

    return f"Программа споткнулась ({type(error).__name__}). {aftermath} Подробности для администратора: «{path}»."
