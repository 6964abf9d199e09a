"""VITS Studio: `main.py [FILE]` opens the window; `say …` and `bench` are the command line."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

if __package__:
    # Installed, this file and the folders beside it are one package, `vits_studio`, which is run as
    # Python runs a folder: with what lies in it first on the path, and on nobody else's.
    sys.path.insert(0, str(Path(__file__).parent))

from app.cli.commands import COMMANDS
from vits_core.tuning import tune_process


def main() -> int:
    """Start what the arguments ask for; returns the exit code."""
    arguments = sys.argv[1:]
    tune_process()
    # Options before a command, such as --help, are the command line's too, and so is whatever
    # the window, which takes a file at most, could not use.
    if arguments and (
        arguments[0] in COMMANDS or arguments[0].startswith("-") or len(arguments) > 1
    ):
        from app.cli.main import run

        return run(arguments)
    from app.shell.platform_check import missing_for_a_window

    problem = missing_for_a_window()
    if problem:
        print(f"vits-studio: {problem}", file=sys.stderr)
        return 1
    # Until the window's own handlers are there: nothing is to be saved yet, and leaving from
    # within Qt's start would crash.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    from app.shell.application import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
