# SPDX-License-Identifier: Apache-2.0
"""Who a lead is, how warm, and what they want: the left column of its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats
from desktop.models import lead_words
from desktop.models.card_words import channel_icon, channel_name
from desktop.values.initials import client_initials, tint
from desktop.values.money import Money
from desktop.values.phone import pretty_phone
from desktop.values.rows.leads import LeadCard, Person
from desktop.values.states import Buys, Heat
from desktop.views import session, theme
from desktop.views.card.corner import CornerButton
from desktop.views.card.holder_line import HolderLine
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.fact import Fact
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.segmented import Segment, SegmentedControl

_LOW_LINK = 24
"""A link in a line of words, which it would push apart at its usual height."""
SITE, SOURCE, TITLE, AMOUNT, NOTE = "site", "source", "title", "expected_amount", "note"


class WhoPanel(Panel):
    """The client of a lead: name, channel, site, since when somebody holds it, and the people to talk to."""

    changed = Signal(str, str)
    client_wanted = Signal()
    call_wanted = Signal(str)
    decider_chosen = Signal(object)
    person_wanted = Signal()
    holder_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Who it is"), parent, padding=(12, 8))
        self.body.setSpacing(0)
        self._can_change = True
        self._card: LeadCard | None = None
        self._edit = CornerButton("arrow-up-right", lambda: _("Open the client’s page"), self)
        self._edit.clicked.connect(self.client_wanted)
        self.add_action(self._edit)
        self._avatar = Avatar("", "", 0, 40, self)
        self.name = Label("", self, style="body", weight=theme.SEMIBOLD, lines=2)
        self._channel = Chip("", "neutral", "", self)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self._channel, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        head.setContentsMargins(0, 1, 0, 4)
        head.setSpacing(8)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.body.addLayout(head)
        self.facts = {
            SITE: Fact(lambda: _("Website"), self, placeholder=lambda: _("Add a website"), is_link=True),
            SOURCE: Fact(lambda: _("Source"), self, placeholder=lambda: _("Where it came from")),
        }  # fmt: skip
        for name, fact in self.facts.items():
            fact.committed.connect(partial(self.changed.emit, name))
            self.body.addWidget(fact)
        self.holder = HolderLine(lambda: _("Taken"), self)
        self.holder.clicked.connect(self._ask_holder)
        self.body.addWidget(self.holder)
        self.body.addSpacing(4)
        self.body.addWidget(Hairline(self))
        self.body.addSpacing(4)
        self._people = QVBoxLayout()
        self._people.setSpacing(0)
        self.body.addLayout(self._people)
        self.add_person = Button(lambda: _("Person"), self, kind="link", size="small", icon="plus")
        self.add_person.clicked.connect(self.person_wanted)
        self.add_person.setMaximumHeight(theme.px(_LOW_LINK))
        self.body.addWidget(self.add_person, 0, Qt.AlignmentFlag.AlignLeft)

    def show_card(
        self,
        card: LeadCard,
        people: Mapping[UUID, session.Person],
        now: dt.datetime,
        *,
        can_change: bool,
    ) -> None:
        """Show whom this lead is about and who holds it since when."""
        self._card, self._can_change = card, can_change
        client = card.client
        self._avatar.set_person(
            client_initials(card.shown), card.shown, tint(client.company_id or client.contact_id)
        )
        self.name.set_content(card.shown)
        came = ", ".join(filter(None, (channel_name(card.channel), card.source)))
        self._channel.set_chip(came, "neutral", channel_icon(card.channel))
        self.facts[SITE].set_value(card.site)
        self.facts[SITE].set_can_change(can_change)
        # What was said once stays (A1), and stands beside the channel.
        self.facts[SOURCE].setVisible(not card.source)
        self.facts[SOURCE].set_can_change(can_change)
        self._show_holder(card, people, now)
        self.holder.setEnabled(can_change)
        empty(self._people)
        for someone in card.people:
            self._people.addWidget(self._person(someone, card.country))
        self.add_person.setVisible(can_change)

    def _show_holder(
        self, card: LeadCard, people: Mapping[UUID, session.Person], now: dt.datetime
    ) -> None:
        person = people.get(card.holder_id) if card.holder_id else None
        span = formats.span(now - card.held_since)
        ago = lead_words.ago_words(now - card.held_since)
        first_name = person.name.partition(" ")[0] if person else ""
        self.holder.show_person(
            person,
            lambda: f"{ago}, {first_name}" if person else "",
        )
        words = _("Taken {span} ago") if card.holder_id else _("Nobody has taken it for {span}")
        self.holder.setToolTip(words.format(span=span))

    def _person(self, someone: Person, country: str) -> QWidget:
        held = QWidget(self)
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 1, 0, 2)
        column.setSpacing(0)
        first = QHBoxLayout()
        # As high with the chip of who decides as with the link that says so.
        first.addStrut(theme.px(_LOW_LINK))
        first.addWidget(Label(someone.name, held, style="body", weight=theme.SEMIBOLD), 1)
        if someone.decides:
            first.addWidget(Chip(_("decides"), "success", "check", held))
        elif self._can_change:
            decides = Button(lambda: _("decides?"), held, kind="link", size="small")
            decides.setToolTip(_("This is the one who decides and pays"))
            decides.clicked.connect(partial(self.decider_chosen.emit, someone.id))
            decides.setFixedHeight(theme.px(_LOW_LINK))
            first.addWidget(decides)
        column.addLayout(first)
        second = QHBoxLayout()
        second.addWidget(
            Label(someone.post or someone.email, held, style="small", role="secondary"), 1
        )
        for digits in someone.phones[:1]:
            call = Button(
                pretty_phone(digits, country), held, kind="link", size="small", icon="phone"
            )
            call.clicked.connect(partial(self.call_wanted.emit, digits))
            call.setFixedHeight(theme.px(_LOW_LINK))
            second.addWidget(call)
        column.addLayout(second)
        return held

    def _ask_holder(self) -> None:
        menu = popup_menu(self)
        for one in (one for one in self._card.holders if one.is_active) if self._card else ():
            menu.addAction(one.name.replace("&", "&&"), partial(self.holder_chosen.emit, one.id))
        menu.exec(self.holder.mapToGlobal(QPoint(0, self.holder.height())))


class HeatPanel(Panel):
    """Cold, warm or hot: what counts, what the rule says, and who has changed it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, padding=(12, 10))
        self.body.setSpacing(6)
        self._mine = Label("", self, style="small", role="secondary")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(Label(lambda: _("Heat"), self, style="small", role="secondary"), 1)
        head.addWidget(self._mine)
        self.back = CornerButton("arrow-counter-clockwise", lambda: _("As the rule says"), self)
        self.back.clicked.connect(lambda: self.chosen.emit(""))
        head.addWidget(self.back)
        self.switch = SegmentedControl(
            [
                Segment(Heat.COLD.value, text=Heat.COLD.label),
                Segment(Heat.WARM.value, text=Heat.WARM.label),
                Segment(Heat.HOT.value, text=Heat.HOT.label, icon="flame-fill", icon_ink="mg"),
            ],
            self,
            name=lambda: _("Heat"),
            height=theme.CONTROL_SMALL,
            stretch=True,
        )
        self.switch.chosen.connect(self.chosen)
        self._rule = Label("", self, style="small", role="secondary", lines=3)
        self.body.addLayout(head)
        self.body.addWidget(self.switch)
        self.body.addWidget(self._rule)

    def show_card(self, card: LeadCard, *, can_change: bool) -> None:
        """Show how warm this lead is, and why."""
        self.switch.choose(card.heat)
        self.switch.setEnabled(can_change)
        self._mine.set_content(_("set by hand") if card.is_heat_own else "")
        rule = Heat(card.heat_by_rule).label().lower()
        words = _("By the rule: {heat}.").format(heat=rule)
        if card.is_heat_own:
            words += " " + _("What was set lasts until the next touch.")
        self._rule.set_content(words)
        self.back.setVisible(card.is_heat_own and can_change)


class WantsPanel(Panel):
    """What they want, for how much, and whether they buy such products at all."""

    changed = Signal(str, str)
    buys_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent, padding=(12, 10))
        self.body.setSpacing(2)
        self.facts = {
            TITLE: Fact(
                lambda: _("What they want"), self, placeholder=lambda: _("What, how many"), lines=2
            ),
            AMOUNT: Fact(lambda: _("About"), self, placeholder=lambda: _("Expected sum")),
            NOTE: Fact(lambda: _("Note"), self, placeholder=lambda: _("Add a note")),
        }
        self.facts[TITLE].add_corner(self._note_button())
        for name, fact in self.facts.items():
            fact.committed.connect(partial(self.changed.emit, name))
            self.body.addWidget(fact)
        self.buys = SegmentedControl(
            [
                Segment("", text=lambda: _("not known")),
                Segment(Buys.YES.value, text=lambda: _("yes")),
                Segment(Buys.NO.value, text=lambda: _("no")),
            ],
            self,
            name=lambda: _("Do they buy such products at all?"),
            height=theme.CONTROL_SMALL,
        )
        self.buys.chosen.connect(self.buys_chosen)
        asked = QHBoxLayout()
        asked.setSpacing(8)
        asked.addWidget(
            Label(
                lambda: _("Do they buy this?"),
                self,
                style="small",
                role="secondary",
                lines=2,
            ),
            1,
        )
        asked.addWidget(self.buys)
        self.body.addSpacing(2)
        self.body.addLayout(asked)

    def _note_button(self) -> CornerButton:
        """A note has a line of its own only once there is one."""
        self.add_note = CornerButton("note-pencil", lambda: _("Add a note"), self)
        self.add_note.clicked.connect(self._begin_note)
        return self.add_note

    def _begin_note(self) -> None:
        self.facts[NOTE].show()
        self.facts[NOTE].begin()

    def show_card(self, card: LeadCard, *, can_change: bool) -> None:
        """Show what this lead wants."""
        self.facts[TITLE].set_value(card.title)
        self.facts[NOTE].set_value(card.note)
        self.facts[NOTE].setVisible(bool(card.note) or self.facts[NOTE].is_open)
        self.add_note.setVisible(can_change and not card.note)
        amount = card.expected_amount
        money = Money(amount, card.currency) if amount is not None and card.currency else None
        typed = formats.money(money) if money is not None else ""
        shown = f"≈ {formats.money(money, whole=True)}" if money is not None else ""
        self.facts[AMOUNT].set_value(typed, shown)
        for fact in self.facts.values():
            fact.set_can_change(can_change)
        self.buys.choose(card.buys)
        self.buys.setEnabled(can_change)
