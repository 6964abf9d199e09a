"""A folder of recordings and transcripts to a corpus that a voice can be trained with."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vits_core.audio.files import make_folder, write_whole
from vits_core.errors import VitsError
from vits_core.text.frontend import FrontendConfig
from vits_core.training.corpus import (
    AUDIO_FOLDER,
    REPORT_FILE,
    Clip,
    Corpus,
    write_corpus,
)
from vits_core.training.errors import CorpusError
from vits_core.training.findings import Finding, Outcome, Problem, as_tsv
from vits_core.training.matching import match
from vits_core.training.pronouncing import Pronounced, Pronouncer
from vits_core.training.recordings import RecordingRules
from vits_core.training.sound_cache import KeptSound, SoundCache
from vits_core.training.transcripts import Line, read_transcripts


@dataclass(frozen=True, slots=True)
class PreparationSettings:
    """How a corpus is made from a folder."""

    rules: RecordingRules = field(default_factory=RecordingRules)
    columns: tuple[str, ...] | None = None
    """What the columns of the table are; None finds out."""
    held_out: int | None = None
    """Clips that are measured with instead of trained; None: one of fifty, 64 at most."""
    hop_length: int = 256
    """Samples of a frame of the models to come, each of which lasts at least as long as a token."""


def prepare(
    source: Path,
    target: Path,
    frontend: FrontendConfig,
    settings: PreparationSettings | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
) -> tuple[Corpus, list[Finding]]:
    """Read, check and mend the recordings of `source`, and write a corpus into `target`.

    What was done before, with the same files and settings, is not done again. `progress` is told
    how many of how many recordings are done.

    Raises `CorpusError` where nothing can be trained with, `AudioFileError` where the target cannot
    be written, and `PhonemizerError` where espeak lacks the language.
    """
    settings = settings or PreparationSettings()
    if target.resolve().is_relative_to(source.resolve()):
        raise CorpusError(
            "The corpus folder would be inside the recordings",
            where=str(target),
            remedy="Choose another folder with -o.",
        )
    findings: list[Finding] = []
    lines = list(match(source, read_transcripts(source, settings.columns), findings))
    make_folder(target / AUDIO_FOLDER)
    several = len({line.speaker for line, _ in lines} - {""}) > 1
    found: list[tuple[str, Clip]] = []
    cache = SoundCache(target, settings.rules)
    with Pronouncer(frontend) as pronouncer, _threads() as pool:
        sounds = pool.map(cache.sound, (path for _, path in lines))
        try:
            for done, ((line, _), sound) in enumerate(zip(lines, sounds, strict=True), 1):
                findings += (Finding(line.name, *note) for note in sound.notes)
                if several and not line.speaker:
                    findings.append(Finding(line.name, Problem.NO_SPEAKER, Outcome.LEFT_OUT))
                elif clip := _clip(line, sound, pronouncer, settings, findings):
                    found.append((line.speaker, clip))
                progress(done, len(lines))
        except BaseException:
            with suppress(VitsError):  # what stops here is worth telling, this is not
                cache.write()
            raise
    cache.clean_up()
    speakers = _numbered(speaker for speaker, _ in found)
    clips = [replace(clip, speaker=speakers.get(speaker, 0)) for speaker, clip in found]
    write_whole(target / REPORT_FILE, as_tsv(findings).encode())
    if not clips:
        raise CorpusError(
            "None of the recordings can be used for training",
            where=str(source),
            remedy=f"{target / REPORT_FILE} says what is wrong with each.",
        )
    name, rules = source.resolve().name, settings.rules
    kept = tuple(_with_held_out(clips, settings.held_out))
    told = {"source": name, **asdict(rules)}
    corpus = Corpus(target, name, rules.sample_rate, frontend, speakers, kept, told)
    write_corpus(corpus)
    return corpus, findings


@contextmanager
def _threads() -> Iterator[ThreadPoolExecutor]:
    """Threads that leave undone what nobody waits for any more."""
    pool = ThreadPoolExecutor()
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _clip(
    line: Line,
    sound: KeptSound,
    pronouncer: Pronouncer,
    settings: PreparationSettings,
    findings: list[Finding],
) -> Clip | None:
    """What is trained with, its speaker not yet numbered, or None; tells why."""
    if sound.file is None:
        return None
    said = pronouncer.pronounce(line.text) if line.text.strip() else Pronounced("", ())
    frames = sound.samples // settings.hop_length
    problem, detail = None, ""
    if said.unspoken:
        problem, detail = Problem.UNKNOWN_SYMBOLS, "; ".join(said.unspoken)
    elif not said.phonemes:
        problem = Problem.EMPTY_TEXT
    elif len(said.token_ids) > frames:
        problem, detail = Problem.CROWDED, f"{len(said.token_ids)} tokens in {frames} frames"
    if problem:
        findings.append(Finding(line.name, problem, Outcome.LEFT_OUT, detail))
        return None
    return Clip(line.name, sound.file, sound.samples, line.text, said.phonemes, said.token_ids)


def _numbered(speakers: Iterable[str]) -> dict[str, int]:
    """An id for each speaker of whom there is a clip; none where only one speaks."""
    names = sorted(set(speakers))
    return {name: i for i, name in enumerate(names)} if len(names) > 1 else {}


def _with_held_out(clips: Sequence[Clip], wanted: int | None) -> Iterator[Clip]:
    """The clips, some of them marked: always the same ones, and of each speaker as it comes."""
    count = min(64, len(clips) // 50) if wanted is None else min(wanted, len(clips) - 1)
    if wanted is None and len(clips) >= 5:
        count = max(1, count)
    by_chance = sorted(clips, key=lambda c: hashlib.sha256(c.name.encode()).digest())
    # A speaker who has only one clip needs it.
    left = Counter(clip.speaker for clip in clips)
    chosen: set[str] = set()
    for clip in by_chance:
        if len(chosen) < count and left[clip.speaker] > 1:
            left[clip.speaker] -= 1
            chosen.add(clip.file)
    return (replace(clip, held_out=clip.file in chosen) for clip in clips)
