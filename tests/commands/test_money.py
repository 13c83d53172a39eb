# SPDX-License-Identifier: Apache-2.0
"""Money: the till's shift, payments that count at once, and those that only an accountant confirms."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.commands import history, money
from desktop.domain.deal import Deal
from desktop.domain.payment import Confirmation, Payment, Reversal, Shift
from desktop.errors import UserError
from desktop.values.changes import Origin
from desktop.values.ids import new_id
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def paid(shop, deal_id) -> int:
    return shop.row(Deal, deal_id).paid


def test_money_of_the_till_needs_an_open_shift(shop):
    """Covers: H3."""
    deal_id = shop.a_deal()

    def take(uow):
        return money.take_payment(uow, deal_id=deal_id, amount=5000, method="cash", given=10000)

    with pytest.raises(UserError, match="no open shift"):
        shop.run(take)
    shop.an_open_shift()
    shop.run(take)
    assert paid(shop, deal_id) == 5000


def test_a_double_press_stores_one_payment(shop):
    """Covers: H3."""
    deal_id, key = shop.a_deal(), new_id()
    shop.an_open_shift()
    for _press in range(2):
        shop.run(
            lambda uow: money.take_payment(
                uow, deal_id=deal_id, amount=5000, method="card", payment_id=key
            )
        )
    assert paid(shop, deal_id) == 5000


def test_a_refund_gives_back_no_more_than_was_paid(shop):
    """Covers: H3."""
    deal_id = shop.a_deal()
    shop.an_open_shift()
    payment = shop.run(
        lambda uow: money.take_payment(uow, deal_id=deal_id, amount=5000, method="cash")
    )
    shop.run(lambda uow: money.refund(uow, payment_id=payment, amount=3000, reason="Fewer pieces"))
    assert paid(shop, deal_id) == 2000
    with pytest.raises(UserError):
        shop.run(lambda uow: money.refund(uow, payment_id=payment, amount=2001, reason="Too much"))
    assert paid(shop, deal_id) == 2000


def test_a_shift_that_does_not_add_up_wants_a_word(shop):
    """Covers: H3."""
    shift = shop.run(lambda uow: money.open_shift(uow, opening_cash=10000))
    deal_id = shop.a_deal()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal_id, amount=5000, method="cash"))
    with pytest.raises(UserError) as refused:
        shop.run(lambda uow: money.close_shift(uow, counted_cash=14900))
    assert refused.value.field == "comment"
    difference = shop.run(
        lambda uow: money.close_shift(uow, counted_cash=14900, comment="A pound fell down")
    )
    assert difference == -100
    assert shop.row(Shift, shift).closed_at is not None


def test_a_transfer_counts_only_when_an_accountant_confirms_it(shop):
    """Covers: H2, N4."""
    deal_id = shop.a_deal(amount=36500)
    day = shop.clock.now().date()
    payment = shop.run(
        lambda uow: money.record_transfer(uow, deal_id=deal_id, amount=36500, paid_on=day)
    )
    assert paid(shop, deal_id) == 0
    manager = shop.a_user("manager")
    with pytest.raises(UserError, match="accountant"):
        shop.run(lambda uow: money.confirm_payment(uow, payment_id=payment), by=manager)
    with pytest.raises(UserError, match="accountant"):
        shop.run(
            lambda uow: uow.add(Confirmation(payment_id=payment, at=uow.now, by=manager)).id,
            by=manager,
        )
    accountant = shop.a_user("accountant")
    shop.run(lambda uow: money.confirm_payment(uow, payment_id=payment), by=accountant)
    assert paid(shop, deal_id) == 36500


@pytest.mark.parametrize(
    ("received", "stage"), [(10000, "awaiting_payment"), (36500, "in_work"), (40000, "in_work")]
)
def test_the_deal_goes_to_work_by_itself_once_the_agreed_part_is_there(shop, received, stage):
    """Covers: G1, H2."""
    deal_id = shop.a_deal(
        "awaiting_payment", amount=36500, due_at=shop.clock.now() + timedelta(days=3)
    )
    accountant = shop.a_user("accountant")
    day = shop.clock.now().date()
    result = shop.run(
        lambda uow: money.confirm_received(
            uow, received=[money.Received(deal_id, None, received)], paid_on=day
        ),
        by=accountant,
    )
    assert shop.row(Deal, deal_id).stage_id == shop.stage(stage)
    assert result[0].rest == 36500 - received


@pytest.mark.parametrize(
    ("payments", "shifts", "name"),
    [
        (1, 0, "Confirmed payment for Passes"),
        (2, 0, "Payments confirmed: 2"),
        (0, 1, "Confirmed the shift"),
        (0, 2, "Shifts confirmed: 2"),
        (2, 1, "Confirmed: payments 2, shifts 1"),
    ],
)
def test_what_the_accountant_confirmed_is_called_by_its_name(shop, payments, shifts, name):
    """Covers: H2, N3."""
    waiting = [
        shop.a_payment(shop.a_deal(title="Passes", amount=1000), 1000, confirmed=False)
        for _n in range(payments)
    ]
    closed = []
    for _n in range(shifts):
        closed.append(shop.an_open_shift())
        shop.run(lambda uow: money.close_shift(uow, counted_cash=10000))
    shop.run(
        lambda uow: money.confirm_received(
            uow, payments=waiting, shifts=closed, paid_on=shop.clock.now().date()
        )
    )
    label = shop.last_changes.label
    assert label.text.format(**label.fields) == name


def test_confirming_twice_is_one_confirmation_and_it_is_not_undone(shop):
    """Covers: H2, N3."""
    deal_id = shop.a_deal(amount=1000)
    payment = shop.a_payment(deal_id, 1000, confirmed=False)
    shop.run(lambda uow: money.confirm_payment(uow, payment_id=payment))
    assert not shop.last_changes.undoable, "a way back that is refused is not offered"
    with pytest.raises(UserError, match="Reverse"):
        shop.run(history.undo, origin=Origin.UNDO)
    shop.run(lambda uow: money.confirm_payment(uow, payment_id=payment))
    assert shop.count(Confirmation) == 1
    shop.run(
        lambda uow: money.reverse_payment(uow, payment_id=payment, reason="Another client's money")
    )
    assert paid(shop, deal_id) == 0


def test_a_reversal_that_was_undone_can_be_made_again(shop):
    """Covers: H2, N3."""
    deal_id = shop.a_deal(amount=1000)
    payment = shop.a_payment(deal_id, 1000)

    def reverse(uow):
        return money.reverse_payment(uow, payment_id=payment, reason="Another client's money")

    for _time in range(2):
        shop.run(reverse)
        assert paid(shop, deal_id) == 0
        shop.run(history.undo, origin=Origin.UNDO)
        assert paid(shop, deal_id) == 1000
    shop.run(reverse)
    shop.run(reverse)
    assert (paid(shop, deal_id), shop.count(Reversal)) == (0, 3)


def test_what_an_undone_refund_gave_back_can_be_given_back_again(shop):
    """Covers: H3, N3."""
    deal_id = shop.a_deal()
    shop.an_open_shift()
    payment = shop.run(
        lambda uow: money.take_payment(uow, deal_id=deal_id, amount=5000, method="cash")
    )

    def give_back(uow):
        return money.refund(uow, payment_id=payment, amount=5000, reason="Fewer pieces")

    shop.run(give_back)
    shop.run(history.undo, origin=Origin.UNDO)
    shop.run(give_back)
    assert paid(shop, deal_id) == 0


def test_an_undone_till_payment_no_longer_counts_and_redo_brings_it_back(shop):
    """Covers: H3."""
    deal_id = shop.a_deal()
    shop.an_open_shift()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal_id, amount=5000, method="cash"))
    shop.run(history.undo, origin=Origin.UNDO)
    assert paid(shop, deal_id) == 0
    shop.run(history.redo, origin=Origin.REDO)
    assert paid(shop, deal_id) == 5000
    assert shop.count(Payment) == 1


@settings(max_examples=12)
@given(
    sums=st.lists(st.tuples(st.integers(1, 9999), st.sampled_from(["cash", "card"])), max_size=6)
)
def test_the_drawer_equals_opening_cash_and_cash_payments(tmp_path_factory, sums):
    """Covers: H3."""
    shop = open_shop(tmp_path_factory.mktemp("till"))
    deal_id = shop.a_deal()
    shop.run(lambda uow: money.open_shift(uow, opening_cash=500))
    for amount, method in sums:
        shop.run(
            lambda uow, amount=amount, method=method: money.take_payment(
                uow, deal_id=deal_id, amount=amount, method=method
            )
        )
    cash = 500 + sum(amount for amount, method in sums if method == "cash")
    assert shop.run(lambda uow: money.close_shift(uow, counted_cash=cash)) == 0
    assert paid(shop, deal_id) == sum(amount for amount, _method in sums)
    shop.close()
