"""Loads the catalogues of the window's strings: English plural forms, and the user's language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

CATALOGUES = Path(__file__).parents[2] / "resources" / "translations"
"""`LANGUAGE.ts`, and the `LANGUAGE.qm` that script/translations compiles from it."""


def install_translations(qt: QCoreApplication) -> None:
    """Translate what widgets say from now on; a string that no catalogue has stays as written."""
    for locale in (QLocale("en"), QLocale()):  # the last installed is asked first
        translator = QTranslator(qt)
        if translator.load(locale, "", "", str(CATALOGUES)):
            qt.installTranslator(translator)
