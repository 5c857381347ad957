"""``python -m xl_macros.commands``: the command line where no ``objectivity`` program was installed."""

from __future__ import annotations

from xl_macros.commands import main

if __name__ == "__main__":
    main(prog_name="objectivity")
