"""Imported voices kept as safetensors, so that the second start does not parse ONNX."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import platformdirs
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from vits_core.voices.voice_config import VoiceConfig

Imported = tuple[VoiceConfig, dict[str, torch.Tensor]]

FORMAT_VERSION = 3
"""Raise it when names or config fields change: older entries are then imported anew."""

MOST_BYTES = 2 * 2**30
"""Of all entries, some ten voices of full size: those that were not used for longest make room."""

POSTERIOR = "posterior_encoder."
"""What the names of the posterior encoder's weights begin with."""

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Where imported voices are kept: the user's cache folder, or $VITS_STUDIO_CACHE."""
    override = os.environ.get("VITS_STUDIO_CACHE")
    base = Path(override) if override else platformdirs.user_cache_path("vits-studio")
    return base / "voices"


def cached_import(files: tuple[Path, ...], import_voice: Callable[[], Imported]) -> Imported:
    """The result of `import_voice`, from the cache where these very files were imported before.

    The weights of a posterior encoder, which speaking does without, are kept in an entry of their
    own and not among the result's. A damaged entry is rebuilt. A cache that cannot be written costs
    time, never the voice.
    """
    return _cached(files, import_voice, "")


def cached_posterior(files: tuple[Path, ...], import_voice: Callable[[], Imported]) -> Imported:
    """As `cached_import`, but the weights are those of the posterior encoder alone."""
    return _cached(files, import_voice, POSTERIOR)


def _cached(files: tuple[Path, ...], import_voice: Callable[[], Imported], wanted: str) -> Imported:
    digest = _digest_files(files)
    entry = _entry(digest, wanted)
    try:
        return _read(entry)
    except FileNotFoundError:
        pass
    except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
        _log.warning("rebuilding the damaged voice cache %s: %s", entry, error)
    config, state = import_voice()
    posterior = {name: state.pop(name) for name in list(state) if name.startswith(POSTERIOR)}
    parts = {"": state, POSTERIOR: posterior}
    for part, weights in parts.items():
        if weights:
            try:
                _write(_entry(digest, part), config, weights)
            except (OSError, SafetensorError) as error:
                _log.warning("the voice could not be cached in %s: %s", entry.parent, error)
    _make_room(entry.parent)
    return config, parts[wanted]


def _make_room(folder: Path) -> None:
    """Remove what was not used for longest until the rest is within its bound."""
    with contextlib.suppress(OSError):  # another process may do the same
        entries = [(path, path.stat()) for path in folder.iterdir()]
        entries.sort(key=lambda entry: entry[1].st_mtime, reverse=True)
        size = 0
        for path, stat in entries:
            size += stat.st_size
            if size > MOST_BYTES:
                path.unlink(missing_ok=True)


def _entry(digest: str, part: str) -> Path:
    return cache_folder() / f"{digest}{'.' if part else ''}{part.rstrip('.')}.safetensors"


def remembered(
    name: str, keys: Sequence[str], compute: Callable[[], dict[str, float]]
) -> dict[str, float]:
    """Some numbers under these keys, from the cache where they were computed before."""
    entry = cache_folder().parent / "trials" / f"{name}.json"
    try:
        known = json.loads(entry.read_text(encoding="utf-8"))
        return {key: float(known[key]) for key in keys}
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("computing anew what the damaged %s held: %s", entry, error)
    values = compute()
    with contextlib.suppress(OSError):  # it costs time, not the voice
        _put(entry, lambda path: path.write_text(json.dumps(values), encoding="utf-8"))
    return values


def _digest_files(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256(f"format {FORMAT_VERSION}".encode())
    for path in files:
        digest.update(path.name.encode(errors="surrogateescape"))
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _digest_entry(config: str, state: Mapping[str, torch.Tensor]) -> str:
    digest = hashlib.sha256(config.encode())
    for name in sorted(state):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(state[name].numpy()).view(np.uint8).data)
    return digest.hexdigest()


def _read(entry: Path) -> Imported:
    if not entry.exists():
        raise FileNotFoundError(entry)
    with safe_open(str(entry), framework="pt") as file:
        metadata = file.metadata() or {}
        state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a dict
    with contextlib.suppress(OSError):
        os.utime(entry)  # it was used
    if metadata["digest"] != _digest_entry(metadata["config"], state):
        raise ValueError("its checksum does not match")
    return VoiceConfig.from_json(metadata["config"]), state


def _write(entry: Path, config: VoiceConfig, state: Mapping[str, torch.Tensor]) -> None:
    text = config.to_json()
    metadata = {"config": text, "digest": _digest_entry(text, state)}
    tensors = {key: value.contiguous() for key, value in state.items()}
    _put(entry, lambda path: save_file(tensors, path, metadata))


def _put(entry: Path, write: Callable[[Path], object]) -> None:
    """Write beside the entry and rename, so that no reader sees half a file."""
    entry.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=entry.parent, suffix=".partial")
    os.close(handle)
    try:
        write(Path(name))
        Path(name).replace(entry)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
