"""A row that shows as much as there is room for."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.adaptive_toolbar import AdaptiveToolbar


class Bar(AdaptiveToolbar):
    """A button that is there always, its words where there is room, and a label that matters
    more."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton("A/B")
        self.label = QLabel("200 of 200")
        self.row.addWidget(self.button)
        self.row.addStretch(1)
        self.row.addWidget(self.label)
        self.can_do_without(self.label)
        self.can_be_narrow(self.button, self._set_worded)

    def _set_worded(self, worded: bool) -> None:
        self.button.setText("A/B, and many words besides" if worded else "A/B")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 100)
    window.show()
    return window


@pytest.fixture
def bar(window: QWidget) -> Bar:
    bar = Bar()
    bar.setParent(window)
    bar.show()
    return bar


def shown(bar: Bar, width: int) -> tuple[bool, bool]:
    """Whether label and words are shown at a width."""
    bar.resize(width, 40)
    for _ in range(3):
        QApplication.processEvents()
    return bar.label.isVisible(), bar.button.text() != "A/B"


def test_what_matters_less_goes_first_and_comes_last(bar: Bar) -> None:
    least = bar.minimumSizeHint().width()
    label = bar.label.sizeHint().width() + bar.row.spacing()
    assert shown(bar, 600) == (True, True)
    assert shown(bar, least) == (False, False)
    assert shown(bar, least + label - 1) == (False, False)
    assert shown(bar, least + label) == (True, False)
    assert shown(bar, 600) == (True, True)
    assert bar.minimumSizeHint().width() == least, "whatever is shown"


def test_words_that_grow_are_hidden_where_they_find_no_room(bar: Bar) -> None:
    least = bar.minimumSizeHint().width()
    width = least + bar.label.sizeHint().width() + bar.row.spacing()
    assert shown(bar, width) == (True, False)
    bar.label.setText("200 of 200, and so on, and so forth")
    assert shown(bar, width) == (False, False)
    assert bar.minimumSizeHint().width() == least
