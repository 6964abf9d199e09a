"""A document comes back from its file as it was, and what is no document is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.delivery import Delivery
from app.document.document import ChosenTake, Document, Line
from app.document.document_json import (
    FORMAT_VERSION,
    NewerScriptError,
    document_from_json,
    document_to_json,
    read_document,
)
from app.document.slots import FitBounds, Slot
from vits_core.errors import TextError
from vits_core.prosody.steering import Arc, Draw, Timing, splice
from vits_core.records import ProsodySettings, Skipped, Utterance, Word
from vits_core.synthesis.take_request import TakeRequest

REQUEST = TakeRequest(
    Utterance(
        "Hi me", 0, 5, ("", "h", "i"), (1, 2, 3), (Word("Hi", 0, 2, 0, 2),), 0.25,
        (Skipped("x", 1, 2, "no sound"),),
    ),
    ProsodySettings(0.1, 0.2, 1.5),
    Arc(Draw(1, ((0, 7),)), Draw(2), 0.25),
    Draw(3),
    2,
    Timing(pins=((1, 9),), stretches=((2, 1.25),), frames=40),
)  # fmt: skip
CHOSEN = ChosenTake(REQUEST, "/voices/joe.onnx")
COMP = replace(
    CHOSEN,
    request=replace(
        REQUEST,
        rhythm=splice(Draw(1), {1: Draw(2), 2: REQUEST.rhythm}),
        expression=splice(Draw(3), {1: Draw(2)}),
    ),
)
DOCUMENT = Document(
    (
        Line(4, "Hi me", "\n  ", 0.25, CHOSEN, heading=2),
        Line(7, "half a pair \ud83d „so“", " ", 0.55, asked=True),
    ),
    "\n",
)

texts = st.text(min_size=1, max_size=12)
seeds = st.none() | st.integers(0, 2**63 - 1)
deliveries = st.builds(
    Delivery,
    st.none() | texts,
    st.none() | st.floats(0, 4),
    st.none() | st.floats(0, 4),
    st.none() | st.floats(0.1, 10),
    seeds,
    seeds,
)
own_voices = st.none() | st.just("") | texts
lines = st.builds(
    Line,
    st.just(0),
    texts,
    st.text(" \n\t", max_size=3),
    st.floats(0, 60),
    st.sampled_from((None, CHOSEN, COMP)),
    st.builds(lambda delivery, voice: replace(delivery, voice=voice), deliveries, own_voices),
    st.none() | st.floats(0, 60),
    st.integers(0, 9),
    st.none() | st.tuples(st.floats(0, 99), st.floats(0, 99)).map(lambda both: Slot(*sorted(both))),
)
fits = st.builds(FitBounds, st.floats(0.1, 1), st.floats(1, 10), st.booleans())


@given(st.lists(lines, max_size=6), st.text(" \n", max_size=2), texts, deliveries, fits)
def test_save_and_load_give_back_an_equal_document(
    lines: list[Line], after: str, voice: str, delivery: Delivery, fit: FitBounds
) -> None:
    numbered = tuple(replace(line, id=place) for place, line in enumerate(lines))
    document = Document(numbered, after, voice, delivery, fit)
    again = document_from_json(document_to_json(document).encode("ascii"))
    assert again == document
    assert again.text == document.text


def test_a_file_has_a_line_for_each_line_of_the_script() -> None:
    written = document_to_json(DOCUMENT).splitlines()
    (place,) = (at for at, line in enumerate(written) if '"half a pair' in line)
    changed = Document((DOCUMENT.lines[0], Line(7, "Others", " ", 0.55)), "\n")
    different = [
        at
        for at, (one, other) in enumerate(
            zip(written, document_to_json(changed).splitlines(), strict=True)
        )
        if one != other
    ]
    assert different == [place]


def test_a_file_from_before_there_were_headings_opens() -> None:
    data = json.loads(document_to_json(DOCUMENT))
    assert [line.pop("heading", None) for line in data["lines"]] == [2, None]
    assert [line.heading for line in document_from_json(json.dumps(data))] == [0, 0]


def test_a_script_asks_for_the_first_version_that_knows_what_it_has() -> None:
    spliced = Document((replace(DOCUMENT.lines[0], chosen=COMP),))
    own_voice = Document((replace(DOCUMENT.lines[0], delivery=Delivery(voice="")),))
    versions = [
        json.loads(document_to_json(each))["format_version"]
        for each in (DOCUMENT, spliced, own_voice)
    ]
    assert versions == [1, 2, FORMAT_VERSION]


def changed(**values: object) -> str:
    return json.dumps({**json.loads(document_to_json(DOCUMENT)), **values})


def line_with(**values: object) -> str:
    data = json.loads(document_to_json(DOCUMENT))
    data["lines"][0].update(values)
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "7", "[" * 100_000, changed(format="vits-studio takes"), changed(lines=None),
        changed(after=3), line_with(id=7), line_with(id=-1), line_with(id=1.5), line_with(text=1),
        line_with(pause="long"), line_with(pause=-1.0), line_with(pause=1e999),
        line_with(chosen={"voice": "a"}), changed(format_version="1"), changed(voice=None),
        changed(delivery={"length_scale": 0}), changed(delivery={"mood": 1}),
        line_with(delivery={"rhythm_seed": 1.5}), line_with(delivery={"speaker": 3}),
        line_with(delivery={"noise_scale": "high"}), line_with(gap=-1.0),
        line_with(delivery={"voice": 3}), changed(delivery={"voice": "/anna.onnx"}),
        line_with(slot=[1.0]), line_with(slot=[2.0, 1.0]), line_with(slot=[-1.0, 1.0]),
        line_with(slot="ab"), changed(fit={"fastest": 0.8}), changed(fit={"fastest": 2.0}),
        line_with(heading=-1), line_with(heading="1"), line_with(heading=99),
    ],
)  # fmt: skip
def test_what_is_no_script_is_told(text: str) -> None:
    with pytest.raises(TextError, match="not a script"):
        document_from_json(text)


@pytest.mark.parametrize("text", ["no JSON", changed(lines=[{}])])
def test_what_is_wrong_with_a_file_names_it(text: str, tmp_path: Path) -> None:
    path = tmp_path / "tale.vits-script"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TextError, match="not a script") as told:
        read_document(path)
    assert told.value.where == str(path)
    assert told.value.remedy


def test_a_newer_format_is_told() -> None:
    with pytest.raises(NewerScriptError, match="newer version") as told:
        document_from_json(changed(format_version=FORMAT_VERSION + 1))
    assert told.value.remedy
