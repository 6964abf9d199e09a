"""Piper voices: an ONNX file and the JSON beside it -> config and weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from vits_core.errors import SettingsError, VoiceError
from vits_core.formats.folded_factors import unfolded
from vits_core.formats.onnx_tensors import read_onnx
from vits_core.formats.upstream_model import check_layout, model_config, translated
from vits_core.formats.voice_files import (
    damaged,
    described,
    read_json,
    sample_rate_of,
    speaker_ids,
)
from vits_core.model.config import ModelConfig
from vits_core.records import ProsodySettings
from vits_core.text.frontend import FrontendConfig
from vits_core.voices.voice_config import VoiceConfig

PHONEME_TYPES = ("espeak", "text")

FAMILY = "a Piper voice"
_TWO_FILES = "A Piper voice is two files: put NAME.onnx.json beside NAME.onnx."


def piper_json_path(path: Path) -> Path:
    """The JSON that belongs to a Piper ONNX file: `voice.onnx.json`, or `voice.json`."""
    beside = path.with_name(path.name + ".json")
    return (
        beside
        if beside.exists() or not path.with_suffix(".json").exists()
        else path.with_suffix(".json")
    )


def read_piper(path: Path) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    """Read a Piper voice; raises `VoiceError` when it is missing, damaged or of another kind."""
    settings = read_json(piper_json_path(path), _TWO_FILES)
    with described(path, "its network", FAMILY):
        onnx = read_onnx(path)
        convolutions = {each.module: each for each in onnx.convolutions}
        model = model_config(onnx.parameters, convolutions)
        check_layout(path, model)
        with np.errstate(over="ignore"):
            arrays = {k: np.array(v, dtype=np.float32) for k, v in onnx.parameters.items()}
        arrays = unfolded(path, arrays, onnx.uses, model)
        tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
        state = translated(path, tensors, len(model.decoder.resblock_kernels))
    with described(path, "its JSON", FAMILY):
        config = piper_voice_config(path, settings, model)
    return config, state


def piper_voice_config(path: Path, settings: Mapping[str, Any], model: ModelConfig) -> VoiceConfig:
    """What Piper's JSON tells of a voice whose network has these sizes.

    Raises `VoiceError` or, for a JSON of another layout, what `described` turns into one.
    """
    phonemes = _phoneme_ids(path, settings, model.text_encoder.num_symbols)
    # Old files spell the enumeration's name: "PhonemeType.ESPEAK".
    kind = str(settings.get("phoneme_type", "espeak")).removeprefix("PhonemeType.").lower()
    if kind not in PHONEME_TYPES:
        raise VoiceError(
            f"The voice reads its text as {kind}, which is not supported",
            where=str(path),
            remedy="Choose a voice whose phoneme type is espeak or text.",
        )
    espeak_voice = str(settings["espeak"]["voice"]) if kind == "espeak" else ""
    language = (settings.get("language") or {}).get("code") or espeak_voice or "en"
    hop = settings.get("hop_length", model.hop_length)
    if hop != model.hop_length:
        raise damaged(path, f"hop_length is {hop} in the JSON, {model.hop_length} in the network")
    return VoiceConfig(
        name=path.name.removesuffix(path.suffix),
        model=model,
        frontend=FrontendConfig(
            phoneme_id_map=phonemes,
            espeak_voice=espeak_voice,
            phoneme_type=kind,
            language=str(language).replace("_", "-"),
        ),
        sample_rate=sample_rate_of(path, settings["audio"], "sample_rate"),
        speakers=speaker_ids(path, settings.get("speaker_id_map") or {}, model.num_speakers),
        defaults=_defaults(settings.get("inference") or {}),
    )


def _phoneme_ids(path: Path, settings: Mapping[str, Any], rows: int) -> dict[str, tuple[int, ...]]:
    phonemes = {
        str(symbol): tuple(int(i) for i in ids)
        for symbol, ids in settings["phoneme_id_map"].items()
    }
    for symbol, ids in phonemes.items():
        if not ids or not all(0 <= i < rows for i in ids):
            raise damaged(
                path, f"the ids {list(ids)} of “{symbol}” are not among its {rows} symbols"
            )
    for symbol in "_^$":
        if symbol not in phonemes:
            raise damaged(path, f"its symbols lack “{symbol}”")
    return phonemes


def _defaults(inference: Mapping[str, Any]) -> ProsodySettings:
    """The voice's usual settings; Piper spells the duration noise `noise_w`."""
    usual = ProsodySettings()
    try:
        return ProsodySettings(
            noise_scale=float(inference.get("noise_scale", usual.noise_scale)),
            duration_noise_scale=float(inference.get("noise_w", usual.duration_noise_scale)),
            length_scale=float(inference.get("length_scale", usual.length_scale)),
        )
    except SettingsError:
        return usual
