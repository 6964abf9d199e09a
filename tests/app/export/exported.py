"""Jobs that write lines, and the sounds of these, without a voice."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np

from app.document.document import Line
from app.export.job import ExportJob, FileJob
from app.synthesis.requests import LineSound, VoiceInfo
from tests.app.ui.made_take import HOP, SAMPLE_RATE, SYMBOLS, made_take
from vits_core.records import FloatArray, ProsodySettings, Take, Utterance, Word

VOICE = VoiceInfo(
    "joe", "/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
PAUSE = 4
"""Frames behind each line."""


def take_of(text: str) -> Take:
    """A take of two words, with a sound of its own and a pause behind it."""
    take = made_take()
    first, second = text.split()
    words = (Word(first, 0, len(first), 1, 5), Word(second, len(first) + 1, len(text), 6, 8))
    utterance = Utterance(text, 0, len(text), SYMBOLS, tuple(range(8)), words)
    sound = np.asarray(take.waveform * (1 + sum(map(ord, text)) % 17) / 20, np.float32)
    return dataclasses.replace(take, utterance=utterance, waveform=sound, pause_frames=PAUSE)


def sound_of(text: str) -> LineSound:
    return LineSound((take_of(text),))


def job(folder: Path, files: dict[str, list[str]], **options: Any) -> ExportJob:
    """A job that writes files of these names, each with lines of these words."""
    number = 0
    made = []
    for name, texts in files.items():
        lines = []
        for text in texts:
            number += 1
            lines.append(Line(number, text, "" if number == 1 else " "))
        made.append(FileJob(path=folder / name, title=Path(name).stem, lines=tuple(lines)))
    return ExportJob(files=tuple(made), voice=options.pop("voice", VOICE), **options)


def joined(texts: list[str]) -> FloatArray:
    """The sound of lines with the pauses between them."""
    silence = np.zeros(PAUSE * HOP, np.float32)
    blocks = [block for text in texts for block in (take_of(text).waveform, silence)]
    return np.concatenate(blocks[:-1])
