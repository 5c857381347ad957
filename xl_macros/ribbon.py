"""What the ribbon's buttons run: one function per action, called by the VBA Sub of the same button."""

from __future__ import annotations

import sys

from xl_macros.actions import action


def click_plan() -> None:
    """«Обновить сроки»."""
    _click("plan")


def click_import() -> None:
    """«Загрузить план»."""
    _click("import")


def click_timetable() -> None:
    """«Загрузить расписание»."""
    _click("timetable")


def click_folder() -> None:
    """«Папка к проверке»."""
    _click("folder")


def click_tasks() -> None:
    """«Мои дела»."""
    _click("tasks")


def click_print() -> None:
    """«Печать плана»."""
    _click("print")


def click_rollover() -> None:
    """«План на новый год»."""
    _click("rollover")


def click_codes() -> None:
    """«Выдать коды»."""
    _click("codes")


def click_slips() -> None:
    """«Печать кодов»."""
    _click("slips")


def click_password() -> None:
    """«Сменить пароль ключа»."""
    _click("password")


def click_envelope() -> None:
    """«Конверт хранителю»."""
    _click("envelope")


def click_exchange() -> None:
    """«Пакет обмена»."""
    _click("exchange")


def click_rehearsal() -> None:
    """«Учебная тревога»."""
    _click("rehearsal")


def click_erase() -> None:
    """«Убрать тревогу»."""
    _click("erase")


def click_commission() -> None:
    """«Назначить комиссию»."""
    _click("commission")


def click_collect() -> None:
    """«Собрать баллы»."""
    _click("collect")


def click_open() -> None:
    """«Открыть коды»."""
    _click("open")


def click_gaps() -> None:
    """«Сопоставить»."""
    _click("gaps")


def click_check() -> None:
    """«Проверить книгу»."""
    _click("check")


def click_doctor() -> None:
    """«Диагностика»."""
    _click("doctor")


def _click(name: str) -> None:
    """Run an action on the workbook whose button was clicked; whatever happens ends in one Russian sentence."""
    from xl_macros.book.live import LiveBook
    from xl_macros.errors import explain
    from xl_macros.runner.run import run

    book = None
    try:
        book = LiveBook.caller()
        run(action(name), book)
    except Exception as error:  # noqa: BLE001 - the one place where errors become sentences
        if book is None:
            sys.exit(explain(error))  # RunPython shows what a failed run printed
        book.progress("")
        book.say(explain(error, book.aftermath))
