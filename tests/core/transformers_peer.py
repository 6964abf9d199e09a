"""transformers' `VitsModel` with the weights of ours: the other implementation to agree with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest import mock

import torch
from torch import Tensor, nn
from torch.nn.utils.parametrize import remove_parametrizations
from transformers import VitsConfig, VitsModel

from vits_core.model.config import ModelConfig
from vits_core.model.vits import Vits

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^speaker_embedding\.", "embed_speaker."),
        (r"^text_encoder\.embedding\.", "text_encoder.embed_tokens."),
        (r"^text_encoder\.projection\.", "text_encoder.project."),
        (r"^text_encoder\.layers\.", "text_encoder.encoder.layers."),
        (r"\.attention\.query\.", ".attention.q_proj."),
        (r"\.attention\.key\.", ".attention.k_proj."),
        (r"\.attention\.value\.", ".attention.v_proj."),
        (r"\.attention\.output\.", ".attention.out_proj."),
        (r"\.relative_keys$", ".emb_rel_k"),
        (r"\.relative_values$", ".emb_rel_v"),
        (r"\.attention_norm\.", ".layer_norm."),
        (r"\.feed_forward_norm\.", ".final_layer_norm."),
        (r"\.expand\.", ".conv_1."),
        (r"\.reduce\.", ".conv_2."),
        (r"^(duration_predictor)\.affine\.shift$", r"\1.flows.0.translate"),
        (r"^(duration_predictor)\.affine\.log_scale$", r"\1.flows.0.log_scale"),
        (r"^(duration_predictor\..*)depthwise\.", r"\1convs_dilated."),
        (r"^(duration_predictor\..*)pointwise\.", r"\1convs_pointwise."),
        (r"\.depthwise_norms\.", ".norms_1."),
        (r"\.pointwise_norms\.", ".norms_2."),
        (r"\.convolutions\.", ".conv_dds."),
        (r"^flow\.couplings\.(\d+)\.pre\.", r"flow.flows.\1.conv_pre."),
        (r"^flow\.couplings\.(\d+)\.post\.", r"flow.flows.\1.conv_post."),
        (r"^flow\.couplings\.", "flow.flows."),
        (r"\.gates\.", ".in_layers."),
        (r"\.outputs\.", ".res_skip_layers."),
        (r"\.wavenet\.condition\.", ".wavenet.cond_layer."),
        (r"\.condition\.", ".cond."),
        (r"^decoder\.stages\.(\d+)\.upsample\.", r"decoder.upsampler.\1."),
        (r"\.dilated\.", ".convs1."),
        (r"\.plain\.", ".convs2."),
    )
)


def their_name(name: str, config: ModelConfig) -> str:
    """One of our parameter names in transformers' spelling."""
    # Their spline flow 1 is the one that inference leaves out, so our coupling 0 is their flow 2.
    name = re.sub(
        r"^duration_predictor\.couplings\.(\d+)\.",
        lambda m: f"duration_predictor.flows.{int(m[1]) + 2}.",
        name,
    )
    blocks = len(config.decoder.resblock_kernels)
    name = re.sub(
        r"^decoder\.stages\.(\d+)\.blocks\.(\d+)\.",
        lambda m: f"decoder.resblocks.{int(m[1]) * blocks + int(m[2])}.",
        name,
    )
    for pattern, replacement in _RULES:
        name = pattern.sub(replacement, name)
    if config.duration_predictor.stochastic:
        name = re.sub(r"^(duration_predictor\..*|duration_predictor\.)pre\.", r"\1conv_pre.", name)
        return re.sub(
            r"^(duration_predictor\..*|duration_predictor\.)projection\.", r"\1conv_proj.", name
        )
    return name.replace("duration_predictor.projection.", "duration_predictor.proj.")


def as_transformers(model: Vits) -> VitsModel:
    """A `VitsModel` of the same sizes and weights; every parameter that inference uses is set."""
    peer = VitsModel(_their_config(model.config)).eval()
    for module in peer.flow.modules():
        if isinstance(module, nn.Conv1d) and hasattr(module, "parametrizations"):
            remove_parametrizations(module, "weight")
    shapes = {name: parameter.shape for name, parameter in peer.state_dict().items()}
    weights = {}
    for ours, tensor in model.state_dict().items():
        name = their_name(ours, model.config)
        weights[name] = tensor.reshape(shapes[name])  # a 1x1 convolution may be their Linear
    _check_complete(weights, shapes)
    peer.load_state_dict(weights, strict=False)
    return peer


def _check_complete(weights: Mapping[str, Tensor], shapes: Mapping[str, torch.Size]) -> None:
    """Nothing but training's parts and the dropped spline flow keeps their random weights."""
    unused = re.compile(r"posterior_encoder\.|duration_predictor\.(post_|flows\.1\.)")
    missing = [name for name in shapes if name not in weights and not unused.match(name)]
    assert not missing, missing


def _their_config(ours: ModelConfig) -> VitsConfig:
    encoder, decoder, durations = ours.text_encoder, ours.decoder, ours.duration_predictor
    assert decoder.paired_convolutions, "transformers has ResBlock1 only"
    return VitsConfig(
        vocab_size=encoder.num_symbols,
        hidden_size=encoder.hidden_channels,
        num_hidden_layers=encoder.layers,
        num_attention_heads=encoder.heads,
        window_size=encoder.attention_window,
        ffn_dim=encoder.filter_channels,
        ffn_kernel_size=encoder.kernel_size,
        flow_size=ours.latent_channels,
        use_stochastic_duration_prediction=durations.stochastic,
        duration_predictor_kernel_size=durations.kernel_size,
        duration_predictor_filter_channels=durations.filter_channels,
        num_speakers=ours.num_speakers,
        speaker_embedding_size=ours.speaker_channels,
        upsample_initial_channel=decoder.channels,
        upsample_rates=decoder.upsample_rates,
        upsample_kernel_sizes=decoder.upsample_kernels,
        resblock_kernel_sizes=decoder.resblock_kernels,
        resblock_dilation_sizes=decoder.resblock_dilations,
        prior_encoder_num_flows=ours.flow.couplings,
        prior_encoder_num_wavenet_layers=ours.flow.wavenet_layers,
        wavenet_kernel_size=ours.flow.kernel_size,
        wavenet_dilation_rate=ours.flow.dilation_rate,
        posterior_encoder_num_wavenet_layers=1,
    )


@contextmanager
def fed_noise(rhythm: Tensor, expression: Tensor) -> Iterator[None]:
    """Their `randn` gives the rhythm noise [B, 2, T_text], `randn_like` the prior's."""

    def randn(*shape: int) -> Tensor:
        assert shape == rhythm.shape
        return rhythm

    def randn_like(tensor: Tensor) -> Tensor:
        assert tensor.shape == expression.shape
        return expression

    with (
        mock.patch("torch.randn", randn),
        mock.patch("torch.randn_like", randn_like),
    ):
        yield
