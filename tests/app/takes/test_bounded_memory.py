"""However many takes there are, only so much of their sound is kept; their pictures all stay."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.session.controller import Controller
from app.session.script import Script
from app.synthesis.requests import RenderRequest, VoiceInfo
from app.synthesis.take_preview import TakePreview
from app.takes.take_audio_cache import TakeAudioCache
from app.takes.take_list import TakeList
from app.takes.take_renderer import TakeRenderer
from tests.app.takes.made_lab_take import lab_take
from tests.app.ui.made_take import HOP, SAMPLE_RATE, made_take
from vits_core.records import ProsodySettings, Take

TAKES = 32
FIFTEEN_SECONDS = 39
"""Repeats of the made take."""
LIMIT = 15 * 2**18
"""Bytes; two takes."""
MOST_A_PREVIEW = 32 * 2**10
"""Bytes."""
VOICE = VoiceInfo(
    "joe", "/voices/joe.onnx", SAMPLE_RATE, HOP, (), ProsodySettings(), "cpu", (("cpu", "CPU"),)
)


class Worker:
    """Makes long takes of what is requested, and knows which of their sounds are still held."""

    def __init__(self, renderer: TakeRenderer) -> None:
        self._renderer = renderer
        self._requests: list[RenderRequest] = []
        self.alive: list[weakref.ref[np.ndarray]] = []
        renderer.takes_wanted.connect(self._requests.append)

    def work(self) -> int:
        """Do what is requested until nothing is; returns the most bytes held after any take."""
        most = 0
        QCoreApplication.processEvents()
        while self._requests:
            request = self._requests.pop()
            for index in range(len(request.requests)):
                self._make(request, index)
                gc.collect()
                most = max(most, self.held())
            self._renderer.on_making_ended(request.number)
            QCoreApplication.processEvents()
        return most

    def held(self) -> int:
        """Bytes of all sounds that anyone holds."""
        sounds = (reference() for reference in self.alive)
        return sum(sound.nbytes for sound in sounds if sound is not None)

    def _make(self, request: RenderRequest, index: int) -> None:
        take = made_take(repeats=FIFTEEN_SECONDS)
        self.alive += [weakref.ref(take.waveform), weakref.ref(take.mel)]
        self._renderer.on_take_made(request.number, index, take, TakePreview.of(take))


@pytest.fixture
def take_list(qtbot: QtBot) -> TakeList:
    return TakeList(QUndoStack())


@pytest.fixture
def sounds() -> TakeAudioCache:
    return TakeAudioCache(LIMIT)


@pytest.fixture
def renderer(take_list: TakeList, sounds: TakeAudioCache) -> TakeRenderer:
    controller = Controller(Script(QUndoStack()))
    controller.load_voice(VOICE.source, "cpu")
    controller.on_voice_loaded(VOICE)
    return TakeRenderer(take_list, controller, sounds=sounds)


def test_sounds_stay_within_their_bound_while_all_pictures_are_there(
    renderer: TakeRenderer, take_list: TakeList, sounds: TakeAudioCache
) -> None:
    worker = Worker(renderer)
    take_list.add([lab_take(number) for number in range(1, TAKES + 1)], "Sample")
    assert 0 < worker.work() <= LIMIT
    assert len(worker.alive) == 2 * TAKES
    assert sounds.bytes == worker.held()
    assert sorted(renderer.previews) == list(range(1, TAKES + 1))
    for preview in renderer.previews.values():
        size = 0
        for picture in (preview.lows, preview.highs, preview.pitch):
            assert picture.base is None  # which would keep the whole sound
            size += picture.nbytes
        assert size < MOST_A_PREVIEW
    assert [n for n in range(1, TAKES + 1) if renderer.sound(n) is not None] == [TAKES - 1, TAKES]


def test_a_sound_that_had_to_go_is_made_again_when_it_is_wanted(
    renderer: TakeRenderer, take_list: TakeList
) -> None:
    worker = Worker(renderer)
    take_list.add([lab_take(number) for number in range(1, 5)], "Sample")
    worker.work()
    ready: list[Take] = []
    renderer.sound_ready.connect(lambda _number, take: ready.append(take))
    for number in (4, 1, 2, 1):
        renderer.want(number)
        worker.work()
    assert len(ready) == 4
    ready.clear()
    gc.collect()
    assert worker.held() <= LIMIT
    assert len(worker.alive) == 2 * (4 + 2)  # 4 was at hand, and 1 the second time
