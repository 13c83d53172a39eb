# SPDX-License-Identifier: Apache-2.0
"""The base of all dialogs: title, content that scrolls, footer that stays, over a scrim in its window."""

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.buttons import Button, Kind, icon_button
from desktop.views.widgets.framed import outline
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.layers import is_below
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.shadow import draw_shadow
from desktop.views.widgets.tab_stops import tab_stops

T = TypeVar("T")
E = TypeVar("E")

FOOTER = 64
_SIDE = 24
_NARROW_SIDE = 16
_LEAST_MARGIN = 36
_TIGHT_MARGIN = 8
_RING = 4
"""Room above the first control for the ring of its focus: the content is cut at its edge when it scrolls."""


def open_over(window: QWidget) -> "Dialog | None":
    """The dialog that lies over this window and takes its keys, the topmost one; None if there is none."""
    found = [
        dialog
        for dialog in window.findChildren(Dialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if dialog.isVisible()
    ]
    return found[-1] if found else None


class _Sheet(QWidget):
    """The white box in the middle."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box and border."""
        look = theme.current()
        painter = QPainter(self)
        outline(painter, QRectF(self.rect()), look.sf, look.ln, theme.RADIUS_DIALOG)
        painter.end()


class Dialog(Live, QDialog):
    """A question over the window it belongs to, which waits under a scrim.

    Esc and the cross cancel (`rejected`); Ctrl+Enter and the primary button tell `submitted`, and the
    dialog stays until `accept` or `reject`; then it is gone, each question is a new one. Content goes
    into `body`; it scrolls when the window is low, the footer stays in view. Tab stays inside. Show it
    with `open`.
    """

    submitted = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: Content,
        *,
        subtitle: Content = "",
        icon: str = "",
        icon_ink: str = "ac",
        width: int = 560,
        height: int = 0,
        padding: int = _SIDE,
        bar: bool = False,
    ) -> None:
        """`height` 0 is as high as the content; `bar` sets title and subtitle side by side over a hairline."""
        self._window = parent.window()
        super().__init__(self._window)
        self._asker = parent
        self._wanted = QSize(width, height)
        self._opener: QWidget | None = None
        self._is_held = False
        self._is_over = False
        self.primary: Button | None = None
        self._cancel: Button | None = None
        self._notes = 0
        self._has_bar = bar
        self._sheet = _Sheet(self)
        self._head = QWidget(self._sheet)
        self._title = Label(title, self._sheet, style="dialog")
        self._subtitle = Label(
            subtitle, self._sheet, style="body", role="secondary", lines=1 if bar else 2
        )
        self._fill_head(icon, icon_ink, bar=bar)
        self._make_content(padding)
        self._make_footer_row()
        self._stack_parts()
        # QDialog makes itself a window of its own whatever its constructor is given.
        self.setWindowFlags(Qt.WindowType.Widget)
        self._window.installEventFilter(self)
        self._content.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._keep_keys)
        self.hide()
        Dialog.retranslate(self)  # what a kind of dialog adds to this is not made yet

    def _make_content(self, padding: int) -> None:
        self._content = QWidget(self._sheet)
        self.body = QVBoxLayout(self._content)
        top = padding if self._has_bar else _RING
        self.body.setContentsMargins(padding, top, padding, min(padding, 16))
        self.body.setSpacing(16)
        self._scroll = ScrollArea(self._content, self._sheet)

    def _make_footer_row(self) -> None:
        self._footer = QWidget(self._sheet)
        self._footer_row = QHBoxLayout(self._footer)
        self._footer_row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._footer_row.setSpacing(8)
        self._footer_row.addStretch(1)

    def _stack_parts(self) -> None:
        """Head, content and footer below one another; only the content gives way."""
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        if self._has_bar:
            column.addWidget(Hairline(self._sheet))
        column.addWidget(self._scroll, 1)
        column.addWidget(Hairline(self._sheet))
        column.addWidget(self._footer)

    def _fill_head(self, icon: str, icon_ink: str, *, bar: bool) -> None:
        head = self._head
        self._close = icon_button(
            "ph.x", lambda: _("Close"), head, shortcut="Esc", size="small",
            icon_size=20 if bar else 18,
        )  # fmt: skip
        if not bar:
            self._close.set_icon_ink("tx3")
        self._close.clicked.connect(self.reject)
        self._head_line = line = QHBoxLayout()
        line.setSpacing(8)
        if icon:
            line.addWidget(Icon(icon, icon_ink, 20, head))
        line.addWidget(self._title, 0 if bar else 1)
        if bar:
            line.addSpacing(4)
            line.addWidget(self._subtitle, 1)
        line.addWidget(self._close)
        column = QVBoxLayout(head)
        if bar:
            column.setContentsMargins(20, 14, 10, 13)
        else:
            column.setContentsMargins(_SIDE, 12, 18, 12 - _RING)
        column.setSpacing(0)
        column.addLayout(line)
        if not bar:
            column.addWidget(self._subtitle)
            self._subtitle.setVisible(bool(self._subtitle.text()))

    def add_tool(self, widget: QWidget) -> None:
        """Put a button before the cross."""
        self._head_line.insertWidget(self._head_line.indexOf(self._close), widget)

    def set_texts(self, title: Content, subtitle: Content = "") -> None:
        """Ask something else."""
        self._title.set_content(title)
        self._subtitle.set_content(subtitle)
        self._subtitle.setVisible(bool(self._subtitle.text()))
        self.retranslate()

    def set_primary(
        self, text: Text, *, kind: Kind = "primary", shortcut: str = "Ctrl+Return"
    ) -> Button:
        """The button at the right end of the footer."""
        button = Button(text, self._footer, kind=kind, shortcut=shortcut)
        button.clicked.connect(self._tell_submitted)
        self._footer_row.addWidget(button)
        self.primary = button
        return button

    def add_cancel(self, text: Text | None = None) -> Button:
        """The button left of the primary; says "Cancel" unless another word says better what happens."""
        word: Text = text if text is not None else lambda: _("Cancel")
        button = self._cancel = Button(word, self._footer, shortcut="Esc")
        button.clicked.connect(self.reject)
        place = self._footer_row.count() - (1 if self.primary is not None else 0)
        self._footer_row.insertWidget(place, button)
        return button

    def add_footer(self, widget: QWidget, *, left: bool = True) -> None:
        """Put a note at the left of the footer, or another button before those at the right."""
        if left:
            self._footer_row.insertWidget(self._notes, widget)
            self._notes += 1
        else:
            self._footer_row.insertWidget(self._notes + 1, widget)

    def retranslate(self) -> None:
        """The title is what screen readers hear first."""
        self._title.retranslate()  # Qt tells children after their parent
        self.setAccessibleName(self._title.text())
        self.setWindowTitle(self._title.text())
        super().retranslate()

    def restyle(self) -> None:
        """Measure anew at another text size."""
        super().restyle()
        self._place()

    def open(self) -> None:
        """Show the dialog over its window and put the focus into its first field."""
        # The window's own memory counts while it is not the active one, as behind a file dialog just closed.
        self._opener = self._window.focusWidget()
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._focus_first()

    def _focus_first(self) -> None:
        inside = QApplication.focusWidget()
        if inside is not None and self.isAncestorOf(inside):
            return
        for widget in self._content.findChildren(QWidget):
            is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
            if is_stop and widget.isVisibleTo(self):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        # What cannot be used yet takes no focus: keys would go to the window below.
        buttons = (self.primary, self._cancel, self._close)
        usable = [one for one in buttons if one is not None and one.isEnabled()]
        usable[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_keys(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Take the keys where nothing has them, as when a step rests all fields, or where the page below does."""
        is_asking = self.isVisible() and not self._is_over and open_over(self._window) is self
        if not is_asking or QApplication.activeWindow() is not self._window:
            return
        if now is None or is_below(self, now):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Close for good; the focus goes back to where it came from, or to who asked where that is gone."""
        # Before hiding: else Qt takes the focus to some field on the way and leaves its text selected.
        self._is_over = True
        self._give_focus_back()
        super().done(result)
        self.deleteLater()

    def _give_focus_back(self) -> None:
        opener, self._opener = self._opener, None
        if open_over(self._window) is not self:
            return  # the focus is where it belongs, in the dialog that is still asking
        if opener is not None and shiboken6.isValid(opener) and opener.isVisible():
            opener.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asker = self._asker if shiboken6.isValid(self._asker) else self._window
        for widget in asker.findChildren(QWidget):
            is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
            if is_stop and widget.isVisible() and not self.isAncestorOf(widget):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window at every size, and follow content that grows or shrinks.

        A scroll area keeps to itself what its content wants.
        """
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        elif event.type() == QEvent.Type.LayoutRequest and watched is self._content:
            self._place()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Find its place."""
        super().showEvent(event)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay in the middle."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Follow a title or footer that grows or shrinks."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        """As large as wanted, never larger than the window less its margins."""
        room = self.rect()
        tight = room.width() < 800 or room.height() < 500
        margin = _TIGHT_MARGIN if tight else _LEAST_MARGIN
        side = _NARROW_SIDE if tight else _SIDE
        # The hairline over it is a part of its height.
        self._footer.setFixedHeight(theme.px(48 if tight else FOOTER) - 1)
        # A workplace stands closer to its edges than a question.
        left_side, right_side = (20, _NARROW_SIDE) if self._has_bar and not tight else (side, side)
        self._footer_row.setContentsMargins(left_side, 1, right_side, 0)
        width = min(theme.px(self._wanted.width()), room.width() - 2 * margin)
        height = theme.px(self._wanted.height()) or self._natural_height(width)
        height = min(height, room.height() - 2 * margin)
        left = (room.width() - width) // 2
        top = max(margin, (room.height() - height) // 2)
        place = QRect(left, top, width, height)
        if not self._wanted.height() and not tight:
            # A question stands above the middle, where the eye is; a workplace fills the window.
            place.moveTop(max(margin, min(top, round(room.height() * 0.12))))
        if place != self._sheet.geometry():
            self._sheet.setGeometry(place)
            self.update()

    def _natural_height(self, width: int) -> int:
        lines = 3 if self._has_bar else 2
        inner = width - 2
        high = self.body.sizeHint().height()
        if self.body.hasHeightForWidth():
            high = self.body.heightForWidth(inner)
        head = self._head.sizeHint().height()
        return head + high + self._footer.height() + lines + 1

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside."""
        stops = [w for w in tab_stops(self) if w.isEnabled() and w.isVisibleTo(self)]
        now = QApplication.focusWidget()
        if not stops:
            return False
        place = stops.index(now) if now in stops else (-1 if forward else 0)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels, Ctrl+Enter submits; a lone Enter does neither."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submit()
        event.accept()

    def submit(self) -> None:
        """Press the primary button, if it can be pressed."""
        if self.primary is None or self.primary.isEnabled():
            self._tell_submitted()

    def _tell_submitted(self) -> None:
        if not self._is_held:
            self.submitted.emit()

    def held(
        self, then: Callable[[T], object], failed: Callable[[E], object]
    ) -> tuple[Callable[[T], None], Callable[[E], None]]:
        """Take no second press until one of these is called: a double click would make two of what is made."""
        self._is_held = True

        def after(do: Callable[[Any], object]) -> Callable[[Any], None]:
            def go_on(result: Any) -> None:
                self._is_held = False
                do(result)

            return go_on

        return after(then), after(failed)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What lies under the scrim cannot be pressed."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """What lies under the scrim does not scroll."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scrim, and the shadow of the box on it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().scrim)
        draw_shadow(painter, self._sheet.geometry())
        painter.end()
