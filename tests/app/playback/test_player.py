"""The player as the window sees it: states, positions, failures, and leaving."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.playback.playback import PlaybackProblem
from app.playback.player import IDLE_INTERVAL, POSITION_INTERVAL, PlaybackState, Player
from tests.sound_server import RATE, Recording, SoundServer
from vits_core.records import FloatArray

pytestmark = pytest.mark.sound_server

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with SoundServer() as server:
        yield server


@pytest.fixture
def player(server: SoundServer, qapp) -> Iterator[Player]:
    player = Player()
    yield player
    player.close()


def wave(seconds: float) -> FloatArray:
    return np.full(round(seconds * RATE), 0.25, np.float32)


def begin(player: Player, seconds: float) -> None:
    player.begin(RATE)
    player.append(wave(seconds))
    player.complete()


def let_it_look(qtbot: QtBot, interval: int = POSITION_INTERVAL) -> None:
    """Let the player's timer of that interval come three times: one that is as long, is started
    later and has been due as often tells that it has."""
    looks: list[int] = []
    timer = QTimer(interval=interval)
    timer.timeout.connect(lambda: looks.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(looks) == 3)


def wait_until_still(player: Player, qtbot: QtBot) -> None:
    """What the device had been given when it was told to be silent is heard for a moment."""
    places: list[float] = []

    def still() -> bool:
        let_it_look(qtbot)
        places.append(player.position)
        return len(places) > 5 and len(set(places[-5:])) == 1

    qtbot.waitUntil(still, timeout=20_000)


def test_states_and_the_end_are_told_in_order(server, player, qtbot) -> None:
    told: list[object] = []
    player.state_changed.connect(told.append)
    player.finished.connect(lambda: told.append("finished"))
    player.failed.connect(told.append)
    with Recording(server) as recording:
        begin(player, 0.5)
        assert player.length == 0.5
        for _ in range(2):
            with qtbot.waitSignal(player.finished):
                player.play()
        assert len(recording.samples()) > 2 * len(wave(0.5))
    once = [PlaybackState.WAITING, PlaybackState.PLAYING, PlaybackState.STOPPED, "finished"]
    assert told == once + once[1:]  # the device was still open


def test_the_position_is_told_thirty_times_a_second_and_more(player, qtbot) -> None:
    positions: list[float] = []
    begin(player, 1.0)
    player.position_changed.connect(positions.append)
    with qtbot.waitSignal(player.finished):
        player.play()
    assert len(positions) >= 30
    assert positions == sorted(positions)
    assert positions[-1] == 1.0
    let_it_look(qtbot)
    assert len(positions) == len(set(positions))


def test_pausing_and_going_on_and_seeking(player, qtbot) -> None:
    begin(player, 5.0)
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.2)
    player.pause()
    assert player.state is PlaybackState.PAUSED
    wait_until_still(player, qtbot)
    assert 0.2 < player.position < 1.0
    player.seek(3.0)
    assert player.position == 3.0
    player.play()
    qtbot.waitUntil(lambda: player.position > 3.1)
    with qtbot.waitSignal(player.position_changed, check_params_cb=lambda p: p == 0):
        player.stop()
    assert player.state is PlaybackState.STOPPED


def test_a_loop_goes_round(player, qtbot) -> None:
    begin(player, 0.3)
    player.set_loop(True)
    positions: list[float] = []
    player.position_changed.connect(positions.append)
    player.play()
    qtbot.waitUntil(lambda: sum(np.diff(positions) < 0) >= 2)
    player.set_loop(False)
    qtbot.waitSignal(player.finished).wait()


def test_playing_again_from_within_the_finished_signal(player, qtbot) -> None:
    begin(player, 0.1)
    ends: list[int] = []

    def on_finished() -> None:
        ends.append(1)
        if len(ends) < 3:
            player.play()

    player.finished.connect(on_finished)
    player.play()
    qtbot.waitUntil(lambda: len(ends) == 3)


def test_a_sound_that_is_replaced_does_not_finish(player, qtbot) -> None:
    finished: list[int] = []
    player.finished.connect(lambda: finished.append(1))
    begin(player, 0.2)
    player.play()
    qtbot.waitUntil(lambda: player.state is PlaybackState.PLAYING)
    player.begin(22_050)
    assert player.state is PlaybackState.STOPPED
    assert player.position == player.length == 0
    # By the end of the one in its place, the end of the first would have been told.
    player.append(wave(0.4))
    player.complete()
    with qtbot.waitSignal(player.finished):
        player.play()
    assert finished == [1]


def test_another_sound_goes_on_from_there_and_is_told(player, qtbot) -> None:
    begin(player, 3.0)
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.2)
    told: list[object] = []
    player.position_changed.connect(told.append)
    player.finished.connect(lambda: told.append("finished"))
    player.exchange(wave(2.0), RATE, 1.5)
    assert told == [pytest.approx(1.5, abs=0.1)]  # at once
    assert player.position >= 1.5
    assert player.length == 2.0
    assert player.state in (PlaybackState.WAITING, PlaybackState.PLAYING)
    qtbot.waitUntil(lambda: told[-1] == "finished")
    assert told[:-1] == sorted(told[:-1])
    assert told[-2:] == [2.0, "finished"]
    assert player.state is PlaybackState.STOPPED


def test_another_sound_plays_where_nothing_played(player, qtbot) -> None:
    states: list[PlaybackState] = []
    player.state_changed.connect(states.append)
    with qtbot.waitSignal(player.finished):
        player.exchange(wave(0.5), RATE, 0.25)
        assert player.position >= 0.25
    assert states == [PlaybackState.WAITING, PlaybackState.PLAYING, PlaybackState.STOPPED]


def test_what_the_device_has_already_is_told(player, qtbot) -> None:
    assert player.ahead == 0
    begin(player, 3.0)
    assert player.ahead == 0
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.2)
    wait_for_some_ahead(player, qtbot)
    place = player.position + player.ahead
    player.exchange(wave(3.0), RATE, place)
    assert player.ahead < 0.1  # of the other sound
    qtbot.waitUntil(lambda: player.position > place)
    wait_for_some_ahead(player, qtbot)
    player.stop()
    assert player.ahead == 0


def wait_for_some_ahead(player: Player, qtbot: QtBot, behind: float = 0.0) -> None:
    """Until the device has something of what lies behind a second."""
    told: list[float] = []

    def some() -> bool:
        position, ahead = player.position, player.ahead
        told.append(ahead)
        return ahead > 0.02 and position + ahead > behind

    qtbot.waitUntil(some, timeout=20_000)
    assert min(told) >= 0
    assert max(told) < 0.3


def test_what_the_device_has_of_a_loops_next_round_counts(player, qtbot) -> None:
    begin(player, 0.4)
    player.set_loop(True)
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.1)
    for _ in range(3):
        wait_for_some_ahead(player, qtbot, behind=0.4)
        place = player.position
        qtbot.waitUntil(lambda place=place: player.position < place)  # it went round


def test_a_lost_device_is_told_once_and_the_next_play_works(server, player, qtbot) -> None:
    failures: list[object] = []
    player.failed.connect(failures.append)
    begin(player, 3.0)
    player.play()
    qtbot.waitUntil(lambda: player.position > 0.1)
    start = time.monotonic()
    server.remove_sink()
    qtbot.waitUntil(lambda: bool(failures), timeout=2000)
    assert time.monotonic() - start < 2
    assert failures[0].problem is PlaybackProblem.LOST
    assert player.state is PlaybackState.PAUSED
    server.start()
    player.play()
    qtbot.waitUntil(lambda: player.position > 1.0)
    assert len(failures) == 1


def test_the_devices_are_told(player, qtbot) -> None:
    with qtbot.waitSignal(player.devices_changed) as caught:
        player.follow_devices()
    assert caught.args[0] == player.devices
    assert "default" in player.devices
    with qtbot.waitSignal(player.device_selected):
        player.set_device("pulse")
    begin(player, 0.1)
    with qtbot.waitSignal(player.finished):
        player.play()


def test_without_sound_play_fails_and_everything_else_goes_on(
    player, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)  # importing it fails
    begin(player, 0.5)
    with qtbot.waitSignal(player.failed) as caught:
        player.play()
    assert caught.args[0].problem is PlaybackProblem.NO_LIBRARY
    assert player.state is PlaybackState.STOPPED
    player.seek(0.25)
    assert player.position == 0.25
    player.pause()
    player.stop()
    player.set_device(None)
    told: list[object] = []
    player.devices_changed.connect(told.append)
    player.follow_devices()
    let_it_look(qtbot, IDLE_INTERVAL)
    assert player.devices == []
    assert told == []


LEAVE = """
import os, signal, sys, time, numpy
from PySide6.QtCore import QCoreApplication, QTimer
from app.playback.player import Player
application = QCoreApplication([])
player = Player()
player.failed.connect(lambda error: print(error, file=sys.stderr))
player.follow_devices()
player.begin(22050)
player.append(numpy.full(22050 * 60, 0.25, "f"))
player.play()
def leave():
    if sys.argv[2] == "frozen":
        os.kill(int(sys.argv[3]), signal.SIGSTOP)
        time.sleep(0.2)
    application.quit()
QTimer.singleShot(int(sys.argv[1]), leave)
code = application.exec()
player.close()
print(time.monotonic())
sys.exit(code)
"""


@pytest.mark.parametrize("milliseconds", [0, 3, 30, 200, 400, 700])
def test_leaving_while_playing_is_quick_and_silent(server, milliseconds: int) -> None:
    leave(server, milliseconds, "running", 1.0)


def test_leaving_does_not_wait_for_a_server_that_hangs(server) -> None:
    try:
        leave(server, 700, "frozen", 3.0)
    finally:
        server.thaw()


def leave(server: SoundServer, milliseconds: int, how: str, limit: float) -> None:
    """Start playing a minute of sound, and leave; `limit` is in seconds of an idle machine."""
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", LEAVE, str(milliseconds), how, str(server.pid)],
        capture_output=True,
        text=True,
        timeout=200,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    end = time.monotonic()
    assert (done.returncode, done.stderr) == (0, "")
    stretch = 1 + os.getloadavg()[0] / (os.cpu_count() or 1)  # where programs share the cores
    assert end - float(done.stdout) < stretch * limit  # from the last line to the end
    assert end - start < milliseconds / 1000 + stretch * (limit + 3)
