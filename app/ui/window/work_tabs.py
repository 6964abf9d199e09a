"""Text, script and takes behind one another, or where there is room beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QTabWidget, QWidget

from app.ui.widgets.theme import GRID

BESIDE = 162 * GRID
"""Pixels from which on what is made of a text has room beside it: not in a window of 1280."""


@dataclass(frozen=True, slots=True)
class View:
    """What a tab shows."""

    widget: QWidget
    words: str
    tip: str
    beside: bool
    """It goes beside the others where there is room."""


class WorkTabs(QSplitter):
    """The views of the window, each behind a tab."""

    view_changed = Signal(QWidget)  # this one came to the front

    def __init__(self, views: Sequence[View]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("workSplitter")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GRID)
        self._views = views
        self._text = views[0].widget
        """The view in front, or the last one that was, of those that are never beside others."""
        self._main = self._build_tabs("workTabs", self.tr("Text, script and takes"))
        self._side = self._build_tabs("takeTabs", self.tr("Takes and comparisons"))
        self._side.hide()
        for view in views:
            self._add(self._main, view)
        for index, tabs in enumerate((self._main, self._side)):
            self.setStretchFactor(index, 1)
            tabs.currentChanged.connect(self._on_current_changed)

    def bring_to_front(self, widget: QWidget) -> None:
        self._tabs_of(widget).setCurrentWidget(widget)

    def shows(self, widget: QWidget) -> bool:
        """Whether a view is in front."""
        return self._tabs_of(widget).currentWidget() is widget

    def keyboard_on_tabs(self) -> bool:
        """Whether the arrow keys go from tab to tab now."""
        return self._main.tabBar().hasFocus() or self._side.tabBar().hasFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(beside=self.width() >= BESIDE)

    def _arrange(self, *, beside: bool) -> None:
        if beside != self._side.isHidden():
            return
        focus, source = QApplication.focusWidget(), self._main if beside else self._side
        front = source.currentWidget()
        if not beside and not (focus is not None and self._side.isAncestorOf(focus)):
            front = self._main.currentWidget()
        for tabs in (self._main, self._side):
            tabs.blockSignals(True)
        for view in self._views:
            if view.beside:
                source.removeTab(source.indexOf(view.widget))
                self._add(self._side if beside else self._main, view)
        self._side.setVisible(beside)
        for tabs in (self._main, self._side):
            tabs.blockSignals(False)
        if beside:
            self._main.setCurrentWidget(self._text)
            self._halve()
            QTimer.singleShot(0, self, self._halve)  # once both have been laid out, too
        self.bring_to_front(front)
        if focus is not None and focus.isVisible():
            focus.setFocus()
        self.view_changed.emit(front)

    def _halve(self) -> None:
        self.setSizes([self.width() // 2] * 2)

    def _tabs_of(self, widget: QWidget) -> QTabWidget:
        return self._main if self._main.indexOf(widget) >= 0 else self._side

    def _add(self, tabs: QTabWidget, view: View) -> None:
        tabs.setTabToolTip(tabs.addTab(view.widget, view.words), view.tip)

    @Slot()
    def _on_current_changed(self) -> None:
        tabs = self.sender()
        if isinstance(tabs, QTabWidget):
            front = tabs.currentWidget()
            if any(view.widget is front and not view.beside for view in self._views):
                self._text = front
            self.view_changed.emit(front)

    def _build_tabs(self, name: str, words: str) -> QTabWidget:
        tabs = QTabWidget(self)
        tabs.setObjectName(name)
        tabs.setAccessibleName(words)
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)  # a line over the tabs, in a dark window
        return tabs
