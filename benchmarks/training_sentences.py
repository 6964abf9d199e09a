"""Short sentences of few words in many combinations, to be learned in little time."""

from __future__ import annotations

WHO = (
    "My sister", "The old man", "A stranger", "The captain", "Our driver", "The baker",
    "A young woman", "His mother", "The doctor", "The teacher", "Her brother", "The gardener",
    "A neighbour", "The whole family", "Nobody", "Everybody",
)  # fmt: skip
DID = (
    "opened the window", "wrote a letter", "waited for the train", "walked along the river",
    "bought some bread", "told a story", "sang a song", "forgot the key", "called the office",
    "painted the fence", "fed the horses", "read the newspaper", "looked at the map",
    "cooked a soup", "lost the tickets", "closed the shop", "turned off the light",
    "cleaned the kitchen",
)  # fmt: skip
HELD_OUT = 24


def sentences() -> tuple[list[str], list[str]]:
    """Those to train with, and those to measure with; none is in both, but each one's words are."""
    both = [f"{who} {did}." for who in WHO for did in DID]
    step = len(both) // HELD_OUT
    # Neighbours share their beginning; a step that is prime to the rows spreads what is held out.
    held_out = [both[(i * step + i // 4) % len(both)] for i in range(HELD_OUT)]
    return [each for each in both if each not in held_out], held_out


def grammar() -> str:
    """All of the sentences, for a recogniser that is to decide between them (JSGF)."""
    who, did = (" | ".join(each).lower() for each in (WHO, DID))
    return f"#JSGF V1.0;\ngrammar sentences;\npublic <sentence> = ({who}) ({did});\n"
