# SPDX-License-Identifier: Apache-2.0
"""The leads page: taken, moved, filtered, refused, converted and written down, by keys, over a real shop."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.models.board_filter import UNTAKEN
from desktop.values.rows.duplicates import LEAD, DuplicateFound, Reason
from desktop.views.board.new_lead import NewLeadDialog
from desktop.views.questions.conversion import ConversionDialog
from desktop.views.questions.refusal import RefusalDialog
from tests.board_desk import CTRL, SHIFT, chord
from tests.lead_shop import a_lead, finish_script
from tests.leads_desk import LeadsDesk
from tests.shell import press


@pytest.fixture
def desk(make_desks) -> LeadsDesk:
    return make_desks(LeadsDesk)()


def test_leads_stand_in_the_funnel_and_one_that_nobody_took_is_taken_with_one_key(desk):
    """Covers: B1, A7, M3."""
    waiting = a_lead(desk.shop, holder_id=None, company="Tide Yacht Club")
    a_lead(desk.shop, company="Frost Ski Base", phone="+44 7700 900556")
    desk.open()
    assert desk.column("Contact received") == ["Tide Yacht Club"]
    assert desk.column("Holder assigned") == ["Frost Ski Base"]
    assert desk.page.filter._states[UNTAKEN].text().startswith("Not taken")
    desk.choose(waiting)
    press(ord("T"))
    desk.wait(lambda: len(desk.column("Holder assigned")) == 2, "it is taken")
    assert desk.row(Lead, waiting).holder_id == desk.shop.me
    desk.undo()
    desk.wait(lambda: desk.column("Contact received") == ["Tide Yacht Club"], "it is undone")


def test_a_lead_moves_by_keys_and_a_filter_leaves_those_that_nobody_took(desk):
    """Covers: B1, C4."""
    lead = a_lead(desk.shop)
    a_lead(desk.shop, holder_id=None, company="Tide Yacht Club", phone="+44 7700 900556")
    desk.open()
    desk.choose(lead)
    chord(Qt.Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: desk.stage_of(lead) == "Information gathered", "it moved")
    desk.page.set_filter(desk.page.filter.wish.with_state(UNTAKEN, True))
    assert [card.client for card in desk.page.shapes.model.shown()] == ["Tide Yacht Club"]


def test_a_new_lead_needs_a_phone_or_an_email_and_is_chosen_once_it_is_there(desk):
    """Covers: B3, A1."""
    desk.open()
    press(ord("N"), CTRL)
    dialog = desk.dialog(NewLeadDialog)
    press(Qt.Key.Key_Return, CTRL)
    assert dialog._fields["phone"].error() == "A phone or an e-mail is needed."
    QTest.keyClicks(dialog._phone, "07700 900777")
    press(Qt.Key.Key_Return, CTRL)
    desk.answered()
    (lead,) = desk.rows(Lead)
    desk.wait(lambda: desk.page.shapes.cards().current() is not None, "it is chosen")
    assert lead.channel == "phone"
    assert lead.holder_id == desk.shop.me
    assert desk.page.shapes.cards().current().id == lead.id


def test_who_may_be_the_same_is_said_while_a_lead_is_written_down_and_may_be_taken(desk):
    """Covers: A5, A1."""
    known = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.open()
    press(ord("N"), CTRL)
    dialog = desk.dialog(NewLeadDialog)
    QTest.keyClicks(dialog._phone, "+44 (0)7700 900-342")
    desk.wait(lambda: dialog.similar.isVisible(), "the hint")
    assert dialog.similar.accessibleName() == "Priya Hartwell: same phone, …03-42"
    desk.window.resize(1024, 600)
    desk.settle()
    box = dialog.similar
    assert box.visibleRegion().boundingRect().height() == box.height(), "in a low window, too"
    dialog.similar.buttons[0].click()
    assert dialog._name.text() == "Priya Hartwell"
    nameless = DuplicateFound(LEAD, known, "", 90, (Reason.PHONE,), number="JX-1777")
    dialog.similar.show_found((nameless,))
    assert dialog.similar.accessibleName().startswith("JX-1777: ")
    press(Qt.Key.Key_Return, CTRL)
    desk.answered()
    (lead,) = desk.rows(Lead)
    assert lead.contact_id == known


def test_refusing_a_lead_offers_its_own_reasons(desk):
    """Covers: B2."""
    lead = a_lead(desk.shop)
    desk.open()
    desk.choose(lead)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    press(ord("1"))
    dialog.put_back({"comment": "They only print in-house."})
    press(Qt.Key.Key_Return, CTRL)
    desk.answered()
    desk.wait(lambda: desk.row(Lead, lead).stage_kind == "lost", "it is refused")
    assert desk.page.shapes.model.finals[1].count == 1


def test_a_lead_is_converted_from_the_board_and_one_undo_brings_it_back(desk):
    """Covers: B4."""
    lead = a_lead(desk.shop, company="Frost Ski Base")
    desk.shop.run(lambda uow: finish_script(uow, lead))
    desk.open()
    desk.choose(lead)
    chord("W", CTRL | SHIFT)
    dialog = desk.dialog(ConversionDialog)
    assert dialog._what.text() == "Catalogue 24 pp, 300 pcs"
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: ("deal", desk.row(Lead, lead).deal_id) in desk.went, "the deal is opened")
    (deal,) = desk.rows(Deal)
    assert deal.title == "Catalogue 24 pp, 300 pcs"
    desk.undo()
    desk.wait(lambda: desk.column("Holder assigned") == ["Frost Ski Base"], "it is a lead again")
