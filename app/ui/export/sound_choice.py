"""What was chosen for the sound of files that are exported, as plain values that can be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from app.export.parts import NAMES, Layout
from app.files.existing_files import IfExists
from vits_core.audio.file_format import TRUE_PEAK, AudioFormat, LoudnessTarget, Tags
from vits_core.audio.file_types import TYPES, WAV, FileType, Quality, Subtype

VOICE_RATE = 0
"""Stands for the voice's own rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundChoice:
    """The fields that both export dialogs have."""

    ending: str = WAV.ending
    """Of the file's name, which is its type."""
    subtype: str = "PCM_16"
    """Of a lossless file, as soundfile names it."""
    quality: str = Quality.STANDARD.value
    """Of a lossy one."""
    rate: int = VOICE_RATE
    """Hz."""
    loudness: float | None = None
    """LUFS; None is as loud as the voice speaks."""
    true_peak: float = TRUE_PEAK
    """dBTP, the highest there may be with a loudness."""
    artist: str = ""
    """"" is the voice's name."""
    album: str = ""
    comment: str = ""
    license: str = ""

    @property
    def kind(self) -> FileType:
        return TYPES[self.ending]

    @property
    def audio_format(self) -> AudioFormat:
        """With what comes closest where the type of file cannot have what was chosen."""
        subtype = self.kind.nearest(cast(Subtype, self.subtype))
        fits = self.rate and self.kind.rate_for(self.rate) == self.rate
        return AudioFormat(subtype, self.rate if fits else None, Quality(self.quality))

    @property
    def target(self) -> LoudnessTarget | None:
        return None if self.loudness is None else LoudnessTarget(self.loudness, self.true_peak)

    @property
    def tags(self) -> Tags:
        """Without a title."""
        return Tags(
            artist=self.artist, album=self.album, comment=self.comment, license=self.license
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoice(SoundChoice):
    """The fields of the dialog that exports the script."""

    folder: str = ""
    """Of the last file; "" is the user's own."""
    title: str = ""
    """"" is the script's; of this one file."""
    selection: bool = False
    """Only the lines that are selected; of this one export."""
    layout: str = Layout.ONE.value
    """One of `Layout`."""
    line_template: str = NAMES[Layout.LINES]
    """Of the names of files of one line each."""
    section_template: str = NAMES[Layout.SECTIONS]
    stem_template: str = NAMES[Layout.STEMS]
    if_exists: str = IfExists.NUMBER.value
    """One of `IfExists`, for several files; for one, its dialog asks."""
    labels: str = ""
    """Endings of what goes with each sound, with blanks between them."""
    sidecar: bool = False
    """A description of how the sound was made is wanted beside it."""

    @property
    def template(self) -> str:
        """Of the names of several files."""
        return {
            Layout.LINES: self.line_template,
            Layout.SECTIONS: self.section_template,
            Layout.STEMS: self.stem_template,
        }[Layout(self.layout)]

    @property
    def label_endings(self) -> tuple[str, ...]:
        return tuple(self.labels.split())
