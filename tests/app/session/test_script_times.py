"""How long the script is, and when each of its lines is heard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.document import Document, Line
from app.session.script_times import (
    SECONDS_A_CHARACTER,
    LineLength,
    ScriptTimes,
    script_times,
)

DOCUMENT = Document((
    Line(4, "Before all.", pause=0.25),
    Line(7, "One", "\n\n", pause=0.55, heading=1),
    Line(9, "A line of forty characters, or about it.", "\n\n", pause=0.25),
    Line(2, "Two", "\n\n", pause=0.55, heading=2),
    Line(3, "The end.", "\n\n", pause=0.55),
))  # fmt: skip


def times_of(lengths: dict[int, LineLength], scale: float = 1.0) -> ScriptTimes:
    return script_times(
        DOCUMENT, lambda line: lengths.get(line.id), scale, lambda line: line.pause * scale
    )


def test_while_nothing_is_made_the_length_is_that_of_the_words() -> None:
    times = times_of({}, 2.0)
    assert not times.exact
    characters = sum(len(line.text) for line in DOCUMENT)
    pauses = sum(line.pause for line in DOCUMENT.lines[:-1])
    assert times.seconds == pytest.approx(2 * (characters * SECONDS_A_CHARACTER + pauses))


def test_what_is_made_tells_how_long_the_rest_is() -> None:
    made = LineLength(8.0, 2.0)  # 40 characters: a tenth of a second each at length scale 1
    times = times_of({9: made})
    assert times.known.tolist() == [False, False, True, False, False]
    long = np.diff(times.starts)
    assert long[2] == pytest.approx(8.0 + 0.25)
    assert long[4] == pytest.approx(8 * 0.1)
    assert long[0] == pytest.approx(11 * 0.1 + 0.25)


def test_what_would_sound_otherwise_now_is_estimated() -> None:
    stale = LineLength(8.0, 2.0, is_now=False)
    times = times_of({9: stale})
    assert not times.known.any()
    assert np.diff(times.starts)[2] == pytest.approx(4.0 + 0.25)


def test_a_script_that_is_made_is_as_long_as_its_lines_and_the_silence_between_them() -> None:
    lengths = {line.id: LineLength(float(place + 1), 1.0) for place, line in enumerate(DOCUMENT)}
    times = times_of(lengths)
    assert times.exact
    assert times.seconds == pytest.approx(1 + 2 + 3 + 4 + 5 + 0.25 + 0.55 + 0.25 + 0.55)


def test_lines_that_begin_at_certain_times_do_so_whatever_the_others_are_estimated_at() -> None:
    fixed = {4: 1.5, 9: 2.0, 3: 60.0}
    times = script_times(
        DOCUMENT, lambda _: None, 1.0, lambda line: line.pause, lambda line: fixed.get(line.id)
    )
    first, second, third, _, last, end = times.starts
    assert (first, third, last) == (1.5, 2.0, 60.0)
    assert first <= second <= third
    assert end == pytest.approx(60.0 + 8 * SECONDS_A_CHARACTER)
    assert times.at(0.5) == (0, 0.0)


def test_a_script_without_lines_has_no_length() -> None:
    times = script_times(Document(), lambda _: None, 1.0, lambda _: 0.0)
    assert times.seconds == 0.0
    assert times.at(1.0) is None


@given(st.floats(-1, 100))
def test_a_second_is_in_the_line_that_is_heard_then(seconds: float) -> None:
    times = times_of({9: LineLength(8.0, 1.0)})
    at = times.at(seconds)
    assert at is not None
    place, within = at
    assert 0.0 <= within <= times.length(place) + 1e-6
    assert times.starts[place] + within == pytest.approx(
        min(max(seconds, 0.0), times.seconds), abs=1e-6
    )


@pytest.mark.parametrize(("place", "title"), [(0, None), (1, "One"), (2, "One"), (4, "Two")])
def test_a_line_is_in_the_innermost_section(place: int, title: str | None) -> None:
    section = times_of({}).section_at(place)
    assert (section and section.title) == title
