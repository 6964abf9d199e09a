"""Files come out as loud as they are wanted, and no peak exceeds the limit."""

import math
import re
import shutil
import subprocess
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy.signal import resample_poly

from vits_core.audio.file_format import AudioFormat, Levelling, LoudnessTarget
from vits_core.audio.files import write_sound
from vits_core.audio.levelling import Spool, levelling
from vits_core.audio.limiter import limited
from vits_core.audio.loudness import loudness
from vits_core.audio.loudness_meter import measured
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray
from vits_core.voice import Voice, load_voice

RATE = 22050


@pytest.fixture(scope="module")
def spoken() -> FloatArray:
    """Ten seconds by the voice that comes along, −25 LUFS."""
    text = "Twelve people waited in the rain for a bus. Why? Nobody knows, and nobody minds! "
    with load_voice(device="cpu") as voice:
        assert isinstance(voice, Voice)
        return voice.speak(2 * text, mel=False).waveform


def bursts(seconds: float, rate: int = RATE) -> FloatArray:
    """Noise that is loud for moments only, as plosives are."""
    random = np.random.default_rng(5)
    sound = random.normal(0, 0.05, round(seconds * rate))
    sound[:: rate // 3] = random.uniform(-4, 4, len(sound[:: rate // 3]))
    return sound.astype(np.float32)


def peak(sound: FloatArray) -> float:
    """dBTP, sixteen times oversampled."""
    return 20 * math.log10(np.abs(resample_poly(sound.astype(np.float64), 16, 1)).max())


def by_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak, as a peer measures them."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not there to measure; pyloudnorm does in the other tests")
    command = ["ffmpeg", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    lufs = re.findall(r"I:\s+(\S+) LUFS", said)[-1]
    return float(lufs), float(re.findall(r"Peak:\s+(\S+) dBFS", said)[-1])


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
@pytest.mark.parametrize("seconds", [0.05, 0.399, 0.4, 1.0, 7.3])
def test_the_meter_agrees_with_pyloudnorm_however_the_sound_is_cut(rate: int, seconds) -> None:
    sound = bursts(seconds, rate)
    whole = measured([sound], rate)
    assert whole.lufs == pytest.approx(loudness(sound, rate), abs=0.05)
    assert measured(np.array_split(sound, 9), rate).lufs == pytest.approx(whole.lufs, abs=1e-6)
    assert measured(np.array_split(sound, 9), rate).true_peak == pytest.approx(whole.true_peak)


def test_silence_is_no_sound_to_level(tmp_path: Path) -> None:
    assert measured([np.zeros(RATE, np.float32)], RATE).lufs == -math.inf
    assert measured([], RATE).true_peak == -math.inf
    written = write_sound(
        tmp_path / "a.wav", [np.zeros(RATE, np.float32)], RATE, loudness=LoudnessTarget(-16)
    )
    assert not soundfile.read(tmp_path / "a.wav")[0].any()
    assert written.stored.level is not None
    assert written.stored.level.gain == 0


@pytest.mark.parametrize("ceiling", [-1.0, -6.0])
def test_no_peak_between_the_samples_exceeds_the_limit(ceiling: float) -> None:
    sound = bursts(3)
    assert peak(sound) > 10
    kept = np.concatenate(list(limited([sound], RATE, ceiling)))
    assert len(kept) == len(sound)
    assert ceiling - 0.2 < peak(kept) < ceiling + 0.1


def test_what_is_below_the_limit_stays_the_same_to_the_bit() -> None:
    sound = bursts(3)
    sound[RATE : 2 * RATE] *= 0.01  # from 1 s to 2 s
    kept = np.concatenate(list(limited(np.array_split(sound, 5), RATE, -6.0)))
    away = slice(round(1.02 * RATE), round(1.98 * RATE))
    assert np.array_equal(kept[away], sound[away])
    quiet = 0.01 * sound
    assert np.array_equal(np.concatenate(list(limited([quiet], RATE, -1.0))), quiet)


@pytest.mark.parametrize("lufs", [-16.0, -19.0, -23.0, -30.0])
@pytest.mark.parametrize("rate", [None, 48000])
def test_a_file_is_as_loud_as_it_is_wanted(spoken, tmp_path: Path, lufs: float, rate) -> None:
    path = tmp_path / "a.wav"
    target = LoudnessTarget(lufs, -1.5)
    written = write_sound(
        path, np.array_split(spoken, 7), RATE, AudioFormat("PCM_24", rate), loudness=target
    )
    read, read_rate = soundfile.read(path, dtype="float32")
    assert loudness(read, read_rate) == pytest.approx(lufs, abs=0.1)
    assert peak(read) < -1.4
    assert written.stored.level is not None
    assert written.stored.level.lufs == pytest.approx(lufs, abs=0.06)
    assert written.clipped_samples == 0


@pytest.mark.parametrize("ending", [".wav", ".ogg", ".opus", ".mp3"])
def test_a_peer_measures_the_loudness_that_was_asked_for(spoken, tmp_path: Path, ending) -> None:
    path = tmp_path / f"a{ending}"
    write_sound(path, [spoken], RATE, loudness=LoudnessTarget(-16.0, -2.0))
    lufs, true_peak = by_ffmpeg(path)
    assert lufs == pytest.approx(-16, abs=0.2)
    assert true_peak <= (-2.0 if ending == ".wav" else -1.0)  # a codec brings some of it back


def test_blocks_that_come_only_once_are_levelled_as_if_they_were_at_hand(tmp_path: Path) -> None:
    sound = bursts(9)
    pieces = np.array_split(sound, 4)
    for name, blocks in [("a.wav", [sound]), ("b.wav", iter(pieces)), ("c.wav", pieces)]:
        write_sound(tmp_path / name, blocks, RATE, loudness=LoudnessTarget(-20.0))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "c.wav").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "b.wav", "c.wav"]


def test_sounds_that_belong_together_keep_their_distance(tmp_path: Path, spoken) -> None:
    quiet = 0.5 * spoken
    with Spool(tmp_path) as spool:
        spool.add(iter([spoken]))
        spool.add(np.array_split(quiet, 3))
        level = levelling(spool, RATE, RATE, LoudnessTarget(-20.0))
        assert np.array_equal(np.concatenate(list(spool.sound(1))), quiet)
    for name, sound in (("a.wav", spoken), ("b.wav", quiet)):
        assert write_sound(tmp_path / name, [sound], RATE, loudness=level).stored.level == level
    levels = [loudness(soundfile.read(tmp_path / name)[0], RATE) for name in ("a.wav", "b.wav")]
    assert levels[0] - levels[1] == pytest.approx(6.0, abs=0.5)
    assert levels[0] > -20 > levels[1]


def test_a_loudness_that_cannot_be_reached_says_what_is(tmp_path: Path) -> None:
    sound = bursts(3)
    sound[:] = np.sign(sound) * 0.5  # no peak to take off: its loudness is its peak
    level = levelling([sound], RATE, RATE, LoudnessTarget(-5.0, -12.0))
    assert level.lufs < -8
    assert level.missed
    assert not levelling([0.1 * bursts(3)], RATE, RATE, LoudnessTarget(-40.0)).missed
    assert not levelling([np.zeros(RATE, np.float32)], RATE, RATE, LoudnessTarget(-5.0)).missed


def test_memory_is_flat_while_a_long_sound_is_levelled(tmp_path: Path) -> None:
    block = bursts(10)
    tracemalloc.start()
    try:
        write_sound(
            tmp_path / "a.wav", (block for _ in range(60)), RATE, loudness=LoudnessTarget(-40.0)
        )
        peak_bytes = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak_bytes < 12e6  # the samples alone are 53 MB


def test_sound_that_cannot_be_made_leaves_the_old_file_and_no_spool(tmp_path: Path) -> None:
    path = tmp_path / "old.wav"
    path.write_bytes(b"the old file")

    def blocks() -> Iterator[FloatArray]:
        yield bursts(1)
        raise AudioFileError("no luck")

    with pytest.raises(AudioFileError, match="no luck"):
        write_sound(path, blocks(), RATE, loudness=LoudnessTarget(-20.0))
    assert path.read_bytes() == b"the old file"
    assert [each.name for each in tmp_path.iterdir()] == ["old.wav"]


def test_a_level_is_applied_as_it_is_given(tmp_path: Path) -> None:
    sound = bursts(1) * np.float32(0.01)
    write_sound(
        tmp_path / "a.wav", [sound], RATE, AudioFormat("FLOAT"), loudness=Levelling(6.0, -1.0, 0.0)
    )
    read = soundfile.read(tmp_path / "a.wav", dtype="float32")[0]
    assert np.array_equal(read, sound * np.float32(10**0.3))
