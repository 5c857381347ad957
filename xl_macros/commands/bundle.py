"""``objectivity bundle``: the archive for schools without Python."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option(
    "--python-zip", required=True, type=_FILE, help="Встраиваемый Python для Windows (python-3.11.…-embed-amd64.zip)."
)
@click.option("--sha256", required=True, help="Контрольная сумма этого файла со страницы python.org.")
@click.option(
    "--wheels",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Папка с файлами .whl для win_amd64.",
)
@click.option("--out", required=True, type=_FILE, help="Куда записать архив (.zip).")
@click.option("--lock", type=_FILE, default=Path("requirements.lock"), show_default=True, help="Список версий пакетов.")
def bundle(python_zip: Path, sha256: str, wheels: Path, out: Path, lock: Path) -> None:
    """Собрать архив для школ без Python: Python, пакеты, книга, «Установить.cmd»."""
    from xl_macros.build.workbook import build_bytes
    from xl_macros.disk.safe_files import write_atomically
    from xl_macros.errors import ObjectivityError
    from xl_macros.setup.bundle import make_bundle

    if out.exists():
        raise ObjectivityError(f"«{out}» уже есть. Укажите другое имя: существующие файлы не перезаписываются.")
    made = make_bundle(python_zip, sha256, wheels, lock, build_bytes)
    write_atomically(out, made.data)
    if made.left_out:
        click.echo(f"Лишние пакеты не вошли: {', '.join(made.left_out)}")
    click.echo(f"Архив собран: {out}, файлов {made.files}, пакетов {made.packages}.")
