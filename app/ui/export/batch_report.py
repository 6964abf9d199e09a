"""What became of takes that were exported, as a text with headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.takes.export.batch_options import BatchResult
from vits_core.errors import VitsError


def summary(result: BatchResult) -> str:
    """The result in one line."""
    tr = QCoreApplication.translate
    written, failed = len(result.written), len({number for number, _ in result.failed})
    words = tr("Batch", "1 take written") if written == 1 else tr("Batch", "%1 takes written")
    parts = [words.replace("%1", str(written))]
    if result.kept:
        parts.append(tr("Batch", "%1 left out").replace("%1", str(len(result.kept))))
    if failed:
        parts.append(tr("Batch", "%1 failed").replace("%1", str(failed)))
    if result.cancelled:
        parts.append(tr("Batch", "cancelled"))
    return ", ".join(parts) + "."


def report(result: BatchResult) -> str:
    """The result as HTML: what failed first, with its reasons, then what was written."""
    tr = QCoreApplication.translate
    parts = []
    if result.failed:
        parts.append(_section(tr("Batch", "Failed"), _reasons(result.failed)))
    if result.table_error is not None:
        reason = f"<b>{escape(_sentence(result.table_error))}</b>"
        parts.append(_section(tr("Batch", "The table was not written"), [reason]))
    if result.clipped:
        loud = tr("Batch", "%1: cut to full scale here and there. The float format keeps all.")
        takes = _numbers(result.clipped)
        parts.append(_section(tr("Batch", "Too loud"), [escape(loud.replace("%1", takes))]))
    if result.kept:
        title = tr("Batch", "Left out, since the file exists")
        parts.append(_section(title, _files(result.kept)))
    written = _files(result.written)
    if result.table is not None:
        written.append(escape(result.table.name))
    if written:
        parts.append(_section(tr("Batch", "Written"), written))
    return "".join(parts)


def _section(title: str, items: Iterable[str]) -> str:
    lines = "".join(f'<p style="margin: 0 0 4px 12px">{item}</p>' for item in items)
    return f'<p style="margin: 8px 0 4px 0"><b>{escape(title)}</b></p>{lines}'


def _reasons(failed: Sequence[tuple[int, VitsError]]) -> list[str]:
    """Each reason once, with the takes that it is about: a full disk fails them all."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for number, error in failed:
        groups.setdefault(_sentence(error), []).append((number, error.where))
    items = []
    for sentence, about in groups.items():
        takes = _numbers([number for number, _ in about])
        places = [escape(where) for where in dict.fromkeys(where for _, where in about) if where]
        more = ["…"] if len(places) > 3 else []
        items.append(
            "<br>".join([f"<b>{escape(takes)}:</b> {escape(sentence)}", *places[:3], *more])
        )
    return items


def _sentence(error: VitsError) -> str:
    return " ".join(filter(None, (f"{error.what.rstrip('.')}.", error.remedy)))


def _numbers(numbers: Sequence[int]) -> str:
    tr = QCoreApplication.translate
    words = tr("Batch", "Take %1") if len(numbers) == 1 else tr("Batch", "Takes %1")
    return words.replace("%1", ", ".join(map(str, numbers)))


def _files(files: Iterable[tuple[int, Path]]) -> list[str]:
    take = QCoreApplication.translate("Batch", "Take %1: %2")
    return [
        escape(take.replace("%1", str(number)).replace("%2", path.name)) for number, path in files
    ]
