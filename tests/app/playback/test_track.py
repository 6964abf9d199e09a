"""The part of playing that needs no device: samples that arrive, and the playhead."""

import threading

import numpy as np
import pytest

from app.playback.sample_store import SampleStore
from app.playback.track import AHEAD, FADE_SAMPLES, Track
from vits_core.records import FloatArray

RATE = 10_000


def rendered(
    track: Track, frames: int, volume: float = 1.0, *, loop: bool = False, delay: float = 0.0
) -> FloatArray:
    out = np.empty(frames, np.float32)
    track.render(out, volume, loop, delay)
    return out


def whole(wave: FloatArray, position: int = 0, output_rate: int = RATE) -> Track:
    """A whole sound that plays from `position` on."""
    track = Track(RATE)
    track.set_output_rate(output_rate)
    track.append(wave)
    track.complete()
    track.start_at(position)
    track.playing = True
    return track


def sine(seconds: float) -> FloatArray:
    return (0.5 * np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE)).astype(
        np.float32
    )


def test_samples_read_while_they_are_appended_are_right() -> None:
    wave = np.arange(3_000_000, dtype=np.float32)
    store = SampleStore()

    def append() -> None:
        for piece in np.array_split(wave, 2000):
            store.append(piece)

    thread = threading.Thread(target=append)
    thread.start()
    out = np.empty(1000, np.float32)
    done = 0
    while done < len(wave):
        count = store.read(done, out)
        assert np.array_equal(out[:count], wave[done : done + count])
        done += count
    thread.join()
    assert store.read(done, out) == 0


def test_small_pieces_are_gathered_before_playing_starts() -> None:
    track = Track(RATE)
    track.playing = True
    track.append(np.ones(int(AHEAD * RATE) - 1, np.float32))
    assert not rendered(track, 100).any()
    assert track.starved
    track.append(np.ones(1, np.float32))
    assert rendered(track, 100).all()
    assert not track.starved


def test_a_short_sound_is_played_as_soon_as_it_is_complete() -> None:
    track = Track(RATE)
    track.playing = True
    track.append(np.ones(10, np.float32))
    assert not rendered(track, 100).any()
    track.complete()
    assert rendered(track, 100).sum() == 10
    assert track.ended


def test_a_position_beyond_what_was_made_is_its_end() -> None:
    track = Track(RATE)
    track.append(np.ones(10, np.float32))
    track.jump(99)
    assert track.position == 10
    track.jump(-5)
    assert track.position == 0


def test_nothing_moves_while_nothing_is_wanted() -> None:
    track = Track(RATE)
    track.append(np.ones(5000, np.float32))
    assert not rendered(track, 100).any()
    assert track.position == 0


def test_an_empty_sound_ends_at_once() -> None:
    track = Track(RATE)
    track.complete()
    track.playing = True
    rendered(track, 100)
    assert track.ended
    assert track.heard_out


def test_a_changed_output_rate_keeps_the_place() -> None:
    track = Track(RATE)
    track.append(np.ones(5000, np.float32))
    track.playing = True
    rendered(track, 1000)
    track.rest()
    track.jump(1000)
    track.set_output_rate(2 * RATE)
    assert track.position == 1000
    track.append(np.ones(1000, np.float32))
    track.complete()
    while not track.ended:
        rendered(track, 500)
    assert track.length == 6000
    track.rest()
    assert track.position == 6000


# One sound in place of another


def test_a_sound_can_begin_amid_and_is_faded_in_from_its_first_block() -> None:
    wave = np.linspace(0.1, 0.9, 5000, dtype=np.float32)
    track = whole(wave, 700)
    assert track.position == track.next_sample == 700
    out = rendered(track, 600)
    fade = np.arange(1, FADE_SAMPLES + 1) / FADE_SAMPLES
    assert out[:FADE_SAMPLES] == pytest.approx(wave[700:][:FADE_SAMPLES] * fade, abs=1e-6)
    assert np.array_equal(out[FADE_SAMPLES:], wave[700 + FADE_SAMPLES : 1300])
    assert track.next_sample == 1300


def test_a_sound_that_begins_at_its_beginning_is_not_faded() -> None:
    wave = np.full(1000, 0.5, np.float32)
    assert np.array_equal(rendered(whole(wave), 600), wave[:600])


@pytest.mark.parametrize("output_rate", [RATE, 2 * RATE, 44_100, RATE // 2])
def test_the_place_is_right_before_anything_is_heard_at_any_output_rate(output_rate: int) -> None:
    track = whole(sine(1.0), 3217, output_rate)
    assert abs(track.position - 3217) <= 1
    assert abs(track.next_sample - 3217) <= 1
    rendered(track, 500, delay=0.1)  # nothing of it is heard yet
    assert abs(track.position - 3217) <= 1
    assert track.next_sample == pytest.approx(3217 + 500 * RATE / output_rate, abs=2)


@pytest.mark.parametrize("output_rate", [RATE, 2 * RATE, 44_100])
def test_a_sound_that_takes_over_where_the_other_is_makes_no_step(output_rate: int) -> None:
    """Of two equal sounds one fades in as the other fades out, and what is heard is the sound."""
    wave = sine(1.0)
    straight = rendered(whole(wave, 0, output_rate), 3000)
    old = whole(wave, 0, output_rate)
    before = rendered(old, 2000)
    new = whole(wave, old.next_sample, output_rate)
    old.playing = False
    between = rendered(old, 600, 0.0) + rendered(new, 600)
    after = rendered(new, 400)
    heard = np.concatenate((before, between, after))
    # Where the rates differ, the place is rounded to a sample of the sound.
    half_a_step = 0.5 * 2 * np.pi * 220 / RATE / 2
    assert np.abs(heard - straight).max() <= (1e-6 if output_rate == RATE else half_a_step)
    assert not rendered(old, 100, 0.0).any()


def test_a_fade_between_sounds_is_no_steeper_than_its_length_allows() -> None:
    old, new = (np.full(5000, level, np.float32) for level in (0.8, -0.4))
    first = whole(old)
    rendered(first, 1000)
    second = whole(new, first.next_sample)
    first.playing = False
    heard = np.concatenate(
        (rendered(first, 300, 0.0) + rendered(second, 300), rendered(second, 300))
    )
    steps = np.abs(np.diff(np.concatenate(([0.8], heard))))
    assert steps.max() <= 1.2 / FADE_SAMPLES + 1e-6
    assert heard[-1] == pytest.approx(-0.4)


def test_a_sound_can_begin_at_its_end() -> None:
    track = whole(sine(0.1), RATE // 10)
    rendered(track, 100)
    assert track.ended
    assert track.heard_out
    assert track.position == RATE // 10


def test_what_comes_next_is_where_a_jump_goes_until_it_was_made() -> None:
    track = whole(sine(1.0))
    rendered(track, 1000)
    assert track.next_sample == 1000
    track.jump(5000)
    assert track.next_sample == 5000
    rendered(track, 400)  # fades out
    assert track.next_sample == 5000
    rendered(track, 400)
    assert track.next_sample == 5400


def test_what_comes_next_is_in_a_loops_next_round_before_that_is_heard() -> None:
    track = whole(sine(0.1))
    rendered(track, 1200, loop=True, delay=0.05)
    assert track.next_sample == 200
    assert track.position <= 1000
