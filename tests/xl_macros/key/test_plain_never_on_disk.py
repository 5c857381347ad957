"""The proof that no plain copy of the key and no password ever touches the disk: every write of a real run is watched by strace.

Where strace is missing or the system forbids tracing, the proof is skipped, unless OBJECTIVITY_REQUIRE_LIBREOFFICE=1 says that all tests must run.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import io
import os
import re
import shutil
import subprocess
import sys
import urllib.parse
import zipfile
from pathlib import Path

import pytest

from tests.xl_macros.conftest import PASSWORD

ENCRYPTED = bytes.fromhex("D0CF11E0A1B11AE1")
"""How every encrypted workbook begins: a container of Microsoft's compound files."""
CALLS = (
    "open,openat,creat,rename,renameat,renameat2,link,linkat,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,"
    "copy_file_range,splice,mmap,memfd_create,execve"
)
WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg")
SECRETS = (PASSWORD, "новый ковёр и рыба", "хранитель ёжик зима")
KEY, PREVIOUS = "Ключ кодов 2024-2025.xlsx", "Ключ кодов 2024-2025 (прежний).xlsx"
ENVELOPE, LOG = "Конверт второго хранителя 2024-2025.xlsx", "Журнал 2024-2025.jsonl"
NAMES = (
    "Аистов",
    "Беркутова",
    "Воробьёв",
    "Галкин",
    "Дятлова",
    "Жаворонков",
    "Зябликов",
    "Ибисова",
    "Канюков",
    "Лунь",
    "Малиновкин",
)


@functools.cache
def _can_trace() -> bool:
    return (
        bool(shutil.which("strace"))
        and subprocess.run(["strace", "-f", "true"], check=False, capture_output=True, timeout=30).returncode == 0
    )


@pytest.fixture(autouse=True)
def _traced_or_skipped() -> None:
    if not _can_trace() and os.environ.get("OBJECTIVITY_REQUIRE_LIBREOFFICE") != "1":
        pytest.skip("strace is missing or tracing is forbidden here: what is written to the disk cannot be watched")


@dataclasses.dataclass
class Watched:
    """What a process and its children wrote, by the last name of each file or pipe; what they opened for writing; the words of their commands."""

    written: dict[str, bytes] = dataclasses.field(default_factory=dict)
    first: dict[str, bytes] = dataclasses.field(default_factory=dict)
    opened: set[str] = dataclasses.field(default_factory=set)
    names: set[str] = dataclasses.field(default_factory=set)
    commands: list[bytes] = dataclasses.field(default_factory=list)
    unseen: list[str] = dataclasses.field(default_factory=list)


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _strings(text: str) -> list[bytes]:
    return [_unhex(found) for found in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', text)]


def _path(rest: str, at: int = 0) -> str:
    """The path of the call's argument, from the folder that strace tells beside it."""
    folder = re.search(r"AT_FDCWD<((?:\\x[0-9a-f]{2})*)>", rest)

    return str(Path(os.fsdecode(_unhex(folder[1])) if folder else "/") / os.fsdecode(_strings(rest)[at]))


def _descriptor(rest: str) -> str:
    found = re.match(r"\d+<((?:\\x[0-9a-f]{2})*|[^>]*)>", rest)

    return "" if not found else os.fsdecode(_unhex(found[1])) if found[1].startswith("\\x") else found[1]


def _read(trace: str) -> Watched:
    """What strace saw; files that are renamed count by their last name."""
    seen = Watched()
    for line in trace.splitlines():
        call = re.match(r"\d+\s+(\w+)\((.*)", line)
        if not call or "resumed>" in line:
            continue
        name, rest = call[1], call[2]
        if name in {"open", "openat", "creat"} and re.search(r"O_WRONLY|O_RDWR|O_CREAT", rest) and "= -1" not in rest:
            seen.opened.add(_path(rest))
            seen.names.add(_path(rest))
        elif name in WRITES:
            target, data = _descriptor(rest), b"".join(_strings(rest))
            seen.first.setdefault(target, data)
            seen.written[target] = seen.written.get(target, b"") + data
            seen.unseen += [line] if '"...' in line else []
        elif name.startswith(("rename", "link")) and "= -1" not in rest:
            old, new = _path(rest), _path(rest, 1)
            seen.written[new] = seen.written.pop(old, b"")
            seen.first[new] = seen.first.pop(old, b"")
            seen.opened = {new if path == old else path for path in seen.opened}
            seen.names.add(new)
        elif name == "execve":
            seen.commands += _strings(rest)
        elif name in {"sendfile", "copy_file_range", "splice", "memfd_create"} or (
            name == "mmap" and "MAP_SHARED" in rest and "PROT_WRITE" in rest and "MAP_ANONYMOUS" not in rest
        ):
            seen.unseen.append(line)

    return seen


def watch(folder: Path, arguments: list[str], **variables: str) -> tuple[Watched, subprocess.CompletedProcess[bytes]]:
    """Run the interpreter under strace, with a home, a temporary folder and an error log of its own in the folder."""
    for own in ("home", "tmp"):
        (folder / own).mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
    }
    environment |= {
        "PYTHONPATH": str(Path(__file__).parents[3]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OBJECTIVITY_LOG": str(folder / "home" / "log"),
    }
    trace = folder / "trace.txt"
    command = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "8000000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(trace),
        sys.executable,
        "-W",
        "ignore",
        *arguments,
    ]
    done = subprocess.run(
        command, check=False, capture_output=True, timeout=240, env=environment | variables, cwd=folder
    )
    seen = _read(trace.read_text(encoding="ascii"))
    trace.unlink()

    return seen, done


def spellings(text: str) -> list[bytes]:
    """A text in every dress in which it could lie on a disk."""
    plain = [text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r")]
    coded = [base64.b64encode(data[skip:])[4:-4] for data in plain[:4] for skip in range(3)]
    escaped = [
        text.encode("ascii", "xmlcharrefreplace"),
        text.encode("unicode-escape"),
        urllib.parse.quote(text).encode(),
        plain[0].hex().encode(),
    ]

    return [*plain, *(data for data in coded if len(data) > 7), *escaped]


def _unpacked(data: bytes) -> bytes:
    """The bytes with the parts of a package inside them unpacked; one that was not written in a single row stays as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return data + b"".join(package.read(name) for name in package.namelist())
    except zipfile.BadZipFile:
        return data


def violations(seen: Watched, folder: Path) -> list[str]:
    """Every way in which a run has put something where it may not be; the promise of this file is that there is none."""
    found = [f"a write that cannot be judged: {line[:200]}" for line in seen.unseen]
    secrets = [spelling for secret in SECRETS for spelling in spellings(secret)]
    names = [spelling for name in NAMES for spelling in spellings(name)]
    found += ["a password in a command line" for word in seen.commands if any(secret in word for secret in secrets)]
    found += [
        f"a password in a name: {name}" for name in seen.names if any(secret in os.fsencode(name) for secret in secrets)
    ]
    for target in sorted({*seen.opened, *seen.written}):
        data, path = seen.written.get(target, b""), Path(target)
        if any(secret in _unpacked(data) for secret in secrets):
            found.append(f"a password in {target}")
        if path.suffix == ".xlsm" and path.is_relative_to(folder / "school"):
            continue  # the book itself holds the pupils' names
        if any(name in _unpacked(data) for name in names):
            found.append(f"a pupil's name in {target}")
        if b"PK\x03\x04" in data:
            found.append(f"a plain workbook in {target}")
        if path in {folder / "school" / name for name in (KEY, PREVIOUS, ENVELOPE)}:
            found += (
                []
                if seen.first.get(target, b"").startswith(ENCRYPTED)
                else [f"not encrypted from the first byte: {target}"]
            )
        elif target in seen.opened and not _allowed(path, folder):
            found.append(f"a file that nobody needs: {target}")
    found += [f"left behind: {path}" for own in ("tmp", "home") for path in (folder / own).rglob("*")]
    found += [f"left behind: {path}" for path in (folder / "school").rglob(".*")]

    return found


def _allowed(path: Path, folder: Path) -> bool:
    ours = path.parent == folder / "school" and (
        path.name == LOG or (path.name.startswith(".objectivity-") and path.suffix == ".lock")
    )

    return ours or path == Path("/dev/null")


def _act(folder: Path, action: str, *more: str, **variables: str) -> list[str]:
    """Run an action of the command line on the book of the folder and tell what it has put where it may not be."""
    arguments = [
        "-m",
        "xl_macros.commands",
        "run",
        action,
        str(next((folder / "school").glob("Книга 1.xlsm"))),
        "--in-place",
        *more,
    ]
    seen, done = watch(folder, arguments, **variables)
    said = (done.stdout + done.stderr).decode()

    assert done.returncode == 0, said
    assert "Записано" in said
    assert [] == [word for word in (*SECRETS, *NAMES) if word in said]

    return violations(seen, folder)


def _moved(book: Path, tmp_path: Path) -> Path:
    shutil.copytree(book.parent, tmp_path / "watched" / "school")

    return tmp_path / "watched"


def test_giving_codes_puts_neither_a_plain_key_nor_a_password_on_the_disk(school: Path, tmp_path: Path) -> None:
    folder = _moved(school, tmp_path)

    assert [] == _act(folder, "codes", OBJECTIVITY_PASSWORD=SECRETS[0])
    assert (folder / "school" / KEY).read_bytes().startswith(ENCRYPTED)


def test_envelope_change_of_password_and_opening_put_nothing_plain_on_the_disk(settled: Path, tmp_path: Path) -> None:
    folder = _moved(settled, tmp_path)

    assert [] == _act(folder, "password", OBJECTIVITY_PASSWORD=SECRETS[0], OBJECTIVITY_CHANGED=SECRETS[1])
    assert [] == _act(folder, "envelope", OBJECTIVITY_PASSWORD=SECRETS[1], OBJECTIVITY_CUSTODIAN=SECRETS[2])
    assert [] == _act(folder, "open", OBJECTIVITY_PASSWORD=SECRETS[2])
    assert {KEY, PREVIOUS, ENVELOPE, LOG} <= {path.name for path in (folder / "school").iterdir()}


BAD = {
    "a plain workbook": "import io, zipfile; zipfile.ZipFile(tmp / 'a.bin', 'w').writestr('x', 'y'); (tmp / 'a.bin').unlink()",
    "a pupil's name in": "(school / 'Журнал 2024-2025.jsonl').write_text('Дятлова Ева получила код', encoding='cp1251')",
    "a password in /": "import base64; (tmp / 'x').write_bytes(base64.b64encode(('1' + password).encode())); (tmp / 'x').unlink()",
    "a password in pipe": "print(password)",
    "a password in a name": "(tmp / password).touch(); (tmp / password).unlink()",
    "a password in a command line": "import subprocess; subprocess.run(['true', password])",
    "not encrypted from the first byte": "key = school / 'Ключ кодов 2024-2025.xlsx'; key.write_bytes(b'<xml>'); key.write_bytes(bytes.fromhex('D0CF11E0A1B11AE1'))",
    "a file that nobody needs": "(school / 'заметки.txt').write_text('ничего'); (school / 'заметки.txt').unlink()",
    "left behind": "(tmp / 'забыто').touch()",
    "a write that cannot be judged": "import shutil; (tmp / 'b').write_bytes(b'1'); shutil.copyfile(tmp / 'b', tmp / 'c')",
}
"""What a careless program might do, by what must be said of it."""


@pytest.mark.parametrize("says", BAD)
def test_a_careless_program_is_caught(says: str, tmp_path: Path) -> None:
    """The control: a proof that could not fail would prove nothing."""
    folder = tmp_path / "watched"
    (folder / "school").mkdir(parents=True)
    script = folder / "careless.py"
    before = f"import os, pathlib, sys; school, tmp, password = pathlib.Path('school'), pathlib.Path('tmp'), '{SECRETS[0]}'\n"
    script.write_text(before + "sys.stdout.reconfigure(encoding='utf-16-le')\n" + BAD[says] + "\n", encoding="utf-8")
    seen, done = watch(folder, [str(script)])

    assert (0, b"") == (done.returncode, done.stderr)
    assert says in "\n".join(violations(seen, folder))


def test_a_harmless_program_is_not_accused(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    (folder / "school").mkdir(parents=True)
    seen, done = watch(folder, ["-c", f"open('school/{LOG}', 'w').write('Коды выданы.'); print('Готово')"])

    assert (0, []) == (done.returncode, violations(seen, folder))
