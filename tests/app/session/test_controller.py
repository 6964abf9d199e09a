"""The session's logic: who is asked for what, and which answers still count.

The worker's answers are given by hand here; `test_application.py` runs the real one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.delivery import Delivery
from app.document.document import ChosenTake
from app.document.edit import Edit
from app.session.controller import Controller
from app.session.listening import LEAD
from app.session.playable import NoSound, PairSound, ScriptSound, TakeSound
from app.session.script import Script
from app.synthesis.requests import SpeakRequest, SpeakSummary, VoiceInfo
from tests.app.ui.made_take import HOP, SAMPLE_RATE, SYMBOLS, made_take, parts_of, whole
from vits_core.errors import TextError, VoiceError
from vits_core.records import FloatArray, ProsodySettings, Skipped, Take, TakePart, Utterance, Word
from vits_core.synthesis.take_request import TakeRequest

VOICE = VoiceInfo(
    "joe", "/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
SUMMARY = SpeakSummary(1, 1.0, 0.1)


@dataclasses.dataclass
class Studio:
    """A controller with a script and a voice, and what it asked the worker for."""

    stack: QUndoStack
    script: Script
    controller: Controller
    requests: list[SpeakRequest]
    sounds: list[FloatArray]
    """What the player would have got since the speech began."""
    listening: list[float]

    @property
    def request(self) -> SpeakRequest:
        return self.requests[-1]

    def write(self, text: str) -> None:
        self.script.edit(Edit(0, len(self.script.document.text), text), text)

    def part(self, line: int, part: TakePart) -> None:
        self.controller.on_part_ready(self.request.number, line, part)

    def finish(self) -> None:
        self.controller.on_request_finished(self.request.number, SUMMARY)

    def speak_all(self) -> None:
        """Speak the whole script, and make it."""
        self.controller.speak()
        for line in self.request.lines:
            self.part(line.line, whole(take_of(line.text)))
        self.finish()

    @property
    def sound(self) -> FloatArray:
        return np.concatenate(self.sounds) if self.sounds else np.zeros(0, np.float32)


@pytest.fixture
def studio(qtbot: QtBot) -> Studio:
    stack = QUndoStack()
    script = Script(stack)
    script.set_front_end("en", reads_phonemes=False)
    controller = Controller(script)
    studio = Studio(stack, script, controller, [], [], [])
    controller.speech_wanted.connect(studio.requests.append)
    controller.speech_began.connect(lambda *_: studio.sounds.clear())
    controller.part_added.connect(lambda _part, _start, sound: studio.sounds.append(sound))
    controller.listening_wanted.connect(studio.listening.append)
    controller.load_voice("", "auto")
    controller.on_voice_loaded(VOICE)
    studio.write("Hi Tom. Hi Bob. Hi all.")
    return studio


def take_of(text: str, pause: int = 0) -> Take:
    """A take of a line: the words at their places, and a sound of its own."""
    take = made_take()
    first, second = text.split()
    words = (Word(first, 0, len(first), 1, 5), Word(second, len(first) + 1, len(text), 6, 8))
    utterance = Utterance(text, 0, len(text), SYMBOLS, tuple(range(8)), words)
    sound = take.waveform * (1 + len(text)) / 20
    return dataclasses.replace(take, utterance=utterance, waveform=sound, pause_frames=pause)


# -- what is asked for -----------------------------------------------------------------------------


def test_a_request_carries_what_the_person_chose(studio: Studio) -> None:
    settings = ProsodySettings(0.1, 0.2, 1.5)
    studio.controller.set_settings(settings)
    studio.controller.set_seeds(3, 4)
    studio.controller.speak()
    (request,) = studio.requests
    assert [line.text for line in request.lines] == ["Hi Tom.", "Hi Bob.", "Hi all."]
    assert [line.line for line in request.lines] == [1, 2, 3]
    assert {line.settings for line in request.lines} == {settings}
    assert {(line.rhythm_seed, line.expression_seed) for line in request.lines} == {(3, 4)}
    assert studio.controller.busy
    assert studio.controller.shown == studio.controller.in_player == ScriptSound()


def test_a_line_is_asked_for_with_the_take_that_was_chosen_for_it(studio: Studio) -> None:
    chosen = TakeRequest.of(take_of("Hi Bob."))
    studio.script.choose(2, ChosenTake(chosen, VOICE.source), "Use take 1")
    studio.script.choose(3, ChosenTake(TakeRequest.of(take_of("Hi all.")), "/other.onnx"), "")
    studio.controller.speak()
    assert [line.chosen for line in studio.request.lines] == [None, chosen, None]


def test_a_stretch_is_spoken_in_whole_lines_and_heard_at_its_words(studio: Studio) -> None:
    studio.controller.speak(11, 18)  # "Bob. Hi"
    assert [line.text for line in studio.request.lines] == ["Hi Bob.", "Hi all."]
    first, second = take_of("Hi Bob."), take_of("Hi all.")
    studio.part(2, whole(first))
    studio.part(3, whole(second))
    frame = HOP / SAMPLE_RATE
    assert studio.listening == [pytest.approx(21 * frame - LEAD)]
    end = 18 * HOP  # of "Hi"
    assert np.array_equal(studio.sound, np.concatenate((first.waveform, second.waveform[:end])))
    assert studio.controller.timeline.samples == 66 * HOP


def test_an_empty_script_asks_for_nothing(studio: Studio) -> None:
    studio.write("  ")
    studio.controller.speak()
    assert studio.requests == []


def test_a_new_request_cancels_the_one_before_and_its_late_answers_do_not_count(
    studio: Studio, qtbot: QtBot
) -> None:
    controller = studio.controller
    controller.speak()
    controller.speak(0, 3)
    first, second = studio.requests
    assert first.delivery.cancelled.is_set()
    assert not second.delivery.cancelled.is_set()
    with qtbot.assertNotEmitted(controller.part_added):
        controller.on_part_ready(first.number, 1, whole(made_take()))
        controller.on_request_finished(first.number, SUMMARY)
    assert controller.busy
    with qtbot.waitSignal(controller.part_added):
        controller.on_part_ready(second.number, 1, whole(made_take()))
    assert len(controller.timeline) == 1


# -- what was made ---------------------------------------------------------------------------------


def test_listening_begins_with_the_first_part(studio: Studio) -> None:
    studio.controller.speak()
    first, *more = parts_of(take_of("Hi Tom."), 3)
    studio.part(1, first)
    assert studio.listening == [0.0]
    for part in (*more, whole(take_of("Hi Bob."))):
        studio.part(1 if part in more else 2, part)
    assert studio.listening == [0.0]


def test_parts_are_handed_on_in_order_and_without_gaps(studio: Studio) -> None:
    handed: list[tuple[int, int]] = []
    studio.controller.part_added.connect(
        lambda part, start, _sound: handed.append((start, part.start_sample))
    )
    take = take_of("Hi Tom.", pause=5)
    studio.controller.speak()
    for line, parts in ((1, parts_of(take, 3)), (2, parts_of(take, 2))):
        for part in parts:
            studio.part(line, part)
    second = 38 * HOP
    places = [(0, 0), (0, 11 * HOP), (0, 22 * HOP), (second, 0), (second, 16 * HOP)]
    assert handed == places
    silence = np.zeros(5 * HOP, np.float32)
    assert np.array_equal(studio.sound, np.concatenate((take.waveform, silence, take.waveform)))


def test_progress_grows_within_a_line(studio: Studio) -> None:
    shares: list[float] = []
    studio.controller.progressed.connect(shares.append)
    studio.controller.speak()
    for part in parts_of(take_of("Hi Tom."), 3):
        studio.part(1, part)
    studio.part(2, whole(take_of("Hi Bob.")))
    assert shares == pytest.approx([n / 21 for n in (7 / 3, 14 / 3, 7, 14)])


def test_cancelling_in_mid_sentence_keeps_what_was_made(studio: Studio, qtbot: QtBot) -> None:
    controller = studio.controller
    controller.speak()
    first, second, _ = parts_of(made_take(), 3)
    studio.part(1, first)
    with qtbot.waitSignal(controller.speech_cancelled):
        controller.cancel()
    studio.part(1, second)  # it was on its way
    assert not controller.busy
    assert controller.timeline.samples == 11 * HOP


def test_what_was_skipped_is_told_once_at_the_end_where_it_stands_now(
    studio: Studio, qtbot: QtBot
) -> None:
    controller = studio.controller
    controller.speak()
    studio.part(1, whole(take_of("Hi Tom.")))
    with qtbot.assertNotEmitted(controller.text_skipped):
        controller.on_text_skipped(1, 2, Skipped("Bob", 3, 6, "no sound"))
        studio.part(3, whole(take_of("Hi all.")))
    studio.script.edit(Edit(0, 0, "Oh. "), "Oh. Hi Tom. Hi Bob. Hi all.")
    with qtbot.waitSignal(controller.text_skipped) as told:
        studio.finish()
    assert told.args == [[Skipped("Bob", 15, 18, "no sound")]]


# -- what is made already --------------------------------------------------------------------------


def test_what_is_made_is_not_made_again(studio: Studio, qtbot: QtBot) -> None:
    studio.speak_all()
    sound = studio.sound
    with qtbot.waitSignal(studio.controller.speech_done):
        studio.controller.speak()
    assert len(studio.requests) == 1
    assert np.array_equal(studio.sound, sound)
    assert studio.controller.whole
    assert studio.listening == [0.0, 0.0]


def test_equal_lines_are_handed_on_once_each(studio: Studio, qtbot: QtBot) -> None:
    """The first one's sound is at hand for the others before the worker comes to them."""
    studio.write("Hi Tom. Hi Tom. Hi Tom. Hi all.")
    controller, take = studio.controller, take_of("Hi Tom.")
    controller.speak()
    lines = [line.line for line in studio.request.lines]
    room = studio.request.delivery.room
    studio.part(lines[0], whole(take))
    studio.part(lines[1], parts_of(take, 3)[0])
    qtbot.waitUntil(lambda: controller.timeline.last_line == lines[2])
    for line in lines[1:3]:
        while room.acquire(blocking=False):
            pass
        studio.part(line, parts_of(take, 3)[1])
        assert room.acquire(blocking=False)  # the worker would wait for it for ever
    studio.part(lines[3], whole(take_of("Hi all.")))
    with qtbot.waitSignal(controller.speech_done):
        studio.finish()
    assert not controller.busy
    expected = [take.waveform] * 3 + [take_of("Hi all.").waveform]
    assert np.array_equal(studio.sound, np.concatenate(expected))


def test_only_the_line_that_was_edited_is_made_again(studio: Studio, qtbot: QtBot) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Oh Bob. Hi all.")
    with qtbot.waitSignal(studio.controller.speech_done):
        studio.controller.speak()
        assert [line.text for line in studio.request.lines] == ["Oh Bob."]
        studio.part(2, whole(take_of("Oh Bob.")))
        studio.finish()
    takes = [take_of(text).waveform for text in ("Hi Tom.", "Oh Bob.", "Hi all.")]
    assert np.array_equal(studio.sound, np.concatenate(takes))


@pytest.mark.parametrize(
    "change",
    [
        lambda studio: studio.controller.set_seeds(3, 4),
        lambda studio: studio.controller.set_settings(ProsodySettings(0.1)),
        lambda studio: studio.controller.on_device_fell_back("cpu"),
        lambda studio: (
            studio.controller.load_voice("", "auto"),
            studio.controller.on_voice_loaded(VOICE),
        ),
    ],
)
def test_all_is_made_again_after(change: Callable[[Studio], None], studio: Studio) -> None:
    studio.speak_all()
    change(studio)
    studio.controller.speak()
    assert len(studio.requests) == 2
    assert len(studio.request.lines) == 3


def test_other_settings_leave_the_chosen_take_of_a_line_as_it_is(studio: Studio) -> None:
    chosen = TakeRequest.of(take_of("Hi Bob."))
    studio.script.choose(2, ChosenTake(chosen, VOICE.source), "Use take 1")
    studio.speak_all()
    studio.controller.set_seeds(3, 4)
    studio.controller.speak()
    assert [line.line for line in studio.request.lines] == [1, 3]


def test_a_take_that_is_chosen_makes_its_line_another(studio: Studio) -> None:
    studio.speak_all()
    chosen = TakeRequest.of(take_of("Hi Bob."))
    studio.script.choose(2, ChosenTake(chosen, VOICE.source), "Use take 1")
    studio.controller.speak()
    assert [(line.line, line.chosen) for line in studio.request.lines] == [(2, chosen)]


# -- stopping and going on -------------------------------------------------------------------------


@pytest.mark.parametrize("made", [0, 1, 2])
def test_going_on_makes_the_rest_to_the_sample(studio: Studio, qtbot: QtBot, made: int) -> None:
    """Stopped before, within and after the parts of the second line."""
    texts = ("Hi Tom.", "Hi Bob.", "Hi all.")
    takes = [take_of(text, pause=5) for text in texts]
    studio.controller.speak()
    studio.part(1, whole(takes[0]))
    for part in parts_of(takes[1], 3)[:made]:
        studio.part(2, part)
    studio.controller.cancel()
    assert not studio.controller.whole
    studio.controller.go_on()
    assert [line.line for line in studio.request.lines] == [2, 3]
    with qtbot.waitSignal(studio.controller.speech_done):
        for part in parts_of(takes[1], 4):
            studio.part(2, part)
        studio.part(3, whole(takes[2]))
        studio.finish()
    gap = np.zeros(5 * HOP, np.float32)
    expected = [takes[0].waveform, gap, takes[1].waveform, gap, takes[2].waveform]
    assert np.array_equal(studio.sound, np.concatenate(expected))
    assert studio.listening == [0.0]
    assert studio.controller.whole
    assert [take.utterance.text for take in studio.controller.timeline.takes] == list(texts)
    mels = np.concatenate([take.mel for take in studio.controller.timeline.takes], axis=1)
    assert mels.shape == (80, 99)


def test_going_on_with_a_line_that_was_edited_begins_it_anew(studio: Studio) -> None:
    studio.controller.speak()
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.part(2, parts_of(take_of("Hi Bob."), 3)[0])
    studio.controller.cancel()
    studio.write("Hi Tom. Oh Bob. Hi all.")
    studio.controller.go_on()
    assert [line.text for line in studio.request.lines] == ["Oh Bob.", "Hi all."]
    assert len(studio.controller.timeline) == 0


def test_nothing_goes_on_that_is_whole(studio: Studio) -> None:
    studio.speak_all()
    studio.controller.go_on()
    assert len(studio.requests) == 1


def test_a_failed_request_is_told_and_ends(studio: Studio, qtbot: QtBot) -> None:
    studio.controller.speak()
    with qtbot.waitSignal(studio.controller.speech_failed):
        studio.controller.on_request_failed(1, TextError("bad"))
    assert not studio.controller.busy


def test_what_failed_begins_anew_at_its_line(studio: Studio) -> None:
    studio.controller.speak()
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.part(2, parts_of(take_of("Hi Bob."), 3)[0])
    studio.controller.on_request_failed(1, TextError("bad"))
    studio.controller.go_on()
    assert [line.line for line in studio.request.lines] == [2, 3]
    assert len(studio.controller.timeline) == 0


def test_a_speech_is_whole_once_it_was_made_to_its_end(studio: Studio) -> None:
    assert studio.controller.whole
    studio.controller.speak()
    studio.part(1, parts_of(made_take(), 3)[0])
    assert not studio.controller.whole
    studio.controller.cancel()
    assert not studio.controller.whole
    studio.speak_all()
    assert studio.controller.whole


# -- reading from a place --------------------------------------------------------------------------


def test_reading_from_a_word_that_is_made_throws_nothing_away(studio: Studio) -> None:
    studio.speak_all()
    studio.controller.speak_from(12)  # within "Bob"
    assert len(studio.requests) == 1
    assert len(studio.controller.timeline) == 3
    frame = HOP / SAMPLE_RATE
    assert studio.listening[-1] == pytest.approx((33 + 21) * frame - LEAD)


def test_reading_from_a_word_that_is_not_made_makes_it_from_its_line_on(studio: Studio) -> None:
    studio.controller.speak_from(12)
    assert [line.text for line in studio.request.lines] == ["Hi Bob.", "Hi all."]
    assert studio.listening == []
    studio.part(2, whole(take_of("Hi Bob.")))
    assert studio.listening == [pytest.approx(21 * HOP / SAMPLE_RATE - LEAD)]


def test_reading_from_a_line_that_was_edited_makes_it_anew(studio: Studio) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Oh Bob. Hi all.")
    studio.controller.speak_from(8)
    assert [line.text for line in studio.request.lines] == ["Oh Bob."]


def test_reading_from_a_place_makes_a_later_line_anew_that_was_edited(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Hi Bob. Oh all.")
    with qtbot.waitSignal(studio.controller.progressed):
        studio.controller.speak_from(8)
    assert [line.text for line in studio.request.lines] == ["Oh all."]
    assert np.array_equal(studio.sound, take_of("Hi Bob.").waveform)


def test_reading_from_a_place_goes_on_with_what_was_stopped(studio: Studio) -> None:
    studio.controller.speak()
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.part(2, parts_of(take_of("Hi Bob."), 3)[0])
    studio.controller.cancel()
    studio.controller.speak_from(3)
    assert [line.line for line in studio.request.lines] == [2, 3]
    assert studio.listening[-1] == pytest.approx(21 * HOP / SAMPLE_RATE - LEAD)


def test_reading_from_a_place_is_not_bound_to_a_stretch_that_was_spoken(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.controller.speak(0, 7)
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.finish()
    studio.controller.speak_from(3)
    assert [line.line for line in studio.request.lines] == [2, 3]


@pytest.mark.parametrize(
    "ask",
    [
        lambda controller: controller.bring_up_to_date(0.0),
        lambda controller: controller.speak_from(0),
    ],
)
def test_what_another_voice_said_is_made_anew(
    studio: Studio, ask: Callable[[Controller], object]
) -> None:
    studio.speak_all()
    studio.controller.load_voice("/anna.onnx", "auto")
    anna = dataclasses.replace(VOICE, name="anna", source="/anna.onnx")
    studio.controller.on_voice_loaded(anna)
    ask(studio.controller)
    assert len(studio.requests) == 2
    assert len(studio.request.lines) == 3
    assert studio.controller.shown_voice == anna


# -- playing what the script says now --------------------------------------------------------------


def test_playing_goes_on_where_nothing_has_changed(studio: Studio) -> None:
    studio.speak_all()
    studio.controller.bring_up_to_date(0.5)
    assert len(studio.requests) == 1
    assert studio.listening == [0.0]


def test_playing_makes_a_later_line_anew_that_was_edited_and_loses_no_place(
    studio: Studio, qtbot: QtBot
) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Hi Bob. Oh all.")
    frame = HOP / SAMPLE_RATE
    with qtbot.waitSignal(studio.controller.progressed):
        studio.controller.bring_up_to_date((33 + 22) * frame)  # within "Bob"
    assert [line.text for line in studio.request.lines] == ["Oh all."]
    assert studio.listening[-1] == pytest.approx(21 * frame - LEAD)
    assert np.array_equal(studio.sound, take_of("Hi Bob.").waveform)


def test_playing_begins_the_line_anew_that_was_edited_under_it(studio: Studio) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Oh Bob. Hi all.")
    studio.controller.bring_up_to_date(1.5 * 33 * HOP / SAMPLE_RATE)
    assert [line.text for line in studio.request.lines] == ["Oh Bob."]
    studio.part(2, whole(take_of("Oh Bob.")))
    assert studio.listening[-1] == 0.0


def test_playing_leaves_out_a_line_that_was_taken_out(studio: Studio, qtbot: QtBot) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Hi all.")
    with qtbot.waitSignal(studio.controller.speech_done):
        studio.controller.bring_up_to_date(1.5 * 33 * HOP / SAMPLE_RATE)
    assert np.array_equal(studio.sound, take_of("Hi all.").waveform)
    assert len(studio.requests) == 1


def test_playing_speaks_a_line_that_was_added_at_the_end(studio: Studio) -> None:
    studio.speak_all()
    studio.write("Hi Tom. Hi Bob. Hi all. Hi Ann.")
    studio.controller.bring_up_to_date(0.0)
    # The one before it has another pause now.
    assert [line.text for line in studio.request.lines] == ["Hi all.", "Hi Ann."]


def test_playing_a_stretch_stays_within_it(studio: Studio) -> None:
    studio.controller.speak(0, 7)
    studio.part(1, whole(take_of("Hi Tom.")))
    studio.finish()
    studio.write("Hi Tom. Hi Bob. Oh all.")
    studio.controller.bring_up_to_date(0.0)
    assert len(studio.requests) == 1


def test_playing_with_other_settings_makes_it_anew(studio: Studio) -> None:
    studio.speak_all()
    studio.controller.set_seeds(3, 4)
    studio.controller.bring_up_to_date(1.5 * 33 * HOP / SAMPLE_RATE)
    assert [line.line for line in studio.request.lines] == [2, 3]


def test_a_take_that_is_shown_is_played_as_it_is(studio: Studio) -> None:
    studio.controller.present(TakeSound(7), take_of("Hi Bob."), VOICE, 2, None)
    studio.write("Quite another.")
    studio.controller.bring_up_to_date(0.0)
    assert studio.requests == []


# -- how it is spoken ------------------------------------------------------------------------------


def test_what_a_line_has_of_its_own_is_spoken_in_place_of_the_scripts(studio: Studio) -> None:
    studio.controller.set_settings(ProsodySettings(0.1, 0.2, 1.5))
    studio.script.deliver_lines(
        (2,),
        lambda line: dataclasses.replace(
            line, delivery=Delivery(length_scale=0.5, expression_seed=9), gap=0.75
        ),
        "Change",
    )
    studio.controller.speak()
    first, second, _ = studio.request.lines
    assert first.settings == ProsodySettings(0.1, 0.2, 1.5)
    assert second.settings == ProsodySettings(0.1, 0.2, 0.5)
    assert (second.rhythm_seed, second.expression_seed) == (first.rhythm_seed, 9)
    assert second.pause * second.settings.length_scale == 0.75
    studio.speak_all()
    studio.controller.set_settings(ProsodySettings(0.1, 0.2, 1.25))
    studio.controller.speak()
    assert [line.line for line in studio.request.lines] == [1, 3]  # the second is as it was


def test_a_speaker_that_the_voice_lacks_is_kept_for_one_that_has_it(studio: Studio) -> None:
    controller = studio.controller
    controller.set_speaker("zoe")
    assert controller.speaker is None
    controller.load_voice("/crowd.onnx", "auto")
    controller.on_voice_loaded(dataclasses.replace(VOICE, speakers=("al", "bob")))
    assert controller.speaker == "al"
    controller.load_voice("/other.onnx", "auto")
    controller.on_voice_loaded(dataclasses.replace(VOICE, speakers=("al", "zoe")))
    assert controller.speaker == "zoe"
    assert studio.script.document.voice == "/other.onnx"


def test_settings_that_nobody_chose_are_those_of_the_voice_that_is_there(studio: Studio) -> None:
    controller = studio.controller
    controller.set_settings(ProsodySettings(noise_scale=0.1))
    own = ProsodySettings(0.5, 0.6, 1.1)
    controller.load_voice("/other.onnx", "auto")
    controller.on_voice_loaded(dataclasses.replace(VOICE, defaults=own))
    assert controller.settings == ProsodySettings(0.1, 0.6, 1.1)
    controller.set_settings(own)  # as a reset does
    controller.load_voice("", "auto")
    controller.on_voice_loaded(VOICE)
    assert controller.settings == VOICE.defaults


def test_all_that_a_slider_does_is_one_step_and_each_seed_is_one(studio: Studio) -> None:
    controller, stack = studio.controller, studio.stack
    before, steps = controller.settings, stack.count()
    for speed in (1.1, 1.2, 1.3):
        controller.set_settings(ProsodySettings(length_scale=speed))
    controller.set_settings(ProsodySettings(0.2, length_scale=1.3))
    controller.set_seeds(5, 42)
    controller.set_seeds(6, 42)
    assert [stack.text(step) for step in range(steps, stack.count())] == [
        "Change speed", "Change expressiveness", "Change rhythm seed", "Change rhythm seed",
    ]  # fmt: skip
    stack.undo()
    assert controller.seeds == (5, 42)
    stack.undo()
    stack.undo()
    assert controller.settings == ProsodySettings(length_scale=1.3)
    stack.undo()
    assert controller.settings == before


def test_undoing_does_not_bring_back_the_voice_before(studio: Studio) -> None:
    studio.controller.set_seeds(5, 6)
    studio.controller.load_voice("/other.onnx", "auto")
    studio.controller.on_voice_loaded(VOICE)
    studio.stack.undo()
    assert studio.script.document.voice == "/other.onnx"
    assert studio.controller.seeds == (1, 42)


# -- live ------------------------------------------------------------------------------------------


def test_a_live_change_speaks_from_the_line_that_sounds(studio: Studio, qtbot: QtBot) -> None:
    controller = studio.controller
    studio.speak_all()
    controller.set_live(True)
    controller.position = controller.timeline.outlines_of(2)[0][0] + 0.01
    for scale in (0.1, 0.2, 0.3):
        controller.set_settings(ProsodySettings(noise_scale=scale))
    with qtbot.waitSignal(controller.speech_wanted):
        pass
    assert len(studio.requests) == 2
    assert {line.settings.noise_scale for line in studio.request.lines} == {0.3}
    assert [line.line for line in studio.request.lines] == [2, 3]


def test_a_change_without_live_speaks_nothing(studio: Studio, qtbot: QtBot) -> None:
    studio.controller.speak()
    studio.controller.set_settings(ProsodySettings(noise_scale=0.1))
    # Where it is live, another one that changed then speaks; this one's time is over as well.
    live = Controller(studio.script)
    live.load_voice("", "auto")
    live.on_voice_loaded(VOICE)
    live.set_live(True)
    with qtbot.waitSignal(live.speech_wanted):
        live.set_settings(ProsodySettings(noise_scale=0.2))
    assert len(studio.requests) == 1


def test_a_live_change_speaks_the_text_as_it_is_now(studio: Studio, qtbot: QtBot) -> None:
    studio.controller.set_live(True)
    studio.controller.speak()
    studio.write("Quite another.")
    with qtbot.waitSignal(studio.controller.speech_wanted):
        studio.controller.set_seeds(1, 2)
    assert [line.text for line in studio.request.lines] == ["Quite another."]


# -- takes -----------------------------------------------------------------------------------------


def test_a_take_is_spoken_and_known_by_its_identity(studio: Studio, qtbot: QtBot) -> None:
    controller, take = studio.controller, take_of("Hi Bob.")
    with qtbot.waitSignal(controller.speech_began) as began:
        controller.speak_takes(TakeSound(7), (TakeRequest.of(take),), 2, controller.voice)
    assert began.args[0] == TakeSound(7) == controller.shown == controller.in_player
    assert studio.request.takes == (TakeRequest.of(take),)
    controller.on_part_ready(1, None, whole(take))
    studio.finish()
    assert controller.timeline.line_at(0.0) == 2
    assert controller.whole


def test_a_take_that_is_there_is_shown_at_once(studio: Studio) -> None:
    take = take_of("Hi Bob.")
    studio.controller.present(TakeSound(7), take, VOICE, 2, 0.5)
    assert studio.requests == []
    assert studio.listening == [0.5]
    assert studio.controller.timeline.takes == (take,)


def test_what_is_shown_need_not_be_what_the_player_has(studio: Studio) -> None:
    controller = studio.controller
    controller.present(TakeSound(7), take_of("Hi Bob."), VOICE, 2, None, in_player=PairSound())
    assert controller.in_player == PairSound()
    assert studio.listening == []
    controller.clear(in_player=PairSound())
    assert (controller.shown, controller.in_player) == (NoSound(), PairSound())
    controller.clear()
    assert controller.in_player == NoSound()


# -- voices ----------------------------------------------------------------------------------------


def test_nothing_is_spoken_while_no_voice_is_there(qtbot: QtBot) -> None:
    controller = Controller(Script(QUndoStack()))
    with qtbot.assertNotEmitted(controller.speech_wanted):
        controller.speak()


def test_a_failed_voice_leaves_the_one_before(studio: Studio, qtbot: QtBot) -> None:
    controller = studio.controller
    controller.load_voice("/bad.onnx", "auto")
    assert not controller.can_speak
    with qtbot.waitSignal(controller.voice_failed) as failed:
        controller.on_voice_failed(VoiceError("bad"))
    assert failed.args[1] is True
    assert controller.can_speak
    assert (controller.voice, controller.source) == (VOICE, "")


def test_a_voice_that_comes_while_the_next_is_loading_is_known_by_its_own_source(
    studio: Studio,
) -> None:
    controller = studio.controller
    controller.load_voice("/anna.onnx", "auto")
    controller.load_voice("/bad.onnx", "auto")
    controller.on_voice_loaded(VOICE)
    assert controller.source == "/anna.onnx"
    assert not controller.can_speak
    controller.on_voice_failed(VoiceError("bad"))
    assert controller.source == "/anna.onnx"
    assert controller.can_speak


def test_the_last_sessions_voice_that_is_gone_gives_way_to_the_default_one(qtbot: QtBot) -> None:
    controller = Controller(Script(QUndoStack()))
    controller.load_voice("/gone.onnx", "cuda:0")
    with qtbot.waitSignal(controller.voice_wanted) as wanted:
        controller.on_voice_failed(VoiceError("gone"))
    assert wanted.args == ["", "auto", "auto"]
    with qtbot.assertNotEmitted(controller.voice_wanted):
        controller.on_voice_failed(VoiceError("gone too"))


def test_exact_sound_is_asked_for_with_the_voice(qtbot: QtBot) -> None:
    controller = Controller(Script(QUndoStack()))
    controller.exact = True
    with qtbot.waitSignals([controller.request_coming, controller.voice_wanted], order="strict"):
        controller.load_voice("", "cpu")
    with qtbot.waitSignal(controller.voice_wanted) as wanted:
        controller.load_voice("/anna.onnx", "cpu")
    assert wanted.args == ["/anna.onnx", "cpu", "float32"]


# -- lines by choice -------------------------------------------------------------------------------


def test_only_the_lines_that_are_asked_for_are_spoken_in_their_order(studio: Studio) -> None:
    studio.controller.speak_lines([3, 1])
    assert [line.line for line in studio.request.lines] == [1, 3]
    takes = take_of("Hi Tom."), take_of("Hi all.")
    studio.part(1, whole(takes[0]))
    studio.part(3, whole(takes[1]))
    studio.finish()
    assert studio.listening == [0.0]
    assert np.array_equal(studio.sound, np.concatenate([take.waveform for take in takes]))


def test_lines_that_are_at_hand_are_known_to_be_picked_when_they_are_done(
    studio: Studio, qtbot: QtBot
) -> None:
    """They are done at once, before the call that asks for them returns."""
    studio.speak_all()
    picked: list[bool] = []
    done = studio.controller.speech_done
    done.connect(lambda _: picked.append(studio.controller.speaks_picked_lines))
    with qtbot.waitSignal(done):
        studio.controller.speak_lines([2])
    with qtbot.waitSignal(done):
        studio.controller.speak()
    assert picked == [True, False]


def test_playing_lines_on_plays_those_and_no_others(studio: Studio) -> None:
    studio.controller.speak_lines([1, 3])
    studio.part(1, parts_of(take_of("Hi Tom."), 3)[0])
    studio.controller.cancel()
    studio.controller.bring_up_to_date(0.0)
    assert [line.line for line in studio.request.lines] == [1, 3]
    studio.controller.cancel()
    studio.write("Oh Tom. Hi Bob. Hi all.")
    studio.controller.bring_up_to_date(0.0)
    assert [line.text for line in studio.request.lines] == ["Oh Tom.", "Hi all."]
    studio.controller.on_request_failed(studio.request.number, VoiceError("No memory"))
    studio.controller.go_on()
    assert [line.text for line in studio.request.lines] == ["Oh Tom.", "Hi all."]
