from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.comparison.mel_difference import can_be_subtracted, is_sound_of, mel_difference
from tests.app.comparison.compared import OTHER_IDS, rendition, sound_of
from tests.app.ui.made_take import parts_of
from vits_core.prosody.steering import Draw
from vits_core.records import Take

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)


def with_tokens(number: int, durations: tuple[int, ...]) -> Take:
    """The level of each frame is that of its token."""
    take = sound_of(rendition(number, durations))
    levels = np.repeat(-5.0 * np.arange(8), durations).astype(np.float32)
    return dataclasses.replace(take, mel=np.broadcast_to(levels, (80, len(levels))).copy())


def test_a_take_does_not_differ_from_itself() -> None:
    take = sound_of(rendition(1))
    difference = mel_difference(take, take)
    assert not difference.decibels.any()
    assert difference.rms == 0


def test_it_lies_on_the_first_takes_frames() -> None:
    short, long = sound_of(rendition(1)), sound_of(rendition(2, SLOW))
    assert mel_difference(short, long).decibels.shape == short.mel.shape
    assert mel_difference(long, short).decibels.shape == long.mel.shape


def test_the_same_sounds_are_subtracted_whatever_their_lengths() -> None:
    first, second = with_tokens(1, (9, 7, 9, 8, 9, 9, 7, 9)), with_tokens(2, (20,) * 8)
    difference = mel_difference(first, second).decibels
    edges = first.token_edges
    for start, stop in zip(edges[:-1] + 1, edges[1:] - 1, strict=True):
        # A frame at an edge is mixed of two tokens.
        assert difference[:, start:stop] == pytest.approx(0, abs=1e-4)
    assert np.abs(difference).max() < 5


def test_what_is_louder_all_over_is_so_by_the_root_of_its_mean_square() -> None:
    take = sound_of(rendition(1))
    louder = dataclasses.replace(take, mel=take.mel + 6)
    assert mel_difference(take, louder).rms == pytest.approx(6, rel=1e-5)
    assert mel_difference(take, louder).decibels == pytest.approx(6, rel=1e-5)


def test_silence_in_both_does_not_count() -> None:
    take = sound_of(rendition(1))
    mel = take.mel.copy()
    mel[:, ::2] = -78  # 78 dB under the loudest
    first = dataclasses.replace(take, mel=mel)
    other = np.where(np.arange(mel.shape[1]) % 2, mel + 3, mel + 20)
    second = dataclasses.replace(take, mel=other.astype(np.float32))
    assert mel_difference(first, second).rms == pytest.approx(3, rel=1e-4)
    silent = dataclasses.replace(first, mel=np.full_like(mel, -200))
    assert mel_difference(silent, silent).rms == 0


def test_what_cannot_be_heard_does_not_differ() -> None:
    take = sound_of(rendition(1))
    mel = take.mel.copy()
    mel[0] = -150
    deeper = mel.copy()
    deeper[0] = -300
    first = dataclasses.replace(take, mel=mel)
    assert not mel_difference(first, dataclasses.replace(take, mel=deeper)).decibels.any()


def test_only_like_spectrograms_of_one_sentence_are_subtracted() -> None:
    take = sound_of(rendition(1))
    for other in (
        sound_of(rendition(2, token_ids=OTHER_IDS)),
        dataclasses.replace(take, sample_rate=16000),
        dataclasses.replace(take, mel=take.mel[:40]),
        dataclasses.replace(take, mel=take.mel[:, :0]),
    ):
        assert not can_be_subtracted(take, other)
        with pytest.raises(ValueError, match="scale"):
            mel_difference(take, other)


def test_a_sound_is_known_by_what_it_was_made_from() -> None:
    take = sound_of(rendition(1))
    outline = parts_of(take, 2)[0].outline
    assert is_sound_of(take, outline)
    assert not is_sound_of(dataclasses.replace(take, expression=Draw(99)), outline)
    assert not is_sound_of(sound_of(rendition(1, SLOW)), outline)
