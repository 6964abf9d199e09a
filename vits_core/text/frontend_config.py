"""What a voice says about its text front-end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrontendConfig:
    """How a voice turns text into token ids; plain data, stored with the voice."""

    phoneme_id_map: Mapping[str, tuple[int, ...]]
    """Symbol -> its token ids; "_", "^" and "$" are blank, beginning and end."""
    espeak_voice: str = "en-us"
    """espeak-ng's name of the language; empty where espeak is not used."""
    phoneme_type: str = "espeak"
    """"espeak" for phonemes, "text" for plain characters."""
    language: str = "en"
    """BCP 47 code, for sentence boundaries and numbers."""
