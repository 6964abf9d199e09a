"""What a disk says when it cannot write, in words that help."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from vits_core.errors import AudioFileError

_CAUSES = {
    errno.ENOSPC: ("The disk is full", "Free some space, or choose another disk."),
    errno.EDQUOT: ("Your disk quota is used up", "Free some space."),
    errno.EFBIG: (
        "The file is too large for this disk or account",
        "Choose another disk, or use 16 bits and a lower rate.",
    ),
    errno.EACCES: ("You do not have permission to write here", "Choose another folder."),
    errno.EPERM: ("You do not have permission to write here", "Choose another folder."),
    errno.EROFS: ("This folder is read-only", "Choose another folder."),
    errno.ENOENT: ("The folder does not exist", "Choose another folder, or create this one."),
    errno.ENOTDIR: ("Part of the path is a file, not a folder", "Choose another folder."),
    errno.EISDIR: ("A folder already has this name", "Choose another name."),
    errno.ENAMETOOLONG: ("The name is too long", "Choose a shorter name."),
    errno.EINVAL: ("The name cannot be used on this disk", "Choose a simpler name."),
    errno.ELOOP: ("The link points back to itself", "Choose another name."),
    errno.EIO: ("The disk reported an error", "Check the disk, or choose another one."),
}


@contextlib.contextmanager
def plainly_said(path: Path) -> Iterator[None]:
    """Turn what the system says into an `AudioFileError`."""
    try:
        yield
    except OSError as error:
        what, remedy = _CAUSES.get(
            error.errno or 0, (f"The file could not be written: {error.strerror}", "")
        )
        raise AudioFileError(what, where=str(path), remedy=remedy) from error
    except AudioFileError as error:
        if error.where:
            raise
        raise AudioFileError(error.what, where=str(path), remedy=error.remedy) from error
