"""How fast fifty sentences become files: `render`, `say` in a loop, and Piper's program.

.venv/bin/python -m benchmarks.table [ROUNDS]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.cli.cpu_name import processor_name
from app.render.processes import processors
from benchmarks.everyday import SENTENCES
from benchmarks.rounds import medians
from vits_core.voices.voice_path import default_voice_path

ROOT = Path(__file__).parents[1]
SAID = 5
"""Sentences that `say` speaks; it takes seconds for each."""
MAIN = (sys.executable, str(ROOT / "main.py"))


def timed(count: int, *commands: list[str]) -> Callable[[], float]:
    """Sentences a second of commands that speak so many together."""

    def measure() -> float:
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            for command in commands:
                subprocess.run(command, cwd=folder, check=True, capture_output=True)
            return count / (time.perf_counter() - started)

    return measure


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    texts = [sentence.text for sentence in SENTENCES]
    folder = Path(tempfile.mkdtemp())
    table, lines = folder / "table.tsv", folder / "lines.txt"
    table.write_text("\n".join(("text", *texts)), "utf-8")
    lines.write_text("\n".join(texts), "utf-8")
    render = [*MAIN, "render", str(table), "-o", "out", "--device", "cpu"]
    say = [[*MAIN, "say", text, "-o", "a.wav", "--device", "cpu"] for text in texts[:SAID]]
    piper = ["-m", "piper", "-m", str(default_voice_path()), "-i", str(lines), "-d", "."]
    found = medians(
        {
            "render": timed(len(texts), render),
            "render --workers 1": timed(len(texts), [*render, "--workers", "1"]),
            "say in a loop": timed(SAID, *say),
            "piper": timed(len(texts), [sys.executable, *piper]),
        },
        rounds,
    )
    shutil.rmtree(folder)
    print(f"{processor_name()}, {processors()} cores; medians of {rounds} rounds")
    for name, speed in found.items():
        ratio = found["render"] / speed
        print(f"{name:20} {speed:6.2f} sentences/s   render is {ratio:.2f} × as fast")


if __name__ == "__main__":
    main()
