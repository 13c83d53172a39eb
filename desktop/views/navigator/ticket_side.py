# SPDX-License-Identifier: Apache-2.0
"""The ticket's half: whom and why, the telephone, what to say, the facts, and what was said last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models import script_names, ticket_words
from desktop.values.phone import pretty_phone
from desktop.values.rows.board import HolderRow
from desktop.values.rows.navigator import Ticket
from desktop.values.states import Heat
from desktop.views.navigator.ticket_facts import FactsLine, LastContacts, TicketFacts
from desktop.views.navigator.what_to_say import WhatToSay
from desktop.views.scripts.script_panel import ScriptPanel
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.kept_width import keep_width
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.scroll_area import ScrollArea

_HEATS: dict[str, tuple[str, str]] = {Heat.HOT: ("flame-fill", "mg"), Heat.WARM: ("flame", "tx3")}
_LEFT, _RIGHT = 20, 22
_SQUARE = 40


class TicketSide(QWidget):
    """`called`, `chat_wanted`, `mail_wanted` and `open_wanted` tell which of the buttons was pressed.

    `answered` tells the ticket, a question of its script, the answer, and how to say what the shop did not take;
    `script_wanted` the ticket and the key of another script to follow.
    """

    called = Signal()
    chat_wanted = Signal()
    mail_wanted = Signal()
    open_wanted = Signal()
    answered = Signal(object, str, object, object)
    script_wanted = Signal(object, str)

    def __init__(
        self,
        now: Callable[[], dt.datetime],
        parent: QWidget | None = None,
        *,
        can_sell: bool = True,
    ) -> None:
        super().__init__(parent)
        self._can_sell = can_sell
        self._ticket: Ticket | None = None
        self._is_low = False
        self._told_place = ""
        self._gaps: list[tuple[QSpacerItem, int, int]] = []
        self._shows_all = False
        content = QWidget(self)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(_LEFT, 16, _RIGHT, 12)
        self._column.setSpacing(0)
        self._make_head()
        self._make_buttons()
        self._script = WhatToSay(content)
        self._script.choice.chosen.connect(self._choose_script)
        self.script = ScriptPanel(now, content, scrolls=False)
        self.script.answered.connect(
            lambda name, value: self.answered.emit(self._ticket, name, value, self.script.refuse)
        )
        self._facts = TicketFacts(content)
        self._brief = FactsLine(content)
        self._talks = LastContacts(content)
        self._brief.all_wanted.connect(self.show_all)
        self._talks.all.clicked.connect(self.open_wanted)
        self._add(Hairline(content), 16, 12)
        self._add(self._script, 10, 6)
        self._add(self.script, 4, 4)
        self._column.addStretch()
        self._middle = self._column.count() - 1
        self._add(Hairline(content), 14, 8)
        self._add(self._facts, 0, 0)
        self._add(self._brief, 8, 8)
        self._add(Hairline(content), 3, 6)
        self._add(self._talks, 5, 6)
        self._column.addStretch(1)
        self.area = ScrollArea(content, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        self.setFocusProxy(self.phone)

    def _add(self, part: QWidget, gap: int, low_gap: int) -> None:
        self._add_gap(gap, low_gap)
        self._column.addWidget(part)

    def _add_gap(self, gap: int, low_gap: int) -> None:
        """Room above what follows, and how much of it there is in a low window."""
        spacer = QSpacerItem(0, gap)
        self._gaps.append((spacer, gap, low_gap))
        self._column.addSpacerItem(spacer)

    def _make_head(self) -> None:
        self._when = Chip("", "warning", "clock", self)
        self._when.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._place = Label("", self, style="small", role="secondary")
        self._first = QHBoxLayout()
        self._first.setSpacing(8)
        self._client = Label("", self, style="title")
        self._heat = Icon("flame", "tx3", 18, self, meaning=self._heat_words)
        self._segment = Chip("", "accent", "", self)
        self._second = QHBoxLayout()
        self._second.setSpacing(8)
        self._second.addWidget(self._client)
        self._second.addWidget(self._heat)
        self._second.addWidget(self._segment)
        self._second.addStretch(1)
        self._whom = Label("", self, role="secondary")
        self._dot = Label("·", self, role="secondary")
        self._way = Icon("whatsapp-logo", "tx3", 16, self)
        self._prefers = Label("", self, role="secondary")
        self._waited = Label("", self, style="small", ink="wa", lines=2)
        self._third = QHBoxLayout()
        self._third.setSpacing(6)
        for part in (self._whom, self._dot, self._way, self._prefers):
            self._third.addWidget(part)
        self._third.addStretch(1)
        self._column.addLayout(self._first)
        self._column.addLayout(self._second)
        self._column.addLayout(self._third)
        self._place_when()
        self._column.addWidget(self._waited)
        self._add_gap(12, 6)

    def _place_when(self) -> None:
        """When and in which place stand over the client; in a low window beside name and person."""
        for row in (self._first, self._second):
            row.removeWidget(self._when)
        for row in (self._first, self._third):
            row.removeWidget(self._place)
        if self._is_low:
            self._second.addWidget(self._when)
            self._third.insertWidget(self._third.count() - 1, self._place)
        else:
            self._first.addWidget(self._when)
            self._first.addWidget(self._place, 1)
        self._say_place()
        self._first.setContentsMargins(0, 0, 0, 0 if self._is_low else 8)

    def _say_place(self) -> None:
        """Behind the person it goes on; over the client it begins."""
        goes_on = self._is_low and bool(self._whom.text())
        self._place.set_content(f"·  {self._told_place}" if goes_on else self._told_place)

    def _make_buttons(self) -> None:
        self.phone = Button(
            self._phone_words,
            self,
            kind="primary",
            size="large",
            icon="phone-call",
            shortcut="C",
            keeps_cap=True,
        )
        self.chat = icon_button(
            "whatsapp-logo", lambda: _("Write by WhatsApp"), self, kind="default", size="large",
            shortcut="W",
        )  # fmt: skip
        self.mail = icon_button(
            "envelope-simple", lambda: _("Write an e-mail"), self, kind="default", size="large",
            shortcut="E",
        )  # fmt: skip
        self.card = icon_button(
            "identification-card", lambda: _("Open the card"), self, kind="default", size="large",
            shortcut="O",
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, signal in (
            (self.phone, self.called), (self.chat, self.chat_wanted),
            (self.mail, self.mail_wanted), (self.card, self.open_wanted),
        ):  # fmt: skip
            button.clicked.connect(signal)
            row.addWidget(button)
            if button is not self.phone:
                keep_width(button, _SQUARE)
        row.addStretch(1)
        self._column.addLayout(row)

    def show_ticket(
        self,
        ticket: Ticket,
        *,
        place: str,
        me: str,
        holders: tuple[HolderRow, ...],
        now: dt.datetime,
    ) -> None:
        """Show this ticket; `place` says which of the day's it is."""
        is_new = self._ticket is None or self._ticket.id != ticket.id
        if is_new:
            self.script.flush()
        self._ticket = ticket
        self._shows_all = self._shows_all and not is_new
        self._show_head(ticket, place, now)
        self.phone.retranslate()
        self.chat.setEnabled(bool(ticket.digits))
        self.mail.setEnabled(bool(ticket.email))
        self._show_script(ticket, me, now, anew=is_new)
        self._facts.show_facts(ticket_words.facts(ticket, now))
        self._brief.show_line(ticket_words.brief(ticket, now))
        self._talks.show_talks(ticket.contacts, ticket.entries, holders, now)
        self._fold()
        if is_new:
            self.area.verticalScrollBar().setValue(0)

    def _show_head(self, ticket: Ticket, place: str, now: dt.datetime) -> None:
        words, tone = ticket_words.when_chip(ticket, now)
        self._when.set_chip(words, tone, "clock")
        self._told_place = place
        self._say_place()
        self._client.set_content(ticket.client or ticket.title or ticket.goal)
        flame = _HEATS.get(ticket.heat)
        self._heat.setVisible(flame is not None)
        if flame is not None:
            self._heat.set_icon(*flame)
        self._heat.retranslate()
        words, tone = ticket_words.buyer_chip(ticket, now)
        self._segment.set_chip(words, tone)
        self._segment.set_reason(ticket_words.buyer_reason(ticket, now))
        self._segment.setMinimumWidth(self._segment.sizeHint().width())
        self._whom.set_content(ticket_words.whom_words(ticket))
        icon, words = ticket_words.prefers_words(ticket)
        self._dot.setVisible(bool(words) and bool(self._whom.text()))
        self._way.setVisible(bool(words))
        self._prefers.setVisible(bool(words))
        if words:
            self._way.set_icon(icon, "tx3")
            self._prefers.set_content(words)
        waited = ticket_words.waited_words(ticket)
        self._waited.set_content(waited[:1].upper() + waited[1:])
        self._waited.setVisible(bool(waited))

    def _show_script(self, ticket: Ticket, me: str, now: dt.datetime, *, anew: bool) -> None:
        part = ticket.script
        self.script.setVisible(part is not None)
        names, can_change = script_names.of_ticket(ticket), self._can_sell and ticket.is_open
        said = ticket_words.script(ticket, me, now) if part is None else []
        self._script.show_script(said, names, can_change=can_change)
        if part is not None:
            self.script.show_part(part, me, anew=anew, can_change=ticket.is_open)

    def _choose_script(self, key: str) -> None:
        self.script.flush()
        self.script_wanted.emit(self._ticket, key)

    def choose_script(self) -> None:
        """Offer the scripts that may be followed."""
        self._script.choice.open_menu()

    def set_low(self, low: bool) -> None:
        """In a low window the facts are one line, until they are asked for, and stand at the bottom."""
        self._is_low = low
        self._place_when()
        self._column.setContentsMargins(_LEFT, 10 if low else 16, _RIGHT, 12)
        self.script.set_room(low=low)
        self._script.set_low(low)
        self._talks.set_low(low)
        for spacer, gap, low_gap in self._gaps:
            spacer.changeSize(0, low_gap if low else gap)
        self._column.setStretch(self._middle, 1 if low else 0)
        self._column.setStretch(self._column.count() - 1, 0 if low else 1)
        self._fold()

    def show_all(self) -> None:
        """Show the facts that were folded away, or fold them again."""
        self._shows_all = not self._shows_all
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves an answer for the telephone, where single keys work again."""
        here = self.window().focusWidget()
        is_answer = here is not None and self.script.isAncestorOf(here)
        if event.key() == Qt.Key.Key_Escape and is_answer:
            self.phone.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _fold(self) -> None:
        folded = self._is_low and not self._shows_all
        self._facts.setVisible(not folded and bool(self._facts.count))
        self._brief.setVisible(folded and bool(self._facts.count))

    def _phone_words(self) -> str:
        ticket = self._ticket
        if ticket is None or not ticket.digits:
            return _("No phone yet")
        return pretty_phone(ticket.digits, ticket.country)

    def _heat_words(self) -> str:
        heat = Heat.known(self._ticket.heat) if self._ticket else None
        return heat.label() if heat else ""
