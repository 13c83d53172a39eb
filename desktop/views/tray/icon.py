# SPDX-License-Identifier: Apache-2.0
"""The icon in the tray and its menu: how today stands, the first deeds, quiet, and the plain end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop import APP_NAME
from desktop.frozen import dataclass
from desktop.i18n import _, ngettext
from desktop.values.rows.today import Figures
from desktop.views import icons, theme
from desktop.views.actions import IS_MAC
from desktop.views.tray.picture import tray_icon


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu; without `do` it only tells something, without a text it is a rule."""

    text: str = ""
    icon: str = ""
    do: Callable[[], object] | None = None


RULE = Entry()
Entries = Callable[[], Sequence[Entry]]


class TrayIcon(QObject):
    """`pressed` is told when the icon itself is pressed. Entries are asked for each time the menu opens."""

    pressed = Signal()

    def __init__(self, parent: QObject, entries: Entries) -> None:
        super().__init__(parent)
        self._entries = entries
        self._figures = Figures()
        self.menu = QMenu()
        self.menu.aboutToShow.connect(self.fill)
        self.icon = QSystemTrayIcon(self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        theme.notifier().changed.connect(self.fill)
        # The menu is a window of its own and would outlive the icon.
        self.destroyed.connect(self.menu.deleteLater)
        self.show_figures(self._figures)

    def show_figures(self, figures: Figures) -> None:
        """Show how many touches today has left."""
        self._figures = figures
        self.icon.setIcon(tray_icon(figures.today))
        self.icon.setToolTip(self.words())
        self.fill()

    def words(self) -> str:
        """What the icon says when it is pointed at."""
        if not self._figures.today:
            return _("{program}: nothing left today").format(program=APP_NAME)
        left = ngettext("{n} touch today", "{n} touches today", self._figures.today)
        parts = [left.format(n=self._figures.today)]
        if self._figures.late:
            late = ngettext("{n} late", "{n} late", self._figures.late)
            parts.append(late.format(n=self._figures.late))
        return f"{APP_NAME}: {', '.join(parts)}"

    def fill(self) -> None:
        """Make the menu anew: some trays show it without asking first."""
        self.menu.clear()
        for entry in self._entries():
            if not entry.text:
                self.menu.addSeparator()
                continue
            action = QAction(entry.text, self.menu)
            if entry.icon and not IS_MAC:
                action.setIcon(icons.icon(entry.icon, theme.current().tx2))
            if entry.do is None:
                action.setEnabled(False)
            else:
                action.triggered.connect(lambda _on=False, do=entry.do: do())
            self.menu.addAction(action)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # macOS opens the menu by itself; a double press elsewhere begins with a single one.
        if reason == QSystemTrayIcon.ActivationReason.Trigger and not IS_MAC:
            self.pressed.emit()
