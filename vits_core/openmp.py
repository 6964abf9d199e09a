"""Environment variables that torch reads while it is loaded."""

from __future__ import annotations

import os

_VARIABLES = {
    # The parts of one operation wait for each other some hundred times a sentence. OpenMP's threads
    # would spin meanwhile: where another program kept one of two cores busy, 30 times as long.
    "OMP_WAIT_POLICY": "PASSIVE",
    # Not at all is too little: to wake a thread takes longer than most operations do. This is a
    # twentieth of a millisecond.
    "GOMP_SPINCOUNT": "5000",
}


def prepare_environment() -> None:
    """Set what speaking on a CPU wants, where the user has not; before torch is loaded."""
    for name, value in _VARIABLES.items():
        os.environ.setdefault(name, value)
