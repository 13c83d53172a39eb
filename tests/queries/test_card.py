# SPDX-License-Identifier: Apache-2.0
"""The page of one deal: what the query gathers, and what undo takes out of the timeline."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.commands import (
    clients,
    deals,
    documents,
    handover,
    history,
    messages,
    money,
    moves,
    touches,
)
from desktop.domain.bookkeeping import Conflict
from desktop.errors import UserError
from desktop.models.timeline_words import Speaker
from desktop.queries import card
from desktop.values.changes import Origin
from desktop.values.drafts.touch import TouchDraft
from desktop.values.ids import new_id
from desktop.values.rows.card import Event
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def read(shop, deal_id):
    return shop.read(lambda reader: card.deal(reader, deal_id=deal_id))


def test_the_page_gathers_client_lines_touches_papers_and_money(shop):
    """Covers: C3, G6, H1."""
    company = shop.a_company(requisites={"legal_name": "Oak & Lime Bakery Ltd"})
    contact = shop.a_contact(
        phone="447700900342", email="orders@oakandlime.example", company=company
    )
    deal_id = shop.a_deal("contract", contact=contact, company=company, amount=36500)
    shop.an_open_shift()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal_id, amount=5000, method="card"))
    papers = shop.run(
        lambda uow: documents.prepare_papers(uow, deal_id=deal_id, contract_kind="contract_firm")
    )
    shop.run(
        lambda uow: documents.add_version(
            uow,
            document_id=papers.contract_id,
            file=documents.PaperFile("contract.docx", blob="a" * 64, size=9),
        )
    )
    shop.run(
        lambda uow: touches.attach_file(
            uow, card_id=deal_id, file_name="logo.svg", blob="b" * 64, size=3
        )
    )
    page = read(shop, deal_id)
    assert page.client.name == "Oak & Lime Bakery Ltd"
    assert page.client.phones == ("447700900342",)
    assert page.client.requisites.legal_name == "Oak & Lime Bakery Ltd"
    assert (page.amount, page.paid, page.invoiced, page.invoice_number) == (
        36500,
        5000,
        36500,
        "I-0001",
    )
    assert [(paper.kind, paper.sent_at, paper.is_file) for paper in page.papers] == [
        ("contract_firm", None, False),
        ("file", None, True),
    ]
    assert [(one.amount, one.counts) for one in page.payments] == [(5000, True)]
    assert page.next_touch is not None
    assert [stage.kind for stage in page.stages][-2:] == ["won", "lost"]


def test_the_timeline_tells_everything_newest_first_and_nothing_undone(shop):
    """Covers: B3, D1, C6."""
    deal_id = shop.a_deal()
    step = timedelta(minutes=5)
    later = TouchDraft(goal="Call again", due_at=shop.clock.now() + timedelta(days=1))
    for work in (
        lambda uow: touches.comment(uow, card_id=deal_id, text="Logo is small"),
        lambda uow: touches.log_call(
            uow, card_id=deal_id, outcome="agreed", comment="Agreed on vinyl", next_touch=later
        ),
        lambda uow: moves.move_card(uow, card_id=deal_id, stage_id=shop.stage("quote")),
        lambda uow: touches.log_message(
            uow, card_id=deal_id, channel="telegram", text="Waterproof?"
        ),
    ):
        shop.clock.advance(step)
        shop.run(work)
    events = [row.event for row in read(shop, deal_id).timeline]
    assert events == [Event.MESSAGE, Event.STAGE, Event.CALL, Event.COMMENT, Event.CREATED]
    shop.run(history.undo, origin=Origin.UNDO)
    assert Event.MESSAGE not in [row.event for row in read(shop, deal_id).timeline]
    shop.run(history.redo, origin=Origin.REDO)
    assert [row.event for row in read(shop, deal_id).timeline] == events


def test_money_that_undo_took_back_is_not_on_the_page(shop):
    """Covers: H3, N3."""
    deal_id = shop.a_deal(amount=5000)
    shop.an_open_shift()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal_id, amount=5000, method="cash"))
    payment = read(shop, deal_id).payments[0].id
    shop.run(lambda uow: money.reverse_payment(uow, payment_id=payment, reason="A mistake"))
    assert read(shop, deal_id).payments[0].is_reversed
    shop.run(history.undo, origin=Origin.UNDO)
    (shown,) = read(shop, deal_id).payments
    assert (shown.counts, shown.is_reversed) == (True, False)
    shop.run(history.undo, origin=Origin.UNDO)
    assert read(shop, deal_id).payments == ()


def test_a_card_that_is_gone_says_so(shop):
    """Covers: N8."""
    with pytest.raises(UserError, match="no longer there"):
        read(shop, new_id())


def test_a_person_without_a_company_shows_their_own_phones_alone(shop):
    """Covers: B3."""
    for n in range(3):
        shop.a_contact(phone=f"44770090050{n}")
    deal_id = shop.a_deal(contact=shop.a_contact(phone="447700900342"))
    assert read(shop, deal_id).client.phones == ("447700900342",)


def test_the_page_knows_what_it_needs_to_change_phone_line_and_touch(shop):
    """Covers: C3, D2."""
    company = shop.a_company()
    contact = shop.a_contact(phone="447700900342", company=company)
    shop.run(lambda uow: clients.add_phone(uow, phone="020 7946 0342", company_id=company))
    deal_id = shop.a_deal(contact=contact, company=company, source="Recommended by a client")
    page = read(shop, deal_id)
    assert page.source == "Recommended by a client"
    assert page.client.phones == ("447700900342", "442079460342")
    assert len(page.client.phone_ids) == len(page.client.phone_stamps) == 2
    assert (page.tax_rate, page.adds_tax) == (Decimal(20), False)
    assert page.stage.name == "Brief & calculation"


def test_another_owner_is_told_by_the_timeline_until_it_is_undone(shop):
    """Covers: B5, N7."""
    tom = shop.a_user("manager", name="Tom Ferris")
    deal_id = shop.a_deal()
    shop.clock.advance(minutes=5)
    shop.run(lambda uow: handover.hand_over(uow, card_ids=[deal_id], to=tom))

    def owners():
        rows = read(shop, deal_id).timeline
        return [(row.before, row.after) for row in rows if row.event is Event.HOLDER]

    assert owners() == [("Maya Lindqvist", "Tom Ferris")]
    shop.run(history.undo, origin=Origin.UNDO)
    assert owners() == []
    shop.run(history.redo, origin=Origin.REDO)
    assert owners() == [("Maya Lindqvist", "Tom Ferris")]


def test_a_touch_that_nobody_planned_is_told(shop):
    """Covers: F3."""
    deal_id = shop.a_deal()
    shop.clock.advance(minutes=5)
    shop.a_task(deal_id, goal="Send contract and invoice")
    told = [row for row in read(shop, deal_id).timeline if row.event is Event.TOUCH_SET]
    assert [row.subject for row in told] == ["Send contract and invoice"]
    assert told[0].next_touch_at == shop.clock.now() + timedelta(days=1)


def test_a_file_stands_once_with_its_newest_version(shop):
    """Covers: G6."""
    deal_id = shop.a_deal()
    for blob in ("a", "b"):
        shop.run(
            lambda uow, blob=blob: touches.attach_file(
                uow, card_id=deal_id, file_name="logo.svg", blob=blob * 64, size=3
            )
        )
    assert [(paper.name, paper.version) for paper in read(shop, deal_id).papers] == [
        ("logo.svg", 2)
    ]


def test_a_paper_says_when_and_to_whom_it_was_sent(shop):
    """Covers: G6."""
    deal_id = shop.a_deal()
    shop.run(
        lambda uow: touches.attach_file(
            uow, card_id=deal_id, file_name="quote.pdf", blob="c" * 64, size=3
        )
    )
    letter = shop.run(
        lambda uow: messages.queue_letter(
            uow, deal_id=deal_id, recipient="orders@oakandlime.example", subject="Quote", body="",
            sender_domain="rook.example", attachments=[{"name": "quote.pdf", "blob": "c" * 64, "size": 3}],
        )
    )  # fmt: skip
    shop.run(lambda uow: messages.claim(uow, message_id=letter), origin=Origin.ROBOT)
    shop.run(lambda uow: messages.note_sent(uow, message_id=letter), origin=Origin.ROBOT)
    (paper,) = read(shop, deal_id).papers
    assert (paper.sent_at, paper.sent_to) == (shop.clock.now(), "orders@oakandlime.example")


def test_an_open_form_can_say_who_changed_its_record(shop):
    """Covers: N2, N7."""
    tom = shop.a_user("manager", name="Tom Ferris")
    deal_id = shop.a_deal()
    shop.run(lambda uow: deals.change_deal(uow, deal_id=deal_id, fields={"note": "Urgent"}), by=tom)
    assert shop.read(lambda reader: card.who_changed(reader, record_ids=[deal_id])) == "Tom Ferris"
    assert shop.read(lambda reader: card.who_changed(reader, record_ids=[new_id()])) == ""


def test_what_two_changed_at_once_is_told_on_the_card(shop):
    """Covers: N2."""
    deal_id = shop.a_deal(amount=5000)
    tom = shop.a_user(name="Tom Ferris")
    card_row = read(shop, deal_id)

    def plant(uow):
        value = {
            "lost": 1,
            "by": "0000000000000010-AC.1",
            "won": 2,
            "won_by": "0000000000000020-TM.1",
        }
        about = (("deal", deal_id, "note"), ("deal_line", card_row.lines[0].id, "amount"))
        for kind, record, field in about:
            uow.add(
                Conflict(
                    on_kind=kind, on_id=record, fields={field: value}, found_at=uow.now,
                    loser_id=shop.me, winner_id=tom,
                )
            )  # fmt: skip

    shop.run(plant, origin=Origin.SYNC)
    told = [one for one in read(shop, deal_id).timeline if one.event is Event.CONFLICT]
    assert {(one.subject, one.after) for one in told} == {
        ("note", "Tom Ferris"),
        ("amount", "Tom Ferris"),
    }
    said = [Speaker(shop.clock.now()).say(one) for one in told]
    assert {"".join(text for text, _stress in one.title).partition(", ")[0] for one in said} == {
        "Changed in two places: Note",
        "Changed in two places: Sum",
    }
