"""What lies over the rows shows what they would, and is painted a little at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QRegion
from PySide6.QtWidgets import QApplication, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from app.ui.actions.window_actions import WindowActions
from app.ui.plots.plot_panel import PlotPanel
from app.ui.plots.rows_picture import RowsPicture
from app.ui.plots.steering_tiers import SoundTier, WordTier
from app.ui.widgets.colours import DARK
from app.ui.widgets.theme import Theme, ThemeMode, palette_of
from tests.app.ui.made_take import FRAME, HOP, SAMPLE_RATE, made_take, whole


@pytest.fixture
def no_style_sheet(qapp: QApplication) -> Iterator[None]:
    """A style sheet of the application, which another test may have left, has fonts and colours of
    its own."""
    before = qapp.styleSheet()
    qapp.setStyleSheet("")
    yield
    qapp.setStyleSheet(before)


@pytest.fixture
def panel(qtbot: QtBot, no_style_sheet: None) -> PlotPanel:
    """With a take of a second and a half."""
    actions = WindowActions()
    panel = PlotPanel(actions)
    actions.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(1000, 400)
    panel.show()
    panel.begin(SAMPLE_RATE, HOP)
    panel.append_part(whole(made_take(repeats=4)), 0)
    panel.complete()
    panel.set_playhead(0.5)
    return panel


def with_and_without(panel: PlotPanel) -> tuple[QImage, QImage]:
    """What the panel shows, and what its rows would show without the picture over them."""
    picture = panel.findChild(RowsPicture)
    picture.move_playhead(None)
    shown = panel.grab().toImage()
    picture.hide()
    rows = panel.grab().toImage()
    picture.show()
    return shown, rows


ROUNDED = 32
"""Pixels of a line that fall to the one or the other side of an edge, as a painter is moved."""


def differing(first: QImage, second: QImage) -> int:
    """How many pixels are others; all where the sizes are."""
    if first.size() != second.size():
        return first.width() * first.height()
    pixels = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
        for image in (first, second)
    ]
    return int(np.count_nonzero(pixels[0] != pixels[1]))


def append_another(panel: PlotPanel) -> None:
    take = made_take(repeats=4)
    panel.append_part(whole(take), len(take.waveform) + 7 * HOP)
    panel.complete()


def drag_an_edge(panel: PlotPanel) -> None:
    tier = panel.findChild(SoundTier)
    panel.set_steerable(True)
    (edge,) = [i.stop for i in tier._intervals.between(0.0, 60 * FRAME)][:1]
    at = QPointF(tier.x_of(edge), 10.0)
    for kind, by in ((QEvent.Type.MouseButtonPress, 0), (QEvent.Type.MouseMove, 30)):
        point = at + QPointF(by, 0)
        held = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, point, tier.mapToGlobal(point), held, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(tier, event)


def move_the_splitter(panel: PlotPanel) -> None:
    panel.set_shares([150, 50])


def look_dark(_panel: PlotPanel) -> None:
    QApplication.setPalette(palette_of(DARK))


def larger_type(panel: PlotPanel) -> None:
    font = panel.font()
    font.setPointSize(font.pointSize() + 4)
    panel.setFont(font)


CHANGES: dict[str, Callable[[PlotPanel], None]] = {
    "zoomed": PlotPanel.zoom_in,
    "another take": append_another,
    "another place is played": lambda panel: panel.set_playhead(1.1),
    "words are chosen": lambda panel: panel.findChild(WordTier).show_chosen(0.1, 0.9),
    "changes are shaded": lambda panel: panel.set_changed([(0.2, 0.4)]),
    "an edge is dragged": drag_an_edge,
    "a splitter is moved": move_the_splitter,
    "a smaller window": lambda panel: panel.resize(700, 330),
    "another theme": look_dark,
    "another font": larger_type,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_picture_is_that_of_the_rows_whatever_changes(
    panel: PlotPanel, qtbot: QtBot, change: Callable[[PlotPanel], None]
) -> None:
    palette = QApplication.palette()
    before, rows = with_and_without(panel)
    assert differing(before, rows) <= ROUNDED
    try:
        change(panel)

        def same() -> None:
            shown, rows = with_and_without(panel)
            assert differing(shown, rows) <= ROUNDED
            assert differing(shown, before) > ROUNDED

        qtbot.waitUntil(same)  # plots say a moment later that they look different
    finally:
        QApplication.setPalette(palette)


def test_the_handle_between_the_plots_still_lights_up(panel: PlotPanel, qtbot: QtBot) -> None:
    panel.setStyleSheet("QSplitter::handle:hover { background: #ff0000; }")
    handle = panel.findChild(QSplitter).handle(1)
    place = handle.mapTo(panel, handle.rect().center())

    def colour() -> str:
        return str(panel.grab().toImage().pixelColor(place).name())

    before = colour()
    qtbot.mouseMove(handle, QPoint(5, 1))
    qtbot.waitUntil(lambda: colour() == "#ff0000")
    qtbot.mouseMove(panel.findChild(WordTier), QPoint(5, 5))
    qtbot.waitUntil(lambda: colour() == before)


def test_moving_the_playhead_repaints_a_narrow_strip_and_no_row(
    panel: PlotPanel, qtbot: QtBot
) -> None:
    painted: list[tuple[QObject, QRegion]] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append((watched, event.region()))
            return False

    qtbot.wait(50)  # until the plots have said that they look different
    panel.grab()
    watch = Watch()
    for widget in (panel, *panel.findChildren(QWidget)):
        widget.installEventFilter(watch)
    picture = panel.findChild(RowsPicture)
    for step in range(1, 8):
        painted.clear()
        before = picture.playhead
        panel.set_playhead(0.5 + step * 0.004)
        assert picture.playhead != before
        qtbot.waitUntil(lambda: bool(painted))
        assert {watched for watched, _ in painted} == {picture}
        assert all(region.boundingRect().width() < 30 for _, region in painted)


def test_the_picture_follows_the_theme_of_the_application(
    panel: PlotPanel, qapp: QApplication, qtbot: QtBot
) -> None:
    palette = qapp.palette()
    theme = Theme(qapp, ThemeMode.LIGHT)
    try:
        before, _ = with_and_without(panel)
        theme.set_mode(ThemeMode.DARK)

        def dark() -> None:
            shown, rows = with_and_without(panel)
            assert differing(shown, rows) <= ROUNDED
            assert differing(shown, before) > shown.width() * shown.height() // 2

        qtbot.waitUntil(dark)
    finally:
        theme.deleteLater()
        qapp.setPalette(palette)
