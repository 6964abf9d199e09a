"""How convolutions are computed: plainly, or from weights prepared for a kind of device."""

from __future__ import annotations

import torch

from vits_core.model.backends.backend import Backend
from vits_core.model.backends.cuda_convolution import CUDA
from vits_core.model.backends.onednn_convolution import ONEDNN, can_pack


def backend_for(device: torch.device) -> Backend | None:
    """What prepares convolutions for that device; None where they stay plain."""
    if device.type == "cuda":
        return CUDA
    return ONEDNN if can_pack() else None
