# SPDX-License-Identifier: Apache-2.0
"""The middle of a card: the composer, the filters over the history with their counts, and the history."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _, pgettext
from desktop.models.timeline import Kind, TimelineModel
from desktop.views import theme
from desktop.views.card.composer import Composer
from desktop.views.card.history import History
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live

_LEAST_HISTORY = 120
_GAP = 6
_LEAST_FIELD, _MOST_FIELD = 120, 220


class Middle(QWidget):
    """Composer on top, history below; the history takes what room is left and scrolls."""

    def __init__(
        self, composer: Composer, model: TimelineModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.composer = composer
        self.filters = HistoryFilters(model, self)
        self.history = History(model, self)
        self.history.setMinimumHeight(_LEAST_HISTORY)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(composer)
        column.addSpacing(theme.PANEL_GAP)
        column.addWidget(self.filters)
        column.addSpacing(10)
        column.addWidget(self.history, 1)
        self.filters.left.connect(self.history.setFocus)


class HistoryFilters(Live, QWidget):
    """Chips with counts that add up, and a field for words; `left` is told when the field is left for the list."""

    left = Signal()

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._counts: dict[Kind, int] = {}
        self._group = QButtonGroup(self)
        self.chips: dict[Kind, FilterChip] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for kind in Kind:
            chip = _Chip(partial(self._words, kind), self)
            chip.setChecked(kind is Kind.ALL)
            chip.clicked.connect(partial(self._choose, kind))
            self._group.addButton(chip)
            self.chips[kind] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self.find_button = _Find(
            lambda: pgettext("button", "Find in history"),
            self,
            kind="link",
            size="small",
            icon="magnifying-glass",
        )
        self.find_button.clicked.connect(self.begin_find)
        self.field = LineEdit(
            self, placeholder=lambda: _("Find in history"), icon="magnifying-glass", small=True
        )
        self.field.say_as(lambda: _("Find in history"))
        keep_width(self.field, most=_MOST_FIELD)
        self.field.hide()
        self.field.textChanged.connect(model.find)
        self.field.returnPressed.connect(self.left)
        self.field.left_field.connect(self._fold_field)
        row.addWidget(self.find_button)
        row.addWidget(
            self.field, 100
        )  # all that is left, and what it has too much stands before it
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def renew(self) -> None:
        """Count anew; a kind that the card has nothing of has no chip, except the usual ones."""
        self._counts = self._model.counts()
        for chip in self.chips.values():
            chip.retranslate()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the field its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave only the chosen chip beside the field where it would be too short to read what is typed."""
        has_money = bool(self._counts.get(Kind.MONEY))
        offered = [chip for kind, chip in self.chips.items() if kind is not Kind.MONEY or has_money]
        wanted = sum(chip.sizeHint().width() + _GAP for chip in offered) + theme.px(_LEAST_FIELD)
        is_tight = not self.field.isHidden() and wanted > self.width()
        for chip in self.chips.values():
            chip.setVisible(chip in offered and (chip.isChecked() or not is_tight))

    def begin_find(self) -> None:
        """Put the cursor into the field for words."""
        self.find_button.hide()
        self.field.show()
        self._fit()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def end_find(self) -> None:
        """Show everything again."""
        self.field.clear()
        self._fold_field()

    def _fold_field(self) -> None:
        if not self.field.text():
            self.field.hide()
            self.find_button.show()
            self._fit()

    def _choose(self, kind: Kind) -> None:
        self._model.set_kind(kind)

    def _words(self, kind: Kind) -> str:
        name = {
            Kind.ALL: _("All"),
            Kind.CALLS: _("Calls"),
            Kind.MESSAGES: _("Messages"),
            Kind.DOCUMENTS: _("Documents"),
            Kind.STAGES: _("Stages"),
            Kind.MONEY: _("Payments"),
        }[kind]
        return f"{name} {self._counts.get(kind, 0)}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the search."""
        if event.key() == Qt.Key.Key_Escape and not self.field.isHidden():
            self.end_find()
            self.left.emit()
            return
        super().keyPressEvent(event)


class _Chip(FilterChip):
    """A filter 24 high, for the row over the history."""

    def __init__(self, text: Callable[[], str], parent: QWidget) -> None:
        super().__init__(text, parent)

    def sizeHint(self) -> QSize:
        """Lower than the filters of a page."""
        return QSize(super().sizeHint().width(), max(24, theme.px(24)))


class _Find(Button):
    """The way into the field, in the quiet colour and as low as the chips."""

    def text_weight(self) -> QFont.Weight:
        """No stronger than what it stands over."""
        return theme.REGULAR

    def ink_token(self) -> str:
        """Quiet: it is no link to elsewhere."""
        return "tx2"

    def sizeHint(self) -> QSize:
        """As high as the chips."""
        return QSize(super().sizeHint().width(), max(24, theme.px(24)))

    def minimumSizeHint(self) -> QSize:
        """As high as the chips."""
        return self.sizeHint()
