"""A LibreOffice to talk to: started here on a private pipe with a profile of its own, or one that runs already."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from xl_macros.libreoffice.bridge import OfficeError, OfficeGoneError, at_border, load_uno

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT = 60
"""Seconds until a LibreOffice that was started must answer."""
SHARED = 8
"""How many of one user can be found from another process at a time."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
"""A workbook written by a program carries no values that LibreOffice trusts: compute all of them on loading, as Excel does."""


class Office:
    """A connection to one running LibreOffice.

    Attributes:
        context: the UNO component context.
        desktop: its ``com.sun.star.frame.Desktop``.
        pid: the process started here; for a LibreOffice that ran already a negative number of this connection.
        headless: whether there is nobody to see a message box.
        display_alerts: whether messages are shown.
        status: the text in the status bar.
        said: messages that nobody could see, oldest first.
        documents: what is known of each open document, by its ``RuntimeUID``.
        active: ``RuntimeUID`` of the document activated last.
        paused: ``RuntimeUID`` of the documents whose calculation a macro paused.
    """

    _connections = 0

    def __init__(
        self,
        context: Any,
        process: subprocess.Popen[bytes] | None = None,
        profile: Path | None = None,
        *,
        headless: bool,
    ) -> None:
        """Take a context; see :func:`start_office` and :func:`connect`."""
        self.context, self.headless = context, headless
        self.desktop: Any = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._process, self._profile = process, profile
        Office._connections += 1
        self.pid = process.pid if process else -Office._connections
        self.display_alerts, self.status = True, ""
        self.said: list[str] = []
        self.documents: dict[str, dict[str, Any]] = {}
        self.active = ""
        self.paused: set[str] = set()

    def __enter__(self) -> Self:
        """The office itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def alive(self) -> bool:
        """Whether it still answers."""
        try:
            at_border(self.desktop.getCurrentComponent)()  # any question will do
        except OfficeError:
            return False

        return self._process is None or self._process.poll() is None

    def close(self) -> None:
        """End the LibreOffice that was started here, unsaved workbooks with it; one that ran already is left alone."""
        if self._process is None:
            return
        with contextlib.suppress(OfficeError):
            at_border(self.desktop.terminate)()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()
        if self._profile:
            shutil.rmtree(self._profile, ignore_errors=True)

    def kill(self) -> None:
        """End it at once: only the process started here, with its children."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # it leads a group of its own: start_new_session
        self._process.wait(15)


def connect(context: Any) -> Office:
    """A LibreOffice that runs already, by its component context (in a macro: ``XSCRIPTCONTEXT.getComponentContext()``)."""
    return Office(context, headless=False)


def running() -> list[Office]:
    """Those that processes of this user started with ``shared=True`` and that still run. They are never ended from here."""
    found = []
    for pipe in _shared_pipes():
        with contextlib.suppress(OfficeGoneError):
            found.append(connect(_at_pipe(pipe)))

    return found


def start_office(
    profile: Path | None = None,
    *,
    program: str = "soffice",
    visible: bool = False,
    shared: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Office:
    """Start a LibreOffice of one's own and connect to it. Use it as a context manager, or close it.

    Args:
        profile: folder of its profile; a temporary one, removed at the end, by default. The user's own is never touched.
        program: the ``soffice`` wrapper (``soffice.bin`` gives up on a new profile).
        visible: show windows; else headless.
        shared: let :func:`running` find it from another process, one of :data:`SHARED` at a time.
        environment: the variables of its process; those of this process by default.

    Raises:
        OfficeError: it cannot be started, or does not answer in time.
    """
    found = shutil.which(program)
    if found is None:
        raise OfficeError(f"{program!r} was not found: install LibreOffice Calc.")
    load_uno()
    temporary = Path(tempfile.mkdtemp(prefix="office-")) if profile is None else None
    folder = (profile or temporary or Path()).resolve()
    settings = folder / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    pipe = next(filter(_is_free, _shared_pipes() if shared else ()), f"office{uuid.uuid4().hex}")
    command = [found, f"-env:UserInstallation={folder.as_uri()}", "--norestore", "--nologo", "--nofirststartwizard"]
    command += [f"--accept=pipe,name={pipe};urp;", *([] if visible else ["--headless", "--nodefault"])]
    process = subprocess.Popen(  # noqa: S603 - its own
        command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        context = _resolve(pipe, process)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(15)
        if temporary:
            shutil.rmtree(temporary, ignore_errors=True)
        raise

    return Office(context, process, temporary, headless=not visible)


def _shared_pipes() -> list[str]:
    """Names of pipes that two processes of one user know without telling each other."""
    user = zlib.crc32(str(Path.home()).encode())

    return [f"objectivity{user:08x}n{number}" for number in range(SHARED)]


def _is_free(pipe: str) -> bool:
    try:
        _at_pipe(pipe)
    except OfficeGoneError:
        return True

    return False


def _at_pipe(pipe: str) -> Any:
    local = load_uno().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)

    return at_border(resolver.resolve)(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")


def _resolve(pipe: str, process: subprocess.Popen[bytes]) -> Any:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        try:
            return _at_pipe(pipe)
        except OfficeGoneError:  # not yet listening
            if process.poll() is not None:
                raise OfficeError(f"LibreOffice ended at once with exit code {process.returncode}.") from None
        time.sleep(0.02)
    raise OfficeError(f"LibreOffice did not answer within {TIMEOUT} seconds.")
