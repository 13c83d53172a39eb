# SPDX-License-Identifier: Apache-2.0
"""The PIN of the person who was chosen, typed as dots; or that they need an invite."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.session import Person
from desktop.views.theme.tokens import SPACE_12
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.pin_edit import PIN_LENGTH


class Digits(Live, QWidget):
    """The PIN as dots: typed here, never shown."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pin = ""
        self._is_held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(40))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def clear(self) -> None:
        """Forget what was typed, and take digits again."""
        self._pin, self._is_held = "", False
        self.update()

    def hold(self) -> None:
        """Take no digits while those that were typed are compared; the focus stays."""
        self._is_held = True

    def retranslate(self) -> None:
        """Name the field."""
        self.setAccessibleName(_("PIN, {count} digits").format(count=PIN_LENGTH))
        super().retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits, Backspace and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._is_held:
            return
        elif event.key() == Qt.Key.Key_Backspace:
            self._pin = self._pin[:-1]
        elif event.text().isdecimal() and event.text().isascii() and len(self._pin) < PIN_LENGTH:
            self._pin += event.text()
            if len(self._pin) == PIN_LENGTH:
                self.typed.emit(self._pin)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a dot for each digit typed and a ring for each to come."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, gap = theme.px(12), theme.px(16)
        left = (self.width() - PIN_LENGTH * size - (PIN_LENGTH - 1) * gap) / 2
        for number in range(PIN_LENGTH):
            is_typed = number < len(self._pin)
            painter.setPen(QPen(look.ac if is_typed else look.edge, 1.5))
            painter.setBrush(look.ac if is_typed else look.sf)
            top = (self.height() - size) / 2
            painter.drawEllipse(QRectF(left + number * (size + gap), top, size, size))
        painter.end()


class PinPage(QWidget):
    """The chosen person and their PIN; or that they need an invite."""

    back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.avatar = Avatar("", "", 0, 40, self)
        self.name = Label("", self, style="dialog", align="centre")
        self.digits = Digits(self)
        self.note = Label("", self, style="small", role="secondary", lines=0, align="centre")
        self.invite = Button(lambda: _("Choose an invite…"), self, icon="folder-open")
        self._back = Button(lambda: _("Another person"), self, kind="quiet", shortcut="Esc")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_12, 0, 0)
        column.setSpacing(SPACE_12)
        column.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.name)
        column.addWidget(self.digits)
        column.addWidget(self.note)
        column.addWidget(self.invite, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignHCenter)
        self._back.clicked.connect(self.back)
        self.digits.left.connect(self.back)

    def ask(self, person: Person | None, *, offers: bool) -> None:
        """Ask for the digits of a person, or for the invite of somebody; `offers` it beside the digits too."""
        has_seat = person is not None and person.has_seat
        self.digits.setVisible(has_seat)
        self.invite.setVisible(offers)
        self.invite.set_kind("quiet" if has_seat else "primary")
        self.avatar.setVisible(person is not None)
        if person is not None:
            self.avatar.set_person(person.initials, person.name, person.tint)
        self.name.set_content(person.name if person is not None else lambda: _("With an invite"))
        self.digits.clear()

    def say(self, sentence: Text, *, is_wrong: bool = False) -> None:
        """Say under the digits what is asked, or what was wrong."""
        self.note.set_ink("er" if is_wrong else "tx2")
        self.note.set_content(sentence)
