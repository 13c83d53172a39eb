# SPDX-License-Identifier: Apache-2.0
"""The row of column names over a table, with the direction of sorting."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.documents import ticket_paint
from desktop.documents.ticket_paint import draw_text
from desktop.views import icons, theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.table_roles import AFTER_LARGE, CellRole

HEADER = 32
_SIDE, _NEAR = 8, 2


class Header(Live, QHeaderView):
    """The row of column names: 32 high, 12/500, a press sorts where the table can."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(28)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the text size."""
        self.setFixedHeight(theme.px(HEADER))
        super().restyle()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803
        """Draw one name, and the direction of sorting."""
        look = theme.current()
        box = QRectF(rect)
        painter.fillRect(box, look.sunk)
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.ln)
        model = self.model()
        orientation, role = Qt.Orientation.Horizontal, Qt.ItemDataRole
        text = str(model.headerData(logicalIndex, orientation, role.DisplayRole) or "")
        align = model.headerData(logicalIndex, orientation, role.TextAlignmentRole)
        is_right = align is not None and bool(int(align) & int(Qt.AlignmentFlag.AlignRight))
        # A name that stands left may come nearer to the next one before it is cut.
        inner = box.adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE if is_right else _NEAR), -1)
        if model.index(0, logicalIndex).data(CellRole.LARGE):
            # The name stands over the names, not over the people before them.
            inner.setLeft(inner.left() + theme.px(28 + AFTER_LARGE))
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            side = theme.px(12)
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            inner.setRight(box.right() - theme.px(_SIDE))
            place = QRectF(inner.right() - side, inner.center().y() - side / 2, side, side)
            icons.draw(painter, place, "caret-up" if up else "caret-down", look.tx2)
            inner.setRight(place.left() - 2)
        font = theme.font("small", theme.MEDIUM)
        side_: ticket_paint.Align = "right" if is_right else "left"
        draw_text(painter, inner, text, font=font, ink=look.tx2, align=side_)
