"""Relative attention does what Shaw et al. 2018 write, element by element."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from vits_core.model.attention import RelativeAttention


def _naive(attention: RelativeAttention, x: Tensor, length: int) -> Tensor:
    """One sequence [C, T] of `length` tokens, with loops over heads, queries and keys."""
    query, key, value = (
        layer.weight[:, :, 0] @ x + layer.bias[:, None]
        for layer in (attention.query, attention.key, attention.value)
    )
    size = x.shape[0] // attention.heads
    window = attention.window
    result = torch.zeros_like(x)
    for head in range(attention.heads):
        rows = slice(head * size, (head + 1) * size)
        q, k, v = query[rows], key[rows], value[rows]
        for i in range(length):
            scores = torch.zeros(length)
            for j in range(length):
                towards = k[:, j].clone()
                if abs(j - i) <= window:
                    towards += attention.relative_keys[j - i + window]
                scores[j] = q[:, i] @ towards / math.sqrt(size)
            weights = scores.softmax(0)
            for j in range(length):
                what = v[:, j].clone()
                if abs(j - i) <= window:
                    what += attention.relative_values[j - i + window]
                result[rows, i] += weights[j] * what
    return attention.output.weight[:, :, 0] @ result + attention.output.bias[:, None]


@pytest.mark.parametrize(("heads", "window", "length"), [(1, 4, 3), (2, 4, 11), (3, 1, 7)])
def test_attention_agrees_with_loops(heads: int, window: int, length: int) -> None:
    torch.manual_seed(1)
    attention = RelativeAttention(12, heads, window)
    x = torch.randn(1, length, 12)
    with torch.no_grad():
        ours = attention(x, None)[0]
        theirs = _naive(attention, x[0].T, length).T
    torch.testing.assert_close(ours, theirs, rtol=0, atol=1e-5)


def test_padding_changes_nothing_for_the_tokens_before_it() -> None:
    torch.manual_seed(2)
    attention = RelativeAttention(12, 2, 4)
    x = torch.randn(1, 9, 12)
    mask = torch.ones(1, 9, 1)
    mask[:, 6:] = 0
    with torch.no_grad():
        padded = attention(x, mask)[:, :6]
        alone = attention(x[:, :6], None)
    torch.testing.assert_close(padded, alone, rtol=0, atol=1e-5)
