"""Takes come back as they were, and no file that holds any is ever written over unread."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import re
from pathlib import Path

import numpy as np
import pytest

from app.takes.lab_take import LabTake
from app.takes.storage.take_json import FORMAT_VERSION, takes_from_json, takes_to_json
from app.takes.storage.take_store import TakeStore
from tests.app.ui.made_take import made_take
from vits_core.errors import VitsError
from vits_core.prosody.steering import Arc, Draw, Noise, Timing, redraw, splice
from vits_core.records import Outline, ProsodySettings, Skipped


def outline_of(**changes: object) -> Outline:
    """What a list keeps of a take: not its sound."""
    take = made_take()
    shared = {field.name: getattr(take, field.name) for field in dataclasses.fields(Outline)}
    return Outline(**{**shared, **changes})


PLAIN = LabTake(number=1, outline=outline_of(), voice="/voices/joe.onnx", voice_name="joe")
RICH = LabTake(
    number=7,
    outline=outline_of(
        utterance=dataclasses.replace(
            PLAIN.outline.utterance,
            pause_after=0.1,
            skipped=(Skipped("☃", 2, 3, "It has no sound."),),
        ),
        settings=ProsodySettings(0.1 + 0.2, 1 / 3, 1.7),
        rhythm=redraw(Arc(Arc(Draw(3), Draw(2**63 - 1), 0.25), Draw(5), 1 / 3), [1, 4], 9),
        expression=Draw(4, ((0, 5), (2, 6))),
        timing=Timing(pins=((1, 12),), stretches=((0, 1.5), (3, 0.1)), frames=44, even_tempo=True),
        speaker=108,
        durations=np.array((1, 12, 1, 9, 1, 3, 4, 1023), np.int64),
        pause_frames=17,
    ),
    voice="/voices/Ünïcode 🗣/v.onnx",
    voice_name="v",
    line=12,
    starred=True,
    note='„so“ — "quoted"\n\\ 𝕏 and half a pair \ud83d',
    origin="Between take 1 and 2",
    parent=1,
    changed=(1, 4),
)


def assert_same(found: LabTake, wanted: LabTake) -> None:
    """Field by field: takes are compared by identity otherwise, and arrays by element."""
    for field in dataclasses.fields(LabTake):
        if field.name != "outline":
            assert getattr(found, field.name) == getattr(wanted, field.name), field.name
    for field in dataclasses.fields(Outline):
        value, expected = getattr(found.outline, field.name), getattr(wanted.outline, field.name)
        if field.name == "durations":
            assert value.dtype == expected.dtype
            np.testing.assert_array_equal(value, expected)
        else:
            assert value == expected, field.name


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def store(tmp_path: Path) -> TakeStore:
    return TakeStore(tmp_path / "kept" / "takes.json")


def saved(store: TakeStore, *takes: LabTake) -> bytes:
    store.save(takes)
    return store.path.read_bytes()


def test_the_sample_has_something_in_every_field() -> None:
    for record in (RICH, RICH.outline, RICH.outline.utterance, RICH.outline.timing):
        for field in dataclasses.fields(record):
            own_rate = field.name == "voice_rate"  # of all takes in the list
            if field.compare and field.default is not dataclasses.MISSING and not own_rate:
                assert getattr(record, field.name) != field.default, field.name


def test_takes_come_back_as_they_were(store: TakeStore) -> None:
    store.save([RICH, PLAIN])
    kept = TakeStore(store.path).load()
    assert kept.problem is None
    assert len(kept.takes) == 2
    assert_same(kept.takes[0], RICH)
    assert_same(kept.takes[1], PLAIN)


def test_spliced_noise_comes_back_and_asks_for_a_version_that_knows_it() -> None:
    noise = splice(Draw(1, ((0, 4),)), {1: Draw(2), 2: Arc(Draw(3), Draw(4), 0.5), 3: Draw(2)})
    comp = dataclasses.replace(
        PLAIN, outline=outline_of(rhythm=noise, expression=Arc(noise, Draw(9), 0.25))
    )
    (found,) = takes_from_json(takes_to_json([comp]))
    assert_same(found, comp)
    versions = [json.loads(takes_to_json([take]))["format_version"] for take in (comp, RICH, PLAIN)]
    assert versions == [3, 2, 2]


def test_the_file_of_an_earlier_version_is_read_and_written_as_the_next() -> None:
    """Takes had a place in the text instead of a line."""
    earlier = Path(__file__).with_name("earlier_takes.json").read_text(encoding="ascii")
    rich, plain = takes_from_json(earlier)
    assert_same(rich, dataclasses.replace(RICH, line=None))
    assert_same(plain, PLAIN)
    later = earlier.replace('"format_version": 1', '"format_version": 2')
    later = re.sub(r'"text_start":\d+', '"line":null', later)
    assert takes_to_json([rich, plain]) == later


def test_of_a_take_with_sound_only_the_outline_is_kept(store: TakeStore) -> None:
    store.save([dataclasses.replace(PLAIN, outline=made_take())])
    (take,) = store.load().takes
    assert type(take.outline) is Outline
    assert_same(take, PLAIN)


def test_a_first_start_has_no_takes_and_no_problem(store: TakeStore) -> None:
    kept = store.load()
    assert (kept.takes, kept.problem) == ((), None)


def test_no_takes_at_all_are_kept_too(store: TakeStore) -> None:
    store.save([RICH])
    store.save([])
    kept = store.load()
    assert (kept.takes, kept.problem) == ((), None)


def test_many_takes_of_one_sentence_hold_it_once(store: TakeStore) -> None:
    takes = [dataclasses.replace(RICH, number=number) for number in range(200)]
    content = saved(store, *takes)
    assert content.count(b"Hi me") == 1
    assert content.count(b"/voices/") == 1
    loaded = store.load().takes
    assert len({id(take.outline.utterance) for take in loaded}) == 1


def test_a_file_that_was_cut_off_is_set_aside_and_the_next_one_too(store: TakeStore) -> None:
    content = saved(store, RICH, PLAIN)
    cuts = [0, 1, len(content) // 2, len(content) - 3]
    for cut in cuts:
        store.path.write_bytes(content[:cut])
        kept = TakeStore(store.path).load()
        assert kept.takes == ()
        assert kept.problem is not None
        assert Path(kept.problem.where).read_bytes() == content[:cut]
        assert "takes.json" in kept.problem.remedy
        store.save([PLAIN])
        assert len(store.load().takes) == 1
    aside = ["takes.damaged 2.json", "takes.damaged 3.json", "takes.damaged 4.json"]
    assert names(store.path.parent) == [*aside, "takes.damaged.json", "takes.json"]
    assert (store.path.parent / "takes.damaged.json").read_bytes() == b""


def changed(place: str, value: object) -> str:
    """The file of one take with another value at a place such as "takes.0.number"."""
    data = json.loads(takes_to_json([RICH]))
    *path, last = place.split(".")
    part = data
    for step in path:
        part = part[int(step) if isinstance(part, list) else step]
    part[int(last) if isinstance(part, list) else last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("format", "vits-studio take"),
        ("format_version", "1"),
        ("takes", None),
        ("takes.0.utterance", -1),
        ("takes.0.utterance", 1),
        ("takes.0.voice", True),
        ("takes.0.number", 1.5),
        ("takes.0.note", None),
        ("takes.0.durations", [1, 2]),
        ("takes.0.durations.0", 0),
        ("takes.0.durations.0", 2**63),
        ("takes.0.changed", [8]),
        ("takes.0.settings.noise_scale", 9.0),
        ("takes.0.settings.noise_scale", "0.5"),
        ("takes.0.rhythm", {"seed": 1}),
        ("takes.0.rhythm.share", 2.0),
        ("takes.0.timing.pins", [[0, 0]]),
        ("takes.0.timing.stretches", [[0, 10**400]]),
        ("utterances.0.symbols", []),
        ("utterances.0.words.0", {"text": "Hi"}),
        ("voices.0", ["a", "b", 0, 256]),
    ],
)
def test_what_is_no_list_of_takes_is_set_aside(store: TakeStore, place: str, value: object) -> None:
    store.path.parent.mkdir()
    store.path.write_text(changed(place, value), encoding="utf-8")
    kept = store.load()
    assert kept.takes == ()
    assert kept.problem is not None
    assert names(store.path.parent) == ["takes.damaged.json"]


@pytest.mark.parametrize("content", [b"[]", b"7", b"\xff\xfe", b"[" * 10**6, b'{"format": {}}'])
def test_other_files_are_set_aside(store: TakeStore, content: bytes) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    assert store.load().problem is not None
    assert (store.path.parent / "takes.damaged.json").read_bytes() == content


def test_two_takes_of_one_number_are_not_believed() -> None:
    with pytest.raises(VitsError, match="same number"):
        takes_from_json(takes_to_json([PLAIN, PLAIN]))


def test_the_file_of_a_newer_version_stays_where_that_one_finds_it(store: TakeStore) -> None:
    store.path.parent.mkdir()
    newer = changed("format_version", FORMAT_VERSION + 1).encode()
    store.path.write_bytes(newer)
    place = store.path
    kept = store.load()
    assert kept.takes == ()
    assert kept.problem is not None
    assert kept.problem.where == str(place)
    assert "newer" in kept.problem.what
    assert f"takes.version {FORMAT_VERSION}.json" in kept.problem.remedy
    store.save([PLAIN])
    assert place.read_bytes() == newer
    again = TakeStore(place).load()
    assert [take.number for take in again.takes] == [PLAIN.number]
    assert again.problem is not None
    assert names(place.parent) == ["takes.json", f"takes.version {FORMAT_VERSION}.json"]


def test_a_damaged_file_that_cannot_be_renamed_is_not_written_over(
    store: TakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"precious")

    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        problem = store.load().problem
        assert problem is not None
        assert "renamed" in problem.what
        with pytest.raises(VitsError, match="renamed"):
            store.save([PLAIN])
        assert store.path.read_bytes() == b"precious"
    store.save([PLAIN])
    assert (store.path.parent / "takes.damaged.json").read_bytes() == b"precious"
    assert len(store.load().takes) == 1


def test_a_file_that_may_not_be_read_is_not_written_over(
    store: TakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved(store, RICH)

    def refuse(path: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert store.load().problem is not None
    store.save([PLAIN])
    assert (store.path.parent / "takes.unread.json").read_bytes() == content


def test_a_damaged_file_that_someone_moved_meanwhile_hinders_nothing(
    store: TakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"damaged")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda path, target: Path(f"{path}/x").stat())
        store.load()
    store.path.unlink()
    store.save([PLAIN])
    assert names(store.path.parent) == ["takes.json"]


def test_a_full_disk_is_told_and_leaves_the_old_file(
    store: TakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved(store, RICH)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(VitsError, match="disk is full") as caught:
            store.save([PLAIN])
    assert caught.value.where == str(store.path)
    assert caught.value.remedy
    assert store.path.read_bytes() == content
    assert names(store.path.parent) == ["takes.json"]


def test_what_a_killed_process_left_of_a_write_goes_once_nobody_can_be_writing_it(
    store: TakeStore,
) -> None:
    store.save([PLAIN])
    old, fresh, other = (
        store.path.with_name(name)
        for name in (".0123456789ab.part", ".ba9876543210.part", ".notes.part")
    )
    for path in (old, fresh, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (0, 0))
    assert len(store.load().takes) == 1
    assert not old.exists()
    assert fresh.exists()
    assert other.exists()


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    store = TakeStore(tmp_path / "file" / "takes.json")
    assert store.load().problem is not None
    with pytest.raises(VitsError):
        store.save([PLAIN])


def test_a_take_of_too_many_arcs_is_refused_and_the_old_file_stays(store: TakeStore) -> None:
    content = saved(store, RICH)
    noise: Noise = Draw(0)
    for seed in range(1, 5000):
        noise = Arc(noise, Draw(seed), 0.2)
    with pytest.raises(VitsError, match="too many"):
        store.save([dataclasses.replace(PLAIN, outline=outline_of(rhythm=noise))])
    assert store.path.read_bytes() == content
