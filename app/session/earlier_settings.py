"""What earlier versions kept of the script among the settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from app.document.document import USUAL_DELIVERY, Document
from vits_core.errors import SettingsError
from vits_core.records import ProsodySettings


def earlier_document(path: Path) -> Document:
    """The script of an INI file that a version wrote which had no file for scripts; what is no
    value, or is not there, is left out."""
    kept = QSettings(str(path), QSettings.Format.IniFormat)

    def text(name: str) -> str:
        value = kept.value(name, "")
        return value if isinstance(value, str) else ""

    def number(name: str) -> float | None:
        try:
            return float(text(name))
        except ValueError:
            return None

    said: dict[str, Any] = {"speaker": text("speaker_name") or None}
    for name in ("rhythm_seed", "expression_seed"):
        if text(name).isdecimal():
            said[name] = int(text(name))
    scales: dict[str, Any] = {
        name: value
        for name in ("noise_scale", "duration_noise_scale", "length_scale")
        if (value := number(name)) is not None
    }
    try:
        ProsodySettings(**scales)
    except SettingsError:
        scales = {}
    delivery = replace(USUAL_DELIVERY, **said, **scales)
    return Document(after=text("text"), voice=text("voice"), delivery=delivery)
