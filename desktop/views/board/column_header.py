# SPDX-License-Identifier: Apache-2.0
"""The head of a column: stage, count, sum, hint, and while a card hangs over it the sum it would make."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.i18n import _, formats, ngettext
from desktop.models.board import BoardModel
from desktop.values.money import Money
from desktop.views import theme
from desktop.views.board.column_paint import broken
from desktop.views.board.laid_out import LaidOut, Lettering
from desktop.views.widgets.live import Live

HEADER, LOW_HEADER = 76, 56
SUMLESS = 84
"""The head of a column whose cards have no sums: the name may take two rows then."""
_EDGE, _GAP, _BUTTON = 12, 6, 24


class ColumnHeader(Live, QWidget):
    """Name, count, sum and hint of a stage; while a card is dragged over it, the sum it would make."""

    def __init__(self, model: BoardModel, stage: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._stage = model, stage
        self._adds = 0
        self._is_low = self._has_button = False
        self._shown: tuple[object, ...] = ()
        self._ready: LaidOut | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.restyle()
        self.retranslate()

    def set_low(self, low: bool) -> None:
        """Show one line of the hint where the window is low."""
        self._is_low = low
        self.restyle()

    def set_adding(self, amount: int) -> None:
        """Show which sum a drop would make; 0 when nothing is dragged here."""
        self._adds = amount
        self.update()

    def set_room_for_button(self, room: bool) -> None:
        """Leave the right end to the button of the menu."""
        if room != self._has_button:
            self._has_button = room
            self.update()

    def restyle(self) -> None:
        """Another text size."""
        super().restyle()
        usual = HEADER if self._model.currency else SUMLESS
        self.setFixedHeight(theme.px(LOW_HEADER if self._is_low else usual))
        small, row, hint = theme.font("small"), theme.px(20), theme.px(16)
        self._letters = Lettering(
            {
                "name": (theme.font("body", theme.SEMIBOLD), row),
                "count": (small, row),
                "sum": (theme.font("small", theme.SEMIBOLD), row),
                "hint": (small, hint),
                "low sum": (theme.font("small", theme.SEMIBOLD), hint),
            }
        )
        self._ready = None
        self._hint: tuple[object, list[str]] = (None, [])

    def retranslate(self) -> None:
        """The whole hint is a tool tip; a screen reader hears name, count and sum."""
        super().retranslate()
        self.setToolTip(self._model.stages[self._stage].hint)
        self._ready = None
        self.refresh()

    def refresh(self) -> None:
        """Count and sum as they are now."""
        stage = self._model.stages[self._stage]
        count = self._model.total(self._stage)[0]
        cards = ngettext("{n} card", "{n} cards", count).format(n=count)
        parts = (stage.name, cards, self._sum() if self._model.currency else "")
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(220), self.height())

    def _sum(self) -> str:
        return self._money(self._model.total(self._stage)[1])

    def change(self) -> str:
        """What a drop would make of the sum: "£5,870 → £6,235"; empty where nothing hangs over the column."""
        if not self._adds or not self._model.currency:
            return ""
        then = self._money(self._model.total(self._stage)[1] + self._adds)
        return _("{now} → {then}").format(now=self._sum(), then=then)

    def _money(self, amount: int) -> str:
        return formats.money(Money(amount, self._model.currency), whole=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one row of figures and up to two of the hint, laid out anew where one of them is another."""
        shown = (
            self._model.stages[self._stage],
            *self._model.total(self._stage),
            self._adds,
            self._has_button,
            self.width(),
        )
        if self._ready is None or self._shown != shown:
            self._shown = shown
            self._ready = self._lay_out() if self._model.currency else self._lay_out_sumless()
        painter = QPainter(self)
        self._ready.draw(painter)
        painter.end()

    def _lay_out(self) -> LaidOut:
        px, letters, look = theme.px, self._letters, theme.current()
        out, stage = LaidOut(letters), self._model.stages[self._stage]
        left, top, width = px(_EDGE), px(11), self.width() - 2 * px(_EDGE)
        is_low, has_button = self.is_sum_below(), self._has_button and not self._adds
        amount = "" if has_button and not is_low else self._sum()
        count = str(self._model.total(self._stage)[0])
        sum_width, count_width = letters.width(amount, "sum"), letters.width(count, "count")
        sum_left, sum_top = left + width - sum_width, px(35) if is_low else top
        font = "low sum" if is_low else "sum"
        out.text(sum_left, sum_top, amount, font=font, ink=look.tx, room=sum_width + 1)
        taken = px(_BUTTON) if has_button else 0 if is_low else sum_width + px(_GAP)
        room = width - count_width - px(_GAP) - taken
        written = out.text(left, top, stage.name, font="name", ink=look.tx, room=room + 0.5)
        count_left = left + written + px(_GAP)
        out.text(count_left, top, count, font="count", ink=look.tx3, room=count_width + 1)
        if is_low:
            width -= round(sum_width) + px(8)
        rows, ink = self._rows(stage.hint, width), look.tx2
        if change := self.change():
            rows, ink = [_("Drop here · {change}").format(change=change)], look.ac_tx
        for row, text in enumerate(rows):
            at = px(35) + row * px(16)
            out.text(left, at, text, font="hint", ink=ink, room=width + 0.5)
        return out

    def _lay_out_sumless(self) -> LaidOut:
        px, letters, look = theme.px, self._letters, theme.current()
        out, stage = LaidOut(letters), self._model.stages[self._stage]
        left, width = px(10), self.width() - 2 * px(10)
        count = str(self._model.total(self._stage)[0])
        taken = px(_BUTTON) if self._has_button else letters.width(count, "count")
        rows = 1 if self._is_low else 2
        name = broken(stage.name, letters.fonts["name"], width - taken - px(_GAP), rows)
        for row, text in enumerate(name):
            at = px(9) + row * px(16)
            out.text(left, at, text, font="name", ink=look.tx, room=width - taken)
        if not self._has_button:
            out.text(
                left + width + px(2) - taken,
                px(9),
                count,
                font="count",
                ink=look.tx3,
                room=taken + 1,
            )
        for row, text in enumerate(self._rows(stage.hint, width)):
            at = px(35 if self._is_low else 47) + row * px(16)
            out.text(left, at, text, font="hint", ink=look.tx2, room=width + 0.5)
        return out

    def is_sum_below(self) -> bool:
        """Whether the name is too long to stand beside the sum, which goes down to the hint then."""
        letters, px = self._letters, theme.px
        wanted = (
            letters.width(self._model.stages[self._stage].name, "name")
            + letters.width(str(self._model.total(self._stage)[0]), "count")
            + letters.width(self._sum(), "sum")
        )
        return wanted + 2 * px(_GAP) > self.width() - 2 * px(_EDGE)

    def _rows(self, hint: str, width: float) -> list[str]:
        """The hint broken into lines: sums change often, a hint does not."""
        if self._hint[0] != (hint, width):
            rows = broken(hint, self._letters.fonts["hint"], width, 1 if self._is_low else 2)
            self._hint = ((hint, width), rows)
        return self._hint[1]
