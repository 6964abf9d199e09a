"""The lab in the whole application: real voice, real worker, offscreen, no sound device."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pyqtgraph
import pytest
import soundfile
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.comparison.ab_session import AbSession
from app.files.existing_files import IfExists
from app.playback.state import PlaybackState
from app.shell.application import Application
from app.takes.export.batch_export import BatchExport
from app.takes.export.batch_options import BatchOptions, BatchResult
from app.takes.lab_take import LabTake
from app.takes.same_place import same_place
from app.ui.export.sound_choice import ExportChoice
from app.ui.plots.plot_panel import PlotPanel
from app.ui.plots.rows_picture import RowsPicture
from app.ui.plots.time_ruler import TimeRuler
from app.ui.plots.waveform_plot import WaveformPlot
from app.ui.window.message_bar import Message, Severity
from tests.app.shell.conftest import Open
from tests.app.shell.test_application import LOADING, speak
from tests.app.ui.plots.drawn import drawn
from vits_core.audio.file_format import AudioFormat
from vits_core.errors import SettingsError
from vits_core.noise.keyed import expression_noise, rhythm_noise
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray, Outline, ProsodySettings, Take
from vits_core.synthesis.take_request import TakeRequest

TEXT = "Good morning. The evening light fell on the quiet water. How are you?"
SENTENCE = "The evening light fell on the quiet water."
CHANNELS = 8
"""Of the noise that is looked at."""


def sample(qtbot: QtBot, application: Application, count: int = 4) -> list[LabTake]:
    """Sample takes of the sentence at the cursor; returns them in the order of the list."""
    parts = application.parts
    parts.editor.set_text(TEXT)
    cursor = parts.editor.textCursor()
    cursor.setPosition(TEXT.index("quiet"))
    parts.editor.setTextCursor(cursor)
    parts.takes.set_count(count)
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        application.window.action("sample").trigger()
    return list(application.lab.take_list.takes[:count])


def steer(qtbot: QtBot, application: Application, action: str) -> LabTake:
    """Do something to what is at the playhead; returns the take that came of it, once spoken."""
    assert application.window.action(action).isEnabled()
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING) as caught:
        application.window.action(action).trigger()
    ((number,), _) = caught.args
    wait_until_spoken(qtbot, application)
    return application.lab.take_list[number]


def wait_until_spoken(qtbot: QtBot, application: Application) -> None:
    """Until the take that is heard is made: then it can be steered."""
    qtbot.waitUntil(lambda: not application.controller.busy, timeout=LOADING)


def sound(qtbot: QtBot, application: Application, number: int) -> Take:
    """The sound of a take, once it is made."""
    renderer = application.lab.renderer
    with qtbot.waitSignal(
        renderer.sound_ready, timeout=LOADING, check_params_cb=lambda ready, _: ready == number
    ) as caught:
        renderer.want(number)
    take: Take = caught.args[1]
    return take


def wait_for_pictures(qtbot: QtBot, application: Application) -> None:
    """Until every take of the list has its picture."""
    lab = application.lab
    qtbot.waitUntil(
        lambda: all(take.number in lab.renderer.previews for take in lab.take_list.takes),
        timeout=LOADING,
    )


def put_playhead_on(application: Application, outline: Outline, token: int) -> None:
    start, stop = outline.token_edges[token : token + 2]
    frame = outline.hop_length / outline.sample_rate
    application.parts.plots.set_playhead(float(start + stop) / 2 * frame)


def message(application: Application, key: str) -> Message:
    (found,) = [each for each in application.parts.messages.messages() if each.key == key]
    return found


def test_strips_of_the_sentence_at_the_cursor_are_there_before_any_of_its_sound(
    qtbot: QtBot, application: Application
) -> None:
    lab, panel = application.lab, application.parts.takes
    pictures: list[int] = []
    lab.generator.taken_up.connect(lambda *_: pictures.append(len(lab.renderer.previews)))
    takes = sample(qtbot, application)
    assert pictures == [0]
    assert [take.number for take in takes] == [1, 2, 3, 4]
    assert {take.text for take in takes} == {SENTENCE}
    assert panel.list.model().rowCount() == 4
    assert panel.chosen() == [1]
    assert len({take.outline.durations.tobytes() for take in takes}) == 4
    assert application.window.shows_takes()

    # The first is heard, and the sounds of all are as long as their strips said.
    assert lab.take_player.shown == 1
    wait_for_pictures(qtbot, application)
    for take in takes:
        made = sound(qtbot, application, take.number)
        assert TakeRequest.of(made) == TakeRequest.of(take.outline)
        assert np.array_equal(made.durations, take.outline.durations)
        assert len(made.waveform) == take.outline.samples
    line = takes[0].line
    assert line is not None
    assert application.script.document[line].text == SENTENCE
    word = takes[0].outline.utterance.words[1]
    assert SENTENCE[word.start : word.stop] == "evening"


def test_with_the_rhythm_locked_all_takes_have_its_durations_and_sound_different(
    qtbot: QtBot, application: Application
) -> None:
    application.controller.set_seeds(11, 12)
    application.parts.prosody.set_locks(True, False)
    takes = sample(qtbot, application, 3)
    assert {take.outline.rhythm for take in takes} == {Draw(11)}
    assert len({take.outline.durations.tobytes() for take in takes}) == 1
    waveforms = [sound(qtbot, application, take.number).waveform for take in takes]
    for one, other in itertools.combinations(waveforms, 2):
        assert float(np.abs(one - other).max()) > 0.01


def noise_of_tokens(outline: Outline) -> list[FloatArray]:
    """The noise of the prior in the frames of each token, [channels, frames]."""
    noise = expression_noise(outline.expression, outline.durations, CHANNELS)
    return np.split(noise, outline.token_edges[1:-1], axis=1)


def test_with_the_expression_locked_all_takes_have_its_noise_and_rhythms_of_their_own(
    qtbot: QtBot, application: Application
) -> None:
    application.controller.set_seeds(11, 12)
    application.parts.prosody.set_locks(False, True)
    takes = sample(qtbot, application)
    assert len({take.outline.durations.tobytes() for take in takes}) == 4
    first, *others = (noise_of_tokens(take.outline) for take in takes)
    for other in others:
        for one, two in zip(first, other, strict=True):
            common = min(one.shape[1], two.shape[1])
            assert common >= 1
            assert np.array_equal(one[:, :common], two[:, :common])
    assert np.array_equal(
        noise_of_tokens(takes[0].outline)[0],
        expression_noise(Draw(12), takes[0].outline.durations[:1], CHANNELS),
    )


def noises(outline: Outline) -> tuple[FloatArray, FloatArray]:
    """Noise of the rhythm, and of the expression in the first frame of each token."""
    tokens = len(outline.durations)
    return (
        rhythm_noise(outline.rhythm, tokens),
        expression_noise(outline.expression, [1] * tokens, CHANNELS),
    )


def test_a_word_is_drawn_anew_and_a_sound_pinned_and_both_undone(
    qtbot: QtBot, application: Application
) -> None:
    lab, window, plots = application.lab, application.window, application.parts.plots
    (parent,) = sample(qtbot, application, 1)
    wait_until_spoken(qtbot, application)
    (word,) = [w for w in parent.outline.utterance.words if w.text == "evening"]
    tokens = range(word.token_start, word.token_stop)

    put_playhead_on(application, parent.outline, tokens[2])
    redrawn = steer(qtbot, application, "redraw_word")
    assert (redrawn.parent, redrawn.changed) == (parent.number, tuple(tokens))
    assert "evening" in redrawn.origin
    for one, other in zip(noises(parent.outline), noises(redrawn.outline), strict=True):
        assert np.flatnonzero((one != other).any(axis=0)).tolist() == list(tokens)
    assert lab.take_player.shown == redrawn.number
    # It is shaded where it sounds other.
    waveform = plots.findChild(WaveformPlot)
    qtbot.waitUntil(lambda: bool(drawn(waveform, pyqtgraph.LinearRegionItem)), timeout=LOADING)

    put_playhead_on(application, redrawn.outline, tokens[2])
    found = plots.sound_at_playhead()
    assert found is not None
    _, first, stop = found
    longer = steer(qtbot, application, "longer_sound")
    now, before = longer.outline.durations, redrawn.outline.durations
    assert int(now[first:stop].sum()) == int(before[first:stop].sum()) + 1
    assert np.array_equal(np.delete(now, range(first, stop)), np.delete(before, range(first, stop)))
    assert [token for token, _ in longer.outline.timing.pins] == list(range(first, stop))
    made = sound(qtbot, application, longer.number)
    assert len(made.waveform) == int(now.sum()) * made.hop_length

    window.action("undo").trigger()
    assert [take.number for take in lab.take_list.takes] == [2, 1]
    assert lab.take_player.shown == redrawn.number  # what it was made from is what it is about
    window.action("undo").trigger()
    assert lab.take_list.takes == (parent,)
    assert lab.take_player.shown == parent.number
    window.action("redo").trigger()
    window.action("redo").trigger()
    assert lab.take_list.takes == (longer, redrawn, parent)
    again = sound(qtbot, application, longer.number)
    assert np.array_equal(again.waveform, made.waveform)


def test_a_word_said_differently_again_is_the_same_word(
    qtbot: QtBot, application: Application
) -> None:
    (parent,) = sample(qtbot, application, 1)
    wait_until_spoken(qtbot, application)
    (word,) = [w for w in parent.outline.utterance.words if w.text == "evening"]
    put_playhead_on(application, parent.outline, word.token_start + 2)
    first = steer(qtbot, application, "redraw_word")
    # It is heard meanwhile, and another word sounds.
    put_playhead_on(application, first.outline, len(first.outline.durations) - 3)
    second = steer(qtbot, application, "redraw_word")
    assert (second.parent, second.changed) == (first.number, first.changed)


def speak_all(qtbot: QtBot, application: Application) -> dict[str, Take]:
    """Speak the whole script; its takes by their words."""
    with qtbot.waitSignal(application.controller.speech_done, timeout=LOADING):
        application.window.action("speak").trigger()
    timeline = application.controller.timeline
    return {take.utterance.text: take for take in timeline.takes}


def test_what_was_chosen_is_what_is_spoken_and_exported(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    lab, window = application.lab, application.window
    sample(qtbot, application, 3)
    wait_until_spoken(qtbot, application)
    application.parts.takes.choose([2])
    window.action("use").trigger()
    wanted = sound(qtbot, application, 2)
    takes = speak_all(qtbot, application)
    assert len(takes) == 3
    assert TakeRequest.of(takes[SENTENCE]).key == TakeRequest.of(wanted).key
    assert np.array_equal(takes[SENTENCE].waveform, wanted.waveform)

    target = tmp_path / "script.wav"
    with qtbot.waitSignal(application.exporting.export.finished, timeout=LOADING):
        window.export_requested.emit(target, ExportChoice(subtype="FLOAT"))
    written, _ = soundfile.read(target, dtype="float32")
    line = next(each for each in application.script.document if each.text == SENTENCE)
    ((start, outline),) = application.controller.timeline.outlines_of(line.id)
    first = round(start * outline.sample_rate)
    assert np.array_equal(written[first : first + len(wanted.waveform)], wanted.waveform)

    window.action("undo").trigger()
    takes = speak_all(qtbot, application)
    assert TakeRequest.of(takes[SENTENCE]).key != TakeRequest.of(wanted).key
    assert lab.take_list[2] is not None


def test_what_was_steered_is_what_is_spoken_and_is_undone_in_one_step(
    qtbot: QtBot, application: Application
) -> None:
    (parent,) = sample(qtbot, application, 1)
    wait_until_spoken(qtbot, application)
    (word,) = [w for w in parent.outline.utterance.words if w.text == "evening"]
    put_playhead_on(application, parent.outline, word.token_start + 1)
    redrawn = steer(qtbot, application, "redraw_word")
    made = sound(qtbot, application, redrawn.number)
    assert np.array_equal(speak_all(qtbot, application)[SENTENCE].waveform, made.waveform)
    application.window.action("undo").trigger()
    assert application.lab.take_list.takes == (parent,)
    assert all(line.chosen is None for line in application.script.document)


def test_settings_seeds_and_noise_of_a_take_are_adopted(
    qtbot: QtBot, application: Application
) -> None:
    prosody, controller = application.parts.prosody, application.controller
    settings = ProsodySettings(0.4, 0.5, 1.25)
    controller.take_up(settings, (11, 12))
    (parent,) = sample(qtbot, application, 1)
    wait_until_spoken(qtbot, application)
    put_playhead_on(application, parent.outline, 3)
    redrawn = steer(qtbot, application, "redraw_word")
    controller.take_up(ProsodySettings(), (13, 14))

    application.parts.takes.choose([redrawn.number])
    application.window.action("adopt").trigger()
    outline = redrawn.outline
    assert prosody.settings() == settings
    assert controller.settings == settings
    seeds = (outline.rhythm_seed, outline.expression_seed)
    assert prosody.seeds() == seeds
    assert controller.seeds == seeds
    # What is locked now is the take's whole noise, with the word that was drawn anew.
    prosody.set_locks(True, False)
    takes = sample(qtbot, application, 2)
    assert {take.outline.rhythm for take in takes} == {outline.rhythm}
    assert outline.rhythm != Draw(outline.rhythm_seed)


def test_two_takes_can_be_compared_and_heard_in_turns(
    qtbot: QtBot, application: Application
) -> None:
    lab, parts = application.lab, application.parts
    sample(qtbot, application, 3)
    parts.takes.choose([2, 3])
    parts.takes.compare_requested.emit()
    assert not application.window.shows_takes()
    parts.compare.findChild(QAbstractButton, "compareSpectrumButton").click()
    scale = parts.compare.findChild(QWidget, "compareSpectrumScale")
    qtbot.waitUntil(scale.isVisible, timeout=LOADING)
    assert scale.accessibleName().startswith("Take 3 minus take 2")

    application.window.action("ab").trigger()
    session = lab.ab.session
    assert session.takes == (lab.take_list[2], lab.take_list[3])
    qtbot.waitUntil(lambda: session.ready, timeout=LOADING)
    assert max(session.decibels) == 0.0
    lab.take_list.remove([3], "Remove")
    assert session.takes is None


def heard_in_turns(qtbot: QtBot, application: Application) -> AbSession:
    """Takes 1 and 2, ready to be heard."""
    sample(qtbot, application, 2)
    wait_until_spoken(qtbot, application)
    session = application.lab.ab.session
    application.lab.ab.open(1, 2)
    qtbot.waitUntil(lambda: session.ready, timeout=LOADING)
    return session


def in_plots(application: Application) -> TakeRequest | None:
    """What the picture is of."""
    outline = application.parts.plots.take_at_playhead()
    return None if outline is None else TakeRequest.of(outline)


def second_at_playhead(plots: PlotPanel) -> float | None:
    """Where the line of the playhead is drawn."""
    playhead, ruler = plots.findChild(RowsPicture).playhead, plots.findChild(TimeRuler)
    return None if playhead is None else float(ruler.any_seconds_at(playhead))


def test_the_plots_show_the_one_of_two_takes_that_sounds(
    qtbot: QtBot, application: Application
) -> None:
    session, lab, plots = (
        heard_in_turns(qtbot, application),
        application.lab,
        application.parts.plots,
    )
    player, take_list = application.player, application.lab.take_list
    first, second = (take_list[number].outline for number in (1, 2))
    session.switch()
    assert in_plots(application) == TakeRequest.of(second)
    assert lab.take_player.shown == 2
    assert player.length == pytest.approx(second.seconds)
    player.seek(0.6)  # a click into the picture
    session.set_state(PlaybackState.PLAYING)  # without a device it may be silent by now
    session.switch()
    assert in_plots(application) == TakeRequest.of(first)
    assert lab.take_player.shown == 1
    assert player.length == pytest.approx(first.seconds), "once, and not after the other"
    assert 0.3 < player.position < 0.9
    qtbot.waitUntil(
        lambda: second_at_playhead(plots) == pytest.approx(player.position, abs=0.1),
        timeout=LOADING,
    )

    plots.set_view(0.5, 0.9)
    session.switch()
    there = [same_place(first, second, round(s * first.sample_rate)) for s in (0.5, 0.9)]
    assert plots.view() == pytest.approx([sample / second.sample_rate for sample in there])

    # Who closes it goes on with the take as it was made, not as loud as the other.
    application.lab.ab.panel.end()
    assert lab.take_player.shown == 2
    assert application.controller.in_player == application.controller.shown
    assert player.state is PlaybackState.STOPPED
    assert player.length == pytest.approx(second.seconds)


def test_two_takes_are_heard_in_a_view_that_keeps_its_state(
    qtbot: QtBot, application: Application
) -> None:
    session, parts, window = (
        heard_in_turns(qtbot, application),
        application.parts,
        application.window,
    )
    assert parts.ab.isVisible()
    assert parts.ab.window() is window
    assert window.focusWidget() is parts.ab
    session.begin_blind(3)
    qtbot.keyClicks(parts.ab, "2")
    assert session.side == 1
    window.action("show_takes").trigger()
    assert not parts.ab.isVisible()
    window.action("show_ab").trigger()
    assert parts.ab.isVisible()
    assert window.focusWidget() is parts.ab
    assert (session.blind, session.progress, session.side) == (True, (1, 3), 1)
    qtbot.keyClicks(parts.ab, "1")
    assert session.side == 0
    session.end_blind()
    parts.ab.end()
    assert session.takes is None
    assert window.shows_takes()


def test_a_blind_test_shows_nothing_until_its_result(
    qtbot: QtBot, application: Application
) -> None:
    session, plots = heard_in_turns(qtbot, application), application.parts.plots
    empty = plots.findChild(QLabel, "plotEmptyLabel")
    session.play()
    session.begin_blind(1)
    seen = set()
    for side in (0, 1, 0, 1):
        session.choose_side(side)
        seen.add((in_plots(application), plots.currentIndex(), empty.text(), plots.view()))
        assert application.lab.take_player.shown is None
        assert application.parts.editor.spoken() == (None, None)
        assert not application.controller.timeline.takes
        time = application.parts.transport.findChild(QLabel, "timeLabel").text()
        assert time == "0:00.00 / 0:00.00"
    ((shown, page, words, _),) = seen
    assert (shown, page) == (None, 0)
    assert "blind test" in words
    session.end_blind()
    assert "blind test" not in empty.text()
    assert in_plots(application) == TakeRequest.of(application.lab.take_list[1].outline)


def test_a_take_that_is_removed_while_it_is_heard_in_turns_falls_silent(
    qtbot: QtBot, application: Application
) -> None:
    session = heard_in_turns(qtbot, application)
    session.switch()
    application.lab.take_list.remove([2], "Remove")
    assert session.takes is None
    assert application.player.state is PlaybackState.STOPPED
    assert application.controller.in_player == application.controller.shown


def test_who_exports_and_imports_a_preset_is_told_what_came_of_it(
    qtbot: QtBot, application: Application, tmp_path: Path
) -> None:
    parts, presets = application.parts, application.lab.persistence.presets
    path, menu = tmp_path / "calm.json", parts.prosody.presets
    menu.save_requested.emit("Calm")
    menu.import_requested.emit(tmp_path / "none.json")
    assert message(application, "preset").severity is Severity.WARNING
    with qtbot.waitSignal(presets.exported):
        menu.export_requested.emit("Calm", path)
    assert parts.status.state_text() == f"Saved · {path}"
    assert not [each for each in parts.messages.messages() if each.key == "preset"]
    menu.delete_requested.emit("Calm")
    menu.import_requested.emit(path)
    told = message(application, "preset")
    assert told.severity is Severity.NOTE
    assert "“Calm”" in told.what


def export_starred(qtbot: QtBot, application: Application, folder: Path) -> BatchResult:
    """As the dialog does it."""
    voice = application.controller.voice
    assert voice is not None
    options = BatchOptions(
        folder=folder,
        template="{take}",
        if_exists=IfExists.FAIL,
        audio_format=AudioFormat("FLOAT"),
        sidecar=True,
        table=False,
    )
    starred = [take for take in application.lab.take_list.takes if take.starred]
    batch = application.lab.files.findChild(BatchExport)
    with qtbot.waitSignal(batch.finished, timeout=LOADING) as caught:
        batch.start(starred, options, voice.precision, voice.device)
    result: BatchResult = caught.args[0]
    return result


def test_takes_stars_and_notes_outlive_the_window_and_their_files_are_opened_again(
    qtbot: QtBot, open_application: Open, tmp_path: Path
) -> None:
    application = open_application()
    with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
        application.start()
    kept = sample(qtbot, application)
    heard = sound(qtbot, application, 2)
    application.parts.takes.choose([2, 4])
    application.window.action("star").trigger()
    application.lab.take_list.set_note(3, "calm", "Note")
    application.close()
    application = open_application()
    lab = application.lab
    assert [(t.number, t.starred, t.note) for t in lab.take_list.takes] == [
        (1, False, ""), (2, True, ""), (3, False, "calm"), (4, True, ""),
    ]  # fmt: skip
    for take, before in zip(lab.take_list.takes, kept, strict=True):
        assert TakeRequest.of(take.outline) == TakeRequest.of(before.outline)
        assert np.array_equal(take.outline.durations, before.outline.durations)
    assert application.parts.takes.list.model().rowCount() == 4
    with qtbot.waitSignal(application.controller.voice_ready, timeout=LOADING):
        application.start()
    again = sound(qtbot, application, 2)
    assert np.abs(again.waveform - heard.waveform).max() < 1e-4

    result = export_starred(qtbot, application, tmp_path / "out")
    assert (result.failed, result.cancelled) == ((), False)
    assert sorted(number for number, _ in result.written) == [2, 4]
    path = dict(result.written)[4]
    with qtbot.waitSignal(lab.generator.reopened, timeout=LOADING) as caught:
        lab.generator.open_take(path)
    assert caught.args[1].comparison.identical
    told = message(application, "reopened")
    assert (told.severity, "identical" in told.what) == (Severity.NOTE, True)
    opened = lab.take_list.takes[0]
    assert opened.number == 5
    assert np.array_equal(opened.outline.durations, lab.take_list[4].outline.durations)


def test_a_request_that_cannot_be_met_is_told_in_the_window(
    qtbot: QtBot, application: Application
) -> None:
    application.parts.prosody.set_locks(True, True)
    application.parts.editor.set_text(TEXT)
    application.parts.takes.set_count(4)
    application.window.action("sample").trigger()
    assert "Unlock" in message(application, "lab").remedy
    assert len(application.lab.take_list) == 0
    application.parts.prosody.set_locks(False, False)
    sample(qtbot, application, 1)
    assert not [m for m in application.parts.messages.messages() if m.key == "lab"]


def test_a_key_pressed_again_and_again_is_one_change_of_one_sound(
    qtbot: QtBot, application: Application
) -> None:
    take, _ = sample(qtbot, application, 2)
    wait_until_spoken(qtbot, application)
    vowel = next(i for i, label in enumerate(take.outline.utterance.symbols) if label == "ˈ")
    put_playhead_on(application, take.outline, vowel)
    _, first, stop = application.parts.plots.sound_at_playhead() or (None, 0, 0)
    before = int(take.outline.durations[first:stop].sum())
    for _ in range(2):
        application.window.action("longer_sound").trigger()
    longer = steer(qtbot, application, "longer_sound")
    assert int(longer.outline.durations[first:stop].sum()) == before + 3
    assert len(application.lab.take_list) == 3, "one take"

    # It is heard meanwhile, and the playhead is elsewhere.
    put_playhead_on(application, longer.outline, len(longer.outline.durations) - 3)
    shorter = steer(qtbot, application, "shorter_sound")
    assert int(shorter.outline.durations[first:stop].sum()) == before + 2
    assert shorter.changed == longer.changed

    put_playhead_on(application, shorter.outline, vowel)
    slower = steer(qtbot, application, "slower_word")
    put_playhead_on(application, slower.outline, len(slower.outline.durations) - 3)
    assert steer(qtbot, application, "slower_word").changed == slower.changed

    # Whoever clicks means what is there.
    application.parts.plots.seek_requested.emit(0.0)
    put_playhead_on(application, slower.outline, 1)
    assert steer(qtbot, application, "longer_sound").changed != shorter.changed


def test_a_picture_of_takes_waits_for_their_sounds_and_failure_is_told(
    qtbot: QtBot, application: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, lab = application.window, application.lab
    path = tmp_path / "takes.svg"
    monkeypatch.setattr(window, "ask_for_picture", lambda: path)
    sample(qtbot, application, 3)
    application.parts.takes.list.selectAll()
    assert not lab.renderer.previews
    with qtbot.waitSignal(lab.pictures.picture_written, timeout=LOADING):
        window.action("picture").trigger()
        assert "takes.svg will be saved" in message(application, "picture").what
    assert len(lab.renderer.previews) == 3
    assert path.stat().st_size > 10_000
    assert not [m for m in application.parts.messages.messages() if m.key == "picture"]

    path = tmp_path / "gone" / "takes.png"
    with qtbot.waitSignal(lab.pictures.picture_failed, timeout=LOADING):
        window.action("picture").trigger()
    assert str(path.parent) in message(application, "picture").what


def test_more_takes_than_are_kept_are_not_begun(qtbot: QtBot, application: Application) -> None:
    parts = application.parts
    parts.editor.set_text("Number one. Number two. Number three. Number four. Number five.")
    parts.takes.set_count(32)
    parts.editor.selectAll()
    with qtbot.waitSignal(application.lab.generator.taken_up, timeout=LOADING):
        application.window.action("sample").trigger()
    assert len(application.lab.take_list) == 160
    parts.editor.set_text(parts.editor.text() + " Number six. Number seven.")
    parts.editor.selectAll()
    with qtbot.waitSignal(application.lab.generator.failed, timeout=LOADING):
        application.window.action("sample").trigger()
    assert "224" in message(application, "lab").what
    assert len(application.lab.take_list) == 160


def test_a_complaint_goes_when_what_is_asked_for_next_succeeds(
    qtbot: QtBot, application: Application
) -> None:
    take, _ = sample(qtbot, application, 2)
    wait_until_spoken(qtbot, application)
    put_playhead_on(application, take.outline, take.outline.utterance.words[1].token_start)
    application.lab.generator.failed.emit(SettingsError("No", remedy="Ask for something else."))
    assert message(application, "lab")
    steer(qtbot, application, "redraw_rhythm")
    assert not [m for m in application.parts.messages.messages() if m.key == "lab"]


def test_keys_find_a_take_after_each_removal_and_its_undoing(
    qtbot: QtBot, application: Application
) -> None:
    sample(qtbot, application, 4)
    window, panel = application.window, application.parts.takes
    wait_for_pictures(qtbot, application)
    panel.choose([2])
    panel.list.setFocus()
    window.action("delete_takes").trigger()
    assert panel.chosen() == [3], "the one below moved up"
    panel.choose([3, 4])
    window.action("delete_takes").trigger()
    assert panel.chosen() == [1], "none is below"
    window.action("undo").trigger()
    assert sorted(panel.chosen()) == [3, 4], "what came back"
    panel.list.selectAll()
    window.action("delete_takes").trigger()
    assert QApplication.focusWidget() is panel.findChild(QAbstractButton, "sampleButton")
    window.action("undo").trigger()
    assert sorted(panel.chosen()) == [1, 3, 4]
    assert QApplication.focusWidget() is panel.list


def test_one_sentence_that_is_spoken_joins_the_list_while_the_text_stays_in_front(
    qtbot: QtBot, application: Application
) -> None:
    lab = application.lab
    for _ in range(2):
        (take,) = speak(qtbot, application, "Good morning.")
        assert [TakeRequest.of(each.outline) for each in lab.take_list.takes] == [
            TakeRequest.of(take)
        ]
        assert lab.take_player.shown == 1
    assert not application.window.shows_takes()
    speak(qtbot, application, "Good morning. How are you?")
    assert len(lab.take_list) == 1
    assert lab.take_player.shown is None
