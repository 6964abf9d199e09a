"""How lines are to be fitted into their times."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from app.document.slots import FitBounds
from app.ui.script.fit_times_dialog import FitTimesDialog

OWN = FitBounds(0.7512, 1.3349)


def dialog_for(qtbot: QtBot, bounds: FitBounds = OWN, too_long: int = 0) -> FitTimesDialog:
    dialog = FitTimesDialog(bounds, too_long)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def field(dialog: FitTimesDialog, name: str) -> QSpinBox:
    return dialog.findChild(QSpinBox, name)


def test_what_nobody_touches_stays_to_the_last_digit(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot)
    assert field(dialog, "fitShortestField").value() == 75
    assert dialog.bounds == OWN
    dialog.findChild(QCheckBox, "fitFillBox").setChecked(True)
    assert dialog.bounds == FitBounds(0.7512, 1.3349, fill=True)


def test_percent_become_factors_within_what_speech_can_keep(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, FitBounds(fill=True))
    field(dialog, "fitShortestField").setValue(1)
    field(dialog, "fitLongestField").setValue(150)
    assert dialog.bounds == FitBounds(0.1, 1.5, fill=True)


def test_how_long_lines_may_become_is_asked_only_where_they_do(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot)
    longest = field(dialog, "fitLongestField")
    assert not longest.isEnabled()
    dialog.findChild(QCheckBox, "fitFillBox").click()
    assert longest.isEnabled()


def test_it_tells_how_many_lines_do_not_fit(qtbot: QtBot) -> None:
    assert dialog_for(qtbot).findChild(QLabel, "fitTooLongLabel") is None
    dialog = dialog_for(qtbot, too_long=3)
    assert "3 lines are too long" in dialog.findChild(QLabel, "fitTooLongLabel").text()


def test_to_forget_the_times_closes_it_and_asks_for_nothing_else(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot)
    with qtbot.waitSignals([dialog.forget_requested, dialog.rejected]):
        dialog.findChild(QPushButton, "forgetTimesButton").click()
