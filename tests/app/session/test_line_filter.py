"""Which lines a filter lets through."""

from __future__ import annotations

import pytest

from app.document.document import Line
from app.session.line_filter import LineFilter
from app.session.line_states import LineState, LineStatus
from tests.app.ui.script.made_lines import chosen_for

PLAIN = Line(1, "One came.")
CHOSEN = Line(2, "Two came.", chosen=chosen_for("Two came."))
NOT_MADE, BEING_MADE, MADE = LineState.NOT_MADE, LineState.BEING_MADE, LineState.MADE
STALE, FAILED = LineState.STALE, LineState.FAILED


@pytest.mark.parametrize(
    ("lines", "states"),
    [
        (LineFilter.ALL, set(LineState)),
        (LineFilter.NOT_MADE, {NOT_MADE, BEING_MADE}),
        (LineFilter.STALE, {STALE}),
        (LineFilter.FAILED, {FAILED}),
    ],
)
def test_a_state_is_looked_for(lines: LineFilter, states: set[LineState]) -> None:
    for state in LineState:
        assert lines.accepts(PLAIN, LineStatus(state)) is (state in states)


def test_lines_with_a_choice_are_told_from_those_without() -> None:
    made = LineStatus(MADE)
    assert LineFilter.CHOSEN.accepts(CHOSEN, made)
    assert not LineFilter.CHOSEN.accepts(PLAIN, made)
    assert LineFilter.NOT_CHOSEN.accepts(PLAIN, made)
    assert not LineFilter.NOT_CHOSEN.accepts(CHOSEN, made)


def test_lines_that_are_too_long_for_their_times_are_found_in_any_state() -> None:
    for state in LineState:
        assert LineFilter.TOO_LONG.accepts(PLAIN, LineStatus(state, over=0.2))
        assert not LineFilter.TOO_LONG.accepts(PLAIN, LineStatus(state, late=0.2))
