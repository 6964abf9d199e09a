"""Checkpoints of unknown origin are read as data; what is no honest one is refused, soon and in
plain words, and does nothing."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import numpy as np
import psutil
import pytest
import torch

from tests.core.checkpoint_export import export_original, trained_model
from tests.core.formats import hostile_checkpoints
from tests.core.model_shapes import SMALL
from vits_core.errors import VoiceError
from vits_core.formats import untrusted_pickle
from vits_core.formats.untrusted_pickle import read_checkpoint

MEGABYTE = 2**20
HOSTILE = {
    **hostile_checkpoints.false_claims(),
    **hostile_checkpoints.odd_structures(),
    **hostile_checkpoints.odd_containers(),
}
PROGRAMS = list(hostile_checkpoints.programs(Path("marker")))


def reading_processes() -> list[psutil.Process]:
    """Other children, and one that is still a copy of this process, are none of it."""
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if any(part.endswith("checkpoint_process.py") for part in child.cmdline()):
                found.append(child)
    return found


class Watch(threading.Thread):
    """Looks for the greatest memory that a process which reads checkpoints ever had."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.children = 0
        self._done = threading.Event()

    def run(self) -> None:
        seen = set()
        while not self._done.wait(0.005):
            for child in reading_processes():
                try:
                    status = Path(f"/proc/{child.pid}/status").read_text()
                except OSError:
                    continue
                seen.add(child.pid)
                for line in status.splitlines():
                    if line.startswith("VmHWM"):
                        self.peak = max(self.peak, 1024 * int(line.split()[1]))
        self.children = len(seen)

    def stop(self) -> None:
        self._done.set()
        self.join()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watching = Watch()
    watching.start()
    yield watching
    watching.stop()


def _spent() -> float:
    """Seconds that processors spent on children that have ended: those that read, and not those
    that watch them."""
    times = os.times()
    return times.children_user + times.children_system


def _refused(path: Path) -> str:
    """The message that refuses a file, after what a person waits for on an idle machine."""
    started = _spent()
    with pytest.raises(VoiceError) as caught:
        read_checkpoint(path)
    assert _spent() - started < 5.0
    message = str(caught.value)
    assert str(path) in message
    assert "Error" not in message
    assert caught.value.remedy
    return message


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_no_honest_checkpoint_is_refused(case: str, tmp_path: Path, watch: Watch) -> None:
    path = tmp_path / "voice.pth"
    path.write_bytes(HOSTILE[case])
    _refused(path)
    watch.stop()
    assert watch.peak < 4 * len(HOSTILE[case]) + 500 * MEGABYTE


@pytest.mark.parametrize("case", PROGRAMS)
def test_no_program_in_a_checkpoint_runs(case: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    path = tmp_path / "voice.ckpt"
    path.write_bytes(hostile_checkpoints.programs(marker)[case])
    _refused(path)
    assert not marker.exists()


def test_a_download_that_was_cut_off_is_told(tmp_path: Path) -> None:
    torch.save({"model": {"a": torch.ones(1000)}}, tmp_path / "a.pth")
    (tmp_path / "b.pth").write_bytes((tmp_path / "a.pth").read_bytes()[:3000])
    assert "interrupted" in _refused(tmp_path / "b.pth")


def test_what_a_file_asks_to_run_is_named(tmp_path: Path) -> None:
    path = tmp_path / "voice.pth"
    path.write_bytes(hostile_checkpoints.programs(tmp_path / "x")["at-the-top"])
    message = _refused(path)
    assert "os.system" in message
    assert "trust" in message


def test_an_honest_checkpoint_comes_back_with_its_settings(tmp_path: Path, watch: Watch) -> None:
    content = {
        "state_dict": {
            "a": torch.arange(6.0).view(2, 3),
            "b": torch.arange(6.0).view(2, 3).t(),
            "half": torch.ones(3, dtype=torch.float16),
            "left.out": torch.ones(2),
            "parameter": torch.nn.Parameter(torch.full((2,), 3.0)),
        },
        "epoch": 4,
        "optimizer_states": [{"state": {0: {"step": torch.ones(5)}}}],
        "hyper_parameters": {
            "folder": PurePosixPath("/data/set"),
            "windows": PureWindowsPath("C:/data"),
            "rates": (8, 4),
            "score": np.float64(0.25),
            "count": np.int64(-3),
            "device": torch.device("cpu"),
            "more": argparse.Namespace(quality="high", seed=None),
        },
    }
    path = tmp_path / "a.ckpt"
    torch.save(content, path)
    read = read_checkpoint(path, without=("left.",))
    assert read.container == "state_dict"
    assert sorted(read.weights) == ["a", "b", "half", "parameter"]
    for name, tensor in read.weights.items():
        assert torch.equal(tensor, content["state_dict"][name].detach())
    assert read.settings["epoch"] == 4
    assert read.settings["hyper_parameters"] == {
        "folder": "/data/set",
        "windows": "C:\\/data",
        "rates": [8, 4],
        "score": 0.25,
        "count": -3,
        "device": None,
        "more": {"quality": "high", "seed": None},
    }
    watch.stop()
    assert watch.children == 1
    assert 0 < watch.peak < 500 * MEGABYTE


def _saved_and_changed(
    content: object, folder: Path, change: Callable[[str, bytes], bytes]
) -> Path:
    """A checkpoint as torch saves it, but for what `change` makes of each entry, by its name."""
    torch.save(content, folder / "as saved.pth")
    path = folder / "a.pth"
    with zipfile.ZipFile(folder / "as saved.pth") as there, zipfile.ZipFile(path, "w") as file:
        for entry in there.infolist():
            name = entry.filename.partition("/")[2]
            file.writestr(entry.filename, change(name, there.read(entry)))
    return path


def test_what_was_saved_on_a_graphics_card_comes_back_on_the_processor(tmp_path: Path) -> None:
    short, long = b"X\x03\0\0\0cpu", b"X\x06\0\0\0cuda:1"

    def moved(name: str, content: bytes) -> bytes:
        assert name != "data.pkl" or short in content
        return content.replace(short, long) if name == "data.pkl" else content

    path = _saved_and_changed({"model": {"a": torch.arange(6.0)}}, tmp_path, moved)
    assert read_checkpoint(path).weights["a"].tolist() == [0, 1, 2, 3, 4, 5]


def test_numbers_of_every_kind_come_back(tmp_path: Path) -> None:
    halves = torch.tensor([1.5, -2.0, 3e38], dtype=torch.bfloat16)
    kinds = (torch.float64, torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8)
    content = {str(kind): torch.arange(5).to(kind) for kind in (*kinds, torch.bool)}
    content |= {
        "scalar": torch.tensor(7.0),
        "empty": torch.zeros(0, 3),
        "transposed": halves[None].t(),
    }
    torch.save({"model": content | {"halves": halves}}, tmp_path / "a.pth")
    read = read_checkpoint(tmp_path / "a.pth").weights
    # Numpy has no bfloat16; each is a float32 exactly.
    assert torch.equal(read["halves"], halves.float())
    for name, tensor in content.items():
        expected = tensor.float() if tensor.dtype is torch.bfloat16 else tensor
        assert read[name].dtype is expected.dtype
        assert torch.equal(read[name], expected), name


def test_a_file_from_a_machine_of_the_other_byte_order_is_read(tmp_path: Path) -> None:
    big = {"byteorder": b"big", "data/0": np.arange(6, dtype=">f4").tobytes()}

    def swapped(name: str, content: bytes) -> bytes:
        return big.pop(name, content)

    path = _saved_and_changed({"model": {"a": torch.arange(6.0)}}, tmp_path, swapped)
    assert big == {}
    assert read_checkpoint(path).weights["a"].tolist() == [0, 1, 2, 3, 4, 5]


def test_numbers_that_stand_for_their_opposites_are_refused(tmp_path: Path) -> None:
    negative = torch.randn(4, dtype=torch.complex64).conj().imag
    assert negative.is_neg()
    torch.save({"model": {"a": negative}}, tmp_path / "a.pth")
    _refused(tmp_path / "a.pth")


def test_tied_and_sliced_weights_come_back(tmp_path: Path) -> None:
    whole = torch.arange(100.0)
    content = {"model": {"a": whole[:10], "b": whole[:10], "c": whole[50:60], "d": whole[::2]}}
    torch.save(content, tmp_path / "a.pth")
    read = read_checkpoint(tmp_path / "a.pth").weights
    assert {name: tensor.tolist() for name, tensor in read.items()} == {
        name: tensor.tolist() for name, tensor in content["model"].items()
    }


@pytest.mark.parametrize("content", [lambda s: {"model": s}, lambda s: s], ids=["model", "bare"])
def test_the_weights_are_found_where_they_lie(
    tmp_path: Path, content: Callable[[dict[str, torch.Tensor]], dict[str, Any]]
) -> None:
    torch.save(content({"a": torch.ones(2)}), tmp_path / "a.pth")
    assert list(read_checkpoint(tmp_path / "a.pth").weights) == ["a"]


def test_endless_settings_are_cut(tmp_path: Path) -> None:
    bomb: list[Any] = [0]
    for _ in range(40):
        bomb = [bomb, bomb]
    wide = dict.fromkeys(map(str, range(50_000)), "x" * 10)
    content = {"model": {"a": torch.ones(2)}, "hyper_parameters": {"bomb": bomb, "wide": wide}}
    torch.save(content, tmp_path / "a.pth")
    settings = read_checkpoint(tmp_path / "a.pth").settings
    assert len(json.dumps(settings)) < 200_000


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VITS_STUDIO_CACHE", str(tmp_path / "cache"))
    torch.save({"model": {"a": torch.ones(2)}}, tmp_path / "a.pth")
    (tmp_path / "b.pth").write_bytes(HOSTILE["random"])
    read_checkpoint(tmp_path / "a.pth")
    _refused(tmp_path / "b.pth")
    assert not list((tmp_path / "cache" / "voices").iterdir())
    assert not reading_processes()


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("VITS_STUDIO_CACHE", str(tmp_path / "file"))
    torch.save({"model": {"a": torch.ones(2)}}, tmp_path / "a.pth")
    assert list(read_checkpoint(tmp_path / "a.pth").weights) == ["a"]


def test_a_file_that_is_gone_or_a_folder_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in _refused(tmp_path / "gone.pth")
    (tmp_path / "folder.pth").mkdir()
    _refused(tmp_path / "folder.pth")


def test_a_file_beyond_every_voice_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.pth"
    with path.open("wb") as file:
        file.truncate(untrusted_pickle.MAX_FILE_BYTES + 1)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert "4 GB" in _refused(path)


def test_mutated_checkpoints_are_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    """Random injuries where the structure is; one among the weights may go unnoticed."""
    random = np.random.default_rng(21)
    intact = export_original(trained_model(SMALL), tmp_path / "G_0.pth").read_bytes()
    edges = intact.index(b"data/0"), intact.rindex(b"data/")
    messages = []
    for i in range(24):
        data = bytearray(intact)
        low, high = (0, edges[0]) if i % 2 else (edges[1], len(intact))
        for at in random.integers(low, high, size=int(random.integers(1, 20))):
            data[at] ^= 1 << int(random.integers(8))
        path = tmp_path / f"{i}.pth"
        path.write_bytes(bytes(data))
        started = _spent()
        try:
            read_checkpoint(path)
        except VoiceError as error:
            messages.append(str(error))
        assert _spent() - started < 5.0
    print(f"{len(messages)} of 24 refused")
    assert len(messages) > 12
    assert not [message for message in messages if "Error" in message]
