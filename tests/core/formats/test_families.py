"""A voice's family is known by what its file holds, whatever the file is called."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.core.checkpoint_export import export_original, export_piper_checkpoint, trained_model
from tests.core.model_shapes import SMALL, random_model
from tests.core.piper_export import export_piper
from vits_core.errors import VoiceError
from vits_core.formats.families import origin_of
from vits_core.formats.piper import read_piper
from vits_core.formats.torch_checkpoint import read_torch_checkpoint
from vits_core.formats.untrusted_pickle import MAX_FILE_BYTES
from vits_core.voice import load_voice
from vits_core.voices.voice_path import voice_path


def test_every_family_opens_from_its_folder(tmp_path: Path) -> None:
    model, trained = random_model(SMALL), trained_model(SMALL)
    folders = {name: tmp_path / name for name in ("piper", "original", "checkpoint")}
    for folder in folders.values():
        folder.mkdir()
    export_piper(model, folders["piper"] / "a.onnx")
    export_original(trained, folders["original"] / "G_3.pth")
    (folders["original"] / "D_3.pth").write_bytes(b"discriminators")
    export_piper_checkpoint(trained, folders["checkpoint"] / "epoch=2.ckpt")
    for folder in folders.values():
        with load_voice(folder, "cpu", "float32") as voice:
            assert voice.config.model == SMALL


@pytest.mark.parametrize("suffix", ["", ".bin", ".onnx", ".PTH", ".pt", ".ckpt"])
def test_a_checkpoint_is_known_under_any_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"voice{suffix}"
    path.write_bytes(b"PK\x03\x04 and so on")
    assert origin_of(path).reader is read_torch_checkpoint


@pytest.mark.parametrize("suffix", ["", ".bin", ".onnx"])
def test_a_network_is_known_under_most_names(tmp_path: Path, suffix: str) -> None:
    path = export_piper(random_model(SMALL), tmp_path / "voice.onnx").rename(
        tmp_path / f"v{suffix}"
    )
    assert origin_of(path).reader is read_piper


def test_what_was_made_before_torch_had_archives_is_explained(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "old.bin").write_bytes(b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.")
    with pytest.raises(VoiceError, match=r"before 1\.6") as caught:
        load_voice(tmp_path / "old.bin", "cpu")
    assert "save it again" in caught.value.remedy


@pytest.mark.parametrize("name", ["notes.txt", "voice.safetensors", "voice"])
def test_anything_else_is_told_what_would_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(VoiceError, match="not supported") as caught:
        load_voice(tmp_path / name, "cpu")
    assert ".onnx" in caught.value.remedy
    assert ".pth" in caught.value.remedy
    assert ".ckpt" in caught.value.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "voice.pth")
    with pytest.raises(VoiceError, match="not a voice file"):
        load_voice(tmp_path / "voice.pth", "cpu")


@pytest.mark.parametrize("name", ["voice.pth", "voice.onnx"])
def test_a_file_beyond_every_voice_is_not_read_through(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    (tmp_path / "voice.json").write_text("{}")
    monkeypatch.setattr(hashlib, "file_digest", None)
    with pytest.raises(VoiceError, match="4 GB"):
        load_voice(tmp_path / name, "cpu")


@pytest.mark.parametrize(
    ("beside", "chosen"),
    [
        (["config.json", "G_1.json", "G_1.pth.json"], "G_1.pth.json"),
        (["config.json", "G_1.json"], "G_1.json"),
        (["config.json", "other.json"], "config.json"),
        (["finetune_speaker.json"], "finetune_speaker.json"),
        (["finetune_speaker.json", "other.json"], "config.json"),
        ([], "config.json"),
    ],
)
def test_the_json_nearest_in_name_is_taken(tmp_path: Path, beside: list[str], chosen: str) -> None:
    for name in beside:
        (tmp_path / name).touch()
    path = tmp_path / "G_1.pth"
    path.write_bytes(b"PK\x03\x04")
    assert origin_of(path).files == (path, tmp_path / chosen)


def test_a_folder_of_several_voices_asks_which(tmp_path: Path) -> None:
    for name in ("G_1.pth", "G_2.pth", "D_2.pth"):
        (tmp_path / name).touch()
    with pytest.raises(VoiceError, match="2 voice files"):
        voice_path(tmp_path)
