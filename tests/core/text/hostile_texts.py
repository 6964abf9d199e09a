"""Random texts that try to break a front-end."""

from __future__ import annotations

import random

_POOLS = (
    "abc the of s' Mr. U.S.A. don't",
    "0123456789.,$€£%",
    "\u0600\u0627\u0628\u05d0\u05d1\u200f\u200e",
    "😀👩\u200d👩🏽\ufe0f🇩🇪",
    "e\u0301a\u0308\u0336\u0300",
    "\0\x01\x1b\x7f\ud800\udfff",
    "你好，。！日本語한글",
    "[[]]^_$(){}<>\\/|~`@#&*+=",
    "-–—…“”«»¿¡'\"‘’",
    "\n\r\t \u2028\u00a0\u3000",
    "àéîõüßñçøœ",
    "हिन्दीไทย",
    "ﬁＡ𝐇½²№™Ⅳ①",
    "\ue000\U0010ffff\u0378\ufeff\u00ad\u200b",
)


def hostile_text(seed: int) -> str:
    """The same text for the same seed, of up to 500 characters."""
    source = random.Random(seed)
    pools = source.sample(_POOLS, source.randint(1, 4))
    parts = []
    for _ in range(source.choice([1, 3, 10, 40, 100])):
        pool = source.choice(pools)
        one = source.choice(pool)
        parts.append(source.choice([one, one, pool, one * source.randint(1, 9), " "]))
    return "".join(parts)[:500]
