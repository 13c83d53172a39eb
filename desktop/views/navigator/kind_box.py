# SPDX-License-Identifier: Apache-2.0
"""The kind of a touch by its icon alone: beside the words of what for there is no room for its name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.card_words import kind_icon
from desktop.views import icons, theme
from desktop.views.questions.touch_form import KINDS
from desktop.views.widgets.combo_box import ComboBox

_WIDTH = 56


class KindBox(ComboBox):
    """The list says icon and name; closed it is the icon, and the name is its hint and what is read aloud."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, row_icons=True)
        for kind in KINDS:
            self.addItem(kind.label(), kind.value)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(lambda _row: self._say())
        self.activated.connect(lambda _row: self.chosen.emit(self.current()))
        self.retranslate()

    def choose(self, key: str) -> None:
        """Choose this kind without telling anybody; one that is not offered changes nothing."""
        row = self.findData(key)
        if row >= 0:
            self.setCurrentIndex(row)

    def current(self) -> str:
        """The kind that is chosen."""
        return str(self.currentData())

    def sizeHint(self) -> QSize:
        """The icon and the arrow."""
        return QSize(theme.px(_WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def shown_text(self) -> str:
        """None: there is room for the icon alone."""
        return ""

    def showPopup(self) -> None:
        """The list is as wide as its names need, not as the box."""
        self.view().setMinimumWidth(super().sizeHint().width())
        super().showPopup()

    def restyle(self) -> None:
        """Draw the icons in the colours of the theme."""
        super().restyle()
        for row, kind in enumerate(KINDS[: self.count()]):
            self.setItemIcon(row, icons.icon(kind_icon(kind.value), theme.current().tx2))

    def retranslate(self) -> None:
        """Name the kinds anew."""
        for row, kind in enumerate(KINDS[: self.count()]):
            self.setItemText(row, kind.label())
        self._say()
        super().retranslate()

    def _say(self) -> None:
        self.setAccessibleName(_("Kind"))
        self.setToolTip(self.currentText())
