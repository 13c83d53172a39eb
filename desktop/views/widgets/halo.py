# SPDX-License-Identifier: Apache-2.0
"""The ring around the control that has the focus: drawn beside it, so that it takes no room in a layout."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.views import theme
from desktop.views.widgets.live import Live

RING = 2
_FOLLOWED = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.ZOrderChange,
        QEvent.Type.ParentChange,
        QEvent.Type.Show,
        QEvent.Type.Hide,
    }
)


class Halo(QWidget):
    """A ring 2 px wide, `gap` px away from the control's edge (−1: half over the edge), as long as it lives.

    Lies on the nearest ancestor that has room for it, on top of what is there, and takes no clicks.
    """

    def __init__(
        self,
        target: QWidget,
        *,
        gap: int = 2,
        radius: float = theme.RADIUS_CONTROL,
        ink: str = "ac",
    ) -> None:
        super().__init__(target.parentWidget())
        self._target = target
        self._gap = gap
        self._radius = radius
        self._ink = ink
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._follow()

    def set_ink(self, ink: str) -> None:
        """Take another colour token."""
        self._ink = ink
        self.update()

    def leave(self) -> None:
        """Stop following and go."""
        for widget in self._watched:
            # A form that goes as a whole may have lost the parent before the field.
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the control goes."""
        kind = event.type()
        if kind in _FOLLOWED:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current().ink(self._ink), RING))
        half = RING / 2
        radius = self._radius + self._gap + half
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(rect, radius, radius)
        painter.end()

    def _follow(self) -> None:
        out = self._gap + RING
        ring = self._target.rect().adjusted(-out, -out, out, out)
        path, holder = self._way_up(ring)
        if holder is None:
            self.hide()
            return
        if path != self._watched:
            for widget in self._watched:
                widget.removeEventFilter(self)
            self._watched = path
            for widget in path:
                widget.installEventFilter(self)
        if self.parentWidget() is not holder:
            self.setParent(holder)
        self.setGeometry(ring.translated(self._target.mapTo(holder, QPoint(0, 0))))
        self.setVisible(self._target.isVisibleTo(holder))
        self.raise_()

    def _way_up(self, ring: QRect) -> tuple[list[QWidget], QWidget | None]:
        """The control and its ancestors up to below the one that has room for the ring, and that one."""
        path = [self._target]
        holder = self._target.parentWidget()
        while holder is not None:
            above = holder.parentWidget()
            moved = ring.translated(self._target.mapTo(holder, QPoint(0, 0)))
            # What scrolls must not show the ring outside of it.
            scrolls = above is not None and isinstance(above.parentWidget(), QAbstractScrollArea)
            if holder.rect().contains(moved) or holder.isWindow() or above is None or scrolls:
                break
            path.append(holder)
            holder = above
        return path, holder


class Haloed:
    """Keeps at most one halo for a control: `ring(True)` shows it, `ring(False)` takes it away."""

    def __init__(
        self, target: QWidget, *, gap: int = 2, radius: float = theme.RADIUS_CONTROL
    ) -> None:
        self._target = target
        self._gap = gap
        self._radius = radius
        self._halo: Halo | None = None

    def ring(self, shown: bool, ink: str = "ac") -> None:
        """Show the ring in that colour, or take it away. A control without a parent has none."""
        if shown and self._halo is None and self._target.parentWidget() is not None:
            self._halo = Halo(self._target, gap=self._gap, radius=self._radius, ink=ink)
        elif shown and self._halo is not None:
            self._halo.set_ink(ink)
        elif not shown and self._halo is not None:
            self._halo.leave()
            self._halo = None

    @property
    def is_shown(self) -> bool:
        """Whether the ring is there."""
        return self._halo is not None


class Ringed(Live):
    """Mixin before a Qt base class: shows the ring of `_halo` while the control has the focus.

    Not when a click brought it: then the pointer already shows the place.
    """

    _halo: Haloed

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._halo.ring(event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._halo.ring(False)
