"""What makes speech faster for a whole process: the library does none of it unasked."""

from __future__ import annotations

import contextlib
import ctypes

from vits_core.openmp import prepare_environment

KEPT_BYTES = 16 * 2**20
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h


def tune_process() -> None:
    """Tune a process that mostly speaks; to be called before torch is loaded, or it does half.

    OpenMP's threads wait for work without spinning (`openmp.py`), in child processes too, and the C
    library keeps up to 16 MB of freed memory at hand. The application does this at its start.
    """
    prepare_environment()
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
