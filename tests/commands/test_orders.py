# SPDX-License-Identifier: Apache-2.0
"""Orders of the counter: one transaction each, money exact, nobody handed work over unpaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.commands import drafts as draft_commands
from desktop.commands import history, money, orders, prices
from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.document import Attachment
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.payment import Payment
from desktop.domain.people import Contact, ContactPhone
from desktop.domain.pipeline import Stage
from desktop.domain.product import Product
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.queries import counter
from desktop.queries import drafts as kept_drafts
from desktop.values.changes import Origin
from desktop.values.drafts.order import MOST_PIECES, OrderDraft, OrderFile, OrderLine
from desktop.values.drafts.product import ProductEdit
from desktop.values.numbers import from_paper_code
from desktop.values.pricing import PriceTable
from desktop.values.states import StageKind, StagePurpose
from tests.shop import open_shop

PHONE = "07700 900 342"
DIGITS = "447700900342"


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def cards_id(shop):
    return shop.rows(Product, Product.name == "Business cards")[0].id


def a_draft(shop, **fields) -> OrderDraft:
    """500 business cards for a new client, due in two working days: £119.00."""
    usual = OrderDraft(
        phone=PHONE,
        name="Priya",
        lines=(OrderLine(cards_id(shop), 500),),
        due_at=shop.clock.now() + timedelta(days=4),
    )
    return replace(usual, **fields)


def place(shop, draft, **kwargs):
    return shop.run(lambda uow: orders.place_order(uow, draft=draft), **kwargs)


def the_order(shop, placed) -> Deal:
    return shop.row(Deal, placed.order_id)


def open_tasks(shop, placed):
    found = shop.rows(Task, Task.card_id == placed.order_id, Task.done_at.is_(None))
    return sorted((task for task in found if not task.archived_at), key=lambda task: task.due_at)


def test_an_order_is_client_deal_lines_payment_and_next_touch_in_one_step(shop):
    """Covers: A1, A2, C3, D2, H3, H6."""
    shop.an_open_shift()
    draft = a_draft(shop, prepayment=5000, method="cash", given=10000, note="Ring first")
    placed = place(shop, draft)
    deal = the_order(shop, placed)
    assert (deal.id, deal.is_counter, deal.channel) == (draft.id, True, "walk_in")
    assert (deal.amount, deal.paid, deal.note) == (11900, 5000, "Ring first")
    assert deal.title == "Business cards 500 pcs 4+4"
    assert str(from_paper_code(deal.code)) == deal.number == placed.number
    assert shop.row(Stage, deal.stage_id).purpose == StagePurpose.IN_WORK
    assert shop.row(Contact, deal.contact_id).name == "Priya"
    assert shop.rows(ContactPhone)[0].digits == DIGITS
    (line,) = shop.rows(DealLine, DealLine.deal_id == deal.id)
    assert (line.title, line.quantity, line.amount) == ("Business cards 90 × 50", 500, 11900)
    assert (line.unit_price, line.tax_rate) == (Decimal("0.238"), Decimal(20))
    assert line.sheets == "24 × SRA3"
    assert line.options["finish"] == "matt2"
    (touch,) = open_tasks(shop, placed)
    assert (touch.kind, touch.due_at) == ("hand_over", deal.due_at)
    (payment,) = shop.rows(Payment)
    assert (payment.id, payment.amount, payment.given) == (draft.payment_id, 5000, 10000)


def test_an_order_with_its_payment_is_taken_back_in_one_step(shop):
    """Covers: A2."""
    shop.an_open_shift()
    placed = place(shop, a_draft(shop, pays_in_full=True, method="cash"))
    assert shop.read(counter.shift).cash == 10000 + 11900
    shop.run(history.undo, origin=Origin.UNDO)
    assert the_order(shop, placed).archived_at is not None
    assert shop.read(counter.shift).cash == 10000
    assert shop.run(lambda uow: money.close_shift(uow, counted_cash=10000)) == 0


def test_a_double_press_stores_one_order(shop):
    """Covers: A2."""
    shop.an_open_shift()
    draft = a_draft(shop, prepayment=5000)
    assert place(shop, draft) == place(shop, draft)
    assert (shop.count(Deal), shop.count(Payment), shop.count(Contact)) == (1, 1, 1)


def test_a_known_phone_finds_its_client_in_any_notation(shop):
    """Covers: A2."""
    known = shop.a_contact("Priya Hartwell", DIGITS)
    placed = place(shop, a_draft(shop, phone="+44 (0)7700 900-342", name=""))
    assert placed.contact_id == known
    assert shop.count(Contact) == 1


def test_prices_are_copied_in_and_a_later_price_list_alters_no_order(shop):
    """Covers: C3, J1."""
    placed = place(shop, a_draft(shop))
    edit = ProductEdit("Business cards", PriceTable.flat(Decimal(9)))
    shop.run(lambda uow: prices.change_product(uow, product_id=cards_id(shop), edit=edit))
    assert the_order(shop, placed).amount == 11900


def test_a_price_that_changed_while_the_form_was_open_is_not_charged_unseen(shop):
    """Covers: A2."""
    draft = a_draft(shop, told=11900)
    edit = ProductEdit("Business cards", PriceTable.flat(Decimal(1)))
    shop.run(lambda uow: prices.change_product(uow, product_id=cards_id(shop), edit=edit))
    with pytest.raises(UserError, match="now costs £500"):
        place(shop, draft)
    assert shop.count(Deal) == 0


def test_discount_kinds_and_express_are_exact(shop):
    """Covers: C3."""
    line = OrderLine(cards_id(shop), 500, sets=2, discount=Decimal(5))
    placed = place(shop, a_draft(shop, lines=(line,), is_express=True))
    deal = the_order(shop, placed)
    # 0.238 × 1000 = 238.00, less 5 % 11.90, express 20.00
    assert (deal.amount, deal.is_express) == (24610, True)
    (kept,) = shop.rows(DealLine)
    assert (kept.quantity, kept.sets, kept.discount_percent) == (1000, 2, Decimal(5))


def test_a_tax_that_the_firm_adds_is_owed_too(shop):
    """Covers: C3, H7."""
    from desktop.domain.firm import Firm

    def add_tax(uow):
        uow.get(Firm, shop.firm_id).tax_mode = "added"

    shop.run(add_tax)
    assert the_order(shop, place(shop, a_draft(shop))).amount == 14280


def test_without_an_open_shift_no_money_and_no_order(shop):
    """Covers: H3."""
    with pytest.raises(UserError, match="no open shift"):
        place(shop, a_draft(shop, prepayment=5000))
    assert (shop.count(Deal), shop.count(Contact)) == (0, 0)


def test_an_order_without_a_name_is_claimed_by_a_phone_later(shop):
    """Covers: A2, C2."""
    draft = a_draft(shop, phone="", name="", is_anonymous=True)
    placed = place(shop, draft)
    assert placed.contact_id is None
    known = shop.a_contact("Priya Hartwell", DIGITS)

    def claim(uow):
        return orders.claim_order(uow, order_id=placed.order_id, phone=PHONE)

    assert shop.run(claim) == known
    assert the_order(shop, placed).contact_id == known
    with pytest.raises(UserError, match="already has its client"):
        shop.run(claim)


def test_an_invoiced_order_takes_no_money_and_has_its_number(shop):
    """Covers: A2, H1."""
    placed = place(shop, a_draft(shop, method="transfer", prepayment=5000))
    assert shop.count(Payment) == 0
    (issue,) = shop.rows(InvoiceIssue)
    assert (issue.number, issue.amount) == (placed.invoice, 11900)
    assert [task.kind for task in open_tasks(shop, placed)] == ["write", "hand_over"]
    nobody = a_draft(shop, method="transfer", phone="", name="", is_anonymous=True)
    with pytest.raises(UserError, match="An invoice needs a client"):
        place(shop, nobody)


def test_files_stay_with_the_order_under_their_version(shop):
    """Covers: A2."""
    file = OrderFile("cards.pdf", "ab" * 32, 1200, version=3)
    placed = place(shop, a_draft(shop, files=(file,)))
    (kept,) = shop.rows(Attachment, Attachment.card_id == placed.order_id)
    assert (kept.file_name, kept.blob, kept.version) == ("cards.pdf", "ab" * 32, 3)


def test_the_draft_goes_when_its_order_is_stored(shop):
    """Covers: A2."""
    draft = a_draft(shop)

    def keep(uow):
        draft_commands.save_draft(
            uow,
            kind=orders.ORDER_DRAFT,
            key=str(draft.id),
            body=draft.to_document(),
            user_id=shop.me,
        )

    def left():
        return shop.read(lambda r: kept_drafts.drafts(r, kind=orders.ORDER_DRAFT))

    shop.run(keep)
    assert OrderDraft.from_document(left()[0].body) == draft
    place(shop, draft)
    assert left() == ()


WRONG = [
    ({"phone": "", "name": ""}, "Type a phone or a name"),
    ({"phone": "12"}, "10–15 digits"),
    ({"phone": "☎️ call me"}, "10–15 digits"),
    ({"lines": ()}, "Choose a product"),
    ({"due_at": None}, "Say when"),
    ({"prepayment": -1}, "not below zero"),
    ({"prepayment": 11901}, "costs less"),
    ({"prepayment": 5000, "method": "cash", "given": 4999}, "gave less"),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG)
def test_what_cannot_be_right_is_refused_with_a_sentence(shop, fields, sentence):
    """Covers: N8."""
    shop.an_open_shift()
    with pytest.raises(UserError, match=sentence):
        place(shop, a_draft(shop, **fields))
    assert shop.count(Deal) == 0


@pytest.mark.parametrize("quantity", [0, -5, MOST_PIECES + 1, 10**9, 10**30])
def test_a_quantity_nobody_means_is_refused_with_a_sentence(shop, quantity):
    """Covers: N8."""
    line = OrderLine(cards_id(shop), quantity)
    with pytest.raises(UserError, match=r"Check the quantity|whole number from 1"):
        place(shop, a_draft(shop, lines=(line,)))


def test_a_passed_time_and_a_lost_choice_are_refused(shop):
    """Covers: N8."""
    with pytest.raises(UserError, match="has passed"):
        place(shop, a_draft(shop, due_at=shop.clock.now()))
    line = OrderLine(cards_id(shop), 100, {"size": "gone"})
    with pytest.raises(UserError, match="no longer has this answer"):
        place(shop, a_draft(shop, lines=(line,)))


def test_names_may_be_anything(shop):
    placed = place(shop, a_draft(shop, phone="", name="🎉 Zoë “X” O'Brien; DROP TABLE deal"))
    assert shop.row(Contact, placed.contact_id).name.startswith("🎉 Zoë")


# Ready and handed over


def test_a_ready_order_has_its_shelf_and_the_client_is_told_once(shop):
    """Covers: J4."""
    placed = place(shop, a_draft(shop, ready_channel="call"))

    def ready(uow, shelf):
        return orders.mark_ready(uow, order_id=placed.order_id, shelf=shelf)

    assert shop.run(lambda uow: ready(uow, "B12")) == "Ready"
    deal = the_order(shop, placed)
    assert (deal.shelf, deal.ready_at) == ("B12", shop.clock.now())
    assert [task.kind for task in open_tasks(shop, placed)] == ["call", "hand_over"]
    assert "B12" in open_tasks(shop, placed)[0].goal
    assert shop.run(lambda uow: ready(uow, "C3")) is None
    assert len(open_tasks(shop, placed)) == 2
    assert the_order(shop, placed).shelf == "C3"


@pytest.mark.parametrize("channel", ["sms", "email"])
def test_who_does_not_want_to_be_written_to_is_called_when_an_order_is_ready(shop, channel):
    """Covers: F4, J4. Also where the order repeats one that was to be told so."""
    placed = place(shop, a_draft(shop, ready_channel=channel))
    shop.run(lambda uow: setattr(uow.get(Contact, placed.contact_id), "opted_out", [channel]))
    again = place(shop, a_draft(shop, ready_channel=channel, contact_id=placed.contact_id))
    for one in (placed, again):
        shop.run(lambda uow, one=one: orders.mark_ready(uow, order_id=one.order_id, shelf=""))
        assert "call" in [task.kind for task in open_tasks(shop, one)]
        assert "write" not in [task.kind for task in open_tasks(shop, one)]


def hand_over(shop, placed, *, taken_by="Priya", **kwargs):
    by = kwargs.pop("by", None)
    return shop.run(
        lambda uow: orders.hand_over(uow, order_id=placed.order_id, taken_by=taken_by, **kwargs),
        by=by,
    )


def test_the_rest_is_paid_as_the_work_is_handed_over(shop):
    """Covers: H3, J4."""
    shop.an_open_shift()
    placed = place(shop, a_draft(shop, prepayment=5000))
    done = hand_over(shop, placed, method="cash", given=10000)
    assert (done.taken, done.rest) == (6900, 0)
    deal = the_order(shop, placed)
    assert (deal.paid, deal.stage_kind) == (11900, StageKind.WON)
    assert (deal.handed_over_to, deal.handed_over_at) == ("Priya", shop.clock.now())
    assert open_tasks(shop, placed) == []
    assert shop.count(StageMove, StageMove.deal_id == deal.id) == 1
    with pytest.raises(UserError, match="closed already"):
        hand_over(shop, placed, method="cash")


def test_unpaid_work_is_not_handed_over(shop):
    """Covers: J4."""
    operator = shop.a_user("operator")
    placed = place(shop, a_draft(shop))
    with pytest.raises(UserError, match="is still to pay") as told:
        hand_over(shop, placed, by=operator, reason="They promised")
    assert told.value.field == "method"
    with pytest.raises(UserError, match="Say who took it"):
        hand_over(shop, placed, taken_by=" ")
    assert the_order(shop, placed).handed_over_at is None


def test_the_head_lets_work_go_unpaid_with_a_reason_and_it_is_done_when_paid(shop):
    """Covers: J4."""
    head = shop.a_user(("head", "operator"))
    placed = place(shop, a_draft(shop))
    with pytest.raises(UserError, match="Say why"):
        hand_over(shop, placed, by=head)
    done = hand_over(shop, placed, by=head, reason="Old client, pays on Friday")
    assert done.rest == 11900
    deal = the_order(shop, placed)
    assert (deal.stage_kind, deal.handed_over_to) == (StageKind.OPEN, "Priya")
    assert [task.kind for task in open_tasks(shop, placed)] == ["call"]
    shop.an_open_shift()
    shop.run(lambda uow: money.take_payment(uow, deal_id=deal.id, amount=11900, method="card"))
    assert the_order(shop, placed).stage_kind == StageKind.WON


def test_a_handover_is_taken_back_with_its_payment(shop):
    """Covers: J4."""
    shop.an_open_shift()
    placed = place(shop, a_draft(shop))
    hand_over(shop, placed, method="card")
    shop.run(history.undo, origin=Origin.UNDO)
    deal = the_order(shop, placed)
    assert (deal.paid, deal.stage_kind, deal.handed_over_at) == (0, StageKind.OPEN, None)
    assert len(open_tasks(shop, placed)) == 1


def test_production_may_not_take_orders_but_marks_them_ready(shop):
    """Covers: N4."""
    printer = shop.a_user("production")
    with pytest.raises(UserError, match="closed to your role"):
        place(shop, a_draft(shop), by=printer)
    placed = place(shop, a_draft(shop))
    shop.run(lambda uow: orders.mark_ready(uow, order_id=placed.order_id), by=printer)
    assert the_order(shop, placed).ready_at is not None


@given(
    quantity=st.integers(1, 20000),
    discount=st.integers(0, 100),
    sets=st.integers(1, 9),
    is_express=st.booleans(),
    share=st.integers(0, 100),
)
def test_total_prepayment_and_rest_add_up_to_the_penny(
    shop_once, quantity, discount, sets, is_express, share
):
    """Covers: A2, C3."""
    desk = shop_once
    products = {one.id: one for one in desk.products}
    line = OrderLine(desk.products[0].id, quantity, sets=sets, discount=Decimal(discount))
    draft = OrderDraft(lines=(line,), is_express=is_express)
    total = draft.sums(products, desk.terms).total
    draft = replace(draft, prepayment=total.minor * share // 100, given=total.minor, method="cash")
    sums = draft.sums(products, desk.terms)
    assert sums.prepaid + sums.rest == sums.total
    assert sums.change == sums.total - sums.prepaid
    assert sum(step.sum.minor for step in sums.prices[0].steps) == sums.total.minor


@pytest.fixture(scope="module")
def shop_once(tmp_path_factory):
    opened = open_shop(tmp_path_factory.mktemp("prices"))
    desk = opened.read(counter.desk)
    opened.close()
    return desk
