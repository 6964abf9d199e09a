"""An X11 display in memory, for tests and benchmarks where there is no screen."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from unittest import mock


@contextlib.contextmanager
def virtual_display() -> Iterator[str]:
    """A display of 1280 x 800; $DISPLAY names it meanwhile."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as announced:
            name = f":{announced.readline().strip()}"
        with mock.patch.dict(os.environ, {"DISPLAY": name}):
            yield name
    finally:
        server.terminate()
        server.wait(10)


@contextlib.contextmanager
def any_display() -> Iterator[None]:
    """The display that there is, or one in memory."""
    if os.environ.get("DISPLAY"):
        yield
    else:
        with virtual_display():
            yield
