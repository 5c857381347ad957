"""Kills (SIGKILL) every writing action at every kind of moment, fills the disk under it, and looks at what is left.

    python -m tests.benchmarks.kills [TRIALS [SEED]]

prints a table: per action how often it was killed before a step on the disk and at a moment by the clock, how often the disk was full, and what was
wrong afterwards (nothing, we hope): a book that is neither the old nor the new one, a key that does not fit, a broken log, a next run that does not
go on, something left over. POSIX alone; the disk is a tmpfs of its own where that may be mounted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import errno
import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msoffcrypto.method.ecma376_agile import ECMA376Agile

from objectivity_core.setting_rows import settings_frame
from objectivity_core.settings import Settings
from objectivity_core.tables import TABLES
from objectivity_core.tables.parse import frame_of
from tests.xl_macros.conftest import PASSWORD, SMALL_SCHOOL, fill_sheet, play_actions
from xl_macros.book.files import FileBook
from xl_macros.book.tables import read_table
from xl_macros.build.workbook import build_bytes
from xl_macros.commands import main
from xl_macros.disk.encrypted import WrongPasswordError
from xl_macros.errors import ObjectivityError
from xl_macros.folders import papers
from xl_macros.key.vault import open_vault, previous_version, vault_path

if TYPE_CHECKING:
    from collections.abc import Callable

BOOK: Final = "Книга 1.xlsm"
CHANGED: Final = "новый ковёр и рыба"
PROCEDURE: Final = "ВПР-РУ-4А-2025-04-15"
GIVEN: Final = {
    "OBJECTIVITY_PASSWORD": PASSWORD,
    "OBJECTIVITY_CHANGED": CHANGED,
    "OBJECTIVITY_CUSTODIAN": "хранитель ёжик зима",
}
MOST_SECONDS: Final = 60


@dataclasses.dataclass(frozen=True)
class Act:
    """An action that writes.

    Attributes:
        name: of the action.
        stage: of the small school before it.
        options: of the command line.
    """

    name: str
    stage: str
    options: tuple[str, ...] = ()

    def arguments(self, folder: Path) -> list[str]:
        """Of the command line."""
        writes = (
            ("--in-place",)
            if self.name not in {"rehearsal", "erase", "tasks", "print", "slips", "rollover", "folder"}
            else ()
        )
        return ["run", self.name, str(folder / BOOK), *writes, *self.options]


ACTS: Final = (
    Act("plan", "new"),
    Act("codes", "new", ("--yes",)),
    Act("slips", "coded"),
    Act("password", "coded"),
    Act("envelope", "coded"),
    Act("commission", "coded"),
    Act("exchange", "assigned", ("--procedure", PROCEDURE, "--partner", "Школа № 2, Перова Ольга Львовна")),
    Act("collect", "filled"),
    Act("open", "settled"),
    Act("gaps", "opened"),
    Act("tasks", "planned"),
    Act("print", "planned"),
    Act("folder", "planned"),
    Act("rollover", "planned"),
    Act("rehearsal", "coded"),
    Act("erase", "rehearsed", ("--yes",)),
)


def make_stages(root: Path) -> None:
    """Folders of the small school after each stage, with keys that are quick to open."""
    ECMA376Agile.encrypt = staticmethod(functools.partial(ECMA376Agile.encrypt, spin_count=100))
    papers.__dict__["find_office"] = lambda: None  # LibreOffice is another program
    contents = {name: frame_of(TABLES[name], records) for name, records in SMALL_SCHOOL.items()}
    settings = Settings(school="Школа № 1", year=2024, today=dt.date(2025, 4, 28), small_class=2)
    (root / "new").mkdir(parents=True)
    (root / "new" / BOOK).write_bytes(build_bytes(contents | {"settings": settings_frame(settings)}))
    (root / "new" / "Подтверждения").mkdir()
    last = "new"
    for stage, name in (
        ("planned", "plan"),
        ("coded", "codes"),
        ("assigned", "commission"),
        ("filled", ""),
        ("settled", "collect"),
        ("opened", "open"),
    ):
        shutil.copytree(root / last, root / stage)
        if name:
            play_actions(root / stage / BOOK, name)
        else:
            for path in (root / stage).rglob("ВПР*.xlsx"):
                fill_sheet(path, lambda _, maximum: maximum)
        last = stage
    shutil.copytree(root / "coded", root / "rehearsed")
    play_actions(root / "rehearsed" / BOOK, "rehearsal")


def steps_in(folder: Path, at: int, what: Callable[[], None]) -> Callable[[], int]:
    """Do something before the so-many-eth step on the disk inside a folder.

    Args:
        folder: where.
        at: which step, from 1; 0 for none.
        what: what is done; it may raise.

    Returns:
        How many steps there were until now.
    """
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == at:
            what()

    def audit(event: str, about: tuple[Any, ...]) -> None:
        if event == "open":
            writes = isinstance(about[2], int) and about[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        else:
            writes = event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link"}
        if writes and str(folder) in os.fsdecode(about[0] if isinstance(about[0], str | bytes | os.PathLike) else b""):
            step()

    sync = os.fsync

    def synced(handle: Any) -> None:
        step()
        sync(handle)

    os.fsync = synced  # type: ignore[assignment]
    sys.addaudithook(audit)

    return lambda: count


def run_in_child(arguments: list[str], said: Path, prepare: Callable[[], Callable[[], int]] | None = None) -> int:
    """Run the command line in a forked process.

    Args:
        arguments: of the command line.
        said: where its words go; the number of its steps is added.
        prepare: called in the child before.

    Returns:
        The process.
    """
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        os.environ.update(GIVEN)
        with said.open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            steps = prepare() if prepare else lambda: 0
            try:
                main(arguments)
                code = 0
            except SystemExit as ended:
                code = int(ended.code or 0)
            out.write(f"\nsteps {steps()}")
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """Wait for a process: its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def wrong_after(folder: Path, before: bytes, *, clean: bool = False) -> list[str]:
    """What is wrong in a folder after an action was stopped in it; and, once the next run has ended (``clean``), what is left over."""
    found = []
    data = (folder / BOOK).read_bytes()
    try:
        works = read_table(FileBook(folder / BOOK), "works")[0]
    except ObjectivityError as error:
        return [f"the book cannot be read: {error}"]
    if not clean and data != before and _lines(folder / BOOK) == 0:
        found.append("a book that is neither the old nor a new one")
    key = vault_path(folder / BOOK, 2024)
    if key.exists():
        codes = _codes(key)
        if codes is None:
            found.append("no password opens the key")
        elif missing := set(works["code"]) - {""} - codes:
            found.append(f"codes of the book that the key lacks: {missing}")
    elif set(works["code"]) - {""}:
        found.append("codes without a key")
    previous = previous_version(key)
    if previous.exists() and _codes(previous) is None:
        found.append("no password opens the key before")
    if clean:
        names = [path.name for path in folder.rglob("*")]
        found += [f"left over: {name}" for name in names if name.startswith(".objectivity-") or "(удаляется)" in name]
        if len([name for name in names if name.startswith("Обмен") and "." not in name]) > 1:
            found.append("two exchange folders")

    return found


def _lines(book: Path) -> int:
    """Lines of the log inside a book: every new book has one more."""
    return len(read_table(FileBook(book), "log")[0])


def _codes(key: Path) -> set[str] | None:
    for password in (PASSWORD, CHANGED):
        try:
            return set(open_vault(key, password, "", {}).contents.pairs["code"])
        except WrongPasswordError:
            continue
        except ObjectivityError:
            return None

    return None


def goes_on(act: Act, folder: Path, said: Path) -> list[str]:
    """What is wrong with the next run, and with the log after it."""
    key = vault_path(folder / BOOK, 2024)
    arguments = act.arguments(folder)
    if act.name == "password" and key.exists() and not _opens(key, PASSWORD):
        arguments = ["run", "check", str(folder / BOOK), "--in-place"]
    code = ended(run_in_child(arguments, said))
    text = said.read_text(encoding="utf-8")
    told = ("Папка «", "Рядом лежит «Обмен", "Пакет обмена не подготовлен")
    if code not in {0, 1} and not any(words in text for words in told):
        return [f"the next run: {code} {text[-300:]}"]
    if next(folder.glob("Журнал*.jsonl"), None) and ended(run_in_child(["log", "verify", str(folder / BOOK)], said)):
        return [f"the log: {said.read_text(encoding='utf-8')[-300:]}"]

    return []


def _opens(key: Path, password: str) -> bool:
    try:
        open_vault(key, password, "", {})
    except ObjectivityError:
        return False

    return True


class Attack:
    """One way to stop an action, and what is wrong afterwards.

    Attributes:
        trials: how often it was tried.
        hit: how often that stopped the action.
        faults: what was wrong, with the moment.
    """

    def __init__(self, stages: Path, work: Path, chance: random.Random) -> None:
        """Take the folders of the stages, a place to work in, and chance."""
        self._stages, self._work, self._chance = stages, work, chance
        self.trials, self.hit = 0, 0
        self.faults: list[str] = []

    def _fresh(self, act: Act) -> tuple[Path, Path, bytes]:
        folder = self._work / "Школа"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._stages / act.stage, folder)

        return folder, self._work / "said.txt", (folder / BOOK).read_bytes()

    def measured(self, act: Act) -> tuple[int, float]:
        """Steps and seconds of an action that nobody disturbs."""
        folder, said, _ = self._fresh(act)
        begun = time.monotonic()
        code = ended(run_in_child(act.arguments(folder), said, lambda: steps_in(folder, 0, lambda: None)))
        text = said.read_text(encoding="utf-8")
        if code not in {0, 1}:
            raise AssertionError(f"{act.name} does not run undisturbed: {text[-500:]}")

        return int(text.rpartition("steps ")[2]), time.monotonic() - begun

    def kill_before_step(self, act: Act, at: int) -> None:
        """SIGKILL right before a step on the disk."""
        folder, said, before = self._fresh(act)
        code = ended(
            run_in_child(
                act.arguments(folder), said, lambda: steps_in(folder, at, lambda: os.kill(os.getpid(), signal.SIGKILL))
            )
        )
        self._judge(act, folder, said, before, f"killed before step {at}", hit=code == -signal.SIGKILL)

    def kill_at_moment(self, act: Act, seconds: float) -> None:
        """SIGKILL from outside."""
        folder, said, before = self._fresh(act)
        process = run_in_child(act.arguments(folder), said)
        time.sleep(self._chance.uniform(0, seconds))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        self._judge(act, folder, said, before, "killed by the clock", hit=ended(process) == -signal.SIGKILL)

    def fail_at_step(self, act: Act, at: int) -> None:
        """One step on the disk fails with ENOSPC."""
        folder, said, before = self._fresh(act)

        def full() -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        code = ended(run_in_child(act.arguments(folder), said, lambda: steps_in(folder, at, full)))
        self._told(act, said, code, at)
        self._judge(act, folder, said, before, f"full at step {at}", hit=code == 2)

    def fill_disk(self, act: Act, room: int) -> None:
        """A real disk with so many bytes of room left.

        Raises:
            PermissionError: no disk may be mounted here.
        """
        place = self._work / "диск"
        place.mkdir(exist_ok=True)
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], check=False, capture_output=True
        )
        if mounted.returncode:
            raise PermissionError(mounted.stderr.decode(errors="replace"))
        try:
            folder, said = place / "Школа", self._work / "said.txt"
            shutil.copytree(self._stages / act.stage, folder)
            before = (folder / BOOK).read_bytes()
            free = shutil.disk_usage(place).free
            with (place / "ballast").open("wb") as file:
                file.write(b"\0" * max(0, free - room))
            code = ended(run_in_child(act.arguments(folder), said))
            self._told(act, said, code, room)
            (place / "ballast").unlink()
            self._judge(act, folder, said, before, f"{room} bytes of room", hit=code == 2)
        finally:
            subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)

    def _told(self, act: Act, said: Path, code: int, at: int) -> None:
        text = said.read_text(encoding="utf-8")
        if code not in {0, 1, 2}:
            self.faults.append(f"{act.name}, full disk at {at}: exit code {code}")
        if code == 2 and ("нет места" not in text or "споткнулась" in text or "закрыта для записи" in text):
            self.faults.append(f"{act.name}, full disk at {at}: told as {text[-300:]!r}")

    def _judge(self, act: Act, folder: Path, said: Path, before: bytes, moment: str, *, hit: bool) -> None:
        self.trials += 1
        self.hit += hit
        found = wrong_after(folder, before)
        found += goes_on(act, folder, said)
        found += wrong_after(folder, before, clean=True)
        self.faults += [f"{act.name}, {moment}: {fault}" for fault in found]


def attacked(act: Act, stages: Path, work: Path, trials: int, chance: random.Random) -> dict[str, Attack]:
    """Stop an action in every way so many times; every step once where there are fewer."""
    attacks = {way: Attack(stages, work, chance) for way in ("step", "clock", "full", "disk")}
    steps, seconds = attacks["step"].measured(act)
    every = range(1, steps + 1)
    for at in chance.sample(every, min(trials, steps)):
        attacks["step"].kill_before_step(act, at)
    for _ in range(trials):
        attacks["clock"].kill_at_moment(act, seconds)
    for at in chance.sample(every, min(trials, steps)):
        attacks["full"].fail_at_step(act, at)
    with contextlib.suppress(PermissionError, FileNotFoundError):
        for _ in range(trials):
            attacks["disk"].fill_disk(act, int(chance.uniform(0, 400_000)))

    return attacks


def _main(trials: int, seed: int) -> None:
    chance = random.Random(seed)
    total: dict[str, list[int]] = {}
    faults: list[str] = []
    print(f"{'action':<12}{'before a step':>15}{'by the clock':>15}{'step fails':>15}{'full disk':>15}   wrong")
    with tempfile.TemporaryDirectory(prefix="kills-") as temporary:
        root = Path(temporary)
        make_stages(root / "stages")
        for act in ACTS:
            (root / "work").mkdir(exist_ok=True)
            attacks = attacked(act, root / "stages", root / "work", trials, chance)
            cells = [f"{one.hit} of {one.trials}" for one in attacks.values()]
            wrong = [fault for one in attacks.values() for fault in one.faults]
            print(f"{act.name:<12}" + "".join(f"{cell:>15}" for cell in cells) + f"   {len(wrong)}", flush=True)
            faults += wrong
            for way, one in attacks.items():
                sums = total.setdefault(way, [0, 0])
                sums[0] += one.hit
                sums[1] += one.trials
    print(f"{'all':<12}" + "".join(f"{f'{hit} of {tried}':>15}" for hit, tried in total.values()) + f"   {len(faults)}")
    for fault in faults:
        print(fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    _main(numbers[0] if numbers else 10, numbers[1] if len(numbers) > 1 else 1)
