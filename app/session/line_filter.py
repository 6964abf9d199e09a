"""Which lines of the script are looked at."""

from __future__ import annotations

from enum import StrEnum

from app.document.document import Line
from app.session.line_states import LineState, LineStatus


class LineFilter(StrEnum):
    """All lines, or those that there is something to do about."""

    ALL = "all"
    NOT_MADE = "not_made"
    STALE = "stale"
    FAILED = "failed"
    TOO_LONG = "too_long"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"

    def accepts(self, line: Line, status: LineStatus) -> bool:
        """Whether a line is one of those."""
        match self:
            case LineFilter.NOT_MADE:
                return status.state in (LineState.NOT_MADE, LineState.BEING_MADE)
            case LineFilter.STALE:
                return status.state is LineState.STALE
            case LineFilter.FAILED:
                return status.state is LineState.FAILED
            case LineFilter.TOO_LONG:
                return status.over > 0
            case LineFilter.CHOSEN:
                return line.chosen is not None
            case LineFilter.NOT_CHOSEN:
                return line.chosen is None
        return True
