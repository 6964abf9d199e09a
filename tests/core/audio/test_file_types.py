"""Every type of file holds the sound, and what a type cannot hold is refused in words."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from vits_core.audio.encoding import check_writable, writable_types
from vits_core.audio.file_format import AudioFormat
from vits_core.audio.file_types import FLAC, MP3, OPUS, TYPES, VORBIS, WAV, Quality, type_of
from vits_core.audio.files import write_sound
from vits_core.audio.likeness import signal_to_difference
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray

RATE = 22050
LOSSY = (VORBIS, OPUS, MP3)


def vowel(seconds: float, rate: int = RATE) -> FloatArray:
    """A voiced sound with a formant and a syllable rate, 120 Hz."""
    time = np.arange(round(seconds * rate)) / rate
    phase = 2 * np.pi * 120 * time
    sound = sum(np.sin(k * phase) * np.exp(-(((k * 120 - 500) / 400) ** 2)) for k in range(1, 20))
    envelope = 0.55 - 0.45 * np.cos(2 * np.pi * 3 * time)
    return (0.1 * sound * envelope).astype(np.float32)


SNDFILE = {ending: kind for ending, kind in TYPES.items() if kind.container}


@pytest.mark.parametrize("kind", SNDFILE.values(), ids=SNDFILE)
@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
def test_every_type_holds_the_sound_and_its_length(tmp_path: Path, kind, rate: int) -> None:
    sound = vowel(1.7, rate)
    written = write_sound(tmp_path / f"a{kind.ending}", np.array_split(sound, 5), rate)
    info = soundfile.info(written.path)
    assert (info.format, info.subtype) == (kind.container, kind.codec or "PCM_16")
    assert written.sample_rate == info.samplerate == kind.rate_for(rate) >= rate
    assert written.seconds == pytest.approx(1.7, abs=1 / rate)
    read, _ = soundfile.read(written.path, dtype="float32")
    if written.sample_rate == rate:
        assert signal_to_difference(sound, read) > (12 if kind.lossy else 70)
    else:
        assert np.std(read) == pytest.approx(np.std(sound), rel=0.05)


@pytest.mark.parametrize("kind", LOSSY, ids=lambda kind: kind.name)
def test_a_better_quality_is_a_larger_file_that_is_closer_to_the_sound(
    tmp_path: Path, kind
) -> None:
    sound = vowel(3, 24000)
    noise = np.random.default_rng(3).normal(0, 0.01, len(sound))
    sound = (sound + noise).astype(np.float32)
    sizes, likeness = [], []
    for quality in (Quality.SMALL, Quality.STANDARD, Quality.HIGH):
        path = tmp_path / f"{quality}{kind.ending}"
        write_sound(path, [sound], 24000, AudioFormat(quality=quality))
        sizes.append(path.stat().st_size)
        likeness.append(signal_to_difference(sound, soundfile.read(path, dtype="float32")[0]))
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.8 * sizes[2]
    assert likeness == sorted(likeness)
    assert sizes[2] < 0.5 * 2 * len(sound)  # of 16 bits


@pytest.mark.parametrize("kind", LOSSY, ids=lambda kind: kind.name)
def test_what_is_too_loud_for_a_codec_is_cut_and_counted(tmp_path: Path, kind) -> None:
    sound = vowel(1, 24000)
    sound[1000:1010] = 3
    written = write_sound(tmp_path / f"a{kind.ending}", [sound], 24000)
    assert written.clipped_samples == 10


@pytest.mark.parametrize("kind", [FLAC, OPUS, MP3], ids=lambda kind: kind.name)
def test_no_sound_is_refused_by_types_that_cannot_be_empty(tmp_path: Path, kind) -> None:
    with pytest.raises(AudioFileError, match="There is no sound to save"):
        write_sound(tmp_path / f"a{kind.ending}", [], 24000)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "rate", "becomes"),
    [
        (WAV, 22050, 22050),
        (OPUS, 22050, 24000),
        (OPUS, 16000, 16000),
        (OPUS, 44100, 48000),
        (MP3, 22050, 22050),
        (MP3, 96000, 48000),
        (VORBIS, 96000, 96000),
    ],
)
def test_a_rate_that_a_type_lacks_becomes_the_next_one_that_loses_nothing(
    kind, rate, becomes
) -> None:
    assert kind.rate_for(rate) == becomes


@pytest.mark.parametrize(
    ("name", "asked", "words", "remedy"),
    [
        ("a.flac", AudioFormat("FLOAT"), "cannot hold floating-point", "24 bits"),
        ("a.mp3", AudioFormat("PCM_16"), "MP3 has no sample format", "quality"),
        ("a.opus", AudioFormat(sample_rate=44100), "Opus has no rate of 44100 Hz", "48000"),
        ("a.aac", AudioFormat(), "end in “.aac” cannot be written", "a.wav or a.flac"),
        ("speech", AudioFormat(), "without an ending", "speech.wav"),
    ],
)
def test_what_a_file_cannot_hold_is_refused(tmp_path, name, asked, words, remedy) -> None:
    with pytest.raises(AudioFileError) as caught:
        write_sound(tmp_path / name, [vowel(0.1)], RATE, asked)
    assert words in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.where == str(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_nearest_sample_format_has_the_most_bits_that_there_are() -> None:
    assert FLAC.nearest("FLOAT") == "PCM_24"
    assert WAV.nearest("FLOAT") == "FLOAT"
    assert MP3.nearest("FLOAT") is None


def test_an_ending_counts_in_capitals_too() -> None:
    assert type_of(Path("A.MP3")) == MP3


def test_what_an_old_libsndfile_cannot_write_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = soundfile.available_formats()
    monkeypatch.setattr(
        soundfile, "available_formats", lambda: {k: v for k, v in every.items() if k != "MP3"}
    )
    subtypes = {k: v for k, v in soundfile.available_subtypes("OGG").items() if k != "OPUS"}
    monkeypatch.setattr(soundfile, "available_subtypes", lambda _: subtypes)
    libsndfiles = [kind for kind in writable_types() if not kind.needs_ffmpeg]
    assert libsndfiles == [WAV, FLAC, VORBIS]
    for name in ("a.mp3", "a.opus"):
        with pytest.raises(
            AudioFileError, match=r"libsndfile .* cannot write (MP3|Opus)"
        ) as caught:
            write_sound(tmp_path / name, [vowel(0.1)], RATE)
        assert caught.value.remedy
    check_writable(VORBIS)
