"""Whatever is edited, chosen, steered and stopped: a script sounds as its lines do."""

from __future__ import annotations

import dataclasses
import hashlib

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QApplication

from app.document.delivery import Delivery
from app.document.document import ChosenTake, Document, Line
from app.document.edit import Edit
from app.document.line_request import LineRequest
from app.session.controller import Controller
from app.session.playable import ScriptSound
from app.session.script import Script
from app.synthesis.requests import SpeakRequest, SpeakSummary, VoiceInfo
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take, parts_of
from vits_core.errors import VoiceError
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray, ProsodySettings, Take, TakePart, Utterance
from vits_core.synthesis.take_request import TakeRequest

VOICE = VoiceInfo(
    "joe", "/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)
OWN_VOICES = {
    "/bert.onnx": dataclasses.replace(
        VOICE, name="bert", source="/bert.onnx", defaults=ProsodySettings(length_scale=1.5)
    ),
    "/cleo.onnx": dataclasses.replace(
        VOICE, name="cleo", source="/cleo.onnx", sample_rate=16_000, hop_length=200
    ),
}
"""Of lines; one more cannot be loaded."""
GONE = VoiceError("The voice file does not exist", where="/gone.onnx")
PARTS = 3
"""Of each take."""
LONG = 12
"""Characters, from which on a line comes in two takes."""

words = st.sampled_from(["Anna", "came", "home", "late", "no", "Well", "so"])
scraps = st.lists(words, max_size=4).map(" ".join) | st.sampled_from([". ", "! ", "\n\n", " ", ""])
places = st.floats(0, 1)
seeds = st.integers(0, 3)
speeds = st.sampled_from([0.8, 1.0, 1.25])


def takes_of(line: LineRequest) -> list[Take]:
    """What the worker would make of a line, two takes of a long one: sounds that tell all that they
    depend on."""
    if line.voice == "/gone.onnx":
        return []
    take, chosen = made_take(), line.chosen
    if line.voice is not None and OWN_VOICES[line.voice].sample_rate != SAMPLE_RATE:
        assert line.rate == SAMPLE_RATE
        voice = OWN_VOICES[line.voice]
        take = dataclasses.replace(take, hop_length=voice.hop_length, voice_rate=voice.sample_rate)
    if chosen is not None and chosen.utterance.text != line.text:
        chosen = None
    by = chosen if chosen is not None else (line.settings, line.rhythm_seed, line.expression_seed)
    scale = (chosen.settings if chosen is not None else line.settings).length_scale
    middle = len(line.text) // 2 if len(line.text) > LONG else 0
    takes = []
    for start, stop in (
        ((0, middle), (middle, len(line.text))) if middle else ((0, len(line.text)),)
    ):
        said = line.text[start:stop], by, line.voice
        digest = hashlib.sha256(repr(said).encode()).digest()
        sound = np.resize(np.frombuffer(digest, np.uint8) / np.float32(256), take.samples)
        pause = line.pause if stop == len(line.text) else 0.1
        words = dataclasses.replace(
            take.utterance, text=line.text[start:stop], start=start, stop=stop
        )
        takes.append(
            dataclasses.replace(
                take,
                utterance=words,
                waveform=sound.astype(np.float32),
                pause_frames=round(pause * scale / take.frame_seconds),
            )
        )
    return takes


def sound_of(takes: list[Take]) -> FloatArray:
    """Takes one after the other, each behind the silence of the one before."""
    blocks: list[FloatArray] = [np.zeros(0, np.float32)]
    for number, take in enumerate(takes):
        if number:
            blocks.append(np.zeros(takes[number - 1].pause_samples, np.float32))
        blocks.append(take.waveform)
    return np.concatenate(blocks)


class ScriptAtWork(RuleBasedStateMachine):
    """A person at a script, and a worker who takes its time."""

    def __init__(self) -> None:
        super().__init__()
        self.qt = QApplication.instance() or QApplication([])
        self.stack = QUndoStack()
        self.script = Script(self.stack)
        self.script.set_front_end("en", reads_phonemes=False)
        self.controller = Controller(self.script)
        self.request: SpeakRequest | None = None
        self.parts: list[tuple[int, TakePart]] = []
        self.spoken: list[FloatArray] = []
        self.controller.speech_wanted.connect(self._on_speech_wanted)
        self.controller.speech_began.connect(lambda *_: self.spoken.clear())
        self.controller.part_added.connect(lambda _p, _s, sound: self.spoken.append(sound))
        self.wanted_voices: list[str] = []
        self.controller.line_voices.voices_wanted.connect(self.wanted_voices.extend)
        self.controller.load_voice("", "auto")
        self.controller.on_voice_loaded(VOICE)

    def _on_speech_wanted(self, request: SpeakRequest) -> None:
        self.request = request
        self.parts = [
            (line.line, part)
            for line in request.lines
            for take in takes_of(line)
            for part in parts_of(take, PARTS)
        ]

    @property
    def document(self) -> Document:
        return self.script.document

    def _line(self, place: float) -> Line:
        return self.document.lines[round(place * (len(self.document) - 1))]

    # -- what a person does --------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        text = "Anna came home. It was late! Nobody was there.\n\nShe left again."
        self.script.edit(Edit(0, 0, text), text)

    @rule(first=places, second=places, scrap=scraps)
    def edit(self, first: float, second: float, scrap: str) -> None:
        text = self.document.text
        start = round(first * len(text))
        edit = Edit(start, min(len(text), start + round(second * 12)), scrap)
        self.script.edit(edit, edit.applied(text))

    @rule(rhythm=seeds, expression=seeds)
    def draw(self, rhythm: int, expression: int) -> None:
        self.controller.set_seeds(rhythm, expression)

    @rule(speed=speeds)
    def steer(self, speed: float) -> None:
        self.controller.set_settings(ProsodySettings(length_scale=speed))

    @precondition(lambda self: len(self.document))
    @rule(place=places, seed=seeds)
    def choose(self, place: float, seed: int) -> None:
        line = self._line(place)
        utterance = Utterance(line.text, 0, len(line.text), ("a",), (1,), ())
        request = TakeRequest(utterance, ProsodySettings(), Draw(seed), Draw(seed))
        self.script.choose(line.id, ChosenTake(request, VOICE.source), "Choose")

    @precondition(lambda self: len(self.document))
    @rule(place=places, speed=st.none() | speeds)
    def direct(self, place: float, speed: float | None) -> None:
        self.script.deliver_lines(
            (self._line(place).id,),
            lambda line: dataclasses.replace(line, delivery=Delivery(length_scale=speed)),
            "Direct",
        )

    @precondition(lambda self: len(self.document))
    @rule(place=places, voice=st.sampled_from([None, "", *OWN_VOICES, "/gone.onnx"]))
    def cast(self, place: float, voice: str | None) -> None:
        self.script.deliver_lines(
            (self._line(place).id,),
            lambda line: dataclasses.replace(
                line, delivery=dataclasses.replace(line.delivery, voice=voice)
            ),
            "Cast",
        )

    @precondition(lambda self: len(self.document))
    @rule(place=places, gap=st.none() | st.sampled_from([0.0, 0.4, 1.0]))
    def space(self, place: float, gap: float | None) -> None:
        self.script.deliver_lines(
            (self._line(place).id,), lambda line: dataclasses.replace(line, gap=gap), "Space"
        )

    @rule()
    def undo(self) -> None:
        self.stack.undo()

    @rule()
    def redo(self) -> None:
        self.stack.redo()

    @rule(place=st.none() | places, stops=st.lists(st.integers(0, 9), max_size=3))
    def hear(self, place: float | None, stops: list[int]) -> None:
        """All of it or from a place on; stopped after so many parts, and gone on with."""
        if place is None:
            self.controller.speak()
        else:
            self.controller.speak_from(round(place * len(self.document.text)))
        for parts in stops:
            self._let_work(parts)
            self.controller.cancel()
            self.controller.go_on()
        self._let_work(4)

    @rule(place=places, parts=st.integers(0, 15))
    def play(self, place: float, parts: int) -> None:
        length = self.controller.timeline.samples / SAMPLE_RATE
        self.controller.bring_up_to_date(place * length)
        self._let_work(parts)

    @rule()
    def stop(self) -> None:
        self.controller.cancel()

    def _let_work(self, parts: int) -> None:
        for _ in range(parts):
            self._work()

    # -- what the worker does ------------------------------------------------------------------

    def _work(self) -> None:
        """Load a voice, make one part more, or say that all is made."""
        voices = self.controller.line_voices
        while self.wanted_voices:
            wanted = self.wanted_voices.pop()
            if wanted in OWN_VOICES:
                voices.on_loaded(wanted, OWN_VOICES[wanted])
            else:
                voices.on_failed(wanted, GONE)
        request = self.request
        if request is not None and not request.delivery.cancelled.is_set():
            if self.parts:
                self.controller.on_part_ready(request.number, *self.parts.pop(0))
            else:
                self.request = None
                self.controller.on_request_finished(request.number, SpeakSummary(1, 1.0, 0.1))
        QCoreApplication.processEvents()

    # -- what always holds ---------------------------------------------------------------------

    @invariant()
    def the_sound_is_that_of_the_takes_and_the_gaps_between_them(self) -> None:
        timeline = self.controller.timeline
        heard = np.concatenate([np.zeros(0, np.float32), *self.spoken])
        whole = sound_of(list(timeline.takes))
        assert len(heard) == timeline.samples
        assert np.array_equal(heard[: len(whole)], whole)

    def teardown(self) -> None:
        """In the end, all of the script is made: it is its lines as they are now."""
        self.controller.speak()
        for _ in range(1000):
            if self.controller.whole and not self.wanted_voices:  # for which speaking waits
                break
            self._work()
        timeline = self.controller.timeline
        if isinstance(self.controller.shown, ScriptSound) and len(self.document):
            assert self.controller.whole
            requests = map(self.controller.line_request, self.document)
            expected = [take for request in requests for take in takes_of(request)]
            assert [take.utterance.text for take in timeline.takes] == [
                take.utterance.text for take in expected
            ]
            assert np.array_equal(np.concatenate(self.spoken), sound_of(expected))


ScriptAtWork.TestCase.settings = settings(stateful_step_count=20)
TestScriptAtWork = ScriptAtWork.TestCase
