"""Sounds are kept up to a size, and those that were used last stay."""

from __future__ import annotations

from app.takes.take_audio_cache import TakeAudioCache
from tests.app.ui.made_take import made_take

ONE = made_take().waveform.nbytes + made_take().mel.nbytes


def test_the_sound_that_was_used_least_recently_goes() -> None:
    sounds = TakeAudioCache(3 * ONE)
    takes = {number: made_take() for number in range(1, 6)}
    for number in (1, 2, 3):
        sounds.put(number, takes[number])
    assert sounds.bytes == 3 * ONE
    assert sounds.get(1) is takes[1]
    sounds.put(4, takes[4])
    assert sounds.get(2) is None
    sounds.put(5, takes[5])
    assert [sounds.get(number) for number in range(1, 6)] == [
        takes[1], None, None, takes[4], takes[5],
    ]  # fmt: skip
    assert sounds.bytes == 3 * ONE


def test_a_long_sound_takes_the_place_of_several() -> None:
    sounds = TakeAudioCache(3 * ONE)
    for number in (1, 2, 3):
        sounds.put(number, made_take())
    sounds.put(4, made_take(repeats=2))
    assert [number for number in (1, 2, 3, 4) if sounds.get(number)] == [3, 4]
    assert sounds.bytes == 3 * ONE


def test_a_sound_that_is_too_long_is_not_kept_and_drives_none_away() -> None:
    sounds = TakeAudioCache(3 * ONE)
    sounds.put(1, made_take())
    sounds.put(2, made_take(repeats=4))
    assert sounds.get(2) is None
    assert sounds.get(1) is not None


def test_another_sound_of_a_take_takes_the_place_of_the_one_before() -> None:
    sounds = TakeAudioCache(3 * ONE)
    sounds.put(1, made_take())
    again = made_take(repeats=2)
    sounds.put(1, again)
    assert sounds.get(1) is again
    assert sounds.bytes == 2 * ONE


def test_sounds_that_are_dropped_leave_their_room() -> None:
    sounds = TakeAudioCache(3 * ONE)
    for number in (1, 2):
        sounds.put(number, made_take())
    sounds.drop_all_but({2, 7})  # 7 is not there
    assert (sounds.get(1), sounds.bytes) == (None, ONE)
    assert sounds.get(2) is not None
