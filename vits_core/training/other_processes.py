"""What becomes of a training of several processes when one of them ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen
from typing import Any

from lightning_fabric.strategies.launchers.subprocess_script import _ChildProcessObserver
from pytorch_lightning.strategies.launchers import subprocess_script

LOOKING_SECONDS = 5
"""Between two looks at the other processes, as lightning has it."""
PATIENCE_SECONDS = 60
"""For which this process may finish its step, and find out and tell by itself."""


class _PatientObserver(_ChildProcessObserver):
    """Lightning's thread that kills all processes when it finds one that failed.

    Some wait for good for one that is gone. Most find out with their next step, and tell what to do
    instead of vanishing.
    """

    def _terminate_all(self) -> None:
        time.sleep(PATIENCE_SECONDS)  # ends with this process
        print("Another process of the training has ended, and so does this one.", file=sys.stderr)
        super()._terminate_all()


@contextmanager
def patience() -> Iterator[None]:
    """While a training runs: let this process tell that another has ended before it is killed."""
    launchers: Any = subprocess_script
    usual = launchers._launch_process_observer

    def launch(processes: list[Popen[Any]]) -> None:
        _PatientObserver(os.getpid(), processes, LOOKING_SECONDS).start()

    launchers._launch_process_observer = launch
    try:
        yield
    finally:
        launchers._launch_process_observer = usual
