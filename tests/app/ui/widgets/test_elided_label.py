"""One line of words that may be too long."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.ui.widgets.elided_label import ElidedLabel

WORDS = "Grey: mean and standard deviation of all takes"


def test_words_end_where_the_room_ends_and_are_whole_for_who_asks(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(WORDS)
    label.resize(600, 20)
    assert label.shown_text() == WORDS
    whole = label.grab().toImage()
    label.resize(120, 20)
    assert label.shown_text().startswith("Grey")
    assert label.shown_text().endswith("…")
    assert label.text() == label.toolTip() == WORDS
    cut = label.grab().toImage()
    assert cut != whole.copy(0, 0, 120, 20), "the … is drawn"
    assert label.minimumSizeHint().width() <= whole.width()
