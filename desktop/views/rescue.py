# SPDX-License-Identifier: Apache-2.0
"""When the shop's database is damaged: what is wrong, and the newest sound backup to put in its place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from desktop import APP_NAME
from desktop.i18n import _, file_size
from desktop.models.backups import moment_words
from desktop.values.rows.backups import Backup, Damage
from desktop.views import brand, theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel

WIDTH = 560


class DamageDialog(Dialog):
    """Over a window that still works: some pages of the database can be read, others cannot."""

    restore_wanted = Signal(object)

    def __init__(self, parent: QWidget, damage: Damage, *, now: dt.datetime) -> None:
        super().__init__(
            parent,
            lambda: _("The shop's database is damaged"),
            icon="warning-circle",
            icon_ink="er",
            width=WIDTH,
        )
        self._offered = damage.offered
        self._now = now
        self.body.addWidget(Label(_told, self, lines=0))
        self.body.addWidget(Label(lambda: _offer(damage.offered, now), self, lines=0))
        self.body.addWidget(_small_print(damage, self))
        self.add_cancel(lambda: _("Later"))
        if damage.offered is not None:
            self.set_primary(lambda: _("Restore this backup"), kind="danger")
            self.submitted.connect(self._restore)

    def _restore(self) -> None:
        offered = self._offered
        if offered is not None:
            self.accept()
            self.restore_wanted.emit(offered.path)


class RescueWindow(Live, QWidget):
    """In place of a window that cannot be opened; also what is seen while a backup is put back."""

    restore_wanted = Signal(object)
    closed = Signal()

    def __init__(self, damage: Damage | None, *, now: dt.datetime, folder: Path) -> None:
        super().__init__()
        self._damage, self._now, self._folder = damage, now, folder
        self._busy = ""
        self.setWindowTitle(APP_NAME)
        self.setWindowIcon(brand.window_icon())
        self.setMinimumSize(640, 360)
        self.resize(960, 600)
        self._panel = panel = Panel(parent=self, padding=(32, 28))
        panel.setMaximumWidth(theme.px(WIDTH))
        head = QHBoxLayout()
        head.setSpacing(12)
        self._icon = Icon("warning-circle", "er", 28, panel)
        self._title = Label(self._title_words, panel, style="page")
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        panel.body.addLayout(head)
        self.told = Label(self._words, panel, lines=0)
        panel.body.addWidget(self.told)
        self._small: Label | None = None
        if damage is not None:
            self._small = _small_print(damage, panel)
            panel.body.addWidget(self._small)
        self._buttons = self._make_buttons(panel)
        panel.body.addWidget(self._buttons)
        outer = QGridLayout(self)
        outer.addWidget(panel, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        if damage is None:
            self._buttons.hide()

    def _make_buttons(self, panel: Panel) -> QWidget:
        holder = QWidget(panel)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        self.restore_button = Button(
            lambda: _("Restore this backup"), holder, kind="primary", icon="arrow-counter-clockwise"
        )
        self.restore_button.clicked.connect(self._restore)
        self.choose_button = Button(lambda: _("Choose another backup…"), holder)
        self.choose_button.clicked.connect(self._choose)
        self.close_button = Button(lambda: _("Close"), holder, kind="quiet")
        self.close_button.clicked.connect(self.close)
        for button in (self.restore_button, self.choose_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.close_button)
        has_offer = self._damage is not None and self._damage.offered is not None
        self.restore_button.setVisible(has_offer)
        (self.restore_button if has_offer else self.choose_button).setFocus()
        return holder

    def say_busy(self, sentence: str) -> None:
        """Say what is being done and take no more presses."""
        self._busy = sentence
        self._icon.set_icon("hourglass", "tx3")
        self._buttons.hide()
        if self._small is not None:
            self._small.hide()
        self._title.retranslate()
        self.told.retranslate()

    def _title_words(self) -> str:
        return APP_NAME if self._busy or self._damage is None else _("The shop cannot be opened")

    def _words(self) -> str:
        if self._busy or self._damage is None:
            return self._busy
        return f"{_told()}\n\n{_offer(self._damage.offered, self._now)}"

    def _restore(self) -> None:
        if self._damage is not None and self._damage.offered is not None:
            self.restore_wanted.emit(self._damage.offered.path)

    def _choose(self) -> None:
        kinds = _("Backups of Counterfoil ({pattern})").format(pattern="*.sqlite")
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a backup"), str(self._folder), kinds
        )
        if name:
            self.restore_wanted.emit(Path(name))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that nobody wants to go on."""
        super().closeEvent(event)
        self.closed.emit()


def _told() -> str:
    """What happened, for people."""
    return _(
        "The disk has not kept the database whole. Nothing was written to it. What can still be read is "
        "read, but do not go on working with it."
    )


def _small_print(damage: Damage, parent: QWidget) -> Label:
    """What SQLite says of it, below."""
    return Label(lambda: _for_helpers(damage), parent, style="small", role="secondary", lines=2)


def _for_helpers(damage: Damage) -> str:
    """The first thing that SQLite found, for whoever is called to help; empty where it said nothing."""
    lines = (line.strip() for fault in damage.faults for line in fault.splitlines())
    said = next((line for line in lines if line and not line.startswith("***")), "")
    return _("SQLite says: {fault}").format(fault=said) if said else ""


def _offer(offered: Backup | None, now: dt.datetime) -> str:
    if offered is None:
        return _(
            "No sound backup was found in the usual folder. Connect the disk with the backups and choose one of them."
        )
    return _(
        "The newest sound backup was made {when} and has {size}. The damaged database is kept aside."
    ).format(when=moment_words(offered.made_at, now), size=file_size(offered.size))
