"""What an action asks of the user."""

from __future__ import annotations

import dataclasses
from typing import Literal

QuestionKind = Literal["file", "folder", "date", "choice", "text", "secret", "confirm", "offer"]


@dataclasses.dataclass(frozen=True)
class Question:
    """What an action asks of the user.

    Attributes:
        name: English name; the command line's option.
        kind: how it is asked. A ``secret`` is never remembered, logged or put on a command line; a ``confirm`` comes after
            thinking and before writing, and «нет» ends the action; an ``offer`` comes then too, and «нет» is an answer.
        prompt: Russian prompt.
        optional: an empty answer is an answer.
        choices: the answers of a ``choice``: keys of procedures.
        remembered: the setting (field of ``Settings``) that keeps the answer for the next time; never for a secret.
        default: what is offered (of a new secret: one by chance), or where a dialog begins to look.
        repeated: a new secret, to be typed twice.
        invented: the prompt of a secret that is new, and typed twice, as long as no key lies beside the book.
    """

    name: str
    kind: QuestionKind
    prompt: str
    optional: bool = False
    choices: tuple[str, ...] = ()
    remembered: str = ""
    default: str = ""
    repeated: bool = False
    invented: str = ""

    @property
    def late(self) -> bool:
        """Whether it is asked after thinking."""
        return self.kind in {"confirm", "offer"}
