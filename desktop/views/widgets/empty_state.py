# SPDX-License-Identifier: Apache-2.0
"""What stands where there is nothing: an icon, one line, and one way forward."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live


class EmptyState(Live, QWidget):
    """Icon 32, a title, a sentence that wraps, and up to two small buttons, in the middle of its place."""

    def __init__(
        self,
        title: Content,
        sentence: Content = "",
        parent: QWidget | None = None,
        *,
        icon: str = "ph.ticket",
        ink: str = "tx3",
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(Icon(icon, ink, 32, self), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        self._title = Label(title, self, style="section", lines=0, align="centre")
        self._sentence = Label(
            sentence, self, style="small", role="secondary", lines=0, align="centre"
        )
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, 8, 0, 0)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)
        column.addStretch(1)
        self.retranslate()

    def add_button(self, button: Button) -> None:
        """Offer a way forward; the first one is the usual one."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def set_texts(self, title: Content, sentence: Content = "") -> None:
        """Say something else."""
        self._title.set_content(title)
        self._sentence.set_content(sentence)
        self.retranslate()

    def retranslate(self) -> None:
        """Title and sentence are what screen readers hear."""
        for label in (self._title, self._sentence):
            label.retranslate()  # Qt tells children after their parent
        self.setAccessibleName(f"{self._title.text()}. {self._sentence.text()}".strip(". ") + ".")
        super().retranslate()
