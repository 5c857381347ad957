"""Whether documents for an inspection name a pupil."""

from __future__ import annotations

from typing import TYPE_CHECKING

from objectivity_core.anonymity.search import NAME_LEAK
from objectivity_core.proofs import rules
from objectivity_core.russian.wording import first_of
from xl_macros.anonymity.rules import PICTURES, UNREAD

if TYPE_CHECKING:
    from pathlib import Path

    from xl_macros.runner.call import Call

_MOST_NAMED = 8


def pupils_named(call: Call, due: dict[str, Path]) -> dict[str, str]:
    """By file: the first name of a pupil in it. Files into which nobody could look are told as a finding.

    Args:
        call: the action; its book says who the pupils are.
        due: the files.
    """
    from xl_macros.anonymity.scan import SECONDS, checked_apart, roster_of_call
    from xl_macros.disk.apart import Apart

    named, unread = {}, []
    roster = roster_of_call(call)
    with Apart(seconds=SECONDS) as apart:
        for source, path in due.items():
            found = checked_apart(apart, path, path.name, roster)
            leaks = [one for one in found if one.severity == "error" and one.code == NAME_LEAK.code]
            if leaks:
                named[source] = f"«{leaks[0].value}» — {leaks[0].where}"
            elif any(one.code in {*UNREAD, PICTURES.code} for one in found):
                unread.append(path.name)
    if unread:
        call.findings.append(rules.NOT_LOOKED_INTO.at(files=first_of(unread, _MOST_NAMED)))

    return named
