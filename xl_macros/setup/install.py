"""Setting up a teacher's computer: the book, xlwings' config, compiled modules, Excel's trust."""

from __future__ import annotations

import compileall
import contextlib
import dataclasses
import io
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import objectivity_core
import xl_macros
from objectivity_core.findings import errors
from xl_macros.disk.safe_files import make_folder, write_atomically
from xl_macros.errors import ObjectivityError
from xl_macros.setup.doctor import examine_book, examine_machine
from xl_macros.windows import conf, office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from objectivity_core.findings import Finding
    from xl_macros.setup.doctor import Surroundings
    from xl_macros.windows import Windows

BOOK = "Objectivity2025.xlsm"
FOLDER = "Objectivity"
BUTTONS = "Объективность - кнопки"
TRUST_QUESTION = "Добавить папку «{}» в надёжные расположения Excel, чтобы он не спрашивал о макросах?"


@dataclasses.dataclass(frozen=True)
class Installed:
    """What was done.

    Attributes:
        book: the new book, or None when none was wanted.
        findings: what the doctor still sees.
    """

    book: Path | None
    findings: list[Finding]


def default_folder(seen: Surroundings) -> Path:
    """Where the book goes unless told otherwise: a Latin name on the local disk, outside any cloud."""
    return (seen.windows.profile() if seen.windows else Path.home()) / FOLDER


def install(
    seen: Surroundings,
    folder: Path,
    *,
    with_book: bool,
    confirm: Callable[[str], bool],
    say: Callable[[str], object],
) -> Installed:
    """Set up this computer. What can be refused is refused before anything is written.

    Args:
        seen: the computer.
        folder: where the book goes.
        with_book: whether a new book is wanted; without it only the computer is set up.
        confirm: asks a question, returns whether the answer was yes.
        say: tells a finished step.

    Raises:
        ObjectivityError: the book exists already, a folder or a file cannot be written, the interpreter's path cannot be
            stored in xlwings' config.
    """
    book = folder / BOOK
    if with_book and (book.exists() or book.is_symlink()):
        raise ObjectivityError(
            f"Книга «{book}» уже есть, она не тронута. Укажите другую папку (--folder) или настройте только компьютер (--no-book)."
        )
    interpreter = _interpreter(seen)
    wants_trust = _wants_trust(seen.windows, folder, confirm)
    make_folder(folder, "Укажите другую: --folder.", new=False)
    if with_book:
        _write_book(book)
        say(f"Книга: {book}")
    if seen.windows:
        _set_up(seen.windows, interpreter, say)
        _unmark(seen.windows, [book] if with_book else [], seen.executable, say)
        if wants_trust:
            _trust(seen.windows, folder, say)
        _shortcut(seen.windows, seen.executable, say)
    say("Готовлю модули Python (в первый раз до минуты)…")
    say(precompile([*our_folders(), *embedded_packages(seen.executable)]))
    looked = dataclasses.replace(seen, book=book if with_book else None)

    return Installed(looked.book, examine_machine(looked) + (examine_book(looked) if with_book else []))


def next_step(done: Installed) -> str:
    """The sentence that the installation ends with.

    Args:
        done: what was done.
    """
    if errors(done.findings):
        return "Дальше: исправьте названное выше и выполните «objectivity doctor»."
    if done.book is None:
        return "Дальше: откройте свою книгу и начните с листа «Начало»."

    return f"Дальше: откройте «{done.book}» и начните с листа «Начало»: впишите школу и учебный год в «Настройки»."


def _interpreter(seen: Surroundings) -> str:
    if not seen.windows:
        return ""
    conf.read_conf(
        conf.conf_path(seen.windows), conf.encoding(seen.windows)
    )  # closed to reading: better known now than half-way

    return conf.writable_path(str(seen.executable), conf.encoding(seen.windows), seen.environment)


def _wants_trust(windows: Windows | None, folder: Path, confirm: Callable[[str], bool]) -> bool:
    if (
        not windows
        or not office.excel_version(windows)
        or office.locations_disabled(windows)
        or office.trusted(windows, str(folder))
    ):
        return False

    return confirm(TRUST_QUESTION.format(folder))


def _write_book(book: Path) -> None:
    from xl_macros.build.workbook import build_bytes

    write_atomically(book, build_bytes())


def _set_up(windows: Windows, interpreter: str, say: Callable[[str], object]) -> None:
    path = conf.conf_path(windows)
    conf.write_conf(path, {conf.INTERPRETER: interpreter}, conf.encoding(windows))
    say(f"Кнопки будут запускать {interpreter} (записано в {path}).")


def _unmark(windows: Windows, books: Iterable[Path], executable: Path, say: Callable[[str], object]) -> None:
    """Remove the mark of the web from the book and, in an unpacked archive, from the programs that Windows would ask about."""
    programs: list[Path] = []
    if is_embedded(executable):
        programs = [path for path in executable.parent.rglob("*") if path.suffix.lower() in {".exe", ".dll", ".pyd"}]
    marked = [path for path in [*books, *programs] if windows.mark_of_the_web(path)]
    for path in marked:
        try:
            windows.unmark(path)
        except OSError:
            say(f"Пометку «из интернета» снять не удалось: {path}. Правый щелчок → «Свойства» → «Разблокировать».")
    if marked:
        say(f"Снята пометка «из интернета», файлов: {sum(not windows.mark_of_the_web(path) for path in marked)}.")


def _trust(windows: Windows, folder: Path, say: Callable[[str], object]) -> None:
    try:
        key = office.trust(windows, str(folder))
    except OSError:
        say(
            "Надёжное расположение записать не удалось: реестр закрыт. При открытии книги нажмите «Включить содержимое»."
        )
    else:
        say(f"Надёжное расположение Excel: {folder} ({key}).")


def _shortcut(windows: Windows, executable: Path, say: Callable[[str], object]) -> None:
    """The way to the buttons where macros are forbidden; without tkinter they need a terminal, so that python.exe it is."""
    quiet = executable.with_name("pythonw.exe")
    target = quiet if find_spec("tkinter") and quiet.exists() else executable
    try:
        path = windows.shortcut(BUTTONS, target, "-m xl_macros.commands live", "Кнопки книги, если макросы запрещены")
    except OSError:
        say("Ярлык для кнопок создать не удалось. Где макросы запрещены, выполните «objectivity live».")
    else:
        say(f"Если макросы запрещены, кнопки здесь: {path}")


def our_folders() -> list[Path]:
    """The folders of the product's two packages."""
    return [Path(package.__path__[0]) for package in (objectivity_core, xl_macros)]


def is_embedded(executable: Path) -> bool:
    """Whether the interpreter is the one of our archive: an embeddable Python has a ``._pth`` file beside it."""
    return any(executable.parent.glob("python3*._pth"))


def embedded_packages(executable: Path) -> list[Path]:
    """The packages of our archive; pip, which compiles while it installs, has never seen them."""
    return [executable.parent / "Lib" / "site-packages"] if is_embedded(executable) else []


def precompile(folders: Iterable[Path]) -> str:
    """Compile modules once: xlwings starts Python with ``-B``, which would compile them anew at every click.

    Args:
        folders: what to compile.

    Returns:
        A sentence for people; a folder closed to writing is no error, only slower.
    """
    done = True
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for folder in folders:
            done = bool(compileall.compile_dir(folder, quiet=2)) and done
    if done:
        return "Модули Python подготовлены."

    return "Модули Python подготовлены не все (нет доступа к их папке): кнопки будут работать, но медленнее."
