# SPDX-License-Identifier: Apache-2.0
"""A lead's page: what was tried is drawn, heat is set, a reason is asked of the head, and it becomes a deal."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.commands import clients, joins, touches
from desktop.domain.lead import Lead
from desktop.domain.people import ContactPhone
from desktop.domain.pipeline import RefusalReason
from desktop.values.drafts.join import JoinDraft
from desktop.views.card.lead_questions import HeadAnswerDialog, WordsDialog
from desktop.views.questions.conversion import ConversionDialog
from tests.lead_shop import a_lead, finish_script
from tests.leads_desk import LeadsDesk
from tests.shell import press

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(make_desks) -> LeadsDesk:
    return make_desks(LeadsDesk)()


def call(shop, lead, outcome, comment):
    shop.clock.advance(minutes=5)
    shop.run(lambda uow: touches.log_call(uow, card_id=lead, outcome=outcome, comment=comment))


def test_the_path_shows_what_was_tried_and_what_is_next_in_one_sentence(desk):
    """Covers: E2, B3."""
    lead = a_lead(desk.shop)
    for outcome in ("no_answer", "other_person", "agreed"):
        call(desk.shop, lead, outcome, "As it was said.")
    page = desk.open().show(lead)
    assert len(page.path.nodes) == 4
    said = page.path._said.text()
    told = "1 without an answer, 1 with another person, 1 talk."
    assert said == f"{told} The reason “no answer” is offered after 7 in a row."
    page.path.nodes[0].click()
    assert page.heat.switch.current() == "hot"


def test_heat_is_set_by_hand_and_given_back_to_the_rule(desk):
    """Covers: B3."""
    lead = a_lead(desk.shop)
    page = desk.open().show(lead)
    page.heat.chosen.emit("warm")
    desk.wait(lambda: page.feed.card.heat == "warm", "it is warm")
    assert page.feed.card.is_heat_own
    page.heat.back.click()
    desk.wait(lambda: not page.feed.card.is_heat_own, "the rule says it")


def test_a_comment_and_a_fact_are_stored_on_the_lead(desk):
    """Covers: B3, E2."""
    lead = a_lead(desk.shop)
    page = desk.open().show(lead)
    page.work.change_fact("expected_amount", "580", page._refuse_fact)
    desk.wait(lambda: page.feed.card.expected_amount == 58000, "the sum is kept")
    press(ord("1"), Qt.KeyboardModifier.AltModifier)
    QTest.keyClicks(page.composer.text, "They want it before the season")
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: any(row.text.startswith("They want") for row in page.feed.card.timeline))


def test_a_lead_without_a_fitting_reason_goes_to_the_head_who_adds_one(desk):
    """Covers: B2."""
    lead = a_lead(desk.shop)
    page = desk.open().show(lead)
    page.hand.ask.click()
    dialog = desk.dialog(WordsDialog)
    QTest.keyClicks(dialog.words, "The parent firm buys for them")
    press(Qt.Key.Key_Return, CTRL)
    desk.answered()
    desk.wait(lambda: page.feed.card.asked_at is not None, "the head is asked")
    assert not page.hand.ask.isVisible()
    page.hand.reason.click()
    answer = desk.dialog(HeadAnswerDialog)
    answer._reason.setCurrentIndex(answer._reason.count() - 1)
    QTest.keyClicks(answer._new, "Bought by the parent firm")
    press(Qt.Key.Key_Return, CTRL)
    desk.answered()
    desk.wait(lambda: desk.row(Lead, lead).stage_kind == "lost", "it is refused")
    names = [one.name for one in desk.rows(RefusalReason, RefusalReason.for_leads)]
    assert "Bought by the parent firm" in names


def test_ctrl_enter_goes_to_the_wish_where_the_script_does_not_ask_for_it(desk):
    """Covers: B4."""
    lead = a_lead(desk.shop, title="", channel="cold_list")
    desk.shop.run(lambda uow: finish_script(uow, lead))
    page = desk.open().show(lead)
    assert page.feed.card.script.missing == ()
    page.focus_first()
    press(Qt.Key.Key_Return, CTRL)
    assert page.wants.facts["title"].is_open


def test_what_a_deal_needs_is_named_and_ctrl_enter_converts_once_it_is_there(desk):
    """Covers: B4."""
    lead = a_lead(desk.shop, title="")
    page = desk.open().show(lead)
    assert not page.to_deal.convert.isEnabled()
    assert page.to_deal._why.text().startswith("Missing: not said what they want.")
    page.work.change_fact("title", "Menus, 40 pcs", page._refuse_fact)
    desk.shop.run(lambda uow: finish_script(uow, lead))
    page.feed.look()
    desk.wait(lambda: page.to_deal.convert.isEnabled(), "it may be converted")
    page.focus_first()
    press(Qt.Key.Key_Return, CTRL)
    desk.dialog(ConversionDialog)
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.row(Lead, lead).deal_id is not None, "it is a deal")


def test_the_hint_names_what_coincides_and_a_lead_is_given_to_the_client_it_is_of(desk):
    """Covers: A5."""
    lead = a_lead(desk.shop)
    phone = desk.shop.rows(ContactPhone)[0].digits
    firm = desk.shop.run(
        lambda uow: clients.add_company(uow, name="Frost Ski Base", phones=[f"+{phone}"])
    )
    page = desk.open().show(lead)
    desk.wait(lambda: page.twins.isVisible(), "the hint")
    assert "Frost Ski Base: same phone" in page.twins.accessibleName()
    assert page.twins.buttons[0].text() == "It is theirs"
    page.twins.buttons[0].click()
    desk.wait(lambda: desk.row(Lead, lead).company_id == firm, "it is theirs")


def test_a_lead_that_was_joined_to_another_opens_as_that_one(desk):
    """Covers: A5."""
    kept, other = a_lead(desk.shop), a_lead(desk.shop, title="Catalogue again")
    draft = JoinDraft(kind="lead", kept_id=kept, other_id=other)
    desk.shop.run(lambda uow: joins.join_cards(uow, draft=draft))
    desk.open()
    desk.navigator.open("lead", other)
    desk.wait(lambda: ("lead", kept) in desk.went, "it leads to the one that stays")
