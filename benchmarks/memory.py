"""Whether memory and time stay flat over an hour of speech.

    .venv/bin/python -m benchmarks.memory [--minutes 60]

Two things are measured with the default voice, on Linux. Memory: the peak of `main.py say --file …
-o …` in a process of its own, for ten seconds, one minute and an hour of speech. Time: seconds of
work per second of sound that `Voice.stream` takes for 100 words and for as many as an hour has,
12,000. An hour takes some minutes of all cores, twice; `--minutes 5` shows it too.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vits_core.tuning import tune_process

tune_process()

import soundfile

from benchmarks.prose import WORDS_A_MINUTE, prose
from vits_core.records import TakePart
from vits_core.voice import Voice, load_voice

MAIN = Path(__file__).parents[1] / "main.py"
AIM = 1.1
"""Times as much for the long text as for the short one, memory and time alike."""
LOOK = 0.02
"""Seconds between two looks at a process: what it takes after the last one is not seen."""
SHORT_WORDS = 100
SHORT_ROUNDS = 4
"""Before the long text and after it, so that a change of the machine's pace is seen."""


def say(text: str, folder: Path) -> tuple[float, float]:
    """Seconds of speech and MB of memory at the peak, of a process that says the text."""
    source, target = folder / "text.txt", folder / "speech.wav"
    source.write_text(text, encoding="utf-8")
    options = ["--device", "cpu", "--rhythm-seed", "1", "--expression-seed", "1"]
    process = subprocess.Popen(
        [sys.executable, MAIN, "say", "--file", source, "-o", target, *options]
    )
    peak = 0
    while process.poll() is None:
        # Not `ru_maxrss`, which begins with what the parent had when it forked.
        for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                peak = int(line.split()[1])
        time.sleep(LOOK)
    if process.returncode:
        raise SystemExit(process.returncode)
    return soundfile.info(target).duration, peak / 1024


def work_per_second(voice: Voice, text: str) -> float:
    """Seconds that a second of sound takes."""
    voice.synthesizer.forget()
    samples = 0
    started = time.perf_counter()
    for piece in voice.stream(text, rhythm_seed=1, expression_seed=1, mel=False, keep=False):
        if isinstance(piece, TakePart):
            samples += len(piece.waveform)
    return (time.perf_counter() - started) * voice.config.sample_rate / samples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60, help="of speech, the longest text")
    minutes = parser.parse_args().minutes
    long_words = round(minutes * WORDS_A_MINUTE)
    print(f"{'words':>7} {'speech':>10} {'peak memory':>12} {'/ the shortest':>15}")
    shortest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for words in (WORDS_A_MINUTE // 6, WORDS_A_MINUTE, long_words):
            seconds, megabytes = say(prose(words), Path(folder))
            shortest = shortest or megabytes
            ratio = megabytes / shortest
            print(f"{words:7} {seconds:8.0f} s {megabytes:9.0f} MB {ratio:15.2f}", flush=True)
    with load_voice(device="cpu") as voice:
        short_texts = [prose(SHORT_WORDS, seed) for seed in range(SHORT_ROUNDS)]
        for text in short_texts:  # warms up
            work_per_second(voice, text)
        before = [work_per_second(voice, text) for text in short_texts]
        long = work_per_second(voice, prose(long_words))
        after = [work_per_second(voice, text) for text in short_texts]
    short = statistics.median(before + after)
    print(f"\n{'words':>7} {'work per second of speech':>26} {'/ the shortest':>15}")
    print(f"{SHORT_WORDS:7} {1000 * short:23.1f} ms {1:15.2f}")
    print(f"{long_words:7} {1000 * long:23.1f} ms {long / short:15.2f}")
    print(f"\naim: at most {AIM} each")


if __name__ == "__main__":
    main()
