"""The text that goes with a trained voice: what it is, what it was made from, and how."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from typing import Any

from vits_core.voices.voice_config import VoiceConfig

_UNKNOWN = "not stated: ask whoever trained this voice"


def model_card(config: VoiceConfig, described: Mapping[str, Any], licence: str, data: str) -> str:
    """Markdown with a heading that catalogues of models read.

    `described` is what the training kept beside the weights.
    """
    corpus = described["corpus"]
    start = described["start"]
    origin = "from nothing" if start is None else f"from the voice {start}"
    lines = [
        *_heading(config, licence),
        f"# {config.name}",
        "",
        "A voice for VITS Studio: open `voice.safetensors` with *File → Open voice…*, or",
        '`vits-studio say "Hello." --voice FOLDER`. `voice.json` has the sizes of the model and',
        "the symbols that it reads.",
        "",
        *_facts(config, licence),
        "",
        "## Data",
        "",
        data or _UNKNOWN,
        "",
        f"- Corpus “{corpus['name']}”: {corpus['clips']} recordings, "
        f"{corpus['seconds'] / 3600:.2f} hours",
        *_listed({k: v for k, v in corpus.items() if k not in ("name", "clips", "seconds")}),
        "",
        "## Training",
        "",
        f"{described['steps_done']} steps with the preset “{described['preset']}”, {origin}, by "
        f"VITS Studio {_version('vits-studio')} and torch {_version('torch')}.",
        "",
        *_listed(described["settings"]),
        "",
    ]
    return "\n".join(lines)


def _heading(config: VoiceConfig, licence: str) -> list[str]:
    """YAML for catalogues."""
    values = {
        "license": licence or "unknown",
        "language": config.frontend.language,
        "library_name": "vits-studio",
        "pipeline_tag": "text-to-speech",
        "tags": ["vits", "text-to-speech"],
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    return ["---", *lines, "---"]


def _facts(config: VoiceConfig, licence: str) -> list[str]:
    frontend = config.frontend
    reads = f"espeak-ng voice “{frontend.espeak_voice}”"
    if frontend.phoneme_type == "text":
        reads = "it reads letters"
    return [
        f"- Licence: {licence or _UNKNOWN}",
        f"- Language: {frontend.language} ({reads})",
        f"- Speakers: {', '.join(config.speakers) or 'one'}",
        f"- Sample rate: {config.sample_rate} Hz, {config.model.hop_length} samples a frame",
    ]


def _listed(values: Mapping[str, Any], before: str = "") -> list[str]:
    lines: list[str] = []
    for name, value in values.items():
        words = f"{before}{name.replace('_', ' ')}"
        if isinstance(value, Mapping):
            lines += _listed(value, f"{words}: ")
        else:
            lines.append(f"- {words}: {value}")
    return lines


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"
