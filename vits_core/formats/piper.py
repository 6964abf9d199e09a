"""Piper voices: an ONNX file and the JSON beside it -> config and weights.

The sizes are read off the weights' shapes and the convolutions' attributes, so every quality
tier and every number of speakers is the same case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from vits_core.errors import SettingsError, VoiceError
from vits_core.formats.onnx_tensors import OnnxTensors, damaged, read_onnx
from vits_core.formats.upstream_names import translate
from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    FlowConfig,
    ModelConfig,
    TextEncoderConfig,
)
from vits_core.records import ProsodySettings
from vits_core.text.frontend import FrontendConfig
from vits_core.voice_config import VoiceConfig

PHONEME_TYPES = ("espeak", "text")

MAX_DILATION = 1000
"""Far beyond every known voice; the padding that a dilation asks for is memory."""


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
    settings = _read_json(piper_json_path(path))
    with _described(path, "its network"):
        tensors = read_onnx(path)
        model = model_config(tensors)
        _check_layout(path, model)
        state = _state(path, tensors, len(model.decoder.resblock_kernels))
    with _described(path, "its JSON"):
        config = _voice_config(path, settings, model)
    return config, state


@contextmanager
def _described(path: Path, part: str) -> Iterator[None]:
    """Turn what damaged data does to the reader into words; `part` is what is being read."""
    try:
        yield
    except KeyError as error:
        raise damaged(path, f"{part} lacks “{error.args[0]}”") from error
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise damaged(path, f"{part} is not laid out like that of a Piper voice") from error


def _state(path: Path, tensors: OnnxTensors, resblocks_per_stage: int) -> dict[str, torch.Tensor]:
    """The weights by this project's names, in single precision."""
    state = {}
    for name, array in tensors.parameters.items():
        ours = translate(name, resblocks_per_stage)
        with np.errstate(over="ignore"):
            tensor = torch.from_numpy(np.array(array, dtype=np.float32))
        if not tensor.isfinite().all():
            raise damaged(path, f"the weights of {name} are not all numbers")
        state[ours] = tensor[0] if ".attention.relative_" in ours else tensor
    return state


def _check_layout(path: Path, model: ModelConfig) -> None:
    """Refuse sizes with which the network would not run, or would only fill the memory."""
    decoder, flow = model.decoder, model.flow
    centred = [*decoder.resblock_kernels, decoder.edge_kernel_size]
    centred += [flow.kernel_size, model.duration_predictor.kernel_size]
    dilations = [dilation for block in decoder.resblock_dilations for dilation in block]
    dilations += [flow.dilation_rate**layer for layer in range(flow.wavenet_layers)]
    if not (
        all(kernel % 2 == 1 for kernel in centred)
        and all(1 <= dilation <= MAX_DILATION for dilation in dilations)
        and all(
            1 <= rate <= kernel and (kernel - rate) % 2 == 0
            for rate, kernel in zip(decoder.upsample_rates, decoder.upsample_kernels, strict=True)
        )
        and model.latent_channels % 2 == 0
    ):
        raise damaged(path, "the sizes of its convolutions do not fit together")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise VoiceError(
            "The voice's JSON file is missing",
            where=str(path),
            remedy="A Piper voice is two files: put NAME.onnx.json beside NAME.onnx.",
        ) from error
    except (OSError, ValueError, RecursionError) as error:
        raise VoiceError(
            "The voice's JSON file cannot be read",
            where=str(path),
            remedy=f"Download it again. The reader says: {error}.",
        ) from error
    if not isinstance(settings, dict):
        raise damaged(path, "its JSON is not an object")
    return settings


def model_config(tensors: OnnxTensors) -> ModelConfig:
    """The sizes of a model from the upstream names, shapes and attributes of its parameters."""
    p = tensors.parameters
    symbols, hidden = p["enc_p.emb.weight"].shape
    relative = p["enc_p.encoder.attn_layers.0.emb_rel_k"].shape  # [1, 2 window + 1, head channels]
    speakers = p["emb_g.weight"].shape if "emb_g.weight" in p else (1, 0)
    filters, _, kernel = p["enc_p.encoder.ffn_layers.0.conv_1.weight"].shape
    return ModelConfig(
        text_encoder=TextEncoderConfig(
            num_symbols=symbols,
            hidden_channels=hidden,
            filter_channels=filters,
            heads=hidden // relative[2],
            layers=_count(p, r"enc_p\.encoder\.attn_layers\.(\d+)\."),
            kernel_size=kernel,
            attention_window=relative[1] // 2,
        ),
        duration_predictor=_duration_predictor(p),
        flow=_flow(tensors),
        decoder=_decoder(tensors),
        latent_channels=p["enc_p.proj.weight"].shape[0] // 2,
        num_speakers=speakers[0],
        speaker_channels=speakers[1],
    )


def _count(parameters: Mapping[str, Any], pattern: str) -> int:
    """How many different numbers the pattern's group takes."""
    return len({m[1] for name in parameters if (m := re.match(pattern, name))})


def _duration_predictor(p: Mapping[str, Any]) -> DurationPredictorConfig:
    if "dp.flows.0.m" not in p:
        filters, _, kernel = p["dp.conv_1.weight"].shape
        return DurationPredictorConfig(
            stochastic=False, filter_channels=filters, kernel_size=kernel
        )
    return DurationPredictorConfig(
        filter_channels=p["dp.pre.weight"].shape[0],
        kernel_size=p["dp.convs.convs_sep.0.weight"].shape[2],
        couplings=_count(p, r"dp\.flows\.([3579]|\d\d+)\."),
        separable_layers=_count(p, r"dp\.convs\.convs_sep\.(\d+)\."),
        spline_bins=(p["dp.flows.3.proj.weight"].shape[0] + 1) // 3,
    )


def _flow(tensors: OnnxTensors) -> FlowConfig:
    p = tensors.parameters
    dilations = [
        c.dilation
        for c in sorted(tensors.convolutions, key=lambda c: c.module)
        if c.module.startswith("flow.flows.0.enc.in_layers.")
    ]
    return FlowConfig(
        couplings=_count(p, r"flow\.flows\.(\d+)\.pre\."),
        wavenet_layers=_count(p, r"flow\.flows\.0\.enc\.in_layers\.(\d+)\."),
        kernel_size=p["flow.flows.0.enc.in_layers.0.weight"].shape[2],
        dilation_rate=dilations[1] if len(dilations) > 1 else 1,
    )


def _decoder(tensors: OnnxTensors) -> DecoderConfig:
    p = tensors.parameters
    convolutions = {c.module: c for c in tensors.convolutions}
    stages = _count(p, r"dec\.ups\.(\d+)\.")
    blocks = _count(p, r"dec\.resblocks\.(\d+)\.") // stages
    paired = "dec.resblocks.0.convs1.0.weight" in p
    part = "convs1" if paired else "convs"
    steps = [_count(p, rf"dec\.resblocks\.{b}\.{part}\.(\d+)\.") for b in range(blocks)]
    return DecoderConfig(
        channels=p["dec.conv_pre.weight"].shape[0],
        upsample_rates=tuple(convolutions[f"dec.ups.{i}"].stride for i in range(stages)),
        upsample_kernels=tuple(p[f"dec.ups.{i}.weight"].shape[2] for i in range(stages)),
        paired_convolutions=paired,
        resblock_kernels=tuple(
            p[f"dec.resblocks.{b}.{part}.0.weight"].shape[2] for b in range(blocks)
        ),
        resblock_dilations=tuple(
            tuple(convolutions[f"dec.resblocks.{b}.{part}.{j}"].dilation for j in range(steps[b]))
            for b in range(blocks)
        ),
        edge_kernel_size=p["dec.conv_pre.weight"].shape[2],
    )


def _voice_config(path: Path, settings: Mapping[str, Any], model: ModelConfig) -> VoiceConfig:
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
    sample_rate = int(settings["audio"]["sample_rate"])
    if not 4000 <= sample_rate <= 192_000:
        raise damaged(path, f"its sample rate is {sample_rate} Hz")
    return VoiceConfig(
        name=path.name.removesuffix(".onnx"),
        model=model,
        frontend=FrontendConfig(
            phoneme_id_map=phonemes,
            espeak_voice=espeak_voice,
            phoneme_type=kind,
            language=str(language).replace("_", "-"),
        ),
        sample_rate=sample_rate,
        speakers=_speakers(path, settings, model.num_speakers),
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


def _speakers(path: Path, settings: Mapping[str, Any], count: int) -> dict[str, int]:
    if count <= 1:
        return {}
    names = {str(k): int(v) for k, v in (settings.get("speaker_id_map") or {}).items()}
    if any(not 0 <= speaker < count for speaker in names.values()):
        raise damaged(path, f"its speaker names go beyond its {count} speakers")
    return names or {f"speaker {i}": i for i in range(count)}


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
