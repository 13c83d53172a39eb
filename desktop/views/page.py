# SPDX-License-Identifier: Apache-2.0
"""The base of a page: title, header tools, filter row, body and right panel, and its own actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from uuid import UUID

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.views import theme
from desktop.views.actions import ActionSet, ActionSpec, KeyHint
from desktop.views.theme.tokens import PAGE_PADDING, PANEL_GAP, SPACE_8, SPACE_12
from desktop.views.while_seen import WhileSeen
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from desktop.views.status_bar import Segment

HEADER, LOW_HEADER = 56, 48
LOW, DOCKED = 720, 1200
"""Below this window height the header is low; from this width on the right panel is docked."""
_WITH_HINT = 560
"""In a lower window the room is for the work."""
SIDE_OVER_CONTENT = 320


@runtime_checkable
class HasPrimary(Protocol):
    """A part of a page with a filled button of its own: Ctrl+Enter means that one while the keys are in there."""

    primary: QAbstractButton | None


class PageHeader(QWidget):
    """Title, then what switches the view, a stretch, quiet words, tools and the primary button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = Label("", self, style="page")
        self._meta = Label("", self, style="small", role="secondary")
        self._sign = Icon("shield-check", "ok", 16, self)
        self._sign.hide()
        self._before, self._after, self._tools = _row(), _row(), _row()
        self._spare: list[QWidget] = []
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(PAGE_PADDING, 0, PAGE_PADDING, 0)
        line.setSpacing(SPACE_12)
        for part in (self._before, self._title, self._after):
            _put(line, part)
        line.addStretch(1)
        said = QHBoxLayout()
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(6)
        said.addWidget(self._sign)
        said.addWidget(self._meta)
        for part in (said, self._tools):
            _put(line, part)

    def title(self) -> str:
        """The words at the left."""
        return self._title.text()

    def set_title(self, text: str) -> None:
        """Show other words at the left; long ones are cut, the tool tip has them whole."""
        self._title.set_content(text)

    def set_meta(self, text: str, icon: str = "") -> None:
        """Show quiet words before the tools: "24 open · £22,348"; a sign before them where one is given."""
        self._meta.set_content(text)
        self._sign.setVisible(bool(icon))
        if icon:
            self._sign.set_icon(icon, "ok")

    def add_before(self, widget: QWidget) -> None:
        """Put a control before the title: the way back."""
        self._before.addWidget(widget)

    def add_after(self, widget: QWidget, *, spare: bool = False) -> None:
        """Put a control after the title: the switch of views or pipelines.

        What is `spare` goes where the header has no room for all of it: half a figure only cuts the title.
        """
        self._after.addWidget(widget)
        if spare:
            self._spare.append(widget)

    def add_tool(self, widget: QWidget) -> None:
        """Put a control at the right, before those that were put there later."""
        self._tools.addWidget(widget)

    def set_tight(self, tight: bool) -> None:
        """Stand closer together in a narrow window."""
        for row in (self._line, self._before, self._after, self._tools):
            row.setSpacing(SPACE_8 if tight else SPACE_12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is spare and has no room."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Look anew when a part has become longer or shorter."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        room = self.width() - self._line.sizeHint().width()
        for widget in self._spare:
            gap = self._line.spacing()
            wanted = widget.sizeHint().width() + gap
            if widget.isHidden() and wanted <= room:
                widget.show()
                room -= wanted
            elif not widget.isHidden() and room < 0:
                widget.hide()
                room += wanted


def _row() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_12)
    return row


def _put(line: QHBoxLayout, part: QWidget | QLayout) -> None:
    if isinstance(part, QWidget):
        line.addWidget(part)
    else:
        line.addLayout(part)


class Page(WhileSeen, QWidget):
    """One screen of the window.

    A page puts its content into `set_body`, adds its actions with `act`, says in `place` and
    `restore` what is kept when somebody leaves and comes back, and says its texts in `retranslate`,
    which the base calls after each switch of language. Several wide parts go into `panes`, which F6
    walks through. What keeps it up to date while it is seen it names with `follow`.
    """

    header_height = HEADER
    figures_told = Signal()
    """What `figures` says is another."""
    gutter = 0
    """So much of the padding at the right is left to the content, whose bar stands there."""
    low_foot = SPACE_8
    """What is left below the content in a low window."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.actions_here = ActionSet(self)
        self.header = PageHeader(self)
        self.primary: QAbstractButton | None = None
        self._filter: QWidget | None = None
        self._body: QWidget | None = None
        self._side: QWidget | None = None
        self._hint: QWidget | None = None
        self._side_width = 0
        self._is_docked = True
        self._is_side_wanted = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._filter_row = QHBoxLayout()
        self._content = QHBoxLayout()
        self._content.setSpacing(PANEL_GAP)
        self._column.addWidget(self.header)
        self._hint_row = QHBoxLayout()
        self._column.addLayout(self._hint_row)
        self._column.addLayout(self._filter_row)
        self._column.addLayout(self._content, 1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        # What a page adds to this is not made yet; the window says its size once it is.
        Page.adapt(self, QSize(1440, 900))
        self._say()

    # What a page tells the window

    def act(self, spec: ActionSpec, do: Callable[[], object]) -> QAction:
        """Bind one of the page's actions; its keys work while the page is in front."""
        return self.actions_here.add(spec, do)

    def key_hints(self) -> list[KeyHint]:
        """Keys that parts of the page handle by themselves, for the shortcut sheet; keys as shown."""
        return []

    def panes(self) -> list[QWidget]:
        """The parts that F6 walks through, in reading order."""
        return [part for part in (self._body, self._side) if part is not None and part.isVisible()]

    def figures(self) -> Sequence[Segment] | None:
        """What the status bar says of this page; None where it says what it says of the person's role."""
        return None

    def open(self, id: UUID | None) -> None:
        """Show this record; called at every visit, with None where the page has no record."""

    def place(self) -> object:
        """What must come back with the way back (selection, scroll); None for nothing."""
        return None

    def restore(self, place: object) -> None:
        """Put a kept place back, after `open`."""

    def focus_first(self) -> None:
        """Put the focus where work begins, when somebody arrives."""
        body = self._body if self._body is not None else self
        first = body.focusProxy() or body
        if first.focusPolicy() == Qt.FocusPolicy.NoFocus:
            first = self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_if_nowhere(self) -> None:
        """Put the focus where work begins, unless a part of the page has it already."""
        if self.window().focusWidget() in {self, None}:
            self.focus_first()

    def focus_filter(self) -> None:
        """Put the cursor into the page's filter."""
        if self._filter is not None:
            self._filter.setFocus()

    def retranslate(self) -> None:
        """Say every text of the page anew."""

    def title(self) -> str:
        """The title in the present language."""
        return _(self._title) if self._title else self.header.title()

    # What a page is made of

    def set_title(self, text: str) -> None:
        """Title the page with words of its own, such as a client's name, instead of its kind's."""
        self._title = ""
        self.header.set_title(text)
        self.setAccessibleName(text)

    def set_primary(self, button: QAbstractButton) -> None:
        """Put the page's one filled button at the right of the header; Ctrl ↵ presses it."""
        self.primary = button
        self.header.add_tool(button)

    def set_filter_row(self, *widgets: QWidget | None) -> None:
        """Fill the row under the header; None is a stretch. The first widget is what `/` reaches."""
        self._filter_row.setSpacing(SPACE_8)
        for widget in widgets:
            if widget is None:
                self._filter_row.addStretch(1)
            else:
                self._filter_row.addWidget(widget)
        self._filter = next((widget for widget in widgets if widget is not None), None)
        self._pad()

    def set_hint(self, hint: QWidget | None) -> None:
        """Put a line under the header that says what the page is for; None takes it away."""
        if self._hint is not None:
            self._hint_row.removeWidget(self._hint)
            self._hint.deleteLater()
        self._hint = hint
        if hint is not None:
            self._hint_row.addWidget(hint)
        self._pad()

    def set_body(self, widget: QWidget) -> None:
        """Fill the page with its content."""
        widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._body = widget
        self._content.insertWidget(0, widget, 1)

    def set_side(self, widget: QWidget, width: int) -> None:
        r"""Give the page a right panel; under 1200 it opens over the content with Ctrl \."""
        self._side, self._side_width = widget, width
        widget.setParent(self)
        self._place_side()

    def toggle_side(self) -> None:
        """Open or close the right panel."""
        if self._side is None:
            return
        self._is_side_wanted = not self._side.isVisible()
        self._place_side()
        if self._is_side_wanted:
            self._side.setFocus()

    # What the window tells a page

    def press_primary(self) -> None:
        """Press the filled button of the part that has the focus, else the page's, if it can be pressed."""
        primary = self._primary_in_focus() or self.primary
        if primary is not None and primary.isEnabled():
            primary.click()

    def _primary_in_focus(self) -> QAbstractButton | None:
        part: QWidget | None = self.window().focusWidget()
        while part is not None and part is not self:
            if isinstance(part, HasPrimary):
                return part.primary
            part = part.parentWidget()
        return None

    def walk_panes(self, step: int) -> None:
        """Put the focus into the next part of the page, or the one before."""
        panes = self.panes()
        focus = self.window().focusWidget()
        if not panes or focus is None:
            return
        here = next((i for i, p in enumerate(panes) if p is focus or p.isAncestorOf(focus)), -step)
        panes[(here + step) % len(panes)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def adapt(self, window: QSize) -> None:
        """Fit the window's size: header height, padding, right panel docked or over the content.

        A page that changes more (hides columns, folds a switch) extends this.
        """
        self._is_low = window.height() < LOW
        if self._hint is not None:
            self._hint.setVisible(window.height() >= _WITH_HINT)
        self.header.setFixedHeight(theme.px(LOW_HEADER if self._is_low else self.header_height))
        self.header.set_tight(window.width() < DOCKED)
        self._pad()
        docked = window.width() >= DOCKED
        if docked != self._is_docked:
            self._is_docked = self._is_side_wanted = docked
            self._place_side()

    def changeEvent(self, event: QEvent) -> None:
        """Say everything anew in another language, colour it anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self.actions_here.retranslate()
            self.retranslate()
        elif event.type() in theme.RESTYLE:
            self.actions_here.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a panel that lies over the content at the right edge."""
        super().resizeEvent(event)
        if self._side is not None and not self._is_docked:
            self._float_side()

    def _say(self) -> None:
        self.header.set_title(self.title())
        self.setAccessibleName(self.title())

    def _pad(self) -> None:
        gap = SPACE_8 if self._is_low else SPACE_12
        foot = self.low_foot if self._is_low else SPACE_12
        below = gap if self._hint is not None else 0
        self._hint_row.setContentsMargins(PAGE_PADDING, 0, PAGE_PADDING, below)
        if self._filter_row.count():
            self._filter_row.setContentsMargins(PAGE_PADDING, 0, PAGE_PADDING, gap)
        self._content.setContentsMargins(PAGE_PADDING, 0, PAGE_PADDING - self.gutter, foot)

    def _place_side(self) -> None:
        side = self._side
        if side is None:
            return
        if self._is_docked:
            side.setMinimumSize(self._side_width, 0)
            side.setMaximumWidth(self._side_width)
            self._content.addWidget(side)
        else:
            self._content.removeWidget(side)
            self._float_side()
            side.raise_()
        side.setVisible(self._is_side_wanted)

    def _float_side(self) -> None:
        side = self._side
        assert side is not None
        width = min(SIDE_OVER_CONTENT, self.width())
        side.setMaximumWidth(width)
        top = self.header.height()
        side.setGeometry(self.width() - width, top, width, self.height() - top)
