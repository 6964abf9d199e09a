"""Weight norm folds to what torch computes, in both of its spellings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations, weight_norm

from vits_core.formats.weight_norm import folded


@pytest.mark.filterwarnings("ignore:.*weight_norm.* is deprecated:FutureWarning")
@pytest.mark.parametrize("norm", [weight_norm, parametrizations.weight_norm], ids=["old", "new"])
@pytest.mark.parametrize("kind", [nn.Conv1d, nn.ConvTranspose1d])
def test_folding_gives_the_weight(
    kind: Callable[..., nn.Module], norm: Callable[[nn.Module], nn.Module]
) -> None:
    layer = nn.Sequential(norm(kind(3, 5, 7)))
    for name, parameter in layer.named_parameters():
        if name.endswith(("weight_g", "original0")):
            nn.init.uniform_(parameter, 1.0, 3.0)
    state = {f"dec.{name}": tensor for name, tensor in layer.state_dict().items()}
    layer(torch.ones(1, 3, 20))  # the old kind computes its weight then
    weights = folded(state)
    assert weights.keys() == {"dec.0.weight", "dec.0.bias"}
    torch.testing.assert_close(weights["dec.0.weight"], layer[0].weight, rtol=1e-6, atol=1e-7)
    assert torch.equal(weights["dec.0.bias"], state["dec.0.bias"])


def test_weights_without_it_stay() -> None:
    state = {"a.weight": torch.ones(2), "b.bias": torch.ones(1)}
    assert folded(state) == state


def test_half_a_pair_is_an_error() -> None:
    for half in ("weight_g", "weight_v"):
        with pytest.raises(KeyError):
            folded({f"a.{half}": torch.ones(2, 1)})
