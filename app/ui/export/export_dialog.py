"""What of the script is to be exported, into how many files, and how they are to be written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from app.export.parts import ExportSource, Layout, Part
from app.ui.export.companion_boxes import CompanionBoxes
from app.ui.export.form_row import add_row, align_labels
from app.ui.export.option_row import OptionRow
from app.ui.export.several_files import SeveralFiles
from app.ui.export.sound_choice import ExportChoice
from app.ui.export.sound_form import SoundForm, form_layout
from app.ui.widgets.dialog_buttons import answer_button, answer_buttons
from app.ui.widgets.theme import GRID

_WHOLE, _SELECTION = "whole", "selection"


class ExportDialog(QDialog):
    """Asks for one file's format before the file dialog asks for its place; for several files, for
    their folder and names as well."""

    def __init__(
        self,
        choice: ExportChoice,
        source: ExportSource,
        parent: QWidget | None = None,
        *,
        native: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export audio"))
        self._last = choice
        self._source = source
        self._layout = Layout.ONE
        self._templates = {
            Layout.LINES: choice.line_template,
            Layout.SECTIONS: choice.section_template,
            Layout.STEMS: choice.stem_template,
        }
        self._scope, self._as = self._build_scope(), self._build_as()
        self._form = SoundForm("export", source.voice_rate, self, title=True)
        self._companions = CompanionBoxes()
        self._files_form = form_layout()
        self._go_on = answer_button("", "exportAcceptButton", "")
        self._lay_out(native=native)
        self._show(choice)
        self._scope.changed.connect(self._on_scope_changed)
        self._as.changed.connect(self._on_layout_changed)
        self._several.changed.connect(self._on_changed)
        self._form.type_changed.connect(self._on_changed)

    def choice(self) -> ExportChoice:
        """What is chosen now."""
        self._keep_template()
        folder = self.folder()
        return replace(
            self._last,
            selection=self._selection,
            layout=self._layout.value,
            line_template=self._templates[Layout.LINES],
            section_template=self._templates[Layout.SECTIONS],
            stem_template=self._templates[Layout.STEMS],
            if_exists=self._several.if_exists,
            folder=self._last.folder if folder is None else str(folder),
            labels=" ".join(self._companions.labels()),
            sidecar=self._companions.sidecar(),
            title=self._form.title if self._layout is Layout.ONE else "",
            **self._form.fields(),
        )

    def folder(self) -> Path | None:
        """Where several files go; None for one, of which another dialog asks."""
        return None if self._layout is Layout.ONE else self._several.folder()

    @property
    def _selection(self) -> bool:
        return self._scope.value() == _SELECTION

    def _parts(self, layout: Layout) -> list[Part]:
        return self._source.parts(layout, selection=self._selection)

    def _keep_template(self) -> None:
        if self._layout in self._templates:
            self._templates[self._layout] = self._several.template

    # -- what follows from what ----------------------------------------------------------------

    def _show(self, choice: ExportChoice) -> None:
        self._scope.offer((_WHOLE, _SELECTION))
        selection = choice.selection and self._source.selected
        self._scope.choose(_SELECTION if selection else _WHOLE)
        self._several.choose(choice.folder, choice.if_exists)
        self._companions.choose(choice.label_endings, sidecar=choice.sidecar)
        self._form.choose(choice)
        self._on_scope_changed()
        self._as.choose(choice.layout)
        self._on_layout_changed()

    @Slot()
    def _on_scope_changed(self) -> None:
        counts = {layout: len(self._parts(layout)) for layout in Layout}
        offered = [Layout.ONE.value]
        if counts[Layout.LINES] > 1:
            offered.append(Layout.LINES.value)
        if self._source.document.sections:
            offered.append(Layout.SECTIONS.value)
        if self._source.document.has_slots:
            offered.append(Layout.STEMS.value)
        for layout, words in (
            (Layout.LINES, self.tr("One file per &line (%1)")),
            (Layout.SECTIONS, self.tr("One file per se&ction (%1)")),
            (Layout.STEMS, self.tr("On&e file per cue (%1)")),
        ):
            self._as.set_words(layout.value, words.replace("%1", str(counts[layout])))
        self._as.offer(offered)
        self._on_changed()

    @Slot()
    def _on_layout_changed(self) -> None:
        self._keep_template()
        self._layout = Layout(self._as.value())
        several = self._layout is not Layout.ONE
        if several:
            self._several.set_template(self._templates[self._layout])
        self._several.set_visible(several)
        self._form.ask_for_title(not several)
        self._on_changed()
        self.adjustSize()

    @Slot()
    def _on_changed(self) -> None:
        fine = True
        words, tip = self.tr("Save as…"), self.tr("Choose a name and folder for the file")
        if self._layout is not Layout.ONE:
            parts = self._parts(self._layout)
            names = self._source.names
            fine = self._several.check(lambda template: names(parts, template), self._form.ending)
            words = self.tr("Export %n files", "", len(parts))
            tip = self.tr("Write the files into the folder")
        self._go_on.setText(words)
        self._go_on.setAccessibleName(words)
        self._go_on.setToolTip(tip)
        self._go_on.setEnabled(fine)

    # -- building ------------------------------------------------------------------------------

    def _build_scope(self) -> OptionRow:
        lines, selected = len(self._source.document), len(self._source.selected)
        whole = self.tr("&Whole script (%n lines)", "", lines)
        part = self.tr("&Selection (%n lines)", "", selected)
        return OptionRow(
            "export",
            {
                _WHOLE: (whole, self.tr("Every line of the script")),
                _SELECTION: (part, self.tr("The lines that are selected, whole")),
            },
        )

    def _build_as(self) -> OptionRow:
        return OptionRow(
            "export",
            {
                Layout.ONE.value: (self.tr("&One file"), self.tr("All lines, one after the other")),
                Layout.LINES.value: ("", self.tr("A file for each line")),
                Layout.SECTIONS.value: (
                    "",
                    self.tr("A file for each heading and the lines up to the next one"),
                ),
                Layout.STEMS.value: (
                    "",
                    self.tr(
                        "Stems: a file for each time of the subtitles, and a table (stems.csv) "
                        "that tells when each is heard"
                    ),
                ),
            },
        )

    def _lay_out(self, *, native: bool) -> None:
        form = self._files_form
        add_row(form, self.tr("What"), self._scope)
        add_row(form, self.tr("As"), self._as)
        form.setRowVisible(self._scope, bool(self._source.selected))
        form.setRowVisible(self._as, len(self._source.document) > 1)
        tip = self.tr(
            "Pattern for the file names. {n} stands for the file's number, {n:03} for three "
            "digits of it, {text} for the first words, {section} for the section's title, "
            "{title} for the script's, {voice} for the voice."
        )
        if self._source.document.has_slots:
            tip = self.tr(
                "Pattern for the file names. {n} stands for the file's number, {n:03} for three "
                "digits of it, {start} for the time at which it is heard, {text} for the first "
                "words, {section} for the section's title, {title} for the script's, {voice} for "
                "the voice."
            )
        self._several = SeveralFiles("export", form, tip, self, native=native)
        also = form_layout()
        add_row(also, self.tr("Also save"), self._companions)
        align_labels(form, self._form.sound, also)
        columns = QHBoxLayout()
        columns.setSpacing(4 * GRID)
        columns.addLayout(self._form.sound)
        columns.addLayout(self._form.tags, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)  # a note needs room
        layout.addLayout(form)
        layout.addLayout(columns)
        layout.addLayout(also)
        layout.addStretch(1)
        layout.addSpacing(GRID)
        layout.addWidget(self._build_buttons())

    def _build_buttons(self) -> QDialogButtonBox:
        return answer_buttons(
            self, self._go_on, "exportCancelButton", self.tr("Cancel without exporting")
        )
