"""How many planted names are found, how often something is called a name that is none, how long a folder takes.

Run by ``python tests/benchmarks/anonymity.py``; ``tests/objectivity_core/anonymity`` asserts what is printed here. The roster is invented: 600 pupils with common
surnames, one in eight of which is a word too («Мороз», «Белых»). Names are declined by petrovich's rules (``declined.tsv``), not by the
product's own dictionary; Latin spellings are made here by the tables of the standards.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import random
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pandas as pd

from objectivity_core.anonymity import Pupil as Listed
from objectivity_core.anonymity import Roster, Text, find, roster_of
from objectivity_core.anonymity.roster import person
from objectivity_core.commission.scoring_sheet import ScoringSheet

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["cell", "name", "prose"]

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "objectivity_core" / "anonymity"
_COMMON = {
    **dict(zip("абвгдзиклмнопрстуф", "abvgdziklmnoprstuf", strict=True)),
    **dict(zip("ежхцчшщыэ", ("e", "zh", "kh", "ts", "ch", "sh", "shch", "y", "e"), strict=True)),
}
SCHEMES = {
    "passport (ИКАО 9303)": _COMMON | {"ё": "e", "й": "i", "ъ": "ie", "ь": "", "ю": "iu", "я": "ia"},
    "passport before 2013 (ГОСТ Р 52535.1)": _COMMON
    | {"ё": "e", "й": "i", "ц": "tc", "ъ": "", "ь": "", "ю": "iu", "я": "ia"},
    "licence (МВД)": _COMMON | {"ё": "e", "й": "y", "ъ": "", "ь": "", "ю": "yu", "я": "ya"},
    "BGN/PCGN": _COMMON | {"ё": "yo", "й": "y", "ъ": "", "ь": "’", "ю": "yu", "я": "ya"},
    "ГОСТ 7.79 A": _COMMON
    | {
        "ё": "ë",
        "ж": "ž",
        "й": "j",
        "х": "h",
        "ц": "c",
        "ч": "č",
        "ш": "š",
        "щ": "ŝ",
        "ъ": "ʺ",
        "ь": "ʹ",
        "э": "è",
        "ю": "û",
        "я": "â",
    },
    "ГОСТ 7.79 Б": _COMMON
    | {
        "ё": "yo",
        "й": "j",
        "х": "x",
        "ц": "cz",
        "щ": "shh",
        "ъ": "``",
        "ы": "y`",
        "ь": "`",
        "э": "e`",
        "ю": "yu",
        "я": "ya",
    },
    "simple": _COMMON | {"ё": "jo", "й": "j", "х": "h", "ц": "c", "щ": "sch", "ъ": "", "ь": "", "ю": "ju", "я": "ja"},
}
VOCABULARY = {"Проверка", "Балл"}
_PERSON = re.compile(
    r"[А-ЯЁ][а-яё]+(?:вич|вна)(?:[ауеы]|ем|ой)?\b|[А-ЯЁ][а-яё]+ [А-ЯЁ]\. ?[А-ЯЁ]\.|[А-ЯЁ]\. ?[А-ЯЁ]\. ?[А-ЯЁ][а-яё]"
)
_LOOKS = str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy")


class Declined(NamedTuple):
    """A name in its six cases."""

    kind: str
    gender: str
    forms: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Plant:
    """A text in which a pupil is named.

    Attributes:
        how: what kind of form it is.
        pupil_id: who.
        text: the text and its kind.
    """

    how: str
    pupil_id: str
    text: Text


class Pupil(NamedTuple):
    """A pupil of the invented roster with declined names."""

    pupil_id: str
    surname: Declined
    first: Declined
    patronymic: Declined
    family: tuple[Declined, ...]


def declined() -> list[Declined]:
    """The golden table of names."""
    lines = (DATA / "declined.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]

    return [Declined(kind, gender, tuple(forms)) for kind, gender, *forms in rows]


def pupils(count: int = 600, seed: int = 1) -> list[Pupil]:
    """The invented roster."""
    rows = declined()
    source = random.Random(seed)
    families: list[list[Declined]] = []
    for row in rows:
        if row.kind in {"surname", "word"}:
            if row.gender == "m":
                families.append([])
            families[-1].append(row)
    of = {
        (kind, gender): [one for one in rows if (one.kind, one.gender) == (kind, gender)]
        for kind in ("first", "patronymic")
        for gender in "mf"
    }
    source.shuffle(families)
    made = []
    for number in range(count):
        family = families[number % len(families)]
        gender = source.choice("mf")
        own = next(one for one in family if one.gender == gender)
        first, patronymic = (source.choice(of[kind, gender]) for kind in ("first", "patronymic"))
        made.append(Pupil(f"P{number + 1:05d}", own, first, patronymic, tuple(family)))

    return made


def class_of(one: Pupil) -> str:
    """The class of a pupil."""
    return f"{5 + int(one.pupil_id[1:]) % 5}А"


def roster(people: list[Pupil]) -> Roster:
    """The roster as the product makes it of full names."""
    names = [" ".join(part.forms[0] for part in one[1:4]) for one in people]
    frame = pd.DataFrame({"pupil_id": [one.pupil_id for one in people], "name": names})
    lines = (ROOT / "xl_macros" / "build" / "content" / "subjects.csv").read_text(encoding="utf-8").splitlines()

    return roster_of(
        frame.assign(**{"class": [class_of(one) for one in people]}), None, [line.split(",")[0] for line in lines]
    )


def latin(word: str, scheme: dict[str, str]) -> str:
    """A Russian word in Latin letters."""
    text = "".join(scheme[letter] for letter in word.lower())

    return text[:1].upper() + text[1:]


def plants(people: list[Pupil]) -> Iterator[Plant]:
    """Every pupil in every form."""
    for one in people:
        for how, text, kind in [*_cases(one), *_latin(one), *_disguised(one)]:
            if one.surname.forms[0] in VOCABULARY and one.first.forms[0].lower()[:3] not in text.lower():
                continue  # by the rule a word of the scoring sheet is a name only beside a first name
            yield Plant(how, one.pupil_id, Text("место", text, kind))


def _cases(one: Pupil) -> Iterator[tuple[str, str, Kind]]:
    first, patronymic = one.first.forms, one.patronymic.forms
    for at, form in enumerate(one.surname.forms):
        yield "surname, six cases", f"Работу, о которой речь, сдал или сдала {form} вчера.", "cell"
        yield "surname, six cases, alone in a cell", form, "cell"
        yield "surname with initials", f"{form} {first[0][0]}. {patronymic[0][0]}.", "cell"
        yield "initials with surname", f"{first[0][0]}.{patronymic[0][0]}. {form}", "cell"
        yield "surname with one initial", f"{form} {first[0][0]}.", "cell"
        yield "surname, first name", f"{form} {first[at]}", "cell"
        yield "first name, surname", f"{first[at]} {form}", "cell"
        yield "full name", f"{form} {first[at]} {patronymic[at]}", "cell"
        yield "full name, surname last", f"{first[at]} {patronymic[at]} {form}", "cell"
        yield "first name, patronymic", f"Благодарим {first[at]} {patronymic[at]} за работу.", "cell"
    for family in one.family:
        how = "surname, plural" if family.gender == "p" else "surname, other gender"
        if family.gender != one.surname.gender:
            for form in family.forms:
                yield how, f"О семье говорили так: это {form} из нашей школы.", "cell"


def _latin(one: Pupil) -> Iterator[tuple[str, str, Kind]]:
    surname, first, patronymic = (part.forms[0] for part in one[1:4])
    for name, scheme in SCHEMES.items():
        yield f"Latin, {name}", f"{latin(surname, scheme)} {latin(first, scheme)}", "cell"
        yield f"Latin, {name}", f"{latin(first, scheme)} {latin(patronymic, scheme)} {latin(surname, scheme)}", "cell"
        yield f"Latin, {name}", latin(surname, scheme), "cell"
        yield f"Latin, {name}, file", f"{latin(surname, scheme).lower()}_5a", "name"
        yield f"Latin, {name}, file", f"{latin(surname, scheme)}_{latin(first, scheme)}", "name"


def _disguised(one: Pupil) -> Iterator[tuple[str, str, Kind]]:
    surname, first, patronymic = (part.forms[0] for part in one[1:4])
    initials = f"{first[0]}.\u00a0{patronymic[0]}."
    yield "capitals", f"{surname.upper()} {first.upper()}", "cell"
    yield "small letters", f"{surname.lower()} {first.lower()}", "cell"
    yield "small letters, alone", surname.lower(), "cell"
    yield "е for ё", f"{surname} {first}".replace("ё", "е").replace("Ё", "Е"), "cell"
    yield "look-alikes", f"{surname.translate(_LOOKS)} {first}", "cell"
    yield "no-break blanks", f"{surname}\u00a0{initials}", "cell"
    yield "file name", f"Работа {surname} {first}", "name"
    yield "file name, together", f"{surname}{first[0]}{patronymic[0]}", "name"
    yield "file name, underscores", f"vpr_{surname}_{first}", "name"
    yield "file name, surname", f"{surname.lower()}2", "name"
    yield "class beside", f"{surname} ({class_of(one)})", "cell"
    if len(surname) > 3:
        half = len(surname) // 2
        for how, mark in (
            ("soft hyphen", "\u00ad"),
            ("zero width", "\u200b"),
            ("line break", "\n"),
            ("hyphen and break", "-\n"),
            ("no-break blank inside", "\u00a0"),
        ):
            yield how, f"Сдал или сдала {surname[:half]}{mark}{surname[half:]} вчера.", "cell"
        yield "letter-spaced", f"Сдал или сдала {' '.join(surname)} вчера.", "cell"


def clean_texts() -> dict[str, list[Text]]:
    """Texts in which no pupil of the roster is named, by source; ``docs/privacy.md`` is full of names as examples."""
    files = {
        "tasks and prose": [DATA / "prose.txt"],
        "literature, hard on purpose": [DATA / "literature.txt"],
        "docs": [ROOT / "README.md", *sorted(set((ROOT / "docs").glob("*.md")) - {ROOT / "docs" / "privacy.md"})],
        "plans, deadlines": [
            *sorted((ROOT / "tests" / "golden").glob("deadlines*.tsv")),
            *sorted((ROOT / "xl_macros" / "build" / "content").glob("*.csv")),
        ],
    }
    texts = {
        source: [
            Text(f"{path.name}, строка {at}", line)
            for path in paths
            for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        ]
        for source, paths in files.items()
    }
    texts["the product's sentences"] = list(_sentences())

    return texts


def _sentences() -> Iterator[Text]:
    """Every Russian string of the product, as fragments: many are pieces of sentences. Those with invented people in them are left out."""
    for path in sorted([*(ROOT / "objectivity_core").rglob("*.py"), *(ROOT / "xl_macros").rglob("*.py")]):
        if "anonymity" in path.parts or path.name in {"anonymity.py", "rehearsal.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.search("[а-яё]{3}", value) and not _PERSON.search(value):
                yield Text(f"{path.name}:{getattr(node, 'lineno', 0)}", value, "prose")


def detection(people: list[Pupil]) -> dict[str, tuple[int, list[Plant]]]:
    """Per kind of form: how many were planted, and which were missed."""
    known = roster(people)
    result: dict[str, tuple[int, list[Plant]]] = {}
    for plant in plants(people):
        count, missed = result.get(plant.how, (0, []))
        found = any(
            one.severity == "error" and plant.pupil_id in one.key.split(" | ") for one in find([plant.text], known)
        )
        result[plant.how] = (count + 1, missed if found else [*missed, plant])

    return result


def false_alarms(people: list[Pupil]) -> dict[str, tuple[int, list[str], list[str]]]:
    """Per source: words, false alarms, doubts (warnings)."""
    known = roster(people)
    result = {}
    for source, texts in clean_texts().items():
        found = find(texts, known)
        words = sum(len(re.findall(r"[^\W\d_]{2,}", one.text)) for one in texts)
        result[source] = (
            words,
            [f"{one.where}: {one.value}" for one in found if one.severity == "error"],
            [f"{one.where}: {one.value}" for one in found if one.severity == "warning"],
        )

    return result


def speed(pupil_count: int = 3000, file_count: int = 200) -> tuple[float, float]:
    """Seconds for the dictionary of a roster, and for a folder of scoring workbooks."""
    from xl_macros.anonymity import scan
    from xl_macros.folders.scoring import scoring_workbook

    people = pupils(pupil_count, seed=2)
    source = random.Random(3)
    known = Roster(tuple(_with_own_surname(one, source) for one in people))
    start = time.perf_counter()
    find([Text("", "слово")], known)
    built = time.perf_counter() - start
    codes = tuple(f"{number:07d}" for number in range(1, 26))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(file_count):
            sheet = ScoringSheet(
                f"ВПР-РУ-{number}",
                "ВПР, Русский язык, 4А",
                "S001",
                "Эксперт",
                False,
                codes,
                tuple((str(task), 2) for task in range(1, 16)),
            )
            (Path(folder) / f"Лист {number}.xlsx").write_bytes(scoring_workbook(sheet))
        start = time.perf_counter()
        count = sum(1 for _ in scan(Path(folder), known))
        taken = time.perf_counter() - start
    if count != file_count:
        raise RuntimeError(count)

    return built, taken


def _with_own_surname(one: Pupil, source: random.Random) -> Listed:
    """A pupil with a surname of his own: most surnames of a large school occur once or twice."""
    syllables = ["ба", "ве", "го", "ди", "жу", "ка", "ло", "ми", "ну", "пе", "ри", "со", "ту", "фё", "ша"]
    surname = "".join(source.choice(syllables) for _ in range(source.choice([2, 3]))) + source.choice(
        ["нов", "лин", "ский", "рев", "нко"]
    )

    return person(one.pupil_id, f"{surname.title()} {one.first.forms[0]} {one.patronymic.forms[0]}", "5А")


def main() -> None:
    """Print the figures."""
    people = pupils()
    out = io.StringIO()
    planted = missed = 0
    for how, (count, lost) in detection(people).items():
        planted, missed = planted + count, missed + len(lost)
        print(f"{how}: {count - len(lost)} of {count}", *(f"[{one.text.text!r}]" for one in lost[:4]), file=out)
    print(f"found {planted - missed} of {planted} planted names = {1 - missed / planted:.2%}", file=out)
    words = alarms = doubts = 0
    for source, (count, errors, warnings) in false_alarms(people).items():
        words, alarms, doubts = words + count, alarms + len(errors), doubts + len(warnings)
        print(
            f"{source}: {count} words, false alarms {len(errors)}, doubts {len(warnings)}",
            *errors[:40],
            sep="\n    ",
            file=out,
        )
    print(
        f"false alarms {alarms} in {words} words = {alarms / words * 1000:.2f} per 1000 words; doubts {doubts}",
        file=out,
    )
    built, taken = speed()
    print(f"dictionary of 3,000 pupils {built:.1f} s; 200 scoring workbooks {taken:.1f} s", file=out)
    print(out.getvalue())


if __name__ == "__main__":
    main()
