"""Output whose reader may go away: the work is done all the same, and ends with the exit code that it has."""

from __future__ import annotations

import contextlib
import os
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Patient:
    """A stream that goes on into nothing once nobody reads it."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except BrokenPipeError:
            self._into_nothing()
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except BrokenPipeError:
            self._into_nothing()

    def _into_nothing(self) -> None:
        """What is left in the buffer would fail again when Python ends: see its note on SIGPIPE."""
        with contextlib.suppress(OSError, ValueError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._stream.fileno())
            os.close(nothing)


def yes_or_no(question: str) -> bool:
    """Ask at the terminal until the answer is «да» or «нет»."""
    import click

    while True:
        answer = click.prompt(f"{question} (да/нет)", prompt_suffix=": ").strip().lower()
        if answer in {"да", "д", "yes", "y"}:
            return True
        if answer in {"нет", "н", "no", "n"}:
            return False
        click.echo("Ответьте «да» или «нет».")


@contextlib.contextmanager
def reading_optional() -> Iterator[None]:
    """Let standard output and standard error lose their reader (``| head -1``, ``| true``) without a fault."""
    import sys

    with contextlib.ExitStack() as stack:
        if sys.stdout is not None:  # pythonw has none
            stack.enter_context(contextlib.redirect_stdout(cast("IO[str]", _Patient(sys.stdout))))
        if sys.stderr is not None:
            stack.enter_context(contextlib.redirect_stderr(cast("IO[str]", _Patient(sys.stderr))))
        yield
