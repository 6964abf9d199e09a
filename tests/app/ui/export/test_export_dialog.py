from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.ui.export.export_dialog import VOICE_RATE, ExportDialog


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


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_description_is_offered_as_it_was_chosen_last(qtbot: QtBot, sidecar: bool) -> None:
    dialog = ExportDialog("PCM_16", VOICE_RATE, 22050, sidecar=sidecar)
    qtbot.addWidget(dialog)
    assert dialog.sidecar is sidecar
    dialog.findChild(QCheckBox, "exportSidecarBox").click()
    assert dialog.sidecar is not sidecar


def test_every_box_has_a_label_of_its_own(qtbot: QtBot) -> None:
    dialog = ExportDialog("PCM_16", VOICE_RATE, 22050)
    qtbot.addWidget(dialog)
    buddies = [label.buddy() for label in dialog.findChildren(QLabel)]
    boxes = dialog.findChildren(QComboBox)
    assert [box.objectName() for box in boxes] == ["exportSubtypePicker", "exportRatePicker"]
    for box in boxes:
        assert box in buddies
        assert box.accessibleName()
        assert box.toolTip()


@pytest.mark.parametrize(("share", "told"), [(0.4, "40%"), (0.001, "1%"), (0.999, "99%")])
def test_an_incomplete_speech_is_told_before_it_is_saved(
    qtbot: QtBot, share: float, told: str
) -> None:
    dialog = ExportDialog("PCM_16", VOICE_RATE, 22050, incomplete=(12.34, share))
    qtbot.addWidget(dialog)
    label = dialog.findChild(QLabel, "exportIncompleteLabel")
    assert "incomplete" in label.text()
    assert f"first 12.3 s, about {told} of the text" in label.text()
    whole = ExportDialog("PCM_16", VOICE_RATE, 22050)
    qtbot.addWidget(whole)
    assert whole.findChild(QLabel, "exportIncompleteLabel") is None
