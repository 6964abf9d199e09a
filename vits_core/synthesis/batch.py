"""Many utterances at once: what a GPU wants, and what sampling many takes of a sentence needs.

Each result is the one that the utterance gives alone. Encoder, durations and flow run on padded
batches under masks. The decoder has none, so its windows are batched instead, where that pays: they
come in a few shapes, whichever utterance they are of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from vits_core.device import to_device
from vits_core.model.decoder import Margins
from vits_core.model.masks import length_mask
from vits_core.model.vits import Encoded
from vits_core.synthesis.chunking import PieceSizes, Window, decoder_windows
from vits_core.synthesis.cuda_graphs import FRAME_BUCKET, Stages
from vits_core.synthesis.rendering import Arriving, Prior

FRAMES_AT_ONCE = 8192
"""Of the flow, padding included; bounds the memory that a batch takes."""
_Place = tuple[int, Window]
"""The index of an utterance, and a window of it."""


def encode_batch(model: Stages, token_ids: Sequence[Sequence[int]]) -> list[Encoded]:
    """The prior of each utterance's tokens, without padding."""
    ids = pad_sequence([torch.tensor(each) for each in token_ids], batch_first=True)
    lengths = torch.tensor([len(each) for each in token_ids])
    batch = model.encode(to_device(ids, model.device), to_device(lengths, model.device))
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
    model: Stages, encoded: Sequence[Encoded], noise: Sequence[Tensor], speaker: Tensor | None
) -> list[Tensor]:
    """`logw` [T_text] of each utterance, on the CPU; `noise` [2, T_text] is scaled already."""
    lengths = [each.hidden.shape[2] for each in encoded]
    hidden = _padded([each.hidden[0].T for each in encoded])
    mask = length_mask(
        to_device(torch.tensor(lengths), model.device), hidden.shape[2], hidden.dtype
    )
    logw = model.log_durations(hidden, mask, _padded([each.T for each in noise]), speaker).cpu()
    return [logw[i, 0, :length] for i, length in enumerate(lengths)]


def waveforms(model: Stages, priors: Sequence[Prior], sizes: PieceSizes) -> Iterator[Tensor]:
    """The sound of each utterance, [T_samples], on the CPU; in order.

    While a CUDA device makes the sound of one group, the next is prepared.
    """
    before: Iterator[Tensor] = iter(())
    for group in _groups(priors):
        coming = _decoded(model, group, _latents(model, group), sizes)
        yield from before
        before = coming
    yield from before


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


def _latents(model: Stages, group: Sequence[Prior]) -> list[Tensor]:
    """`z` [C, T_frames] of each utterance."""
    z_p = [prior.z_p(0, prior.frames)[0].T for prior in group]
    longest = -(-max(prior.frames for prior in group) // FRAME_BUCKET) * FRAME_BUCKET
    z_p.append(z_p[0].new_zeros(longest, z_p[0].shape[1]))  # pads them all; taken out again
    frames = to_device(torch.tensor([prior.frames for prior in group]), model.device)
    mask = length_mask(frames, longest, z_p[0].dtype)
    z = model.latent(_padded(z_p)[:-1], mask, stacked([prior.speaker for prior in group]))
    return [z[i, :, : prior.frames] for i, prior in enumerate(group)]


def _decoded(
    model: Stages, group: Sequence[Prior], latents: Sequence[Tensor], sizes: PieceSizes
) -> Iterator[Tensor]:
    """The sound of each utterance from its `z`: the decoder is set to work at once."""
    reach = model.decoder.reach
    alike: dict[tuple[int, int, int], list[_Place]] = defaultdict(list)
    for i, prior in enumerate(group):
        for window in decoder_windows(prior.frames, reach, sizes.batched_decoder):
            shape = (window.stop - window.start, window.before, window.after)
            alike[shape].append((i, window))
    speakers = stacked([prior.speaker for prior in group])
    coming: list[tuple[Arriving, list[_Place]]] = []
    for (span, before, after), members in alike.items():
        at_once = max(1, sizes.decoded_at_once // span)
        for first in range(0, len(members), at_once):
            some = members[first : first + at_once]
            z = torch.stack([latents[i][:, w.start : w.stop] for i, w in some])
            mine = None if speakers is None else speakers[[i for i, _ in some]]
            sound = model.decode(z, mine, Margins(before, after))
            coming.append((Arriving(sound), some))
    return _assembled([prior.frames for prior in group], coming, model.config.hop_length)


def _assembled(
    frames: Sequence[int], coming: Sequence[tuple[Arriving, list[_Place]]], hop: int
) -> Iterator[Tensor]:
    """The sounds from the windows' pieces, when these are there."""
    sounds = [torch.empty(count * hop) for count in frames]
    for arriving, places in coming:
        for piece, (i, w) in zip(arriving.wait(), places, strict=True):
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
