# SPDX-License-Identifier: Apache-2.0
"""Who is at the desk: a person is chosen by a digit and, where they have one, proves it by a PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop import APP_NAME
from desktop.documents.ticket_paint import draw_avatar, draw_text, fill_round
from desktop.errors import UserError
from desktop.i18n import _
from desktop.sync.invite import SUFFIX
from desktop.views import brand, icons, theme
from desktop.views.session import Person
from desktop.views.theme.tokens import RADIUS_CONTROL, SPACE_8, SPACE_12, SPACE_16, SPACE_24
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.keys import cap_size, draw_cap
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.pin_edit import PIN_LENGTH
from desktop.views.widgets.scroll_area import ScrollArea

_WIDTH, _ROW = 400, 48
_MOST_SEEN = 9  # so many have a digit
_WITH_BRAND = 440

SitDown = Callable[[Path, Callable[[UUID], None], Callable[[UserError], None]], None]
"""Takes the seat an invite is for; tells on the GUI thread whose it is, or why not."""

CheckPin = Callable[[UUID, str, Callable[[bool], None], Callable[[UserError], None]], None]
"""Compares a person's PIN, which takes its time; tells on the GUI thread whether it was right.

After too many wrong ones the last argument is told till when the entry is closed.
"""


class _Row(Live, QAbstractButton):
    """One person: avatar, name, a lock where a PIN is asked, and the digit that chooses them."""

    def __init__(self, person: Person, digit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._person, self._digit = person, digit
        self.setAccessibleName(person.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A row for a finger."""
        return QSize(theme.px(_WIDTH), theme.px(_ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus() or self.underMouse():
            fill_round(painter, box, RADIUS_CONTROL, look.ac_t if self.hasFocus() else look.hover)
        side = theme.px(28)
        circle = QRectF(box.x() + SPACE_12, (box.height() - side) // 2, side, side)
        pair = look.avatar(self._person.tint)
        draw_avatar(painter, circle, self._person.initials, pair, font=theme.font("avatar_28"))
        text = box.adjusted(SPACE_12 + side + SPACE_12, 0, -SPACE_12, 0)
        if self._digit:
            cap = cap_size(self._digit)
            top = (box.height() - cap.height()) // 2
            place = QRectF(text.right() - cap.width(), top, cap.width(), cap.height())
            draw_cap(painter, place, self._digit)
            text.setRight(place.left() - SPACE_12)
        if self._person.has_pin:
            lock = theme.px(16)
            place = QRectF(text.right() - lock, (box.height() - lock) // 2, lock, lock)
            icons.draw(painter, place, "lock-key", look.tx3)
            text.setRight(place.left() - SPACE_8)
        font = theme.font("body", theme.MEDIUM)
        draw_text(painter, text, self._person.name, font=font, ink=look.tx)
        painter.end()


class _Digits(Live, QWidget):
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


class _PinPage(QWidget):
    """The chosen person and their PIN; or that they need an invite."""

    back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.avatar = Avatar("", "", 0, 40, self)
        self.name = Label("", self, style="dialog", align="centre")
        self.digits = _Digits(self)
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


class SignIn(Live, QWidget):
    """The list of people, then the PIN of the one who was chosen; what is wrong stands under it."""

    chosen = Signal(object)
    """The Person who may sit down."""
    sat_down = Signal(object)
    """The id of somebody who has just taken a seat at this desk."""
    closed = Signal()

    def __init__(
        self,
        people: Sequence[Person],
        *,
        check: CheckPin,
        last: UUID | None = None,
        sit_down: SitDown | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`last` is who was here before: the focus begins on them. `sit_down` is for a desk that has joined a hub."""
        super().__init__(parent)
        self._people = list(people)
        self._check, self._sit_down = check, sit_down
        self._person: Person | None = None
        self._panel = Panel(parent=self, padding=(SPACE_12, SPACE_16))
        self._question = Label(
            lambda: _("Who is at the desk?"), self, style="dialog", align="centre"
        )
        self._rows = self._make_rows()
        self._pin = _PinPage(self._panel)
        self._sheets = QStackedLayout()
        self._lay_out()
        self.setWindowTitle(APP_NAME)
        self.setWindowIcon(brand.window_icon())
        self.setMinimumSize(480, 360)
        self.resize(720, 560)
        self._pin.back.connect(self._show_list)
        self._pin.digits.typed.connect(self._prove)
        self._pin.invite.clicked.connect(self._ask_invite)
        at = next((i for i, one in enumerate(self._people) if one.id == last), 0)
        self._first = self._rows[at] if self._rows else None
        self._show_list()

    def _make_rows(self) -> list[_Row]:
        rows = []
        for number, person in enumerate(self._people, 1):
            row = _Row(person, str(number) if number <= 9 else "", self)
            row.clicked.connect(lambda _checked=False, person=person: self._choose(person))
            rows.append(row)
        return rows

    def _lay_out(self) -> None:
        listed = QWidget(self._panel)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row in self._rows:
            column.addWidget(row)
        column.addStretch(1)
        self.newcomer = Button(
            lambda: _("Somebody else, with an invite"), listed, kind="quiet", icon="user-plus"
        )
        self.newcomer.setVisible(self._sit_down is not None)
        self.newcomer.clicked.connect(lambda: self._offer_invite(None))
        column.addWidget(self.newcomer)
        self._sheets.addWidget(ScrollArea(listed, self._panel))
        self._sheets.addWidget(self._pin)
        self._panel.body.addWidget(self._question)
        self._panel.body.addLayout(self._sheets)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE_16, SPACE_24, SPACE_16, SPACE_24)
        whole.setSpacing(SPACE_16)
        whole.addStretch(1)
        self._brand = brand.Mark(40, self)
        whole.addWidget(self._brand, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(self._panel, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        self.restyle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever closes the question wants to end the program, or to leave it locked."""
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The mark goes before anything that is needed is squeezed."""
        self._brand.setVisible(event.size().height() >= theme.px(_WITH_BRAND))
        super().resizeEvent(event)

    def restyle(self) -> None:
        """Take over another text size."""
        rows = min(_MOST_SEEN, max(4, len(self._rows)))
        self._panel.setFixedWidth(theme.px(_WIDTH))
        self._panel.setMaximumHeight(theme.px(80 + rows * (_ROW + 2)))
        # Room for a refusal of two lines, which would else be taken from the avatar.
        self._pin.note.setMinimumHeight(2 * theme.line("small"))
        super().restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses a person, the arrows walk through the list."""
        if self._is_listing() and event.text().isdecimal() and event.text() != "0":
            number = int(event.text()) - 1
            if number < len(self._people):
                self._choose(self._people[number])
        elif event.key() == Qt.Key.Key_Escape and not self._is_listing():
            self._show_list()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _is_listing(self) -> bool:
        return self._sheets.currentIndex() == 0

    def _choose(self, person: Person) -> None:
        if not person.has_seat:
            self._offer_invite(person)
            return
        if not person.has_pin:
            self.chosen.emit(person)
            return
        self._person = person
        self._question.hide()
        self._pin.ask(person, offers=self._sit_down is not None)
        self._pin.say(lambda: _("Type your PIN, {count} digits.").format(count=PIN_LENGTH))
        self._sheets.setCurrentIndex(1)
        self._pin.digits.setFocus()

    def _offer_invite(self, person: Person | None) -> None:
        """Whoever has never sat here shows an invite of their own; the desk's own password store is no proof of it."""
        self._person = person
        self._question.hide()
        self._pin.ask(person, offers=True)
        self._pin.say(
            lambda: _(
                "At this desk for the first time: choose the invite you were given. The admin makes one in Settings, "
                "People and hub."
            )
        )
        self._sheets.setCurrentIndex(1)
        self._pin.invite.setFocus()

    def _ask_invite(self) -> None:
        kinds = _("Invites ({pattern})").format(pattern=f"*{SUFFIX}")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose an invite"), "", kinds)
        if name:
            self.take_invite(Path(name))

    def take_invite(self, path: Path) -> None:
        """Sit down with this invite."""
        if self._sit_down is None:
            return
        self._pin.invite.set_blocked(lambda: _("The hub is being asked…"))
        self._pin.say(lambda: _("The hub is being asked…"))

        def refused(error: UserError) -> None:
            self._pin.invite.set_blocked(None)
            self._pin.say(error.sentence, is_wrong=True)

        self._sit_down(path, self.sat_down.emit, refused)

    def _show_list(self) -> None:
        self._person = None
        self._question.show()
        self._sheets.setCurrentIndex(0)
        if self._first is not None:
            self._first.setFocus()

    def _prove(self, pin: str) -> None:
        person = self._person
        if person is None:
            return
        self._pin.digits.hold()
        self._check(
            person.id,
            pin,
            lambda is_right: self._answer(person, is_right=is_right),
            lambda error: self._refuse(person, error.sentence),
        )

    def _answer(self, person: Person, *, is_right: bool) -> None:
        if person != self._person:
            return  # Esc was pressed meanwhile
        if is_right:
            self._pin.digits.clear()
            self.chosen.emit(person)
        else:
            self._refuse(person, _("This PIN is wrong. Try again, or let an admin set a new one."))

    def _refuse(self, person: Person, sentence: str) -> None:
        if person == self._person:
            self._pin.digits.clear()
            self._pin.say(sentence, is_wrong=True)
            self._pin.digits.setFocus()
