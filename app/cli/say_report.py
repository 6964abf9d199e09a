"""What `say` has spoken, as it is told of."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.console import progress_bar, tell_of_skipped
from app.files.speech_files import JoinedSpeech
from vits_core.audio.file_format import Chapter
from vits_core.labels.times import SpeechTimes
from vits_core.records import FloatArray, Outline, Skipped, Take, TakePart

if TYPE_CHECKING:  # of texts without headings nobody asks for chapters
    from app.cli.chapters import Chapters
    from app.document.document import Document

PROGRESS_FROM_CHARACTERS = 400
"""Shorter texts are spoken before a progress bar could be read."""


class Report:
    """What was spoken, gathered while the sound goes by.

    It holds no sound, and without `details` or `outlines` nothing of what was spoken: memory stays
    flat.
    """

    def __init__(self, text: str, *, details: bool, outlines: bool = False) -> None:
        self._text = text
        self._details = details
        self._joined = JoinedSpeech(outlines=outlines, on_skipped=tell_of_skipped)
        self._sentences: list[dict[str, Any]] = []
        self._readings: list[dict[str, Any]] = []
        self._format: dict[str, int] = {}
        self._chapters: Chapters | None = None
        self._document: Document | None = None

    @property
    def outlines(self) -> list[Outline]:
        """Of the sentences that were spoken."""
        return self._joined.outlines

    def note_chapters(self, document: Document, title: str, rate: int) -> None:
        """Find out where the sections of a document begin that has the same text; `title` is that
        of what stands before its first heading."""
        from app.cli.chapters import Chapters

        self._document = document
        self._chapters = Chapters(document, title, self._joined, rate)

    def chapters(self) -> list[Chapter]:
        """Where they begin, once the sound has gone by."""
        return [] if self._chapters is None else self._chapters.found()

    def blocks(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[FloatArray]:
        """The sound of the pieces, pauses included.

        Raises `TextError`, before anything is yielded, when nothing can be spoken.
        """
        observed = self._observed(self._with_progress(pieces))
        if self._chapters is not None:
            observed = self._chapters.passing(map(self._with_line, observed))
        return self._joined.blocks(observed)

    def _with_line(self, piece: TakePart | Skipped) -> tuple[int | None, TakePart | Skipped]:
        start = piece.start if isinstance(piece, Skipped) else piece.outline.utterance.start
        assert self._document is not None
        place = self._document.index_at(start)
        return None if place is None else self._document.lines[place].id, piece

    def times(self, sample_rate: int) -> SpeechTimes:
        """When everything is heard, in a sound at so many Hz."""
        return self._joined.times(sample_rate)

    def as_json(self, output: Path | None) -> dict[str, Any]:
        """Everything about the speech but its sound; times in seconds, durations in frames."""
        seconds = self._joined.samples / self._format["sample_rate"]
        timings: dict[str, float] = {}
        for sentence in self._sentences:
            for stage, spent in sentence["timings"].items():
                timings[stage] = timings.get(stage, 0.0) + spent
        return {
            **self._format,
            "seconds": seconds,
            "output": None if output is None else str(output),
            "timings": timings,
            "sentences": self._sentences,
            "skipped": [
                {"text": s.text, "start": s.start, "stop": s.stop, "reason": s.reason}
                for s in self._joined.skipped
            ],
            "readings": self._readings,
        }

    def _observed(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        for piece in pieces:
            if not isinstance(piece, Skipped) and not self._format:
                self._format = {
                    "sample_rate": piece.outline.sample_rate,
                    "hop_length": piece.outline.hop_length,
                }
            yield piece
            if not isinstance(piece, Skipped) and piece.take is not None and self._details:
                self._add(piece.take)

    def _add(self, take: Take) -> None:
        self._readings += [dataclasses.asdict(r) for r in take.utterance.readings]
        offset = self._joined.start / take.sample_rate
        words = []
        for word in take.utterance.words:
            start, stop = take.word_seconds(word)
            words.append({"text": word.text, "start": offset + start, "stop": offset + stop})
        self._sentences.append(
            {
                "text": take.utterance.text,
                "start": offset,
                "phonemes": take.utterance.phonemes,
                "symbols": take.utterance.symbols,
                "token_ids": take.utterance.token_ids,
                "durations": take.durations.tolist(),
                "words": words,
                "timings": dict(take.timings),
            }
        )

    def _with_progress(self, pieces: Iterator[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        """A bar on a terminal that counts the characters of the sentences spoken."""
        total = len(self._text)
        with progress_bar("char", total, at_least=PROGRESS_FROM_CHARACTERS) as bar:
            for piece in pieces:
                yield piece
                if isinstance(piece, Skipped):
                    bar.update(max(0, piece.stop - bar.n))
                elif piece.take is not None:
                    bar.update(max(0, piece.outline.utterance.stop - bar.n))
