"""Voice conversion: a recording of one of a voice's speakers in the voice of another (section 3.4).

    spectrogram -> posterior encoder -> flow, as source -> inverse flow, as target -> decoder

All of it looks only so far around a frame, so a recording goes through in stretches that are exact
at the seams, and memory does not depend on its length.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from vits_core.audio.spectrogram import LinearSpectrogram
from vits_core.device import inference
from vits_core.errors import DeviceError
from vits_core.model.decoder import Margins
from vits_core.model.posterior_encoder import PosteriorEncoder
from vits_core.model.vits import Vits
from vits_core.noise.on_device import expression_noise_on
from vits_core.prosody.steering import Draw
from vits_core.records import FloatArray
from vits_core.synthesis.rendering import unusable

STRETCH_FRAMES = 512
"""Five seconds of most voices; what is computed besides, for the seams, is half as much."""


class Converter:
    """Converts with the modules of one voice, on the device that its model is on then."""

    def __init__(self, model: Vits, posterior_encoder: PosteriorEncoder) -> None:
        self._model = model
        self._encoder = posterior_encoder
        bins = posterior_encoder.pre.in_channels
        hop_length = model.config.hop_length
        self.spectrogram = LinearSpectrogram(hop_length=hop_length, fft_size=2 * (bins - 1))
        """What `convert` takes."""
        self._edge = math.ceil(bins / hop_length)
        """Frames at an end whose windows reach beyond it."""
        self.reach = posterior_encoder.wavenet.radius + 2 * model.flow.reach + model.decoder.reach
        """Frames to either side that a frame's sound depends on."""

    def stretches(
        self, waveform: FloatArray, source: int, target: int, seed: int
    ) -> Iterator[FloatArray]:
        """Sound [T_samples] of one speaker at the voice's rate -> the same of another, in pieces.

        Together they are as long as `waveform`. `seed` draws the posterior's sample. Raises
        `VoiceError` for a voice whose sound makes no sense, and `DeviceError` where CUDA's memory
        is full.
        """
        try:
            yield from self._stretches(waveform, source, target, seed)
        except torch.OutOfMemoryError as error:
            raise DeviceError(
                "The graphics card ran out of memory",
                remedy="Close other programs that use it, or choose the CPU.",
            ) from error

    def _stretches(
        self, waveform: FloatArray, source: int, target: int, seed: int
    ) -> Iterator[FloatArray]:
        length, hop = len(waveform), self._model.config.hop_length
        for module in (self._encoder, self.spectrogram):
            module.to(self._model.device)  # which moves where CUDA's memory is full
        # Whole frames, and enough to reflect at either end.
        frames = max(-(-length // hop), 2 * self._edge + 1)
        sound = torch.from_numpy(np.pad(waveform, (0, frames * hop - length)))
        for start in range(0, frames, STRETCH_FRAMES):
            stop = min(start + STRETCH_FRAMES, frames)
            before, after = min(start, self.reach), min(frames - stop, self.reach)
            with inference(self._model.device):  # whoever reads the stretches is not in it
                spectrogram = self._frames(sound, start - before, stop + after)
                noise = expression_noise_on(
                    self._model.device,
                    # A draw of its own for each frame.
                    Draw(seed),
                    np.ones(frames, np.int64),
                    self._model.config.latent_channels,
                    start - before,
                    stop + after,
                )
                made = self.convert(
                    spectrogram,
                    noise.unsqueeze(0),
                    source,
                    target,
                    Margins(before, after),
                )
                if not bool(made.isfinite().all()):
                    raise unusable("it makes sound that is not numbers")
            yield made[0, : length - start * hop].cpu().numpy()

    def convert(
        self, spectrogram: Tensor, noise: Tensor, source: int, target: int, margins: Margins
    ) -> Tensor:
        """Linear magnitudes [B, F, T_frames], standard normal noise [B, C, T_frames] -> waveform
        [B, T_samples]; frames in the margins have none."""
        model = self._model
        mask = torch.ones_like(noise[:, :1])
        source_vector, target_vector = self._speaker(source), self._speaker(target)
        z = self._encoder(spectrogram, mask, noise, source_vector).z
        z_p = model.flow(z, None, source_vector)
        return model.decode(model.latent(z_p, None, target_vector), target_vector, margins)

    def _speaker(self, speaker: int) -> Tensor | None:
        return self._model.speaker_vector(torch.tensor([speaker], device=self._model.device))

    def _frames(self, sound: Tensor, first: int, last: int) -> Tensor:
        """Some frames of the spectrogram, [1, F, T_frames], the same as in that of the whole."""
        hop = self._model.config.hop_length
        start, stop = max(0, first - self._edge), last + self._edge
        part = sound[start * hop : stop * hop].to(self._model.device)
        return self.spectrogram(part.unsqueeze(0))[:, :, first - start :][:, :, : last - first]  # type: ignore[no-any-return]
