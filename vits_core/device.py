"""Which torch device computes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

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
    count = torch.cuda.device_count()
    if chosen.type == "cuda" and (chosen.index or 0) >= count:
        found = {0: "no CUDA device", 1: "one CUDA device"}.get(count, f"{count} CUDA devices")
        raise DeviceError(
            f"“{device}” is not available (PyTorch finds {found})",
            remedy="Choose cpu, or install a CUDA build of PyTorch and the graphics driver.",
        )
    return chosen


@contextmanager
def inference(device: torch.device) -> Iterator[None]:
    """Compute without gradients, and in float32 what is float32.

    CUDA's convolutions would round to ten bits, which the flow amplifies. Torch knows that only as
    switches of the whole process: they are off for as long as any thread is in here, and as they
    were afterwards.
    """
    with torch.inference_mode(), _exact_float32 if device.type == "cuda" else nullcontext():
        yield


class _ExactFloat32:
    """Turns rounding off for who comes first, and back for who leaves last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._turn_back = _turn_rounding_off()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._turn_back()


_exact_float32 = _ExactFloat32()


def _turn_rounding_off() -> Callable[[], None]:
    """Returns what puts the switches back."""
    cudnn, matmul = torch.backends.cudnn, torch.backends.cuda.matmul
    try:
        convolutions, products = cudnn.allow_tf32, torch.get_float32_matmul_precision()
    except RuntimeError:  # they were set by their newer names, and torch refuses to mix the two
        conv = cudnn.conv  # type: ignore[attr-defined]
        newer = conv.fp32_precision, matmul.fp32_precision
        conv.fp32_precision = matmul.fp32_precision = "ieee"

        def turn_back() -> None:
            conv.fp32_precision, matmul.fp32_precision = newer

        return turn_back

    def set_to(convolutions: bool, products: str) -> None:
        # Only what differs: setting one of these also settles what torch had left open.
        if cudnn.allow_tf32 != convolutions:
            cudnn.allow_tf32 = convolutions
        if torch.get_float32_matmul_precision() != products:
            torch.set_float32_matmul_precision(products)

    set_to(False, "highest")
    return lambda: set_to(convolutions, products)


def to_device(x: Tensor, device: torch.device) -> Tensor:
    """A tensor of the CPU on another device, which goes on with what it does meanwhile."""
    if device.type != "cuda":
        return x.to(device)
    # From other memory the copy would wait for all that the device has to do.
    return x.pin_memory().to(device, non_blocking=True)
