from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.document.delivery import Delivery
from app.document.document import Document
from app.session.earlier_settings import earlier_document
from app.session.settings import AppSettings, SettingsStore

CHOSEN = AppSettings(
    device="cuda:1",
    rhythm_locked=True,
    expression_locked=True,
    live=True,
    volume=0.35,
    loop=True,
    exact=True,
    as_written=True,
    output_device="Headset, USB",
    export_folder="/tmp/a, b",
    export_subtype="FLOAT",
    export_rate=48000,
    export_layout="lines",
    export_line_template="{n}",
    export_section_template="{section}",
    export_stem_template="{start}",
    export_if_exists="skip",
    export_labels=".srt .json",
    export_sidecar=True,
    export_ending=".opus",
    export_quality="high",
    export_loudness=-16.5,
    export_true_peak=-2.0,
    export_artist='Me, "myself"; # and I',
    export_album="Über",
    export_comment="a=b",
    export_license="CC0",
    takes_count=12,
    even_tempo=True,
    batch='{"which": "all"}',
    recent="/a b/one.vits-script\n/ä/two.vits-script",
    voices="/a b/amy.onnx\tamy\n/ä/ö.onnx\tÖ, 2",
    theme="dark",
    text_size=21,
    geometry=b"\0\xff\x01abc",
    splitters=b'{"main": [1, 2]}',
)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "folder" / "settings.ini")


def test_a_first_start_has_the_defaults(store: SettingsStore) -> None:
    assert store.load() == AppSettings()
    assert not store.path.exists()


def test_everything_comes_back_exactly(store: SettingsStore) -> None:
    for each in dataclasses.fields(AppSettings):
        assert getattr(CHOSEN, each.name) != each.default, f"{each.name} is not tried"
    assert store.save(CHOSEN)
    again = SettingsStore(store.path)
    assert again.load() == CHOSEN
    assert again.problem is None


SINCE = (
    "as_written",
    "export_layout", "export_line_template", "export_section_template", "export_stem_template",
    "export_if_exists", "export_labels",
)  # fmt: skip
"""Settings that the earlier version did not have."""


def test_the_file_of_an_earlier_version_is_read(store: SettingsStore) -> None:
    earlier = Path(__file__).with_name("earlier_settings.ini").read_bytes()
    store.path.parent.mkdir()
    store.path.write_bytes(earlier)
    later = {"recent": "", "voices": "", **{name: getattr(AppSettings(), name) for name in SINCE}}
    assert (store.load(), store.problem) == (dataclasses.replace(CHOSEN, **later), None)


def test_the_script_that_an_earlier_version_kept_with_its_settings_is_read() -> None:
    document = earlier_document(Path(__file__).with_name("earlier_settings.ini"))
    assert document.text == 'Zeile 1\n"quoted", 😀 ; # = @ %41 \\n [x]\u2028\x0b\x85\tend '
    assert document.voice == "/home/me/voices/ä b.onnx"
    assert document.delivery == Delivery("Zoë, 2", 0.1, 1.0 / 3, 1.25, 2**31 - 1, 0)


def test_what_is_no_script_in_settings_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    assert earlier_document(path) == Document()
    path.write_text(
        "[General]\ntext=a, b\nrhythm_seed=-1\nnoise_scale=inf\nlength_scale=x\n",
        encoding="utf-8",
    )
    assert earlier_document(path) == Document()


def test_going_back_to_the_defaults_is_kept_too(store: SettingsStore) -> None:
    store.save(CHOSEN)
    store.save(AppSettings())
    assert SettingsStore(store.path).load() == AppSettings()


@pytest.mark.parametrize(
    ("key", "damaged"),
    [
        ("volume", "nan"),
        ("volume", "7"),
        ("volume", "0, 1"),
        ("export_rate", "99999999999999999999"),
        ("live", "maybe"),
        ("theme", "pink"),
        ("geometry", "%%%"),
        ("export_subtype", "MP3"),
        ("export_ending", ".exe"),
        ("export_loudness", "5"),
        ("export_true_peak", "nan"),
        ("text_size", "4000"),
        ("takes_count", "0"),
        ("export_rate", "44100.5"),
        ("loop", "True"),
    ],
)
def test_a_damaged_value_falls_back_alone(store: SettingsStore, key: str, damaged: str) -> None:
    store.save(CHOSEN)
    lines = store.path.read_text(encoding="utf-8").split("\n")
    changed = [f"{key}={damaged}" if line.startswith(f"{key}=") else line for line in lines]
    assert changed != lines
    # Longer than it was: QSettings keeps a file that has its old size and time.
    store.path.write_text("\n".join(changed) + "\n" * 9, encoding="utf-8")
    default = getattr(AppSettings(), key)
    expected = dataclasses.replace(CHOSEN, **{key: default})
    content = store.path.read_bytes()
    again = SettingsStore(store.path)
    assert again.load() == expected
    assert set_aside(again) == content


def set_aside(store: SettingsStore) -> bytes:
    """What the file holds that the store says it has renamed; nothing is left in its place."""
    assert store.problem is not None
    assert not store.path.exists()
    return Path(store.problem.where).read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"\0" * 4096,
        b"[General]\ntext=All that I wr",
        b'[General]\ntext="All that I wrote, until the disk\n',
        b"All that I wrote\n",
        b"[General]\ntext=All that I wrote \xff\n",
    ],
    ids=["rubbish", "zeros", "cut off", "open quotes", "no entry", "not UTF-8"],
)
def test_a_damaged_file_is_set_aside_and_never_written_over(
    store: SettingsStore, content: bytes
) -> None:
    store.path.parent.mkdir()
    for _ in range(2):
        store.path.write_bytes(content)
        store.load()
        assert set_aside(store) == content
        assert store.save(CHOSEN)
        assert SettingsStore(store.path).load() == CHOSEN
    assert len(list(store.path.parent.glob("settings.damaged*"))) == 2


def test_a_damaged_file_that_cannot_be_renamed_stays_and_that_is_told(
    store: SettingsStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(b"no settings")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        store.load()
        assert store.problem is not None
        assert "cannot be renamed" in store.problem.what
        assert not store.save(CHOSEN)
    assert store.path.read_bytes() == b"no settings"
    assert store.save(CHOSEN)  # once that can be done


def refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.mkdir()  # where the file would go, so that it cannot be replaced
    assert not SettingsStore(path).save(CHOSEN)
