from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.ui.export_dialog import VOICE_RATE, ExportDialog


@pytest.mark.parametrize(
    ("subtype", "rate", "expected"),
    [
        ("PCM_24", 48000, ("PCM_24", 48000)),
        ("FLOAT", VOICE_RATE, ("FLOAT", VOICE_RATE)),
        ("nonsense", 7, ("PCM_16", VOICE_RATE)),
    ],
)
def test_it_opens_with_the_last_choice(
    qtbot: QtBot, subtype: str, rate: int, expected: tuple[str, int]
) -> None:
    dialog = ExportDialog(subtype, rate, 22050)
    qtbot.addWidget(dialog)
    assert (dialog.subtype, dialog.rate) == expected


def test_the_voices_own_rate_is_named(qtbot: QtBot) -> None:
    dialog = ExportDialog("PCM_16", VOICE_RATE, 22050)
    qtbot.addWidget(dialog)
    assert "22.05 kHz" in dialog.findChild(QComboBox, "exportRatePicker").currentText()
