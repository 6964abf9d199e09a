"""The worker's side of its signals: what it is told, what it answers, and what it makes of errors.

It runs on a thread of its own, as in the window, with a small voice of random weights, which fails
or runs out of memory where a test says so.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from pytestqt.qtbot import QtBot

from app.background import WorkerThread
from app.document.line_request import LineRequest
from app.synthesis.requests import (
    Delivery,
    LinesRequest,
    OutlinesRequest,
    RenderRequest,
    SentencesRequest,
    SpeakRequest,
)
from app.synthesis.worker import SynthesisWorker, VoiceLoader
from tests.app.synthesis.scripted_voice import Script, ScriptedVoice, as_it_is, fill
from tests.core.model_shapes import SMALL, random_model
from tests.core.piper_export import export_piper
from vits_core.errors import SettingsError, VoiceError
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesis.take_request import TakeRequest
from vits_core.text.markup import MarkedText
from vits_core.voice import Voice, load_voice

LOADING = 60_000
"""Milliseconds that torch and the voice may take on a busy machine."""
SETTINGS = ProsodySettings(0.5, 0.5, 1.0)


class Echo(QObject):
    """Answers on the worker's thread; whatever was asked of the worker before has been done."""

    heard = Signal()

    @Slot()
    def answer(self) -> None:
        self.heard.emit()


class Listener(QObject):
    """Keeps what one signal tells, on the window's thread."""

    def __init__(self, signal: SignalInstance, name: str, told: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self._name, self._told = name, told
        signal.connect(self.hear)

    def hear(self, *arguments: Any) -> None:
        self._told.append((self._name, *arguments))


class Bench(QObject):
    """The window's side: asks by signals, and keeps every answer."""

    load = Signal(str, str, str)
    load_line_voices = Signal(object)
    speak = Signal(object)
    find_sentences = Signal(object)
    outline = Signal(object)
    reopen = Signal(int, object)
    make = Signal(object)
    make_lines = Signal(object)
    close = Signal()
    asked = Signal()
    settled = Signal()

    def __init__(self, qtbot: QtBot, load: VoiceLoader) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.told: list[tuple[Any, ...]] = []
        """Name of each answer with what it carried, in order."""
        self.worker = SynthesisWorker(load)
        self._echo = Echo()
        self._thread = WorkerThread("synthesis", self.worker)
        self._echo.moveToThread(self._thread)
        self.load.connect(self.worker.load_voice)
        self.load_line_voices.connect(self.worker.load_line_voices)
        self.speak.connect(self.worker.speak)
        self.find_sentences.connect(self.worker.find_sentences)
        self.outline.connect(self.worker.outline)
        self.reopen.connect(self.worker.reopen)
        self.make.connect(self.worker.make)
        self.make_lines.connect(self.worker.make_lines)
        self.close.connect(self.worker.close)
        self.asked.connect(self._echo.answer)
        self._echo.heard.connect(self.settled)
        names = (
            "voice_loaded", "voice_failed", "preparing_failed", "part_ready", "text_skipped",
            "request_finished", "request_failed", "device_fell_back", "sentences_found",
            "outlines_ready", "take_reopened", "lab_failed", "take_made", "take_failed",
            "line_voice_loaded", "line_voice_failed", "making_ended", "line_made", "line_failed",
            "lines_ended",
        )  # fmt: skip
        self._listeners = [Listener(getattr(self.worker, name), name, self.told) for name in names]
        self._thread.ensure_running()

    def settle(self) -> None:
        """Wait until all that was asked has been done, and every answer is there."""
        with self._qtbot.waitSignal(self.settled, timeout=LOADING):
            self.asked.emit()

    def answers(self, name: str) -> list[tuple[Any, ...]]:
        return [arguments for each, *arguments in self.told if each == name]  # type: ignore[misc]

    def answered(self) -> list[str]:
        return [name for name, *_ in self.told]

    def end(self) -> None:
        self.close.emit()
        self.settle()
        assert self._thread.end(LOADING)


@pytest.fixture(scope="module")
def anna(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = random_model(SMALL)
    return export_piper(model, tmp_path_factory.mktemp("voices") / "anna.onnx")


@pytest.fixture(scope="module")
def voice(anna: Path) -> Iterator[Voice]:
    """Loaded once for all tests that are about what comes afterwards."""
    with load_voice(anna, "cpu") as voice:
        yield voice


class Stage:
    """A worker, and the shared voice for it to load; a voice's file is loaded as ever."""

    def __init__(self, qtbot: QtBot, voice: Voice) -> None:
        self.bench = Bench(qtbot, self._lend)
        self.voice = voice
        self._lent: Callable[[], Voice]

    def _lend(self, source: str | None, device: str, precision: str) -> Voice:
        return self._lent() if source is None else load_voice(source, device, precision)

    def load(self, script: Script = as_it_is, device: str = "cpu") -> ScriptedVoice:
        """Load the shared voice anew; returns it, once it can speak."""
        scripted = ScriptedVoice(self.voice, script, device)
        self.try_to_load(lambda: scripted)
        assert self.bench.answered() == ["voice_loaded"]
        self.bench.told.clear()
        return scripted

    def try_to_load(self, lent: Callable[[], Any]) -> None:
        self._lent = lent
        self.bench.load.emit("", "auto", "auto")
        self.bench.settle()


@pytest.fixture
def stage(qtbot: QtBot, voice: Voice) -> Iterator[Stage]:
    stage = Stage(qtbot, voice)
    yield stage
    stage.bench.end()


@pytest.fixture
def bench(stage: Stage) -> Bench:
    """Without a voice."""
    return stage.bench


@pytest.fixture
def loaded(stage: Stage) -> Bench:
    stage.load()
    return stage.bench


class FreeDelivery(Delivery):
    """Has room for whatever comes."""

    def wait_for_room(self) -> bool:
        return True


def lines_of(text: str, speaker: str | None = None) -> tuple[LineRequest, ...]:
    """The lines of a text, by their places."""
    pieces = MarkedText.of(text).pieces("de")
    return tuple(
        LineRequest(place, text[piece.start : piece.stop], piece.pause, SETTINGS, 1, 2, speaker)
        for place, piece in enumerate(pieces)
    )


def request(number: int, text: str = "Eins zwei.", **changed: Any) -> SpeakRequest:
    delivery = changed.pop("delivery", FreeDelivery())
    speaker = changed.pop("speaker", None)
    return SpeakRequest(
        number=number,
        lines=() if "takes" in changed else lines_of(text, speaker),
        delivery=delivery,
        **changed,
    )


def take_request(number: int, tokens: tuple[int, ...] = (1, 0, 9, 0, 12, 0, 2)) -> TakeRequest:
    utterance = Utterance("", 0, 0, ("",) * len(tokens), tokens, ())
    return TakeRequest(utterance, SETTINGS, Draw(number), Draw(number))


# -- voices ----------------------------------------------------------------------------------------


def test_a_voice_that_has_loaded_is_described(bench: Bench, anna: Path) -> None:
    bench.load.emit(str(anna), "cpu", "float32")
    bench.settle()
    ((voice,),) = bench.answers("voice_loaded")
    assert (voice.name, voice.source) == ("anna", str(anna))
    assert (voice.sample_rate, voice.hop_length) == (16_000, 32)
    assert voice.defaults == ProsodySettings(0.5, 0.7, 1.25)
    assert (voice.device, voice.precision) == ("cpu", "float32")
    assert voice.devices[0] == ("cpu", "CPU")
    assert len(voice.devices) == 1 + torch.cuda.device_count()


def test_a_voice_that_cannot_be_loaded_leaves_the_one_before(stage: Stage, tmp_path: Path) -> None:
    before, bench = stage.load(), stage.bench
    bench.load.emit(str(tmp_path / "nobody.onnx"), "cpu", "auto")
    bench.speak.emit(request(1))
    bench.settle()
    ((error,),) = bench.answers("voice_failed")
    assert isinstance(error, VoiceError)
    assert "nobody.onnx" in error.where
    assert bench.answered()[-1] == "request_finished"
    assert not before.closed


def test_the_next_voice_takes_the_place_of_the_one_before(stage: Stage) -> None:
    first = stage.load()
    assert not first.closed
    second = stage.load()
    assert first.closed
    assert not second.closed


def out_of_memory() -> None:
    raise MemoryError


def unexpected(*_: object) -> None:
    raise ZeroDivisionError("nobody thought of this")


@pytest.mark.parametrize(
    ("broken", "what", "where"),
    [
        (out_of_memory, "not enough memory", ""),
        (unexpected, "went wrong", "ZeroDivisionError: nobody thought of this"),
        (object, "went wrong", "AttributeError"),  # which cannot be described
    ],
)
def test_whatever_goes_wrong_while_a_voice_loads_is_told_with_a_remedy(
    stage: Stage, broken: Callable[[], Any], what: str, where: str
) -> None:
    stage.try_to_load(broken)
    ((error,),) = stage.bench.answers("voice_failed")
    assert what in error.what
    assert where in error.where
    assert error.remedy


def test_what_goes_wrong_after_a_voice_has_loaded_is_told_and_it_speaks(stage: Stage) -> None:
    voice = ScriptedVoice(stage.voice, as_it_is)
    voice.warm_up = unexpected
    stage.try_to_load(lambda: voice)
    assert stage.bench.answered() == ["voice_loaded", "preparing_failed"]
    ((error,),) = stage.bench.answers("preparing_failed")
    assert "nobody thought of this" in error.where
    stage.bench.speak.emit(request(1))
    stage.bench.settle()
    assert stage.bench.answered()[-1] == "request_finished"


def test_nothing_is_asked_in_vain_while_there_is_no_voice(bench: Bench, anna: Path) -> None:
    bench.speak.emit(request(1))
    bench.find_sentences.emit(SentencesRequest(2, lines_of("Eins.")))
    bench.outline.emit(OutlinesRequest(3, (take_request(1),)))
    bench.reopen.emit(4, anna)
    bench.make.emit(RenderRequest(5, (take_request(1),), FreeDelivery()))
    bench.settle()
    # Whoever ordered takes waits for the end of it before ordering more.
    assert bench.told == [("making_ended", 5)]


def test_a_closed_worker_lets_go_of_its_voice(stage: Stage) -> None:
    voice, bench = stage.load(), stage.bench
    bench.close.emit()
    bench.speak.emit(request(1))
    bench.settle()
    assert voice.closed
    assert bench.told == []


# -- speech ----------------------------------------------------------------------------------------


def test_a_text_is_spoken_in_parts_and_summed_up(loaded: Bench) -> None:
    loaded.speak.emit(request(7, "Eins zwei. Drei vier."))
    loaded.settle()
    numbers, lines, parts = zip(*loaded.answers("part_ready"), strict=True)
    assert set(numbers) == {7}
    assert [line for line, part in zip(lines, parts, strict=True) if part.take] == [0, 1]
    takes = [part.take for part in parts if part.take is not None]
    assert [take.utterance.text for take in takes] == ["Eins zwei.", "Drei vier."]
    assert {take.settings for take in takes} == {SETTINGS}
    assert {(take.rhythm_seed, take.expression_seed) for take in takes} == {(1, 2)}
    ((number, summary),) = loaded.answers("request_finished")
    assert (number, summary.takes) == (7, 2)
    samples = sum(len(part.waveform) for part in parts)
    assert summary.audio_seconds == pytest.approx(samples / 16_000)
    assert summary.synthesis_seconds > 0
    assert loaded.answered()[-1] == "request_finished"


def test_takes_whose_sentences_are_known_are_spoken_instead_of_the_text(loaded: Bench) -> None:
    wanted = (take_request(5), take_request(6))
    loaded.speak.emit(request(1, takes=wanted))
    loaded.settle()
    assert {line for _, line, _ in loaded.answers("part_ready")} == {None}
    takes = [part.take for *_, part in loaded.answers("part_ready") if part.take is not None]
    assert [take.rhythm for take in takes] == [Draw(5), Draw(6)]


def test_a_line_is_spoken_with_the_take_that_was_chosen_while_it_has_its_words(
    loaded: Bench,
) -> None:
    loaded.find_sentences.emit(SentencesRequest(1, lines_of("Eins zwei. Drei vier.")))
    loaded.settle()
    ((_, sentences, _),) = loaded.answers("sentences_found")
    first = sentences[0][1]
    chosen = TakeRequest(first, ProsodySettings(0.2, 0.3, 0.8), Draw(7), Draw(8))
    lines = lines_of("Eins zwei. Drei vier.")
    lines = tuple(dataclasses.replace(line, chosen=chosen) for line in lines)
    loaded.speak.emit(dataclasses.replace(request(2, takes=()), lines=lines))
    loaded.settle()
    takes = [part.take for *_, part in loaded.answers("part_ready") if part.take is not None]
    assert TakeRequest.of(takes[0]) == chosen
    assert (takes[1].rhythm, takes[1].settings) == (Draw(1), SETTINGS)


def test_the_pause_of_a_line_is_that_of_its_place_now(loaded: Bench) -> None:
    """Not that of the place where the take was chosen."""
    (line,) = lines_of("Eins zwei.")
    loaded.find_sentences.emit(SentencesRequest(1, (line,)))
    loaded.settle()
    ((_, ((_, sentence, _),), _),) = loaded.answers("sentences_found")
    chosen = TakeRequest(sentence, SETTINGS, Draw(7), Draw(8))
    lines = tuple(dataclasses.replace(line, pause=p, chosen=chosen) for p in (0.0, 2.0))
    loaded.speak.emit(dataclasses.replace(request(2, takes=()), lines=lines))
    loaded.settle()
    takes = [part.take for *_, part in loaded.answers("part_ready") if part.take is not None]
    assert [take.pause_frames > 0 for take in takes] == [False, True]


def test_what_is_not_spoken_is_told(loaded: Bench) -> None:
    loaded.speak.emit(request(3, "\ue000"))
    loaded.settle()
    ((number, line, skipped),) = loaded.answers("text_skipped")
    assert (number, line) == (3, 0)
    assert skipped.text == "\ue000"
    ((_, summary),) = loaded.answers("request_finished")
    assert summary.takes == 0


def test_a_request_that_cannot_be_met_fails_and_the_next_is_spoken(loaded: Bench) -> None:
    loaded.speak.emit(request(1, speaker="nobody"))
    loaded.speak.emit(request(2))
    loaded.settle()
    ((number, error),) = loaded.answers("request_failed")
    assert number == 1
    assert isinstance(error, SettingsError)
    assert [number for number, _ in loaded.answers("request_finished")] == [2]


def test_whatever_goes_wrong_while_speaking_is_told_with_a_remedy(
    stage: Stage,
) -> None:
    def fail(_: ScriptedVoice) -> None:
        raise RuntimeError("no luck")

    stage.load(fail)
    bench = stage.bench
    bench.speak.emit(request(1))
    bench.settle()
    ((number, error),) = bench.answers("request_failed")
    assert number == 1
    assert error.where == "RuntimeError: no luck"
    assert error.remedy
    assert bench.answers("request_finished") == []


def test_a_cancelled_request_ends_without_a_word(
    stage: Stage,
) -> None:
    bench = stage.bench
    first = request(1, "Eins zwei. Drei vier. Fünf sechs.")

    def cancel(_: ScriptedVoice) -> None:
        first.delivery.cancelled.set()

    stage.load(cancel)
    bench.speak.emit(first)
    bench.speak.emit(first)  # and where it was cancelled before its turn came
    bench.settle()
    assert bench.told == []
    bench.speak.emit(request(2))
    bench.settle()
    assert [number for number, _ in bench.answers("request_finished")] == [2]


def test_what_goes_wrong_after_a_cancellation_concerns_nobody(
    stage: Stage,
) -> None:
    bench = stage.bench
    order = request(1)

    def fail(_: ScriptedVoice) -> None:
        order.delivery.cancelled.set()
        raise RuntimeError("no luck")

    stage.load(fail)
    bench.speak.emit(order)
    bench.settle()
    assert bench.told == []


class WatchedRoom(threading.Semaphore):
    """Tells when somebody has waited for room in vain."""

    def __init__(self) -> None:
        super().__init__(1)
        self.full = threading.Event()

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        got = super().acquire(blocking, timeout)
        if not got:
            self.full.set()
        return got


def test_no_part_is_sent_before_the_last_one_was_taken(loaded: Bench, qtbot: QtBot) -> None:
    room = WatchedRoom()
    order = request(1, "Eins. Zwei. Drei. Vier.", delivery=Delivery(room=room))
    loaded.speak.emit(order)
    for count in (1, 2):
        qtbot.waitUntil(
            lambda: room.full.is_set() or "request_finished" in loaded.answered(), timeout=LOADING
        )
        qtbot.waitUntil(lambda count=count: len(loaded.answers("part_ready")) == count)
        room.full.clear()
        if count == 1:
            room.release()
    order.delivery.cancelled.set()  # which it heeds while it waits
    loaded.settle()
    assert loaded.answered() == ["part_ready", "part_ready"]


# -- a device that runs out of memory --------------------------------------------------------------


def test_speech_that_falls_back_to_another_device_says_so_once(stage: Stage) -> None:
    stage.load(fill, "cuda:1")
    for number in (1, 2):
        stage.bench.speak.emit(request(number, "Eins zwei. Drei vier."))
    stage.bench.settle()
    assert stage.bench.answers("device_fell_back") == [["cpu"]]
    assert stage.bench.answered()[1] == "device_fell_back"  # at once, and not at the end
    assert [number for number, _ in stage.bench.answers("request_finished")] == [1, 2]


def test_takes_that_fall_back_to_another_device_say_so_once(stage: Stage) -> None:
    stage.load(fill, "cuda:1")
    stage.bench.make.emit(RenderRequest(2, (take_request(2), take_request(3)), FreeDelivery()))
    stage.bench.speak.emit(request(3))
    stage.bench.settle()
    assert stage.bench.answers("device_fell_back") == [["cpu"]]
    assert stage.bench.answered()[0] == "device_fell_back"  # before what it made


def test_another_voice_on_the_card_may_fall_back_again(stage: Stage) -> None:
    for number in (1, 2):
        stage.load(fill, "cuda:1")
        stage.bench.speak.emit(request(number))
        stage.bench.settle()
        assert stage.bench.answers("device_fell_back") == [["cpu"]]
        stage.bench.told.clear()


# -- the lab ---------------------------------------------------------------------------------------


def test_sentences_are_found_with_what_is_skipped(loaded: Bench) -> None:
    text = "\ue000\n\nEins zwei. Drei vier."
    loaded.find_sentences.emit(SentencesRequest(4, lines_of(text)))
    loaded.settle()
    ((number, sentences, skipped),) = loaded.answers("sentences_found")
    assert number == 4
    assert [(line, each.text[:4], each.start) for line, each, _ in sentences] == [
        (1, "Eins", 0),
        (2, "Drei", 0),
    ]
    assert [each.text for each in skipped] == ["\ue000"]


def test_the_rhythm_of_takes_is_told(loaded: Bench) -> None:
    loaded.outline.emit(OutlinesRequest(6, (take_request(1), take_request(2))))
    loaded.settle()
    ((number, outlines),) = loaded.answers("outlines_ready")
    assert number == 6
    assert [outline.rhythm for outline in outlines] == [Draw(1), Draw(2)]


def test_what_the_lab_cannot_have_is_told_with_the_orders_number(
    loaded: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    loaded.find_sentences.emit(SentencesRequest(1, lines_of("Eins.", "nobody")))
    loaded.outline.emit(OutlinesRequest(2, (take_request(1, (999,)),)))
    loaded.reopen.emit(3, tmp_path / "gone.wav")
    loaded.settle()
    assert [number for number, _ in loaded.answers("lab_failed")] == [1, 2, 3]
    assert all(error.what and error.remedy for _, error in loaded.answers("lab_failed"))
    assert len(loaded.told) == 3


def test_takes_are_made_in_order_and_one_that_fails_does_not_stop_the_others(
    loaded: Bench,
) -> None:
    orders = (take_request(1), take_request(2, (999,)), take_request(3))
    loaded.make.emit(RenderRequest(8, orders, FreeDelivery()))
    loaded.settle()
    made = loaded.answers("take_made")
    assert [(number, index) for number, index, *_ in made] == [(8, 0), (8, 2)]
    assert [take.rhythm for _, _, take, _ in made] == [Draw(1), Draw(3)]
    ((number, index, error),) = loaded.answers("take_failed")
    assert (number, index) == (8, 1)
    assert error.remedy
    assert loaded.told[-1] == ("making_ended", 8)


def test_takes_make_room_for_what_is_urgent(loaded: Bench) -> None:
    loaded.worker.hurry()
    loaded.make.emit(RenderRequest(1, (take_request(1), take_request(2)), FreeDelivery()))
    loaded.speak.emit(request(2))
    loaded.make.emit(RenderRequest(3, (take_request(1), take_request(2)), FreeDelivery()))
    loaded.settle()
    assert loaded.told[0] == ("making_ended", 1)
    assert [number for number, *_ in loaded.answers("take_made")] == [3, 3]
    assert loaded.told[-1] == ("making_ended", 3)


def test_whole_lines_are_as_they_are_spoken(loaded: Bench) -> None:
    text = "Eins zwei. Drei \ue000 vier. \ue000. Fünf."
    loaded.speak.emit(request(1, text))
    loaded.make_lines.emit(LinesRequest(2, lines_of(text)))
    loaded.settle()
    spoken = [part.take for *_, part in loaded.answers("part_ready") if part.take is not None]
    told = [skipped for _, _, skipped in loaded.answers("text_skipped")]
    told += [note for take in spoken for note in take.utterance.skipped]
    lines = loaded.answers("line_made")
    assert [(number, line) for number, line, *_ in lines] == [
        (2, line.line) for line in lines_of(text)
    ]
    made = [take for _, _, takes, _ in lines for take in takes]
    assert [take.utterance for take in made] == [take.utterance for take in spoken]
    assert all(np.array_equal(a.waveform, b.waveform) for a, b in zip(made, spoken, strict=True))
    skipped = [note for *_, notes in lines for note in notes]
    assert sorted(skipped, key=repr) == sorted(told, key=repr)
    assert sum(note.text == "\ue000" for note in skipped) == 2
    assert loaded.told[-1] == ("lines_ended", 2)


def test_lines_that_nobody_hears_are_not_remembered_by_the_voice(loaded: Bench) -> None:
    for lines in (lines_of("Sieben acht."), lines_of("Neun zehn.")):
        loaded.make_lines.emit(LinesRequest(1, lines))
    loaded.speak.emit(request(2, "Sieben acht."))
    loaded.settle()
    first = loaded.answers("line_made")[0][2][0]
    (spoken,) = [part.take for *_, part in loaded.answers("part_ready") if part.take is not None]
    assert np.array_equal(spoken.waveform, first.waveform)
    assert not np.shares_memory(spoken.waveform, first.waveform)


def test_a_line_that_fails_does_not_stop_those_around_it(loaded: Bench) -> None:
    first, second, third = lines_of("Eins. Zwei. Drei.")
    nobody = dataclasses.replace(second, speaker="nobody")
    loaded.make_lines.emit(LinesRequest(4, (first, nobody, third)))
    loaded.settle()
    assert [line for _, line, *_ in loaded.answers("line_made")] == [0, 2]
    ((number, line, error),) = loaded.answers("line_failed")
    assert (number, line) == (4, 1)
    assert error.remedy


def test_lines_make_room_for_what_is_urgent(loaded: Bench) -> None:
    loaded.worker.hurry()
    loaded.make_lines.emit(LinesRequest(1, lines_of("Eins. Zwei.")))
    loaded.speak.emit(request(2))
    loaded.make_lines.emit(LinesRequest(3, lines_of("Eins. Zwei.")))
    loaded.settle()
    assert loaded.told[0] == ("lines_ended", 1)
    assert [number for number, *_ in loaded.answers("line_made")] == [3, 3]


# -- before anybody waits --------------------------------------------------------------------------

_SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication
from app.synthesis.worker import SynthesisWorker, VoiceLoader
from app.background import WorkerThread
application = QCoreApplication([])
worker = SynthesisWorker()
before = "parselmouth" in sys.modules
worker.load_voice("", "cpu", "auto")
print(before, "parselmouth" in sys.modules, "numpy.ma" in sys.modules)
worker.close()
"""


def test_what_finds_pitch_is_loaded_with_the_voice_and_not_with_the_first_take() -> None:
    """Praat holds Python for 40 ms, and a first median would load numpy.ma on the window's
    thread."""
    # In a process of its own, which nothing has loaded Praat into.
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["False", "True", "True"]
