"""Actions of control: the book and the computer checked."""

from __future__ import annotations

from xl_macros.actions.model import Action

CONTROL_ACTIONS: tuple[Action, ...] = (
    Action(
        name="check",
        title="Проверить книгу",
        help="Проверяет все листы и пишет в «Замечания», что не так и как исправить. Другие листы не меняет.",
        group="Контроль",
        icon="AcceptInvitation",
        core="objectivity_core.checks.actions:check_book",
        reads=(
            "measures",
            "occurrences",
            "materials",
            "official",
            "procedures",
            "staff",
            "pupils",
            "tasks",
            "scales",
            "own_marks",
            "works",
            "commission",
            "scores",
            "results",
            "gaps",
            "log",
            "classes",
            "subjects",
            "kinds",
        ),
        reports=True,
        load="xl_macros.log.proof:noticed",
    ),
    Action(
        name="doctor",
        title="Диагностика",
        help="Проверяет компьютер и книгу: Python, версии, разрешены ли макросы, можно ли писать в папку. Пишет в «Замечания», чего не хватает.",
        group="Книга",
        icon="Info",
        core="objectivity_core.checks.actions:diagnose",
        reports=True,
        load="xl_macros.setup.doctor:seen_from",
    ),
)
"""The groups «Контроль» and «Книга»."""
