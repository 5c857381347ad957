"""What actions ask of the user."""

from __future__ import annotations

import dataclasses

from xl_macros.dialogs.question import Question

PROCEDURE = Question("procedure", "choice", "Код процедуры (пусто — все подходящие)", optional=True)
PASSWORD = Question("password", "secret", "Пароль ключа кодов")
FIRST_PASSWORD = dataclasses.replace(PASSWORD, invented="Новый пароль ключа кодов, четыре слова или не проще")
CHANGED_PASSWORD = Question("changed", "secret", "Новый пароль ключа, четыре слова или не проще", repeated=True)
CUSTODIAN_PASSWORD = Question(
    "custodian", "secret", "Пароль второго хранителя: пусть придумает и введёт сам", repeated=True
)
ONE_PROCEDURE = Question("procedure", "choice", "Какая процедура")
PARTNER = Question("partner", "text", "Соседняя школа и ФИО эксперта, например: Школа № 2, Перова Ольга Львовна")
REASON = Question(
    "reason", "text", "Открыть раньше срока? Впишите причину (пусто — не открывать раньше)", optional=True
)
RETURNED = Question(
    "folder",
    "folder",
    "Папка с листами проверки (пусто — папка рядом с книгой)",
    optional=True,
    remembered="scoring_folder",
)
EXTERNAL_FILE = Question(
    "file",
    "file",
    "Внешний файл с индивидуальными результатами (пусто — результаты этой книги)",
    optional=True,
    remembered="external_file",
)
PLAN_FILE = Question("file", "file", "Файл с планом: Word, Excel или текст", remembered="plan_file")
TIMETABLE_FILE = Question(
    "file",
    "file",
    "Файл с расписанием (пусто — то, что вставлено на лист «Расписание»)",
    optional=True,
    remembered="timetable_file",
)
MARKS_FILE = Question(
    "file",
    "file",
    "Файл с отметками из журнала (пусто — таблица, вставленная на лист «Отметки»)",
    optional=True,
    remembered="external_file",
)
PERIOD = Question(
    "period", "text", "За какой период отметки, если в журнале не сказано, например: III четверть", optional=True
)
TASKS_FILE = Question(
    "file", "file", "Официальная форма (лист «Протокол») или Ф1 этой работы", remembered="external_file"
)
WORK = Question(
    "work", "text", "Какая это работа, если в файле не сказано, например: ВПР, русский язык, 4 класс", optional=True
)
PROOF_FOLDER = Question(
    "folder",
    "folder",
    "Папка с документами (пусто — «Подтверждения» рядом с книгой)",
    optional=True,
    remembered="proof_folder",
)
CONFIRM = Question("confirm", "confirm", "Записать?")
"""Asked of what an action understood (``Outcome.preview``), before anything is written."""
OFFER_MARKS = Question("offer", "offer", "Отметить выполненным?", optional=True)
"""Asked of ``Outcome.offer``: without a yes the action does the rest of its work."""
CONFIRM_LATE = Question("confirm", "confirm", "Они писали эту работу в другой день. Выдать им коды?")
CONFIRM_ERASE = Question("confirm", "confirm", "Удалить?")
