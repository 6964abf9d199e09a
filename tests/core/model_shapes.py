"""Sizes of models that tests fill with random weights."""

from __future__ import annotations

import torch
from torch import nn

from vits_core.model.config import (
    DecoderConfig,
    DurationPredictorConfig,
    FlowConfig,
    ModelConfig,
    PosteriorEncoderConfig,
    TextEncoderConfig,
)
from vits_core.model.vits import Vits

FULL_SIZE = ModelConfig(text_encoder=TextEncoderConfig(num_symbols=178))
"""The paper's LJ Speech model."""

FULL_SIZE_DETERMINISTIC = ModelConfig(
    text_encoder=TextEncoderConfig(num_symbols=178),
    duration_predictor=DurationPredictorConfig(stochastic=False, filter_channels=256),
)

MANY_SPEAKERS = ModelConfig(
    text_encoder=TextEncoderConfig(num_symbols=178), num_speakers=109, speaker_channels=256
)
"""The paper's VCTK model."""

MANY_SPEAKERS_DETERMINISTIC = ModelConfig(
    text_encoder=TextEncoderConfig(num_symbols=178),
    duration_predictor=DurationPredictorConfig(stochastic=False, filter_channels=256),
    num_speakers=109,
    speaker_channels=256,
)

_SMALL_ENCODER = TextEncoderConfig(
    num_symbols=40, hidden_channels=24, filter_channels=32, heads=2, layers=2, attention_window=3
)

SMALL = ModelConfig(
    text_encoder=_SMALL_ENCODER,
    duration_predictor=DurationPredictorConfig(filter_channels=24),
    flow=FlowConfig(couplings=2, wavenet_layers=2),
    decoder=DecoderConfig(
        channels=32,
        upsample_rates=(8, 4),
        upsample_kernels=(16, 8),
        paired_convolutions=False,
        resblock_kernels=(3, 5),
        resblock_dilations=((1, 2), (2, 6)),
    ),
    latent_channels=16,
)
"""Small enough to speak in milliseconds."""

SMALL_MANY_SPEAKERS = ModelConfig(
    text_encoder=TextEncoderConfig(
        num_symbols=50, hidden_channels=48, filter_channels=64, heads=3, layers=3, kernel_size=5
    ),
    duration_predictor=DurationPredictorConfig(filter_channels=48, separable_layers=2),
    flow=FlowConfig(couplings=3, wavenet_layers=3, kernel_size=3, dilation_rate=2),
    decoder=DecoderConfig(
        channels=32,
        upsample_rates=(4, 4, 2),
        upsample_kernels=(8, 8, 4),
        resblock_kernels=(3, 7, 11),
        resblock_dilations=((1, 3, 5), (1, 3, 5), (1, 3, 5)),
    ),
    latent_channels=24,
    num_speakers=5,
    speaker_channels=12,
)
"""ResBlock1, several speakers, and nothing of the usual size."""

SMALL_DETERMINISTIC = ModelConfig(
    text_encoder=_SMALL_ENCODER,
    duration_predictor=DurationPredictorConfig(stochastic=False, filter_channels=20),
    flow=FlowConfig(couplings=2, wavenet_layers=2),
    decoder=SMALL.decoder,
    latent_channels=16,
)


X_LOW_QUALITY = ModelConfig(
    text_encoder=TextEncoderConfig(num_symbols=60, hidden_channels=96, filter_channels=384),
    duration_predictor=DurationPredictorConfig(filter_channels=96),
    decoder=DecoderConfig(
        channels=64,
        upsample_rates=(8, 8, 4),
        upsample_kernels=(16, 16, 8),
        paired_convolutions=False,
        resblock_kernels=(3, 5, 7),
        resblock_dilations=((1, 2), (2, 6), (3, 12)),
    ),
    latent_channels=96,
)
"""The encoder of Piper's x_low tier, with fewer decoder channels."""

HIGH_QUALITY = ModelConfig(
    text_encoder=TextEncoderConfig(
        num_symbols=60, hidden_channels=32, filter_channels=48, heads=4, layers=2
    ),
    duration_predictor=DurationPredictorConfig(filter_channels=32),
    flow=FlowConfig(wavenet_layers=2),
    decoder=DecoderConfig(channels=64),
    latent_channels=32,
)
"""The decoder's layout of Piper's high tier (HiFi-GAN V1), with fewer channels."""

SMALL_TRAINABLE = SMALL_MANY_SPEAKERS.with_training_parts(
    PosteriorEncoderConfig(spectrum_bins=65, wavenet_layers=3)
)
"""32 samples a frame, for which the usual spectrogram has 65 frequencies."""

SMALL_DETERMINISTIC_TRAINABLE = SMALL_DETERMINISTIC.with_training_parts(
    PosteriorEncoderConfig(spectrum_bins=65, wavenet_layers=3)
)


def random_model(config: ModelConfig, seed: int = 0) -> Vits:
    """A model whose every parameter is random, those that start as zeros and ones too.

    What ends in durations is spread out, so that tokens differ as much as those of speech.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Vits(config)
        for name, parameter in model.named_parameters():
            if name.endswith("affine.shift"):
                nn.init.normal_(parameter, -1.0, 0.3)
            elif "norm" in name or "affine" in name:
                nn.init.normal_(parameter, 1.0 if name.endswith("norm.weight") else 0.0, 0.3)
            elif name == "decoder.conv_post.weight":
                nn.init.normal_(parameter, 0.0, 1.0)  # loud enough to compare
            elif name.endswith("bias"):
                nn.init.normal_(parameter, 0.0, 0.1)
            elif name.startswith("flow.") and name.endswith("post.weight"):
                nn.init.normal_(parameter, 0.0, 0.6 * parameter.shape[1] ** -0.5)
            elif name.startswith("duration_predictor.") and name.endswith("projection.weight"):
                spread = 2.0 if config.duration_predictor.stochastic else 7.0
                nn.init.normal_(parameter, 0.0, spread * parameter.shape[1] ** -0.5)
    return model.eval().requires_grad_(False)
