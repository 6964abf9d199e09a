"""Lines that are due, without a voice."""

from __future__ import annotations

from collections.abc import Iterable

from app.document.document import Line
from app.document.line_request import LineRequest
from app.session.line_sounds import LineKey
from app.session.run import DueLine
from tests.app.export.exported import VOICE
from vits_core.records import ProsodySettings


def due(lines: Iterable[Line]) -> tuple[DueLine, ...]:
    """The lines as a script of no settings asks for them."""
    requests = ((line, _request(line)) for line in lines)
    return tuple(DueLine(line, request, LineKey.of(request, VOICE)) for line, request in requests)


def _request(line: Line) -> LineRequest:
    return LineRequest(line.id, line.text, 0.0, ProsodySettings(), 1, 2, None)
