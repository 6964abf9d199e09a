"""Folders of made-up recordings: tones for voices, with all that can be wrong with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from vits_core.records import FloatArray
from vits_core.text.frontend import FrontendConfig
from vits_core.training.corpus import Corpus, write_corpus

LETTERS = FrontendConfig(
    {symbol: (i,) for i, symbol in enumerate("_^$ .,'abcdefghijklmnopqrstuvwxyz")},
    espeak_voice="",
    phoneme_type="text",
)
"""A front-end that needs no espeak: the letters themselves."""


def tone(
    seconds: float = 1.0, rate: int = 22_050, *, hertz: float = 220.0, level: float = 0.3
) -> FloatArray:
    """A tone with some overtones, [T_samples]."""
    t = np.arange(round(seconds * rate)) / rate
    wave = sum(np.sin(2 * np.pi * hertz * k * t) / k for k in (1, 2, 3))
    return (level * wave / 1.5).astype(np.float32)


def write_recording(path: Path, sound: FloatArray, rate: int = 22_050) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(str(path), sound, rate, "FLOAT" if path.suffix == ".wav" else None)
    return path


def write_folder(folder: Path, texts: Sequence[str], *, seconds: float = 1.5) -> Path:
    """LJSpeech's layout: `metadata.csv` and `wavs/clip N.wav`, each clip of another pitch."""
    lines = []
    for i, text in enumerate(texts):
        sound = tone(seconds + 0.1 * (i % 5), hertz=150.0 + 20 * (i % 7))
        write_recording(folder / "wavs" / f"clip{i}.wav", sound)
        lines.append(f"clip{i}|{text}\n")
    (folder / "metadata.csv").write_text("".join(lines), encoding="utf-8")
    return folder


def with_speakers(corpus: Corpus, folder: Path, *names: str) -> Corpus:
    """The same recordings, as if these had read them."""
    folder.mkdir()
    (folder / "audio").symlink_to(corpus.folder / "audio")
    speakers = {name: i for i, name in enumerate(names)}
    changed = dataclasses.replace(corpus, folder=folder, speakers=speakers)
    write_corpus(changed)
    return changed
