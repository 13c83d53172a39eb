# SPDX-License-Identifier: Apache-2.0
"""What papers are made from: numbers foreseen without taking them, days by the shop's calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop.commands import documents
from desktop.errors import UserError
from desktop.queries import contract
from desktop.storage.tables import counter
from desktop.values.ids import new_id
from tests.shop import open_shop

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def read(shop, deal_id):
    return shop.read(lambda reader: contract.contract(reader, deal_id=deal_id))


def test_the_numbers_are_foreseen_and_not_taken(shop):
    """Covers: H6, G1."""
    deal_id = shop.a_deal("contract")
    card = read(shop, deal_id)
    assert (card.contract_number, card.invoice_number) == ("1/26", "I-0001")
    assert (card.contract, card.invoice) == (None, None)
    series = shop.read(lambda reader: list(reader.connection.scalars(counter.select())))
    assert [name for name in series if name.startswith(("contract", "invoice"))] == []
    papers = shop.run(
        lambda uow: documents.prepare_papers(uow, deal_id=deal_id, contract_kind="contract_person")
    )
    again = read(shop, deal_id)
    assert (again.contract_number, again.invoice_number) == ("1/26", "I-0001")
    assert again.contract is not None
    assert (again.contract.document_id, again.contract.version) == (papers.contract_id, 0)
    assert read(shop, shop.a_deal("contract")).invoice_number == "I-0002"


def test_days_follow_the_shops_calendar(shop):
    """Due on Monday noon, the proof is wanted by Friday noon; a week to pay is seven days of work. Covers: E5, H1."""
    due = datetime(2026, 10, 19, 12, 0, tzinfo=LONDON)
    card = read(shop, shop.a_deal("contract", due_at=due))
    assert card.proof_by == datetime(2026, 10, 16, 12, 0, tzinfo=LONDON)
    assert card.proof_hours == 10
    assert (card.contract_on, card.pay_by) == (date(2026, 10, 15), date(2026, 10, 26))
    soon = read(shop, shop.a_deal("contract", due_at=shop.clock.now() + timedelta(hours=3)))
    assert soon.proof_by is None


def test_a_letter_settles_only_a_touch_that_asks_for_one(shop):
    """Covers: G1, D2."""
    calling = shop.a_deal("contract")
    assert read(shop, calling).touch_id is None
    writing = shop.a_deal("contract", touch_in=timedelta(days=3))
    task = shop.a_task(writing, kind="write", goal="Send contract and invoice")
    assert read(shop, writing).touch_id == task


def test_a_bank_is_known_from_other_clients(shop):
    """Covers: G4."""
    known = {"bik": "040000742", "bank": "АО «Банк Брод»", "correspondent": "30101810100000000742"}
    shop.a_company(requisites=known)
    found = shop.read(lambda reader: contract.bank_of(reader, bik="040000742"))
    assert found == ("АО «Банк Брод»", "30101810100000000742")
    assert shop.read(lambda reader: contract.bank_of(reader, bik="040000743")) is None


def test_a_deal_that_is_gone_is_told(shop):
    """Covers: N8."""
    with pytest.raises(UserError, match="no longer there"):
        read(shop, new_id())
