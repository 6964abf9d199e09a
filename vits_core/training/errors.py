"""What goes wrong while a voice is made from recordings."""

from __future__ import annotations

from vits_core.errors import VitsError


class CorpusError(VitsError):
    """A folder of recordings cannot be used, or what was prepared from it."""


class TrainingError(VitsError):
    """Training cannot begin or go on."""
