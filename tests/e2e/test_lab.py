"""The prosody lab in the real window: sample, lock, compare, steer, keep, export, open again."""

from __future__ import annotations

import json
from pathlib import Path

import soundfile

from tests.e2e.conftest import Start
from tests.e2e.studio import Seen, Studio

SENTENCE = "The quick brown fox jumps over the lazy dog."


def _numbers(seen: Seen) -> list[int]:
    return [take["number"] for take in seen["takes"]]


def _take(seen: Seen, number: int) -> Seen:
    return next(take for take in seen["takes"] if take["number"] == number)  # type: ignore[no-any-return]


def _sampled(studio: Studio, count: int) -> Seen:
    before = len(studio.seen()["takes"])
    studio.key("ctrl+g")
    studio.wait_for("the strips", lambda seen: len(seen["takes"]) == before + count)
    return studio.wait_for("the sounds", lambda seen: seen["previews"] == before + count)


def test_takes_are_sampled_locked_steered_compared_and_undone(start_studio: Start) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type(f"Something else. {SENTENCE}")
    studio.key("ctrl+3")
    studio.wait_for("the empty state", lambda seen: "takesEmptyLabel" in seen["widgets"])
    studio.screenshot("lab-empty")
    seen = _sampled(studio, 8)
    assert {take["text"] for take in seen["takes"]} == {SENTENCE}, "the sentence at the cursor"
    assert len({tuple(take["durations"]) for take in seen["takes"]}) == 8
    assert seen["focus"] == "takeList"
    studio.screenshot("lab-8-takes")

    studio.click("rhythmSeedLockButton")
    studio.click("sampleCountField", 0.3)
    studio.key("ctrl+a")
    studio.type("4")
    studio.key("Return")
    seen = _sampled(studio, 4)
    new = seen["takes"][:4]
    assert len({tuple(take["durations"]) for take in new}) == 1, "the rhythm is locked"
    assert len({tuple(take["seeds"]) for take in new}) == 4

    studio.key("s")
    first = new[0]["number"]
    studio.wait_for("a star", lambda seen: _take(seen, first)["starred"])
    studio.key("Down", "Return")
    second = new[1]["number"]
    seen = studio.wait_for("the second is heard", lambda seen: seen["shown"] == second)
    before = _take(seen, second)["durations"]

    studio.click("plotPanel", 0.45, 0.95)
    studio.key("ctrl+j")
    seen = studio.wait_for("a word anew", lambda seen: len(seen["takes"]) == 13)
    child = seen["takes"][0]
    assert child["parent"] == second
    studio.wait_for(
        "it is heard",
        lambda seen: seen["shown"] == child["number"] and "real time" in str(seen["status"]),
    )
    studio.screenshot("lab-word-anew")
    studio.key("alt+Up")
    seen = studio.wait_for("a longer sound", lambda seen: len(seen["takes"]) == 14)
    pinned = seen["takes"][0]
    assert sum(pinned["durations"]) == sum(child["durations"]) + 1
    assert all(pinned["durations"][token] == frames for token, frames in pinned["pins"])
    assert _take(seen, second)["durations"] == before, "nothing is overwritten"

    studio.click("takeList", 0.4, 0.9)
    studio.key("ctrl+z")
    studio.key("ctrl+z")
    seen = studio.wait_for("both undone", lambda seen: len(seen["takes"]) == 12)
    studio.key("Delete")
    studio.wait_for("one gone", lambda seen: len(seen["takes"]) == 11)
    studio.key("ctrl+z")
    studio.wait_for("back again", lambda seen: len(seen["takes"]) == 12)

    studio.key("Home", "shift+Down", "c")
    studio.wait_for("the comparison", lambda seen: "comparePanel" in seen["widgets"])
    studio.screenshot("lab-compare")
    studio.key("ctrl+shift+b")
    studio.wait_for("A and B", lambda seen: "abPanel" in seen["widgets"])
    studio.screenshot("lab-ab")
    studio.key("Escape")
    studio.wait_for("closed", lambda seen: "abPanel" not in seen["widgets"])


def test_a_take_is_kept_through_a_crash_exported_and_opened_again(
    start_studio: Start, tmp_path: Path
) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("Hello.")
    seen = _sampled(studio, 8)
    number = seen["takes"][0]["number"]
    studio.key("s")
    studio.key("n")
    studio.wait_for("the note's field", lambda seen: "takeNoteField" in seen["widgets"])
    studio.type("warm")
    studio.key("Return")
    seen = studio.wait_for("noted", lambda seen: _take(seen, number)["note"] == "warm")
    kept = tmp_path / "takes.json"
    studio.wait_for("on disk", lambda _: kept.exists() and "warm" in kept.read_text(), seconds=2)
    studio.kill()

    studio = start_studio()
    again = studio.wait_until_ready()
    assert again["takes"] == seen["takes"]

    studio.key("ctrl+3")
    studio.key("ctrl+shift+x")
    studio.wait_for("the export dialog", lambda seen: "batchExportDialog" in seen["widgets"])
    studio.click("batchFolderField")
    studio.key("ctrl+a")
    folder = tmp_path / "exported"
    studio.type(str(folder))
    studio.screenshot("lab-export")
    studio.key("Return")
    studio.wait_for("written", lambda seen: "batchCloseButton" in seen["widgets"])
    studio.screenshot("lab-exported")
    (sound,) = folder.glob("*.wav")
    sidecar = json.loads(sound.with_name(f"{sound.stem}.take.json").read_text())
    assert sidecar["text"].strip() == "Hello."
    samples, rate = soundfile.read(sound)
    assert len(samples) / rate == _take(seen, number)["seconds"]
    studio.key("Return")
    studio.wait_for(
        "the window again",
        lambda seen: "batchExportDialog" not in seen["widgets"] and seen["focus"],
    )

    studio.key("ctrl+alt+o")
    studio.wait_for("the file dialog", lambda seen: "fileNameEdit" in seen["widgets"])
    studio.key("ctrl+a")
    studio.type(str(sound))
    studio.key("Return")
    again = studio.wait_for("opened", lambda seen: len(seen["takes"]) == 9)
    assert any("identical" in message for message in again["messages"])
    assert again["takes"][0]["durations"] == _take(seen, number)["durations"]
