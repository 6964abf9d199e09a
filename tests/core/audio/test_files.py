"""Audio files are what was made, and a failure leaves the old file and nothing else."""

import dataclasses
import errno
import os
import resource
import subprocess
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from vits_core.audio.file_format import AudioFormat
from vits_core.audio.file_types import TYPES, WAV
from vits_core.audio.files import write_sound
from vits_core.errors import AudioFileError
from vits_core.records import FloatArray

RATE = 22050


def noise(samples: int, peak: float = 0.9, seed: int = 1) -> FloatArray:
    return np.random.default_rng(seed).uniform(-peak, peak, samples).astype(np.float32)


def names(folder: Path) -> list[str]:
    """Names of the files in a folder, hidden ones too."""
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "old.wav"
    path.write_bytes(b"the old file")
    return path


def fails(path: Path, blocks: object = None, **kwargs: object) -> AudioFileError:
    """Write, and expect an error that names the file and a remedy."""
    with pytest.raises(AudioFileError) as caught:
        write_sound(path, [noise(300_000)] if blocks is None else blocks, RATE, **kwargs)  # type: ignore[arg-type]
    assert str(path) == caught.value.where
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize(
    ("subtype", "tolerance"), [("PCM_16", 2**-16), ("PCM_24", 2**-24), ("FLOAT", 0.0)]
)
def test_what_is_read_back_is_what_was_written(tmp_path: Path, subtype, tolerance) -> None:
    wave = noise(200_001)
    written = write_sound(
        tmp_path / "a.wav", [wave[:7], wave[7:150_000], wave[150_000:]], RATE, AudioFormat(subtype)
    )
    read, rate = soundfile.read(tmp_path / "a.wav", dtype="float64")
    assert rate == written.sample_rate == RATE
    assert written.seconds == len(wave) / RATE
    assert read.shape == wave.shape
    assert np.abs(read - wave).max() <= tolerance
    assert written.clipped_samples == written.silenced_samples == 0
    assert soundfile.info(tmp_path / "a.wav").subtype == subtype
    assert names(tmp_path) == ["a.wav"]


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_a_file_written_again_is_the_same_to_the_bit(tmp_path: Path, subtype) -> None:
    write_sound(tmp_path / "a.wav", [noise(50_000)], RATE, AudioFormat(subtype))
    read, _ = soundfile.read(tmp_path / "a.wav", dtype="float32")
    write_sound(tmp_path / "b.wav", [read], RATE, AudioFormat(subtype))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.parametrize("rate", [16000, 44100, 48000])
def test_resampling_in_pieces_equals_resampling_at_once(tmp_path: Path, rate: int) -> None:
    wave = noise(100_000, peak=0.5)
    written = write_sound(
        tmp_path / "a.wav", np.array_split(wave, 13), RATE, AudioFormat("FLOAT", rate)
    )
    read, read_rate = soundfile.read(tmp_path / "a.wav", dtype="float32")
    expected = soxr.resample(wave, RATE, rate)
    assert written.sample_rate == read_rate == rate
    assert np.array_equal(read, expected)
    assert written.seconds == pytest.approx(len(wave) / RATE, abs=1 / rate)


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24"])
def test_overs_are_cut_and_counted_and_do_not_wrap(tmp_path: Path, subtype) -> None:
    wave = np.array([0.0, 1.0, 1.5, -1.0, -1.5, 1e30, 0.25], np.float32)
    written = write_sound(tmp_path / "a.wav", [wave], RATE, AudioFormat(subtype))
    read, _ = soundfile.read(tmp_path / "a.wav")
    assert read == pytest.approx([0, 1, 1, -1, -1, 1, 0.25], abs=2**-15)
    assert written.clipped_samples == 3


def test_the_float_format_keeps_overs(tmp_path: Path) -> None:
    wave = np.array([1.5, -2.0], np.float32)
    assert write_sound(tmp_path / "a.wav", [wave], RATE, AudioFormat("FLOAT")).clipped_samples == 0
    assert np.array_equal(soundfile.read(tmp_path / "a.wav")[0], wave)


@pytest.mark.parametrize("rate", [None, 48000])
def test_what_is_not_a_number_becomes_silence_and_is_counted(tmp_path: Path, rate) -> None:
    wave = noise(1000)
    wave[[10, 500, 700]] = np.nan, np.inf, -np.inf
    written = write_sound(tmp_path / "a.wav", [wave], RATE, AudioFormat("PCM_16", rate))
    clean = np.where(np.isfinite(wave), wave, 0).astype(np.float32)
    write_sound(tmp_path / "b.wav", [clean], RATE, AudioFormat("PCM_16", rate))
    assert written.silenced_samples == 3
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_no_samples_make_a_valid_empty_file(tmp_path: Path) -> None:
    assert write_sound(tmp_path / "a.wav", [], RATE).seconds == 0
    assert soundfile.info(tmp_path / "a.wav").frames == 0


def test_memory_is_flat_over_an_hour_of_sound(tmp_path: Path) -> None:
    block = noise(RATE * 10)
    tracemalloc.start()
    try:
        written = write_sound(
            tmp_path / "a.wav", (block for _ in range(360)), RATE, AudioFormat("PCM_16")
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert written.seconds == 3600
    assert peak < 4e6  # the samples alone are 318 MB
    (tmp_path / "a.wav").unlink()


# The target


def test_a_new_file_has_the_permissions_of_every_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_sound(tmp_path / "a.wav", [noise(10)], RATE)
    assert (tmp_path / "a.wav").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_existing_file_keeps_its_permissions(old_file: Path) -> None:
    old_file.chmod(0o640)
    write_sound(old_file, [noise(10)], RATE)
    assert old_file.stat().st_mode & 0o777 == 0o640
    assert soundfile.info(old_file).frames == 10


def test_a_link_stays_a_link(tmp_path: Path, old_file: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.wav"
    link.symlink_to(old_file)
    assert write_sound(link, [noise(10)], RATE).path == link
    assert link.is_symlink()
    assert soundfile.info(old_file).frames == 10


def test_a_long_name_that_the_disk_takes_is_taken(tmp_path: Path) -> None:
    path = tmp_path / ("ä" * 125 + ".wav")  # 254 bytes of 255
    write_sound(path, [noise(10)], RATE)
    assert path.exists()


# What goes wrong


def test_impossible_targets_are_refused_in_words_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "circle.wav").symlink_to(tmp_path / "circle.wav")
    os.mkfifo(tmp_path / "pipe.wav")
    before = names(tmp_path)

    def blocks() -> Iterator[FloatArray]:
        raise AssertionError("the sound was read")
        yield

    for name, words in [
        ("missing/a.wav", "folder does not exist"),
        ("file/a.wav", "a file, not a folder"),
        ("folder.wav", "folder already has this name"),
        ("circle.wav", "points back to itself"),
        ("pipe.wav", "not a regular file"),
        ("x" * 300 + ".wav", "too long"),
        ("zero\0byte.wav", "cannot be used"),
    ]:
        assert words in fails(tmp_path / name, blocks()).what
    assert names(tmp_path) == before


@pytest.mark.parametrize("protect", ["folder", "file"])
def test_missing_permission_is_said(tmp_path: Path, protect: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "old.wav"
    path.write_bytes(b"the old file")
    folder.chmod(0o555 if protect == "folder" else 0o777)
    path.chmod(0o444)
    code = f"""
import os, numpy, soundfile
from vits_core.audio.file_types import TYPES, WAV
from vits_core.audio.files import write_sound
from vits_core.errors import AudioFileError
os.chdir({str(folder)!r})
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere
try:
    write_sound("old.wav", [numpy.zeros(10, "f")], 22050)
except AudioFileError as error:
    print(error)
"""
    output = run_python(code)
    assert "You do not have permission to write here (old.wav). Choose another folder." in output
    folder.chmod(0o777)
    assert path.read_bytes() == b"the old file"
    assert names(folder) == ["old.wav"]


def run_python(code: str) -> str:
    import sys

    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=30,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def small_files_only() -> Iterator[None]:
    """The kernel refuses to let any file grow beyond 100 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("small_files_only")
@pytest.mark.parametrize("ending", [".flac", ".ogg", ".opus", ".mp3"])
def test_a_packed_file_that_may_not_grow_leaves_the_old_one(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"old{ending}"
    path.write_bytes(b"the old file")
    assert "too large for this disk or account" in fails(path, [noise(1_500_000)]).what
    assert path.read_bytes() == b"the old file"
    assert names(tmp_path) == [path.name]


@pytest.mark.usefixtures("small_files_only")
@pytest.mark.parametrize("samples", [49_900, 50_000, 60_000, 1_000_000])
def test_a_file_that_may_not_grow_leaves_the_old_one(old_file: Path, samples: int) -> None:
    if samples == 49_900:  # still fits
        assert write_sound(old_file, [noise(samples)], RATE).seconds == samples / RATE
        return
    assert "too large for this disk or account" in fails(old_file, [noise(samples)]).what
    assert old_file.read_bytes() == b"the old file"
    assert names(old_file.parent) == ["old.wav"]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("mounting a small disk needs root; the size limit's test stands in")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_a_full_disk_leaves_the_old_file(full_disk: Path, subtype) -> None:
    path = full_disk / "old.wav"
    path.write_bytes(b"the old file")
    for samples in (1_000_000, 120_000):
        error = fails(path, [noise(samples)], audio_format=AudioFormat(subtype, 48000))
        assert error.what == "The disk is full"
        assert isinstance(error.__cause__, OSError)
        assert error.__cause__.errno == errno.ENOSPC
        assert path.read_bytes() == b"the old file"
        assert names(full_disk) == ["old.wav"]


def test_a_wav_that_would_not_fit_its_own_numbers_is_refused(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = dataclasses.replace(WAV, limit=100_000)
    monkeypatch.setitem(TYPES, ".wav", small)
    assert "4 GB" in fails(old_file).what
    assert old_file.read_bytes() == b"the old file"


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, GeneratorExit])
def test_sound_that_cannot_be_made_leaves_the_old_file(old_file: Path, failure) -> None:
    def blocks() -> Iterator[FloatArray]:
        yield noise(300_000)
        raise failure

    with pytest.raises(BaseException) as caught:  # noqa: PT011
        write_sound(old_file, iter(blocks()), RATE)
    assert caught.type in (failure, RuntimeError)
    assert old_file.read_bytes() == b"the old file"
    assert names(old_file.parent) == ["old.wav"]
