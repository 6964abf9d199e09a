"""The command `retake`: a take made again from the description that was written beside it."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile

from app.printing import print_all
from vits_core.audio.files import write_wav
from vits_core.errors import SettingsError, TakeFileError
from vits_core.records import FloatArray, Skipped, Speech, Take
from vits_core.sidecar import (
    Sidecar,
    audio_digest,
    compared,
    file_digest,
    present_versions,
    read_sidecar,
    sentences_of,
)
from vits_core.take_request import TakeRequest
from vits_core.voice_path import voice_path

if TYPE_CHECKING:  # torch is slow to load, and a wrong file is told without it
    from vits_core.voice import Voice


def retake(options: argparse.Namespace) -> int:
    """Make it again, compare, and write it where that is asked for; returns the exit code."""
    kept = read_sidecar(options.take)
    with _voice(options, kept) as voice:
        takes = again(voice, kept)
        waveform = speech_of(takes).waveform
        made = describe(voice, file_digest(voice.source), kept.text, takes, waveform)
        if options.output is not None:
            write_wav(options.output, [waveform], voice.config.sample_rate)
    comparison = compared(kept, made, waveform, _sound(options.take, kept))
    lines = [f"The take came out {comparison.verdict}."]
    if not comparison.identical:
        if comparison.decibels is not None:
            lines[0] += f" Signal to difference: {comparison.decibels:.1f} dB."
        lines += comparison.differences
    print_all("\n".join(lines), "The comparison")
    return 0


def again(voice: Voice, kept: Sidecar) -> list[Take]:
    """The sentences of a take, from what was kept of it: phonemes, noise, settings, timing."""
    _check_fits(voice, kept)
    wanted = (
        TakeRequest(
            each.utterance, kept.settings, each.rhythm, each.expression, kept.speaker, each.timing
        )
        for each in kept.sentences
    )
    parts = voice.render(wanted, mel=False)
    return [p.take for p in parts if not isinstance(p, Skipped) and p.take is not None]


def describe(
    voice: Voice, voice_sha256: str, text: str, takes: Sequence[Take], waveform: FloatArray
) -> Sidecar:
    """What the sentences of a sound were made from."""
    first = takes[0]
    return Sidecar(
        text=text,
        settings=first.settings,
        speaker=first.speaker,
        sentences=sentences_of(takes),
        voice=voice.config.name,
        voice_file=str(voice.source),
        voice_sha256=voice_sha256,
        sample_rate=first.sample_rate,
        hop_length=first.hop_length,
        precision=voice.precision,
        device=voice.device.type,
        audio_sha256=audio_digest(waveform),
        versions=present_versions(),
    )


def speech_of(takes: Sequence[Take]) -> Speech:
    """The sentences of a take, joined by their pauses."""
    return Speech(tuple(takes), (), takes[0].sample_rate, takes[0].hop_length)


def _voice(options: argparse.Namespace, kept: Sidecar) -> Voice:
    """The voice that the take was made with, in the same precision where the device has it."""
    from vits_core.voice import load_voice

    source = options.voice or _source(kept)
    if options.precision == "auto":
        # Another machine may not have it: the comparison tells then.
        with contextlib.suppress(SettingsError):
            return load_voice(source, options.device, kept.precision)
    return load_voice(source, options.device, options.precision)


def _source(kept: Sidecar) -> str | None:
    """Where the take's voice is; None for the default one."""
    if Path(kept.voice_file).is_file():
        return kept.voice_file
    if file_digest(voice_path(None)) == kept.voice_sha256:
        return None
    raise TakeFileError(
        f"The voice {kept.voice} is not where it was",
        where=kept.voice_file,
        remedy="Tell where it is with --voice.",
    )


def _check_fits(voice: Voice, kept: Sidecar) -> None:
    symbols = voice.config.model.text_encoder.num_symbols
    if any(
        not 0 <= token < symbols for each in kept.sentences for token in each.utterance.token_ids
    ):
        raise TakeFileError(
            f"The voice {voice.config.name} does not have the phonemes of this take",
            remedy=f"Take the voice {kept.voice}, with which it was made.",
        )
    voice.speaker_id(kept.speaker)


def _sound(path: Path, kept: Sidecar) -> FloatArray | None:
    """The sound that was kept, [T_samples], where it is there at the voice's rate."""
    if path.suffix.lower() != ".wav":
        return None
    try:
        sound, rate = soundfile.read(path, dtype="float32")
    except (OSError, soundfile.LibsndfileError):
        return None
    return sound if rate == kept.sample_rate and sound.ndim == 1 else None
