"""Sizes of a VITS model. Every size comes from here; no module knows a literal of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class TextEncoderConfig:
    """Transformer over tokens with windowed relative positions (paper section 2.5.1)."""

    num_symbols: int
    """Rows of the embedding table; every token id is below it."""
    hidden_channels: int = 192
    filter_channels: int = 768
    heads: int = 2
    layers: int = 6
    kernel_size: int = 3
    attention_window: int = 4
    """Relative positions beyond this distance share no embedding."""
    dropout: float = 0.1
    """In training, of attention weights and of what each layer adds."""


@dataclass(frozen=True, slots=True)
class DurationPredictorConfig:
    """Stochastic (paper section 2.2.2) or deterministic duration predictor."""

    stochastic: bool = True
    filter_channels: int = 192
    kernel_size: int = 3
    couplings: int = 3
    """Spline couplings that inference runs: one less than trained, as in the reference."""
    posterior_couplings: int = 0
    """Of the posterior over durations, which only training needs; 0 for a model without it."""
    separable_layers: int = 3
    spline_bins: int = 10
    spline_tail_bound: float = 5.0
    dropout: float = 0.5
    """In training; the spline couplings have none."""


@dataclass(frozen=True, slots=True)
class PosteriorEncoderConfig:
    """WaveNet on linear spectrograms (paper section 2.5.1)."""

    spectrum_bins: int = 513
    """Frequencies of the linear spectrogram: half the FFT's size, and one."""
    wavenet_layers: int = 16
    kernel_size: int = 5
    dilation_rate: int = 1


@dataclass(frozen=True, slots=True)
class FlowConfig:
    """Mean-only affine couplings, each a WaveNet (paper section 2.5.1)."""

    couplings: int = 4
    wavenet_layers: int = 4
    kernel_size: int = 5
    dilation_rate: int = 1


@dataclass(frozen=True, slots=True)
class DecoderConfig:
    """HiFi-GAN generator (Kong, Kim, Bae 2020)."""

    channels: int = 512
    """After `conv_pre`; halved by each upsampling."""
    upsample_rates: tuple[int, ...] = (8, 8, 2, 2)
    upsample_kernels: tuple[int, ...] = (16, 16, 4, 4)
    paired_convolutions: bool = True
    """ResBlock1 (a dilated and a plain convolution per step) rather than ResBlock2."""
    resblock_kernels: tuple[int, ...] = (3, 7, 11)
    resblock_dilations: tuple[tuple[int, ...], ...] = ((1, 3, 5), (1, 3, 5), (1, 3, 5))
    edge_kernel_size: int = 7


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """A whole VITS model; the defaults are the paper's LJ Speech model, its inference side."""

    text_encoder: TextEncoderConfig
    duration_predictor: DurationPredictorConfig = DurationPredictorConfig()
    flow: FlowConfig = FlowConfig()
    decoder: DecoderConfig = DecoderConfig()
    latent_channels: int = 192
    num_speakers: int = 1
    speaker_channels: int = 0
    """Size of the speaker embedding; 0 for a model without one."""
    posterior_encoder: PosteriorEncoderConfig | None = None
    """None for a model that only speaks: training and voice conversion need it."""

    @property
    def hop_length(self) -> int:
        """Samples a frame."""
        return math.prod(self.decoder.upsample_rates)

    def with_training_parts(
        self, posterior_encoder: PosteriorEncoderConfig, posterior_couplings: int = 4
    ) -> ModelConfig:
        """The same model with all that training needs; inference keeps its parameters' names."""
        predictor = self.duration_predictor
        if predictor.stochastic:
            predictor = replace(predictor, posterior_couplings=posterior_couplings)
        return replace(self, duration_predictor=predictor, posterior_encoder=posterior_encoder)
