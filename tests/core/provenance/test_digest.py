"""Sounds and files are told apart by their digests."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import numpy as np

from vits_core.provenance.digest import AudioDigest, audio_digest, file_digest

SOUND = np.sin(np.arange(5000, dtype=np.float32))


def test_a_sound_has_the_same_digest_in_blocks_and_whole() -> None:
    digest = AudioDigest()
    blocks = [SOUND[:7], SOUND[7:7], SOUND[7:4000], SOUND[4000:]]
    assert [len(block) for block in digest.passing(blocks)] == [7, 0, 3993, 1000]
    assert digest.hexdigest() == audio_digest(SOUND)
    assert digest.hexdigest() == hashlib.sha256(SOUND.astype("<f4").tobytes()).hexdigest()


def test_the_digest_is_of_single_floats_however_they_lie_in_memory() -> None:
    assert audio_digest(SOUND[::-1]) == audio_digest(SOUND[::-1].copy())
    assert audio_digest(SOUND.astype(">f4")) == audio_digest(SOUND)
    assert audio_digest(-SOUND) != audio_digest(SOUND)


def test_a_file_is_read_again_once_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "voice"
    path.write_bytes(b"one")
    first = file_digest(path)
    assert first == file_digest(path) == hashlib.sha256(b"one").hexdigest()
    path.write_bytes(b"two")
    os.utime(path, ns=(0, 1))
    assert file_digest(path) == hashlib.sha256(b"two").hexdigest()
