"""A generator as it was trained, by upstream names -> what speaks, and what only training needs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from vits_core.errors import VoiceError
from vits_core.formats.upstream_model import (
    Convolution,
    check_layout,
    model_config,
    posterior_encoder_config,
    translated,
)
from vits_core.formats.voice_files import damaged, described
from vits_core.formats.weight_norm import folded
from vits_core.model.config import ModelConfig, PosteriorEncoderConfig

_DECODER_PART = re.compile(r"dec\.(?:ups\.(\d+)|resblocks\.(\d+)\.convs1?\.(\d+))\.")
_CONDITION = re.compile(r"\.(cond|cond_layer)\.")
_RELATIVES = (
    ("waveform_decoder.", "Coqui TTS"),
    ("enc_p.bert_proj.", "Bert-VITS2 or MeloTTS"),
    ("enc_p.emb_phone.", "RVC"),
    ("enc_p.f0_emb.", "so-vits-svc"),
    ("dec.subband_conv_post.", "MB-iSTFT-VITS"),
    ("dec.multistream_conv_post.", "MS-iSTFT-VITS"),
    ("net_dur_disc.", "VITS2"),
    ("flow.flows.0.pre_transformer.", "VITS2"),
    ("enc_p.encoder.spk_emb_linear.", "VITS2"),
    ("ssl_proj.", "GPT-SoVITS"),
    ("text_encoder.embed_tokens.", "Hugging Face transformers, such as MMS"),
)
"""Parts that only other families have."""


@dataclass(frozen=True)
class Layout:
    """What the weights' shapes do not show, from the settings of a training."""

    upsample_rates: Sequence[int]
    resblock_dilations: Sequence[Sequence[int]]
    hop_length: int
    """Samples a frame; 0 where it is not stated."""
    stated_in: Path
    """The file that says so."""


def trained_model(
    path: Path, weights: Mapping[str, torch.Tensor], layout: Layout
) -> tuple[ModelConfig, PosteriorEncoderConfig | None, dict[str, torch.Tensor]]:
    """The sizes of what speaks and of the posterior encoder, and all weights by our names.

    Weight norm is folded. Raises `VoiceError` for a network of another kind.
    """
    with described(path, "its network", "a VITS voice"):
        parameters = folded(weights)
        if "emb_g.weight" not in parameters:  # the reference then leaves the condition out
            parameters = {k: v for k, v in parameters.items() if not _CONDITION.search(k)}
        _check_decoder(parameters, layout)
        model = model_config(parameters, _convolutions(layout))
        blocks = len(model.decoder.resblock_kernels)
        check_layout(path, model)
        posterior_encoder = posterior_encoder_config(parameters)
        if posterior_encoder is not None and posterior_encoder.kernel_size % 2 == 0:
            raise damaged(path, "the sizes of its convolutions do not fit together")
        return model, posterior_encoder, translated(path, parameters, blocks)


def check_family(path: Path, weights: Mapping[str, torch.Tensor]) -> None:
    """Raise `VoiceError` for weights that are known to be something else, told by their names."""
    for beginning, family in _RELATIVES:
        if any(name.startswith(beginning) for name in weights):
            raise VoiceError(
                f"This is a checkpoint of {family}, which is not supported",
                where=str(path),
                remedy="Choose a voice of the original VITS or of Piper.",
            )
    if any(name.startswith("model.text_encoder.") for name in weights):
        raise VoiceError(
            "This is a training checkpoint, not yet a voice",
            where=str(path),
            remedy="Export it with “vits-studio train export”, then open the exported voice.",
        )
    if all(name.startswith("discriminators.") for name in weights):
        raise VoiceError(
            "This file contains discriminators, which only training needs",
            where=str(path),
            remedy="Choose the file beside it whose name begins with G_ instead of D_.",
        )


def _check_decoder(parameters: Mapping[str, torch.Tensor], layout: Layout) -> None:
    """Raise `VoiceError` where the weights are those of another decoder."""
    rates, blocks = layout.upsample_rates, layout.resblock_dilations
    parts = {match.groups() for name in parameters if (match := _DECODER_PART.match(name))}
    steps = [len(dilations) for dilations in blocks]
    if (
        len(parts) != len(rates) * (1 + sum(steps))
        or not all(
            int(stage) < len(rates)
            if stage
            else int(block) < len(rates) * len(steps) and int(step) < steps[int(block) % len(steps)]
            for stage, block, step in parts
        )
        or layout.hop_length not in (0, math.prod(rates))
    ):
        raise VoiceError(
            "The settings describe a decoder of a different size than the checkpoint's",
            where=str(layout.stated_in),
            remedy="Use the settings the checkpoint was trained with.",
        )


def _convolutions(layout: Layout) -> dict[str, Convolution]:
    """The convolutions whose strides and dilations a checkpoint leaves to its settings."""
    rates = enumerate(layout.upsample_rates)
    found = [Convolution(f"dec.ups.{i}", stride=rate) for i, rate in rates]
    for block, dilations in enumerate(layout.resblock_dilations):
        for step, dilation in enumerate(dilations):
            for part in ("convs1", "convs"):
                module = f"dec.resblocks.{block}.{part}.{step}"
                found.append(Convolution(module, dilation=dilation))
    return {each.module: each for each in found}
