"""The child process that reads checkpoints of unknown origin: tensors out of a pickle.

This file is run by its path. Its argument is a JSON object: `source`, the checkpoint; `target`, the
safetensors file to write; `without`, beginnings of names to leave out. It prints one JSON object a
line: `{"checked": true}` when the sizes are found to be honest, `{"done": true}` when the target is
written, or `{"refused": why, "remedy": what to do}`.

The file is looked through as data, under a tight limit of memory; then its tensors' bytes are
copied, under limits that fit the file's size. Torch, which takes seconds to load, is not needed,
and no unpickler but our own ever sees the file. Whatever goes wrong in spite of all that goes wrong
here, and not in the application.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Behind everything installed, so that nothing there is hidden: the parent may run from source.
sys.path.append(str(Path(__file__).parents[2]))

from vits_core.formats.checkpoint_inspection import (
    BFLOAT16,
    Contents,
    RefusedError,
    TensorClaim,
    inspect,
)
from vits_core.formats.inert_stand_ins import plain

if TYPE_CHECKING:
    import numpy as np

MEGABYTE = 2**20
INSPECTION_BYTES = 128 * MEGABYTE
"""What looking through a file may take on top of the interpreter, whatever the file's size."""
LOADING_BYTES = 128 * MEGABYTE
"""What copying may take on top of numpy, and of a multiple of the file's size."""
_KEPT_SETTINGS = ("hyper_parameters", "iteration", "epoch", "global_step")


def main() -> None:
    # The answers go through a descriptor of their own; what libraries print goes nowhere.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    request = json.loads(sys.argv[1])

    def answer(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        source = Path(request["source"])
        size = source.stat().st_size
        _limit(INSPECTION_BYTES, written=0, seconds=10)
        contents = inspect(source)
        answer({"checked": True})
        _convert(source, Path(request["target"]), contents, tuple(request["without"]), size)
        answer({"done": True})
    except RefusedError as error:
        answer(dict(zip(("refused", "remedy"), error.args, strict=False)))
    except MemoryError:
        answer({"refused": "reading it takes more memory than its size explains"})
    except OSError as error:
        answer({"refused": f"the system says: {error.strerror or error}"})
    except Exception:  # what damaged data does to the readers has no common type
        answer({"refused": "its contents are not in order"})


def _convert(
    source: Path, target: Path, contents: Contents, without: tuple[str, ...], size: int
) -> None:
    """Copy the weights to where the parent expects them."""
    _limit(None, written=None, seconds=None)
    from safetensors.numpy import save_file

    written = 2 * size + 16 * MEGABYTE  # bfloat16 grows; names and settings besides
    _limit(5 * size + LOADING_BYTES, written=written, seconds=60 + size // MEGABYTE)
    names_by_entry = defaultdict(list)
    for name, claim in contents.weights.items():
        if not (without and name.startswith(without)):
            names_by_entry[claim.storage.entry].append(name)
    weights: dict[str, np.ndarray[Any, Any]] = {}
    with zipfile.ZipFile(source) as archive:
        for entry, names in names_by_entry.items():
            data = archive.read(entry)  # held against its checksum
            for name in names:
                weights[name] = _array(data, contents.weights[name], contents.byte_order)
    settings = {key: plain(contents.top[key]) for key in _KEPT_SETTINGS if key in contents.top}
    metadata = {"container": contents.container, "settings": json.dumps(settings)}
    save_file(weights, target, metadata)


def _array(data: bytes, claim: TensorClaim, byte_order: str) -> np.ndarray[Any, Any]:
    """A tensor on its own, its numbers in a row."""
    import numpy as np

    step = claim.storage.item_bytes
    offset = step * claim.offset if claim.elements else 0
    strides = [step * each for each in claim.stride]
    dtype = np.dtype(byte_order + claim.storage.dtype)
    view: np.ndarray[Any, Any] = np.ndarray(claim.size, dtype, data, offset, strides)
    own = view.astype(dtype.newbyteorder("="), order="C")
    if claim.storage.dtype == BFLOAT16:  # the upper half of a float32
        return (own.astype(np.uint32) << 16).view(np.float32)
    return own


def _limit(memory: int | None, *, written: int | None, seconds: int | None) -> None:
    """Let the process take so many bytes more than it has, write files so large, and compute so
    long; None is without limit. Only where the system can."""
    try:
        import resource
    except ImportError:  # Windows; the parent's clock still runs
        return

    def limit(kind: int, value: int | None) -> None:
        _, hard = resource.getrlimit(kind)
        wanted = hard if value is None else value
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        # Some systems name limits that they do not set; the file is not to blame for that.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (wanted, hard))

    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, written)
    limit(resource.RLIMIT_CPU, seconds)
    # Private memory: libraries' code does not count, of which a CUDA build maps gigabytes.
    taken = _private_bytes()
    if taken is not None:
        limit(resource.RLIMIT_DATA, None if memory is None else taken + memory)


def _private_bytes() -> int | None:
    """The process's writable memory; None where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    return next(
        (int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData")),
        None,
    )


if __name__ == "__main__":
    main()
    os._exit(0)  # nothing is left to tidy; a structure nested deeply enough would crash here
