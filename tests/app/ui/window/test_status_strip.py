from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from app.ui.widgets.activity_indicator import ActivityIndicator
from app.ui.window.status_strip import StatusStrip


@pytest.fixture
def strip(qtbot: QtBot) -> StatusStrip:
    strip = StatusStrip()
    qtbot.addWidget(strip)
    strip.show()
    return strip


def test_every_state_has_its_words(strip: StatusStrip) -> None:
    assert strip.state_text() == "Starting…"
    for show, words in (
        (lambda: strip.show_loading_voice("joe"), "Loading voice joe…"),
        (lambda: strip.show_ready("joe", 22050), "Ready · joe · 22.05 kHz"),
        (lambda: strip.show_speaking(0.5), "Speaking…"),
        (strip.show_waiting, "Buffering…"),
        (strip.show_playing, "Playing"),
        (strip.show_paused, "Paused"),
        (lambda: strip.show_done(4.63, 35.2), "Done · 4.6 s spoken, 35× real time"),
        (lambda: strip.show_done(4.63, 1.26), "Done · 4.6 s spoken, 1.3× real time"),
        (lambda: strip.show_done(4.63, 0.81), "Done · 4.6 s spoken, 0.8× real time"),
        (strip.show_playing, "Playing · 4.6 s spoken, 0.8× real time"),
        (strip.show_cancelled, "Stopped"),
        (lambda: strip.show_exported("a.wav"), "Saved · a.wav"),
        (lambda: strip.show_failed("No memory"), "Failed · No memory"),
        (strip.show_no_voice, "No voice loaded. Choose Open voice…"),
    ):
        show()
        assert strip.state_text() == words


def test_progress_shows_only_where_there_is_some(strip: StatusStrip) -> None:
    bar = strip.findChild(QProgressBar)
    strip.show_speaking(0.25)
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == 0.25
    strip.show_speaking(0)
    assert not bar.isVisible()


def test_the_dot_turns_only_while_busy(strip: StatusStrip, qtbot: QtBot) -> None:
    dot = strip.findChild(ActivityIndicator)
    before = dot.grab().toImage()
    qtbot.waitUntil(lambda: dot.grab().toImage() != before)
    strip.show_ready("joe", 22050)
    assert not any(timer.isActive() for timer in dot.findChildren(QTimer))


def test_the_pointer_is_read_out(strip: StatusStrip) -> None:
    label = strip.findChild(QLabel, "cursorLabel")
    strip.show_cursor(1.2345, 812.4, "ɪ", "quick")
    assert label.text().split() == ["0:01.234", "quick", "/ɪ/", "812", "Hz"]
    strip.show_cursor(1.0, None, "", "")
    assert label.text() == "0:01.000"
    strip.clear_cursor()
    assert label.text() == ""


def test_a_file_that_is_being_opened_is_told_in_front_of_all_else(strip: StatusStrip) -> None:
    strip.show_ready("joe", 22050)
    before = strip.state_text()
    strip.show_opening("story.epub")
    assert strip.state_text() == "Opening story.epub…"
    strip.show_speaking(0.5)
    assert strip.state_text() == "Opening story.epub…"
    strip.show_ready("joe", 22050)
    strip.hide_opening()
    assert strip.state_text() == before


def test_lines_that_are_fitted_are_told_while_nothing_else_goes_on(strip: StatusStrip) -> None:
    bar = strip.findChild(QProgressBar)
    strip.show_ready("joe", 22050)
    before = strip.state_text()
    strip.show_fitting(0.5)
    assert strip.state_text() == "Fitting lines to their times…"
    assert bar.value() / bar.maximum() == 0.5
    strip.show_speaking(0.25)
    assert strip.state_text() == "Speaking…"
    strip.show_ready("joe", 22050)
    assert strip.state_text() == "Fitting lines to their times…"
    strip.show_fitting(None)
    assert strip.state_text() == before
    assert not bar.isVisible()
