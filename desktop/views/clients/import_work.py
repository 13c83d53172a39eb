# SPDX-License-Identifier: Apache-2.0
"""A list with its dry run: file and numbers, columns and preview, what stays out and what becomes of the rest."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.client_list import ListCheck
from desktop.views import theme
from desktop.views.clients.import_panels import ColumnsPanel, PreviewPanel
from desktop.views.clients.import_parts import FileStrip, ImportFoot
from desktop.views.clients.import_side import WIDTH, ImportSide
from desktop.views.page import LOW
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.label import Content
from desktop.views.widgets.scroll_area import ScrollArea

NARROW, SMALL = 1200, 800
_SIDE_HEIGHT = 190
_MANY, _FEW = 8, 3
"""Columns of the file that are shown at once: in a high window, and in a low one."""
_SAID = 2
"""So many fewer where the page has something to say above them."""


class _SideArea(ScrollArea):
    """Tells when it has another height: a banner above takes its room only once its words are wrapped."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it."""
        super().resizeEvent(event)
        self.resized.emit()


class ImportWork(QWidget):
    """What stands on the page between the choice of a file and the end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_low = False
        self._stopped: Content = ""
        column = self._whole = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        self.strip = FileStrip(self)
        column.addWidget(self.strip)
        self.banner = Banner("", "warning", self)
        self.banner.hide()
        column.addWidget(self.banner)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(theme.PANEL_GAP)
        left = QVBoxLayout()
        left.setSpacing(theme.PANEL_GAP)
        self.columns, self.preview = ColumnsPanel(self), PreviewPanel(self)
        left.addWidget(self.columns)
        left.addWidget(self.preview, 1)
        self._middle.addLayout(left, 1)
        self.side_panels = ImportSide()
        self._side_area = _SideArea(self.side_panels, self)
        self._side_area.resized.connect(self._fit_side)
        self.side_panels.wish.placed.connect(self._fit_side)
        self._side_area.setFixedWidth(theme.px(WIDTH))
        self._middle.addWidget(self._side_area)
        column.addLayout(self._middle, 1)
        self.foot = ImportFoot(self)
        column.addWidget(self.foot)

    def show_check(self, check: ListCheck, wish: ListWish) -> None:
        """Show what the list would bring."""
        self.say(check, wish)
        self._show_banner(check)
        self._fit()
        self.preview.show_check(check)
        self.side_panels.show_check(check)
        self._fit_side()

    def say(self, check: ListCheck, wish: ListWish) -> None:
        """Say everything that is made from the list."""
        self.strip.show_check(check, becomes_leads=bool(wish.channel))
        self.columns.show_check(check)
        self.foot.show_check(check, wish)

    def adapt(self, window: QSize) -> None:
        """In a narrow window the right column goes under the preview's."""
        is_narrow, is_small = window.width() < NARROW, window.width() < SMALL
        self._is_low = window.height() * 100 < LOW * theme.text_size()
        self._fit()
        self.strip.set_narrow(narrow=is_narrow)
        self.side_panels.set_row(is_row=is_narrow and not is_small)
        for part in (self.strip, self.foot, self.columns):
            part.set_small(small=is_small)
        directions = QHBoxLayout.Direction
        self._middle.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)
        if is_narrow:
            self._side_area.setMinimumWidth(0)
            self._side_area.setMaximumWidth(16_777_215)
            self._side_area.setMaximumHeight(theme.px(_SIDE_HEIGHT))
        else:
            self._side_area.setFixedWidth(theme.px(WIDTH))
            self._side_area.setMaximumHeight(16_777_215)

    def _fit(self) -> None:
        """As many columns as fit without pressing the preview out of the page."""
        said = 0 if self.banner.isHidden() else _SAID
        self.columns.fit(_FEW if self._is_low else _MANY - said)

    def _fit_side(self) -> None:
        self.side_panels.fit(self._side_area.height())

    def set_busy(self, *, busy: bool) -> None:
        """While rows are taken in nothing can be chosen, and the foot says how far it is."""
        self.foot.set_busy(busy=busy)
        for part in (self.strip, self.columns, self.side_panels):
            part.setEnabled(not busy)

    def set_stopped(self, text: Content) -> None:
        """Say of this list that a part of it is in, before the rest is looked at anew; "" for nothing."""
        self._stopped = text
        if text:
            self._say_stopped()
            self.banner.show()

    def refuse(self, sentence: str) -> None:
        """Say why it cannot go on."""
        self.banner.set_banner(sentence, "danger")
        self.banner.show()
        self.foot.button.set_blocked(sentence)

    def _show_banner(self, check: ListCheck) -> None:
        if check.wrong_encoding:
            action = _("Read it so") if check.better_encoding else ""
            self.banner.set_banner(check.wrong_encoding, "danger", action=action)
        elif self._stopped:
            self._say_stopped()
        elif check.doubts:
            self.banner.set_banner(check.doubts[0], "warning")
        self.banner.setVisible(bool(check.wrong_encoding or self._stopped or check.doubts))

    def _say_stopped(self) -> None:
        self.banner.set_banner(self._stopped, "accent", action=_("Past imports…"))
