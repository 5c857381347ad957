"""Commands that make books: build, new, demo."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

NEW_YEAR_MONTH = 8
"""From August on a new book is for the school year that begins."""
DEFAULT_BOOK = Path("workbook") / "Objectivity2025.xlsm"


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT_BOOK,
    show_default=True,
    help="Куда записать книгу.",
)
def build(out: Path) -> None:
    """Построить книгу продукта из исходных текстов (одни и те же байты каждый раз)."""
    from xl_macros.build.workbook import build_bytes
    from xl_macros.disk.safe_files import write_atomically

    write_atomically(out, build_bytes())
    click.echo(f"Книга построена: {out}")


@click.command()
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--school", default="", help="Название школы.")
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    help="Год сентября, например 2025 для 2025/2026 (по умолчанию — нынешний учебный год).",
)
def new(book: Path, school: str, year: int | None) -> None:
    """Создать новую книгу школы BOOK (.xlsm)."""
    from xl_macros.build.content import new_settings
    from xl_macros.build.workbook import build_bytes
    from xl_macros.disk.safe_files import write_atomically
    from xl_macros.errors import ObjectivityError

    if book.suffix.lower() != ".xlsm":
        raise ObjectivityError(f"Книга должна называться с «.xlsm» на конце, а не «{book.name}»: в ней макросы.")
    if book.exists():
        raise ObjectivityError(f"«{book}» уже есть. Укажите другое имя: существующие книги не перезаписываются.")
    now = dt.datetime.now().astimezone()
    write_atomically(book, build_bytes(new_settings(school, year or now.year - (now.month < NEW_YEAR_MONTH))))
    click.echo(f"Новая книга: {book}. Откройте её и начните с листа «Начало».")


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
def demo(out: Path) -> None:
    """Провести вымышленную школу через учебный год; всё складывается в папку OUT."""
    from xl_macros.headless.demo import play

    play(out, click.echo)
