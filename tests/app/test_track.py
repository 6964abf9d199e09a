"""The part of playing that needs no device: samples that arrive, and the playhead."""

import threading

import numpy as np

from app.sample_store import SampleStore
from app.track import AHEAD, Track
from vits_core.records import FloatArray

RATE = 10_000


def rendered(track: Track, frames: int) -> FloatArray:
    out = np.empty(frames, np.float32)
    track.render(out, 1.0, False, 0.0)
    return out


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
