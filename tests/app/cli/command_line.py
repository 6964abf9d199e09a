"""The command line without a process of its own, which takes seconds to load torch.

What a process adds (signals, closed streams, exit codes) is tested in one, with few of the cases.
"""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from main import main
from tests.forked import ForkedMain

MAIN = Path(__file__).parents[3] / "main.py"


def run_process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As a person runs it."""
    command = [sys.executable, str(MAIN), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def run_forked(*arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """In a process that shares nothing with this one, but has loaded everything."""
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder, name) for name in ("in", "out", "err"))
        given.write_text(text, encoding="utf-8")
        process = ForkedMain(*arguments, text=given, out=out, errors=err)
        try:
            code = process.wait(120)
        finally:
            process.kill()
        told = [path.read_text(encoding="utf-8") for path in (out, err)]
    return subprocess.CompletedProcess(["main.py", *map(str, arguments)], code, *told)


def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """What a process would have printed and returned."""
    command = ["main.py", *map(str, arguments)]
    out, err = io.StringIO(), io.StringIO()
    at_sigterm = signal.getsignal(signal.SIGTERM)
    try:
        with (
            mock.patch.object(sys, "argv", command),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main()
    except SystemExit as exit:  # argparse's
        code = exit.code if isinstance(exit.code, int) else 1
    finally:
        signal.signal(signal.SIGTERM, at_sigterm)
    return subprocess.CompletedProcess(command, code, out.getvalue(), err.getvalue())
