"""The script: its document follows edits, and each change is a step to undo."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from app.document.document import ChosenTake, Document
from app.document.edit import Edit
from app.session.script import Script
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesis.take_request import TakeRequest


@pytest.fixture
def stack(qtbot: QtBot) -> QUndoStack:
    return QUndoStack()


@pytest.fixture
def script(stack: QUndoStack) -> Script:
    script = Script(stack)
    script.restore(Document(after="One came. Two came."))
    script.set_front_end("en", reads_phonemes=False)
    return script


def change(script: Script, start: int, stop: int, inserted: str) -> None:
    edit = Edit(start, stop, inserted)
    script.edit(edit, edit.applied(script.document.text))


def type_words(script: Script, words: str) -> None:
    """At the end, key by key."""
    for key in words:
        end = len(script.document.text)
        change(script, end, end, key)


def ids(script: Script) -> list[int]:
    return [line.id for line in script.document]


def chosen(text: str) -> ChosenTake:
    utterance = Utterance(text, 0, len(text), ("",), (1,), ())
    return ChosenTake(TakeRequest(utterance, ProsodySettings(), Draw(1), Draw(2)), "a.onnx")


def test_a_session_begins_with_nothing_to_undo(script: Script, stack: QUndoStack) -> None:
    assert ids(script) == [1, 2]
    assert not stack.canUndo()


def test_an_edit_is_undone_with_the_lines_that_it_changed(
    script: Script, stack: QUndoStack
) -> None:
    before = script.document
    change(script, 0, 10, "")
    assert script.document.text == "Two came."
    assert ids(script) == [2]
    stack.undo()
    assert script.document == before
    stack.redo()
    assert ids(script) == [2]


def test_words_are_typed_and_undone_one_by_one(script: Script, stack: QUndoStack) -> None:
    type_words(script, " They sat.")
    texts = []
    while stack.canUndo():
        stack.undo()
        texts.append(script.document.text)
    assert texts == ["One came. Two came. They ", "One came. Two came. ", "One came. Two came."]


@pytest.mark.parametrize("places", [(18, 17, 16), (4, 4, 4)])
def test_what_is_deleted_in_one_go_is_undone_in_one_go(
    script: Script, stack: QUndoStack, places: tuple[int, ...]
) -> None:
    for place in places:
        change(script, place, place + 1, "")
    assert len(script.document.text) == 16
    assert stack.count() == 1
    stack.undo()
    assert script.document.text == "One came. Two came."


def test_what_is_pasted_is_a_step_of_its_own(script: Script, stack: QUndoStack) -> None:
    change(script, 19, 19, " Three came.")
    type_words(script, "!")
    stack.undo()
    assert script.document.text == "One came. Two came. Three came."


def test_keys_at_different_places_are_different_steps(script: Script, stack: QUndoStack) -> None:
    change(script, 3, 3, "s")
    change(script, 14, 14, "s")
    stack.undo()
    assert script.document.text == "Ones came. Two came."


def test_a_text_that_is_there_already_is_no_edit(script: Script, stack: QUndoStack) -> None:
    script.edit(Edit(0, 0, "x"), script.document.text)
    assert stack.count() == 0


def test_the_text_counts_where_the_edit_is_told_wrongly(script: Script) -> None:
    script.edit(Edit(0, 0, "x"), "One came. Two left.")
    assert script.document.text == "One came. Two left."
    assert ids(script) == [1, 2]


def test_who_shows_the_text_is_told_what_changes_it(
    script: Script, stack: QUndoStack, qtbot: QtBot
) -> None:
    change(script, 0, 3, "Nobody")
    with qtbot.waitSignal(script.text_changed) as told:
        stack.undo()
    assert told.args == ["One came. Two came."]


def test_a_take_is_chosen_and_the_choice_undone(script: Script, stack: QUndoStack) -> None:
    take = chosen("Two came.")
    script.choose(2, take, "Use take 1")
    assert script.document[2].chosen == take
    assert not script.document[2].is_stale
    assert stack.undoText() == "Use take 1"
    stack.undo()
    assert script.document[2].chosen is None


def test_a_choice_outlasts_an_edit_and_is_told_to_be_stale(script: Script) -> None:
    script.choose(2, chosen("Two came."), "Use take 1")
    change(script, 14, 18, "left")
    assert script.document.text == "One came. Two left."
    assert script.document[2].is_stale
    change(script, 14, 18, "came")
    assert not script.document[2].is_stale


def test_an_id_is_never_given_twice(script: Script, stack: QUndoStack) -> None:
    change(script, 19, 19, " Three came.")
    stack.undo()
    change(script, 19, 19, " Nobody saw it.")
    assert ids(script) == [1, 2, 4]


def test_a_restored_document_keeps_its_ids_and_new_ones_come_after(script: Script) -> None:
    kept = script.document
    later = Script(QUndoStack())
    later.restore(kept)
    change(later, 19, 19, " Three came.")
    assert ids(later) == [1, 2, 3]


def test_another_language_ends_sentences_elsewhere(script: Script, stack: QUndoStack) -> None:
    script.restore(Document(after="Es war am 5. Mai kalt. Niemand kam."))
    english = len(script.document)
    script.set_front_end("de", reads_phonemes=False)
    assert len(script.document) == 2 != english
    assert stack.count() == 0


def test_a_voice_that_reads_phonemes_has_lines_of_them(script: Script) -> None:
    script.restore(Document(after="həlˈoʊ wˈɜːld. ðɪs ɪz"))
    script.set_front_end("en", reads_phonemes=True)
    assert [line.text for line in script.document] == ["həlˈoʊ wˈɜːld.", "ðɪs ɪz"]


# -- lines -----------------------------------------------------------------------------------------


def test_a_change_of_the_lines_is_one_step(script: Script, stack: QUndoStack) -> None:
    before = script.document
    for change_lines, text in (
        (lambda: script.move_lines([2], -1), "Two came. One came."),
        (lambda: script.remove_lines([1]), "Two came."),
        (lambda: script.double_lines([2]), "One came. Two came. Two came."),
        (lambda: script.join_lines([1, 2]), "One came, Two came."),
        (lambda: script.rewrite_line(1, "Nobody came."), "Nobody came. Two came."),
        (lambda: script.split_line(1, "One", "came."), "One\n\ncame. Two came."),
        (lambda: script.replace([Edit(4, 8, "left"), Edit(14, 18, "left")]), "One left. Two left."),
    ):
        change_lines()
        assert script.document.text == text
        assert stack.count() == 1
        stack.undo()
        assert script.document == before


def test_a_change_that_changes_nothing_is_no_step(script: Script, stack: QUndoStack) -> None:
    script.move_lines([1], -1)
    script.rewrite_line(1, " One came. ")
    assert not script.join_lines([1])
    assert stack.count() == 0


def test_a_text_that_is_opened_is_one_step_with_its_headings(
    script: Script, stack: QUndoStack
) -> None:
    before = script.document
    script.open("The storm\n\nOne came.\n\nThe end\n\nNobody.", {0: 1, 22: 2})
    assert [(each.title, each.level) for each in script.document.sections] == [
        ("The storm", 1),
        ("The end", 2),
    ]
    assert ids(script)[1] == 1  # "One came." is still itself
    assert stack.count() == 1
    stack.undo()
    assert script.document == before
    stack.redo()
    assert [line.heading for line in script.document] == [1, 0, 2, 0]


def test_headings_stay_when_another_front_end_finds_the_lines(script: Script) -> None:
    script.open("The storm\n\nIt rained.", {0: 1})
    script.set_front_end("de", reads_phonemes=False)
    assert [line.heading for line in script.document] == [1, 0]


def test_the_same_text_opened_again_is_no_step(script: Script, stack: QUndoStack) -> None:
    script.open("One came. Two came.", {})
    assert stack.count() == 0
