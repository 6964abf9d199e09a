"""Which torch device computes."""

from __future__ import annotations

import torch

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
