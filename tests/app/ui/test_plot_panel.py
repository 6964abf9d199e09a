from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.plot_panel import PlotPanel
from app.ui.time_row import LEFT
from tests.app.ui.made_take import FRAME, HOP, SAMPLE_RATE, made_take


@pytest.fixture
def panel(qtbot: QtBot) -> PlotPanel:
    panel = PlotPanel()
    qtbot.addWidget(panel)
    panel.resize(1000, 400)
    panel.show()
    panel.begin(SAMPLE_RATE, HOP)
    return panel


@pytest.fixture
def spoken(panel: PlotPanel) -> PlotPanel:
    """Two takes of a second and a half, with a pause of 7 frames between them."""
    take = made_take(repeats=4)
    panel.append_take(take, 0)
    panel.append_take(take, len(take.waveform) + 7 * HOP)
    return panel


def test_an_empty_panel_says_what_will_be_there(panel: PlotPanel, spoken: PlotPanel) -> None:
    label = panel.findChild(QLabel, "plotEmptyLabel")
    assert not label.isVisible()
    spoken.begin(SAMPLE_RATE, HOP)
    assert label.isVisible()
    assert "Speak" in label.text()


def test_takes_join_as_they_arrive(spoken: PlotPanel) -> None:
    assert spoken.view() == (0, pytest.approx((2 * 132 + 7) * FRAME))
    with pytest.raises(ValueError, match="overlaps"):
        spoken.append_take(made_take(), 0)


def test_all_rows_have_their_time_axis_in_one_place(spoken: PlotPanel) -> None:
    for row in spoken._all_rows():
        assert row.mapTo(spoken._rows, QPoint(0, 0)).x() == 0
        assert row.width() == spoken._rows.width()
    for plot in (spoken._waveform, spoken._mel):
        box = plot._plot.getViewBox().sceneBoundingRect()
        assert box.left() == pytest.approx(LEFT, abs=1)
        assert box.width() == pytest.approx(plot.plot_rect().width(), abs=1.5)


def test_a_click_on_any_row_asks_for_its_second(spoken: PlotPanel, qtbot: QtBot) -> None:
    for row in spoken._all_rows():
        with qtbot.waitSignal(spoken.seek_requested) as asked:
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(LEFT + 200, 8))
        assert asked.args == [pytest.approx(row.seconds_at(LEFT + 200))]


def test_the_pointer_reads_time_frequency_phoneme_and_word(spoken: PlotPanel, qtbot: QtBot) -> None:
    second = 40 * FRAME  # within "aɪ" of the first take
    place = QPoint(round(spoken._mel.x_of(second)), spoken._mel.height() // 2)
    with qtbot.waitSignal(spoken.cursor_moved) as moved:
        qtbot.mouseMove(spoken._mel, place)
    seconds, hz, phoneme, word = moved.args
    assert seconds == pytest.approx(second, abs=0.01)
    assert 500 < hz < 4000
    assert (phoneme, word) == ("aɪ", "Hi")
    with qtbot.waitSignal(spoken.cursor_moved) as moved:
        qtbot.mouseMove(spoken._waveform, QPoint(place.x(), 5))
    assert moved.args[1] is None


def test_moving_the_playhead_repaints_a_narrow_strip(spoken: PlotPanel, qtbot: QtBot) -> None:
    painted: list[QRegion] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
            if event.type() == QEvent.Type.Paint:
                painted.append(event.region())
            return False

    spoken.set_playhead(0.5)
    qtbot.wait(50)
    watch = Watch()
    spoken._mel._view.viewport().installEventFilter(watch)
    image = spoken._mel._image.qimage
    for step in range(10):
        spoken.set_playhead(0.5 + step * 0.01)
        qtbot.wait(5)
    assert painted
    assert all(region.boundingRect().width() < 40 for region in painted)
    assert spoken._mel._image.qimage is image


def test_the_page_turns_while_playing(spoken: PlotPanel) -> None:
    for _ in range(4):
        spoken.zoom_in()
    assert spoken.view()[1] < 1
    spoken.set_playhead(2.5)
    assert spoken.view()[0] <= 2.5 <= spoken.view()[1]
    assert spoken._playhead.isVisible()


def test_buttons_zoom_and_fit(spoken: PlotPanel) -> None:
    whole = spoken.view()
    spoken.findChild(QToolButton, "plotZoomInButton").click()
    near = spoken.view()
    assert near[1] - near[0] < whole[1] - whole[0]
    spoken.findChild(QToolButton, "plotFitButton").click()
    assert spoken.view() == whole


def test_the_keyboard_seeks(spoken: PlotPanel, qtbot: QtBot) -> None:
    spoken.set_playhead(1.0)
    for key, second in (
        (Qt.Key.Key_Right, 1.5),
        (Qt.Key.Key_Left, 0.5),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, spoken.view()[1]),
    ):
        with qtbot.waitSignal(spoken.seek_requested) as asked:
            qtbot.keyClick(spoken, key)
        assert asked.args == [pytest.approx(second)]
