"""What the window must know to offer only what can be done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WindowState:
    """What is there, and what is going on."""

    voice_ready: bool = False
    busy: bool = False
    """Audio is being made."""
    has_audio: bool = False
    """There is something to play and export."""
    playing: bool = False
    sample_rate: int = 22050
    """Hz of what there is to export, named in the dialog."""

    def offered(self, has_text: bool, has_selection: bool) -> dict[str, bool]:
        """For each action that is not always there, whether it can be done now."""
        can_speak = self.voice_ready and has_text
        return {
            "speak": can_speak,
            "speak_selection": can_speak and has_selection,
            "new_take": can_speak,
            "sample": can_speak,
            "stop": self.busy or self.playing,
            "export": self.has_audio and not self.busy,  # half of a text is not worth a file
            **dict.fromkeys(("play", "plot_in", "plot_out", "plot_fit"), self.has_audio),
        }
