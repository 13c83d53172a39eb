# SPDX-License-Identifier: Apache-2.0
"""Progress of long work, pace towards a norm, and the grey bars of a first load."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_bar, fill_round
from desktop.i18n import _, formats
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live, Text, say

SHOWN_AFTER_MS = 300


class Bar(Live, QWidget):
    """A groove with parts from the left, each a share in a colour token, and a tick where one should be now."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 8, name: Text = "") -> None:
        super().__init__(parent)
        self._height = height
        self._name = name
        self._parts: list[tuple[float, str]] = []
        self._tick: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_parts(self, parts: Sequence[tuple[float, str]], tick: float | None = None) -> None:
        """Show shares of 0…1 with their tokens; the number belongs in a text beside the bar."""
        self._parts = list(parts)
        self._tick = tick
        self.update()

    def retranslate(self) -> None:
        """Ask the name again."""
        self.setAccessibleName(say(self._name))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """The groove and the ends of the tick."""
        return QSize(theme.px(96), self._height + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw groove, parts and tick."""
        look = theme.current()
        painter = QPainter(self)
        top = (self.height() - self._height) / 2
        rect = QRectF(0, top, self.width(), self._height)
        parts: list[tuple[float, QColor]] = [
            (share, look.ink(token)) for share, token in self._parts
        ]
        draw_bar(painter, rect, parts, inks=look, tick=self._tick)
        painter.end()


def pace_ink(value: float, norm: float, due: float) -> str:
    """The token of a pace bar: norm reached, at or over what is due by now, a quarter below it, or worse."""
    if norm > 0 and value >= norm:
        return "ok_s"
    if value >= due:
        return "ac"
    return "wa_s" if value >= 0.75 * due else "er_s"


class PaceBar(Bar):
    """Value against a norm, and a tick where the working day should be now."""

    def __init__(self, parent: QWidget | None = None, *, name: Text = "") -> None:
        super().__init__(parent, height=8, name=name)

    def set_pace(self, value: float, norm: float, worked: float) -> None:
        """`worked` is the share of the working day that is over, 0…1."""
        due = norm * worked
        share = min(1.0, value / norm) if norm > 0 else 0.0
        self.set_parts([(share, pace_ink(value, norm, due))], tick=min(1.0, worked))


class ProgressRow(Live, QWidget):
    """What is being done, how far, a bar, and Stop. Shows itself only when the work takes over 300 ms."""

    stopped = Signal()

    def __init__(
        self, text: Content, parent: QWidget | None = None, *, can_stop: bool = True
    ) -> None:
        super().__init__(parent)
        self._label = Label(text, self)
        self._count = Label("", self, style="small", role="secondary")
        self._bar = Bar(self, height=6)
        self._stop = Button(lambda: _("Stop"), self, size="small", shortcut="Esc")
        self._stop.clicked.connect(self.stopped)
        self._stop.setVisible(can_stop)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self.show)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Icon("ph.hourglass", "tx3", 16, self))
        top.addWidget(self._label, 1)
        top.addWidget(self._count)
        top.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._bar)

    def retranslate(self) -> None:
        """What is done and how far is one sentence for screen readers."""
        self._label.retranslate()  # Qt tells children after their parent
        self._count.retranslate()
        self.setAccessibleName(f"{self._label.text()} {self._count.text()}".strip())
        super().retranslate()

    def begin(self) -> None:
        """The work begins: appear when it lasts."""
        self.hide()
        self._delay.start(SHOWN_AFTER_MS)

    def finish(self) -> None:
        """The work is over."""
        self._delay.stop()
        self.hide()

    def set_progress(self, done: int, total: int, text: Text | None = None) -> None:
        """How many of how many; a total of 0 is not known yet."""
        counted = f"{formats.number(done)} / {formats.number(total)}" if total else ""
        self._count.set_content(text if text is not None else counted)
        share = min(1.0, done / total) if total else 0.0
        self._bar.set_parts([(share, "ac")])
        self.retranslate()


class Skeleton(Live, QWidget):
    """Grey bars in place of lines while the first answer is on its way; invisible for the first 300 ms."""

    def __init__(
        self, shares: Sequence[float] = (0.92, 0.74, 0.84), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shares = tuple(shares)
        self._since = QElapsedTimer()
        self._since.start()
        self._is_due = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        QTimer.singleShot(SHOWN_AFTER_MS, self, self._appear)

    def _appear(self) -> None:
        self._is_due = True
        self.update()

    def show_now(self) -> None:
        """Do not wait."""
        self._appear()

    def sizeHint(self) -> QSize:
        """A bar of 12 for each line, 8 between them."""
        return QSize(theme.px(160), theme.px(20 * len(self._shares) - 8))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        if not self._is_due:
            return
        painter = QPainter(self)
        height = theme.px(12)
        for number, share in enumerate(self._shares):
            rect = QRectF(0, number * theme.px(20), share * self.width(), height)
            fill_round(painter, rect, 3, theme.current().ne_t)
        painter.end()
