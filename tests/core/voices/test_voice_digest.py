"""The digest of a voice changes with all that it is, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from vits_core.errors import VoiceError
from vits_core.voices.voice_digest import voice_digest


def voice(folder: Path, weights: str = "weights", config: str = "{}", name: str = "a") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.onnx.json").write_text(config)
    path = folder / f"{name}.onnx"
    path.write_text(weights)
    return path


def test_weights_and_config_are_the_voice(tmp_path: Path) -> None:
    digest = voice_digest(voice(tmp_path / "1"))
    assert voice_digest(voice(tmp_path / "2", name="b")) == digest
    assert voice_digest(voice(tmp_path / "3", weights="others")) != digest
    assert voice_digest(voice(tmp_path / "4", config='{"a": 1}')) != digest


def test_the_config_of_another_voice_is_not(tmp_path: Path) -> None:
    path = voice(tmp_path)
    digest = voice_digest(path)
    voice(tmp_path, name="b")
    assert voice_digest(path) == digest


def test_a_config_of_any_name_counts_where_no_other_is(tmp_path: Path) -> None:
    path = tmp_path / "G_1.pth"
    path.write_text("weights")
    digest = voice_digest(path)
    (tmp_path / "config.json").write_text("{}")
    assert voice_digest(path) != digest


def test_a_voice_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="No such file"):
        voice_digest(tmp_path / "none.onnx")
