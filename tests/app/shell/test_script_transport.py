"""Going through the script: by the seek bar, by lines and by sections."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.playback.state import PlaybackState
from app.shell.application import Application
from tests.app.conftest import PATIENCE

TEXT = "Before all.\n\nOne.\n\nA dog ran. A cat sat.\n\nTwo.\n\nThe end."


@pytest.fixture
def told(application: Application) -> Application:
    """Six lines, of which the second and the fifth are headings; none is made."""
    application.parts.editor.set_text(TEXT)
    ids = [line.id for line in application.script.document]
    application.script.deliver_lines(
        (ids[1], ids[4]), lambda line: replace(line, heading=1), "Headings"
    )
    return application


@pytest.fixture
def spoken(qtbot: QtBot, told: Application) -> Application:
    with qtbot.waitSignal(told.controller.speech_done, timeout=PATIENCE):
        told.controller.speak()
    told.player.pause()
    return told


def here(application: Application) -> int:
    """The place of the line that is heard."""
    line = application.controller.timeline.line_at(application.player.position)
    assert line is not None
    return application.script.document.index(line)


def press(application: Application, *actions: str) -> None:
    for action in actions:
        application.window.action(action).trigger()


def test_lines_and_sections_are_skipped_without_a_sound_while_it_is_paused(
    spoken: Application,
) -> None:
    spoken.player.seek(0.0)
    press(spoken, "next_line")
    assert here(spoken) == 1
    press(spoken, "next_line", "next_line")
    assert here(spoken) == 3
    press(spoken, "next_section")
    assert here(spoken) == 4
    press(spoken, "next_section")
    assert here(spoken) == 4
    press(spoken, "previous_section")
    assert here(spoken) == 1
    press(spoken, "previous_section")
    assert here(spoken) == 0
    press(spoken, "next_section", "previous_line")
    assert here(spoken) == 0
    assert spoken.player.state is not PlaybackState.PLAYING


def test_the_seek_bar_goes_to_the_very_second_of_what_is_made(
    spoken: Application, qtbot: QtBot
) -> None:
    bar = spoken.parts.transport.seek_bar
    whole = spoken.controller.timeline.samples / spoken.controller.timeline.sample_rate
    qtbot.waitUntil(
        lambda: bar.isEnabled() and "≈" not in spoken.parts.transport.rest(), timeout=PATIENCE
    )
    bar.seek_requested.emit(whole / 2)
    assert spoken.player.position == pytest.approx(whole / 2, abs=0.15)


def test_what_is_not_made_is_made_from_where_the_bar_says(told: Application, qtbot: QtBot) -> None:
    transport = told.parts.transport
    qtbot.waitUntil(lambda: "≈" in transport.rest(), timeout=PATIENCE)
    with qtbot.waitSignal(told.controller.speech_done, timeout=PATIENCE):
        transport.seek_bar.seek_requested.emit(1e9)
    made = [line for line in told.script.document if told.controller.timeline.outlines_of(line.id)]
    assert [line.text for line in made] == ["The end."]


def test_the_time_that_is_left_is_told(spoken: Application, qtbot: QtBot) -> None:
    whole = spoken.controller.timeline.samples / spoken.controller.timeline.sample_rate
    spoken.player.seek(whole - 1.0)
    qtbot.waitUntil(lambda: spoken.parts.transport.rest() == "0:01 left", timeout=PATIENCE)
