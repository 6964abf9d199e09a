from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.takes.lab_take import LabTake
from app.ui.compare.compare_panel import ComparePanel
from app.ui.compare.duration_plot import DurationPlot
from app.ui.compare.figures_table import FiguresTable
from app.ui.compare.pitch_plot import PitchPlot
from app.ui.plots.time_axis import TimeAxis
from app.ui.plots.time_row import LEFT
from app.ui.takes.take_colours import take_colour
from app.ui.widgets.colours import DARK, LIGHT
from app.ui.widgets.theme import GRID, Theme
from tests.app.comparison.compared import OTHER_IDS, preview, rendition, sound_of
from tests.app.ui.compare.pixels import looks

SLOW = (4, 10, 2, 18, 2, 6, 8, 16)
ODD = (1, 9, 3, 2, 7, 1, 5, 11)


@pytest.fixture
def takes() -> list[LabTake]:
    return [rendition(3, starred=True), rendition(5, SLOW), rendition(7, ODD)]


@pytest.fixture
def panel(qtbot: QtBot) -> ComparePanel:
    panel = ComparePanel()
    qtbot.addWidget(panel)
    panel.resize(800, 400)
    panel.show()
    qtbot.waitExposed(panel)
    panel.activateWindow()
    return panel


def words(panel: ComparePanel, name: str) -> str:
    return panel.findChild(QLabel, f"compare{name}Label").text()


def legend(panel: ComparePanel) -> list[str]:
    buttons = (panel.findChild(QToolButton, f"compareTake{n}Button") for n in range(1, 9))
    return [button.text() for button in buttons if button.isVisible()]


def press(panel: ComparePanel, qtbot: QtBot, view: str) -> None:
    button = panel.findChild(QPushButton, f"compare{view}Button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def picture(panel: ComparePanel) -> QWidget:
    return panel.findChild(QWidget, "comparePicture")


# -- what is compared --------------------------------------------------------------------------


def test_it_says_how_to_begin(panel: ComparePanel, takes: list[LabTake]) -> None:
    assert panel.findChild(QLabel, "compareEmptyLabel").isVisible()
    panel.set_takes(takes[:2], takes)
    assert not panel.findChild(QLabel, "compareEmptyLabel").isVisible()
    panel.set_takes([], takes)
    assert panel.findChild(QLabel, "compareEmptyLabel").isVisible()


def test_one_take_is_shown_against_the_mean(panel: ComparePanel, takes: list[LabTake]) -> None:
    panel.set_takes(takes[:1], takes)
    assert legend(panel) == ["3 ★"]
    assert words(panel, "Notes").startswith("Take 3 against the mean of all 3")


def test_several_takes_need_no_note(panel: ComparePanel, takes: list[LabTake]) -> None:
    panel.set_takes(takes, takes)
    assert legend(panel) == ["3 ★", "5", "7"]
    assert not panel.findChild(QLabel, "compareNotesLabel").isVisible()


def test_more_than_eight_are_told(panel: ComparePanel) -> None:
    many = [rendition(number) for number in range(1, 13)]
    panel.set_takes(many, many)
    assert words(panel, "Notes") == "Showing the first 8 of 12 takes."
    assert legend(panel) == [str(number) for number in range(1, 9)]


def test_takes_of_another_sentence_are_named(panel: ComparePanel, takes: list[LabTake]) -> None:
    other = rendition(9, token_ids=OTHER_IDS)
    panel.set_takes([*takes[:2], other], [*takes, other])
    assert legend(panel) == ["3 ★", "5"]
    assert words(panel, "Notes").endswith("Left out: 9.")


def test_the_figures_are_told_to_a_screen_reader(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes[:2], takes)
    assert panel.accessibleDescription().startswith(
        "Take 3, starred: 0.38 s, pitch not yet known. Take 5: 0.77 s"
    )
    assert "differ most at /aɪ/ Hi, by 116 ms" in panel.accessibleDescription()
    panel.set_previews({3: preview(takes[0], 118)})
    qtbot.waitUntil(lambda: "median pitch 118 Hz" in panel.accessibleDescription())
    panel.set_takes([], takes)
    assert panel.accessibleDescription() == ""


def test_figures_come_into_view_when_they_are_opened(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes, takes)
    panel.resize(700, 260)
    press(panel, qtbot, "Spectrum")
    press(panel, qtbot, "Figures")
    table = panel.findChild(FiguresTable)
    qtbot.waitUntil(lambda: not table.visibleRegion().isEmpty())


# -- requests ----------------------------------------------------------------------------------


def test_a_take_is_played_or_leaves(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes, takes)
    with qtbot.waitSignal(panel.play_requested) as asked:
        qtbot.keyClick(panel.findChild(QToolButton, "compareTake2Button"), Qt.Key.Key_Return)
    assert asked.args == [5]
    with qtbot.waitSignal(panel.take_dropped) as asked:
        qtbot.mouseClick(
            panel.findChild(QToolButton, "compareDrop3Button"), Qt.MouseButton.LeftButton
        )
    assert asked.args == [7]


def test_just_two_takes_can_be_heard_in_turns(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    button = panel.findChild(QPushButton, "compareAbButton")
    panel.set_takes(takes, takes)
    assert not button.isEnabled()
    panel.set_takes(takes[1:], takes)
    with qtbot.waitSignal(panel.ab_requested) as asked:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [5, 7]


def test_sounds_are_asked_for_once_and_only_when_their_difference_is_shown(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(panel.mels_wanted):
        panel.set_takes(takes[:2], takes)
    with qtbot.waitSignal(panel.mels_wanted) as asked:
        press(panel, qtbot, "Spectrum")
    assert asked.args == [3, 5]
    with qtbot.assertNotEmitted(panel.mels_wanted):
        press(panel, qtbot, "Pitch")
        panel.set_takes(takes[:2], takes)
    with qtbot.waitSignal(panel.mels_wanted) as asked:
        panel.set_takes(takes[1:], takes)
    assert asked.args == [5, 7]


def test_a_hidden_panel_asks_when_it_comes_up(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    press(panel, qtbot, "Spectrum")
    panel.hide()
    with qtbot.assertNotEmitted(panel.mels_wanted):
        panel.set_takes(takes[:2], takes)
    with qtbot.waitSignal(panel.mels_wanted):
        panel.show()


# -- the spectrogram ---------------------------------------------------------------------------


def test_the_difference_is_shown_when_the_sounds_are_there(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes, takes)
    press(panel, qtbot, "Spectrum")
    assert words(panel, "Spectrum").startswith("Select exactly two takes")
    panel.set_takes(takes[:2], takes)
    assert words(panel, "Spectrum") == "Waiting for the audio of takes 3 and 5…"
    panel.set_mels(sound_of(takes[0]), sound_of(takes[1]))
    scale = panel.findChild(QWidget, "compareSpectrumScale")
    assert scale.isVisible()
    assert scale.accessibleName().startswith("Take 5 minus take 3:")
    panel.set_mels(None, None)
    assert not scale.isVisible()


def test_the_sounds_of_other_takes_are_not_taken_for_these(
    panel: ComparePanel, takes: list[LabTake]
) -> None:
    panel.set_takes(takes[:2], takes)
    panel.set_mels(sound_of(takes[0]), sound_of(takes[2]))
    assert words(panel, "Spectrum").startswith("Waiting")
    panel.set_mels(sound_of(takes[0]), sound_of(takes[1]))
    scale = panel.findChild(QWidget, "compareSpectrumScale")
    assert not scale.isHidden()
    panel.set_takes(takes[:2], takes)  # the list changed, these two did not
    assert not scale.isHidden()
    panel.set_takes(takes[1::-1], takes)
    assert scale.isHidden()
    assert words(panel, "Spectrum").startswith("Waiting")


# -- reading -----------------------------------------------------------------------------------


def test_the_arrow_keys_read_phoneme_by_phoneme(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes[:2], takes)
    panel.set_previews({3: preview(takes[0], 100), 5: preview(takes[1], 120)})
    picture(panel).setFocus()
    read: list[str] = []
    panel.cursor_moved.connect(read.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End):
        qtbot.keyClick(picture(panel), key)
    assert [line.split("    ")[0] for line in read] == ["/h/ Hi", "/aɪ/ Hi", "/h/ Hi", "/i/ me"]
    assert read[0].split("    ")[1:] == ["3: 70 ms", "5: 139 ms", "all 3: 116 ± 33 ms"]
    assert words(panel, "Readout") == read[-1]
    qtbot.keyClick(picture(panel), Qt.Key.Key_Down)
    assert read[-1].split("    ")[1:] == ["3: 100 Hz", "5: 120 Hz", "all 3: 110 Hz ± 1.6 semitones"]
    picture(panel).clearFocus()
    assert read[-1] == ""
    assert words(panel, "Readout").startswith("Grey: mean")


def point_at(widget: QWidget, place: QPoint) -> None:
    """Move the pointer over a widget, whatever other windows lie there."""
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def test_the_pointer_reads_the_row_that_it_is_on(panel: ComparePanel, takes: list[LabTake]) -> None:
    panel.set_takes(takes[:2], takes)
    read: list[str] = []
    panel.cursor_moved.connect(read.append)
    row = panel.findChild(QWidget, "compareDurations")
    point_at(row, QPoint(row.width() - 40, 20))
    assert read[-1].startswith("/i/ me    3: 93 ms")
    point_at(panel.findChild(QWidget, "comparePitch"), QPoint(row.width() - 40, 20))
    assert read[-1] == "/i/ me    3: –    5: –"
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert read[-1] == ""


def test_of_a_difference_decibels_are_read(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes[:2], takes)
    panel.set_mels(sound_of(takes[0]), sound_of(takes[1]))
    press(panel, qtbot, "Spectrum")
    QApplication.processEvents()  # the rows find their places
    read: list[str] = []
    panel.cursor_moved.connect(read.append)
    row = panel.findChild(QWidget, "compareSpectrum")
    point_at(row, QPoint(row.width() // 2, row.height() // 2))
    assert "Hz    take 5 is" in read[-1]
    assert read[-1].endswith("than take 3")


def test_by_time_each_take_says_at_which_phoneme_it_is(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes[:2], takes)
    panel.findChild(QComboBox, "compareAlignmentBox").setCurrentIndex(1)
    assert words(panel, "Notes") == "Phonemes and words follow the timing of take 3."
    row = panel.findChild(QWidget, "compareDurations")
    with qtbot.waitSignal(panel.cursor_moved) as told:
        # 0.15 s of 0.77 s
        place = LEFT + round(0.15 / takes[1].outline.seconds * row.plot_rect().width())
        point_at(row, QPoint(place, 20))
    assert told.args[0] == "0.15 s    3: /aɪ/ 116 ms    5: /h/ 139 ms"


def test_keys_of_the_picture_are_not_the_windows(panel: ComparePanel, takes: list[LabTake]) -> None:
    panel.set_takes(takes, takes)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(picture(panel), event)
    assert event.isAccepted()


def test_plus_and_minus_zoom(panel: ComparePanel, takes: list[LabTake], qtbot: QtBot) -> None:
    panel.set_takes(takes, takes)
    axis = picture(panel).findChild(TimeAxis)
    assert (axis.start, axis.stop) == (0, axis.length)
    qtbot.keyClick(picture(panel), Qt.Key.Key_Plus)
    assert axis.span < axis.length
    panel.set_takes(takes[:2], takes)  # of the same sentence: the view stays
    assert axis.span < axis.length
    qtbot.keyClick(picture(panel), Qt.Key.Key_0)
    assert axis.span == axis.length


def test_a_take_that_is_pointed_at_stands_out(panel: ComparePanel, takes: list[LabTake]) -> None:
    panel.set_previews({take.number: preview(take, 100 + take.number) for take in takes})
    panel.set_takes(takes, takes)
    rows = panel.findChild(DurationPlot), panel.findChild(PitchPlot)
    button = panel.findChild(QToolButton, "compareTake2Button")
    assert [looks(row) for row in rows] == [[0, 1, 2]] * 2
    QApplication.sendEvent(button, QEvent(QEvent.Type.Enter))
    assert [looks(row) for row in rows] == [[1]] * 2  # the others are faded
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    assert [looks(row) for row in rows] == [[0, 1, 2]] * 2


# -- look --------------------------------------------------------------------------------------


def test_a_switch_of_the_look_reaches_everything(
    panel: ComparePanel, takes: list[LabTake], theme: Theme
) -> None:
    panel.set_takes(takes, takes)

    def inks() -> set[str]:
        image = panel.grab().toImage()
        return {
            image.pixelColor(x, y).name()
            for x in range(0, image.width(), 3)
            for y in range(image.height())
        }

    for mode, colours in (("light", LIGHT), ("dark", DARK)):
        theme.set_mode(mode)
        QApplication.processEvents()
        found = inks()
        for slot in range(3):
            assert take_colour(slot, colours).name() in found, (mode, slot)
        assert colours.base in found


def test_every_control_has_a_name_a_tooltip_and_words_for_a_screen_reader(
    panel: ComparePanel, takes: list[LabTake]
) -> None:
    panel.set_takes(takes, takes)
    seen: set[str] = set()
    for control in panel.findChildren(QWidget):
        if not isinstance(control, QAbstractButton | QComboBox) or not control.isVisible():
            continue
        if type(control).__module__.startswith("pyqtgraph"):
            continue
        name = control.objectName()
        assert name
        assert name not in seen
        seen.add(name)
        assert control.accessibleName(), name
        assert control.toolTip(), name
    assert len(seen) == 12
    buddies = {label.buddy() for label in panel.findChildren(QLabel)}
    assert panel.findChild(QComboBox, "compareAlignmentBox") in buddies


def test_it_fits_into_a_small_window(panel: ComparePanel) -> None:
    many = [rendition(number, starred=True) for number in range(121, 129)]
    panel.set_takes(many, many)
    QApplication.processEvents()
    assert (panel.width(), panel.height()) == (800, 400)


def test_all_views_are_reached_in_a_low_panel(
    panel: ComparePanel, takes: list[LabTake], qtbot: QtBot
) -> None:
    panel.set_takes(takes[:2], takes)
    panel.resize(700, 260)
    for view in ("Spectrum", "Figures"):
        press(panel, qtbot, view)
    QApplication.processEvents()
    scroll = panel.findChild(QScrollArea, "compareScrollArea")
    assert scroll.verticalScrollBar().maximum() > 0
    rows = [panel.findChild(QWidget, f"compare{view}") for view in ("Durations", "Pitch")]
    for row in rows:
        assert row.height() >= 7 * GRID
        scroll.ensureWidgetVisible(row)
        assert not row.visibleRegion().isEmpty()
    panel.resize(700, 900)
    QApplication.processEvents()
    assert scroll.verticalScrollBar().maximum() == 0
