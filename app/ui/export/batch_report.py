"""What became of takes that were exported, as a text with headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from app.takes.export.batch_options import BatchResult
from vits_core.errors import VitsError


def summary(result: BatchResult) -> str:
    """The result in one line."""
    translate = QCoreApplication.translate
    written, failed = len(result.written), len({number for number, _ in result.failed})
    parts = [Batch().exported(written)]
    if result.kept:
        parts.append(translate("Batch", "%1 skipped").replace("%1", str(len(result.kept))))
    if failed:
        parts.append(translate("Batch", "%1 failed").replace("%1", str(failed)))
    if result.cancelled:
        parts.append(translate("Batch", "cancelled"))
    return ", ".join(parts) + "."


def report(result: BatchResult) -> str:
    """The result as HTML: what failed first, with its reasons, then what was written."""
    translate = QCoreApplication.translate
    parts = []
    if result.failed:
        parts.append(_section(translate("Batch", "Failed"), _reasons(result.failed)))
    if result.table_error is not None:
        reason = f"<b>{escape(_sentence(result.table_error))}</b>"
        parts.append(_section(translate("Batch", "The table was not saved"), [reason]))
    if result.clipped:
        loud = translate(
            "Batch", "%1: clipped at full scale. Export as 32-bit float to avoid this."
        )
        takes = _numbers(result.clipped)
        parts.append(_section(translate("Batch", "Clipped"), [escape(loud.replace("%1", takes))]))
    if result.kept:
        title = translate("Batch", "Skipped because the file exists")
        parts.append(_section(title, _files(result.kept)))
    written = _files(result.written)
    if result.table is not None:
        written.append(escape(result.table.name))
    if written:
        parts.append(_section(translate("Batch", "Exported"), written))
    return "".join(parts)


class Batch(QObject):
    """Phrases with a plural form, which lupdate finds in `self.tr()` alone."""

    def exported(self, n: int) -> str:
        return self.tr("%n takes exported", "", n)

    def takes(self, n: int) -> str:
        return self.tr("Takes %1", "", n)


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
    return Batch().takes(len(numbers)).replace("%1", ", ".join(map(str, numbers)))


def _files(files: Iterable[tuple[int, Path]]) -> list[str]:
    take = QCoreApplication.translate("Batch", "Take %1: %2")
    return [
        escape(take.replace("%1", str(number)).replace("%2", path.name)) for number, path in files
    ]
