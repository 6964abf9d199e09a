"""Type a sentence, hear it, see it, keep it: with the real voice, window, keys and sound."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import jiwer
import numpy as np
import soundfile
from PySide6.QtGui import QImage

from app.document.document_json import document_from_json
from tests.e2e.conftest import Start
from tests.listener import transcribe
from tests.sound_server import Recording, SoundServer

SENTENCE = "The quick brown fox jumps over the lazy dog."


def _spoken_to_the_end(seen: dict[str, object]) -> bool:
    return str(seen["status"]).startswith("Done") and seen["player"] == "stopped"


def test_a_typed_sentence_is_heard_seen_and_exported(
    start_studio: Start, sound: SoundServer, tmp_path: Path
) -> None:
    studio = start_studio(forked=False)
    studio.wait_for("the window", lambda seen: "textEditor" in seen["widgets"])
    studio.screenshot("empty-loading")
    studio.wait_until_ready()
    studio.screenshot("empty-ready")
    studio.click("textEditor")
    studio.type(SENTENCE)
    studio.wait_for("the text", lambda seen: seen["text"] == SENTENCE)

    with Recording(sound) as recording:
        studio.key("ctrl+Return")
        playing = studio.wait_for(
            "a word marked", lambda seen: seen["player"] == "playing" and seen["spoken_word"]
        )
        studio.screenshot("playing")
        start, stop = playing["spoken_word"]
        assert SENTENCE[start:stop].strip(".") in SENTENCE.strip(".").split()
        assert playing["spoken_sentence"] == [0, len(SENTENCE)]
        studio.wait_for("the end", _spoken_to_the_end)
        assert float(np.abs(recording.samples()).max()) > 0.05
    done = studio.screenshot("done")
    # While it was made, a busy machine may have left gaps; now all of it is there.
    with Recording(sound) as recording:
        studio.key("ctrl+p")
        studio.wait_for("it plays again", lambda seen: seen["player"] == "playing")
        studio.wait_for("the end again", _spoken_to_the_end)
        heard = recording.samples()
    assert "real time" in studio.seen()["status"]
    _plots_are_filled(Path(done), studio.seen()["widgets"])

    target = tmp_path / "fox.wav"
    studio.key("ctrl+shift+e")
    studio.wait_for("the format dialog", lambda seen: "exportDialog" in seen["widgets"])
    studio.screenshot("export-dialog")
    studio.key("Return")
    studio.wait_for("the file dialog", lambda seen: "fileNameEdit" in seen["widgets"])
    studio.key("ctrl+a")
    studio.type(str(target))
    studio.key("Return")
    studio.wait_for("saved", lambda seen: seen["status"].startswith("Saved"))

    samples, rate = soundfile.read(target, dtype="float32")
    assert rate == 22050
    assert jiwer.wer(_words(SENTENCE), transcribe(samples, rate)) <= 0.4
    assert abs(len(heard) / 48000 - len(samples) / rate) < 0.25
    assert float(np.abs(heard).max()) > 0.05

    studio.key("ctrl+q")
    assert studio.end() == 0
    # Other programs may keep the cores from the sound for a while.
    log = studio.log.read_text().splitlines()
    assert [line for line in log if "underrun occurred" not in line] == []


def _words(text: str) -> str:
    return text.lower().strip(".")


def _plots_are_filled(picture: Path, widgets: dict[str, list[int]]) -> None:
    """Waveform, spectrogram and tiers show something: many colours, in every part."""
    left, top, width, height = widgets["plotPanel"]
    image = QImage(str(picture)).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    for part in np.array_split(pixels[top : top + height, left : left + width], 4):
        assert len(np.unique(part)) > 10


def test_a_slider_speaks_anew_when_live(start_studio: Start, sound: SoundServer) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("Good morning everyone.")
    studio.click("liveBox", across=0.1)
    studio.key("ctrl+Return")
    first = studio.wait_for("the end", _spoken_to_the_end)
    studio.click("speedSlider")
    studio.key("Home")
    slower = studio.wait_for(
        "a longer take", lambda seen: seen["length"] > first["length"] and _spoken_to_the_end(seen)
    )
    assert slower["length"] > 1.2 * first["length"]
    studio.key("Escape")
    studio.key("ctrl+q")
    assert studio.end() == 0


def test_a_click_on_the_picture_seeks_and_space_plays_from_there(
    start_studio: Start, sound: SoundServer
) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("One two three four five six seven eight nine ten eleven twelve.")
    studio.key("ctrl+Return")
    studio.wait_for("made", lambda seen: _spoken_to_the_end(seen) and seen["length"] > 2)
    studio.key("Escape")
    studio.wait_for("focus left the text", lambda seen: seen["focus"] != "textEditor")
    studio.click("plotPanel", across=0.75, down=0.5)
    placed = studio.wait_for(  # not at the end any more
        "seek", lambda seen: 0.5 * seen["length"] < seen["position"] < 0.9 * seen["length"]
    )
    studio.key("space")
    studio.wait_for("playing", lambda seen: seen["player"] == "playing")
    studio.key("space")
    paused = studio.wait_for("paused", lambda seen: seen["player"] == "paused")
    assert paused["position"] >= placed["position"]
    studio.move_to("plotPanel", 0.5, 0.5)
    subprocess.run(["xdotool", "click", "4", "click", "4"], check=True)
    studio.wait_for("zoomed in", lambda seen: seen["view"][1] - seen["view"][0] < seen["length"])
    studio.screenshot("zoomed")


def test_text_and_settings_come_back_after_a_kill(start_studio: Start) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("Do not lose me.")
    studio.wait_for("the text", lambda seen: seen["text"] == "Do not lose me.")
    time.sleep(2)  # what is promised: two seconds of work at most are lost
    studio.kill()
    again = start_studio()
    seen = again.wait_until_ready()
    assert seen["text"] == "Do not lose me."


def test_what_is_stopped_goes_on_and_is_exported_whole(
    start_studio: Start, sound: SoundServer, tmp_path: Path
) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type((SENTENCE + " ") * 20)
    studio.key("ctrl+Return")
    for stop in (lambda: studio.click("speakButton"), lambda: studio.key("Escape")):
        studio.wait_for("speech", lambda seen: seen["player"] == "playing", seconds=30)
        stop()
        stopped = studio.wait_for("silence", lambda seen: seen["player"] == "paused", seconds=5)
        studio.screenshot("stopped")
        studio.key("ctrl+p")
        goes_on = studio.wait_for("it goes on", lambda seen: seen["player"] == "playing")
        assert goes_on["position"] >= stopped["position"]
    studio.key("Escape")
    studio.wait_for("silence", lambda seen: seen["player"] == "paused", seconds=5)

    target = tmp_path / "whole.wav"
    studio.key("ctrl+shift+e")
    studio.wait_for("the format dialog", lambda seen: "exportDialog" in seen["widgets"])
    studio.key("Return")
    studio.wait_for("the file dialog", lambda seen: "fileNameEdit" in seen["widgets"])
    studio.key("ctrl+a")
    studio.type(str(target))
    studio.key("Return")
    studio.wait_for("saved", lambda seen: seen["status"].startswith("Saved"), seconds=120)
    samples, rate = soundfile.read(target, dtype="float32")
    assert 20 * 2.0 < len(samples) / rate < 20 * 5.0
    for end in (samples[: 2 * rate], samples[-2 * rate :]):
        assert float(np.abs(end).max()) > 0.05
    studio.key("ctrl+q")
    assert studio.end() == 0


def test_a_take_that_was_put_into_the_script_is_there_after_a_kill(
    start_studio: Start, sound: SoundServer, tmp_path: Path
) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("Good morning. " + SENTENCE)
    studio.key("ctrl+g")
    studio.wait_for("takes", lambda seen: len(seen["takes"]) == 8, seconds=60)
    studio.key("Down", "Down", "i")
    studio.screenshot("in-script")
    written = tmp_path / "script.json"
    end = time.monotonic() + 3.0  # two seconds, and what the key takes to arrive
    while not written.exists() or b"chosen" not in written.read_bytes():
        assert time.monotonic() < end
        time.sleep(0.05)
    studio.kill()
    again = start_studio()
    again.wait_until_ready()
    kept = document_from_json(written.read_bytes())
    first, second = (line.chosen for line in kept)
    assert first is None
    assert second is not None
    assert second.text == SENTENCE
    again.key("ctrl+Return")
    again.wait_for("the end", _spoken_to_the_end, seconds=60)
    again.key("ctrl+q")
    assert again.end() == 0
