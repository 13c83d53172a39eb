# SPDX-License-Identifier: Apache-2.0
"""The base of a section of Settings: looks again when what it shows has changed, and stores what is left typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.models.live import Live as Follows
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings.form import NARROWEST, Failed, Form
from desktop.views.while_seen import WhileSeen
from desktop.views.widgets.live import Live
from desktop.views.widgets.scroll_area import ScrollArea

if TYPE_CHECKING:
    from desktop.views.status_bar import Segment

T = TypeVar("T")

ONE_BELOW_THE_OTHER = 900
"""Under this width of the window a list and what is chosen in it stand one above the other."""

LONG_LINE = 760
"""Forms are no wider: an eye does not follow longer lines."""


class SectionView(WhileSeen, Live, QWidget):
    """One section. `kinds` are the records it shows, `refresh` asks for them; `actions_here` work while it is open.

    `told` carries a quiet sentence for the page's header, `wants` why this section wants a look ("" for nothing).
    """

    kinds: ClassVar[tuple[str, ...]] = ()
    told = Signal(str, str)
    stored = Signal()
    wants = Signal(str)
    figures_told = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.primary: QAbstractButton | None = None
        self.actions_here: list[tuple[ActionSpec, Callable[[], object]]] = []
        self._forms: list[Form] = []
        self._own_changes = self._under_way = 0
        self.follow(Follows(context.hub, self.kinds, self.refresh, self))

    # What a section says

    def refresh(self) -> None:
        """Ask for what is shown and show the answer."""

    def focus_first(self) -> None:
        """Put the cursor where work begins."""
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def figures(self) -> Sequence[Segment] | None:
        """What the status bar says while the section is open; None for what it says anyway."""
        return None

    def focus_on(self, part: UUID) -> bool:
        """Put the cursor on what has this id; False where the section has no such part."""
        return False

    def adapt(self, window: QSize) -> None:
        """Fit the window's size."""

    # What it is made with

    def may(self, *rights: str) -> bool:
        """Whether the person at the desk has any of these rights."""
        return self.context.person.may(*rights)

    def form(
        self,
        parent: QWidget,
        save: Callable[[dict[str, Any], Failed], None],
        *,
        columns: int = 2,
        narrowest: int = NARROWEST,
    ) -> Form:
        """A form whose fields are also stored when the section is left."""
        made = Form(parent, save, columns=columns, narrowest=narrowest)
        self._forms.append(made)
        return made

    def run(
        self,
        command: Callable[[Any], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """Run a command and say in the header that it is stored."""
        self._run_own(partial(self.context.tasks.run, command), then, failed)

    def run_step(
        self,
        work: Callable[[Any], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[UserError], None] | None = None,
    ) -> None:
        """The same of a step that is written in parts."""
        self._run_own(partial(self.context.tasks.step, work), then, failed)

    def _run_own(
        self,
        start: Callable[..., None],
        then: Callable[[T], None] | None,
        failed: Callable[[UserError], None] | None,
    ) -> None:
        self._own_changes += 1
        self._under_way += 1

        def done(result: T) -> None:
            self._over()
            self.stored.emit()
            if then is not None:
                then(result)

        def refused(error: UserError) -> None:
            self._over()
            (failed or self.context.tasks.told.emit)(error)

        start(then=done, failed=refused)

    def fetch(self, kind: str, query: Callable[[Any], T], *, then: Callable[[T], None]) -> None:
        """Read what is shown. What was read before the last change of one's own is dropped: it is read again.

        Else an answer from before the field just left would take that field's value back into the next change.
        """
        turn = self._own_changes

        def take(result: T) -> None:
            if turn == self._own_changes and not self._under_way:
                then(result)

        self.context.tasks.fetch(kind, query, then=take)

    def _over(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self.refresh()

    # Qt

    def hideEvent(self, event: QHideEvent) -> None:
        """Store what is still being typed."""
        for form in self._forms:
            form.commit_all()
        super().hideEvent(event)


class Scrolled(QWidget):
    """A column of panels that scrolls; `column` takes them. `side`, where it is wished, stands at the right of it.

    The column is no wider than a line that is read with ease. With `fills` its last panel takes what is left.
    """

    def __init__(
        self, parent: QWidget, *, widest: int = LONG_LINE, side: int = 0, fills: bool = False
    ) -> None:
        super().__init__(parent)
        self._side_width = side
        self._widest = widest
        self._inner = QWidget(self)
        self.column, column = _column(self._inner, fills=fills)
        self.side, self._side = _column(self._inner)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inner)
        self._box.setContentsMargins(0, 0, 0, 0 if fills else 4)
        self._box.setSpacing(theme.PANEL_GAP)
        self._box.addWidget(column, 1)
        self._box.addWidget(self._side)
        self._side.setVisible(bool(side))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = ScrollArea(self._inner, self)
        outer.addWidget(self.area)
        self.set_stacked(False)

    def set_stacked(self, stacked: bool) -> None:
        """Lay the side below the column, or beside it again."""
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        width = theme.px(self._side_width)
        self._side.setMinimumWidth(0 if stacked else width)
        self._side.setMaximumWidth(theme.px(self._widest) if stacked else width)
        beside = 0 if stacked or not self._side_width else width + theme.PANEL_GAP
        self._inner.setMaximumWidth(theme.px(self._widest) + beside)


def _column(parent: QWidget, *, fills: bool = False) -> tuple[QVBoxLayout, QWidget]:
    """A column whose parts stay at the top, or whose last part `fills` it."""
    holder = QWidget(parent)
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.PANEL_GAP)
    down = QVBoxLayout(holder)
    down.setContentsMargins(0, 0, 0, 0)
    down.addLayout(column)
    if not fills:
        down.addStretch(1)
    return column, holder


class TwoParts(QWidget):
    """A list and what is chosen in it: side by side, or one above the other where there is little room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: list[tuple[QWidget, int, int]] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.PANEL_GAP)

    def put(self, widget: QWidget, *, width: int = 0, least: int = 160) -> None:
        """Add a part: `width` fixed when side by side (0 takes the rest), at least so high when one above the other."""
        self._parts.append((widget, width, least))
        self._box.addWidget(widget, 0 if width else 1)
        self.set_stacked(False)

    def set_stacked(self, stacked: bool) -> None:
        """Lay the parts one above the other, or side by side again."""
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        for widget, width, least in self._parts:
            widget.setMinimumHeight(theme.px(least) if stacked else 0)
            if width:
                widget.setMinimumWidth(0 if stacked else theme.px(width))
                widget.setMaximumWidth(16_777_215 if stacked else theme.px(width))
        for place, (_widget, width, _least) in enumerate(self._parts):
            self._box.setStretch(place, 1 if stacked or not width else 0)
