# SPDX-License-Identifier: Apache-2.0
"""Who is at the desk: a person is chosen by a digit and, where they have one, proves it by a PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop import APP_NAME
from desktop.errors import UserError
from desktop.i18n import _
from desktop.sync.invite import SUFFIX
from desktop.views import brand, theme
from desktop.views.session import Person
from desktop.views.sign_in_pin import PinPage
from desktop.views.sign_in_row import ROW, WIDTH, PersonRow
from desktop.views.theme.tokens import SPACE_12, SPACE_16, SPACE_24
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.pin_edit import PIN_LENGTH
from desktop.views.widgets.scroll_area import ScrollArea

_MOST_SEEN = 9  # so many have a digit
_HEIGHT, _WITH_BRAND = 560, 440
_AROUND = 2 * SPACE_24 + 40 + SPACE_16
"""What stands above and below the list: the margins, and the mark with its gap."""

SitDown = Callable[[Path, Callable[[UUID], None], Callable[[UserError], None]], None]
"""Takes the seat an invite is for; tells on the GUI thread whose it is, or why not."""

CheckPin = Callable[[UUID, str, Callable[[bool], None], Callable[[UserError], None]], None]
"""Compares a person's PIN, which takes its time; tells on the GUI thread whether it was right.

After too many wrong ones the last argument is told till when the entry is closed.
"""


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
        self._pin = PinPage(self._panel)
        self._sheets = QStackedLayout()
        self._lay_out()
        self.setWindowTitle(APP_NAME)
        self.setWindowIcon(brand.window_icon())
        self.setMinimumSize(480, 360)
        self.resize(720, self._height_for_all())
        self._pin.back.connect(self._show_list)
        self._pin.digits.typed.connect(self._prove)
        self._pin.invite.clicked.connect(self._ask_invite)
        at = next((i for i, one in enumerate(self._people) if one.id == last), 0)
        self._first = self._rows[at] if self._rows else None
        self._show_list()

    def _make_rows(self) -> list[PersonRow]:
        rows = []
        for number, person in enumerate(self._people, 1):
            row = PersonRow(person, str(number) if number <= 9 else "", self)
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
        # The list takes what it may before the air round it does.
        whole.addWidget(self._panel, 100, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)
        self.restyle()

    def _height_for_all(self) -> int:
        """Whoever has a digit is in sight at once, with the mark above, as far as the screen is high enough."""
        wanted = max(_HEIGHT, self._panel.maximumHeight() + _AROUND)
        return min(wanted, self.screen().availableGeometry().height())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever closes the question wants to end the program, or to leave it locked."""
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The mark goes before anything that is needed is squeezed."""
        needed = self._panel.maximumHeight() + _AROUND
        self._brand.setVisible(event.size().height() >= max(theme.px(_WITH_BRAND), needed))
        super().resizeEvent(event)

    def restyle(self) -> None:
        """Take over another text size."""
        rows = min(_MOST_SEEN, max(4, len(self._rows)))
        newcomer = self.newcomer.sizeHint().height() + 2 if self._sit_down is not None else 0
        self._panel.setFixedWidth(theme.px(WIDTH))
        self._panel.setMaximumHeight(theme.px(80 + rows * (ROW + 2)) + newcomer)
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
