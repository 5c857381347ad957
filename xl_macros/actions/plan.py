"""Actions of the plan: terms, import, timetable, papers."""

from __future__ import annotations

from xl_macros.actions.model import Action
from xl_macros.actions.questions import CONFIRM, OFFER_MARKS, PLAN_FILE, PROOF_FOLDER, TIMETABLE_FILE

_DATED = ("measures", "procedures", "kinds", "staff", "occurrences")
_PLAN = (*_DATED, "materials")
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
        name="plan",
        title="Обновить сроки",
        help="Читает план словами и процедуры, строит лист «Сроки» и календарь. Отметки о выполнении сохраняются; что сделано по данным книги, предложит отметить.",
        group="План",
        icon="RefreshAll",
        core="objectivity_core.plan.refresh:refresh",
        reads=(*_PLAN, "works", "results", "gaps", "log"),
        writes=("measures", *_SUMMARY),
        asks=(OFFER_MARKS,),
    ),
    Action(
        name="import",
        title="Загрузить план",
        help="Читает план из файла Word, Excel или текста, показывает, что понял, и дописывает меры в лист «План». Прежние остаются, нетронутый образец новой книги заменяется.",
        group="План",
        icon="ImportTextFile",
        core="objectivity_core.plan.importing.load:load",
        reads=_PLAN,
        writes=("measures", *_SUMMARY),
        asks=(PLAN_FILE, CONFIRM),
        load="xl_macros.documents.given:plan_files",
    ),
    Action(
        name="timetable",
        title="Загрузить расписание",
        help="Из расписания работ (файл или лист «Расписание») создаёт процедуры с кабинетами и людьми, считает их сроки и показывает накладки.",
        group="План",
        icon="CalendarInsert",
        core="objectivity_core.timetable.load:load",
        reads=(*_PLAN, "timetable", "classes", "subjects"),
        writes=("measures", "procedures", *_SUMMARY),
        asks=(TIMETABLE_FILE, CONFIRM),
        load="xl_macros.documents.given:timetable",
    ),
    Action(
        name="folder",
        title="Папка к проверке",
        help="Собирает в новую папку документы, названные в «Подтверждении», по мерам, с описью; чего не хватает — перечислено.",
        group="Документы",
        icon="FileSaveAs",
        core="objectivity_core.proofs.folder:assemble",
        reads=_DATED,
        asks=(PROOF_FOLDER,),
        load="xl_macros.folders.proofs:shelf",
        store="xl_macros.folders.proofs:write_folder",
    ),
    Action(
        name="tasks",
        title="Мои дела",
        help="Каждому ответственному — страница «Мои дела», календарь .ics с напоминаниями и готовый текст сообщения в чат.",
        group="Документы",
        icon="MeetingsWorkspace",
        core="objectivity_core.plan.duty_papers:duty_pages",
        reads=_DATED,
        load="xl_macros.folders.papers:beside",
        store="xl_macros.folders.papers:write_duties",
    ),
    Action(
        name="print",
        title="Печать плана",
        help="Просроченное и весь план — листами А4 для печати и подписи; PDF, если на компьютере есть LibreOffice.",
        group="Документы",
        icon="FilePrint",
        core="objectivity_core.plan.duty_papers:printed_plan",
        reads=_DATED,
        load="xl_macros.folders.papers:beside",
        store="xl_macros.folders.papers:write_plan",
    ),
    Action(
        name="rollover",
        title="План на новый год",
        help="Делает книгу следующего учебного года: тот же план со сроками на год позже, люди и списки. Эта книга не меняется.",
        group="Документы",
        icon="FileNew",
        core="objectivity_core.plan.next_year:next_year",
        reads=("measures", "staff", "classes", "subjects", "kinds", "scales", "tasks"),
        load="xl_macros.folders.next_book:load_surroundings",
        store="xl_macros.folders.next_book:write_book",
    ),
)
"""The groups «План» and «Документы»."""
