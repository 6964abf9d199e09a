"""Weight norm (Salimans, Kingma 2016): trained as magnitude and direction, folded to speak
(`vits_core/formats/weight_norm.py`).

The decoder's stages and all WaveNets carry it, as in the reference, whose checkpoints
(`weight_g`, `weight_v`) therefore load into a model that has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from torch import nn
from torch.nn.utils import parametrizations

from vits_core.model.convolution import TimeConvolution, TimeUpsampling
from vits_core.model.vits import Vits
from vits_core.model.wavenet import WaveNet


def add_weight_norm(model: Vits) -> None:
    """Split weights into magnitude and direction, for training; the model computes the same."""
    for layer in _normed(model):
        # Dimension 0 is that of the outputs, of transposed convolutions that of the inputs.
        parametrizations.weight_norm(layer, dim=0)


def _normed(model: Vits) -> Iterator[nn.Module]:
    parents = [model.decoder.stages, *(m for m in model.modules() if isinstance(m, WaveNet))]
    for parent in parents:
        for layer in list(parent.modules()):
            if isinstance(layer, TimeConvolution | TimeUpsampling):
                yield layer
