"""Whose a lock or a temporary file is: the computer and the process that made it, and whether they still work on it."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import os
import re
import socket
import sys
import zlib
from pathlib import Path
from typing import Final, NamedTuple

FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which what another computer left is left for good: nobody can ask whether its process runs."""
_UNKNOWN: Final = 3600.0
"""The same for a temporary file that says nothing: one of an earlier version."""
_TORN: Final = 10.0
"""The same for a lock that says nothing: its maker was killed before he could write into it."""
_TAG: Final = re.compile(r"\.objectivity-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-.*\.tmp", re.DOTALL)


class Owner(NamedTuple):
    """A process of a computer.

    Attributes:
        machine: number of the computer, eight hexadecimal digits.
        process: number of the process there.
        started: number made of the moment it began, eight hexadecimal digits; zeros where the system does not tell. A process number is given again.
    """

    machine: str
    process: int
    started: str

    def runs(self) -> bool | None:
        """Whether the process still runs; None for one of another computer."""
        if self.machine != machine():
            return None

        return _runs(self.process) and self.started in {_NO_MOMENT, _started(self.process)}


_NO_MOMENT: Final = "0" * 8


class Claim(NamedTuple):
    """What a lock says.

    Attributes:
        owner: who holds it.
        host: name of the computer.
        who: under which name somebody is logged in there.
        since: the moment, as people write it.
        token: drawn by chance: no other lock has it.
    """

    owner: Owner
    host: str
    who: str
    since: str
    token: str

    def text(self) -> str:
        """As it stands in the lock."""
        return json.dumps(self._asdict() | {"owner": list(self.owner)}, ensure_ascii=False)


def here() -> Owner:
    """This process. Asked anew each time: a forked one is another."""
    return Owner(machine(), os.getpid(), _started(os.getpid()))


def new_claim() -> Claim:
    """What a lock of this process says from now on."""
    from xl_macros.log.journal import user  # which itself locks its file

    return Claim(here(), socket.gethostname(), user(), f"{dt.datetime.now():%d.%m.%Y %H:%M}", os.urandom(8).hex())  # noqa: DTZ005 - shown to people of this place


def read_claim(text: str) -> Claim | None:
    """What a lock says; None where it says nothing that can be read."""
    with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError):
        said = json.loads(text)
        machine_, process, started = said.pop("owner")
        return Claim(Owner(str(machine_), int(process), str(started)), **{name: str(one) for name, one in said.items()})

    return None


def temporary_prefix() -> str:
    """How names of this process's temporary files begin; they end with «.tmp»."""
    return ".objectivity-{}-{}-{}-".format(*here())


def is_left(name: str, age: float) -> bool:
    """Whether nobody works any more on a temporary file.

    Args:
        name: of the file.
        age: in seconds, by the clock of its disk.
    """
    found = _TAG.fullmatch(name)
    if not found:
        return age > _UNKNOWN
    runs = Owner(found[1], int(found[2]), found[3]).runs()

    return age > FORGOTTEN if runs is None else not runs


def is_left_lock(text: str, age: float) -> bool:
    """The same for a lock, by what stands in it; an earlier version wrote the number of a process there.

    Args:
        text: what stands in the lock.
        age: in seconds, by the clock of its disk.
    """
    claim = read_claim(text)
    if claim is None:
        return not _runs(int(text)) if text.isdecimal() and len(text) < 10 else age > _TORN
    runs = claim.owner.runs()

    return age > FORGOTTEN if runs is None else not runs


@functools.cache
def machine() -> str:
    """Number of this computer: its name and what its system calls it, so that two computers of one name differ."""
    return _number(f"{socket.gethostname()}|{_machine_id()}")


def _machine_id() -> str:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import winreg

            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()

    return ""


def _number(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


if sys.platform == "win32":  # there os.kill(…, 0) would send Ctrl+C
    import ctypes
    from ctypes import wintypes

    def _runs(process: int) -> bool:
        kernel, code = ctypes.windll.kernel32, ctypes.c_ulong()
        handle = kernel.OpenProcess(0x1000, False, process)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # ERROR_ACCESS_DENIED: it runs, for somebody else
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)

        return code.value == 259  # STILL_ACTIVE

    def _started(process: int) -> str:
        kernel, times = ctypes.windll.kernel32, [wintypes.FILETIME() for _ in range(4)]
        handle = kernel.OpenProcess(0x1000, False, process)
        if not handle:
            return _NO_MOMENT
        told = kernel.GetProcessTimes(handle, *(ctypes.byref(time) for time in times))
        kernel.CloseHandle(handle)

        return _number(f"{times[0].dwHighDateTime}|{times[0].dwLowDateTime}") if told else _NO_MOMENT

else:

    def _runs(process: int) -> bool:
        try:
            os.kill(process, 0)
        except PermissionError:
            return True
        except (OSError, OverflowError):
            return False
        try:  # one that has ended and that nobody has asked for its result works on nothing
            return (
                Path(f"/proc/{process}/stat")
                .read_text(encoding="ascii", errors="replace")
                .rpartition(")")[2]
                .split()[0]
                != "Z"
            )
        except (OSError, IndexError):
            return True

    def _started(process: int) -> str:
        """Linux tells ticks since it was booted, and a number of that boot."""
        try:
            ticks = (
                Path(f"/proc/{process}/stat")
                .read_text(encoding="ascii", errors="replace")
                .rpartition(")")[2]
                .split()[19]
            )
            return _number(f"{Path('/proc/sys/kernel/random/boot_id').read_text(encoding='ascii')}|{ticks}")
        except (OSError, IndexError):
            return _NO_MOMENT
