"""VITS Studio: `main.py [FILE]` opens the window; `main.py say …` is the command line."""

from __future__ import annotations

import os
import signal
import sys

from app.commands import COMMANDS


def main() -> int:
    """Start what the arguments ask for; returns the exit code."""
    arguments = sys.argv[1:]
    # torch's threads wait for each other some hundred times a sentence. Spinning, which is
    # OpenMP's default, took 30 times as long where another program kept one of two cores busy.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    # oneDNN keeps what it prepared for a thousand shapes, and each sentence has a length of its
    # own: 3 MB a second of speech. 64 bound that and still hold one sentence's; 16 were 30 %
    # slower at speaking the same sentence again.
    for cache in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(cache, "64")
    # Options before a command, such as --help, are the command line's too, and so is whatever
    # the window, which takes a text file at most, could not use.
    if arguments and (
        arguments[0] in COMMANDS or arguments[0].startswith("-") or len(arguments) > 1
    ):
        from app.cli import run

        return run(arguments)
    from app.platform_check import missing_for_a_window

    problem = missing_for_a_window()
    if problem:
        print(f"vits-studio: {problem}", file=sys.stderr)
        return 1
    # Until the window's own handlers are there: nothing is to be saved yet, and leaving from
    # within Qt's start would crash.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    from app.application import run_window

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
