"""Sound for a pipe: what readers of WAV files find in it."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator

import numpy as np
import pytest
import soundfile

from vits_core.audio.file_format import AudioFormat, LoudnessTarget
from vits_core.audio.file_types import SUBTYPES, Subtype
from vits_core.audio.files import write_sound
from vits_core.audio.loudness_meter import measured
from vits_core.audio.wav_stream import WavStream
from vits_core.records import FloatArray

RATE = 22050
SOUND = (0.3 * np.sin(np.arange(2 * RATE) / 20)).astype(np.float32)


def blocks() -> Iterator[FloatArray]:
    yield from np.array_split(SOUND, 7)


@pytest.mark.parametrize("rate", [None, 48000])
@pytest.mark.parametrize("subtype", SUBTYPES)
def test_a_stream_has_the_samples_of_a_file(
    subtype: Subtype, rate: int | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("file") / "a.wav"
    asked = AudioFormat(subtype, rate)
    write_sound(path, blocks(), RATE, asked)
    expected, _ = soundfile.read(path, dtype="float32")
    whole = b"".join(WavStream(RATE, asked).read(blocks()))
    found, found_rate = soundfile.read(io.BytesIO(whole), dtype="float32")
    assert found_rate == (rate or RATE)
    assert soundfile.info(io.BytesIO(whole)).subtype == subtype
    assert np.array_equal(found, expected)
    raw = b"".join(WavStream(RATE, asked, raw=True).read(blocks()))
    assert whole.endswith(raw)
    assert len(whole) - len(raw) == 44
    read, _ = soundfile.read(
        io.BytesIO(raw), dtype="float32", format="RAW", samplerate=found_rate, channels=1,
        subtype=subtype, endian="LITTLE",
    )  # fmt: skip
    assert np.array_equal(read, expected)


def test_each_block_goes_out_before_the_next_is_made() -> None:
    taken: list[int] = []

    def source() -> Iterator[FloatArray]:
        for number, block in enumerate(blocks()):
            taken.append(number)
            yield block

    stream = WavStream(RATE, AudioFormat()).read(source())
    assert len(next(stream)) == 44
    assert len(next(stream)) == 2 * len(next(blocks()))
    assert taken == [0]


def test_a_loudness_is_reached() -> None:
    stream = WavStream(RATE, AudioFormat(), loudness=LoudnessTarget(-23))
    found, _ = soundfile.read(io.BytesIO(b"".join(stream.read(blocks()))), dtype="float32")
    assert measured([found], RATE).lufs == pytest.approx(-23, abs=0.1)
    assert stream.level is not None
    assert not stream.level.missed


def test_what_is_too_loud_is_counted() -> None:
    for subtype, clipped in (("PCM_16", 3), ("FLOAT", 0)):
        stream = WavStream(RATE, AudioFormat(subtype))
        assert b"".join(stream.read([np.float32([0.1, 2, -3, 1.5])]))
        assert stream.clipped_samples == clipped


def test_no_sound_is_no_bytes() -> None:
    assert list(WavStream(RATE, AudioFormat()).read([])) == []


@pytest.mark.parametrize(
    "command",
    [
        ["sox", "-t", "wav", "-", "-t", "raw", "-"],
        ["ffmpeg", "-v", "error", "-i", "-", "-f", "s16le", "-"],
    ],
    ids=["sox", "ffmpeg"],
)
def test_other_programs_read_a_stream_to_its_end(command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    stream = b"".join(WavStream(RATE, AudioFormat()).read(blocks()))
    done = subprocess.run(command, input=stream, capture_output=True, check=True, timeout=60)
    assert done.stdout == stream[44:]
