"""Two takes are heard in turns; in a blind test the better one wins, whatever it is called."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.comparison.ab_session import AbSession
from app.comparison.blind_test import BlindResult
from app.playback.player import Player
from app.playback.portaudio import LATENCY
from app.playback.state import PlaybackState
from app.playback.track import FADE_SAMPLES, Track
from app.takes.lab_take import LabTake
from app.takes.same_place import same_place
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take
from tests.sound_server import RATE, Recording, SoundServer
from vits_core.audio.loudness import loudness
from vits_core.errors import VitsError
from vits_core.records import FloatArray, Take


def sound_a() -> Take:
    take = made_take(repeats=4)
    return dataclasses.replace(take, waveform=take.waveform / 2)


def sound_b() -> Take:
    """Louder to the ear, slower, and of another rhythm."""
    take = made_take(repeats=5)
    wave = np.sin(np.arange(len(take.waveform)) * 0.11).astype(np.float32)
    return dataclasses.replace(take, durations=take.durations[::-1].copy(), waveform=wave)


def lab_take(number: int, sound: Take) -> LabTake:
    return LabTake(number=number, outline=sound, voice="", voice_name="joe")


A, B = sound_a(), sound_b()
TAKES = lab_take(3, A), lab_take(7, B)


class Deck:
    """Does what `Player` does, one call after the other, and lets a test move the time."""

    def __init__(self, session: AbSession) -> None:
        self.session = session
        self.asked: list[tuple[FloatArray, int, float]] = []
        self.position = 0.0
        self.stops = 0
        session.play_wanted.connect(self.play)
        session.stop_wanted.connect(self.stop)

    def play(self, samples: FloatArray, rate: int, start: float) -> None:
        self.asked.append((samples, rate, start))
        self.stop()
        self.tell(start)
        self.session.set_state(PlaybackState.WAITING)
        self.session.set_state(PlaybackState.PLAYING)

    def stop(self) -> None:
        self.stops += 1
        self.tell(0.0)
        self.session.set_state(PlaybackState.STOPPED)

    def tell(self, seconds: float) -> None:
        self.position = seconds
        self.session.set_position(seconds)

    def hear(self, seconds: float = 0.7) -> None:
        for _ in range(round(seconds / 0.02)):
            self.tell(self.position + 0.02)

    @property
    def plays_a(self) -> bool:
        """What an ear would tell of the last sound, scaled as it may be."""
        samples = self.asked[-1][0]
        return len(samples) == len(A.waveform)


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[AbSession]:
    session = AbSession(random.Random(1))
    session.begin(*TAKES)
    yield session
    session.close()


@pytest.fixture
def deck(session: AbSession, qtbot: QtBot) -> Deck:
    session.set_sounds(A, B)
    qtbot.waitUntil(lambda: session.ready)
    return Deck(session)


# -- openly ------------------------------------------------------------------------------------


def test_nothing_sounds_before_both_are_there(session: AbSession, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(session.play_wanted):
        session.play()
        session.switch()
        session.begin_blind(3)
    assert not session.ready
    assert not session.blind
    with qtbot.waitSignal(session.changed, check_params_cb=lambda: session.ready):
        session.set_sounds(A, B)


def test_both_are_equally_loud(session: AbSession, deck: Deck) -> None:
    session.play()
    session.switch()
    levels = [loudness(samples, rate) for samples, rate, _ in deck.asked]
    assert levels[0] == pytest.approx(levels[1], abs=0.01)
    assert max(session.decibels) == 0.0
    assert -7.0 < session.decibels[1] < -6.0


def test_it_begins_at_the_beginning(session: AbSession, deck: Deck) -> None:
    session.switch()
    assert deck.asked[-1][1:] == (SAMPLE_RATE, 0.0)
    assert not deck.plays_a
    assert session.side == 1
    assert session.playing


@pytest.mark.parametrize("token", range(8))
def test_switching_goes_on_at_the_same_phoneme(session: AbSession, deck: Deck, token: int) -> None:
    session.play()
    start = float(A.token_edges[token]) * HOP / SAMPLE_RATE
    deck.tell(start - LATENCY)  # the device has so much already
    session.switch()
    expected = float(B.token_edges[token]) * HOP / SAMPLE_RATE
    assert deck.asked[-1][2] == pytest.approx(expected, abs=1 / SAMPLE_RATE)
    here = deck.position + 0.005
    deck.tell(here)
    session.switch()
    back = same_place(B, A, round((here + LATENCY) * SAMPLE_RATE)) / SAMPLE_RATE
    assert deck.plays_a
    assert deck.asked[-1][2] == pytest.approx(back, abs=1 / SAMPLE_RATE)


def test_switching_when_paused_takes_the_place_over(session: AbSession, deck: Deck) -> None:
    session.play()
    deck.tell(float(A.token_edges[4]) * HOP / SAMPLE_RATE)
    session.set_state(PlaybackState.PAUSED)
    assert not session.playing
    session.switch()
    expected = float(B.token_edges[4]) * HOP / SAMPLE_RATE
    assert deck.asked[-1][2] == pytest.approx(expected, abs=1 / SAMPLE_RATE)


def test_playing_goes_on_where_it_was_paused(session: AbSession, deck: Deck) -> None:
    session.play()
    deck.tell(0.4)
    session.set_state(PlaybackState.PAUSED)
    session.play()
    assert deck.plays_a
    assert deck.asked[-1][2] == pytest.approx(0.4, abs=1 / SAMPLE_RATE)


def test_after_the_end_the_other_begins_at_its_beginning(session: AbSession, deck: Deck) -> None:
    session.play()
    deck.tell(A.seconds)
    session.set_state(PlaybackState.STOPPED)
    session.switch()
    assert deck.asked[-1][2] == 0.0
    deck.tell(B.seconds - LATENCY / 2)  # what is left of it is in the device already
    session.switch()
    assert deck.asked[-1][2] == 0.0


def test_choosing_the_one_that_plays_disturbs_nothing(session: AbSession, deck: Deck) -> None:
    session.play()
    session.choose_side(0)
    session.play()
    assert len(deck.asked) == 1
    session.choose_side(1)
    assert len(deck.asked) == 2


def test_another_sound_in_the_player_is_none_of_its_own(session: AbSession, deck: Deck) -> None:
    session.play()
    deck.tell(0.5)
    session.release_player()
    assert not session.playing
    session.set_state(PlaybackState.PLAYING)
    session.set_position(1.2)
    assert not session.playing
    session.switch()
    assert deck.asked[-1][2] == 0.0


def test_ending_falls_silent(session: AbSession, deck: Deck, qtbot: QtBot) -> None:
    session.play()
    with qtbot.waitSignals([session.stop_wanted, session.changed]):
        session.end()
    assert session.takes is None
    assert not session.ready
    with qtbot.assertNotEmitted(session.play_wanted):
        session.play()


def test_measurements_of_a_pair_before_are_not_taken(session: AbSession, qtbot: QtBot) -> None:
    session.set_sounds(A, B)
    session.begin(TAKES[1], TAKES[0])
    session.close()  # waits until they are there
    QCoreApplication.sendPostedEvents()
    assert not session.ready


def test_sounds_that_cannot_be_measured_are_told_of(session: AbSession, qtbot: QtBot) -> None:
    session.begin(*TAKES)
    no_sound = dataclasses.replace(sound_a(), sample_rate=0)
    with qtbot.waitSignal(session.failed) as caught:
        session.set_sounds(no_sound, no_sound)
    assert isinstance(caught.args[0], VitsError)
    assert not session.ready


def test_a_star_is_seen_and_a_deleted_take_ends_it(session: AbSession, deck: Deck) -> None:
    starred = dataclasses.replace(TAKES[1], starred=True)
    session.refresh((lab_take(9, A), starred, TAKES[0]))
    assert session.takes == (TAKES[0], starred)
    assert session.ready
    session.refresh((starred,))
    assert session.takes is None


# -- blind -------------------------------------------------------------------------------------


def hear_both(session: AbSession, deck: Deck) -> tuple[bool, bool]:
    """Listen to 1 and to 2; whether each of them is A."""
    found = []
    for side in (0, 1):
        session.choose_side(side)
        deck.hear()
        found.append(deck.plays_a)
    return found[0], found[1]


@pytest.mark.parametrize("seed", range(10))
def test_who_always_prefers_the_same_sound_makes_it_win(qtbot: QtBot, seed: int) -> None:
    session = AbSession(random.Random(seed))
    session.begin(*TAKES)
    session.set_sounds(A, B)
    qtbot.waitUntil(lambda: session.ready)
    deck = Deck(session)
    results: list[BlindResult] = []
    session.finished.connect(results.append)
    session.begin_blind(8)
    orders = []
    while not session.answered:
        first_is_a, second_is_a = hear_both(session, deck)
        assert first_is_a != second_is_a
        orders.append(first_is_a)
        session.prefer(0 if first_is_a else 1)
    assert not results
    session.end_blind()
    (result,) = results
    assert session.result is result
    assert (result.first_wins, result.second_wins, result.undecided) == (8, 0, 0)
    assert result.winner == TAKES[0]
    assert result.p_value == pytest.approx(2 / 256)
    assert len(set(orders)) == 2  # with these seeds
    session.close()


def test_a_preference_needs_both_to_be_heard(session: AbSession, deck: Deck) -> None:
    session.begin_blind(3)
    session.play()
    deck.hear()
    assert session.heard == (True, False)
    session.prefer(0)
    session.no_preference()
    assert session.progress == (1, 3)
    session.switch()
    assert not session.can_prefer  # it was not heard yet
    deck.hear(0.3)
    assert not session.can_prefer
    deck.tell(deck.position + 1.0)  # a jump is not heard
    assert not session.can_prefer
    deck.hear(0.3)
    assert session.can_prefer
    session.prefer(1)
    assert session.progress == (2, 3)
    assert session.heard == (False, False)


def test_the_next_round_begins_with_1_at_its_beginning(session: AbSession, deck: Deck) -> None:
    session.begin_blind(3)
    hear_both(session, deck)
    session.no_preference()
    assert session.playing
    assert session.side == 0
    assert deck.asked[-1][2] == 0.0
    hear_both(session, deck)
    session.set_state(PlaybackState.PAUSED)
    before = len(deck.asked)
    session.no_preference()
    assert not session.playing
    assert len(deck.asked) == before


def test_a_test_that_is_ended_early_counts_what_there_was(
    session: AbSession, deck: Deck, qtbot: QtBot
) -> None:
    session.begin_blind(8)
    for better in (0, 1, None):
        first_is_a, _ = hear_both(session, deck)
        if better is None:
            session.no_preference()
        else:
            session.prefer(better if first_is_a else 1 - better)
    with qtbot.waitSignal(session.finished):
        session.end_blind()
    assert not session.playing
    result = session.result
    assert result is not None
    assert (result.first_wins, result.second_wins, result.undecided) == (1, 1, 1)
    assert result.winner is None
    assert result.p_value == 1.0
    with qtbot.assertNotEmitted(session.finished):
        session.end_blind()


def test_an_answer_that_is_taken_back_does_not_count_and_its_round_is_as_it_was(
    session: AbSession, deck: Deck
) -> None:
    session.begin_blind(8)
    assert not session.can_take_back
    for wins in (False, True, True):  # of A, and the last by mistake
        first_is_a, _ = hear_both(session, deck)
        session.prefer(0 if first_is_a is wins else 1)
    session.choose_side(1)
    deck.hear()
    session.take_back()
    assert session.progress == (3, 8)
    assert session.can_prefer, "it was heard already"
    assert (session.playing, session.side, deck.asked[-1][2]) == (True, 0, 0.0)
    assert deck.plays_a is first_is_a
    session.prefer(1 if first_is_a else 0)
    assert session.progress == (4, 8)
    assert session.heard == (False, False)
    session.end_blind()
    assert session.result is not None
    assert (session.result.first_wins, session.result.second_wins) == (1, 2)


def test_every_answer_can_be_taken_back_until_the_result_is_told(
    session: AbSession, deck: Deck, qtbot: QtBot
) -> None:
    session.begin_blind(2)
    for _ in range(2):
        hear_both(session, deck)
        session.no_preference()
    assert (session.blind, session.answered, session.playing) == (True, True, False)
    with qtbot.assertNotEmitted(session.play_wanted):
        session.play()
        session.switch()
    session.no_preference()
    for left in (2, 1):
        session.take_back()
        assert session.progress == (left, 2)
    assert not session.can_take_back
    session.take_back()
    assert session.progress == (1, 2)
    session.prefer(0)
    hear_both(session, deck)
    session.prefer(0)
    session.end_blind()
    assert not session.can_take_back
    result = session.result
    session.take_back()
    assert session.result is result
    assert result is not None
    assert (result.decided, result.undecided) == (2, 0)


def test_nobody_is_told_the_take_of_a_blind_test(session: AbSession, deck: Deck) -> None:
    assert session.open_take == (TAKES[0], A)
    session.switch()
    assert session.open_take == (TAKES[1], B)
    session.begin_blind(1)
    hear_both(session, deck)
    assert session.open_take is None
    session.no_preference()
    assert session.open_take is None
    session.end_blind()
    assert session.open_take == (TAKES[0], A)


def test_beginning_with_other_takes_drops_a_test(session: AbSession, deck: Deck) -> None:
    session.begin_blind(8)
    session.begin(TAKES[1], TAKES[0])
    assert not session.blind
    assert session.result is None
    assert session.progress == (0, 0)


# -- at once, and without a click --------------------------------------------------------------


def test_the_sound_before_fades_out_and_the_next_one_fades_in() -> None:
    tone = np.ones(4 * FADE_SAMPLES, np.float32)
    before, after = Track(SAMPLE_RATE), Track(SAMPLE_RATE)
    for track in (before, after):
        track.append(tone)
        track.complete()
    before.playing = True
    heard = [rendered(before)]
    before.playing = False  # the player begins another sound
    heard.append(rendered(before))
    after.jump(2 * FADE_SAMPLES)
    after.playing = True
    heard += [rendered(after), rendered(after)]
    steps = np.abs(np.diff(np.concatenate(heard)))
    assert steps.max() < 2 / FADE_SAMPLES
    assert heard[-1].max() > 0.99


def rendered(track: Track) -> FloatArray:
    out = np.empty(2 * FADE_SAMPLES, np.float32)
    track.render(out, 1.0, False, 0.0)
    return out


def ramp(sign: int, seconds: float = 2.0) -> Take:
    """A take whose samples tell where in it they are, and by their sign which take it is."""
    frames = round(seconds * RATE / HOP)
    take = made_take()
    utterance = dataclasses.replace(take.utterance, symbols=("a",), token_ids=(1,), words=())
    return dataclasses.replace(
        take,
        utterance=utterance,
        durations=np.array([frames], np.int64),
        waveform=sign * np.linspace(0.1, 0.9, frames * HOP, dtype=np.float32),
        sample_rate=RATE,
    )


def second_of(take: Take, sample: float) -> float:
    """Where in a ramp a sample is."""
    return float((abs(sample) - 0.1) / 0.8) * take.seconds


def connected(session: AbSession, player: Player) -> None:
    """As the application does it."""

    def play(samples: FloatArray, rate: int, start: float) -> None:
        player.begin(rate)
        player.append(samples)
        player.complete()
        player.seek(start)
        player.play()

    session.play_wanted.connect(play)
    session.stop_wanted.connect(player.stop)
    player.position_changed.connect(session.set_position)
    player.state_changed.connect(session.set_state)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[tuple[Player, SoundServer]]:
    with SoundServer() as server:
        player = Player()
        yield player, server
        player.close()


@pytest.mark.sound_server
def test_the_player_switches_at_the_place_and_without_a_click(player, qtbot: QtBot) -> None:
    (player, server), up, down = player, ramp(1), ramp(-1)
    session = AbSession()
    connected(session, player)
    session.begin(lab_take(1, up), lab_take(2, down))
    session.set_sounds(up, down)
    qtbot.waitUntil(lambda: session.ready)
    with Recording(server) as recording:
        session.play()
        qtbot.waitUntil(lambda: player.position > 0.5)
        session.switch()
        qtbot.waitUntil(lambda: player.position > 1.2)
        session.stop()
        sound = recording.samples()
    session.close()
    assert np.abs(np.diff(sound)).max() < 2 / FADE_SAMPLES
    first_of_b = int(np.argmax(sound < -0.01))
    last_of_a = int(np.flatnonzero(sound[:first_of_b] > 0.01)[-1])
    assert first_of_b - last_of_a < 0.15 * RATE
    ended = second_of(up, sound[last_of_a - 2 * FADE_SAMPLES])
    began = second_of(down, sound[first_of_b + 2 * FADE_SAMPLES])
    assert began == pytest.approx(ended, abs=0.1)
