"""What is said of the sounds of a document's lines, each of which counts from its own beginning."""

from __future__ import annotations

from app.files.provenance import in_one_text
from tests.app.ui.made_take import made_take


def test_sentences_are_put_into_one_text_line_by_line() -> None:
    text, takes = in_one_text(made_take(start) for start in (0, 3))
    assert text == "Hi me\nHi me\n"
    for take in takes:
        assert text[take.utterance.start : take.utterance.stop] == "Hi me"
        for word in take.utterance.words:
            assert text[word.start : word.stop] == word.text
