"""An imported voice is kept, checked when it is used again, and rebuilt when damaged."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest
import torch

from tests.core.model_shapes import SMALL, SMALL_MANY_SPEAKERS, random_model
from tests.core.piper_export import export_piper
from vits_core.formats import piper
from vits_core.voice import Voice, load_voice
from vits_core.voices import voice_cache

pytestmark = pytest.mark.slow


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("VITS_STUDIO_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "voices"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return export_piper(random_model(SMALL), tmp_path / "voice.onnx")


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were parsed as ONNX."""
    parsed: list[Path] = []
    read = piper.read_onnx

    def counting(path: Path) -> object:
        parsed.append(path)
        return read(path)

    monkeypatch.setattr(piper, "read_onnx", counting)
    return parsed


def _weights(voice: Voice) -> dict[str, torch.Tensor]:
    return voice.synthesizer.model.state_dict()


def _load(source: Path) -> Voice:
    """A voice, closed again; its weights and config can still be looked at."""
    voice = load_voice(source, "cpu")
    voice.close()
    return voice


def _same(first: Voice, second: Voice) -> bool:
    ours, theirs = _weights(first), _weights(second)
    return first.config == second.config and all(
        torch.equal(ours[name], theirs[name]) for name in ours | theirs
    )


def _entry(cache: Path) -> Path:
    (entry,) = cache.iterdir()
    return entry


def test_the_second_load_parses_no_onnx(source: Path, cache: Path, imports: list[Path]) -> None:
    first = _load(source)
    assert imports == [source]
    second = _load(source)
    assert imports == [source]
    assert _same(first, second)
    assert _entry(cache).suffix == ".safetensors"  # and no partial file beside it


def test_speakers_come_in_the_order_of_their_ids_from_the_file_and_from_the_cache(
    tmp_path: Path, cache: Path
) -> None:
    names = {"zoe": 0, "anna": 2, "mike": 1, "al": 4}  # 3 has none
    path = export_piper(
        random_model(SMALL_MANY_SPEAKERS), tmp_path / "crowd.onnx", speaker_id_map=names
    )
    for _ in range(2):
        crowd = _load(path)
        assert list(crowd.config.speakers) == ["zoe", "mike", "anna", "speaker 3", "al"]
        assert crowd.speaker_id(None) == crowd.speaker_id("zoe") == 0
    assert _entry(cache).is_file()


def test_the_key_is_the_content_not_the_place(
    source: Path, cache: Path, imports: list[Path], tmp_path: Path
) -> None:
    _load(source)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    for file in (source, piper.piper_json_path(source)):
        (moved / file.name).write_bytes(file.read_bytes())
    _load(moved / source.name)
    assert imports == [source]

    description = json.loads(piper.piper_json_path(source).read_text())
    description["audio"]["sample_rate"] = 24_000
    piper.piper_json_path(source).write_text(json.dumps(description))
    assert _load(source).config.sample_rate == 24_000
    export_piper(random_model(SMALL, seed=9), source)
    _load(source)
    assert len(imports) == 3
    assert len(list(cache.iterdir())) == 3


def _flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "injury",
    [
        lambda content: _flip(content, len(content) - 100),
        lambda content: _flip(content, len(content) // 2),
        lambda content: _flip(content, content.index(b"16000")),
        lambda content: _flip(content, content.index(b"F32")),
        lambda content: _flip(content, 3),
        lambda content: content[: len(content) // 2],
        lambda content: content[:7],
        lambda content: content[:0],
        lambda content: content[-9:] * 100,
    ],
    ids=[
        "flipped-weight",
        "flipped-weight-in-the-middle",
        "flipped-config",
        "flipped-header",
        "flipped-header-length",
        "half",
        "only-length",
        "empty",
        "garbage",
    ],
)
def test_a_damaged_entry_is_rebuilt(
    source: Path,
    cache: Path,
    imports: list[Path],
    injury: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = _load(source)
    entry = _entry(cache)
    intact = entry.read_bytes()
    entry.write_bytes(injury(intact))
    with caplog.at_level(logging.WARNING):
        assert _same(_load(source), first)
    assert "rebuilding" in caplog.text
    assert len(imports) == 2
    assert _same(_load(source), first)
    assert len(imports) == 2


def test_every_flipped_byte_of_the_header_is_noticed_or_harmless(
    source: Path, cache: Path, imports: list[Path]
) -> None:
    first = _load(source)
    entry = _entry(cache)
    intact = entry.read_bytes()
    header = 8 + int.from_bytes(intact[:8], "little")
    for at in range(0, header, header // 20):
        entry.write_bytes(_flip(intact, at))
        assert _same(_load(source), first), at
    assert len(imports) > 10


def test_a_cache_that_cannot_be_written_still_gives_the_voice(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("VITS_STUDIO_CACHE", str(blocked))
    with caplog.at_level(logging.WARNING):
        assert _load(source).config.model == SMALL
    assert "could not be cached" in caplog.text
    assert blocked.read_text() == "not a folder"


def test_a_write_that_fails_leaves_nothing_behind(
    source: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(_tensors: object, name: str, _metadata: object) -> None:
        Path(name).write_bytes(b"half of a fi")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(voice_cache, "save_file", full_disk)
    assert _load(source).config.model == SMALL
    assert not list(cache.iterdir())


def test_what_was_not_used_for_longest_makes_room(
    cache: Path, imports: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = [
        export_piper(random_model(SMALL), tmp_path / f"{name}.onnx") for name in ("a", "b", "c")
    ]
    _load(sources[0])
    entry = _entry(cache)
    monkeypatch.setattr(voice_cache, "MOST_BYTES", int(2.5 * entry.stat().st_size))
    os.utime(entry, (1, 1))
    _load(sources[1])
    (other,) = set(cache.iterdir()) - {entry}
    os.utime(other, (2, 2))
    _load(sources[0])  # now "b" is the one that was not used for longest
    _load(sources[2])
    assert entry in set(cache.iterdir())
    assert other not in set(cache.iterdir())
    assert len(list(cache.iterdir())) == 2
    _load(sources[0])
    assert imports == sources
