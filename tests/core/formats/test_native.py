"""A voice of this project's own form whose JSON was edited is refused, and the field is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.core.model_shapes import SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import export_piper
from vits_core.errors import VoiceError
from vits_core.formats.native import read_native, write_native
from vits_core.formats.piper import read_piper


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    config, state = read_piper(export_piper(random_model(SMALL_MANY_SPEAKERS), tmp_path / "v.onnx"))
    return write_native(tmp_path / "voice", config, state, "A card.")


def edit(weights: Path, place: str, value: Any) -> None:
    path = weights.with_suffix(".json")
    content = json.loads(path.read_text(encoding="utf-8"))
    *parents, last = place.split(".")
    within = content
    for parent in parents:
        within = within[parent]
    within[last] = value
    path.write_text(json.dumps(content), encoding="utf-8")


def test_what_was_written_is_read(weights: Path) -> None:
    config, _ = read_native(weights)
    assert list(config.speakers) == [f"person {i}" for i in range(5)]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("voice.name", 5, "“name” is 5"),
        ("voice.name", None, "“name” is None"),
        ("voice.sample_rate", "22050", "“sample_rate” is '22050'"),
        ("voice.sample_rate", 22050.5, "“sample_rate” is 22050.5"),
        ("voice.sample_rate", 1, "sample rate is 1 Hz"),
        ("voice.speakers", ["anna"], "“speakers” is ['anna']"),
        ("voice.speakers", {"anna": 1.5}, "“speakers.anna” is 1.5"),
        ("voice.speakers", {"anna": 99}, "names a speaker beyond its"),
        ("voice.model.decoder.paired_convolutions", 1, "“model.decoder.paired_convolutions” is 1"),
        ("voice.model.decoder.upsample_rates", [8, "8"], "“model.decoder.upsample_rates[1]”"),
        ("voice.model.text_encoder.heads", True, "“model.text_encoder.heads” is True"),
        ("voice.frontend.language", 1, "“frontend.language” is 1"),
        ("voice.frontend.phoneme_id_map", {"a": [1.5]}, "phoneme_id_map"),
        ("voice.defaults.noise_scale", "loud", "noise_scale"),
        ("voice.defaults.length_scale", 1e9, "length_scale"),
        ("version", "new", "its JSON"),
    ],
)
def test_a_field_of_another_type_is_named(weights: Path, place: str, value: Any, said: str) -> None:
    edit(weights, place, value)
    with pytest.raises(VoiceError) as caught:
        read_native(weights)
    assert said in str(caught.value)
    assert str(weights.with_suffix(".json")) in str(caught.value)
