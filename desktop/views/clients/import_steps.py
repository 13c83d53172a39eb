# SPDX-License-Identifier: Apache-2.0
"""Where an import stands: file, columns and check, done; and what is said of that."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import N_, _
from desktop.views import icons, theme
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live

STEPS = (N_("File"), N_("Columns and check"), N_("Done"))
_BEFORE, _DISC, _GAP, _BETWEEN = 12, 20, 8, 16


class ImportSteps(Live, QWidget):
    """The three steps; those before the present one are ticked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_step(self, at: int) -> None:
        """Show which of them is the present one."""
        self._at = at
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        """Screen readers hear the present step."""
        self.setAccessibleName(
            _("Step {n} of {all}: {name}").format(
                n=self._at + 1, all=len(STEPS), name=_(STEPS[self._at])
            )
        )
        super().retranslate()

    def sizeHint(self) -> QSize:
        """Room for all of them."""
        texts = theme.px(_BEFORE) + sum(self._width(place) for place in range(len(STEPS)))
        discs = len(STEPS) * theme.px(_DISC + _GAP)
        return QSize(round(texts + discs + (len(STEPS) - 1) * theme.px(_BETWEEN)), theme.px(_DISC))

    def _width(self, place: int) -> float:
        font = theme.font("body", theme.SEMIBOLD if place == self._at else None)
        return QFontMetricsF(font).horizontalAdvance(_(STEPS[place])) + 2

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each disc with its number or tick, and its name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = float(theme.px(_BEFORE))
        for place in range(len(STEPS)):
            x = self._draw(painter, place, x) + theme.px(_BETWEEN)
        painter.end()

    def _draw(self, painter: QPainter, place: int, x: float) -> float:
        look, side = theme.current(), theme.px(_DISC)
        disc = QRectF(x, 0, side, side)
        is_done, is_now = place < self._at, place == self._at
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.ok_t if is_done else look.ac if is_now else look.ne_t)
        painter.drawEllipse(disc)
        if is_done:
            inner = theme.px(12)
            place_of = QRectF(x + (side - inner) / 2, (side - inner) / 2, inner, inner)
            icons.draw(painter, place_of, "ph.check", look.ok)
        else:
            ink = look.on_ac if is_now else look.tx2
            draw_text(
                painter, disc, str(place + 1), font=theme.font("meta"), ink=ink, align="centre"
            )
        font = theme.font("body", theme.SEMIBOLD if is_now else None)
        width = self._width(place)
        box = QRectF(disc.right() + theme.px(_GAP), 0, width, side)
        draw_text(painter, box, _(STEPS[place]), font=font, ink=look.tx if is_now else look.tx2)
        return box.right()


class Said(QWidget):
    """A word with a sign close before it, which shows where the word is sure."""

    def __init__(self, text: Content, parent: QWidget) -> None:
        super().__init__(parent)
        self.sign = Icon("check-circle", "ok", 15, self)
        self._label = Label(text, self, style="small", role="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for part in (self.sign, self._label):
            row.addWidget(part)

    def set_sure(self, *, sure: bool) -> None:
        """A tick where the word is sure, an hourglass as long as it is being found out."""
        self.sign.set_icon(*(("check-circle", "ok") if sure else ("ph.hourglass", "tx3")))

    def retranslate(self) -> None:
        """Say it anew."""
        self._label.retranslate()
