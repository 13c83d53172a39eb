# SPDX-License-Identifier: Apache-2.0
"""The leads page, one lead's page and their questions, on the reference day."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.models.board_order import Sort
from desktop.models.handover import Wish
from desktop.models.walk import Walk
from desktop.values.rows.duplicates import COMPANY, LEAD, DuplicateFound, Reason
from desktop.views.board.leads_page import LeadsPage
from desktop.views.card.lead_page import LeadPage
from desktop.views.main_window import MainWindow
from desktop.views.questions.handover_panel import HandoverDialog
from devtools import scenes
from devtools.reference_leads import PICTURED, lead_card, leads_board
from devtools.scenes import handover
from devtools.scenes.board import context
from devtools.scenes.frame import in_window, words

_CHOSEN = UUID(int=1000 + PICTURED).bytes


def leads_page() -> LeadsPage:
    """The leads page with the reference leads, in the order of the picture."""
    desk = context()
    desk = replace(desk, person=replace(desk.person, rights=desk.person.rights | {"import"}))
    page = LeadsPage(desk)
    page.set_sort(Sort.RANK)
    page.take_board(leads_board())
    page.feed.holds(leads_board().pipeline.id)
    page.filter.set_sort(Sort.TOUCH)
    return page


def lead_page() -> LeadPage:
    """The page of the pictured lead."""
    walk, card = Walk(), lead_card()
    ids = [one.id for one in leads_board().cards]
    # The list it was opened from: by next touch it is the third.
    ids.insert(2, ids.pop(PICTURED))
    walk.start(ids, card.id)
    page = LeadPage(context(), walk)
    page.feed.deal_id, page.feed.card = card.id, card
    page.feed.shown.emit(card)
    page.twins.show_found(_twins())
    return page


def _twins() -> tuple[DuplicateFound, ...]:
    """The hint of screen 20."""
    phone, like = (Reason.PHONE,), (Reason.SIMILAR,)
    rental, other = (
        words("Breeze Rental", "Прокат «Бриз»"),
        words("Ski School Skol", "Школа «Скол»"),
    )
    return (
        DuplicateFound(COMPANY, UUID(int=1), rental, 75, phone, same="79000000240"),
        DuplicateFound(LEAD, UUID(int=2), other, 51, like, number="L-0982"),
    )


def _found(widget: QWidget, kind: type[QWidget]) -> QWidget:
    found = widget.findChild(kind)
    assert found is not None
    return found


def _choose(widget: QWidget) -> None:
    page = _found(widget, LeadsPage)
    assert isinstance(page, LeadsPage)
    page.shapes.cards().choose([_CHOSEN])


def _new(widget: QWidget) -> None:
    page = _found(widget, LeadsPage)
    assert isinstance(page, LeadsPage)
    page.new_card()


def _list(widget: QWidget) -> None:
    page = _found(widget, LeadsPage)
    assert isinstance(page, LeadsPage)
    page.show_as("list")


def _leave_empty(widget: QWidget) -> None:
    """A required answer was asked for and left."""
    page = _found(widget, LeadPage)
    assert isinstance(page, LeadPage)
    quantity = page.middle.script.field("quantity")
    assert quantity is not None
    quantity.say_missing()


def _ask_head(widget: QWidget) -> None:
    page = _found(widget, LeadPage)
    assert isinstance(page, LeadPage)
    page.work.ask_head()


def _hand_over(widget: QWidget) -> None:
    page = _found(widget, LeadPage)
    assert isinstance(page, LeadPage)
    page.work.hand_over()
    [dialog] = widget.findChildren(HandoverDialog)
    dialog.form.is_person = False
    dialog.form.show_offer(handover.offer(1, 0), Wish(one=handover.TOM))


def _convert(widget: QWidget) -> None:
    from desktop.views.questions.conversion import ConversionDialog

    ConversionDialog(_found(widget, LeadPage), lead_card(), save=lambda _draft: None).open()


def _board() -> MainWindow:
    return in_window("leads", leads_page)


def the_card() -> MainWindow:
    """The lead's card in the window."""
    return in_window("lead", lead_page)


scenes.add("leads", _board, prepare=_choose)
scenes.add("leads-narrow", _board, size=(1093, 614), prepare=_choose)
scenes.add("leads-smallest", _board, size=(640, 360), prepare=_choose)
scenes.add("leads-list", _board, prepare=_list)
scenes.add("leads-new", _board, prepare=_new)
scenes.add("lead", the_card, prepare=_leave_empty)
scenes.add("lead-narrow", the_card, size=(1093, 614))
scenes.add("lead-smallest", the_card, size=(640, 360))
scenes.add("lead-convert", the_card, prepare=_convert)
scenes.add("lead-ask-head", the_card, prepare=_ask_head)
scenes.add("lead-hand-over", the_card, prepare=_hand_over)
