"""Actions of the plan: terms, import, timetable, papers."""

from __future__ import annotations

from xl_macros.actions.model import Action
from xl_macros.actions.questions import CONFIRM, PLAN_FILE, PROOF_FOLDER, TIMETABLE_FILE

_PLAN = ("measures", "procedures", "kinds", "subjects", "staff", "occurrences", "materials")
_SUMMARY = (
    "occurrences",
    "calendar",
    "materials",
    "steps",
    "by_responsible",
    "by_section",
    "by_month",
    "waves",
    "nearest",
    "passed",
)

PLAN_ACTIONS: tuple[Action, ...] = (
    Action(
        "plan",
        "Обновить сроки",
        "Читает план словами и процедуры, строит лист «Сроки» и календарь. Отметки о выполнении сохраняются.",
        "План",
        "RefreshAll",
        "objectivity_core.plan.refresh:refresh",
        _PLAN,
        ("measures", "procedures", "staff", *_SUMMARY),
    ),
    Action(
        "import",
        "Загрузить план",
        "Читает план из файла Word, Excel или текста, показывает, что понял, и дописывает меры в лист «План». Прежние остаются, нетронутый образец новой книги заменяется.",
        "План",
        "ImportTextFile",
        "objectivity_core.plan.importing.load:load",
        _PLAN,
        ("measures", "procedures", "staff", *_SUMMARY),
        (PLAN_FILE, CONFIRM),
        ("plan_file",),
    ),
    Action(
        "timetable",
        "Загрузить расписание",
        "Из расписания работ (файл или лист «Расписание») создаёт процедуры с кабинетами и людьми, считает их сроки и показывает накладки.",
        "План",
        "CalendarInsert",
        "objectivity_core.timetable.load:load",
        (*_PLAN, "timetable", "classes"),
        ("measures", "procedures", "staff", *_SUMMARY),
        (TIMETABLE_FILE, CONFIRM),
        ("timetable_file",),
    ),
    Action(
        "folder",
        "Папка к проверке",
        "Собирает в новую папку документы, названные в «Подтверждении», по мерам, с описью; чего не хватает — перечислено.",
        "Документы",
        "FileSaveAs",
        "objectivity_core.proofs.folder:assemble",
        _PLAN,
        (),
        (PROOF_FOLDER,),
        ("proofs",),
    ),
    Action(
        "tasks",
        "Мои дела",
        "Каждому ответственному — страница «Мои дела», календарь .ics с напоминаниями и готовый текст сообщения в чат.",
        "Документы",
        "MeetingsWorkspace",
        "objectivity_core.plan.task_papers:tasks",
        _PLAN,
        (),
        outside=("tasks",),
    ),
    Action(
        "print",
        "Печать плана",
        "Просроченное и весь план — листами А4 для печати и подписи; PDF, если на компьютере есть LibreOffice.",
        "Документы",
        "FilePrint",
        "objectivity_core.plan.task_papers:printed_plan",
        _PLAN,
        (),
        outside=("print",),
    ),
    Action(
        "rollover",
        "План на новый год",
        "Делает книгу следующего учебного года: тот же план со сроками на год позже, люди и списки. Эта книга не меняется.",
        "Документы",
        "FileNew",
        "objectivity_core.plan.next_year:next_year",
        ("measures", "staff", "classes", "subjects", "kinds", "scales", "tasks"),
        (),
        outside=("next_year",),
    ),
)
"""The groups «План» and «Документы»."""
