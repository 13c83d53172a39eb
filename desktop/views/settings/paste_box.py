# SPDX-License-Identifier: Apache-2.0
"""The paste box: a company card, as it stands in a letter, sorted into the fields of the requisites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, ngettext
from desktop.models import requisite_words
from desktop.values.requisites import read_requisites
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_area import TextArea


class Take(Protocol):
    """Puts found values into the fields; returns those that are filled already and say something else."""

    def __call__(self, found: Mapping[str, str], *, replace: bool) -> list[str]: ...


class PasteBox(Panel):
    """Empty fields are filled at once, filled ones only by another press."""

    def __init__(self, take: Take, parent: QWidget) -> None:
        super().__init__(lambda: _("Paste a company card"), parent, padding=(16, 12))
        self._take = take
        self._found: dict[str, str] = {}
        self.body.setSpacing(8)
        self.text = TextArea(
            self,
            placeholder=lambda: _("From a letter or the site: names, numbers, bank"),
            lines=6,
            most=8,
        )
        self.text.setAccessibleName(_("Company card"))
        self.sort_button = Button(
            lambda: _("Sort into fields"), self, icon="clipboard-text", shortcut="Ctrl+Shift+V"
        )
        self.sort_button.clicked.connect(self.sort)
        self.told = Label("", self, style="small", role="secondary", lines=0)
        self.replace_button = Button("", self, kind="link", size="small")
        self.replace_button.clicked.connect(self.replace)
        self.replace_button.hide()
        self.told.hide()
        self.body.addWidget(self.text)
        self.body.addWidget(self.sort_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.told)
        self.body.addWidget(self.replace_button, 0, Qt.AlignmentFlag.AlignLeft)

    def paste(self) -> None:
        """Take what lies on the clipboard and sort it."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.text.set_text(text)
        self.sort()

    def sort(self) -> None:
        """Read the text and fill what is empty."""
        self._found = read_requisites(self.text.text())
        others = self._take(self._found, replace=False) if self._found else []
        self._say(others)

    def replace(self) -> None:
        """Let the card's values take the place of those that are filled."""
        self._take(self._found, replace=True)
        self._say([])

    def retranslate(self) -> None:
        """Name the box anew."""
        self.text.setAccessibleName(_("Company card"))
        super().retranslate()

    def _say(self, others: list[str]) -> None:
        count = len(self._found)
        sentence = ngettext(
            "{n} field was read from the card.", "{n} fields were read from the card.", count
        ).format(n=count)
        if not count:
            sentence = _(
                "No field was recognised. Paste the text with the words before the numbers."
            )
        names = ", ".join(requisite_words.label(name) for name in others)
        self.told.set_content(sentence)
        self.told.show()
        self.replace_button.set_content(lambda: _("Replace too: {fields}").format(fields=names))
        self.replace_button.setVisible(bool(others))
