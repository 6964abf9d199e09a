"""Which takes the script speaks with: chosen, steered, outdated, undone."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.document import Document, Line
from app.document.edit import Edit
from app.session.controller import Controller
from app.session.script import Script
from app.synthesis.requests import VoiceInfo
from app.takes.lab_take import LabTake
from app.takes.script_takes import ScriptTakes, Use
from app.takes.take_list import TakeList
from tests.app.takes.made_lab_take import lab_take
from vits_core.errors import VitsError
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings
from vits_core.synthesis.take_request import TakeRequest


class Bench:
    def __init__(self) -> None:
        self.stack = QUndoStack()
        self.script = Script(self.stack)
        self.script.set_front_end("en", reads_phonemes=False)
        self.take_list = TakeList(self.stack)
        self.controller = Controller(self.script)
        self.takes = ScriptTakes(self.script, self.take_list, self.controller)
        self.uses: dict[int, Use] = {}
        self.told = 0
        self.errors: list[VitsError] = []
        self.takes.changed.connect(self._on_changed)
        self.takes.failed.connect(self.errors.append)
        self.script.restore(Document((Line(1, "Well."), Line(2, "Hi me", " "))))
        self.take_list.add([take(3, 1), take(2, 2), take(1, 3)], "Sample")

    def _on_changed(self, uses: dict[int, Use]) -> None:
        self.uses = uses
        self.told += 1

    def load(self, source: str) -> None:
        self.controller.load_voice(source, "cpu")
        info = VoiceInfo("x", source, 22050, 256, (), ProsodySettings(), "cpu", ())
        self.controller.on_voice_loaded(info)

    def edit(self, start: int, stop: int, inserted: str) -> None:
        edit = Edit(start, stop, inserted)
        self.script.edit(edit, edit.applied(self.script.document.text))


def take(number: int, seed: int, line: int | None = 2, parent: int | None = None) -> LabTake:
    plain = lab_take(number)
    outline = dataclasses.replace(plain.outline, rhythm=Draw(seed))
    return dataclasses.replace(plain, outline=outline, line=line, parent=parent)


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    return Bench()


def test_a_take_is_used_and_no_longer(bench: Bench) -> None:
    chosen = bench.take_list[2]
    bench.takes.toggle(chosen)
    line = bench.script.document[2]
    assert line.chosen is not None
    assert line.chosen.request == TakeRequest.of(chosen.outline)
    assert line.chosen.voice == chosen.voice
    assert bench.uses == {2: Use.IN_SCRIPT}
    bench.takes.toggle(chosen)
    assert bench.script.document[2].chosen is None
    assert bench.uses == {}


def test_another_take_takes_its_place(bench: Bench) -> None:
    for number in (2, 3):
        bench.takes.toggle(bench.take_list[number])
    assert bench.uses == {3: Use.IN_SCRIPT}
    bench.stack.undo()
    assert bench.uses == {2: Use.IN_SCRIPT}


def test_a_line_goes_on_speaking_with_a_take_that_leaves_the_list(bench: Bench) -> None:
    bench.takes.toggle(bench.take_list[2])
    bench.take_list.remove([2], "Remove")
    assert bench.uses == {}
    assert bench.script.document[2].chosen is not None


def test_other_words_make_it_outdated_and_the_old_ones_again_current(bench: Bench) -> None:
    bench.takes.toggle(bench.take_list[2])
    bench.edit(9, 11, "you")
    assert bench.script.document.text == "Well. Hi you"
    assert bench.uses == {2: Use.OTHER_WORDS}
    bench.stack.undo()
    assert bench.uses == {2: Use.IN_SCRIPT}


def test_a_take_of_no_line_is_refused_with_a_remedy(bench: Bench) -> None:
    bench.edit(9, 11, "you")
    bench.takes.toggle(bench.take_list[2])
    (error,) = bench.errors
    assert "take 2" in error.what
    assert error.remedy
    assert bench.uses == {}


@pytest.mark.parametrize("line", [None, 1, 99])
def test_a_take_without_its_line_goes_to_the_first_of_the_same_words(
    bench: Bench, line: int | None
) -> None:
    bench.takes.toggle(take(4, 4, line=line))
    assert bench.script.document[2].chosen is not None


def test_a_steered_take_speaks_the_line_at_once(bench: Bench) -> None:
    child = take(4, 9, parent=2)
    bench.take_list.add([child], "Steer")
    bench.takes.follow(child)
    assert bench.uses == {4: Use.IN_SCRIPT}
    grandchild = take(5, 10, parent=4)
    bench.take_list.add([grandchild], "Steer")
    bench.takes.follow(grandchild)
    assert bench.uses == {5: Use.IN_SCRIPT}


def test_a_steered_take_leaves_the_choice_of_another_alone(bench: Bench) -> None:
    bench.takes.toggle(bench.take_list[3])
    child = take(4, 9, parent=2)
    bench.take_list.add([child], "Steer")
    bench.takes.follow(child)
    assert bench.uses == {3: Use.IN_SCRIPT}


def test_a_take_in_the_place_of_the_one_that_is_used_is_used_instead(bench: Bench) -> None:
    before, after = take(4, 9, parent=2), take(5, 10, parent=2)
    bench.take_list.add([before], "Comp")
    bench.takes.follow(before)
    bench.take_list.replace(4, after, "Comp")
    bench.takes.follow(after, before)
    assert bench.uses == {5: Use.IN_SCRIPT}


def test_an_edit_elsewhere_tells_nothing(bench: Bench) -> None:
    bench.takes.toggle(bench.take_list[2])
    told = bench.told
    bench.edit(0, 0, "Oh ")
    assert bench.told == told
    assert bench.uses == {2: Use.IN_SCRIPT}


def test_a_take_of_another_voice_waits_for_that_voice(bench: Bench) -> None:
    bench.takes.toggle(bench.take_list[2])
    bench.load("/voices/anna.onnx")
    assert bench.uses == {2: Use.OTHER_VOICE}
    bench.load(bench.take_list[2].voice)
    assert bench.uses == {2: Use.IN_SCRIPT}


def numbers(bench: Bench) -> dict[int, list[int]]:
    return {line: [each.number for each in takes] for line, takes in bench.takes.by_line.items()}


def test_takes_belong_to_the_line_that_they_were_made_for(bench: Bench) -> None:
    told: list[dict[int, list[int]]] = []
    bench.takes.lines_changed.connect(lambda: told.append(numbers(bench)))
    bench.take_list.add([take(4, 4, line=1)], "Sample")
    assert told == [{1: [4], 2: [3, 2, 1]}]
    bench.edit(9, 11, "you")
    assert numbers(bench) == {1: [4], 2: [3, 2, 1]}, "also while it has other words"
    bench.take_list.remove([1, 3], "Remove")
    assert numbers(bench) == {1: [4], 2: [2]}
    bench.stack.undo()
    assert numbers(bench) == {1: [4], 2: [3, 2, 1]}
    assert len(told) == 3, "an edit of words moves no take"


@pytest.mark.parametrize("line", [None, 99])
def test_a_take_from_elsewhere_belongs_to_the_first_line_of_its_words(
    bench: Bench, line: int | None
) -> None:
    bench.script.restore(Document((Line(1, "Hi me"), Line(2, "Hi me", "\n\n"))))
    bench.take_list.add([take(4, 4, line=line)], "Open")
    assert numbers(bench) == {1: [4], 2: [3, 2, 1]}
    bench.script.restore(Document((Line(1, "Well."),)))
    assert numbers(bench) == {}


def test_a_take_belongs_to_every_line_that_speaks_with_it(bench: Bench) -> None:
    bench.script.double_lines([2])
    copy = bench.script.document.lines[-1].id
    bench.takes.use(bench.take_list[2], copy)
    assert numbers(bench) == {2: [3, 2, 1], copy: [2]}
    assert bench.script.document[2].chosen is None
    bench.stack.undo()
    assert numbers(bench) == {2: [3, 2, 1]}
    for chosen in (True, False):
        bench.takes.toggle(bench.take_list[2], copy)
        assert (bench.script.document[copy].chosen is not None) is chosen
        assert bench.script.document[2].chosen is None


def test_to_use_a_take_again_is_no_step_and_one_of_other_words_is_refused(bench: Bench) -> None:
    bench.takes.use(bench.take_list[2], 2)
    steps = bench.stack.count()
    bench.takes.use(bench.take_list[2], 2)
    assert bench.uses == {2: Use.IN_SCRIPT}
    assert bench.stack.count() == steps
    bench.takes.use(bench.take_list[2], 1)
    (error,) = bench.errors
    assert error.remedy
    assert bench.script.document[1].chosen is None
