"""Between the window and the export of the script: what is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.export.job import ExportJob, ExportResult, FileJob
from app.export.parts import ExportSource, Layout, proposed_title
from app.files.existing_files import IfExists
from app.session.controller import Controller
from app.session.export.script_export import ScriptExport
from app.session.script import Script
from app.shell.export_report import report
from app.ui.export.sound_choice import ExportChoice
from app.ui.window.main_window import MainWindow
from app.ui.window.message_bar import Message
from app.ui.window.window_layout import WindowParts
from vits_core.errors import VitsError

KEY = "export"
"""Of the messages."""
SHOW_FOLDER = "show_folder"
"""Id of the button on the message about what was written."""


class ExportController(QObject):
    """Exports the script as it is when that is asked for."""

    def __init__(
        self,
        window: MainWindow,
        parts: WindowParts,
        script: Script,
        controller: Controller,
        name_of_script: Callable[[], str],
    ) -> None:
        """`name_of_script` is that of its file, or ""."""
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._script = script
        self._controller = controller
        self._name_of_script = name_of_script
        self._folder = Path()
        self.export = ScriptExport(controller, self)
        window.set_export_source(self.source)
        window.export_requested.connect(self._on_export_requested)
        parts.export.cancel_requested.connect(self.export.cancel)
        parts.messages.action_triggered.connect(self._on_message_action)
        self.export.progressed.connect(parts.export.show_progress)
        self.export.finished.connect(self._on_finished)

    def source(self) -> ExportSource:
        """What there is to export now."""
        document, voice = self._script.document, self._controller.voice
        source = ExportSource(
            document,
            self._selected(),
            proposed_title(document, self._name_of_script()),
            fits=self._controller.fits,
        )
        if voice is None:
            return source
        return replace(source, voice=voice.name, voice_rate=voice.sample_rate)

    def close(self) -> bool:
        """Give up what is not complete; false if a disk does not answer in time."""
        return self.export.close()

    def _selected(self) -> tuple[int, ...]:
        """Ids of the lines that are selected in the list, where that is in front, or else in the
        text."""
        if self._window.shows_lines():
            return tuple(self._parts.script.chosen())
        stretch = self._parts.editor.selection()
        if stretch is None:
            return ()
        return tuple(line.id for line in self._script.document.touched(*stretch))

    # -- an export -----------------------------------------------------------------------------

    @Slot(Path, object)
    def _on_export_requested(self, path: Path, choice: ExportChoice) -> None:
        voice = self._controller.voice
        if self.export.busy:
            self._parts.messages.post(
                Message(
                    KEY,
                    self.tr("An export is already in progress."),
                    self.tr("Wait for it to finish, or cancel it."),
                )
            )
            return
        wanted = partial(self._on_export_requested, path, choice)
        if self._controller.fitting.wait("export", wanted):
            return
        source, layout = self.source(), Layout(choice.layout)
        parts = source.parts(layout, selection=choice.selection)
        if voice is None or not parts:
            return
        one = layout is Layout.ONE
        try:
            paths = [path]
            if not one:
                names = source.names(parts, choice.template)
                paths = [path / f"{name}{choice.ending}" for name in names]
        except VitsError as error:
            self._parts.messages.post(Message.about(KEY, error))
            return
        job = ExportJob(
            files=tuple(
                FileJob(
                    path=each,
                    title=source.title_of(part, layout),
                    lines=part.lines,
                    lead=self._controller.lead(part.lines) if one and not choice.selection else 0,
                    chapters=source.chapters(part, selection=choice.selection) if one else (),
                    stem=source.stem(part) if layout is Layout.STEMS else None,
                    has_other_voices=any(
                        self._controller.line_request(line).voice is not None for line in part.lines
                    ),
                )
                for each, part in zip(paths, parts, strict=True)
            ),
            voice=voice,
            audio_format=choice.audio_format,
            tags=choice.tags.or_else(title=choice.title),
            loudness=choice.target,
            labels=choice.label_endings,
            sidecar=choice.sidecar,
            # The dialog that asked for the one file has asked about what is there.
            if_exists=IfExists.OVERWRITE if one else IfExists(choice.if_exists),
            makes_folder=not one,
        )
        self._parts.messages.retract(KEY)
        self._parts.export.begin(len(job.lines))
        self.export.start(job, self._controller.due(job.lines))

    @Slot(object)
    def _on_finished(self, result: ExportResult) -> None:
        self._folder = result.folder
        self._parts.export.end()
        show = ((SHOW_FOLDER, self.tr("Show folder")),) if result.written else ()
        self._parts.messages.post(report(result, KEY, show))
        if self._controller.busy:
            return  # the strip says what goes on
        if result.failed:
            self._parts.status.show_failed(result.failed[0][1].what)
        elif result.written:
            one = len(result.written) == 1
            self._parts.status.show_exported(str(result.written[0].path if one else result.folder))
        elif result.cancelled:
            self._parts.status.show_cancelled()

    @Slot(str, str)
    def _on_message_action(self, key: str, action: str) -> None:
        if (key, action) == (KEY, SHOW_FOLDER):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
