"""What makes speech faster for a whole process: the library does none of it unasked."""

from __future__ import annotations

import contextlib
import ctypes
import os

_VARIABLES = {
    # The parts of one operation wait for each other some hundred times a sentence. OpenMP's threads
    # would spin meanwhile: where another program kept one of two cores busy, 30 times as long.
    "OMP_WAIT_POLICY": "PASSIVE",
    # Not at all is too little: to wake a thread takes longer than most operations do. This is a
    # twentieth of a millisecond.
    "GOMP_SPINCOUNT": "5000",
}
"""Environment variables that torch reads while it is loaded."""
KEPT_BYTES = 16 * 2**20
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h


def tune_process() -> None:
    """Tune a process that mostly speaks; to be called before torch is loaded, or it does half.

    OpenMP's threads wait for work without spinning, in child processes too, and the C library keeps
    up to 16 MB of freed memory at hand. The application does this at its start.
    """
    for name, value in _VARIABLES.items():
        os.environ.setdefault(name, value)  # the user may have set another
    _keep_freed_memory()


def _keep_freed_memory() -> None:
    """Let the C library keep what is freed, some megabytes a piece, for the next piece.

    It may give it back to the system at once, and time goes into getting it again, page by page.
    Only glibc is known to do so; elsewhere nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        for parameter in (_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD):
            mallopt(parameter, KEPT_BYTES)
