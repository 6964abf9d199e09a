"""How soon VITS Studio is there, against `python -c "import torch"`, in one interleaved run.

    .venv/bin/python -m benchmarks.startup [--rounds 9]

The real `main.py` opens its window on $DISPLAY, or on an Xvfb of its own, with the default voice
imported before. "window" is the end of its first paint, "voice" is when Speak can be pressed, both
from the start of the process; torch's time is that of the whole process. They take turns, so that
whatever else the machine does hits them alike; the table gives medians over the rounds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.virtual_display import any_display

ROOT = Path(__file__).parents[1]

AIMS = {"window": 0.7, "voice": 1.6}
"""At most so many times as long as torch takes to import."""

PATIENCE = 60
"""Seconds after which a start has failed."""


def import_torch() -> float:
    """Seconds that another process takes to import torch."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import torch"], check=True)
    return time.monotonic() - started


def start_studio(folder: Path) -> dict[str, float]:
    """Seconds until the window is painted and until it can speak; `folder` keeps the caches."""
    settings, probe = folder / "settings.ini", folder / "probe.json"
    text = folder / "text.txt"
    text.write_text("Good morning.", encoding="utf-8")
    probe.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "VITS_STUDIO_PROBE": str(probe),
        "VITS_STUDIO_SETTINGS": str(settings),
        "VITS_STUDIO_CACHE": str(folder / "cache"),
    }
    started = time.monotonic()
    studio = subprocess.Popen([sys.executable, str(ROOT / "main.py"), str(text)], env=environment)
    try:
        moments = _moments(studio, probe)
    finally:
        studio.terminate()
        studio.wait(PATIENCE)
    return {"window": moments["painted"] - started, "voice": moments["can_speak"] - started}


def _moments(studio: subprocess.Popen[bytes], probe: Path) -> dict[str, float]:
    end = time.monotonic() + PATIENCE
    seen: dict[str, Any] = {"moments": {}, "messages": []}
    while time.monotonic() < end and studio.poll() is None and not seen["messages"]:
        time.sleep(0.2)  # seldom, so that looking costs the start nothing
        with contextlib.suppress(FileNotFoundError):
            seen = json.loads(probe.read_text())
        moments: dict[str, float] = seen["moments"]
        if "can_speak" in moments:
            return moments
    raise SystemExit("\n".join(["VITS Studio did not start.", *seen["messages"]]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    seconds: dict[str, list[float]] = {"import torch": [], "window": [], "voice": []}
    with any_display(), tempfile.TemporaryDirectory() as folder:
        for round_ in range(rounds + 1):
            one = {"import torch": import_torch(), **start_studio(Path(folder))}
            if round_:  # the first one warms up, and imports the voice
                for name, value in one.items():
                    seconds[name].append(value)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    print(f"medians of {rounds} rounds\n")
    for name, median in medians.items():
        line = f"  {name:14} {median:5.2f} s"
        if name in AIMS:
            line += f"   {median / medians['import torch']:4.2f} x   aim: {AIMS[name]} x"
        print(line)


if __name__ == "__main__":
    main()
