"""Asks what files are to tell of themselves."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFormLayout, QLineEdit

from app.ui.export.form_row import add_row
from app.ui.export.sound_choice import SoundChoice
from app.ui.widgets.theme import GRID


class TagFields(QObject):
    """Puts lines into a dialog's form; their object names begin with `prefix`."""

    def __init__(
        self, form: QFormLayout, prefix: str, parent: QObject | None = None, *, title: bool
    ) -> None:
        """`title`: one is asked for; otherwise each file gets its own."""
        super().__init__(parent)
        self._title = self._line(
            f"{prefix}TitleField",
            self.tr("The title of the script"),
            self.tr("Title that players show; empty for the title of the script"),
        )
        self._artist = self._line(
            f"{prefix}ArtistField",
            self.tr("The name of the voice"),
            self.tr("Artist that players show; empty for the name of the voice"),
        )
        self._album = self._line(
            f"{prefix}AlbumField", "", self.tr("Album or series that players show")
        )
        self._comment = self._line(f"{prefix}CommentField", "", self.tr("Comment in the file"))
        self._license = self._line(
            f"{prefix}LicenseField", "", self.tr("What others may do with the file, such as CC BY")
        )
        if title:
            add_row(form, self.tr("Title"), self._title)
        add_row(form, self.tr("Artist"), self._artist)
        add_row(form, self.tr("Album"), self._album)
        add_row(form, self.tr("Comment"), self._comment)
        add_row(form, self.tr("Licence"), self._license)

    @property
    def title(self) -> str:
        return self._title.text().strip()

    def ask_for_title(self, wanted: bool) -> None:
        """Whether there is one title for all."""
        self._title.setEnabled(wanted)
        self._title.setPlaceholderText(
            self.tr("The title of the script") if wanted else self.tr("Of each file its own")
        )

    @property
    def artist(self) -> str:
        return self._artist.text().strip()

    @property
    def album(self) -> str:
        return self._album.text().strip()

    @property
    def comment(self) -> str:
        return self._comment.text().strip()

    @property
    def license(self) -> str:
        return self._license.text().strip()

    def choose(self, choice: SoundChoice) -> None:
        """Show a choice; the title is left empty, since it belongs to one file only."""
        self._artist.setText(choice.artist)
        self._album.setText(choice.album)
        self._comment.setText(choice.comment)
        self._license.setText(choice.license)

    def _line(self, name: str, placeholder: str, tip: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setPlaceholderText(placeholder)
        line.setToolTip(tip)
        line.setMinimumWidth(28 * GRID)
        return line
