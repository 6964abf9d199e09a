"""Harmless things in place of the objects that honest checkpoints hold besides tensors.

This table is the allowlist: what a pickle mentions and is neither here nor a tensor is refused.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

_MAX_TEXT = 1000
_MAX_DEPTH = 5
_MAX_VALUES = 5000


class PlainNamespace:
    """In place of `argparse.Namespace`: the values alone."""


class NumpyType:
    """In place of `numpy.dtype`."""

    def __init__(self, code: object = "", *_: object) -> None:
        self.code = code if isinstance(code, str) else ""
        self.order = "<"

    def __setstate__(self, state: object) -> None:
        if isinstance(state, tuple) and len(state) > 1 and state[1] == ">":
            self.order = ">"


_NUMPY_CODES = {
    "f2": "e", "f4": "f", "f8": "d", "i1": "b", "i2": "h", "i4": "i", "i8": "q",
    "u1": "B", "u2": "H", "u4": "I", "u8": "Q", "b1": "?",
}  # fmt: skip


def numpy_scalar(kind: object, data: object = b"") -> int | float | bool | None:
    """In place of numpy's constructor of scalars: a plain number."""
    if not isinstance(kind, NumpyType) or not isinstance(data, bytes):
        return None
    layout = f"{kind.order}{_NUMPY_CODES.get(kind.code, '')}"
    if len(layout) != 2 or len(data) != struct.calcsize(layout):
        return None
    number: int | float | bool = struct.unpack(layout, data)[0]
    return number


def path_text(*parts: object) -> str:
    """In place of a path: its text."""
    return "/".join(part for part in parts if isinstance(part, str)).replace("//", "/", 1)


def latin_bytes(text: object, encoding: object = "latin1") -> bytes:
    """In place of `codecs.encode`, with which old pickles write bytes."""
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise ValueError("bytes in an unknown encoding")
    return text.encode("latin-1")


_PATHS = ("Path", "PosixPath", "WindowsPath", "PurePath", "PurePosixPath", "PureWindowsPath")
_LIGHTNING = (
    "pytorch_lightning.utilities.parsing",
    "lightning.pytorch.utilities.parsing",
    "lightning_fabric.utilities.data",
    "lightning.fabric.utilities.data",
)

STAND_INS: Mapping[str, Callable[..., Any]] = {
    "argparse.Namespace": PlainNamespace,
    **{
        f"{module}.{name}": path_text for module in ("pathlib", "pathlib._local") for name in _PATHS
    },
    "numpy.dtype": NumpyType,
    "numpy.core.multiarray.scalar": numpy_scalar,
    "numpy._core.multiarray.scalar": numpy_scalar,
    **{f"{module}.AttributeDict": dict for module in _LIGHTNING},
}
"""Full name in a pickle -> what stands for it."""


def plain(value: object) -> Any:
    """A value as JSON can hold it, cut where it goes too deep or on for too long; None for what is
    neither number, text, list nor table."""
    return _Plainer().of(value, _MAX_DEPTH)


class _Plainer:
    def __init__(self) -> None:
        self._left = _MAX_VALUES

    def of(self, value: object, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            return None
        if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
            return value if abs(value) < 2**63 else None
        if isinstance(value, str):
            return value[:_MAX_TEXT]
        if isinstance(value, PlainNamespace):
            value = vars(value)
        if depth and isinstance(value, list | tuple):
            return [self.of(each, depth - 1) for each in value[: self._left]]
        if depth and isinstance(value, dict):
            items = [(k, v) for k, v in value.items() if isinstance(k, str)][: self._left]
            return {key[:_MAX_TEXT]: self.of(each, depth - 1) for key, each in items}
        return None
