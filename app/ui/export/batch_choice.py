"""What was chosen in the dialog that exports many takes, as plain values that can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.files.existing_files import IfExists
from app.ui.export.sound_choice import SoundChoice


class TakeScope(StrEnum):
    """Which takes of the list are exported."""

    STARRED = "starred"
    SELECTED = "selected"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchChoice(SoundChoice):
    """The fields of the dialog."""

    which: TakeScope = TakeScope.STARRED
    """What is to be proposed, if there are such takes."""
    folder: str = ""
    """ "" is the user's own."""
    template: str = "{text} {take}"
    if_exists: IfExists = IfExists.NUMBER
    sidecar: bool = True
    table: bool = False
