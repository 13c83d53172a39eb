# SPDX-License-Identifier: Apache-2.0
"""What is read of leads: their board, one's page, and what happened with a client across leads and deals."""

import pytest

from desktop.commands import lead_conversion, leads, moves, touches
from desktop.domain.lead import Lead
from desktop.queries import client_page, deal_steps, lead, leads_board, search
from desktop.values.drafts.lead import ConversionDraft
from desktop.values.drafts.refusal import Refusal
from desktop.values.rows.clients import Happened
from desktop.values.times import month_start
from tests.lead_shop import a_lead, finish_script
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def board(shop):
    start = month_start(shop.clock.now())
    return shop.read(lambda reader: leads_board.board(reader, month_start=start))


def call(shop, card, outcome):
    shop.clock.advance(minutes=5)
    shop.run(
        lambda uow: touches.log_call(uow, card_id=card, outcome=outcome, comment="As it was said.")
    )


def test_the_board_has_the_funnel_with_heat_attempts_and_who_took_a_lead(shop):
    """Covers: B1, B3, A7."""
    first = a_lead(shop)
    a_lead(shop, holder_id=None, phone="+44 7700 900556")
    for outcome in ("no_answer", "other_person", "agreed"):
        call(shop, first, outcome)
    found = board(shop)
    assert [stage.name for stage in found.stages][:2] == ["Contact received", "Holder assigned"]
    held, waiting = sorted(found.cards, key=lambda card: card.taken_at is None)
    assert (held.tries, held.heat, held.holder_id) == ("not", "hot", shop.me)
    assert (waiting.tries, waiting.heat, waiting.taken_at) == ("", "", None)
    assert waiting.touch_kind == "prepare"
    reason = shop.a_reason("Volume too small")
    shop.run(lambda uow: moves.refuse_card(uow, card_id=first, why=Refusal(reason, "Far too few")))
    assert [stage.count for stage in board(shop).stages if stage.is_final] == [0, 1]


def test_a_glance_at_a_lead_tells_whom_to_call_and_the_last_words(shop):
    """Covers: B1."""
    id_ = a_lead(shop, phone="+44 7700 900557")
    call(shop, id_, "agreed")
    glance = shop.read(lambda reader: deal_steps.peek(reader, deal_id=id_))
    assert (glance.contact, glance.phone) == ("Ella Marsh", "07700 900 557")
    assert (glance.comment, glance.comment_by) == ("As it was said.", "Maya Lindqvist")
    assert (glance.blocked_at, glance.lines) == (None, ())


def test_a_page_knows_people_the_decider_and_why_the_lead_is_as_warm_as_it_is(shop):
    """Covers: B3."""
    id_ = a_lead(shop, company="Marsh School")
    boss = shop.a_contact("Paul Winter", company=shop.row(Lead, id_).company_id)
    shop.run(lambda uow: leads.change_lead(uow, lead_id=id_, fields={"decider_id": boss}))
    shop.run(lambda uow: leads.set_heat(uow, lead_id=id_, heat="hot"))
    card = shop.read(lambda reader: lead.lead(reader, lead_id=id_))
    assert [(one.name, one.decides) for one in card.people] == [
        ("Paul Winter", True),
        ("Ella Marsh", False),
    ]
    assert (card.heat, card.heat_by_rule, card.is_heat_own) == ("hot", "cold", True)
    assert card.shown == "Marsh School"
    assert [one.name for one in card.pipelines] == [
        "Commercial print", "Wide format", "Merch & gifts",
    ]  # fmt: skip


def test_a_lead_is_found_by_its_client_and_its_number(shop):
    """Covers: M3."""
    id_ = a_lead(shop, company="Marsh School")
    number = shop.row(Lead, id_).number
    for text in ("marsh", f"#{number}", "catalogue"):
        hits = shop.read(lambda reader, text=text: search.palette(reader, text=text)).hits
        assert ("lead", id_) in {(hit.kind, hit.id) for hit in hits}, text


def test_a_client_shows_what_happened_on_leads_and_on_the_deals_they_became(shop):
    """Covers: K1, B4."""
    id_ = a_lead(shop)
    call(shop, id_, "agreed")
    draft = ConversionDraft(pipeline_id=shop.pipeline())
    shop.run(lambda uow: finish_script(uow, id_))
    deal = shop.run(lambda uow: lead_conversion.convert_lead(uow, lead_id=id_, draft=draft))
    call(shop, deal, "agreed")
    contact = shop.row(Lead, id_).contact_id
    page = shop.read(lambda reader: client_page.client(reader, contact_id=contact))
    calls = [one for one in page.events if one.happened is Happened.CALL]
    assert [(one.card_kind, one.card_id) for one in calls] == [("deal", deal), ("lead", id_)]
