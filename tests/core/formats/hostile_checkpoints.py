"""Checkpoints made to do harm, or that claim what they do not hold, written byte by byte."""

from __future__ import annotations

import io
import os
import pickle
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

STOP = b"."


def archive(data: bytes, records: Mapping[str, bytes] | None = None) -> bytes:
    """The zip archive around a pickle and the tensors' bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        file.writestr("voice/data.pkl", data)
        file.writestr("voice/byteorder", "little")
        for name, content in (records or {}).items():
            file.writestr(f"voice/{name}", content)
        file.writestr("voice/version", "3\n")
    return buffer.getvalue()


def value(content: Any) -> bytes:
    """The opcodes that push a plain value."""
    return pickle.dumps(content, 2)[2:-1]


def called(name: str, arguments: bytes) -> bytes:
    """The opcodes that call something by its full name; `arguments` push a tuple."""
    module, _, attribute = name.rpartition(".")
    return f"c{module}\n{attribute}\n".encode() + arguments + pickle.REDUCE


def table(entries: Mapping[Any, bytes]) -> bytes:
    content = b"".join(value(key) + pushed for key, pushed in entries.items())
    return b"}(" + content + b"u"


def tensor(
    elements: Any = 4,
    size: Any = (4,),
    stride: Any = (1,),
    offset: Any = 0,
    kind: str = "FloatStorage",
    key: Any = "0",
) -> bytes:
    """The opcodes of a tensor, whatever it claims."""
    storage = b"(" + value("storage") + f"ctorch\n{kind}\n".encode()
    storage += value(key) + value("cpu") + value(elements) + b"tQ"
    arguments = b"(" + storage + value(offset) + value(size) + value(stride)
    arguments += value(False) + called("collections.OrderedDict", b")") + b"t"
    return called("torch._utils._rebuild_tensor_v2", arguments)


def checkpoint(pushed: bytes, records: Mapping[str, bytes] | None = None) -> bytes:
    """A whole file with some opcodes where the voice's weights are expected."""
    records = {"data/0": bytes(16)} if records is None else records
    return archive(b"\x80\x02" + table({"model": pushed}) + STOP, records)


def weights(**tensors: bytes) -> bytes:
    return checkpoint(table(tensors))


class Program:
    """Writes a marker file when it is unpickled without care."""

    def __init__(self, marker: Path, call: Callable[..., Any] = os.system) -> None:
        self.marker = marker
        self.call = call

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        if self.call is exec:
            return exec, (f"open({str(self.marker)!r}, 'w')",)
        return os.system, (f"touch {self.marker}",)


def programs(marker: Path) -> dict[str, bytes]:
    """Files that run something where a pickle is loaded without care."""
    touch = value((f"touch {marker}",))
    body = value((f"open({str(marker)!r}, 'w')",))
    inside = {"model": {"enc_p.emb.weight": torch.ones(2), "x": Program(marker)}}
    saved, legacy = io.BytesIO(), io.BytesIO()
    torch.save(inside, saved)
    torch.save(inside, legacy, _use_new_zipfile_serialization=False)
    built = called("collections.OrderedDict", b")") + called("posix.system", touch) + b"b"
    return {
        "beside-weights": saved.getvalue(),
        "legacy": legacy.getvalue(),
        "bare-pickle": pickle.dumps(Program(marker)),
        "protocol-4": archive(pickle.dumps(Program(marker), 4)),
        "protocol-0": archive(pickle.dumps(Program(marker), 0)),
        "exec": archive(pickle.dumps(Program(marker, exec), 2)),
        "at-the-top": archive(b"\x80\x02" + called("os.system", touch) + STOP),
        "eval": weights(x=called("builtins.eval", body)),
        "old-builtins": weights(x=called("__builtin__.eval", body)),
        "dotted-name": weights(x=called("torch.serialization.os.system", touch)),
        "torch-hub": weights(x=called("torch.hub.load_state_dict_from_url", touch)),
        "torch-load": weights(x=called("torch.serialization.load", touch)),
        "state": weights(x=built),
        "new-object": weights(x=b"csubprocess\nPopen\n" + touch + pickle.NEWOBJ),
        "instance": weights(x=b"(" + value(f"touch {marker}") + b"ios\nsystem\n"),
        "extension": weights(x=pickle.EXT1 + b"\x01"),
        "attribute": weights(x=called("builtins.getattr", value(("a", "upper")))),
        "storage-kind": weights(x=b"cos\nsystem\n" + touch + b"Q"),
        "textual-storage": weights(x=b"Pstorage\n"),
    }


def false_claims() -> dict[str, bytes]:
    """Files whose tensors are not what they say."""
    huge = 10**9
    many = {f"w{i}": tensor() for i in range(10_001)}
    shared = {f"w{i}": tensor(100_000, (100_000,)) for i in range(5_000)}
    return {
        "huge-storage": weights(x=tensor(huge, (huge,))),
        "huge-view": weights(x=tensor(size=(huge,), stride=(0,))),
        "huge-shape": weights(x=tensor(size=(10**6, 10**6), stride=(0, 0))),
        "huge-product": weights(x=tensor(size=(2**31, 2**31, 4), stride=(0, 0, 0))),
        "beyond-the-end": weights(x=tensor(offset=1)),
        "far-beyond": weights(x=tensor(offset=2**62)),
        "long-steps": weights(x=tensor(size=(2,), stride=(2**61,))),
        "negative-size": weights(x=tensor(size=(-4,))),
        "negative-step": weights(x=tensor(stride=(-1,))),
        "negative-offset": weights(x=tensor(offset=-1)),
        "negative-storage": weights(x=tensor(-4)),
        "fractions": weights(x=tensor(size=(4.0,))),
        "text-as-size": weights(x=tensor(size="4444")),
        "no-size": weights(x=tensor(size=None)),
        "more-steps-than-sizes": weights(x=tensor(stride=(1, 1))),
        "smaller-items": weights(x=tensor(kind="DoubleStorage")),
        "unknown-items": weights(x=tensor(kind="QInt8Storage")),
        "bytes-as-tensor": weights(x=tensor(kind="UntypedStorage")),
        "no-such-entry": weights(x=tensor(key="7")),
        "entry-elsewhere": weights(x=tensor(key="../version")),
        "number-as-key": weights(x=tensor(key=0)),
        "too-many": checkpoint(table(many)),
        "counted-many-times": checkpoint(table(shared), {"data/0": bytes(400_000)}),
    }


def odd_structures() -> dict[str, bytes]:
    """Files that are no table of weights, or one that no honest program writes."""
    names = {"top-list": [1], "top-number": 7, "top-text": "model", "top-none": None}
    plain = {name: archive(pickle.dumps(content, 2)) for name, content in names.items()}
    looped: dict[str, Any] = {}
    looped["model"] = looped
    objects = np.array([object(), {}], dtype=object)
    collisions = b"".join(value(i * (2**61 - 1)) + b"N" for i in range(1, 90_000))
    base = table(dict.fromkeys(range(50_000), b"N")) + b"q\x010"
    copies = b"ccollections\nOrderedDict\nq\x020](" + b"h\x02h\x01\x85R" * 40_000 + b"e"
    return plain | {
        "empty-table": archive(pickle.dumps({}, 2)),
        "no-weights": archive(pickle.dumps({"model": {"a": 1}}, 2)),
        "top-tensor": archive(b"\x80\x02" + tensor() + STOP, {"data/0": bytes(16)}),
        "cyclic": archive(pickle.dumps(looped, 2)),
        "names-are-numbers": checkpoint(table({1: tensor(), 2: tensor()})),
        "names-are-long": checkpoint(table({"x" * 5000: tensor()})),
        "deep-list": archive(b"\x80\x02" + b"]" * 500_000 + b"a" * 499_999 + STOP),
        "deep-key": archive(b"\x80\x02}(" + b")" + b"\x85" * 1_000_000 + b"Nu."),
        "object-array": archive(pickle.dumps({"model": objects}, 2)),
        "colliding-keys": archive(b"\x80\x02}(" + collisions + b"u."),
        "copied-tables": archive(b"\x80\x02" + base + copies + STOP),
        "huge-memo": archive(b"\x80\x02N" + pickle.LONG_BINPUT + b"\xf0\xff\xff\xff."),
        "huge-text": archive(b"\x80\x04" + pickle.BINUNICODE8 + (2**62).to_bytes(8, "little")),
        "huge-number": archive(b"\x80\x02" + pickle.LONG4 + b"\xff\xff\xff\x7f" + b"."),
        "long-pickle": archive(b"\x80\x02" + b"N0" * 2_000_000 + b"N."),
        "many-calls": archive(
            b"\x80\x02]" + called("collections.OrderedDict", b")") + b"q\x000"
            + b"ccollections\nOrderedDict\n)R0" * 60_000 + b"."
        ),
        "empty-pickle": archive(b""),
        "half-a-pickle": archive(pickle.dumps({"model": {}}, 2)[:-3]),
        "random-pickle": archive(np.random.default_rng(4).bytes(3000)),
    }  # fmt: skip


def odd_containers() -> dict[str, bytes]:
    """Files that are no torch checkpoint, or one that is packed oddly."""
    good = weights(x=tensor())
    inner, script, packed, tar = io.BytesIO(), io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("G_100.pth", good)
    with zipfile.ZipFile(script, "w") as file:
        for name in ("data.pkl", "constants.pkl", "code/__torch__.py"):
            file.writestr(f"voice/{name}", b"x")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("voice/data.pkl", bytes(10_000_000))
    with tarfile.open(fileobj=tar, mode="w") as tarred:
        for name in ("storages", "tensors", "pickle"):
            tarred.addfile(tarfile.TarInfo(name))
    twice = io.BytesIO(good)
    with zipfile.ZipFile(twice, "a") as file:
        file.comment = b"hello"
    claims = bytearray(good)
    at = claims.rindex(b"PK\x01\x02")
    claims[at + 20 : at + 28] = b"\xff\xff\xff\x7f" * 2
    return {
        "empty": b"",
        "text": b"not a voice at all",
        "html": b"<html>404</html>" * 50,
        "random": np.random.default_rng(1).bytes(50_000),
        "zip-of-nothing": b"PK\x05\x06" + bytes(18),
        "zip-beginning": b"PK\x03\x04" + bytes(500),
        "zip-in-zip": inner.getvalue(),
        "torchscript": script.getvalue(),
        "compressed": packed.getvalue(),
        "tar": tar.getvalue(),
        "commented": twice.getvalue(),
        "directory-claims-2-gb": bytes(claims),
        "behind-other-bytes": b"MZ" + good,
        "bare-table": pickle.dumps({"model": {"a": 1}}, 2),
    } | {
        f"cut-at-{share}": good[: int(share * len(good))] for share in (0.02, 0.3, 0.7, 0.95, 0.999)
    }
