"""A prepared corpus on disk: recordings as they are trained with, and the tokens that they say.

A folder with `corpus.json`, which has everything but the sound, `audio/` with a WAV file for each
clip, and `report.tsv`, which says what was wrong with the recordings that it was made from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from vits_core.audio.files import write_whole
from vits_core.records import FloatArray
from vits_core.text.frontend import FrontendConfig
from vits_core.training.errors import CorpusError

CORPUS_FILE = "corpus.json"
AUDIO_FOLDER = "audio"
REPORT_FILE = "report.tsv"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording that can be trained with."""

    name: str
    """As the folder that it comes from calls it."""
    file: str
    """In the corpus's audio folder."""
    samples: int
    text: str
    phonemes: str
    token_ids: tuple[int, ...]
    speaker: int = 0
    held_out: bool = False
    """Not trained with, but measured with."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a voice can be trained with."""

    folder: Path
    name: str
    sample_rate: int
    """Hz"""
    frontend: FrontendConfig
    speakers: Mapping[str, int]
    """Name -> id; empty for a corpus with one speaker."""
    clips: tuple[Clip, ...]
    settings: Mapping[str, Any]
    """What it was prepared with, for the voice's model card."""

    @property
    def num_symbols(self) -> int:
        """Rows that an embedding of its tokens needs."""
        ids = [i for symbol in self.frontend.phoneme_id_map.values() for i in symbol]
        return max(ids) + 1

    @property
    def training(self) -> tuple[Clip, ...]:
        return tuple(clip for clip in self.clips if not clip.held_out)

    @property
    def held_out(self) -> tuple[Clip, ...]:
        return tuple(clip for clip in self.clips if clip.held_out)

    def seconds(self) -> float:
        """Of sound, all clips together."""
        return sum(clip.samples for clip in self.clips) / self.sample_rate

    def sound_file(self, clip: Clip) -> Path:
        return self.folder / AUDIO_FOLDER / clip.file

    def waveform(self, clip: Clip) -> FloatArray:
        """A clip's sound, [T_samples]; raises `CorpusError` where its file is gone or damaged."""
        path = self.sound_file(clip)
        try:
            sound, rate = soundfile.read(str(path), dtype="float32")
        except (OSError, RuntimeError) as error:
            raise _damaged(path, str(error)) from error
        if sound.shape != (clip.samples,) or rate != self.sample_rate:
            raise _damaged(path, "it is not the sound that the corpus describes")
        return np.ascontiguousarray(sound, np.float32)


def write_corpus(corpus: Corpus) -> None:
    """Write all but the sound; raises `AudioFileError` where the disk does not take it."""
    content = {
        "format": "vits-studio corpus",
        "version": FORMAT_VERSION,
        "name": corpus.name,
        "sample_rate": corpus.sample_rate,
        "frontend": corpus.frontend.to_json(),
        "speakers": dict(corpus.speakers),
        "settings": dict(corpus.settings),
        "clips": [asdict(clip) for clip in corpus.clips],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_whole(corpus.folder / CORPUS_FILE, text.encode())


def read_corpus(folder: Path) -> Corpus:
    """The corpus in a folder; raises `CorpusError`, also where one of its sounds is gone."""
    path = folder / CORPUS_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(
            "The folder contains no prepared corpus",
            where=str(folder),
            remedy="Prepare one first: vits-studio train prepare FOLDER.",
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, str(error)) from error
    try:
        if content["version"] > FORMAT_VERSION:
            raise CorpusError(
                "The corpus was prepared by a newer version of VITS Studio",
                where=str(path),
                remedy="Update VITS Studio, or prepare the corpus again.",
            )
        clips = (Clip(**{**c, "token_ids": tuple(c["token_ids"])}) for c in content["clips"])
        corpus = Corpus(
            folder,
            str(content["name"]),
            int(content["sample_rate"]),
            FrontendConfig.from_json(content["frontend"]),
            content["speakers"],
            tuple(clips),
            content["settings"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, f"it lacks or misuses {error}") from error
    for clip in corpus.clips:  # sooner here than after an hour of training
        if not corpus.sound_file(clip).is_file():
            raise _damaged(corpus.sound_file(clip), "it is gone")
    return corpus


def _damaged(path: Path, why: str) -> CorpusError:
    return CorpusError(
        "The corpus is damaged",
        where=f"{path}: {' '.join(why.split())}",
        remedy="Prepare it again.",
    )
