"""Memory stays flat however long the text."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

MEASURE = """
from vits_core.tuning import tune_process
tune_process()
from pathlib import Path
from benchmarks.prose import prose
from vits_core.records import ProsodySettings
from vits_core.voice import load_voice

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024

with load_voice(device="cpu") as voice:
    for words in (40, 400):
        text = prose(words)
        fast = ProsodySettings(length_scale=0.6)
        for _ in voice.stream(text, fast, rhythm_seed=1, expression_seed=1, mel=False, keep=False):
            pass
        print(peak())
"""
MOST = 1.1
"""Times the memory for ten times as many words."""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_ten_times_the_text_takes_hardly_more_memory() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True
    )
    short, long = map(float, done.stdout.split())
    assert long < MOST * short, f"{short:.0f} MB, then {long:.0f} MB"
