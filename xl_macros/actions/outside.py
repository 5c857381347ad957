"""What actions read and write outside the book: the key, scoring workbooks, external files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from objectivity_core.findings import Finding
from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.settings import Settings
    from objectivity_core.state import Outcome
    from xl_macros.actions import Action


def load(action: Action, book: Path, settings: Settings, tables: dict[str, pd.DataFrame], answers: dict[str, str]) -> dict[str, Any]:
    """What the action needs from outside the book, by name.

    Raises:
        ObjectivityError: a wrong password, a missing folder, a file that cannot be read.
    """
    outside: dict[str, Any] = {}
    if "vault" in action.outside:
        outside["vault"], outside["book_id"] = _load_vault(action, book, settings, tables, answers["password"])
    if "scoring_in" in action.outside:
        from xl_macros.scoring_files import read_returned, scoring_folder

        remembered = settings.scoring_folder if Path(settings.scoring_folder).is_dir() else ""  # the book may have moved
        given = answers["folder"] or remembered
        outside["scoring"] = read_returned(Path(given) if given else scoring_folder(book))
    if "external" in action.outside and answers["file"]:
        outside["external"] = _load_external(Path(answers["file"]))

    if "doctor" in action.outside:
        from xl_macros.doctor import Surroundings, examine_book, examine_machine

        seen = Surroundings(book=book)
        outside["doctor"] = [*examine_book(seen), *examine_machine(seen)]

    return outside


def vault_exists(book: Path, settings: Settings) -> bool:
    """Whether the key of this school year lies beside the book already."""
    from xl_macros.vault import vault_path

    return vault_path(book, settings.year).exists()


def store(book: Path, settings: Settings, outcome: Outcome, answers: dict[str, str]) -> None:
    """Write what the action decided outside the book.

    The key is written before the book: codes that exist only in the key are found again by the next run, codes without key would be lost.

    Raises:
        ObjectivityError: a file cannot be written.
    """
    if "vault" in outcome.outside:
        from xl_macros.vault import save_vault, vault_path

        save_vault(
            vault_path(book, settings.year),
            outcome.outside["vault"],
            answers["password"],
            settings.book_id,
            settings.academic_year,
        )
    if "scoring" in outcome.outside:
        from xl_macros.scoring_files import scoring_folder, write_sheets

        write_sheets(scoring_folder(book), outcome.outside["scoring"])


def _load_vault(action: Action, book: Path, settings: Settings, tables: dict[str, pd.DataFrame], password: str) -> tuple[pd.DataFrame, str]:
    from xl_macros.vault import check_new_password, empty_vault, load_vault, vault_path

    path = vault_path(book, settings.year)
    if action.name == "codes" and not path.exists():
        if (tables["works"]["code"] != "").any():
            raise ObjectivityError(
                f"В книге уже есть коды, а их ключа рядом нет: «{path}». Положите его рядом с книгой: без него имена и коды не соединить."
            )
        check_new_password(password)
        return empty_vault(), settings.book_id
    names = dict(zip(tables["pupils"]["pupil_id"], tables["pupils"]["name"], strict=True))

    return load_vault(path, password, settings.book_id, names)


def _load_external(path: Path) -> Any:
    from objectivity_core.external import read_individual
    from xl_macros.reader import read_sheets

    external = read_individual(path.name, read_sheets(path))
    if external is None:
        message = f"Файл «{path.name}» не похож на «Индивидуальные результаты»: нет столбцов «Код участника», «Класс», «Отметка», «Отметка по журналу»."
        return Finding(
            "unknown-layout",
            "error",
            message,
            "Выгрузите форму Ф1 «Индивидуальные результаты» и укажите её.",
            where=path.name,
        )

    return external
