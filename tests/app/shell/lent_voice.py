"""The default voice, whose weights are read and packed once for all applications of a test run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import torch

from vits_core.formats.voice_import import model_with, read_voice
from vits_core.model.vits import Vits
from vits_core.text.frontend import TextFrontend
from vits_core.voice import Voice, load_voice
from vits_core.voices.voice_config import VoiceConfig
from vits_core.voices.voice_path import voice_path

CPU = torch.device("cpu")


class PreparedVits(Vits):
    """A model that is ready for the CPU, and stays so whoever prepares it again."""

    prepared = False

    def prepare(self, device: torch.device, stage_dtype: torch.dtype) -> None:  # noqa: ARG002
        if not self.prepared:
            super().prepare(CPU, torch.float32)
            self.prepared = True


class LentVoice(Voice):
    """A voice that is warm: of the model nobody has to be the first to use it."""

    def warm_up(self, *_: object) -> None:
        self.frontend.warm_up()


@cache
def _default_voice() -> tuple[VoiceConfig, Vits, Path]:
    path = voice_path(None)
    config, state = read_voice(path)
    model = model_with(config, state)
    model.__class__ = PreparedVits
    return config, model, path


def lend_voice(source: str | None, device: str, precision: str) -> Voice:
    """What `load_voice` gives, in float32; any other voice than the default one is loaded."""
    config, model, path = _default_voice()
    if source not in (None, str(path)):
        return load_voice(source, device, precision)
    return LentVoice(config, model, TextFrontend(config.frontend), CPU, path)
