"""What a torch checkpoint claims to hold, found out without running or allocating any of it.

Such a file is a zip archive of a pickle and of the tensors' bytes. A pickle is a program: each name
that it may mention is in a table here and stands for something inert, and each size that it claims
is held against the bytes that are there. This module runs in a process of its own.
"""

from __future__ import annotations

import io
import math
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vits_core.formats.inert_stand_ins import STAND_INS, latin_bytes

MAX_ENTRIES = 20_000
"""Of the archive; a Piper checkpoint with both optimizers has 3,000."""
MAX_PICKLE_BYTES = 2 * 2**20
"""That checkpoint's pickle has a fifth of this."""
MAX_CALLS = 50_000
"""Objects that the pickle may build."""
MAX_WEIGHTS = 10_000
MAX_NAME = 300
BFLOAT16 = "u2"
"""Numpy has no bfloat16; no other storage has two bytes without a sign."""

_DTYPES = {
    "DoubleStorage": "f8", "FloatStorage": "f4", "HalfStorage": "f2", "LongStorage": "i8",
    "IntStorage": "i4", "ShortStorage": "i2", "CharStorage": "i1", "ByteStorage": "u1",
    "BoolStorage": "b1", "BFloat16Storage": BFLOAT16,
}  # fmt: skip
"""What torch calls a storage -> numpy's name of what it holds."""
_CONTAINERS = ("state_dict", "model", "weight")
"""Keys under which checkpoints keep their weights; the last is that of relatives, to name them."""


class RefusedError(Exception):
    """The file is not read; `args` are why, and what to do about it where that is special."""


@dataclass(frozen=True, slots=True)
class StorageClaim:
    """Some bytes of the archive, which any number of tensors may share."""

    entry: str
    dtype: str
    """As numpy names it, without the order of its bytes."""
    elements: int

    @property
    def item_bytes(self) -> int:
        return int(self.dtype[-1])


@dataclass(frozen=True, slots=True)
class TensorClaim:
    """A view of a storage, all of it within the storage's bytes."""

    storage: StorageClaim
    offset: int
    size: tuple[int, ...]
    stride: tuple[int, ...]
    """In elements, as the offset."""

    @property
    def elements(self) -> int:
        return math.prod(self.size)


@dataclass(frozen=True)
class Contents:
    """What a checkpoint holds."""

    container: str
    """The key of its weights; "" where they lie at the top."""
    weights: Mapping[str, TensorClaim]
    top: Mapping[Any, Any]
    """Everything, with inert stand-ins."""
    byte_order: str
    """Of the weights, as numpy writes it: "<" or ">"."""


def inspect(path: Path) -> Contents:
    """Look through a checkpoint.

    Raises `RefusedError`, and whatever damaged data does to Python's own readers.
    """
    with path.open("rb") as file:
        _check_kind(file.read(512))
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:  # the table of contents comes last
        raise RefusedError("its end is missing, as if a download was interrupted") from error
    with archive:
        root = _check_directory(archive, path.stat().st_size)
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
        data = archive.read(f"{root}/data.pkl")
        order = archive.read(f"{root}/byteorder") if f"{root}/byteorder" in sizes else b"little"
    if data.count(pickle.REDUCE) + data.count(pickle.NEWOBJ) > MAX_CALLS:
        raise RefusedError("it contains more objects than any voice needs")
    top = _InertUnpickler(data, root, sizes).load()
    if not isinstance(top, dict):
        raise RefusedError("it is not a table of weights")
    container, weights = _weights(top)
    needed = sum(each.elements * each.storage.item_bytes for each in weights.values())
    if needed > path.stat().st_size:
        raise RefusedError("its weights are larger than the file")
    return Contents(container, weights, top, ">" if order == b"big" else "<")


def _check_kind(beginning: bytes) -> None:
    if beginning.startswith(b"PK\x03\x04"):
        return
    if beginning.startswith(b"\x80") or beginning[257:262] == b"ustar":
        raise RefusedError(
            "it uses the format of PyTorch before 1.6, which cannot be checked safely",
            (
                "Load it with the software that made it, save it again with a current "
                "PyTorch, and open the new file."
            ),
        )
    raise RefusedError("it is not a PyTorch checkpoint")


def _check_directory(archive: zipfile.ZipFile, file_bytes: int) -> str:
    """Check the archive's table of contents; returns the folder that everything lies in."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    root = entries[0].filename.partition("/")[0] if entries else ""
    if any(name.endswith((".pth", ".pt", ".ckpt", ".onnx")) for name in names):
        raise RefusedError(
            "it is an archive with a voice inside", "Unpack it, then open the file inside."
        )
    if f"{root}/constants.pkl" in names:
        raise RefusedError(
            "it is a TorchScript program, which would have to be executed",
            "Choose the checkpoint it was exported from.",
        )
    if f"{root}/data.pkl" not in names:
        raise RefusedError("it is a zip archive, but not a PyTorch checkpoint")
    if (
        len(entries) > MAX_ENTRIES
        or len(names) != len(entries)
        or archive.comment
        or any(
            entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 for entry in entries
        )
        or any(entry.header_offset + entry.file_size > file_bytes for entry in entries)
        or sum(entry.file_size for entry in entries) > file_bytes
    ):
        raise RefusedError("its table of contents was not written by PyTorch")
    if archive.getinfo(f"{root}/data.pkl").file_size > MAX_PICKLE_BYTES:
        raise RefusedError("its table of contents is larger than that of any voice")
    return root


class _InertUnpickler(pickle.Unpickler):
    """Reads a pickle in which every name means something inert."""

    def __init__(self, data: bytes, root: str, sizes: Mapping[str, int]) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")
        self._root = root
        self._sizes = sizes

    def find_class(self, module: str, name: str) -> Any:
        full_name = f"{module}.{name}"
        if module == "torch" and name in _DTYPES:
            return _StorageKind(_DTYPES[name])
        known = _INERT.get(full_name) or STAND_INS.get(full_name)
        if known is None:
            raise RefusedError(
                f"it contains the object “{full_name[:MAX_NAME]}”, but only tensors and "
                "plain settings are allowed",
                (
                    "Such an object can be a program. Get the checkpoint from a source you "
                    "trust, or ask its owner to save the weights only."
                ),
            )
        return known

    def persistent_load(self, pid: Any) -> StorageClaim:
        """A tensor's bytes, which are an entry of the archive."""
        _, kind, key, _, elements = pid
        entry = f"{self._root}/data/{key}"
        if not isinstance(kind, _StorageKind) or type(key) is not str or type(elements) is not int:
            raise RefusedError("it describes its tensors in an unknown format")
        claim = StorageClaim(entry, kind.dtype, elements)
        if self._sizes.get(entry) != elements * claim.item_bytes:
            raise RefusedError("its tensors do not match their stated size")
        return claim


@dataclass(frozen=True)
class _StorageKind:
    dtype: str


def _tensor(
    storage: StorageClaim,
    offset: int,
    size: tuple[int, ...],
    stride: tuple[int, ...],
    _requires_grad: Any = None,
    _hooks: Any = None,
    flags: Any = None,
) -> TensorClaim:
    """What torch would make a tensor of: a view of bytes, each of which counts once.

    Flags say that the numbers mean something else, such as their opposites.
    """
    numbers = (offset, *size, *stride)
    if (
        not isinstance(storage, StorageClaim)
        or any(type(n) is not int or n < 0 for n in numbers)
        or flags
    ):
        raise RefusedError("it describes its tensors in an unknown format")
    elements = math.prod(size)
    last = offset + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    if elements > storage.elements or (elements and last >= storage.elements):
        raise RefusedError("its tensors do not match their stated size")
    return TensorClaim(storage, offset, size, stride)


def _parameter(data: Any, *_: Any) -> Any:
    return data


def _device(*_: Any) -> None:
    return None


_INERT: dict[str, Callable[..., Any]] = {
    "collections.OrderedDict": OrderedDict,
    "torch._utils._rebuild_tensor_v2": _tensor,
    "torch._utils._rebuild_parameter": _parameter,
    "torch.device": _device,
    "_codecs.encode": latin_bytes,
}
"""What a table of weights is built of."""


def _weights(top: Mapping[Any, Any]) -> tuple[str, dict[str, TensorClaim]]:
    """Where the weights are, and which."""
    for container in (*_CONTAINERS, ""):
        table = top.get(container) if container else top
        if isinstance(table, dict):
            weights = {k: v for k, v in table.items() if isinstance(v, TensorClaim)}
            if weights:
                break
    else:
        raise RefusedError("it contains no weights")
    if len(weights) > MAX_WEIGHTS or not all(
        isinstance(name, str) and len(name) <= MAX_NAME for name in weights
    ):
        raise RefusedError("its weights do not have the names of a network")
    return container, weights
