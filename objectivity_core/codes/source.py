"""Where codes come from: those not yet given, and who would get one after the day of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from objectivity_core.codes import rules
from objectivity_core.codes.numbers import is_official, new_code
from objectivity_core.codes.official import official_codes
from objectivity_core.procedures.view import opened_procedures, title
from objectivity_core.russian.fold import folded_class
from objectivity_core.russian.wording import counted
from objectivity_core.tables import states
from objectivity_core.tables.parse import records_of

if TYPE_CHECKING:
    import pandas as pd

    from objectivity_core.findings import Finding
    from objectivity_core.state import State

WITHOUT_CODE = frozenset({rules.LATECOMERS.code, rules.TOO_LATE_FOR_CODES.code})
"""What says that somebody was given no code, though others of the procedure have theirs."""


class Latecomers:
    """Works that would get a code after their day, though the others of their procedure have theirs: nobody is given one unasked."""

    def __init__(self, state: State, source: CodeSource) -> None:
        """Take the day, what is opened and whether a procedure was named.

        Args:
            state: ``results``, the day, the answer ``procedure``.
            source: knows who has a code.
        """
        self._source, self._today = source, state.today
        self._named = bool(state.answers.get("procedure", ""))
        self._opened = opened_procedures(state["results"])

    def judge(
        self, procedure: dict[str, Any], pupils: list[dict[str, Any]]
    ) -> tuple[bool, list[Finding], tuple[str, ...]]:
        """Whether a procedure gets no more codes, what is to be told of it, and what is to be asked before."""
        key, day = procedure["procedure_id"], procedure["date"]
        opened = key in self._opened
        who = self._source.newcomers(key, pupils) if opened or day.date() < self._today else ""
        if not who or (opened and not self._named):
            return opened, [], ()
        if opened:
            return True, [rules.TOO_LATE_FOR_CODES.at(key, who=who)], ()
        if not self._named:
            return True, [rules.LATECOMERS.at(key, day=day, who=who)], ()
        question = f"{title(procedure, dated=True)}: день работы прошёл, коды выданы раньше. Ещё код получит: {who}."

        return False, [rules.LATE_CODES.at(key, who=who)], (question, "Кто не писал, тому код не нужен.")


class CodeSource:
    """Codes not yet given, and how the works of a procedure get theirs."""

    def __init__(self, state: State, vault: pd.DataFrame) -> None:
        """Take stock of what was given.

        Args:
            state: ``kinds``, ``official``, ``procedures``, ``works``, settings, chance.
            vault: the key.
        """
        self._random, self._paper = state.random, state.settings.paper_key
        self._own_taken = set(vault["code"]) | set(state["works"]["code"])
        self._kinds = {row["kind"]: row["coded"] for row in records_of(state["kinds"])}
        kind_of = dict(zip(state["procedures"]["procedure_id"], state["procedures"]["kind"], strict=True))
        self._have: dict[str, set[str]] = {}
        self._official: dict[tuple[str, str], str] = {}
        self._used: dict[str, set[str]] = {}
        self._of_class: dict[tuple[str, str], dict[str, None]] = {}
        columns = (vault[name] for name in ("procedure_id", "pupil_id", "code", "class"))
        for procedure_id, pupil_id, code, class_ in zip(*columns, strict=True):
            kind = kind_of.get(procedure_id, "")
            self._have.setdefault(procedure_id, set()).add(code if self._paper else pupil_id or code)
            if is_official(code):
                self._of_class.setdefault((kind, folded_class(class_)), {})[code] = None
            self._used.setdefault(kind, set()).add(code)
            if pupil_id and is_official(code):
                self._official[kind, pupil_id] = code
        self._free, self.findings = official_codes(state["official"])

    def give(self, procedure: dict[str, Any], pupils: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
        """New rows of the key for a procedure, and how many pupils are left without code."""
        have = self._have.get(procedure["procedure_id"], set())
        official = self._kinds[procedure["kind"]] == states.OFFICIAL
        if self._paper:
            return self._on_paper(procedure, len(pupils), have, official=official)
        given, wanting = [], 0
        for pupil in (one for one in pupils if one["pupil_id"] not in have):
            code = (
                self._official_code(procedure, pupil["pupil_id"])
                if official
                else new_code(self._random, self._own_taken)
            )
            wanting += not code
            if code:
                row = {"procedure_id": procedure["procedure_id"], "code": code}
                given.append(row | {name: pupil[name] for name in ("pupil_id", "name", "class")})

        return given, wanting

    def newcomers(self, procedure_id: str, pupils: list[dict[str, Any]]) -> str:
        """Who has no code though the procedure has some, in words; "" for nobody."""
        have = self._have.get(procedure_id, set())
        if self._paper:
            more = len(pupils) - len(have)
            return counted(more, "работа", "работы", "работ") if have and more > 0 else ""

        return ", ".join(one["name"] for one in pupils if one["pupil_id"] not in have) if have else ""

    def _on_paper(
        self, procedure: dict[str, Any], pupils: int, have: set[str], *, official: bool
    ) -> tuple[list[dict[str, Any]], int]:
        """Rows without names: as many as there are pupils and some to spare; official ones are the same in all works of the class."""
        needed = pupils + max(2, pupils // 10) if pupils else 0
        mine = self._of_class.setdefault((procedure["kind"], folded_class(procedure["class"])), {})
        codes = [code for code in mine if code not in have] if official else []
        while len(have) + len(codes) < needed:
            code = self._official_code(procedure, "") if official else new_code(self._random, self._own_taken)
            if not code:
                break
            codes.append(code)
            if official:
                mine[code] = None
        nobody = {"pupil_id": "", "name": "", "class": procedure["class"]}
        rows = [{"procedure_id": procedure["procedure_id"], "code": code} | nobody for code in codes]

        return rows, max(0, pupils - len(have) - len(codes))

    def _official_code(self, procedure: dict[str, Any], pupil_id: str) -> str:
        """The pupil's official code of this kind: the one that she has already, else one of the class's by chance; "" for none left."""
        kind = procedure["kind"]
        if pupil_id and (kind, pupil_id) in self._official:
            return self._official[kind, pupil_id]
        used = self._used.setdefault(kind, set())
        free = [code for code in self._free.get(folded_class(procedure["class"]), ()) if code not in used]
        if not free:
            return ""
        code = self._random.choice(free)
        used.add(code)
        if pupil_id:
            self._official[kind, pupil_id] = code

        return code
