"""A take made again from the description that was written beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.files.provenance import Origin, speech_of
from vits_core.audio.file_format import AudioFormat
from vits_core.audio.file_types import TYPES, type_of
from vits_core.errors import TakeFileError
from vits_core.provenance.digest import file_digest
from vits_core.provenance.reproduction import Comparison, compared
from vits_core.provenance.sidecar import Sidecar, read_sidecar, sidecar_path
from vits_core.records import FloatArray, Skipped, Take
from vits_core.speech import Speech
from vits_core.synthesis.take_request import TakeRequest
from vits_core.voices.voice_path import default_voice_path

if TYPE_CHECKING:  # torch is slow to load, and a wrong file is told without it
    from vits_core.voice import Voice


@dataclass(frozen=True, slots=True, eq=False)
class Reopened:
    """A take that was made again, and how it came out."""

    takes: tuple[Take, ...]
    """Its sentences, in order."""
    sidecar: Sidecar
    """As it was kept."""
    comparison: Comparison


def reopened(
    voice: Voice, path: Path, interrupted: Callable[[], bool] = lambda: False
) -> Reopened | None:
    """The take that the sound file or sidecar at `path` holds, with its spectrograms; None where
    that was interrupted.

    Raises `TakeFileError` for a file that is none, or is another voice's.
    """
    kept = read_sidecar(path)
    _check_same(voice, kept)
    takes = _again(voice, kept, mel=True, interrupted=interrupted)
    return _held_against(voice, kept, takes, path) if takes else None


def made_again(voice: Voice, kept: Sidecar, path: Path) -> Reopened:
    """The take that was kept, by any voice that has its phonemes, without spectrograms.

    Raises `TakeFileError` for a voice that has not.
    """
    return _held_against(voice, kept, _again(voice, kept), path)


def source_of(kept: Sidecar) -> str | None:
    """Path of the take's voice; None where that is the default one.

    Raises `TakeFileError` where it is gone.
    """
    if Path(kept.voice_file).is_file():
        return kept.voice_file
    if file_digest(default_voice_path()) == kept.voice_sha256:
        return None
    raise TakeFileError(
        f"The voice {kept.voice} has been moved or deleted",
        where=kept.voice_file,
        remedy="Put the file back, or choose it yourself.",
    )


def write_again(path: Path, speech: Speech, kept: Sidecar) -> None:
    """Write a take that was made again as its file was: the same bytes, if the type is the same,
    and lossless.

    Another type of file gets what comes closest. Raises `AudioFileError`.
    """
    stored = kept.stored
    if stored is None:
        speech.save(path)
        return
    asked, kind = stored.audio_format, type_of(path)
    if kind.ending != stored.ending:
        rate = asked.sample_rate
        asked = AudioFormat(
            kind.nearest(asked.subtype) if asked.subtype else None,
            kind.rate_for(rate) if rate else None,
            asked.quality,
        )
    speech.save(path, asked, tags=stored.tags, loudness=stored.level)


def in_words(comparison: Comparison) -> str:
    """How the take came out: a sentence, and a line for each thing that is not as it was."""
    lines = [f"The take came out {comparison.verdict}."]
    if not comparison.identical:
        if comparison.decibels is not None:
            lines[0] += f" Signal to difference: {comparison.decibels:.1f} dB."
        lines += comparison.differences
    if comparison.doubt:
        lines.append(comparison.doubt)
    return "\n".join(lines)


def _held_against(voice: Voice, kept: Sidecar, takes: list[Take], path: Path) -> Reopened:
    waveform = speech_of(takes, kept.lead_frames).waveform
    made = Origin.by(voice, kept.text, takes, kept.lead_frames).described(waveform)
    sound, rate, problem = _sound(path)
    if sound is not None:
        from vits_core.audio.sample_stream import SampleStream  # the window opens without it

        level = kept.stored.level if kept.stored else None
        stream = SampleStream(kept.sample_rate, rate, level)
        waveform = np.concatenate(list(stream.read([waveform])))
    kind = TYPES.get(path.suffix.lower())
    lossy = kind.name if kind is not None and kind.lossy else ""
    comparison = compared(kept, made, waveform, sound, problem, lossy)
    return Reopened(tuple(takes), kept, comparison)


def _again(
    voice: Voice,
    kept: Sidecar,
    *,
    mel: bool = False,
    interrupted: Callable[[], bool] = lambda: False,
) -> list[Take]:
    """The sentences, from their phonemes, noise, settings and timing; none if interrupted."""
    _check_fits(voice, kept)
    wanted = (
        TakeRequest(
            each.utterance,
            each.settings or kept.settings,
            each.rhythm,
            each.expression,
            kept.speaker if each.speaker is None else each.speaker,
            each.timing,
        )
        for each in kept.sentences
    )
    takes: list[Take] = []
    with closing(voice.render(wanted, mel=mel)) as parts:
        for part in parts:
            if interrupted():
                return []
            if not isinstance(part, Skipped) and part.take is not None:
                takes.append(part.take)
    return takes


def _check_same(voice: Voice, kept: Sidecar) -> None:
    """Raise `TakeFileError` unless this is the voice's own file, wherever it is now."""
    try:
        same = file_digest(voice.source) == kept.voice_sha256
    except OSError:
        same = False
    if not same:
        raise TakeFileError(
            f"This take was made with another voice, {kept.voice}",
            where=kept.voice_file,
            remedy="Open that voice, then open the take again.",
        )


def _check_fits(voice: Voice, kept: Sidecar) -> None:
    symbols = voice.config.model.text_encoder.num_symbols
    if any(
        not 0 <= token < symbols for each in kept.sentences for token in each.utterance.token_ids
    ):
        raise TakeFileError(
            f"The voice {voice.config.name} does not have the phonemes of this take",
            remedy=f"Use the voice {kept.voice}, which it was made with.",
        )
    for speaker in {kept.speaker, *(each.speaker for each in kept.sentences)} - {None}:
        voice.speaker_id(speaker)


def _sound(path: Path) -> tuple[FloatArray | None, int, str]:
    """The sound that was named, [T_samples], and its rate in Hz; or what is wrong with it.

    None without a word where not it was named, but the description beside it.
    """
    import soundfile  # the window opens without it

    if sidecar_path(path) == path:
        return None, 0, ""
    if not path.is_file():
        return None, 0, f"{path.name} is not there; only its description is"
    try:
        sound, rate = soundfile.read(path, dtype="float32")
    except (OSError, soundfile.LibsndfileError):
        return None, 0, f"{path.name} cannot be read as sound"
    if sound.ndim != 1:
        return None, 0, f"{path.name} has {sound.shape[1]} channels, where speech has one"
    return sound, rate, ""
