"""What the player is doing; shared by the player and the controls that show it."""

from __future__ import annotations

from enum import StrEnum


class PlaybackState(StrEnum):
    """What a person would say that the player does."""

    STOPPED = "stopped"
    WAITING = "waiting"
    """Play was pressed; the device is being opened, or the sound is still being made."""
    PLAYING = "playing"
    PAUSED = "paused"
