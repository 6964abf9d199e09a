"""A model by the names of the original repository -> its sizes, and its weights by our names.

Every family that descends from the original code (its checkpoints, Piper's, their exports) comes
through here. The sizes are read off the weights' shapes and the convolutions' attributes, so every
quality tier and every number of speakers is the same case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from vits_core.formats.upstream_names import translate
from vits_core.formats.voice_files import damaged
from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    FlowConfig,
    ModelConfig,
    PosteriorEncoderConfig,
    TextEncoderConfig,
)

MAX_DILATION = 1000
"""Far beyond every known voice; the padding that a dilation asks for is memory."""
MAX_HOP_LENGTH = 8192
"""Samples a frame, of which known voices have 256 or 512."""


class Shaped(Protocol):
    """An array or a tensor."""

    @property
    def shape(self) -> Any: ...


@dataclass(frozen=True)
class Convolution:
    """A convolution: upstream module name and the attributes that shapes do not show."""

    module: str
    dilation: int = 1
    stride: int = 1


def model_config(p: Mapping[str, Shaped], convolutions: Mapping[str, Convolution]) -> ModelConfig:
    """The sizes of a model from the upstream names and shapes of its parameters, and from its
    convolutions by module; the training side is left out."""
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
        flow=_flow(p, convolutions),
        decoder=_decoder(p, convolutions),
        latent_channels=p["enc_p.proj.weight"].shape[0] // 2,
        num_speakers=speakers[0],
        speaker_channels=speakers[1],
    )


def _count(parameters: Mapping[str, Any], pattern: str) -> int:
    """How many different numbers the pattern's group takes."""
    return len({m[1] for name in parameters if (m := re.match(pattern, name))})


def _duration_predictor(p: Mapping[str, Shaped]) -> DurationPredictorConfig:
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


def _flow(p: Mapping[str, Shaped], convolutions: Mapping[str, Convolution]) -> FlowConfig:
    second = convolutions.get("flow.flows.0.enc.in_layers.1")
    return FlowConfig(
        couplings=_count(p, r"flow\.flows\.(\d+)\.pre\."),
        wavenet_layers=_count(p, r"flow\.flows\.0\.enc\.in_layers\.(\d+)\."),
        kernel_size=p["flow.flows.0.enc.in_layers.0.weight"].shape[2],
        dilation_rate=1 if second is None else second.dilation,
    )


def _decoder(p: Mapping[str, Shaped], convolutions: Mapping[str, Convolution]) -> DecoderConfig:
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


def posterior_encoder_config(p: Mapping[str, Shaped]) -> PosteriorEncoderConfig | None:
    """The sizes of the posterior encoder; None where there is none."""
    if "enc_q.pre.weight" not in p:
        return None
    return PosteriorEncoderConfig(
        spectrum_bins=p["enc_q.pre.weight"].shape[1],
        wavenet_layers=_count(p, r"enc_q\.enc\.in_layers\.(\d+)\."),
        kernel_size=p["enc_q.enc.in_layers.0.weight"].shape[2],
    )


def check_layout(path: Path, model: ModelConfig) -> None:
    """Refuse sizes with which the network would not run, or would only fill the memory."""
    decoder, flow, predictor = model.decoder, model.flow, model.duration_predictor
    centred = [*decoder.resblock_kernels, decoder.edge_kernel_size]
    centred += [flow.kernel_size, predictor.kernel_size]
    dilations = [dilation for block in decoder.resblock_dilations for dilation in block]
    dilations += [flow.dilation_rate**layer for layer in range(flow.wavenet_layers)]
    if predictor.stochastic:
        dilations += [predictor.kernel_size**layer for layer in range(predictor.separable_layers)]
    if not (
        all(kernel % 2 == 1 for kernel in centred)
        and all(1 <= dilation <= MAX_DILATION for dilation in dilations)
        and all(
            1 <= rate <= kernel and (kernel - rate) % 2 == 0
            for rate, kernel in zip(decoder.upsample_rates, decoder.upsample_kernels, strict=True)
        )
        and model.latent_channels % 2 == 0
        and model.hop_length <= MAX_HOP_LENGTH
    ):
        raise damaged(path, "the sizes of its convolutions do not fit together")


def translated(
    path: Path, parameters: Mapping[str, torch.Tensor], resblocks_per_stage: int
) -> dict[str, torch.Tensor]:
    """The weights by this project's names, in single precision."""
    state = {}
    for name, tensor in parameters.items():
        ours = translate(name, resblocks_per_stage)
        tensor = tensor.to(torch.float32)
        if not tensor.isfinite().all():
            raise damaged(path, f"the weights of {name} are not all numbers")
        state[ours] = tensor[0] if ".attention.relative_" in ours else tensor
    return state
