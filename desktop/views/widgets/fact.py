# SPDX-License-Identifier: Apache-2.0
"""A fact: label and value in a line, changed in place by a press, Enter or F2."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import fill_round
from desktop.i18n import _
from desktop.views import icons, theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.painted_button import PaintedButton
from desktop.views.widgets.text_block import Laid, Run, TextBlock

LABEL_WIDTH = 84
_HEIGHT = 26
_ICON = 14
_PAD = 4


class _Value(PaintedButton):
    """The value as it is read: elided, a quiet example where there is none, a pencil under the pointer."""

    wanted = Signal()

    def __init__(
        self, parent: QWidget, placeholder: Text, *, style: str, is_link: bool, lines: int
    ) -> None:
        super().__init__(parent, gap=0)
        self._lines, self._left = lines, _PAD if lines == 1 else 0
        if lines > 1:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._value = ""
        self._shown = ""
        self._placeholder = placeholder
        self._style = style
        self._is_link = is_link
        self._mark = ""
        self.can_change = True
        self.hugs = False

    def set_value(self, value: str, shown: str) -> None:
        self._value, self._shown = value, shown
        self.setToolTip("")
        self.retranslate()

    def set_mark(self, icon: str) -> None:
        """An icon at the right end: a check that held."""
        self._mark = icon
        self.update()

    @property
    def is_empty(self) -> bool:
        return not self._shown

    def retranslate(self) -> None:
        self.setText(self._shown.replace("&", "&&") or say(self._placeholder))
        super().retranslate()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font(self._style))
        # What stands near the last letter brings its own air.
        after = 0 if self.hugs else _PAD + theme.px(_ICON)
        wide = round(metrics.horizontalAdvance(self._shown) + 0.49) + _PAD + after
        return QSize(wide, max(theme.px(_HEIGHT), theme.line(self._style) + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), self.sizeHint().height())

    def hasHeightForWidth(self) -> bool:
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        laid = self._laid(width - self._left - _PAD)
        return max(self.sizeHint().height(), laid.height + 2 * _PAD)

    def _laid(self, width: float) -> Laid:
        weight = theme.SEMIBOLD if self._style != "body" else None
        text = self._shown or (say(self._placeholder) if self.can_change else "–")
        return TextBlock((Run(text),), self._style, weight, self._ink(), self._lines).lay(width)

    def _ink(self) -> str:
        return "tx3" if self.is_empty else "ac_tx" if self._is_link else "tx"

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        is_hot = self.underMouse() and self.can_change
        if is_hot:
            fill_round(painter, QRectF(self.rect()), theme.RADIUS_CHIP, look.hover)
        side = theme.px(_ICON)
        right = self.width() - (0 if self.hugs else _PAD)
        mark = "" if self.hugs else "pencil-simple" if is_hot else self._mark
        if mark:
            ink = look.tx3 if is_hot else look.ok
            icons.draw(
                painter, QRectF(right - side, (self.height() - side) // 2, side, side), mark, ink
            )
            right -= side + _PAD
        laid = self._laid(right - self._left)
        laid.draw(painter, QPointF(self._left, (self.height() - laid.height) // 2))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.wanted.emit()
            return
        super().keyPressEvent(event)


class Fact(Live, QWidget):
    """A label and a value that is changed where it stands.

    Enter or leaving the field tells `committed` with the new text, Esc takes it back. What the text is refused
    for stands below with `set_error`, and the field stays open. `linked` is told when the note's link is pressed.
    """

    committed = Signal(str)
    linked = Signal()

    def __init__(
        self,
        label: Text,
        parent: QWidget | None = None,
        *,
        placeholder: Text = "",
        style: str = "body",
        is_link: bool = False,
        label_width: int = LABEL_WIDTH,
        lines: int = 1,
    ) -> None:
        """A value of several `lines` stands below its label."""
        super().__init__(parent)
        self._is_stacked = lines > 1
        self._name = label
        self._value = ""
        self._typed = ""
        self._label_width = label_width
        self._label = Label(label, self, style="small", role="secondary")
        self._view = _Value(self, placeholder, style=style, is_link=is_link, lines=lines)
        self._edit = LineEdit(self, placeholder=placeholder, small=True)
        self._edit.hide()
        self._note = Note(self)
        self._link = Button(lambda: _("Open"), self, kind="link", size="small")
        self._link.hide()
        self._link.clicked.connect(self.linked)
        self._stack_parts()
        self._view.clicked.connect(self.begin)
        self._view.wanted.connect(self.begin)
        self._edit.returnPressed.connect(self.commit)
        self._edit.left_field.connect(self.commit)
        self._edit.installEventFilter(self)
        self.setFocusProxy(self._view)
        self.restyle()
        self.retranslate()

    def _stack_parts(self) -> None:
        """The label before the value, what is wrong with it below."""
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        if self._label_width and not self._is_stacked:
            self._row.addWidget(self._label)
        elif not self._is_stacked:
            self._label.hide()
        self._row.addWidget(self._view, 1)
        self._row.addWidget(self._edit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._over = QHBoxLayout()
        self._over.setContentsMargins(0, 0, 0, 0)
        if self._is_stacked:
            self._over.addWidget(self._label, 1)
            column.addLayout(self._over)
        column.addLayout(self._row)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._note, 1)
        below.addWidget(self._link)
        column.addLayout(below)

    def add_action(self, widget: QWidget, *, near: bool = False) -> None:
        """Put a small button behind the value: at the end of the line, or `near` its last letter."""
        self._row.addWidget(widget)
        if near:
            self._view.hugs = True
            self._view.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._row.setStretchFactor(self._view, 0)
            self._row.addStretch(1)

    def add_corner(self, widget: QWidget) -> None:
        """Put a small button at the end of the label's line, of a value that stands below it."""
        self._over.addWidget(widget)

    def value(self) -> str:
        """The text as it is kept."""
        return self._value

    def set_value(self, value: str, shown: str | None = None) -> None:
        """Show a value, written as `shown` where it is read; an open field is left as it is being typed."""
        self._value = value
        self._view.set_value(value, value if shown is None else shown)
        self._name_view()

    def set_can_change(self, can: bool) -> None:
        """Let it be changed, or only read."""
        self._view.can_change = can
        self._view.update()

    def set_mark(self, icon: str) -> None:
        """An icon behind the value: what was checked held."""
        self._view.set_mark(icon)

    @property
    def is_open(self) -> bool:
        """Whether somebody is typing."""
        return not self._edit.isHidden()

    def begin(self) -> None:
        """Open the field for typing."""
        if not self._view.can_change or self.is_open:
            return
        self._edit.setText(self._value)
        self._view.hide()
        self._edit.show()
        self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edit.selectAll()

    def commit(self) -> None:
        """Close the field and tell a text that is another one."""
        if not self.is_open:
            return
        text = self._typed = self._edit.text().strip()
        is_other = text != self._value
        self._close()
        if is_other:
            self.set_note("")
            self._view.set_value(text, text)
            self.committed.emit(text)

    def cancel(self) -> None:
        """Close the field; what was typed is forgotten."""
        self.set_error("")
        self._close()

    def set_error(self, sentence: str) -> None:
        """Say why the text was refused, and open the field with it again; an empty sentence clears it."""
        self.set_note(sentence, ink="er", icon="warning-circle")
        self._edit.set_wrong(bool(sentence))
        self._edit.setAccessibleDescription(sentence)
        self.set_value(self._value)
        if sentence:
            self.begin()
            self._edit.setText(self._typed)

    def set_note(
        self, sentence: str, *, ink: str = "wa", icon: str = "warning", has_link: bool = False
    ) -> None:
        """Say something about the value below it; `has_link` adds "Open"."""
        self._note.say(sentence, ink, icon)
        self._link.setVisible(has_link)
        self._view.setAccessibleDescription(sentence)

    def note(self) -> str:
        """What stands below the value."""
        return self._note.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the open field takes back what was typed."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape:
            self.cancel()
        return is_escape

    def retranslate(self) -> None:
        """Name the value for screen readers."""
        self._edit.setAccessibleName(say(self._name))
        self._name_view()
        super().retranslate()

    def restyle(self) -> None:
        """Let the label's column grow with the text."""
        if not self._is_stacked:
            self._label.setFixedWidth(theme.px(self._label_width))
        super().restyle()

    def _name_view(self) -> None:
        value = self._value or _("empty")
        self._view.setAccessibleName(
            _("{field}: {value}").format(field=say(self._name), value=value)
        )

    def _close(self) -> None:
        had_focus = self._edit.hasFocus()
        self._edit.set_wrong(False)
        self._edit.hide()
        self._view.show()
        if had_focus:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
