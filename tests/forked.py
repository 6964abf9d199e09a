"""The application in a process that is forked from one that has loaded its modules already.

A process of its own takes seconds to load torch, Qt and what else it needs. What such a process
adds (its entry, its environment while it loads, its end) is tested in a few real ones.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_METHODS = multiprocessing.get_all_start_methods()
PROCESSES = multiprocessing.get_context("forkserver" if "forkserver" in _METHODS else "spawn")
PROCESSES.set_forkserver_preload(
    [
        __name__, "app.cli.takes", "app.shell.application", "app.synthesis.worker",
        "vits_core.voice", "vits_core.audio.loudness", "vits_core.audio.pitch",
    ]
)  # fmt: skip


class ForkedMain:
    """`main.py` with these arguments; to be used as a `subprocess.Popen`."""

    def __init__(
        self,
        *arguments: str | Path,
        out: Path,
        errors: Path,
        text: Path = Path(os.devnull),
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """`out` and `errors` get what is printed there, `text` is the standard input."""
        self._process = PROCESSES.Process(
            target=_run_main,
            args=([*map(str, arguments)], dict(environment), text, out, errors),
            daemon=True,
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        assert code is not None, f"it still runs after {timeout} seconds"
        return code

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _run_main(
    arguments: list[str], environment: dict[str, str], text: Path, out: Path, errors: Path
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(os.open(text, os.O_RDONLY), 0)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    for path, stream in ((out, 1), (errors, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    sys.argv = ["main.py", *arguments]
    from main import main

    sys.exit(main())
