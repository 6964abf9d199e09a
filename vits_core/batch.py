"""Many utterances at once: what a GPU wants, and what sampling many takes of a sentence needs.

Each result is the one that the utterance gives alone. Encoder, durations and flow run on padded
batches under masks. The decoder has none, so its windows are batched instead: they come in a few
shapes, whichever utterance they are of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from vits_core.model.decoder import Margins
from vits_core.model.vits import Encoded, Vits
from vits_core.rendering import Prior
from vits_core.windows import PieceLengths, Window, decoder_windows

BATCH_LENGTHS = PieceLengths(first=(), longest=128, step=64)
FRAMES_AT_ONCE = 8192
"""Of the flow and of the decoder, padding included; bounds the memory that a batch takes."""
FRAME_BUCKET = 64
"""Batches are padded to multiples of this, so that few shapes occur."""


def encode_batch(model: Vits, token_ids: Sequence[Sequence[int]]) -> list[Encoded]:
    """The prior of each utterance's tokens, without padding."""
    ids = pad_sequence([torch.tensor(each) for each in token_ids], batch_first=True)
    lengths = torch.tensor([len(each) for each in token_ids])
    batch = model.encode(ids.to(model.device), lengths.to(model.device))
    return [
        Encoded(
            batch.hidden[i : i + 1, :, :length],
            batch.m_p[i : i + 1, :, :length],
            batch.logs_p[i : i + 1, :, :length],
            None,
        )
        for i, length in enumerate(lengths.tolist())
    ]


def log_durations_batch(
    model: Vits, encoded: Sequence[Encoded], noise: Sequence[Tensor], speaker: Tensor | None
) -> list[Tensor]:
    """`logw` [T_text] of each utterance; `noise` [2, T_text] is scaled already."""
    lengths = [each.hidden.shape[2] for each in encoded]
    hidden = _padded([each.hidden[0].T for each in encoded])
    steps = torch.arange(hidden.shape[2], device=model.device)
    mask = (steps < torch.tensor(lengths, device=model.device).unsqueeze(1)).unsqueeze(1)
    batch = Encoded(hidden, hidden, hidden, mask.to(hidden.dtype))
    logw = model.log_durations(batch, _padded([each.T for each in noise]), speaker)
    return [logw[i, 0, :length] for i, length in enumerate(lengths)]


def waveforms(model: Vits, priors: Sequence[Prior]) -> Iterator[Tensor]:
    """The sound of each utterance, [T_samples], on the CPU; in order."""
    for group in _groups(priors):
        latents = _latents(model, group)
        yield from _decoded(model, group, latents)


def _groups(priors: Sequence[Prior]) -> Iterator[list[Prior]]:
    """Neighbours that together are not too many frames, the longest one's for each."""
    group: list[Prior] = []
    for prior in priors:
        longest = max(each.frames for each in [*group, prior])
        if group and longest * (len(group) + 1) > FRAMES_AT_ONCE:
            yield group
            group = []
        group.append(prior)
    if group:
        yield group


def _latents(model: Vits, group: Sequence[Prior]) -> list[Tensor]:
    """`z` [C, T_frames] of each utterance."""
    z_p = [prior.z_p(0, prior.frames)[0].T for prior in group]
    longest = -(-max(prior.frames for prior in group) // FRAME_BUCKET) * FRAME_BUCKET
    z_p.append(z_p[0].new_zeros(longest, z_p[0].shape[1]))  # pads them all; taken out again
    frames = torch.tensor([prior.frames for prior in group], device=model.device)
    steps = torch.arange(longest, device=model.device)
    mask = (steps < frames.unsqueeze(1)).unsqueeze(1).to(z_p[0].dtype)  # [B, 1, T]
    z = model.latent(_padded(z_p)[:-1], mask, stacked([prior.speaker for prior in group]))
    return [z[i, :, : prior.frames] for i, prior in enumerate(group)]


def _decoded(model: Vits, group: Sequence[Prior], latents: Sequence[Tensor]) -> Iterator[Tensor]:
    """The sound of each utterance from its `z`."""
    hop, reach = model.config.hop_length, model.decoder.reach
    alike: dict[tuple[int, int, int], list[tuple[int, Window]]] = defaultdict(list)
    for i, prior in enumerate(group):
        for window in decoder_windows(prior.frames, reach, BATCH_LENGTHS):
            shape = (window.stop - window.start, window.before, window.after)
            alike[shape].append((i, window))
    sounds = [torch.empty(prior.frames * hop) for prior in group]
    speakers = stacked([prior.speaker for prior in group])
    for (span, before, after), members in alike.items():
        at_once = max(1, FRAMES_AT_ONCE // span)
        for first in range(0, len(members), at_once):
            some = members[first : first + at_once]
            z = torch.stack([latents[i][:, w.start : w.stop] for i, w in some])
            mine = None if speakers is None else speakers[[i for i, _ in some]]
            sound = model.decode(z, mine, Margins(before, after)).cpu()
            for piece, (i, w) in zip(sound, some, strict=True):
                doubled = w.first - w.start - w.before
                sounds[i][w.first * hop : w.last * hop] = piece[doubled * hop :]
    yield from sounds


def stacked(speakers: Sequence[Tensor | None]) -> Tensor | None:
    """Speaker vectors [1, S, 1] -> [B, S, 1]; None for a model without speakers."""
    vectors = [vector for vector in speakers if vector is not None]
    return torch.cat(vectors) if vectors else None


def _padded(rows: Sequence[Tensor]) -> Tensor:
    """[T, C] each -> [B, C, T], zeros behind the shorter ones."""
    return pad_sequence(list(rows), batch_first=True).transpose(1, 2)
