"""Documents and states of lines made by hand."""

from __future__ import annotations

from collections.abc import Iterable

from app.document.document import ChosenTake, Document, Line
from app.session.line_states import LineState, LineStatus, TakeSketch
from tests.app.ui.made_take import made_take
from vits_core.prosody.steering import Draw
from vits_core.records import ProsodySettings, Utterance
from vits_core.synthesis.take_request import TakeRequest

MADE = LineStatus(LineState.MADE, (TakeSketch.of(made_take(repeats=5)),))


def document_with(ids: Iterable[int]) -> Document:
    """A line "Line 3 came." for each id, in this order."""
    lines = [Line(each, f"Line {each} came.", " " if place else "")
             for place, each in enumerate(ids)]  # fmt: skip
    return Document(tuple(lines))


def chosen_for(text: str) -> ChosenTake:
    utterance = Utterance(text, 0, len(text), ("",), (1,), ())
    return ChosenTake(TakeRequest(utterance, ProsodySettings(), Draw(1), Draw(2)), "a.onnx")
