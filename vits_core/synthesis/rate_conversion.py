"""Takes brought to another sample rate than that of their voice, to be joined with others', and
their spectrograms to the same frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

import numpy as np
import soxr

from vits_core.audio.mel import MelSpectrogram, MelStream
from vits_core.records import FloatArray, Outline, Skipped, Take, TakePart

NO_MEL = np.zeros((0, 0), np.float32)


class RateConverter:
    """Resamples takes part by part as they come, each for itself.

    A take keeps its tokens and durations, in frames of its voice; its sound is as long as they are,
    to the nearest sample. Spectrograms are made anew, so that they can be drawn on one scale.
    """

    def __init__(self, sample_rate: int, hop_length: int) -> None:
        """To `sample_rate` Hz; `hop_length` samples are a frame of the spectrograms."""
        self._rate = sample_rate
        self._hop_length = hop_length
        self._mel = MelSpectrogram(sample_rate, hop_length)

    def outline(self, outline: Outline) -> Outline:
        """How a take lies at the new rate, without its sound."""
        if outline.sample_rate == self._rate:
            return outline
        return replace(
            outline.without_sound(), sample_rate=self._rate, voice_rate=outline.sample_rate
        )

    def parts(self, pieces: Iterable[TakePart | Skipped]) -> Iterator[TakePart | Skipped]:
        """The same pieces; takes that have the rate and the frames already come as they are."""
        take: _Conversion | None = None
        for piece in pieces:
            if isinstance(piece, Skipped) or self._fits(piece):
                yield piece
                continue
            if take is None:
                outline = replace(
                    piece.outline.without_sound(),
                    sample_rate=self._rate,
                    voice_rate=piece.outline.sample_rate,
                )
                take = _Conversion(outline, self._mel)
            part = take.push(piece)
            if part is not None:
                yield part
            if piece.take is not None:
                take = None

    def _fits(self, part: TakePart) -> bool:
        outline = part.outline
        same_frames = outline.hop_length == self._hop_length or not len(part.mel)
        return outline.sample_rate == self._rate and same_frames


class _Conversion:
    """One take on its way to another rate."""

    def __init__(self, outline: Outline, mel: MelSpectrogram) -> None:
        assert outline.voice_rate is not None
        self._outline = outline
        self._resampler: soxr.ResampleStream | None = None
        if outline.voice_rate != outline.sample_rate:
            self._resampler = soxr.ResampleStream(
                outline.voice_rate, outline.sample_rate, 1, dtype="float32"
            )
        self._mel = MelStream(mel)
        self._blocks: list[FloatArray] = []
        self._mels: list[FloatArray] = []
        self._samples = self._frames = 0

    def push(self, part: TakePart) -> TakePart | None:
        """What comes of the next part; None while the resampler holds all of it back."""
        last = part.take is not None
        block = part.waveform
        if self._resampler is not None:
            block = self._resampler.resample_chunk(block, last=last)
        room = self._outline.samples - self._samples
        block = block[:room]
        if last:  # soxr may round the length to the other side
            block = np.pad(block, (0, room - len(block)))
        elif not len(block):
            return None
        mel = self._mel.push(block, last) if len(part.mel) else NO_MEL
        self._mels.append(mel)
        start, first = self._samples, self._frames
        self._blocks.append(block)
        self._samples += len(block)
        self._frames += mel.shape[1]
        return TakePart(
            outline=self._outline,
            start_sample=start,
            waveform=block,
            start_frame=first,
            mel=mel,
            take=self._whole(part.take) if part.take is not None else None,
        )

    def _whole(self, take: Take) -> Take:
        shared = {each.name: getattr(self._outline, each.name) for each in fields(Outline)}
        return Take(
            **shared,
            waveform=np.concatenate(self._blocks),
            mel=np.concatenate(self._mels, axis=1),
            timings=take.timings,
        )
