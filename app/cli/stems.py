"""Each cue of a dubbed script in a file of its own, and a table of when each is to be heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from app.cli.console import tell
from app.document.fitting import FittedSpeech
from app.files.csv_table import write_csv
from app.files.provenance import speech_of
from vits_core.audio.file_format import AudioFormat, Levelling, Tags
from vits_core.audio.files import write_sound
from vits_core.audio.levelling import Spool
from vits_core.records import Skipped, Take, TakePart

TABLE = "stems.csv"
_COLUMNS = (
    "number", "file", "start", "stop", "slot_start", "slot_stop", "first_sample", "late",
    "too_long", "text",
)  # fmt: skip


class Stems:
    """Gathers the cues while their takes go by; their sound waits on the disk meanwhile."""

    def __init__(self, folder: Path, placed: Sequence[FittedSpeech], rate: int) -> None:
        """`placed` says of each cue how many takes speak it, as soon as its first one comes; its
        times are in samples at so many Hz."""
        self._folder = folder
        self._placed = placed
        self._rate = rate
        self._spool = Spool(folder)
        self._texts: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.__exit__()

    def passing(self, parts: Iterator[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        """The same parts; a cue is kept once its last take is whole."""
        takes: list[Take] = []
        for part in parts:
            if isinstance(part, TakePart) and part.take is not None:
                takes.append(part.take)
                if len(takes) == self._placed[len(self._texts)].takes:
                    self._keep(takes)
                    takes = []
            yield part

    def write(
        self,
        suffix: str,
        sample_rate: int,
        audio_format: AudioFormat,
        tags: Tags,
        level: Levelling | None,
    ) -> None:
        """Write a file for each cue, as loud as it is in the track that `level` belongs to, and the
        table; raises `AudioFileError`."""
        rows = []
        digits = max(3, len(str(len(self._texts))))
        for number, (speech, text) in enumerate(zip(self._placed, self._texts, strict=False), 1):
            start = speech.start / self._rate
            name = f"{number:0{digits}}_{_stamp(start)}{suffix}"
            written = write_sound(
                self._folder / name,
                self._spool.sound(number - 1),
                sample_rate,
                audio_format,
                tags=replace(tags, title=text),
                loudness=level,
            )
            slot = speech.slot
            seconds = (
                start,
                speech.stop / self._rate,
                *(("", "") if slot is None else (slot.start, slot.stop)),
            )
            over = (speech.late / self._rate, speech.over / self._rate)
            rows.append(
                (
                    number,
                    name,
                    *(each if isinstance(each, str) else f"{each:.6f}" for each in seconds),
                    round(start * written.sample_rate),
                    *(f"{each:.3f}" for each in over),
                    text,
                )
            )
        write_csv(self._folder / TABLE, _COLUMNS, rows)
        count = "1 cue" if len(self._texts) == 1 else f"{len(self._texts)} cues"
        tell(f"{count} saved as stems, listed in {self._folder / TABLE}")

    def _keep(self, takes: Sequence[Take]) -> None:
        self._spool.add([speech_of(takes).waveform])
        self._texts.append(" ".join(" ".join(take.utterance.text.split()) for take in takes))


def _stamp(seconds: float) -> str:
    """A time for the name of a file, such as 00-01-02.345."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    hours, rest = divmod(whole, 3600)
    return f"{hours:02}-{rest // 60:02}-{rest % 60:02}.{thousandths:03}"
