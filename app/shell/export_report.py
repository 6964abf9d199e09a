"""What became of an export, as a message."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.export.job import ExportResult
from app.shell.skipped_text import skipped_words
from app.ui.window.message_bar import Message, Severity
from vits_core.audio.file_format import WrittenFile
from vits_core.errors import VitsError


def report(result: ExportResult, key: str, actions: tuple[tuple[str, str], ...]) -> Message:
    """Says in a sentence how it went, what to do, and file by file what became of each."""
    severity = Severity.NOTE
    what, remedy = _summary(result), _doubts(result)
    if remedy:
        severity = Severity.WARNING
    if result.failed:
        severity, remedy = Severity.ERROR, result.failed[0][1].remedy
    return Message(key, what, remedy, severity, _details(result), actions)


def _summary(result: ExportResult) -> str:
    translate, words = QCoreApplication.translate, ExportReport()
    written, failed = len(result.written), len(result.failed)
    if failed == 1 and not written:
        error = result.failed[0][1]
        place = f" ({error.where})" if error.where else f" ({result.failed[0][0]})"
        return f"{error.what.rstrip('.')}{place}."
    sentences = []
    if result.cancelled:
        sentences.append(translate("ExportReport", "The export was cancelled."))
    if failed:
        first = f"{result.failed[0][1].what.rstrip('.')}."
        sentences += [words.failed(failed), first]
    if written == 1:
        saved = translate("ExportReport", "Saved %1.").replace("%1", str(result.written[0].path))
        sentences.append(saved)
    elif written:
        sentences.append(words.saved(written).replace("%1", str(result.folder)))
    elif not failed and not result.kept:
        sentences.append(translate("ExportReport", "No file was saved."))
    if result.kept:
        sentences.append(words.kept(len(result.kept)))
    return " ".join(sentences)


def _doubts(result: ExportResult) -> str:
    """What of the files may not be as it was wanted."""
    translate = QCoreApplication.translate
    sentences = []
    level = next((file.stored.level for file in result.written), None)
    if level is not None and level.missed:
        missed = translate("ExportReport", "It reached %1 LUFS instead of %2. Choose a lower "
                           "loudness, or a higher true-peak limit.")  # fmt: skip
        sentences.append(
            missed.replace("%1", f"{level.lufs:.1f}").replace("%2", f"{level.wanted:g}")
        )
    if clipped := sum(file.clipped_samples for file in result.written):
        sentences.append(ExportReport().clipped(clipped))
    if result.skipped:
        sentences.append(skipped_words(result.skipped, nothing_spoken=False)[0])
    return " ".join(sentences)


def _details(result: ExportResult) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    lines = []
    if len(result.failed) + len(result.written) + len(result.kept) > 1:
        failed = translate("ExportReport", "Failed: %1: %2")
        lines += [
            failed.replace("%1", path.name).replace("%2", _sentence(error))
            for path, error in result.failed
        ]
        lines += [_line(file) for file in result.written]
        kept = translate("ExportReport", "Kept as it was: %1")
        lines += [kept.replace("%1", path.name) for path in result.kept]
    skipped = translate("ExportReport", "Not spoken: “%1”: %2")
    lines += [
        skipped.replace("%2", note.reason).replace("%1", note.text) for note in result.skipped
    ]
    return tuple(lines)


def _line(file: WrittenFile) -> str:
    saved = QCoreApplication.translate("ExportReport", "Saved: %1 (%2 s)")
    return saved.replace("%1", file.path.name).replace("%2", f"{file.seconds:.1f}")


def _sentence(error: VitsError) -> str:
    return " ".join(filter(None, (f"{error.what.rstrip('.')}.", error.remedy)))


class ExportReport(QObject):
    """Phrases with a plural form, which lupdate finds in `self.tr()` alone."""

    def saved(self, n: int) -> str:
        return self.tr("%n files saved in %1.", "", n)

    def failed(self, n: int) -> str:
        return self.tr("%n files were not saved.", "", n)

    def kept(self, n: int) -> str:
        return self.tr("%n files that were there stay as they were.", "", n)

    def clipped(self, n: int) -> str:
        return self.tr(
            "%n samples exceeded full scale and were clipped. Export as 32-bit float to avoid "
            "clipping.",
            "",
            n,
        )
