"""How well sentence ends are found: here, and by libraries that could take over.

    python -m benchmarks.sentence_ends [FILE …]

reads texts with one sentence a line, joins them by spaces, and counts the ends that each splitter
finds: precision, recall, F1, and the texts that are split wholly as written. pysbd and syntok are
compared if they are installed. `sentence_ends.txt` was written after the rules and not tried
before: F1 was 97.5%. The kinds of errors that it showed were mended then.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import sentencex

from tests.core.text.gold_sentences import GoldText, read_gold
from vits_core.text.sentences import find_pieces

Splitter = Callable[[str, str], list[int]]
"""A text and its language to the ends of its sentences, in characters that are no spaces."""


def _ends(sentences: Sequence[str]) -> list[int]:
    ends, at = [], 0
    for sentence in sentences:
        at += len("".join(sentence.split()))
        ends.append(at)
    return ends


def _ours(text: str, language: str) -> list[int]:
    return _ends([text[p.start : p.stop] for p in find_pieces(text, language)])


def _sentencex(text: str, language: str) -> list[int]:
    return _ends(list(sentencex.segment(language, text)))


def _pysbd(text: str, language: str) -> list[int]:
    segmenter = import_module("pysbd").Segmenter
    try:
        found = segmenter(language=language, clean=False)
    except ValueError:  # it does not have the language
        found = segmenter(language="en", clean=False)
    return _ends(found.segment(text))


def _syntok(text: str, _language: str) -> list[int]:
    paragraphs = import_module("syntok.segmenter").analyze(text)
    return _ends(
        ["".join(token.value for token in one) for paragraph in paragraphs for one in paragraph]
    )


def _available() -> dict[str, Splitter]:
    found: dict[str, Splitter] = {"ours": _ours, "sentencex": _sentencex}
    for name, splitter in {"pysbd": _pysbd, "syntok": _syntok}.items():
        try:
            import_module(name)
        except ImportError:
            print(f"({name} is not installed)")
        else:
            found[name] = splitter
    return found


def _row(name: str, splitter: Splitter, texts: Sequence[GoldText]) -> str:
    right = found = gold = whole = 0
    began = time.process_time()
    for text in texts:
        expected = set(_ends(text.sentences)[:-1])
        ends = splitter(text.text, text.language)
        inner = set(ends[:-1])
        right, found, gold = right + len(expected & inner), found + len(inner), gold + len(expected)
        whole += expected == inner
    seconds = time.process_time() - began
    precision, recall = right / max(found, 1), right / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"| {name} | {precision:.1%} | {recall:.1%} | {f1:.1%} | {whole} of {len(texts)} |"
        f" {1e6 * seconds / sum(len(text.text) for text in texts):.1f} |"
    )


def main() -> None:
    """Print a table for each file."""
    files = [Path(name) for name in sys.argv[1:]]
    for file in files or [Path(__file__).with_suffix(".txt")]:
        texts = list(read_gold(file))
        count = sum(len(text.sentences) for text in texts)
        languages = len({text.language for text in texts})
        print(f"\n{file.name}: {count} sentences, {languages} languages\n")
        print("| | precision | recall | F1 | whole texts | µs a character |")
        print("|---|---|---|---|---|---|")
        for name, splitter in _available().items():
            print(_row(name, splitter, texts))


if __name__ == "__main__":
    main()
