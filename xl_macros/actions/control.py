"""Actions of control: the book and the computer checked."""

from __future__ import annotations

from xl_macros.actions.model import Action

CONTROL_ACTIONS: tuple[Action, ...] = (
    Action(
        "check",
        "Проверить книгу",
        "Проверяет все листы и пишет в «Замечания», что не так и как исправить. Другие листы не меняет.",
        "Контроль",
        "AcceptInvitation",
        "objectivity_core.checks.actions:check_book",
        (
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
            "classes",
            "subjects",
            "kinds",
        ),
        (),
    ),
    Action(
        "doctor",
        "Диагностика",
        "Проверяет компьютер и книгу: Python, версии, разрешены ли макросы, можно ли писать в папку. Пишет в «Замечания», чего не хватает.",
        "Книга",
        "Info",
        "objectivity_core.checks.actions:diagnose",
        (),
        (),
        outside=("doctor",),
    ),
)
"""The groups «Контроль» and «Книга»."""
