# SPDX-License-Identifier: Apache-2.0
"""The third step, which may be passed over: the .docx is open in Word or LibreOffice and comes back edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Text

WATCH_MS = 2000
UNCHANGED, EDITED, GONE = "unchanged", "edited", "gone"
_WIDTH = 460


class EditStep(QWidget):
    """`state_asked` is told every two seconds while a copy is out, the buttons tell the rest."""

    state_asked = Signal()
    open_asked = Signal()
    take_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder = ""
        self.state = ""
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self.state_asked)
        self._icon = Icon("ph.file-text", "tx3", 32, self)
        self._title = Label("", self, style="section", lines=0)
        self._text = Label("", self, role="secondary", lines=0)
        self._banner = Banner("", "danger", self)
        self._banner.hide()
        self.take = Button(
            lambda: _("Take the edited file back"), self, icon="ph.arrow-counter-clockwise"
        )
        self.open_again = Button(lambda: _("Open in Word"), self, icon="ph.pencil-simple")
        self.show_folder = Button(lambda: _("Show the folder"), self, kind="quiet")
        self.take.clicked.connect(self.take_asked)
        self.open_again.clicked.connect(self.open_asked)
        self.show_folder.clicked.connect(self._show_folder)
        box = QVBoxLayout()
        box.setSpacing(12)
        for part in (self._icon, self._title, self._text, self._banner):
            box.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.open_again, self.take, self.show_folder):
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)
        column = QHBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 16)
        column.addStretch(1)
        column.addLayout(box)
        column.addStretch(1)
        for part in (self._title, self._text, self._banner):
            part.setMaximumWidth(theme.px(_WIDTH))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No copy is out."""
        self.state = ""
        self._watch.stop()
        self._say(
            lambda: _("Edit the contract by hand"),
            lambda: _(
                "The .docx opens in Word or LibreOffice. Save it there: the edited version comes back to the card "
                "as the next one, and a PDF is made of it. Nothing has to be edited: Next goes on."
            ),
        )
        self.open_again.set_content(lambda: _("Open in Word"))
        self.take.setVisible(False)
        self.show_folder.setVisible(False)

    def show_out(self, path: str) -> None:
        """A copy is out at this place; watch it from now on."""
        self._folder = path.rpartition("/")[0] or path.rpartition("\\")[0]
        self.open_again.set_content(lambda: _("Open again"))
        self.take.setVisible(True)
        self.show_folder.setVisible(True)
        self.show_state(UNCHANGED, is_open=True)
        self._watch.start()
        self.state_asked.emit()

    def show_state(self, state: str, *, is_open: bool) -> None:
        """Say how the copy stands."""
        self.state = state
        self.take.set_blocked(
            None if state == EDITED else lambda: _("The file has not been changed yet.")
        )
        if state == GONE:
            self._say(
                lambda: _("The copy is gone"),
                lambda: _(
                    "It was moved or deleted. The kept versions are as they were. Open it again."
                ),
            )
        elif state == EDITED:
            self._say(lambda: _("The contract was edited"), _edited_words(is_open=is_open))
        else:
            self._say(
                lambda: _("The contract is open for editing"),
                lambda: _("Save it there and close it: it comes back here by itself."),
            )

    def show_taken(self) -> None:
        """The edited copy has come back."""
        self._watch.stop()
        self.state = ""
        self._say(
            lambda: _("The edited contract is back"),
            lambda: _("It is kept as the next version. Look at it in the preview, or go on."),
        )
        self.take.setVisible(False)

    def show_error(self, sentence: Text) -> None:
        """Say what went wrong; an empty sentence clears it."""
        self._banner.setVisible(bool(sentence))
        if sentence:
            self._banner.set_banner(sentence, "danger")

    def leave(self) -> None:
        """Another step is shown: nobody waits for the copy now."""
        self._watch.stop()

    def text(self) -> str:
        """What is said."""
        return f"{self._title.text()}. {self._text.text()}"

    def focus_first(self) -> None:
        """Let Enter press the usual button."""
        self.open_again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, title: Text, text: Text) -> None:
        self._title.set_content(title)
        self._text.set_content(text)

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))


def _edited_words(*, is_open: bool) -> Text:
    if is_open:
        return lambda: _("It comes back by itself when you close it, or press the button.")
    return lambda: _("It is being taken back…")
