"""A loaded voice and its machine as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.synthesis.requests import VoiceInfo

if TYPE_CHECKING:
    from vits_core.voice import Voice


def voice_info(voice: Voice) -> VoiceInfo:
    """What else the application needs to know of a voice that is loaded."""
    import torch

    cuda = tuple(
        (f"cuda:{i}", torch.cuda.get_device_name(i)) for i in range(torch.cuda.device_count())
    )
    device = voice.device
    return VoiceInfo(
        name=voice.config.name,
        source=str(voice.source),
        sample_rate=voice.config.sample_rate,
        hop_length=voice.synthesizer.hop_length,
        speakers=tuple(voice.config.speakers),
        defaults=voice.config.defaults,
        device=device.type if device.type == "cpu" else f"cuda:{device.index or 0}",
        devices=(("cpu", "CPU"), *cuda),
        precision=voice.precision,
        reach_frames=voice.synthesizer.reach_frames,
        language=voice.frontend.config.language,
        reads_phonemes=voice.frontend.config.reads_phonemes,
        spells_foreign_text=voice.frontend.config.phoneme_type == "espeak",
    )
