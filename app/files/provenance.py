"""Descriptions beside sounds: what a sound was made from, and how that gets onto the disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vits_core.audio.file_format import Stored, WrittenFile
from vits_core.errors import AudioFileError, TakeFileError
from vits_core.provenance.sidecar import Sidecar, VoiceIdentity, described, sidecar_path
from vits_core.records import FloatArray, Outline, Take
from vits_core.speech import Speech

if TYPE_CHECKING:  # torch is slow to load, and a wrong option is told without it
    from vits_core.voice import Voice


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Origin:
    """What a sound was made from, as far as it is known without reading the voice's file."""

    text: str
    """What the utterances' offsets count in."""
    takes: Sequence[Outline]
    """The sentences of the sound, in order."""
    voice: str
    """Its name."""
    voice_file: str
    precision: str
    device: str
    """Such as "cuda:0"."""
    lead_frames: int = 0
    """Of silence before the first sentence."""

    @classmethod
    def by(cls, voice: Voice, text: str, takes: Sequence[Outline], lead_frames: int = 0) -> Origin:
        """What a loaded voice has made."""
        return cls(
            text=text,
            takes=takes,
            voice=voice.config.name,
            voice_file=str(voice.source),
            precision=voice.precision,
            device=voice.device.type,
            lead_frames=lead_frames,
        )

    def described(self, sound: FloatArray | str, stored: Stored | None = None) -> Sidecar:
        """The description of a sound, [T_samples], or of the one with this digest, and of what a
        file makes of it.

        Reads the voice's file; raises `TakeFileError` where that cannot be done.
        """
        identity = VoiceIdentity.of(self.voice, self.voice_file, self.precision, self.device)
        return described(identity, self.text, self.takes, sound, stored, self.lead_frames)


def write_description(written: WrittenFile, origin: Origin, sound: FloatArray | str) -> None:
    """Describe a sound file, which is in its place, in a sidecar beside it.

    Raises `TakeFileError`; the sound stays.
    """
    from vits_core.audio.files import write_whole  # the window opens without it

    path = written.path
    try:
        description = origin.described(sound, written.stored)
        write_whole(sidecar_path(path), description.to_bytes())
    except (AudioFileError, TakeFileError) as error:
        raise TakeFileError(
            f"{path.name} was saved, but its recipe was not: {_as_clause(error.what)}",
            where=error.where,
            remedy=error.remedy,
        ) from error


def in_one_text(takes: Iterable[Outline]) -> tuple[str, tuple[Outline, ...]]:
    """The sentences of takes, one a line, and the takes with offsets into that."""
    text, moved = "", []
    for take in takes:
        words = take.utterance
        moved.append(replace(take, utterance=words.moved(len(text) - words.start)))
        text += words.text + "\n"
    return text, tuple(moved)


def speech_of(takes: Sequence[Take], lead_frames: int = 0) -> Speech:
    """The sentences of a sound, joined by their pauses, behind so much silence."""
    return Speech(tuple(takes), (), takes[0].sample_rate, takes[0].hop_length, lead_frames)


def _as_clause(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
