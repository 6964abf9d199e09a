"""The command line without a process of its own, which takes two seconds to load torch.

What a process adds (signals, closed streams, exit codes) is tested in one, with few of the cases.
"""

from __future__ import annotations

import contextlib
import io
import signal
import subprocess
import sys
from pathlib import Path
from unittest import mock

from main import main


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
