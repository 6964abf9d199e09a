"""Posterior encoder: linear spectrogram -> the latent that the decoder learns to speak from."""

from __future__ import annotations

from typing import NamedTuple

from torch import Tensor, nn

from vits_core.model.config import PosteriorEncoderConfig
from vits_core.model.convolution import TimeConvolution, from_image, to_channels_last
from vits_core.model.wavenet import WaveNet


class Posterior(NamedTuple):
    """q(z | x) and a sample of it; each [B, C, T_frames]."""

    z: Tensor
    m_q: Tensor
    logs_q: Tensor
    """Logarithm of the standard deviation"""


class PosteriorEncoder(nn.Module):
    """WaveNet over the frames of a recording (paper section 2.5.1); training and voice conversion
    only."""

    def __init__(
        self,
        config: PosteriorEncoderConfig,
        latent_channels: int,
        channels: int,
        speaker_channels: int,
    ) -> None:
        super().__init__()
        self.pre = TimeConvolution(config.spectrum_bins, channels, 1)
        self.wavenet = WaveNet(
            channels,
            config.kernel_size,
            config.dilation_rate,
            config.wavenet_layers,
            speaker_channels,
        )
        self.projection = TimeConvolution(channels, 2 * latent_channels, 1)

    def forward(
        self, spectrogram: Tensor, mask: Tensor, noise: Tensor, speaker: Tensor | None = None
    ) -> Posterior:
        """Linear magnitudes [B, F, T_frames], mask [B, 1, T_frames], noise [B, C, T_frames]."""
        image_mask = mask.unsqueeze(2)
        if speaker is not None:
            speaker = to_channels_last(speaker)
        h = self.wavenet(self.pre(to_channels_last(spectrogram)) * image_mask, image_mask, speaker)
        m_q, logs_q = from_image(self.projection(h) * image_mask).chunk(2, dim=1)
        return Posterior((m_q + noise * logs_q.exp()) * mask, m_q, logs_q)
