# SPDX-License-Identifier: Apache-2.0
"""The ring around the control that has the focus: drawn beside it, so that it takes no room in a layout."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.views import theme

RING = 2
_FOLLOWED = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ZOrderChange, QEvent.Type.ParentChange}
)


class Halo(QWidget):
    """A ring 2 px wide, `gap` px away from the control's edge (−1: half over the edge), as long as it lives.

    Made beside the control, on top of its siblings; it takes no clicks. Deleted with `hide_halo`.
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
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        target.installEventFilter(self)
        self._follow()
        self.show()

    def set_ink(self, ink: str) -> None:
        """Take another colour token."""
        self._ink = ink
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the control goes."""
        kind = event.type()
        if kind in _FOLLOWED:
            self._follow()
        elif kind in (QEvent.Type.Show, QEvent.Type.Hide):
            self.setVisible(kind == QEvent.Type.Show)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(getattr(theme.current(), self._ink), RING))
        half = RING / 2
        radius = self._radius + self._gap + half
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius
        )
        painter.end()

    def _follow(self) -> None:
        if self.parentWidget() is not self._target.parentWidget():
            self.setParent(self._target.parentWidget())
            self.show()
        out = self._gap + RING
        self.setGeometry(self._target.geometry().adjusted(-out, -out, out, out))
        self.raise_()


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
            self._target.removeEventFilter(self._halo)
            self._halo.hide()
            self._halo.deleteLater()
            self._halo = None

    @property
    def is_shown(self) -> bool:
        """Whether the ring is there."""
        return self._halo is not None
