"""Reading what others made in a second process: what such a file breaks, fills or holds up, it does there, and the next one is read all the same.

A process is started for the first file of a run and reads all of them. On Linux its memory is bounded by the system; macOS and Windows know no such
bound for a process that starts itself, there the bounds of :mod:`~xl_macros.disk.foreign` and the time hold.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
from typing import IO, TYPE_CHECKING, Any, Final, Self, TypeVar

from xl_macros.errors import ObjectivityError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

T = TypeVar("T")

MEMORY: Final = 1536 << 20
"""Bytes that the second process may take."""
FILE_SECONDS: Final = 30.0
RUN_SECONDS: Final = 180.0
RUN_BYTES: Final = 512 << 20
"""What all the files of a run may take."""
_LARGEST_ANSWER: Final = 512 << 20
_SIZE: Final = 8
_SERVE: Final = "from xl_macros.disk.apart import serve; serve()"


class Apart:
    """A second process that reads files, and what it may still spend; to be used in a ``with``."""

    def __init__(
        self, *, seconds: float = RUN_SECONDS, file_seconds: float = FILE_SECONDS, most: int = RUN_BYTES
    ) -> None:
        """Nothing is started yet.

        Args:
            seconds: for all files.
            file_seconds: for each.
            most: bytes of all files.
        """
        self._left, self._each, self._bytes = seconds, file_seconds, most
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self._end()

    def read(self, path: Path, function: Callable[..., T], *arguments: object) -> T:
        """What a function of a module makes of a file: ``function(path, *arguments)``.

        Raises:
            ObjectivityError: the function refuses the file; it takes too much memory or time, or the whole run has.
        """
        with contextlib.suppress(OSError):  # it is told by whoever opens it
            self._bytes -= path.stat().st_size
        if self._left <= 0 or self._bytes < 0:
            raise ObjectivityError(
                f"Файл «{path.name}» не прочитан: файлы до него заняли всё время или весь объём, что даны одному запуску. Уберите из папки лишние и самые большие файлы и повторите."
            )
        try:
            process = self._started()
        except OSError:  # it is not allowed to start anything here: the bounds of packages hold all the same
            return function(path, *arguments)
        kind, value = self._asked(process, path, (function, path, *arguments))
        if kind == "refused":
            raise ObjectivityError(value)
        if kind == "fault":
            raise RuntimeError(value)

        return value  # type: ignore[return-value]  # it is what the function returned there

    def _asked(self, process: subprocess.Popen[bytes], path: Path, call: object) -> tuple[str, object]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(min(self._each, self._left), stop)
        timer.start()
        began = time.monotonic()
        try:
            _send(_pipe(process.stdin), call)
            answer = _received(_pipe(process.stdout))
        except (OSError, EOFError, ValueError):
            self._end()
            raise _held_up(path, min(self._each, self._left)) if late.is_set() else too_large(path) from None
        finally:
            timer.cancel()
            self._left -= time.monotonic() - began

        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-P", "-c", _SERVE],  # nothing from the folder that it is started in
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def too_large(path: Path) -> ObjectivityError:
    """What to say of a file that no memory suffices for."""
    return ObjectivityError(
        f"Файл «{path.name}» не прочитать: он занимает больше {MEMORY >> 20} МБ памяти или ломает чтение, обычный документ так не делает. Откройте его, скопируйте нужное в новый файл и укажите новый."
    )


def _held_up(path: Path, seconds: float) -> ObjectivityError:
    return ObjectivityError(
        f"Файл «{path.name}» читается дольше {seconds:.0f} с: обычный документ так не делает. Откройте его, скопируйте нужное в новый файл и укажите новый."
    )


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise EOFError

    return stream


def _send(stream: IO[bytes], what: object) -> None:
    data = pickle.dumps(what)
    stream.write(len(data).to_bytes(_SIZE, "little") + data)
    stream.flush()


def _received(stream: IO[bytes]) -> tuple[str, object]:
    """The next message of a stream.

    Raises:
        EOFError: there is none, or it is cut.
        ValueError: it is too long.
    """
    size = int.from_bytes(stream.read(_SIZE), "little")
    if size > _LARGEST_ANSWER:
        raise ValueError(size)
    data = stream.read(size)
    if not size or len(data) < size:
        raise EOFError

    return pickle.loads(data)  # type: ignore[no-any-return]  # noqa: S301 - what our own second process wrote


def serve() -> None:
    """Answer the calls that come in, until there are no more: what the second process does."""
    _bounded()
    calls, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may stand between the answers
    while True:
        try:
            call: Any = _received(calls)
        except EOFError:
            return
        function, path, *arguments = call
        _send(answers, _answer(function, path, arguments))


def _answer(function: Callable[..., object], path: Path, arguments: list[object]) -> tuple[str, object]:
    try:
        return "done", function(path, *arguments)
    except ObjectivityError as error:
        return "refused", str(error)
    except (MemoryError, RecursionError):
        return "refused", str(too_large(path))
    except Exception:  # noqa: BLE001 - a fault of the program: it is told where the run is
        return "fault", traceback.format_exc()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return "refused", str(too_large(path))  # a panic inside calamine


def _bounded() -> None:
    """Bound the memory of this process, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has no such module
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most), most))
