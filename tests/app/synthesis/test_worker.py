"""What the worker does while nobody waits for it."""

from __future__ import annotations

import subprocess
import sys

_SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication
from app.synthesis.worker import SynthesisWorker
application = QCoreApplication([])
worker = SynthesisWorker()
before = "parselmouth" in sys.modules
worker.load_voice("", "cpu", "auto")
print(before, "parselmouth" in sys.modules, "numpy.ma" in sys.modules)
worker.close()
"""


def test_what_finds_pitch_is_loaded_with_the_voice_and_not_with_the_first_take() -> None:
    """Praat holds Python for 40 ms, and a first median would load numpy.ma on the window's
    thread."""
    # In a process of its own: the worker's thread gives way to others for good.
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["False", "True", "True"]
