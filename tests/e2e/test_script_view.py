"""The script line by line in the real window: heard, edited, arranged, searched, with takes."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.e2e.studio import Seen, Studio
from tests.sound_server import SoundServer

LINES = ("The train came late.", "Nobody stood there.", "A lamp burned.", "She waited.")
TEXT = " ".join(LINES)


def _with_lines(studio: Studio) -> Seen:
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type(TEXT)
    studio.wait_for("the text", lambda seen: seen["text"] == TEXT)
    studio.key("ctrl+Home", "ctrl+2")
    return studio.wait_for("the lines", lambda seen: seen["focus"] == "lineList")


def test_lines_are_edited_arranged_and_undone_by_keys_alone(start_studio: Start) -> None:
    studio = start_studio()
    seen = _with_lines(studio)
    (first,) = seen["chosen_lines"]
    studio.key("Return")
    studio.wait_for("the field", lambda seen: seen["focus"] == "lineField")
    studio.key("Home")
    studio.type("At last: ")
    studio.screenshot("script-editing")
    studio.key("Return")
    edited = f"At last: {TEXT}"
    studio.wait_for("edited", lambda seen: seen["text"] == edited and seen["focus"] == "lineList")
    studio.key("alt+Down")
    moved = "Nobody stood there. At last: The train came late. A lamp burned. She waited."
    seen = studio.wait_for("moved", lambda seen: seen["text"] == moved)
    assert seen["chosen_lines"] == [first]
    studio.key("Down", "Delete")
    studio.wait_for("removed", lambda seen: "lamp" not in seen["text"])
    studio.key("End", "Return", "Home", "ctrl+Right", "ctrl+Return")
    studio.wait_for("split", lambda seen: seen["text"].endswith("She\n\nwaited."))
    studio.key("j")
    studio.wait_for("joined", lambda seen: seen["text"].endswith("She waited."))
    for _ in range(5):
        studio.key("ctrl+z")
    studio.wait_for("all undone", lambda seen: seen["text"] == TEXT)
    studio.key("ctrl+1")
    studio.wait_for("the text again", lambda seen: seen["focus"] == "textEditor")


def test_words_are_replaced_everywhere_as_one_step(start_studio: Start) -> None:
    studio = start_studio()
    _with_lines(studio)
    studio.key("ctrl+h")
    studio.wait_for("the field", lambda seen: seen["focus"] == "scriptFindField")
    studio.type("the")
    studio.screenshot("script-find")
    studio.click("scriptReplaceField")
    studio.type("a")
    studio.click("scriptReplaceAllButton")
    replaced = TEXT.replace("The", "a").replace("there", "are")
    studio.wait_for("replaced", lambda seen: seen["text"] == replaced)
    studio.click("lineList", 0.3, 0.1)
    studio.key("ctrl+z")
    studio.wait_for("undone", lambda seen: seen["text"] == TEXT)


def test_exactly_the_selected_lines_sound_and_are_marked(
    start_studio: Start, sound: SoundServer
) -> None:
    studio = start_studio()
    seen = _with_lines(studio)
    (first,) = seen["chosen_lines"]
    studio.key("shift+Down", "space")
    seen = studio.wait_for("both selected", lambda seen: len(seen["chosen_lines"]) == 2)
    second = seen["chosen_lines"][1]
    studio.wait_for("the first line", lambda seen: seen["spoken_line"] == first)
    studio.wait_for("the second line", lambda seen: seen["spoken_line"] == second)
    studio.screenshot("script-playing")
    studio.key("space")
    paused = studio.wait_for("paused", lambda seen: seen["player"] == "paused")
    studio.key("space")
    studio.wait_for("going on", lambda seen: seen["position"] > paused["position"])
    seen = studio.wait_for("the end", lambda seen: seen["player"] == "stopped")
    assert seen["position"] == seen["length"] or seen["position"] == 0

    studio.key("Down", "Down", "ctrl+g")
    seen = studio.wait_for("takes of the line", lambda seen: len(seen["takes"]) == 8)
    assert {take["text"] for take in seen["takes"]} == {LINES[3]}
    studio.wait_for("their sounds", lambda seen: seen["previews"] == 8)
    studio.key("2")
    studio.wait_for("the choice", lambda seen: seen["in_script"] == [2])
    studio.screenshot("script-chosen")
    studio.key("Left")
    studio.wait_for("the lines", lambda seen: seen["focus"] == "lineList")
    chosen = seen["takes"][1]
    studio.key("space")
    seen = studio.wait_for(
        "the chosen take", lambda seen: abs(seen["length"] - chosen["seconds"]) < 0.001
    )
    assert len(seen["takes"]) == 8, "what was heard does not join the list"


def test_takes_open_below_their_lines_and_one_key_chooses(
    start_studio: Start, sound: SoundServer
) -> None:
    studio = start_studio()
    seen = _with_lines(studio)
    (first,) = seen["chosen_lines"]
    studio.key("ctrl+g")
    seen = studio.wait_for("takes", lambda seen: len(seen["takes"]) == 8)
    studio.wait_for("their list", lambda seen: seen["focus"] == "lineTakeList")
    assert seen["open_lines"] == [first]
    studio.wait_for("their sounds", lambda seen: seen["previews"] == 8)
    studio.wait_for("silence", lambda seen: seen["player"] == "stopped")
    studio.key("Down", "Down", "space")
    studio.wait_for("the third take", lambda seen: seen["player"] == "playing")
    assert studio.seen()["shown"] == 3
    studio.key("Escape")
    studio.wait_for("silence", lambda seen: seen["player"] != "playing")
    studio.key("s", "Return")
    studio.wait_for("the choice", lambda seen: seen["in_script"] == [3])
    studio.key("5")
    seen = studio.wait_for("another choice", lambda seen: seen["in_script"] == [5])
    assert [take["number"] for take in seen["takes"] if take["starred"]] == [3]
    studio.screenshot("script-takes")

    studio.key("Delete")
    studio.wait_for("removed", lambda seen: len(seen["takes"]) == 7)
    studio.key("ctrl+z")
    seen = studio.wait_for("back", lambda seen: len(seen["takes"]) == 8)
    assert seen["text"] == TEXT
    studio.key("Left", "Down", "g")
    seen = studio.wait_for("more takes", lambda seen: len(seen["takes"]) == 16)
    (second,) = seen["chosen_lines"]
    studio.wait_for("their list", lambda seen: seen["focus"] == "lineTakeList")
    assert seen["open_lines"] == [second]
    assert {take["text"] for take in seen["takes"][:8]} == {LINES[1]}
    studio.wait_for("their sounds", lambda seen: seen["previews"] == 16)
    studio.key("Up", "Up", "Right")
    seen = studio.wait_for("both open", lambda seen: len(seen["open_lines"]) == 2)
    studio.screenshot("script-takes-of-two")

    chosen = next(take for take in seen["takes"] if take["number"] == 5)
    studio.key("Left", "space")
    studio.wait_for("the choice", lambda seen: abs(seen["length"] - chosen["seconds"]) < 0.001)
