# SPDX-License-Identifier: Apache-2.0
"""The kind of a touch in little room: beside the words of what for by its icon alone, beside the time with a word."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import _
from desktop.models.card_words import kind_icon
from desktop.values.states import TaskKind
from desktop.views import icons, theme
from desktop.views.widgets.combo_box import CARET, ComboBox
from desktop.views.widgets.framed import ICON, SIDE

KINDS = (
    TaskKind.CALL,
    TaskKind.WRITE,
    TaskKind.MEET,
    TaskKind.PREPARE,
    TaskKind.APPROVE,
    TaskKind.HAND_OVER,
)
"""What a person may plan."""
_WIDTH, _WORD_WIDTH, _WORD_GAP = 56, 84, 4


class KindBox(ComboBox):
    """The list says icon and name; closed it is the icon, and the name is its hint and what is read aloud.

    `set_worded` shows the word, too, where the box stands in a line with the time.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._is_worded = False
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

    def set_worded(self, worded: bool) -> None:
        """Show the word beside the icon, or the icon alone."""
        self._is_worded = worded
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The icon and the arrow, and room for a short word where this language has one."""
        has_short = self._is_worded and any(self._fits(kind.label()) for kind in KINDS)
        width = _WORD_WIDTH if has_short else _WIDTH
        return QSize(theme.px(width), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def shown_text(self) -> str:
        """The word where there is room for it: a piece of it says no more than the icon."""
        word = super().shown_text()
        return word if self._is_worded and self._fits(word) else ""

    def _fits(self, word: str) -> bool:
        room = theme.px(_WORD_WIDTH - CARET - SIDE - 5) - self._start()
        return QFontMetricsF(self.font()).horizontalAdvance(word) <= room

    def _start(self) -> int:
        """Before the word it is narrow."""
        return theme.px(SIDE + ICON + _WORD_GAP) if self._is_worded else super()._start()

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
        self.say_as(lambda: _("Kind"))
        self.setToolTip(self.currentText())
