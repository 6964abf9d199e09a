"""Voices in this project's own form: a folder with `voice.safetensors`, `voice.json` and a card.

The JSON has everything but the weights; `README.md`, the model card, is for people.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from vits_core.audio.files import make_folder, write_whole
from vits_core.errors import VoiceError
from vits_core.formats.voice_files import (
    damaged,
    described,
    read_json,
    sample_rate_of,
    speaker_ids,
)
from vits_core.voices.voice_config import VoiceConfig

WEIGHTS_FILE = "voice.safetensors"
CONFIG_FILE = "voice.json"
CARD_FILE = "README.md"
FAMILY = "a VITS Studio voice"
FORMAT = "vits-studio voice"
FORMAT_VERSION = 1


def native_json_path(path: Path) -> Path:
    """The JSON that belongs to a voice's weights."""
    return path.with_suffix(".json")


def read_native(path: Path) -> tuple[VoiceConfig, dict[str, torch.Tensor]]:
    """Read the voice whose weights are at `path`; raises `VoiceError` where it is missing, damaged
    or made by a newer version."""
    beside = native_json_path(path)
    content = read_json(beside, f"A voice is two files: put {beside.name} beside {path.name}.")
    if content.get("format") != FORMAT:
        raise damaged(beside, f"its JSON is not that of {FAMILY}")
    with described(beside, "its JSON", FAMILY):
        newer = content.get("version", 0) > FORMAT_VERSION
    if newer:
        raise VoiceError(
            "The voice was made by a newer version of VITS Studio",
            where=str(beside),
            remedy="Update VITS Studio.",
        )
    with described(beside, "its JSON", FAMILY):
        config = VoiceConfig.from_json(json.dumps(content["voice"]))
        sample_rate_of(beside, {"sample_rate": config.sample_rate}, "sample_rate")
        if config.model.num_speakers > 1:
            speaker_ids(beside, config.speakers, config.model.num_speakers)
        digest = content["sha256"]
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != digest:
            raise damaged(path, "its weights do not match its JSON")
        return config, load_file(path)
    except FileNotFoundError as error:
        raise VoiceError("The voice file does not exist", where=str(path)) from error
    except SafetensorError as error:
        raise damaged(path, f"its weights cannot be read ({error})") from error


def write_native(
    folder: Path, config: VoiceConfig, state: Mapping[str, torch.Tensor], card: str
) -> Path:
    """Write a voice into a folder; returns the file of its weights.

    The JSON, without which there is no voice, comes last. Raises `AudioFileError` where the disk
    does not take it.
    """
    weights = save({name: tensor.detach().cpu().contiguous() for name, tensor in state.items()})
    content = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "sha256": hashlib.sha256(weights).hexdigest(),
        "voice": json.loads(config.to_json()),
    }
    make_folder(folder)
    write_whole(folder / WEIGHTS_FILE, weights)
    write_whole(folder / CARD_FILE, card.encode())
    text = json.dumps(content, ensure_ascii=False, indent=1)
    write_whole(folder / CONFIG_FILE, text.encode())
    return folder / WEIGHTS_FILE
