"""What the window must know to offer only what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from app.playback.state import PlaybackState


@dataclass(frozen=True, slots=True)
class WindowState:
    """What is there, and what is going on; the rules of the actions are asked of it."""

    voice_ready: bool = False
    busy: bool = False
    """Audio is being made."""
    has_audio: bool = False
    """There is something to play, to steer and to export."""
    playback: PlaybackState = PlaybackState.STOPPED
    has_times: bool = False
    """Some lines are to be heard at certain times."""

    # What the window's own widgets hold.
    has_text: bool = False
    """More than blanks."""
    has_selection: bool = False
    chosen_lines: int = 0
    """In the list of lines, where that is in sight."""
    takes: int = 0
    chosen_takes: int = 0

    @property
    def can_speak(self) -> bool:
        return self.voice_ready and self.has_text

    @property
    def plays(self) -> bool:
        """It sounds, or waits for sound that is being made."""
        return self.playback in (PlaybackState.PLAYING, PlaybackState.WAITING)
