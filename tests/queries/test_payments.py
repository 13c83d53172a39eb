# SPDX-License-Identifier: Apache-2.0
"""The accountant's list: what is expected, what waits for a word, and what one deal has to show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.commands import history, money
from desktop.errors import UserError
from desktop.queries import payments
from desktop.values.changes import Origin
from desktop.values.ids import new_id
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def take(shop, deal_id, amount, method="cash"):
    return shop.run(
        lambda uow: money.take_payment(uow, deal_id=deal_id, amount=amount, method=method)
    )


def reverse(shop, payment_id):
    shop.run(lambda uow: money.reverse_payment(uow, payment_id=payment_id, reason="A mistake"))


def test_a_deal_with_two_invoices_is_expected_once_by_its_newer_one(shop):
    """Covers: H2."""
    deal_id = shop.a_deal(amount=36500)
    shop.an_invoice(deal_id)
    shop.clock.advance(hours=1)
    newer = shop.an_invoice(deal_id)
    shop.an_invoice(shop.a_deal("won"))
    (expected,) = shop.read(payments.desk).expected
    assert (expected.invoice_id, expected.amount, expected.paid) == (newer, 36500, 0)


def test_a_transfer_waits_until_it_is_confirmed_taken_back_or_undone(shop):
    """Covers: H2, N3."""
    deal_id = shop.a_deal(amount=36500)
    kept, confirmed, wrong = (
        shop.a_payment(deal_id, amount, confirmed=False) for amount in (100, 200, 400)
    )
    day = shop.clock.now().date()
    shop.run(lambda uow: money.record_transfer(uow, deal_id=deal_id, amount=800, paid_on=day))
    shop.run(history.undo, origin=Origin.UNDO)
    shop.a_payment(shop.a_deal(), 1600, confirmed=False)
    shop.run(lambda uow: money.confirm_payment(uow, payment_id=confirmed))
    reverse(shop, wrong)
    waiting = shop.read(payments.desk).transfers
    assert [one.payment_id for one in waiting if one.deal_id == deal_id] == [kept]
    shown = shop.read(lambda reader: payments.deal_money(reader, deal_id=deal_id))
    assert (shown.amount, shown.paid, shown.waiting) == (36500, 200, 100)


def test_a_transfer_knows_the_invoice_it_was_recorded_for(shop):
    """Covers: H2."""
    deal_id = shop.a_deal(amount=36500)
    invoice_id, day = shop.an_invoice(deal_id), shop.clock.now().date()
    (number,) = (one.number for one in shop.read(payments.desk).expected)
    for invoice in (invoice_id, None):
        shop.run(
            lambda uow, invoice=invoice: money.record_transfer(
                uow, deal_id=deal_id, amount=800, paid_on=day, invoice_id=invoice
            )
        )
    assert [one.number for one in shop.read(payments.desk).transfers] == [number, ""]


def test_the_drawer_is_counted_by_one_rule_at_the_till_and_in_the_list(shop):
    """Covers: H3."""
    deal_id = shop.a_deal()
    shop.run(lambda uow: money.open_shift(uow, opening_cash=1000))
    take(shop, deal_id, 500)
    take(shop, deal_id, 300, method="card")
    reverse(shop, take(shop, deal_id, 40))
    assert shop.run(lambda uow: money.close_shift(uow, counted_cash=1500)) == 0
    (shift,) = shop.read(payments.desk).shifts
    assert (shift.counted, shift.difference) == (1500, 0)


def test_what_came_is_listed_with_why_some_of_it_does_not_count(shop):
    """Covers: H2, H3."""
    deal_id = shop.a_deal()
    shop.an_open_shift()
    take(shop, deal_id, 500)
    shop.clock.advance(hours=1)
    reverse(shop, take(shop, deal_id, 40))
    take(shop, deal_id, 7)
    shop.run(history.undo, origin=Origin.UNDO)
    since = shop.clock.now() - timedelta(days=1)
    found = shop.read(lambda reader: payments.received(reader, since=since))
    assert [(one.amount, one.counts, one.reason) for one in found] == [
        (40, False, "A mistake"),
        (500, True, ""),
    ]
    later = shop.clock.now() - timedelta(minutes=1)
    assert len(shop.read(lambda reader: payments.received(reader, since=later))) == 1


def test_the_money_of_a_deal_that_is_gone_is_not_shown(shop):
    """Covers: N8."""
    with pytest.raises(UserError, match="no longer there"):
        shop.read(lambda reader: payments.deal_money(reader, deal_id=new_id()))
