"""Emoji, which are looks and not words: people who listen ask readers to leave them out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.rewrite import Rewrite

_PICTURE = (
    "[\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u25fd\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618"
    "\u261d\u2620-\u2623\u2626-\u262f\u2638-\u263a\u2648-\u2653\u265f\u2660-\u2668\u267b-\u267f"
    "\u2692-\u26ff\u2702-\u270f\u2712-\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c"
    "\u274e\u2753-\u2757\u2763\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff\U0001f201-\U0001faff]"
)
_JOINED = "[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_EMOJI = re.compile(
    rf"{_PICTURE}(?:{_JOINED}|{_PICTURE})*+(?:\s++{_PICTURE}(?:{_JOINED}|{_PICTURE})*+)*+"
)
_KEYCAP = re.compile("(?<=[0-9#*])\ufe0f?\u20e3")

_FACE = r"[:;][-'^]?[)(\]\[DPpOo|/\\*]{1,3}|[xX]D{1,3}|\^_?\^|T_?T|[oO]_[oO]|¯\\?_?\(ツ\)_?/¯"
_EMOTICON = re.compile(rf"(?<!\S)(?:{_FACE})(?![^\s.,!?)\"”])")


def find_emoji(text: str) -> Iterator[Rewrite]:
    """Each run of emoji in `text`, without a sound; of a key's cap ("1️⃣") the frame alone.

    Faces made of punctuation are emoji as well: ":-)".
    """
    for pattern in (_EMOJI, _KEYCAP, _EMOTICON):
        for match in pattern.finditer(text):
            yield Rewrite(match.start(), match.end(), "")
