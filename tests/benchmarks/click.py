"""How long a click takes: a fresh interpreter, imports, read, compute, write on LibreOffice, against importing xlwings alone.

Run by ``make bench``; it prints ratios, which say more than seconds on somebody else's machine. It is no test: nothing fails by time.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from xl_macros.actions import ACTIONS
from xl_macros.build.content import example_folder, read_csv_tables
from xl_macros.build.workbook import build_bytes
from xl_macros.libreoffice import start_office, use

TIMES = 5
CHILD = """
import sys
import xlwings as xw
from xl_macros import live, ribbon
from xl_macros.libreoffice import connect, use
from xl_macros.libreoffice.bridge import load_uno

local = load_uno().getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
office = connect(resolver.resolve(f"uno:pipe,name={sys.argv[1]};urp;StarOffice.ComponentContext"))
office.headless = True
use(office).books[0].set_mock_caller()
live.LiveBook.say = lambda *_: None
getattr(ribbon, sys.argv[2])()
"""


def _seconds(*arguments: str) -> float:
    """Median time of a fresh interpreter with these arguments."""
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, timeout=60)
        taken.append(time.perf_counter() - start)

    return statistics.median(taken)


def main() -> None:
    """Print one line per action that asks nothing."""
    with tempfile.TemporaryDirectory() as folder, start_office() as office:
        book = Path(folder) / "Пример.xlsm"
        book.write_bytes(build_bytes(read_csv_tables(example_folder())))
        use(office).books.open(book)
        pipe = next(
            part for part in Path(f"/proc/{office.pid}/cmdline").read_text().split("\0") if "pipe,name=" in part
        )
        name = pipe.split("name=")[1].split(";")[0]
        alone = _seconds("-c", "import xlwings")
        print(f"import xlwings: {alone:.2f} s = 1")
        for action in ACTIONS:
            if not action.asks:
                print(f"{action.name}: {_seconds('-c', CHILD, name, action.callback) / alone:.1f}")


if __name__ == "__main__":
    main()
