"""«Как проверять»: what the expert of the neighbouring school reads. Codes and tasks, never a name of a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.russian.wording import counted, day

if TYPE_CHECKING:
    import datetime as dt

    from objectivity_core.commission.scoring_sheet import ScoringSheet

SCANS = "Перечень сканов.xlsx"
INSTRUCTION = "Как проверять.txt"
SCORING = "Лист проверки"
"""How the name of the scoring workbook begins."""


def scan_name(code: str) -> str:
    """The name of the file that a work's scan must have.

    >>> scan_name("40001")
    '40001.pdf'
    """
    return f"{code}.pdf"


def instruction(sheet: ScoringSheet, partner: str, school: str, until: dt.date) -> str:
    """The page for the expert.

    Args:
        sheet: the scoring workbook.
        partner: the expert's school.
        school: the school whose works these are; "" where the book does not say.
        until: the day by which the marks come back.
    """
    example = scan_name(sheet.codes[0])
    tasks = "\n".join(f"   задание {task} — до {maximum}" for task, maximum in sheet.tasks)

    return f"""КАК ПРОВЕРЯТЬ

Работы: {sheet.title}. {counted(len(sheet.codes), "работа", "работы", "работ").capitalize()}.
Прислала: {school or "школа, где писали работы"}.
Проверяет: {sheet.expert}, {partner}.
Вернуть до {day(until)} включительно.

У каждой работы только код: имён здесь нет, и узнавать их не нужно.

ЧТО СДЕЛАТЬ

1. Сверьте сканы с файлом «{SCANS}»: у каждого кода свой файл, например {example}.
   Отметьте в перечне, что получили. Если скана нет, он не читается или на нём
   видна фамилия, не проверяйте эту работу и сообщите нам её код.
2. Откройте файл, который начинается со слов «{SCORING}». Одна строка — одна работа, её код слева.
3. Впишите в каждую белую ячейку балл за задание или X, если ученик не приступал.
   Пустых ячеек остаться не должно: столбец справа покажет, сколько осталось.
4. Коды не меняйте и не переставляйте, строк и листов не добавляйте и не удаляйте.
5. Имён, подписей на работах и догадок, чья это работа, нигде не пишите.
6. Сохраните файл в формате Excel (.xlsx) и верните нам. Программа может быть любой,
   Excel или LibreOffice; имя файла тоже: лист узнаётся по тому, что внутри.
7. Когда мы ответим, что баллы приняты, удалите сканы и отметьте это в перечне.

ЗАДАНИЯ И НАИБОЛЬШИЕ БАЛЛЫ

{tasks}
   всего — {sum(maximum for _, maximum in sheet.tasks)}

Оценивайте только по критериям этой работы. Если их у вас нет, попросите у нас.
"""
