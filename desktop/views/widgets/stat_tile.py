# SPDX-License-Identifier: Apache-2.0
"""One figure: what it is in small, the value large, and a quiet word behind it."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live


class StatTile(Live, QWidget):
    """`ink` colours the value, `note_ink` the word behind it: a difference says its sign, not only its colour."""

    def __init__(
        self,
        caption: Content,
        value: Content = "",
        parent: QWidget | None = None,
        *,
        note: Content = "",
        style: str = "dialog",
        ink: str = "tx",
        note_ink: str = "tx2",
    ) -> None:
        super().__init__(parent)
        self._caption = Label(caption, self, style="small", role="secondary")
        self._value = Label(value, self, style=style, weight=theme.SEMIBOLD, ink=ink)
        for never_cut in (self._caption, self._value):
            never_cut.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._note = Label(note, self, style="small", ink=note_ink)
        self._note.setVisible(bool(self._note.text()))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._value)
        row.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._caption)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_value(self, value: Content, note: Content = "", ink: str = "tx") -> None:
        """Show another figure."""
        self._value.set_ink(ink)
        self._value.set_content(value)
        self._note.set_content(note)
        self._note.setVisible(bool(self._note.text()))  # else it takes a gap for nothing
        self.retranslate()

    def retranslate(self) -> None:
        """Caption and value are one sentence for screen readers."""
        for label in (self._caption, self._value, self._note):
            label.retranslate()  # Qt tells children after their parent
        parts = [self._caption.text(), self._value.text(), self._note.text()]
        self.setAccessibleName(" ".join(part for part in parts if part))
        super().retranslate()
