"""Killed in the midst of its work, the application has everything back at the next start."""

from __future__ import annotations

import time
from pathlib import Path

import soundfile

from app.document.document_json import document_from_json
from app.document.slots import FitBounds
from tests.e2e.conftest import Start
from tests.e2e.studio import Seen, Studio
from tests.sound_server import SoundServer

PROMISE = 2.0
"""Seconds after which what a person did is on disk."""
KEPT = ("text", "seeds", "takes", "lines")


def _killed(studio: Studio, start_studio: Start) -> tuple[Seen, Studio, Seen]:
    """What was seen of it at last, the next run, and what is seen of that."""
    before = studio.seen()
    studio.kill()
    again = start_studio()
    return before, again, again.wait_until_ready()


def _assert_all_is_back(before: Seen, after: Seen) -> None:
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}


def test_while_an_article_is_read(start_studio: Start, sound: SoundServer, tmp_path: Path) -> None:
    article = tmp_path / "article.md"
    sentences = "The river rose. Nobody slept that night. Boats went from door to door. "
    article.write_text(f"# The flood\n\n{sentences * 3}\n\n# The day after\n\n{sentences}\n")
    studio = start_studio(str(article))
    studio.wait_for("the headings", lambda seen: len(seen["lines"]) == 2)
    first = studio.wait_until_ready()
    studio.key("ctrl+r", "ctrl+shift+r")
    studio.wait_for("new seeds", lambda seen: not set(seen["seeds"]) & set(first["seeds"]))
    time.sleep(PROMISE)
    studio.key("ctrl+Return")
    studio.wait_for("reading", lambda seen: seen["player"] == "playing" and seen["spoken_word"])
    before, again, after = _killed(studio, start_studio)
    _assert_all_is_back(before, after)
    again.key("ctrl+Return")
    again.wait_for("it reads", lambda seen: seen["player"] == "playing")


def test_while_takes_are_sampled_and_comped(start_studio: Start, tmp_path: Path) -> None:
    (tmp_path / "settings.ini").write_text("[General]\ntakes_count=3\n")
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("The night is cold.")
    studio.key("ctrl+g")
    seen = studio.wait_for("takes", lambda seen: len(seen["takes"]) == seen["previews"] == 3)
    (base,) = seen["chosen"]
    other = next(take["number"] for take in seen["takes"] if take["number"] != base)
    studio.key("k")
    studio.key("Right", str(other))
    studio.wait_for("a comp", lambda seen: len(seen["takes"]) == 4 and len(seen["lines"]) == 1)
    studio.key("Escape")
    time.sleep(PROMISE)
    kept = studio.seen()
    studio.key("ctrl+g")
    studio.wait_for("more of them", lambda seen: len(seen["takes"]) > 4, seconds=30)
    _, again, after = _killed(studio, start_studio)
    numbers = {take["number"] for take in kept["takes"]}
    came_back = [take for take in after["takes"] if take["number"] in numbers]
    _assert_all_is_back(kept, {**after, "takes": came_back})
    again.key("ctrl+3")
    again.screenshot("killed-sampling")
    again.wait_for("their sounds", lambda seen: seen["previews"] >= 4, seconds=150)


def test_while_lines_are_exported(start_studio: Start, tmp_path: Path) -> None:
    folder, count = tmp_path / "exported", 12
    (tmp_path / "settings.ini").write_text(
        f"[General]\nexport_folder={folder}\nexport_layout=lines\nexport_if_exists=skip\n"
        "export_line_template={n:02}\n"
    )
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    text = " ".join(f"This is line number {n}." for n in range(1, count + 1))
    studio.type(text)
    seeds = studio.seen()["seeds"]
    studio.key("ctrl+shift+r")
    before = studio.wait_for(
        "text and seed", lambda seen: seen["text"] == text and seen["seeds"] != seeds
    )
    time.sleep(PROMISE)
    _export(studio)
    studio.wait_for("the first files", lambda _: any(folder.glob("*.wav")), 120)
    studio.kill()
    there = sorted(folder.glob("*.wav"))
    assert len(there) < count, "it was killed too late"
    lengths = [soundfile.info(path).duration for path in there]
    assert min(lengths) > 0.5, "each is whole"
    again = start_studio()
    _assert_all_is_back(before, again.wait_until_ready())
    _export(again)
    again.wait_for("saved", lambda seen: any("saved in" in message for message in seen["messages"]))
    files = sorted(folder.glob("*.wav"))
    assert [path.stem for path in files] == [f"{n:02}" for n in range(1, count + 1)]
    assert [soundfile.info(path).duration for path in files[: len(there)]] == lengths


def _export(studio: Studio) -> None:
    studio.key("ctrl+shift+e")
    studio.wait_for("the export dialog", lambda seen: seen["focus"].startswith("export"))
    studio.key("Return")


def test_while_subtitles_are_dubbed(
    start_studio: Start, sound: SoundServer, tmp_path: Path
) -> None:
    film = tmp_path / "film.srt"
    cues = (
        f"{n + 1}\n00:00:{2 * n:02},250 --> 00:00:{2 * n + 1:02},900\nThis is cue number {n}.\n"
        for n in range(10)
    )
    film.write_text("\n".join(cues))
    studio = start_studio(str(film))
    studio.wait_for("the times", lambda seen: len(seen["lines"]) == 10)
    studio.wait_until_ready()
    studio.key("ctrl+alt+f")
    studio.wait_for("the dialog", lambda seen: "fitTimesDialog" in seen["widgets"])
    studio.screenshot("fit-times")
    studio.click("fitShortestField", 0.3)
    studio.key("ctrl+a")
    studio.type("60")
    studio.key("Return")
    studio.wait_for("closed", lambda seen: "fitTimesDialog" not in seen["widgets"])
    time.sleep(PROMISE)
    studio.key("ctrl+Return")
    studio.wait_for("dubbing", lambda seen: seen["player"] == "playing" and seen["length"] > 2)
    before, again, after = _killed(studio, start_studio)
    assert [line["slot"] for line in after["lines"]] == [
        [2 * n + 0.25, 2 * n + 1.9] for n in range(10)
    ]
    _assert_all_is_back(before, after)
    again.click("textEditor")
    again.key("ctrl+End")
    again.type(" Yes.")
    written = tmp_path / "script.json"
    again.wait_for("an edit on disk", lambda _: b"Yes." in written.read_bytes(), seconds=20)
    assert document_from_json(written.read_bytes()).fit == FitBounds(0.6)
