"""What a model that is being trained says, and how it aligns: for people to judge."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from vits_core.model.alignment import durations_in_frames, expand, sample_prior
from vits_core.model.vits import Vits
from vits_core.records import ProsodySettings
from vits_core.training.alignment_search import log_likelihood
from vits_core.training.forward import TrainingForward
from vits_core.training.keyed_noise import key, keyed_normal

LONGEST = 2000
"""Frames: an untrained model may say that a sound lasts for minutes."""


class Said(NamedTuple):
    """A sentence, as the model says it."""

    waveform: Tensor
    """[T_samples]"""
    durations: Tensor
    """Frames of each token, [T_text]"""


@torch.no_grad()
def say(
    model: Vits,
    token_ids: Tensor,
    speaker: Tensor | None,
    settings: ProsodySettings,
    seed: int,
) -> Said:
    """Speak tokens [T_text] with the weights as they are, weight norm and all; the speaker's id is
    [1]. The same seed draws the same noise.

    What a model that comes apart makes of it, which may be no number, becomes silence.
    """
    device = model.device
    voice = model.speaker_vector(speaker)
    text = model.encode(token_ids.unsqueeze(0))
    noise = keyed_normal([key(seed, "rhythm")], 2, [len(token_ids)], device)
    noise = noise * settings.duration_noise_scale
    logw = model.log_durations(text.hidden, text.mask, noise, voice)[0, 0]
    longest = torch.log(torch.tensor(LONGEST / len(token_ids)))
    durations = durations_in_frames(
        logw.nan_to_num(0.0).clamp_max(float(longest)), settings.length_scale
    )
    m_p, logs_p = expand(text.m_p, durations), expand(text.logs_p, durations)
    noise = keyed_normal([key(seed, "expression")], m_p.shape[1], [m_p.shape[2]], device)
    z_p = sample_prior(m_p, logs_p, noise, settings.noise_scale)
    waveform = model.decode(model.latent(z_p, None, voice), voice)[0]
    return Said(waveform.nan_to_num(0.0), durations)


@torch.no_grad()
def likelihoods(model: Vits, token_ids: Tensor, result: TrainingForward) -> Tensor:
    """How well each frame of one clip suits each token [1, T_text]: [T_frames, T_text], 0 for the
    token that suits a frame best, negative for all others.

    What the alignment is found in. At first every token suits as well; a line from corner to corner
    comes out as the model learns.
    """
    text = model.encode(token_ids)
    scores = log_likelihood(result.z_p.float(), text.m_p.float(), text.logs_p.float())[0]
    return scores - scores.max(dim=1, keepdim=True).values
