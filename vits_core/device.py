"""Which torch device computes."""

from __future__ import annotations

import torch
from torch import Tensor

from vits_core.errors import DeviceError


def choose_device(device: str) -> torch.device:
    """The torch device of that name; "auto" is CUDA where there is one.

    Raises `DeviceError` for one that this machine does not have.
    """
    if device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        chosen = torch.device(device)
    except RuntimeError as error:
        raise DeviceError(
            f"“{device}” is not a device", remedy="Choose auto, cpu, cuda or cuda:0."
        ) from error
    if chosen.type not in ("cpu", "cuda"):
        raise DeviceError(f"“{device}” is not supported", remedy="Choose auto, cpu or cuda.")
    if chosen.type == "cuda" and (chosen.index or 0) >= torch.cuda.device_count():
        raise DeviceError(
            f"“{device}” is not there: PyTorch sees {torch.cuda.device_count()} CUDA devices",
            remedy="Choose cpu, or install a CUDA build of PyTorch and the graphics driver.",
        )
    return chosen


def use_exact_float32() -> None:
    """Let CUDA compute in float32 what is float32: its convolutions would round to ten bits, which
    the flow amplifies."""
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False


def to_device(x: Tensor, device: torch.device) -> Tensor:
    """A tensor of the CPU on another device, which goes on with what it does meanwhile."""
    if device.type != "cuda":
        return x.to(device)
    # From other memory the copy would wait for all that the device has to do.
    return x.pin_memory().to(device, non_blocking=True)
