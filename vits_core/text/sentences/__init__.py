"""Cuts a text into pieces for one utterance each: paragraphs, sentences, parts of long ones."""

from vits_core.text.sentences.ends import is_abbreviated
from vits_core.text.sentences.pieces import (
    PAUSE_CLAUSE,
    PAUSE_PARAGRAPH,
    PAUSE_SECTION,
    PAUSE_SENTENCE,
    PAUSE_WORD,
    Piece,
    find_pieces,
    is_one_sentence,
    split,
)
from vits_core.text.sentences.wrapped_lines import CONTEXT, LINE_END

__all__ = [
    "CONTEXT",
    "LINE_END",
    "PAUSE_CLAUSE",
    "PAUSE_PARAGRAPH",
    "PAUSE_SECTION",
    "PAUSE_SENTENCE",
    "PAUSE_WORD",
    "Piece",
    "find_pieces",
    "is_abbreviated",
    "is_one_sentence",
    "split",
]
