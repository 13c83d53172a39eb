# SPDX-License-Identifier: Apache-2.0
"""A handover to come or for a while, where one looks for it: with the person, in the Navigator, on a card, a client."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.models.lent import lent_note
from desktop.models.settings import Section
from desktop.values.rows.lent import Lent
from desktop.views.card.deal_page import DealPage
from desktop.views.card.holder_notes import next_words
from desktop.views.card.lead_page import LeadPage
from desktop.views.clients.side import ClientSide
from desktop.views.navigator.page import NavigatorPage
from desktop.views.settings.people_person import PersonPanel
from devtools import scenes
from devtools.scenes import card, clients, leads, navigator
from devtools.scenes.frame import words
from devtools.scenes.handover import loans, planned
from devtools.scenes.settings import settled, window


def _person(widget: QWidget) -> None:
    settled(widget)
    [panel] = widget.findChildren(PersonPanel)
    panel.handovers.planned.show_rows(planned()[:1])
    panel.handovers.lent.show_rows(loans()[1:])


def _navigator(widget: QWidget) -> None:
    [page] = widget.findChildren(NavigatorPage)
    page.handovers.planned.show_rows(planned()[:1])
    page.handovers.lent.show_rows(loans()[:1])


def _owner(widget: QWidget) -> None:
    [page] = widget.findChildren(DealPage)
    name = words("Tom Ferris", "Егор Тихонов")
    lent = Lent(words("Dina Okafor", "Нина Белова"), dt.date(2026, 11, 2))
    page.client.holder.show_notes(
        lambda: lent_note(lent), lambda: next_words(dt.date(2026, 10, 19), name)
    )


def _client(widget: QWidget) -> None:
    [side] = widget.findChildren(ClientSide)
    page = clients.beside()
    lent = Lent(words("Dina Okafor", "Нина Белова"), dt.date(2026, 11, 2))
    side.show_page(replace(page, deals=(replace(page.deals[0], lent=lent), *page.deals[1:])))


def _lead(widget: QWidget) -> None:
    [page] = widget.findChildren(LeadPage)
    lent = Lent(words("Dina Okafor", "Нина Белова"), dt.date(2026, 10, 14), is_due=True)
    page.who.holder.show_notes(lambda: lent_note(lent))


scenes.add("lead-lent", leads.the_card, prepare=_lead)
scenes.add("clients-lent", clients.the_list, prepare=_client)
scenes.add("settings-people-planned", partial(window, Section.PEOPLE), prepare=_person)
scenes.add(
    "settings-people-planned-low",
    partial(window, Section.PEOPLE),
    prepare=_person,
    size=(1024, 600),
)
scenes.add("navigator-planned", navigator.in_window, prepare=_navigator)
scenes.add("card-planned", lambda: card.in_window(card.card_page), prepare=_owner)
