# SPDX-License-Identifier: Apache-2.0
"""The box for a company card as it stands in a letter or on a site: pasted as a whole, laid out into fields."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _, ngettext
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea

LINES = 7


class PasteBox(QWidget):
    """`pasted` tells the text that is to be laid out."""

    pasted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._caption = Label(lambda: _("Paste as a whole"), self, style="section")
        hint = Label(
            lambda: _("The company card from a letter or a site, as it is."),
            self,
            style="small",
            role="secondary",
            lines=0,
        )
        self.text = TextArea(self, lines=LINES, most=LINES, style="small")
        self.button = Button(
            lambda: _("Sort into fields"),
            self,
            size="small",
            icon="ph.clipboard-text",
            shortcut="Ctrl+Shift+V",
        )
        self.button.clicked.connect(self.lay_out)
        self._note = Note(self)
        head, foot = QVBoxLayout(), QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._caption)
        head.addWidget(hint)
        foot.setSpacing(4)
        foot.addWidget(self.button)
        foot.addWidget(self._note)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addLayout(foot)
        self.text.setAccessibleName(_("Paste as a whole"))

    def paste(self) -> None:
        """Take what is on the clipboard, if it is a text, and lay it out."""
        found = QGuiApplication.clipboard().text().strip()
        if found:
            self.text.set_text(found)
        self.lay_out()

    def lay_out(self) -> None:
        """Tell the text."""
        self.pasted.emit(self.text.text())

    def say_result(self, known: int, count: int) -> None:
        """Say how many fields were recognised."""
        if known:
            text = ngettext(
                "{n} field of {count} recognised", "{n} fields of {count} recognised", known
            ).format(n=known, count=count)
            self._note.say(text, "ok", "ph.check-circle")
        else:
            self._note.say(
                _("No field recognised. Paste the text of the card."), "wa", "ph.warning"
            )

    def result(self) -> str:
        """What was said last."""
        return self._note.text()
