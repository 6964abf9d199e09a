"""What goes wrong around the application is told in its window, and it goes on."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Start
from tests.e2e.studio import Seen
from tests.sound_server import SoundServer

LONG = "This sentence is long enough to be interrupted while it is being spoken to the end. "


def _done(seen: Seen) -> bool:
    return str(seen["status"]).startswith("Done")


def test_without_a_sound_device_it_says_so_and_still_speaks(
    start_studio: Start, tmp_path: Path
) -> None:
    studio = start_studio(PULSE_SERVER="unix:/nowhere", HOME=str(tmp_path))
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("Hello.")
    studio.key("ctrl+Return")
    seen = studio.wait_for("a message", lambda seen: seen["messages"])
    assert "no sound output" in seen["messages"][0]
    studio.wait_for("done all the same", _done)
    studio.screenshot("no-sound-device")


def test_an_output_that_goes_away_is_told_and_playing_goes_on_when_it_is_back(
    start_studio: Start, sound: SoundServer
) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type(LONG * 2)
    studio.key("ctrl+Return")
    studio.wait_for("playing", lambda seen: seen["player"] == "playing" and _made(seen))
    sound.kill()
    seen = studio.wait_for("the loss told", lambda seen: seen["messages"], seconds=10)
    assert "sound output" in seen["messages"][0]
    studio.screenshot("output-lost")
    sound.start()
    studio.key("ctrl+p")
    studio.wait_for("playing again", lambda seen: seen["player"] == "playing", seconds=20)
    assert studio.seen()["messages"] == []


def _made(seen: Seen) -> bool:
    return "real time" in str(seen["status"])


def test_a_voice_that_is_gone_is_told_and_the_default_one_speaks(
    start_studio: Start, tmp_path: Path
) -> None:
    (tmp_path / "settings.ini").write_text("[General]\nvoice=/nowhere/anna.onnx\n")
    studio = start_studio()
    seen = studio.wait_until_ready()
    assert any("anna.onnx" in message for message in seen["messages"])
    studio.screenshot("voice-missing")


def test_a_text_file_that_is_missing_is_told(start_studio: Start) -> None:
    studio = start_studio("/nowhere/text.txt")
    seen = studio.wait_for("a message", lambda seen: seen["messages"])
    assert "/nowhere/text.txt" in seen["messages"][0]


def test_an_export_that_cannot_be_written_is_told(start_studio: Start) -> None:
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type("Hello.")
    studio.key("ctrl+Return")
    studio.wait_for("all made", lambda seen: seen["status"].startswith("Done"))
    studio.key("ctrl+shift+e")
    studio.wait_for("the format dialog", lambda seen: "exportDialog" in seen["widgets"])
    studio.key("Return")
    studio.wait_for("the file dialog", lambda seen: "fileNameEdit" in seen["widgets"])
    studio.key("ctrl+a")
    studio.type("/dev/null/hello.wav")
    studio.key("Return")
    seen = studio.wait_for(
        "told", lambda seen: any("/dev/null/hello.wav" in message for message in seen["messages"])
    )
    assert seen["status"].startswith("Failed")


def test_a_signal_ends_it_in_order(start_studio: Start) -> None:
    studio = start_studio(forked=False)
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type(LONG * 2)
    studio.key("ctrl+Return")
    studio.wait_for("speaking", lambda seen: seen["length"] > 0)
    studio.terminate()
    assert studio.end(5) == 0
    assert "Traceback" not in studio.log.read_text()
