"""Everyday prose of any length, of which hardly two sentences are equal."""

from __future__ import annotations

import random

WORDS_A_MINUTE = 200
"""How fast the default voice reads it, pauses included."""

_WHO = (
    "the old man", "my sister", "a neighbour", "the teacher", "her brother", "the captain",
    "a young woman", "the whole family", "our driver", "the child next door", "nobody", "everybody",
    "the baker", "his mother", "a stranger", "the doctor", "two friends of mine", "the gardener",
)  # fmt: skip
_DID = (
    "opened the window", "wrote a letter", "waited for the train", "walked along the river",
    "bought some bread", "told a story", "sang a song", "forgot the key", "called the office",
    "painted the fence", "fed the horses", "read the newspaper", "looked at the map",
    "turned off the light", "cooked a soup", "lost the tickets", "closed the shop",
)  # fmt: skip
_WHERE = (
    "in the garden", "at the station", "behind the house", "on the way home", "near the harbour",
    "in the kitchen", "across the street", "under the bridge", "at the end of the road",
    "in a small town by the sea", "outside the theatre", "on the second floor",
)  # fmt: skip
_WHEN = (
    "early in the morning", "after the rain", "last week", "before breakfast", "on a cold evening",
    "late at night", "in the middle of the winter", "once a year", "as soon as the bell rang",
    "during the long summer", "at half past seven", "without a word",
)  # fmt: skip
_JOINTS = (", and ", ", but ", " because ", " while ", "; ", " although ")
_ENDS = (".", ".", ".", ".", "?", "!")


def prose(words: int, seed: int = 0) -> str:
    """Some `words` words (a few more) in sentences of 4 to 40, in paragraphs."""
    choose = random.Random(seed)
    paragraphs: list[str] = []
    count = 0
    while count < words:
        sentences: list[str] = []
        while count < words and len(sentences) < 6:
            sentences.append(_sentence(choose))
            count += len(sentences[-1].split())
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def _sentence(choose: random.Random) -> str:
    clauses = choose.choices((1, 2, 3), weights=(4, 3, 1))[0]
    text = _clause(choose)
    for _ in range(clauses - 1):
        text += choose.choice(_JOINTS) + _clause(choose)
    return text[0].upper() + text[1:] + choose.choice(_ENDS)


def _clause(choose: random.Random) -> str:
    parts = [choose.choice(_WHO), choose.choice(_DID)]
    if choose.random() < 0.7:
        parts.append(choose.choice(_WHERE))
    if choose.random() < 0.5:
        parts.append(choose.choice(_WHEN))
    return " ".join(parts)
