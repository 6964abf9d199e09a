"""How a voice of the original repository reads text: its symbols and its cleaners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from vits_core.errors import VoiceError
from vits_core.text.frontend import FrontendConfig
from vits_core.text.tokens import BLANK

_PUNCTUATION = ';:,.!?¡¿—…"«»“” '
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_IPA = (
    "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃ"
    "ˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'̩'ᵻ"
)
SYMBOLS = ("_", *_PUNCTUATION, *_LETTERS, *_IPA)
"""The original symbol table, by id; `'` is there twice, and the second one is used."""

BLANK_ID = 0
_TAKEN_MARKS = ';:,.!?"'
"""What is left of the punctuation when the original's cleaners have made the text ASCII."""
_STRESS = "ˈˌ"
_LETTER_CLEANERS = ("basic_cleaners", "transliteration_cleaners")


def frontend_config(path: Path, settings: Mapping[str, Any], rows: int) -> FrontendConfig:
    """The front-end that the JSON at `path` asks for, of a voice with `rows` symbols.

    Raises `VoiceError` for symbols that are not those of the network.
    """
    data = settings["data"]
    ids = _symbol_ids(path, settings.get("symbols"), rows)
    if data.get("add_blank", True):
        ids[BLANK] = (BLANK_ID,)
    cleaners = data.get("text_cleaners") or []
    cleaners = [cleaners] if isinstance(cleaners, str) else [str(each) for each in cleaners]
    # Begin and end are Piper's; some descendants write sounds with their signs.
    config = partial(FrontendConfig, ids, framing=BLANK)
    match cleaners:
        case ["english_cleaners2"]:
            return config(espeak_voice="en-us", marks=_TAKEN_MARKS)
        case ["english_cleaners"]:
            return config(espeak_voice="en-us", marks="", untrained=_STRESS)
        case [name] if name in _LETTER_CLEANERS:
            return config(espeak_voice="", phoneme_type="text")
    named = f"“{', '.join(cleaners)}”" if cleaners else "another program"
    return config(
        espeak_voice="",
        phoneme_type="phonemes",
        remark=f"the voice was trained on text prepared by {named}, which is not known here, so "
        "the text is taken as the voice's phonemes",
    )


def _symbol_ids(path: Path, stated: Sequence[str] | None, rows: int) -> dict[str, tuple[int, ...]]:
    """Symbol -> id, without the blank; descendants of the original state their own symbols."""
    symbols = SYMBOLS if stated is None else tuple(str(symbol) for symbol in stated)
    if len(symbols) != rows:
        raise VoiceError(
            f"The voice has {rows} symbols, but only {len(symbols)} are known",
            where=str(path),
            remedy=(
                'List them in the JSON as "symbols", in the order of the symbols.py the '
                "voice was trained with."
            ),
        )
    return {symbol: (i,) for i, symbol in enumerate(symbols) if symbol not in ("", BLANK)}
