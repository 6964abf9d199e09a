"""Each cue of a dubbed script in a file of its own, and a table of when each is to be heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from app.cli.console import tell
from app.document.fitting import FittedSpeech
from app.files.file_names import beginning, stamp
from app.files.provenance import speech_of
from app.files.stem_table import Stem, StemTable
from vits_core.audio.file_format import AudioFormat, Levelling, Tags
from vits_core.audio.files import write_sound
from vits_core.audio.levelling import Spool
from vits_core.records import Skipped, Take, TakePart


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
        table = StemTable()
        digits = max(3, len(str(len(self._texts))))
        for number, (speech, text) in enumerate(zip(self._placed, self._texts, strict=False), 1):
            stem = stem_of(speech, text, self._rate)
            name = f"{number:0{digits}}_{stamp(stem.start)}{suffix}"
            written = write_sound(
                self._folder / name,
                self._spool.sound(number - 1),
                sample_rate,
                audio_format,
                tags=replace(tags, title=text),
                loudness=level,
            )
            table.add(name, stem, written.sample_rate)
        path = table.write(self._folder)
        count = "1 cue" if table.rows == 1 else f"{table.rows} cues"
        tell(f"{count} saved as stems, listed in {path}")

    def _keep(self, takes: Sequence[Take]) -> None:
        self._spool.add([speech_of(takes).waveform])
        self._texts.append(" ".join(" ".join(take.utterance.text.split()) for take in takes))


def stem_of(speech: FittedSpeech, text: str, rate: int) -> Stem:
    """Where speech with this text lies in a sound of `rate` Hz."""
    return Stem(
        text=text,
        start=speech.start / rate,
        stop=speech.stop / rate,
        slot=None if speech.slot is None else (speech.slot.start, speech.slot.stop),
        late=speech.late / rate,
        over=speech.over / rate,
    )


def tell_of_times(stems: Iterable[Stem]) -> None:
    """Tell of speech that its slot is too short for."""
    timed = [each for each in stems if each.slot is not None]
    missed = [each for each in timed if each.over or each.late]
    for each in missed:
        faults = (
            f"begins {each.late:.2f} s late" if each.late else "",
            f"is too long by {each.over:.2f} s" if each.over else "",
        )
        text = beginning(each.text)
        tell(f"note: “{text}” at {each.start:.2f} s {' and '.join(filter(None, faults))}")
    if missed:
        fits = len(timed) - len(missed)
        tell(f"{fits} of {len(timed)} cues fit their times; --fastest lets speech be faster")
