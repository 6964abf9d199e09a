"""HiFi-GAN's discriminators with fewer channels, for training without a GPU.

At full size they are nine tenths of a small voice's training.
"""

from __future__ import annotations

from torch import nn
from torch.nn.utils.parametrizations import weight_norm

from vits_core.training.discriminators import Discriminators


def make_discriminators(narrowing: int = 1) -> Discriminators:
    """The discriminators, every layer with its channels divided by `narrowing`."""
    discriminators = Discriminators()
    if narrowing > 1:
        for module in list(discriminators.modules()):
            for name, layer in list(module.named_children()):
                if isinstance(layer, nn.Conv1d | nn.Conv2d):
                    module.register_module(name, weight_norm(_narrowed(layer, narrowing)))
    return discriminators


def _narrowed(layer: nn.Conv1d | nn.Conv2d, narrowing: int) -> nn.Module:
    # The waveform and the score have one channel, which stays.
    channels = max(1, layer.in_channels // narrowing)
    out_channels = max(1, layer.out_channels // narrowing)
    groups = max(1, layer.groups // narrowing)
    if isinstance(layer, nn.Conv1d):
        return nn.Conv1d(
            channels, out_channels, layer.kernel_size[0], layer.stride[0], layer.padding[0],
            groups=groups,
        )  # fmt: skip
    kernel = layer.kernel_size[0]
    return nn.Conv2d(
        channels, out_channels, (kernel, 1), (layer.stride[0], 1), (kernel // 2, 0), groups=groups
    )
