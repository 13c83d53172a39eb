# SPDX-License-Identifier: Apache-2.0
"""Joining a hub at the first start: the invite and its hub, who sits down where, and how far the copying is."""

from __future__ import annotations

import platform
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop import i18n
from desktop.i18n import _
from desktop.sync.invite import SUFFIX
from desktop.values.rows.joining import InviteRow, Joined, JoinStep
from desktop.views import theme
from desktop.views.first_run_copying import CopyPanel
from desktop.views.first_run_parts import Foot, Numbered, Turn
from desktop.views.theme.tokens import SPACE_8, SPACE_12, SPACE_20
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.field import Field, Note
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.pin_edit import PIN_LENGTH, PinEdit

_LONGEST_NAME = 40
_A_WHILE = 120
"""Seconds from which on minutes are told."""


class JoinForm(Live, QWidget):
    """Three numbered blocks, and what the page's foot says meanwhile. What is asked for is done by whoever listens."""

    invite_chosen = Signal(object)
    """Look at this file: `show_invite` or `show_bad_invite` answers."""
    wanted = Signal(str, str)
    """Join with the invite under this name of the computer and with this PIN, or go on where it broke off."""
    open_wanted = Signal()
    """The desk has joined: open the shop."""
    step_reached = Signal(int)
    """It is this block's turn."""

    def __init__(self, foot: Foot, parent: QWidget) -> None:
        super().__init__(parent)
        self._foot = foot
        self._invite: InviteRow | None = None
        self._has_seat = self._is_joined = False
        self.step = 1
        self._hub = Numbered(1, lambda: _("Which hub"), self)
        self._person = Numbered(2, lambda: _("Invite and person"), self)
        self._copying = Numbered(3, lambda: _("Copying"), self)
        self._card = _HubCard(self)
        self.choose = Button(lambda: _("Choose the invite file…"), self, icon="folder-open")
        self.choose.clicked.connect(self.ask)
        self._wrong = Note(self)
        self._who = LineEdit(self)
        self._who.setReadOnly(True)
        self._who.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name = LineEdit(self)
        self._name.setMaxLength(_LONGEST_NAME)
        self._name.setText(platform.node()[:_LONGEST_NAME])
        self.person = Field(lambda: _("Person"), self._who, self)
        self.desk = Field(lambda: _("Name of this computer"), self._name, self, required=True)
        self._pin = PinEdit(self, has_eye=True)
        self.pin = Field(lambda: _("PIN, four digits"), self._pin, self)
        self._about_both = Note(self)
        self.copying = CopyPanel(self)
        self._lay_out()
        self._show_turns(Turn.CURRENT, Turn.PLAIN, Turn.PLAIN)

    @property
    def trouble(self) -> str:
        """What is wrong with the invite or its hub."""
        return self._wrong.text()

    # What a person does

    def ask(self) -> None:
        """Let the person choose the file."""
        title = _("Choose the invite file")
        kinds = _("Invites of Counterfoil ({pattern})").format(pattern=f"*{SUFFIX}")
        name, _kind = QFileDialog.getOpenFileName(self, title, "", kinds)
        if name:
            self._invite = None
            self._wrong.say(_("The hub is asked…"), "tx2")
            self.choose.setEnabled(False)
            self.show_way_on()
            self.invite_chosen.emit(Path(name))

    def go_on(self) -> None:
        """What Enter means now: choose, join, try again or open."""
        name, pin = self._name.text().strip(), self._pin.text()
        if self._is_joined:
            self.open_wanted.emit()
        elif self._invite is None and not self._has_seat:
            self.ask()
        elif not name:
            self.desk.set_error(lambda: _("Name this computer; the admin sees it in the list."))
        elif pin and len(pin) != PIN_LENGTH:
            self.refuse_pin(_("A PIN has {count} digits.").format(count=PIN_LENGTH))
        else:
            self.show_copying()
            self.wanted.emit(name, pin)

    # What is shown

    def show_invite(self, invite: InviteRow) -> None:
        """Show whom the invite is for and whether its hub answers."""
        self.choose.setEnabled(True)
        self.choose.set_content(lambda: _("Another invite file…"), icon="")
        self.choose.set_kind("link")
        self._card.show_invite(invite)
        self._who.setText(invite.person)
        self._invite = None if invite.trouble else invite
        self._wrong.say(invite.trouble, "er", "warning-circle")
        self._about_both.say(partial(_till, invite.expires), "tx2")
        if invite.trouble:
            self._show_turns(Turn.CURRENT, Turn.PLAIN, Turn.PLAIN)
        else:
            self._show_turns(Turn.DONE, Turn.CURRENT, Turn.PLAIN)
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_way_on()

    def show_bad_invite(self, sentence: str) -> None:
        """The file is no invite."""
        self.choose.setEnabled(True)
        self._card.hide()
        self._wrong.say(sentence, "er", "warning-circle")
        self._show_turns(Turn.CURRENT, Turn.PLAIN, Turn.PLAIN)
        self.show_way_on()

    def refuse_pin(self, sentence: str) -> None:
        """Say why these digits are not taken; nothing was begun."""
        if not self._has_seat:
            self._show_turns(Turn.DONE, Turn.CURRENT, Turn.PLAIN)
        self._let_type(True)
        self.show_way_on()
        self.pin.set_error(sentence)
        self._pin.clear()
        self._pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_copying(self, *, has_seat: bool = False) -> None:
        """From here on it is the desk that works; with `has_seat` it goes on with what was begun before."""
        self._has_seat = self._has_seat or has_seat
        self._let_type(False)
        for part in (self._foot.back, self._foot.start):
            part.setEnabled(False)
        self._wrong.say("", "tx2")
        self._foot.start.set_content(lambda: _("Open Counterfoil"))
        self._foot.note.set_content(partial(_about_break, None))
        self._show_turns(Turn.DONE, Turn.DONE, Turn.CURRENT)
        self.copying.begin()

    def show_step(self, step: JoinStep) -> None:
        """So far it is."""
        self._has_seat = self._has_seat or step.is_seated
        self.copying.show_step(step)
        self._foot.note.set_content(partial(_about_break, step.left))

    def show_end(self, joined: Joined) -> None:
        """It ended: all records are here, or it broke off and goes on when asked."""
        self._is_joined = joined.is_whole or (self._has_seat and joined.has_cards)
        if joined.is_whole:
            self.copying.show_done()
            self._show_turns(Turn.DONE, Turn.DONE, Turn.DONE)
            self._foot.note.set_content(lambda: _("All records are here."))
        else:
            self.copying.show_broken(joined.trouble)
            self._foot.note.set_content(self._what_stays())
            if not self._has_seat:
                self._show_turns(Turn.DONE, Turn.CURRENT, Turn.PLAIN)
                self._let_type(True)
        self.show_way_on()
        self._foot.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_way_on(self) -> None:
        """Name what the large button does now."""
        start = self._foot.start
        self._foot.back.setEnabled(not self._has_seat)
        if self._is_joined:
            start.set_content(lambda: _("Open Counterfoil"))
        elif self._has_seat:
            start.set_content(lambda: _("Try again"))
        else:
            start.set_content(lambda: _("Join the hub"))
        start.setEnabled(self._is_joined or self._has_seat or self._invite is not None)

    def _let_type(self, may: bool) -> None:
        for part in (self.choose, self.desk, self.pin):
            part.setEnabled(may)

    def _what_stays(self) -> Text:
        if self._is_joined:
            return lambda: _("The open cards are here; the rest follows by itself.")
        return (lambda: _("What was copied stays.")) if self._has_seat else ""

    def _show_turns(self, *turns: Turn) -> None:
        for block, turn in zip((self._hub, self._person, self._copying), turns, strict=True):
            block.set_turn(turn)
        step = turns.index(Turn.CURRENT) + 1 if Turn.CURRENT in turns else len(turns)
        if step != self.step:
            self.step = step
            self.step_reached.emit(step)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(45, 32, 39, SPACE_12)
        column.setSpacing(0)
        column.addWidget(Label(lambda: _("Join the office hub"), self, style="page"))
        column.addWidget(Label(_about, self, role="secondary", lines=0))
        column.addSpacing(SPACE_20)
        column.addWidget(self._hub)
        column.addSpacing(SPACE_8)
        column.addWidget(self._card)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._wrong)
        column.addSpacing(SPACE_12)
        column.addWidget(self._person)
        column.addSpacing(SPACE_8)
        names = QHBoxLayout()
        names.setSpacing(SPACE_12)
        for field, share in ((self.person, 5), (self.desk, 4), (self.pin, 3)):
            names.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        column.addLayout(names)
        column.addWidget(self._about_both)
        column.addSpacing(SPACE_20)
        column.addWidget(self._copying)
        column.addSpacing(SPACE_8)
        column.addWidget(self.copying)
        column.addStretch(1)
        self._card.hide()


def _till(expires: datetime | None) -> str:
    if expires is None:
        return ""
    when = i18n.short_moment(expires.astimezone())
    return _(
        "Good till {when}, once. The PIN is for changing person at a shared PC; left empty it stays."
    ).format(when=when)


def _about_break(left: int | None) -> str:
    if left is None:
        return _("A break does no harm: it goes on from there.")
    if left < _A_WHILE:
        return _("about {n} s left, a break does no harm").format(n=left)
    return _("about {n} min left, a break does no harm").format(n=i18n.number(Decimal(left) / 60))


def _about() -> str:
    return _("The admin makes an invite: Settings, People and hub, Invite a person.")


class _HubCard(Panel):
    """The hub of an invite: where it is, and that it answers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, padding=(12, 9), fill="ac_t", border="ac")
        row = QHBoxLayout()
        row.setSpacing(SPACE_12)
        row.addWidget(Icon("desktop-tower", "ac", 18, self))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._host = Label("", self, weight=theme.SEMIBOLD)
        self._where = Label("", self, style="small", role="secondary")
        words.addWidget(self._host)
        words.addWidget(self._where)
        row.addLayout(words, 1)
        self._answer = Chip("", parent=self)
        row.addWidget(self._answer)
        self.body.addLayout(row)

    def show_invite(self, invite: InviteRow) -> None:
        """Say where it is and how it answered."""
        self._host.set_content(invite.host)
        self._where.set_content(
            lambda: _("Port {port} · {shop}").format(port=invite.port, shop=invite.shop)
        )
        if invite.answers_ms is None:
            self._answer.set_chip(lambda: _("does not answer"), "danger", "warning-circle")
        else:
            took = max(1, round(invite.answers_ms))
            self._answer.set_chip(lambda: _("answers in {n} ms").format(n=took), "success", "check")
        self.show()
