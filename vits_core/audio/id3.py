"""Tags of MP3 files, where libsndfile has no more than ID3v1: 30 bytes each, and plain letters."""

from __future__ import annotations

from mutagen.id3 import COMM, ID3, TALB, TCOP, TDRC, TIT2, TPE1

from vits_core.audio.file_format import Tags

_UTF_8 = 3


def write_id3(descriptor: int, tags: Tags) -> None:
    """Put tags before the sound of an MP3 file that is open; the sound is moved on for them.

    Raises OSError.
    """
    frames = ID3()
    for kind, text in (
        (TIT2, tags.title),
        (TPE1, tags.artist),
        (TALB, tags.album),
        (TCOP, tags.license),
        (TDRC, tags.date),
    ):
        if text:
            frames.add(kind(encoding=_UTF_8, text=text))
    if tags.comment:
        frames.add(COMM(encoding=_UTF_8, lang="und", desc="", text=tags.comment))
    if frames:
        with open(descriptor, "r+b", closefd=False) as file:
            frames.save(file)
