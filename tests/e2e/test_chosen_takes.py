"""What was sampled, comped and chosen in the window is exactly what is heard and exported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
import soxr

from app.document.document import ChosenTake
from app.document.document_json import document_from_json
from tests.e2e.conftest import Start
from tests.e2e.studio import Seen, Studio
from tests.sound_server import RATE, Recording, SoundServer
from vits_core.prosody.steering import Draw, Spliced
from vits_core.records import FloatArray, TakePart
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voice import load_voice

FIRST, SECOND = "Good morning.", "The night is cold."
SETTINGS = """[General]
exact=true
takes_count=3
export_folder={folder}
export_subtype=FLOAT
export_layout=lines
export_line_template={{n}}
"""


def _sampled(studio: Studio, takes: int) -> Seen:
    studio.key("ctrl+g")
    return studio.wait_for("takes", lambda seen: len(seen["takes"]) == seen["previews"] == takes)


def _put_into_the_script(studio: Studio) -> None:
    """A comp for the second line, a take for the first."""
    seen = _sampled(studio, 3)
    (base,) = seen["chosen"]
    other = next(take["number"] for take in seen["takes"] if take["number"] != base)
    studio.key("k")
    studio.key("Right", "Right", str(other))
    seen = studio.wait_for("a comp", lambda seen: len(seen["takes"]) == seen["previews"] == 4)
    assert seen["takes"][0]["parent"] == base
    studio.wait_for("it is chosen", lambda seen: len(seen["lines"]) == 1)
    studio.screenshot("chosen-comp")
    studio.key("Escape", "Escape", "ctrl+1", "ctrl+Home")
    _sampled(studio, 7)
    studio.key("Down", "i")
    studio.wait_for("both are chosen", lambda seen: len(seen["lines"]) == 2)


def _chosen(written: Path) -> list[ChosenTake]:
    return [line.chosen for line in document_from_json(written.read_bytes()) if line.chosen]


def _made(requests: list[TakeRequest]) -> list[FloatArray]:
    """What the recipes make, and the silence behind the first."""
    with load_voice(precision="float32") as voice:
        parts = [part for part in voice.render(iter(requests)) if isinstance(part, TakePart)]
    takes = [part.take for part in parts if part.take is not None]
    silence = np.zeros(takes[0].pause_samples, np.float32)
    return [takes[0].waveform, silence, *(take.waveform for take in takes[1:])]


def _likeness(heard: FloatArray, sound: FloatArray) -> float:
    """The share of a sound's loud fifths of a second that were heard just so, in their order."""
    width, found, at = RATE // 5, list[bool](), 0
    for start in range(0, len(sound) - width, width):
        piece = sound[start : start + width]
        if np.abs(piece).max() < 0.05:
            continue
        room = heard[at : at + 4 * width + max(0, start - at)]
        if len(room) < width:
            return 0.0 if not found else sum(found) / (len(found) + 1)
        size = len(room) + width
        spectrum = np.fft.rfft(room, size) * np.conj(np.fft.rfft(piece, size))
        products = np.fft.irfft(spectrum, size)[: len(room) - width + 1]
        energy = np.convolve(room**2, np.ones(width, np.float32), "valid")
        alike = products / np.sqrt(np.maximum(energy, 1e-9) * float(np.sum(piece**2)))
        found.append(bool(alike.max() > 0.98))
        if found[-1]:
            at += int(alike.argmax()) + width // 2
    return sum(found) / len(found)


def test_chosen_takes_are_what_is_heard_and_exported(
    start_studio: Start, sound: SoundServer, tmp_path: Path
) -> None:
    folder = tmp_path / "exported"
    (tmp_path / "settings.ini").write_text(SETTINGS.format(folder=folder))
    studio = start_studio()
    studio.wait_until_ready()
    studio.click("textEditor")
    studio.type(f"{FIRST} {SECOND}")
    _put_into_the_script(studio)
    written = tmp_path / "script.json"
    studio.wait_for("on disk", lambda _: written.exists() and len(_chosen(written)) == 2)
    first, second = _chosen(written)
    assert (first.text, second.text) == (FIRST, SECOND)
    assert isinstance(first.request.rhythm, Draw)
    assert isinstance(second.request.rhythm, Spliced)

    studio.key("ctrl+Return")
    studio.wait_for("it plays", lambda seen: seen["player"] == "playing")
    studio.wait_for("the end", lambda seen: seen["player"] == "stopped")
    studio.wait_for("made", lambda seen: seen["status"].startswith("Done"))
    with Recording(sound) as recording:  # what is made already, so that there are no gaps
        studio.key("ctrl+p")
        studio.wait_for("it plays again", lambda seen: seen["player"] == "playing")
        studio.wait_for("the end again", lambda seen: seen["player"] == "stopped")
        heard = recording.samples()
    studio.key("ctrl+shift+e")
    studio.wait_for("the export dialog", lambda seen: seen["focus"].startswith("export"))
    studio.screenshot("chosen-export")
    studio.key("Return")
    studio.wait_for(
        "saved", lambda seen: any("2 files saved" in message for message in seen["messages"])
    )
    studio.key("ctrl+q")
    assert studio.end() == 0

    made = _made([first.request, second.request])
    exported = [soundfile.read(folder / f"{n}.wav", dtype="float32")[0] for n in (1, 2)]
    assert np.array_equal(exported[0], made[0])
    assert np.array_equal(exported[1], made[2])
    assert _likeness(heard, soxr.resample(np.concatenate(made), 22050, RATE)) > 0.9
    others = _made([first.request, replace(second.request, rhythm=Draw(5), expression=Draw(6))])
    assert _likeness(heard, soxr.resample(others[2], 22050, RATE)) < 0.5
