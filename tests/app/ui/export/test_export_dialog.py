from __future__ import annotations

from dataclasses import replace

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.document.document import Document, Line
from app.document.slots import Slot
from app.export.parts import ExportSource
from app.ui.export.export_dialog import ExportDialog
from app.ui.export.sound_choice import VOICE_RATE, ExportChoice
from vits_core.audio.file_types import Quality

CHOICE = ExportChoice(
    folder="/tmp",
    ending=".opus",
    subtype="PCM_24",
    quality="high",
    rate=48000,
    loudness=-19.0,
    true_peak=-2.0,
    artist="Me",
    album="Mine",
    comment="No",
    license="CC0",
    sidecar=True,
)


def dialog_for(qtbot: QtBot, choice: ExportChoice = CHOICE, **kwargs: object) -> ExportDialog:
    dialog = ExportDialog(choice, kwargs.get("source", ExportSource()), native=False)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    return dialog


def box(dialog: ExportDialog, name: str) -> QComboBox:
    return dialog.findChild(QComboBox, f"export{name}Picker")


def choose(picker: QComboBox, value: object) -> None:
    picker.setCurrentIndex(picker.findData(value))
    picker.activated.emit(picker.currentIndex())


def offered(picker: QComboBox) -> list[object]:
    items = range(picker.count())
    return [picker.itemData(row) for row in items if picker.model().item(row).isEnabled()]


@pytest.mark.parametrize(
    "choice",
    [
        CHOICE,
        ExportChoice(),
        replace(CHOICE, ending=".flac", loudness=-20.5),
        replace(CHOICE, ending=".wav", subtype="FLOAT", loudness=None),
    ],
)
def test_it_opens_with_the_last_choice(qtbot: QtBot, choice: ExportChoice) -> None:
    assert dialog_for(qtbot, choice).choice() == choice


def test_what_it_does_not_offer_becomes_the_first_of_its_box(qtbot: QtBot) -> None:
    odd = ExportChoice(ending=".aac", subtype="nonsense", quality="best", rate=7)
    assert dialog_for(qtbot, odd).choice() == ExportChoice()


def test_the_voices_own_rate_is_named_and_what_becomes_of_it(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice())
    assert box(dialog, "Rate").currentText() == "Same as the voice (22.05 kHz)"
    choose(box(dialog, "Type"), ".opus")
    assert box(dialog, "Rate").currentText() == "Closest to the voice (24 kHz)"
    assert offered(box(dialog, "Rate")) == [VOICE_RATE, 48000]


def test_a_rate_that_another_type_lacks_is_given_up(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice(rate=44100))
    choose(box(dialog, "Type"), ".opus")
    assert dialog.choice().rate == VOICE_RATE


def test_a_lossy_file_has_a_quality_and_no_sample_format_and_says_so(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice(ending=".wav", subtype="PCM_24"))
    subtype, quality = box(dialog, "Subtype"), box(dialog, "Quality")
    assert subtype.isEnabled()
    assert not quality.isEnabled()
    assert "WAV is lossless" in quality.placeholderText()
    choose(box(dialog, "Type"), ".mp3")
    assert not subtype.isEnabled()
    assert subtype.currentText() == ""
    assert "MP3 is lossy" in subtype.placeholderText()
    assert quality.isEnabled()
    choose(quality, Quality.SMALL.value)
    audio_format = dialog.choice().audio_format
    assert (audio_format.subtype, audio_format.quality) == (None, Quality.SMALL)
    choose(box(dialog, "Type"), ".wav")
    assert dialog.choice().audio_format.subtype == "PCM_24"  # as before


def test_a_flac_file_is_offered_no_floats(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice(subtype="FLOAT"))
    choose(box(dialog, "Type"), ".flac")
    assert offered(box(dialog, "Subtype")) == ["PCM_16", "PCM_24"]
    assert dialog.choice().audio_format.subtype == "PCM_24"


def test_a_type_that_cannot_be_written_here_cannot_be_chosen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = {"WAV": "", "FLAC": ""}
    monkeypatch.setattr(soundfile, "available_formats", lambda: formats)
    monkeypatch.setenv("PATH", "")
    dialog = dialog_for(qtbot, CHOICE)
    assert offered(box(dialog, "Type")) == [".wav", ".flac"]
    assert dialog.choice().ending == ".wav"
    book = box(dialog, "Type").findData(".m4b")
    assert "needs ffmpeg" in box(dialog, "Type").itemText(book)
    why = box(dialog, "Type").itemData(book, Qt.ItemDataRole.ToolTipRole)
    assert "ffmpeg, which is not installed" in why


def test_a_loudness_of_ones_own_and_its_limit(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice())
    dialog.show()
    own = dialog.findChild(QDoubleSpinBox, "exportLoudnessField")
    peak = dialog.findChild(QDoubleSpinBox, "exportTruePeakField")
    assert not own.isVisible()
    assert not peak.isEnabled()
    assert dialog.choice().target is None
    choose(box(dialog, "Loudness"), -23.0)
    assert dialog.choice().loudness == -23.0
    assert peak.isEnabled()
    choose(box(dialog, "Loudness"), "own")
    assert own.isVisible()
    own.setValue(-18.5)
    peak.setValue(-3)
    target = dialog.choice().target
    assert target is not None
    assert (target.lufs, target.true_peak) == (-18.5, -3.0)


@pytest.mark.parametrize("sidecar", [False, True])
def test_a_description_is_offered_as_it_was_chosen_last(qtbot: QtBot, sidecar: bool) -> None:
    dialog = dialog_for(qtbot, ExportChoice(sidecar=sidecar))
    assert dialog.choice().sidecar is sidecar
    dialog.findChild(QCheckBox, "exportSidecarBox").click()
    assert dialog.choice().sidecar is not sidecar


def test_every_field_has_a_label_of_its_own(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot)
    buddies = [label.buddy() for label in dialog.findChildren(QLabel)]
    lines = [
        line
        for line in dialog.findChildren(QLineEdit)
        if not isinstance(line.parent(), QDoubleSpinBox)
    ]
    boxes = dialog.findChildren(QComboBox)
    assert (len(boxes), len(lines)) == (6, 7)
    for field in (*boxes, *lines):
        assert field in buddies
        assert field.accessibleName()
        assert field.toolTip()


def test_it_fits_half_of_a_small_screen(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot)
    dialog.show()
    assert dialog.width() <= 960
    assert dialog.height() <= 600


# -- what goes into how many files -----------------------------------------------------------------

TALE = Document(
    (
        Line(1, "The sea", heading=1),
        Line(2, "Waves.", "\n"),
        Line(3, "Wind: strong.", " "),
        Line(4, "The land", "\n", heading=1),
        Line(5, "Dust.", "\n"),
    )
)


def tale(qtbot: QtBot, choice: ExportChoice = CHOICE, selected: tuple[int, ...] = ()):
    dialog = dialog_for(qtbot, choice, source=ExportSource(TALE, selected, "My tale", "joe"))
    dialog.show()
    return dialog


def button(dialog: ExportDialog, name: str) -> QPushButton:
    return dialog.findChild(QPushButton, f"export{name}Button")


def note(dialog: ExportDialog) -> str:
    return dialog.findChild(QLabel, "exportTemplateFieldNote").text()


def test_one_file_asks_for_no_folder_and_several_do(qtbot: QtBot) -> None:
    dialog = tale(qtbot)
    folder = dialog.findChild(QLineEdit, "exportFolderField")
    title = dialog.findChild(QLineEdit, "exportTitleField")
    assert not folder.isVisible()
    assert button(dialog, "Accept").text() == "Save as…"
    assert dialog.folder() is None
    title.setText("Mine")
    button(dialog, "Lines").click()
    assert folder.isVisible()
    assert not title.isEnabled()  # each has its own
    assert button(dialog, "Accept").text() == "Export 5 files"
    assert (str(dialog.folder()), dialog.choice().title) == ("/tmp", "")
    button(dialog, "One").click()
    assert (folder.isVisible(), dialog.choice().title) == (False, "Mine")


def test_the_first_name_is_shown_and_each_layout_keeps_its_pattern(qtbot: QtBot) -> None:
    dialog = tale(qtbot)
    template = dialog.findChild(QLineEdit, "exportTemplateField")
    button(dialog, "Lines").click()
    assert note(dialog) == "The first file will be “001 The sea.opus”."
    template.setText("{title} {n:02}")
    assert note(dialog) == "The first file will be “My tale 01.opus”."
    choose(box(dialog, "Type"), ".mp3")
    assert note(dialog) == "The first file will be “My tale 01.mp3”."
    button(dialog, "Sections").click()
    assert button(dialog, "Accept").text() == "Export 2 files"
    assert note(dialog) == "The first file will be “01 The sea.mp3”."
    choice = dialog.choice()
    assert (choice.layout, choice.line_template) == ("sections", "{title} {n:02}")
    assert tale(qtbot, choice).choice() == choice


@pytest.mark.parametrize("wrong", ["{n", "{take}", "", "{title}", "{text:03d}"])
def test_a_pattern_that_cannot_be_used_says_why_and_nothing_is_exported(
    qtbot: QtBot, wrong: str
) -> None:
    dialog = tale(qtbot)
    button(dialog, "Lines").click()
    dialog.findChild(QLineEdit, "exportTemplateField").setText(wrong)
    assert not button(dialog, "Accept").isEnabled()
    assert "The first file" not in note(dialog)
    assert len(note(dialog)) > 20
    button(dialog, "One").click()
    assert button(dialog, "Accept").isEnabled()


def test_a_folder_that_is_no_whole_path_is_refused(qtbot: QtBot) -> None:
    dialog = tale(qtbot, replace(CHOICE, layout="lines"))
    dialog.findChild(QLineEdit, "exportFolderField").setText("somewhere")
    assert not button(dialog, "Accept").isEnabled()
    assert dialog.folder() is None


def test_selection_and_sections_are_offered_where_there_are_any(qtbot: QtBot) -> None:
    dialog = tale(qtbot)
    assert not button(dialog, "Selection").isVisible()
    assert button(dialog, "Sections").isVisible()
    selected = tale(qtbot, selected=(2, 3))
    assert button(selected, "Selection").text() == "&Selection (2 lines)"
    assert not selected.choice().selection  # until it is chosen
    button(selected, "Selection").click()
    button(selected, "Lines").click()
    assert selected.choice().selection
    assert button(selected, "Accept").text() == "Export 2 files"
    plain = Document((Line(1, "Hi."), Line(2, "Bye.", " ")))
    dialog = dialog_for(qtbot, replace(CHOICE, layout="sections"), source=ExportSource(plain))
    dialog.show()
    assert not button(dialog, "Sections").isVisible()
    assert button(dialog, "Lines").isVisible()
    assert dialog.choice().layout == "one"


def test_labels_are_chosen_by_boxes_and_proposed_again(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice(labels=".vtt .json"))
    assert dialog.choice().label_endings == (".vtt", ".json")
    dialog.findChild(QCheckBox, "exportSrtBox").click()
    dialog.findChild(QCheckBox, "exportJsonBox").click()
    assert dialog.choice().label_endings == (".srt", ".vtt")


def test_with_all_that_it_asks_it_fits_half_of_a_small_screen(qtbot: QtBot) -> None:
    dialog = tale(qtbot, replace(CHOICE, layout="lines"), selected=(2,))
    assert dialog.width() <= 960
    assert dialog.height() <= 600


NIGHT = ExportSource(
    Document((Line(1, "Good night.", slot=Slot(1, 2)), Line(2, "Yes.", " ", slot=Slot(3, 4)))),
    selected=(2,),
)


def test_stems_are_offered_where_lines_have_times(qtbot: QtBot) -> None:
    plain = dialog_for(qtbot, ExportChoice(layout="stems"), source=ExportSource())
    assert plain.findChild(QPushButton, "exportStemsButton").isHidden()
    assert plain.choice().layout == "one"
    dialog = dialog_for(qtbot, ExportChoice(folder="/tmp"), source=NIGHT)
    button = dialog.findChild(QPushButton, "exportStemsButton")
    assert "cue (2)" in button.text().replace("&", "")
    button.click()
    template = dialog.findChild(QLineEdit, "exportTemplateField")
    assert template.text() == "{n:03}_{start}"
    assert "{start}" in template.toolTip()
    template.setText("{start} {text}")
    assert dialog.findChild(QPushButton, "exportAcceptButton").text() == "Export 2 files"
    assert (dialog.choice().layout, dialog.choice().template) == ("stems", "{start} {text}")


def test_it_opens_with_the_selection_where_that_was_asked_for(qtbot: QtBot) -> None:
    dialog = dialog_for(qtbot, ExportChoice(selection=True), source=NIGHT)
    assert dialog.choice().selection
    assert dialog.findChild(QPushButton, "exportSelectionButton").isChecked()
    assert not dialog_for(qtbot, ExportChoice(), source=NIGHT).choice().selection
