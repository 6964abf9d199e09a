"""How long a take is to last: what cannot be asked for, and what is answered."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.takes.fit_dialog import FitDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> FitDialog:
    dialog = FitDialog(2.79, 1.2654, 253.168)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def field(dialog: FitDialog) -> QDoubleSpinBox:
    return dialog.findChild(QDoubleSpinBox, "fitSecondsField")


def test_it_says_what_is_possible_and_proposes_the_present_length(dialog: FitDialog) -> None:
    assert dialog.seconds == 2.79
    words = dialog.findChild(QLabel, "fitRangeLabel").text()
    assert "from 1.27 to 253.16 s" in words, "rounded inwards"
    assert words in field(dialog).accessibleDescription()
    assert dialog.findChild(QPushButton, "fitAcceptButton").isDefault()


@pytest.mark.parametrize(
    ("typed", "seconds"), [("0.01", 1.27), ("3.5", 3.5), ("600", 253.16), ("", 2.79)]
)
def test_what_is_typed_becomes_the_nearest_possible_length(
    dialog: FitDialog, qtbot: QtBot, typed: str, seconds: float
) -> None:
    field(dialog).selectAll()
    qtbot.keyClicks(field(dialog), typed)
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field(dialog), Qt.Key.Key_Return)
    assert dialog.seconds == seconds
