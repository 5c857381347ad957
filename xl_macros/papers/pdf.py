"""PDFs of workbooks by LibreOffice, where it is installed: a process and a profile of its own, a time limit, no trace left."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from xl_macros import windows
from xl_macros.disk.leftovers import clear_leftovers
from xl_macros.disk.owners import temporary_prefix
from xl_macros.disk.safe_files import reason
from xl_macros.errors import ObjectivityError
from xl_macros.windows import office

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 180.0
"""LibreOffice makes a profile and converts within ten seconds; an old computer gets more."""
_TRIES, _PAUSE = 10, 0.3
"""How often, and after how many seconds, the work folder is removed again while something in it is still held."""
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_OWN_VARIABLES = ("PYTHON", "URE_", "UNO_", "OBJECTIVITY_")
"""Variables of the LibreOffice or Python that runs this, and our own, passwords among them: another LibreOffice must not inherit them."""


def find_office() -> Path | None:
    """The program of LibreOffice: on the path, or where its installer puts it."""
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name):
            return Path(found)

    return next((path for path in _places() if path.is_file()), None)


def _places() -> Iterator[Path]:
    if sys.platform == "darwin":
        yield _MAC
    if system := windows.here():
        folders = [office.libreoffice(system)]
        folders += [
            f"{root}\\LibreOffice\\program"
            for name in ("ProgramFiles", "ProgramFiles(x86)")
            if (root := os.environ.get(name))
        ]
        for folder in folders:
            if folder:  # the .com waits for the end of the work, the .exe need not
                yield Path(folder) / "soffice.com"
                yield Path(folder) / "soffice.exe"


def to_pdf(program: Path, workbooks: list[bytes], seconds: float = SECONDS) -> list[bytes]:
    """Workbooks as PDFs, in one run of LibreOffice.

    Args:
        program: see :func:`find_office`.
        workbooks: .xlsx files.
        seconds: how long it may take.

    Raises:
        ObjectivityError: LibreOffice did not start, took too long, or made no PDF; its work files cannot be written.
    """
    try:
        return _converted(program, workbooks, seconds)
    except OSError as error:
        raise ObjectivityError(f"Рабочие файлы для PDF не записать: {reason(error)}.") from error


def _converted(program: Path, workbooks: list[bytes], seconds: float) -> list[bytes]:
    with _work_folder() as folder:
        sources = [folder / f"{number}.xlsx" for number in range(len(workbooks))]
        for path, data in zip(sources, workbooks, strict=True):
            path.write_bytes(data)
        _run(program, folder, sources, seconds)
        made = [path.with_suffix(".pdf") for path in sources]
        if not all(path.is_file() and path.read_bytes().startswith(b"%PDF") for path in made):
            raise ObjectivityError("LibreOffice не сделал PDF.")
        return [path.read_bytes() for path in made]


@contextlib.contextmanager
def _work_folder() -> Iterator[Path]:
    """A folder for plain workbooks that nobody else may read; it goes whatever happens, and with the next one if this process is killed."""
    with contextlib.suppress(OSError):
        clear_leftovers(Path(tempfile.gettempdir()), deep=0)
    folder = Path(tempfile.mkdtemp(prefix=temporary_prefix(), suffix=".tmp"))
    try:
        yield folder
    finally:
        for _ in range(_TRIES):  # a LibreOffice that was ended lets go of its files a moment later
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(_PAUSE)


def _run(program: Path, folder: Path, sources: list[Path], seconds: float) -> None:
    profile = (folder / "profile").as_uri()
    command = [
        str(program),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nofirststartwizard",
    ]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *(str(path) for path in sources)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_VARIABLES)}
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that was found, and files of our own
            command,
            cwd=folder,
            env=environment,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise ObjectivityError(f"LibreOffice не запустился: «{program}».") from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise ObjectivityError(f"LibreOffice не сделал PDF за {seconds:.0f} с.") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process started here, with its children: they may outlive it."""
    if sys.platform == "win32":
        if process.poll() is not None:
            return
        subprocess.run(["taskkill", "/PID", str(process.pid), "/T", "/F"], check=False, capture_output=True)  # noqa: S603, S607
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own: start_new_session
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(15)
