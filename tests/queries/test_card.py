# SPDX-License-Identifier: Apache-2.0
"""The page of one deal: what the query gathers, and what undo takes out of the timeline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.commands import deals, documents, history, money, touches
from desktop.errors import UserError
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
    assert [(paper.kind, paper.state) for paper in page.papers] == [
        ("contract_firm", "draft"),
        ("file", ""),
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
        lambda uow: touches.comment(uow, deal_id=deal_id, text="Logo is small"),
        lambda uow: touches.log_call(
            uow, deal_id=deal_id, outcome="agreed", comment="Agreed on vinyl", next_touch=later
        ),
        lambda uow: deals.move_deal(uow, deal_id=deal_id, stage_id=shop.stage("quote")),
        lambda uow: touches.log_message(
            uow, deal_id=deal_id, channel="telegram", text="Waterproof?"
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
