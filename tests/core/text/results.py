"""What the tests ask of a front-end's results."""

from __future__ import annotations

from collections.abc import Iterable

from vits_core.records import Skipped, Utterance
from vits_core.text.frontend import TextFrontend

MARKS = " ,.;:!?"


def spoken(frontend: TextFrontend, text: str) -> list[Utterance]:
    return [r for r in frontend.utterances(text) if isinstance(r, Utterance)]


def phonemes(frontend: TextFrontend, text: str) -> str:
    return " ".join(u.phonemes for u in spoken(frontend, text))


def word_sounds(frontend: TextFrontend, text: str) -> list[tuple[str, str]]:
    """Each word with the phonemes of its tokens."""
    return [
        (w.text, "".join(u.symbols[w.token_start : w.token_stop]).strip(MARKS))
        for u in spoken(frontend, text)
        for w in u.words
    ]


def notes(results: Iterable[Utterance | Skipped]) -> list[Skipped]:
    """All that was skipped, inside of utterances and on its own."""
    found: list[Skipped] = []
    for result in results:
        found += [result] if isinstance(result, Skipped) else result.skipped
    return found


def check_structure(text: str, results: list[Utterance | Skipped], most_symbols: int) -> None:
    """Fail if an offset is wrong, words overlap, or a letter or digit is lost in silence."""
    assert results
    covered: set[int] = set()
    last = 0
    for note in notes(results):
        assert text[note.start : note.stop] == note.text
        assert note.reason
        covered.update(range(note.start, note.stop))
    for utterance in results:
        if isinstance(utterance, Skipped):
            continue
        assert utterance.start >= last
        last = utterance.stop
        assert text[utterance.start : last] == utterance.text
        assert sum(1 for s in utterance.symbols if s) <= most_symbols
        assert utterance.words
        token = character = 0
        for word in utterance.words:
            assert text[word.start : word.stop] == word.text
            assert max(character, utterance.start) <= word.start < word.stop <= utterance.stop
            assert token <= word.token_start < word.token_stop <= len(utterance.token_ids)
            assert any(utterance.symbols[word.token_start : word.token_stop])
            token, character = word.token_stop, word.stop
            covered.update(range(word.start, word.stop))
    lost = [(i, c) for i, c in enumerate(text) if c.isalnum() and i not in covered]
    assert not lost
