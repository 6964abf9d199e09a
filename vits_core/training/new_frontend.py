"""The text front-end of a voice that is trained from nothing."""

from __future__ import annotations

import json

from vits_core.formats.piper import piper_json_path
from vits_core.text.frontend import FrontendConfig
from vits_core.voices.voice_path import default_voice_path


def new_frontend(language: str = "en-us") -> FrontendConfig:
    """Piper's table of phonemes, which has those of every language that espeak knows, and espeak's
    voice of that name.

    A phoneme that the recordings never have stays untrained.
    """
    path = piper_json_path(default_voice_path())
    symbols = json.loads(path.read_text(encoding="utf-8"))["phoneme_id_map"]
    ids = {str(symbol): tuple(int(i) for i in row) for symbol, row in symbols.items()}
    return FrontendConfig(ids, espeak_voice=language, language=language)
