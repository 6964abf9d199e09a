"""Sound for a pipe, while it is made: a WAV file of unknown length, or its bare samples."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from vits_core.audio.file_format import AudioFormat, Levelling, LoudnessTarget
from vits_core.audio.file_types import BITS, WAV, Subtype
from vits_core.audio.levelling import levelled
from vits_core.audio.sample_stream import CONVERSIONS, SampleStream
from vits_core.records import FloatArray

UNKNOWN_LENGTH = 0x7FFF_F000
"""Bytes of samples in the header of a file that nobody can go back to, as SoX and espeak-ng write
it: SoX, FFmpeg, aplay and libsndfile read such a file to its end. SoX takes the largest number,
which FFmpeg writes, for a damaged file, and reads nothing after 0."""
_PCM, _FLOAT = 1, 3  # WAVE_FORMAT_PCM, WAVE_FORMAT_IEEE_FLOAT


class WavStream:
    """The bytes of one sound, in the form that is asked for: 16-bit integers if none is."""

    def __init__(
        self,
        sample_rate: int,
        audio_format: AudioFormat,
        *,
        raw: bool = False,
        loudness: LoudnessTarget | None = None,
    ) -> None:
        """Of samples at `sample_rate` Hz; `raw` leaves the header out."""
        self._sample_rate = sample_rate
        self._rate = audio_format.sample_rate or sample_rate
        self._subtype: Subtype = audio_format.subtype or WAV.subtypes[0]
        self._raw = raw
        self._loudness = loudness
        self.level: Levelling | None = None
        """What brought the sound to its loudness."""
        self.clipped_samples = 0

    def read(self, blocks: Iterable[FloatArray]) -> Iterator[bytes]:
        """The bytes of mono blocks, any number of [T_samples], as they come.

        For a loudness the whole sound has to be there first; it waits on disk. No sound is no
        bytes. Raises `AudioFileError` where that disk is full.
        """
        with ExitStack() as open_files:
            folder = Path(tempfile.gettempdir())
            blocks, self.level = levelled(
                blocks, self._sample_rate, self._rate, self._loudness, folder, open_files
            )
            samples = SampleStream(self._sample_rate, self._rate, self.level)
            for number, part in enumerate(samples.read(blocks)):
                if not number and not self._raw:
                    yield wav_header(self._rate, self._subtype)
                yield _bytes_of(part, self._subtype)
            if self._subtype != "FLOAT":
                self.clipped_samples = samples.beyond_full_scale


def wav_header(rate: int, subtype: Subtype) -> bytes:
    """What stands before the samples of a mono WAV file of unknown length."""
    width = BITS[subtype] // 8
    kind = _FLOAT if subtype == "FLOAT" else _PCM
    layout = struct.pack("<HHIIHH", kind, 1, rate, rate * width, width, 8 * width)
    described = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout
    unknown = struct.pack("<I", UNKNOWN_LENGTH)
    size = struct.pack("<I", len(described) + 8 + UNKNOWN_LENGTH)
    return b"RIFF" + size + described + b"data" + unknown


def _bytes_of(part: FloatArray, subtype: Subtype) -> bytes:
    """Samples, [T_samples], little-endian."""
    stored = CONVERSIONS[subtype](part)
    little = stored.astype(stored.dtype.newbyteorder("<"))
    if subtype == "PCM_24":  # the upper three bytes of four
        return little.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()
    return bytes(little.tobytes())
