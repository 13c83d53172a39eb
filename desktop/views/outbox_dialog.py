# SPDX-License-Identifier: Apache-2.0
"""The letters that have not arrived: what failed is put right or tried again, what is unsure is asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop import commands, queries
from desktop.channels.mail_errors import MailStep, to_put_right
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.live import Live
from desktop.models.settings import MAIL_PASSWORD, PAGE, Section
from desktop.values.drafts.client import email_problem
from desktop.values.rows.outbox import LetterRow, Outbox
from desktop.values.states import MessageState
from desktop.values.times import day_start
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.kept_addresses import KeptAddresses
from desktop.views.kept_fields import KeptDialog
from desktop.views.widgets.buttons import Button, Kind
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Text
from desktop.views.widgets.panel import Hairline, Panel

_CHIPS = {
    MessageState.WAITING: ("warning", "ph.hourglass"),
    MessageState.SENDING: ("warning", "ph.hourglass"),
    MessageState.SENT: ("accent", "ph.check"),
    MessageState.FAILED: ("danger", "ph.warning-circle"),
    MessageState.UNSURE: ("warning", "ph.warning"),
}
_MOST_SENT = 12
EDIT_FIRM = "edit_firm"


class LetterBox(QWidget):
    """One letter: who, what about, where it is, and what can be done. The signals tell what was pressed."""

    retry = Signal(object)
    """The address to try again with."""
    address_changed = Signal()
    was_sent = Signal()
    withdraw = Signal()
    opened = Signal()
    settings_wanted = Signal(object)
    """Which part of the mail settings kept the letter here."""

    def __init__(
        self, letter: LetterRow, now: dt.datetime, parent: QWidget, *, may_set_server: bool
    ) -> None:
        super().__init__(parent)
        self.letter = letter
        self._may_set_server = may_set_server
        is_failed = letter.state == MessageState.FAILED
        self._to_put_right = to_put_right(letter.error) if is_failed else None
        self._now = now
        self.buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(4)
        self._column.addLayout(self._head())
        about = self._subject()
        self._column.addLayout(about)
        self._say_trouble()
        self._add_address()
        self._add_buttons()
        # Made last, so that Tab comes to what helps the letter first.
        about.addWidget(self._button(lambda: _("Open the card"), self.opened.emit, kind="link"))
        self.setAccessibleName(
            f"{letter.client or letter.recipient}, {letter.subject}, {self.state()}"
        )

    def _subject(self) -> QHBoxLayout:
        subject = " · ".join(part for part in (self.letter.subject, self.letter.deal) if part)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(subject, self, style="small", role="secondary"), 1)
        return line

    def _say_trouble(self) -> None:
        if self.letter.error:
            self._column.addWidget(Label(self.letter.error, self, style="small", ink="er", lines=0))
        if self._to_put_right is not None and not self._can_put_right():
            who = _("An admin changes the mail server: Settings, Mail. The letter waits here.")
            self._column.addWidget(Label(who, self, style="small", role="secondary", lines=0))

    def _add_address(self) -> None:
        self.address = LineEdit(self, icon="ph.envelope-simple")
        self.address.setText(self.letter.recipient)
        self.address_field = Field(lambda: _("To"), self.address, self)
        self.address_field.hide()
        self._column.addWidget(self.address_field)
        self.address.textChanged.connect(self.address_changed)

    def _add_buttons(self) -> None:
        self._make_buttons()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 4, 0, 0)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        if self.buttons:
            self._column.addLayout(row)

    def state(self) -> str:
        """Where the letter is, in words."""
        letter = self.letter
        if letter.state == MessageState.WAITING:
            when = local_time(letter.send_after, self._now)
            if letter.error:
                return _("again at {time}").format(time=when)
            return _("leaves at {time}").format(time=when)
        if letter.state == MessageState.SENT and letter.sent_at is not None:
            return _("sent {time}").format(time=local_time(letter.sent_at, self._now))
        return MessageState[letter.state.upper()].label()

    def _head(self) -> QHBoxLayout:
        letter = self.letter
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("ph.envelope-simple", "tx3", 15, self))
        who = letter.client or letter.recipient
        row.addWidget(Label(who, self, weight=theme.SEMIBOLD))
        row.addWidget(Label(letter.recipient, self, style="small", role="secondary"), 1)
        tone, icon = _CHIPS.get(MessageState[letter.state.upper()], ("neutral", ""))
        row.addWidget(Chip(self.state, tone, icon, self))
        return row

    def keep(self, other: LetterBox) -> None:
        """Take over what is being typed into the box this one stands for."""
        if (typed := other.corrected()) is not None:
            self.correct(typed)

    def corrected(self) -> str | None:
        """The address as it is being put right; None where nobody has asked for that."""
        return None if self.address_field.isHidden() else self.address.text()

    def correct(self, address: str | None) -> bool:
        """Go on with it, or with the one it was for None; False where the letter asks for none any more."""
        can_be = self._to_put_right is None and self.letter.state == MessageState.FAILED
        self.address.setText(self.letter.recipient if address is None else address)
        self.address_field.set_error("")
        self.address_field.setVisible(can_be and address is not None)
        return can_be

    def _make_buttons(self) -> None:
        state = MessageState[self.letter.state.upper()]
        if state is MessageState.FAILED:
            self._add_way_to_fix()
            self._add(lambda: _("Try again"), lambda: self.retry.emit(None))
            self._add(lambda: _("Drop it"), self.withdraw.emit)
        elif state is MessageState.UNSURE:
            self._add(lambda: _("It was sent"), self.was_sent.emit)
            self._add(lambda: _("It was not: try again"), lambda: self.retry.emit(None))
        elif state is MessageState.WAITING:
            self._add(lambda: _("Withdraw"), self.withdraw.emit)
            if self.letter.error:
                self._add(lambda: _("Send now"), lambda: self.retry.emit(None))

    def _can_put_right(self) -> bool:
        # The password is this desk's own; server and sender are the shop's.
        return self._may_set_server or self._to_put_right is MailStep.LOGIN

    def _add_way_to_fix(self) -> None:
        step = self._to_put_right
        if step is None:
            self._add(lambda: _("Fix and send"), self._fix)
        elif step is MailStep.LOGIN:
            self._add(lambda: _("Enter the password"), lambda: self.settings_wanted.emit(step))
        elif self._can_put_right():
            self._add(lambda: _("Mail settings"), lambda: self.settings_wanted.emit(step))

    def _add(self, text: Text, do: Callable[[], object]) -> None:
        self.buttons.append(self._button(text, do))

    def _button(self, text: Text, do: Callable[[], object], *, kind: Kind = "default") -> Button:
        button = Button(text, self, kind=kind, size="small")
        button.clicked.connect(lambda _checked=False: do())
        return button

    def _fix(self) -> None:
        """Ask for the right address first, then send."""
        if self.address_field.isHidden():
            self.address_field.show()
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            self.address.selectAll()
            return
        address = self.address.text().strip()
        problem = email_problem(address) if address else _("Write the e-mail address.")
        self.address_field.set_error(problem)
        if not problem:
            self.retry.emit(address)


@dataclass(frozen=True, slots=True)
class _Place:
    """Which box has the focus, and whether its address has; number -1 is somewhere that stays."""

    number: int
    letter_id: UUID | None = None
    state: str = ""
    is_address: bool = False


class OutboxDialog(Dialog):
    """All letters of the shop that wait or need a person, and today's sent ones."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            lambda: _("Outbox"),
            subtitle=lambda: _("Nothing is sent twice, and nothing is dropped by itself."),
            icon="ph.paper-plane-tilt",
            width=680,
        )
        self._context = context
        self.boxes: list[LetterBox] = []
        self._kept: KeptAddresses | None = None
        self._panels: list[QWidget] = []
        self._empty = Label(lambda: _("No letter waits."), self, role="secondary")
        self.body.addWidget(self._empty)
        self.again = Button(lambda: _("Try all failed ones again"), self, size="normal")
        self.again.clicked.connect(self._retry_all)
        self.again.hide()
        self.set_primary(lambda: _("Close"))
        self.add_footer(self.again)
        self.submitted.connect(self.accept)
        self._live = Live(context.hub, ("message",), self._ask, self)

    def open(self) -> None:
        """Show the letters as they are now, and follow them."""
        super().open()
        self._live.wake()

    def _ask(self) -> None:
        since = day_start(self._context.now())
        self._context.tasks.fetch(
            "outbox", lambda r: queries.outbox.outbox(r, since=since), then=self.show_outbox
        )

    def show_outbox(self, outbox: Outbox) -> None:
        """Show these letters in their groups; what is typed stays, and the focus goes on from where it was."""
        before, place = {box.letter.id: box for box in self.boxes}, self._place_of_focus()
        panels = self._panels
        self._panels, self.boxes = [], []
        groups = (
            (N_("Need you"), outbox.troubled),
            (N_("Leave by themselves"), outbox.waiting),
            (N_("Sent today"), outbox.sent[:_MOST_SENT]),
        )
        for title, letters in groups:
            if letters:
                self._add_group(title, letters)
        for box in self.boxes:
            if box.letter.id in before:
                box.keep(before[box.letter.id])
        self._focus(place)
        for panel in panels:
            self.body.removeWidget(panel)
            panel.hide()
            panel.deleteLater()
        self._empty.setVisible(not self._panels)
        failed = [one for one in outbox.troubled if one.state == MessageState.FAILED]
        self.again.setVisible(len(failed) > 1)
        if self._kept is None:
            # Only now can the letters be found that the addresses were typed for.
            self._kept = KeptAddresses(lambda: self.boxes, self)
            KeptDialog(
                self._context, self, self._kept, kind="addresses of letters", is_stored=False
            )
        self._kept.drafted.emit()

    def _place_of_focus(self) -> _Place:
        at = QApplication.focusWidget()
        for number, box in enumerate(self.boxes):
            if at is not None and box.isAncestorOf(at):
                return _Place(number, box.letter.id, box.letter.state, box.address.hasFocus())
        return _Place(0 if at is self.primary else -1)

    def _focus(self, place: _Place) -> None:
        """Go to the same letter, or where it has gone on, to the one that moved up in its place."""
        if place.number < 0:
            return
        same = (place.letter_id, place.state)
        box = next((box for box in self.boxes if (box.letter.id, box.letter.state) == same), None)
        if box is None and self.boxes:
            box = self.boxes[min(place.number, len(self.boxes) - 1)]
        wanted: QWidget | None = self.primary
        if box is not None and place.is_address and not box.address_field.isHidden():
            wanted = box.address
        elif box is not None and box.buttons:
            wanted = box.buttons[0]
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_group(self, title: str, letters: tuple[LetterRow, ...]) -> None:
        panel = Panel(partial(_, title), self, padding=(0, 0))
        panel.body.setSpacing(0)
        now, may_set = self._context.now(), self._context.person.may(EDIT_FIRM)
        for number, letter in enumerate(letters):
            if number:
                panel.body.addWidget(Hairline(panel))
            box = LetterBox(letter, now, panel, may_set_server=may_set)
            box.retry.connect(partial(self._retry, letter.id))
            box.address_changed.connect(self._typed)
            box.was_sent.connect(partial(self._settle, letter.id))
            box.withdraw.connect(partial(self._withdraw, letter.id))
            box.opened.connect(partial(self._open_card, letter.card_kind, letter.card_id))
            box.settings_wanted.connect(self._open_settings)
            panel.body.addWidget(box)
            self.boxes.append(box)
        self.body.addWidget(panel)
        self._panels.append(panel)
        panel.show()

    def _typed(self) -> None:
        if self._kept is not None:
            self._kept.drafted.emit()

    # What a person decides

    def _retry(self, message_id: UUID, recipient: str | None) -> None:
        self._context.tasks.run(
            lambda uow: commands.messages.retry_letter(
                uow, message_id=message_id, recipient=recipient
            ),
            failed=self._failed,
        )

    def _settle(self, message_id: UUID) -> None:
        self._context.tasks.run(
            lambda uow: commands.messages.settle_as_sent(uow, message_id=message_id),
            failed=self._failed,
        )

    def _withdraw(self, message_id: UUID) -> None:
        self._context.tasks.run(
            lambda uow: commands.messages.withdraw_letter(uow, message_id=message_id),
            failed=self._failed,
        )

    def _retry_all(self) -> None:
        self._context.tasks.run(
            lambda uow: commands.messages.retry_failed(uow),
            failed=self._failed,
        )

    def _open_card(self, kind: str, card_id: UUID) -> None:
        self.accept()
        self._context.go(kind, card_id)

    def _open_settings(self, step: MailStep) -> None:
        self.accept()
        part = MAIL_PASSWORD if step is MailStep.LOGIN else Section.MAIL.id
        self._context.go(PAGE, part)

    def _failed(self, error: UserError) -> None:
        self._context.tell(error.sentence)


def local_time(moment: dt.datetime, now: dt.datetime) -> str:
    """A time of today, or the day with it."""
    here = moment.astimezone(now.tzinfo)
    return formats.short_time(here) if here.date() == now.date() else formats.short_moment(here)
