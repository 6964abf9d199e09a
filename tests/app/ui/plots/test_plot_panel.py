from __future__ import annotations

import time
import weakref

import numpy as np
import pyqtgraph
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from app.ui.actions.window_actions import WindowActions
from app.ui.actions.window_state import WindowState
from app.ui.plots.mel_plot import MelPlot
from app.ui.plots.plot_panel import PlotPanel
from app.ui.plots.redraw_throttle import DRAW_INTERVAL, RedrawThrottle
from app.ui.plots.rows_picture import RowsPicture
from app.ui.plots.steering_tiers import SoundTier, WordTier
from app.ui.plots.time_row import LEFT, TimeRow
from app.ui.plots.waveform_plot import WaveformPlot
from app.ui.widgets.colours import current_colours
from tests.app.ui.made_take import FRAME, HOP, SAMPLE_RATE, made_take, parts_of, whole
from tests.app.ui.plots.drawn import drawn
from vits_core.records import FloatArray


def waveform(panel: PlotPanel) -> WaveformPlot:
    return panel.findChild(WaveformPlot)


def mel(panel: PlotPanel) -> MelPlot:
    return panel.findChild(MelPlot)


def sounds(panel: PlotPanel) -> SoundTier:
    return panel.findChild(SoundTier)


def words(panel: PlotPanel) -> WordTier:
    return panel.findChild(WordTier)


def rows(panel: PlotPanel) -> list[TimeRow]:
    """The ruler, two plots and two tiers."""
    found = panel.findChildren(TimeRow)
    assert len(found) == 5
    return found


def wait_until_drawn(panel: PlotPanel, qtbot: QtBot) -> None:
    """The end of all that was appended is in the picture."""
    length = waveform(panel).length / SAMPLE_RATE
    qtbot.waitUntil(lambda: panel.view()[1] == pytest.approx(length, abs=FRAME))


@pytest.fixture
def panel(qtbot: QtBot) -> PlotPanel:
    actions = WindowActions()
    actions.update_to(WindowState(has_audio=True))
    panel = PlotPanel(actions)
    actions.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(1000, 400)
    panel.show()
    panel.begin(SAMPLE_RATE, HOP)
    return panel


@pytest.fixture
def spoken(panel: PlotPanel, qtbot: QtBot) -> PlotPanel:
    """Two takes of a second and a half, with a pause of 7 frames between them."""
    take = made_take(repeats=4)
    panel.append_part(whole(take), 0)
    panel.append_part(whole(take), len(take.waveform) + 7 * HOP)
    wait_until_drawn(panel, qtbot)
    return panel


def test_an_empty_panel_says_what_will_be_there(panel: PlotPanel, spoken: PlotPanel) -> None:
    label = panel.findChild(QLabel, "plotEmptyLabel")
    assert not label.isVisible()
    spoken.begin(SAMPLE_RATE, HOP)
    spoken.complete()  # nothing could be spoken
    assert label.isVisible()
    assert "Speak" in label.text()
    panel.set_empty_words("Not now")
    assert label.text() == "Not now"
    panel.set_empty_words(None)
    assert "Speak" in label.text()


def test_a_new_speech_takes_the_place_of_the_picture_when_its_sound_comes(
    spoken: PlotPanel,
) -> None:
    view = spoken.view()
    spoken.begin(SAMPLE_RATE, HOP)
    spoken.set_playhead(0.0)
    assert spoken.currentIndex() == 1
    assert spoken.view() == view
    first, *_ = parts_of(made_take(), 3)
    spoken.append_part(first, 0)
    assert spoken.currentIndex() == 1
    assert spoken.view() == (0, pytest.approx(33 * FRAME))
    assert waveform(spoken).length == 11 * HOP


def test_takes_join_as_they_arrive(spoken: PlotPanel) -> None:
    assert spoken.view() == (0, pytest.approx((2 * 132 + 7) * FRAME))
    with pytest.raises(ValueError, match="overlaps"):
        spoken.append_part(whole(made_take()), 0)


def test_all_rows_have_their_time_axis_in_one_place(spoken: PlotPanel) -> None:
    places = {(row.mapTo(spoken, QPoint(0, 0)).x(), row.width()) for row in rows(spoken)}
    assert len(places) == 1
    for plot in (waveform(spoken), mel(spoken)):
        (view,) = drawn(plot, pyqtgraph.ViewBox)
        box = view.sceneBoundingRect()
        assert box.left() == pytest.approx(LEFT, abs=1)
        assert box.width() == pytest.approx(plot.plot_rect().width(), abs=1.5)


def test_a_click_on_any_row_asks_for_its_second(spoken: PlotPanel, qtbot: QtBot) -> None:
    for row in rows(spoken):
        with qtbot.waitSignal(spoken.seek_requested) as asked:
            qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(LEFT + 200, 8))
        assert asked.args == [pytest.approx(row.seconds_at(LEFT + 200))]


def test_the_pointer_reads_time_frequency_phoneme_and_word(spoken: PlotPanel, qtbot: QtBot) -> None:
    second = 40 * FRAME  # within "aɪ" of the first take
    place = QPoint(round(mel(spoken).x_of(second)), mel(spoken).height() // 2)
    with qtbot.waitSignal(spoken.cursor_moved) as moved:
        qtbot.mouseMove(mel(spoken), place)
    seconds, hz, phoneme, word = moved.args
    assert seconds == pytest.approx(second, abs=0.01)
    assert 500 < hz < 4000
    assert (phoneme, word) == ("aɪ", "Hi")
    with qtbot.waitSignal(spoken.cursor_moved) as moved:
        qtbot.mouseMove(waveform(spoken), QPoint(place.x(), 5))
    assert moved.args[1] is None


def test_the_page_turns_while_playing(spoken: PlotPanel) -> None:
    for _ in range(4):
        spoken.zoom_in()
    assert spoken.view()[1] < 1
    spoken.set_playhead(2.5)
    assert spoken.view()[0] <= 2.5 <= spoken.view()[1]
    assert spoken.findChild(RowsPicture).playhead is not None


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


def pictures(panel: PlotPanel) -> tuple[FloatArray, FloatArray]:
    """What waveform and spectrogram show now."""
    (curve,) = drawn(waveform(panel), pyqtgraph.PlotCurveItem)
    (image,) = drawn(mel(panel), pyqtgraph.ImageItem)
    return curve.getData()[1].copy(), image.image.copy()


def test_parts_make_the_same_picture_as_the_whole(panel: PlotPanel, qtbot: QtBot) -> None:
    take = made_take(repeats=4)
    panel.append_part(whole(take), 0)
    panel.append_part(whole(take), len(take.waveform) + 7 * HOP)
    wait_until_drawn(panel, qtbot)
    expected = pictures(panel)
    panel.begin(SAMPLE_RATE, HOP)
    for start in (0, len(take.waveform) + 7 * HOP):
        for part in parts_of(take, 9):
            panel.append_part(part, start)
    qtbot.waitUntil(lambda: all(map(np.array_equal, pictures(panel), expected)))


def test_the_picture_fills_up_behind_the_view_of_the_whole_sentence(
    panel: PlotPanel, qtbot: QtBot
) -> None:
    def end_of_the_curve() -> float:
        (curve,) = drawn(waveform(panel), pyqtgraph.PlotCurveItem)
        seconds, values = curve.getData()
        return float(seconds[np.flatnonzero(values)[-1]])

    parts = parts_of(made_take(repeats=4), 4)
    for number, part in enumerate(parts, start=1):
        panel.append_part(part, 0)
        expected = pytest.approx(number * 33 * FRAME, abs=0.02)
        qtbot.waitUntil(lambda expected=expected: end_of_the_curve() == expected)
        assert panel.view() == (0, pytest.approx(132 * FRAME))


def test_the_first_part_brings_the_words_and_the_length_of_the_sentence(panel: PlotPanel) -> None:
    first, second, *_ = parts_of(made_take(repeats=4), 4)
    panel.append_part(first, 0)
    assert panel.view() == (0, pytest.approx(132 * FRAME))
    assert words(panel).label_at(130 * FRAME) == "me"
    assert sounds(panel).label_at(131 * FRAME) == "i"
    view = panel.view()
    panel.append_part(second, 0)
    assert panel.view() == view


def test_what_was_planned_and_not_made_is_taken_back(panel: PlotPanel) -> None:
    for part in parts_of(made_take(repeats=4), 4)[:2]:
        panel.append_part(part, 0)
    panel.complete()
    assert panel.view() == (0, pytest.approx(66 * FRAME))
    assert words(panel).label_at(65 * FRAME) == "Hi"
    assert words(panel).label_at(100 * FRAME) == ""


def test_the_sound_of_a_whole_take_is_held_once(panel: PlotPanel) -> None:
    take = made_take()
    pieces: list[weakref.ref[FloatArray]] = []
    for part in parts_of(take, 4):
        pieces += (weakref.ref(part.waveform), weakref.ref(part.mel))
        panel.append_part(part, 0)
    del part
    assert [piece() for piece in pieces] == len(pieces) * [None]


def test_many_parts_are_drawn_a_few_times_and_to_the_end(panel: PlotPanel, qtbot: QtBot) -> None:
    lengths: list[int] = []
    panel.findChild(RedrawThrottle).due.connect(lambda: lengths.append(waveform(panel).length))
    take = made_take(repeats=4)
    started = time.perf_counter()
    for part in parts_of(take, 60):
        panel.append_part(part, 0)
        qtbot.wait(2)
    elapsed = time.perf_counter() - started
    qtbot.waitUntil(lambda: lengths[-1] == len(take.waveform))
    assert len(lengths) <= 2 + 1000 * elapsed / DRAW_INTERVAL
    assert lengths[0] == len(take.waveform) // 60 // HOP * HOP  # the first one at once


# -- steering ----------------------------------------------------------------------------------


def shaded(panel: PlotPanel) -> list[tuple[float, float]]:
    regions = drawn(waveform(panel), pyqtgraph.LinearRegionItem)
    return sorted(region.getRegion() for region in regions)


def test_what_changed_is_shaded_once_the_new_sound_is_there(
    panel: PlotPanel, spoken: PlotPanel
) -> None:
    spoken.set_changed([(0.5, 1.0), (2.0, 2.5)])
    assert shaded(spoken) == [(0.5, 1.0), (2.0, 2.5)]
    spoken.begin(SAMPLE_RATE, HOP)
    spoken.set_changed([(0.1, 0.2)])
    assert shaded(spoken) == [(0.5, 1.0), (2.0, 2.5)]  # the picture is still the old one
    first, *rest = parts_of(made_take(), 3)
    spoken.append_part(first, 0)
    assert shaded(spoken) == [(0.1, 0.2)]
    for part in rest:
        spoken.append_part(part, 0)
    spoken.complete()
    assert shaded(spoken) == [(0.1, 0.2)]


def test_another_sound_has_no_changes_of_the_one_before(spoken: PlotPanel) -> None:
    spoken.set_changed([(0.5, 1.0)])
    spoken.begin(SAMPLE_RATE, HOP)
    spoken.append_part(whole(made_take()), 0)
    assert shaded(spoken) == []


def words_of(panel: PlotPanel) -> list[str] | None:
    found = panel.chosen_words()
    return None if found is None else [word.text for word in found[1]]


def test_without_a_choice_the_word_at_the_playhead_is_meant(panel: PlotPanel, qtbot: QtBot) -> None:
    assert panel.chosen_words() is None
    assert panel.sound_at_playhead() is None
    assert panel.take_at_playhead() is None
    take = made_take()
    panel.append_part(whole(take), 0)
    assert panel.chosen_words() is None  # at 0 no word sounds yet
    assert panel.take_at_playhead() is take
    panel.set_playhead(10 * FRAME)
    found = panel.chosen_words()
    assert found is not None
    assert found[0] is take
    assert words_of(panel) == ["Hi"]
    panel.set_playhead(19 * FRAME)
    assert words_of(panel) is None  # between the words
    panel.set_playhead(22 * FRAME)
    assert words_of(panel) == ["me"]


def test_shift_and_an_arrow_choose_words(spoken: PlotPanel, qtbot: QtBot) -> None:
    spoken.set_playhead(0.5)
    shift = Qt.KeyboardModifier.ShiftModifier
    with qtbot.assertNotEmitted(spoken.seek_requested):
        qtbot.keyClick(spoken, Qt.Key.Key_Right, shift)
        assert words_of(spoken) == ["Hi"]
        qtbot.keyClick(spoken, Qt.Key.Key_Right, shift)
        assert words_of(spoken) == ["Hi", "me"]
    spoken.set_playhead(2.5)
    assert words_of(spoken) == ["Hi", "me"]  # the choice is meant, wherever the playhead is


def test_a_clicked_word_is_chosen_and_a_choice_over_two_takes_is_that_of_the_first(
    spoken: PlotPanel, qtbot: QtBot
) -> None:
    def click(second: float, modifier: Qt.KeyboardModifier) -> None:
        place = QPoint(round(words(spoken).x_of(second)), 8)
        qtbot.mouseClick(words(spoken), Qt.MouseButton.LeftButton, modifier, place)

    click(110 * FRAME, Qt.KeyboardModifier.NoModifier)
    assert words_of(spoken) == ["me"]
    click(200 * FRAME, Qt.KeyboardModifier.ShiftModifier)
    assert words_of(spoken) == ["me"]
    click(200 * FRAME, Qt.KeyboardModifier.NoModifier)
    found = spoken.chosen_words()
    assert found is not None
    assert [word.text for word in found[1]] == ["Hi"]


def test_chosen_words_stay_chosen_in_the_next_take_of_the_sentence_until_escape(
    spoken: PlotPanel, qtbot: QtBot
) -> None:
    qtbot.mouseClick(
        words(spoken),
        Qt.MouseButton.LeftButton,
        pos=QPoint(round(words(spoken).x_of(110 * FRAME)), 8),
    )
    assert words_of(spoken) == ["me"]
    spoken.begin(SAMPLE_RATE, HOP)
    spoken.append_part(whole(made_take()), 0)
    spoken.set_playhead(10 * FRAME)  # at another word
    assert words_of(spoken) == ["me"]
    spoken.seek_requested.emit(10 * FRAME)
    assert words_of(spoken) == ["me"]
    qtbot.keyClick(spoken, Qt.Key.Key_Escape)
    assert words_of(spoken) == ["Hi"]


def test_words_that_were_at_the_playhead_are_kept_until_somebody_seeks(panel: PlotPanel) -> None:
    panel.append_part(whole(made_take()), 0)
    panel.set_playhead(22 * FRAME)
    panel.keep_words()
    panel.begin(SAMPLE_RATE, HOP)
    panel.append_part(whole(made_take()), 0)
    panel.set_playhead(10 * FRAME)
    assert words_of(panel) == ["me"]
    panel.seek_requested.emit(10 * FRAME)
    assert words_of(panel) == ["Hi"]


def test_a_menu_for_words_is_asked_for(spoken: PlotPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(spoken.words_menu_requested):
        words(spoken).menu_requested.emit(QPoint(3, 4))


def test_the_sound_at_the_playhead_comes_with_its_tokens(spoken: PlotPanel) -> None:
    spoken.set_playhead(40 * FRAME)  # the frames are four times those of a usual take
    found = spoken.sound_at_playhead()
    assert found is not None
    assert found[1:] == (3, 5)
    spoken.set_playhead(135 * FRAME)  # the pause between the takes
    assert spoken.sound_at_playhead() is None


def drag(panel: PlotPanel, qtbot: QtBot, start: float, stop: float) -> None:
    row = sounds(panel)
    places = [QPoint(round(row.x_of(second)), 8) for second in (start, (start + stop) / 2, stop)]
    qtbot.mousePress(row, Qt.MouseButton.LeftButton, pos=places[0])
    qtbot.mouseMove(row, places[1])
    qtbot.mouseMove(row, places[2])
    qtbot.mouseRelease(row, Qt.MouseButton.LeftButton, pos=places[2])


def test_a_sound_that_is_dragged_longer_comes_with_its_tokens_and_frames(
    spoken: PlotPanel, qtbot: QtBot
) -> None:
    spoken.set_steerable(True)
    with qtbot.waitSignal(spoken.sound_resized) as resized:
        drag(spoken, qtbot, 72 * FRAME, 90 * FRAME)
    outline, first, stop, frames = resized.args
    assert outline.samples == 132 * HOP
    assert (first, stop) == (3, 5)
    start, stop_of_view = spoken.view()
    a_pixel = (stop_of_view - start) / sounds(spoken).plot_rect().width()
    assert frames == pytest.approx(40 + 18, abs=1 + a_pixel / FRAME)


def test_nothing_is_resized_unless_that_is_offered(spoken: PlotPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(spoken.sound_resized):
        drag(spoken, qtbot, 72 * FRAME, 90 * FRAME)


def test_the_playhead_stands_out_from_whatever_lies_below_it(spoken: PlotPanel) -> None:
    spoken.set_playhead(0.7)
    colours = current_colours()
    picture = spoken.grab().toImage()
    scale = picture.devicePixelRatio()
    rows_picture = spoken.findChild(RowsPicture)
    middle = rows_picture.mapTo(spoken, QPoint(rows_picture.playhead, 0)).x()
    y = mel(spoken).mapTo(spoken, mel(spoken).rect().center()).y()
    found = [picture.pixelColor(int((middle + by) * scale), int(y * scale)) for by in (-1, 0, 1)]
    assert [each.name() for each in found] == [colours.base, colours.bad, colours.base]
