# SPDX-License-Identifier: Apache-2.0
"""Who buys and who answers for it: the card's client, each fact changed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, formats, ngettext, pgettext
from desktop.models.card_words import channel_name
from desktop.values.initials import client_initials, tint
from desktop.values.phone import pretty_phone
from desktop.values.rows.board import HolderRow
from desktop.values.rows.card import ClientPart, DealCard
from desktop.views import theme
from desktop.views.card.corner import CornerButton
from desktop.views.card.holder_line import HolderLine
from desktop.views.session import Person
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.fact import Fact
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.panel import Panel

CONTACT, PHONE, EMAIL, SOURCE = "contact", "phone", "email", "source"


class ClientFacts(Panel):
    """`changed` tells a fact's name and its new text; what is open for typing is left as it is."""

    changed = Signal(str, str)
    holder_chosen = Signal(object)
    controller_chosen = Signal(object)
    call_wanted = Signal(str)
    letter_wanted = Signal()
    client_wanted = Signal()
    clashed = Signal(str, str)
    """A fact's name and its new value, where somebody else changed it while it is being typed here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Client"), parent, padding=(12, 8))
        self.body.setSpacing(0)
        self._holders: Sequence[HolderRow] = ()
        self._can_change = True
        self._is_watched_by_head = False
        self._digits = ""
        self._edit = CornerButton(
            "pencil-simple", lambda: _("Change the client’s facts"), self, shortcut="F2"
        )
        self._edit.clicked.connect(self.begin)
        self.add_action(self._edit)
        self._make_head()
        self.facts: dict[str, Fact] = {
            CONTACT: Fact(lambda: _("Contact"), self, placeholder=lambda: _("Add a name")),
            PHONE: Fact(lambda: _("Phone"), self, placeholder=lambda: _("Add a phone"), is_link=True),
            EMAIL: Fact(lambda: _("E-mail"), self, placeholder=lambda: _("Add an e-mail"), is_link=True),
            SOURCE: Fact(lambda: _("Source"), self, placeholder=lambda: _("Where it came from")),
        }  # fmt: skip
        for name, fact in self.facts.items():
            fact.committed.connect(partial(self.changed.emit, name))
            self.body.addWidget(fact)
        self._call = _CallButton(self.facts[PHONE])
        self.facts[PHONE].add_action(self._call, near=True)
        self._call.clicked.connect(lambda: self.call_wanted.emit(self._digits))
        self.holder = HolderLine(lambda: pgettext("card", "Owner"), self)
        self.holder.clicked.connect(self._ask_holder)
        self.body.addWidget(self.holder)
        self.controller = HolderLine(lambda: _("Controller"), self)
        self.controller.clicked.connect(self._ask_controller)
        self.body.addWidget(self.controller)

    def _make_head(self) -> None:
        self._avatar = Avatar("", "", 0, 40, self)
        self.name = _Name(
            "", self, kind="link", tip=lambda: _("Open the client’s page"), spread=True
        )
        self.name.clicked.connect(self.client_wanted)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addLayout(self._chips)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 4)
        head.setSpacing(8)
        head.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        self.body.addLayout(head)

    def show_card(self, card: DealCard, people: Mapping[UUID, Person], *, can_change: bool) -> None:
        """Show the client of this card and who answers for it."""
        client = card.client
        self._holders, self._can_change = card.holders, can_change
        self._avatar.set_person(
            client_initials(client.name), client.name, tint(client.company_id or client.contact_id)
        )
        self.name.set_content(client.name or _("No name yet"))
        self.name.setEnabled(client.is_known)
        self._show_chips(client)
        self._digits = client.phones[0] if client.phones else ""
        phone = pretty_phone(self._digits, card.country) if self._digits else ""
        source = card.source or client.source or channel_name(card.channel)
        self._set(CONTACT, client.contact)
        self._set(PHONE, phone)
        self._set(EMAIL, client.email)
        self._set(SOURCE, card.source, source)
        self._call.setVisible(bool(self._digits))
        for fact in self.facts.values():
            fact.set_can_change(can_change)
        self._edit.setVisible(can_change)
        self.holder.show_person(people.get(card.holder_id) if card.holder_id else None)
        self.holder.setEnabled(can_change)
        # The head watches over what nobody else is named for: that needs no line on every card.
        self.controller.setVisible(card.controller_id is not None)
        controller = people.get(card.controller_id) if card.controller_id else None
        self.controller.show_person(controller)
        self.controller.setEnabled(can_change)
        self._is_watched_by_head = controller is None
        self._say_who_watches()

    def retranslate(self) -> None:
        """Say anew who watches over the card."""
        super().retranslate()
        self._say_who_watches()

    def _say_who_watches(self) -> None:
        told = _("The head of sales watches over it") if self._is_watched_by_head else ""
        self.holder.setToolTip(told)

    def _set(self, name: str, value: str, shown: str | None = None) -> None:
        fact = self.facts[name]
        is_clash = fact.is_open and fact.value() != value
        fact.set_value(value, shown)
        if is_clash:
            self.clashed.emit(name, value)

    def _show_chips(self, client: ClientPart) -> None:
        empty(self._chips)
        for text, tone, icon in client_chips(client):
            self._chips.addWidget(Chip(text, tone, icon, self))
        self._chips.addStretch(1)

    def begin(self) -> None:
        """Open the first fact that is missing, else the first one."""
        empty = next((fact for fact in self.facts.values() if not fact.value()), None)
        (empty or self.facts[CONTACT]).begin()

    def _ask_holder(self) -> None:
        menu = popup_menu(self)
        for holder in (one for one in self._holders if one.is_active):
            menu.addAction(holder.name, partial(self.holder_chosen.emit, holder.id))
        menu.exec(self.holder.mapToGlobal(QPoint(0, self.holder.height())))

    def _ask_controller(self) -> None:
        menu = popup_menu(self)
        menu.addAction(_("The head of sales"), partial(self.controller_chosen.emit, None))
        for one in (one for one in self._holders if one.is_active):
            menu.addAction(
                one.name.replace("&", "&&"), partial(self.controller_chosen.emit, one.id)
            )
        menu.exec(self.controller.mapToGlobal(QPoint(0, self.controller.height())))


class _CallButton(Button):
    """The telephone right behind the number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent=parent,
            kind="link",
            icon="phone",
            tip=lambda: pgettext("button", "Call"),
            icon_size=14,
        )

    def sizeHint(self) -> QSize:
        """As high as the line, and as small as a finger can hit."""
        return QSize(max(theme.px(22), 22), max(theme.px(24), 24))

    def minimumSizeHint(self) -> QSize:
        """Never smaller."""
        return self.sizeHint()


class _Name(Button):
    """The client's name, strong as a heading."""

    def text_weight(self) -> QFont.Weight:
        """Stronger than the facts below."""
        return theme.SEMIBOLD

    def ink_token(self) -> str:
        """The colour of text, not of a link."""
        return "tx"

    def sizeHint(self) -> QSize:
        """One line of text."""
        return QSize(super().sizeHint().width(), theme.line("body"))

    def minimumSizeHint(self) -> QSize:
        """A long name is cut."""
        return QSize(theme.px(48), theme.line("body"))


def client_chips(client: ClientPart) -> list[tuple[str, str, str]]:
    """What is worth knowing of a client at a glance: how many orders, which discount."""
    if not client.is_known:
        return []
    chips = [(_("first order"), "accent", "")]
    if client.orders > 1:
        words = ngettext("{n} order", "{n} orders", client.orders)
        chips = [(words.format(n=formats.number(client.orders)), "accent", "")]
    if client.discount_percent:
        words = _("discount {percent}").format(percent=formats.percent(client.discount_percent))
        chips.append((words, "neutral", ""))
    return chips
