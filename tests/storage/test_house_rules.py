# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, tried through every path: one by one, in bulk, by undo, by import, by a merge."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.commands import history, moves, touches
from desktop.domain.bookkeeping import Finding
from desktop.domain.card import move_to
from desktop.domain.deal import Deal
from desktop.domain.guard import CardFacts, Demand, DemandsUnmet, demand_label, missing
from desktop.domain.payment import Confirmation, Payment, Shift
from desktop.domain.pipeline import RefusalReason, Stage
from desktop.domain.touch import Activity, Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.storage.house_rules import HouseRuleBroken
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.touch import TouchDraft

PATHS = (Origin.PERSON, Origin.ROBOT, Origin.IMPORT)
OTHERS = [
    "Other",
    "other.",
    "OTHER reason",
    "Оther",
    "Другое",
    "иное",
    "Прочее",
    "其他",
    "…",
    "0ther",
]


def finish_all(shop, deal, **how):
    def work(uow):
        for task in uow.all(select(Task).where(Task.card_id == deal, Task.done_at.is_(None))):
            task.finish(at=uow.now, by=None, outcome="done")

    shop.run(work, **how)


# Every open card has a dated next touch (D2)


@pytest.mark.parametrize("origin", PATHS)
def test_no_path_leaves_an_open_card_without_a_next_touch(shop, origin):
    """Covers: D2."""
    deal = shop.a_deal()
    for by in (None, Actor()):
        with pytest.raises(HouseRuleBroken, match="needs a next touch") as refused:
            finish_all(shop, deal, origin=origin, by=by)
        assert [one.rule for one in refused.value.broken] == ["next_touch"]
    assert shop.row(Task, shop.next_touch(deal)).is_open


def test_archiving_the_last_touch_or_giving_it_to_another_card_is_refused(shop):
    """Covers: D2."""
    deal, closed = shop.a_deal(), shop.a_deal("Won")
    task = shop.next_touch(deal)
    with pytest.raises(HouseRuleBroken):
        shop.run(lambda uow: setattr(uow.get(Task, task), "archived_at", uow.now))
    with pytest.raises(HouseRuleBroken):
        shop.run(lambda uow: setattr(uow.get(Task, task), "card_id", closed))


def test_a_touch_without_a_goal_is_none(shop):
    """Covers: D2."""
    deal = shop.a_deal()
    task = shop.next_touch(deal)
    for goal in ("", "   "):
        with pytest.raises(HouseRuleBroken):
            shop.run(lambda uow, goal=goal: setattr(uow.get(Task, task), "goal", goal))


def test_deals_added_in_bulk_want_their_touches_too(shop):
    """Covers: D2, A6."""
    pattern = shop.row(Deal, shop.a_deal())
    fields = "pipeline_id stage_id stage_since created_at currency contact_id".split()
    rows = [
        {**{name: getattr(pattern, name) for name in fields}, "number": f"X-{n}", "code": "", "title": "Flyers"}
        for n in range(3)
    ]  # fmt: skip

    def without(uow):
        uow.add_many(Deal, rows)

    def with_touches(uow):
        for deal in uow.add_many(Deal, rows):
            touch = {"card_id": deal, "kind": "call", "goal": "First talk", "created_at": uow.now}
            uow.add_many(Task, [{**touch, "due_at": uow.now + timedelta(days=1)}])

    with pytest.raises(HouseRuleBroken):
        shop.run(without, origin=Origin.IMPORT)
    assert shop.count(Deal) == 1
    shop.run(with_touches, origin=Origin.IMPORT)
    assert shop.count(Deal) == 4


def test_reopening_a_closed_card_wants_a_touch(shop):
    """Covers: D2, C7."""
    deal = shop.a_deal("Won", amount=0, lines=[])
    brief = shop.stage("Brief & calculation")
    with pytest.raises(HouseRuleBroken):
        shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=brief))
    touch = TouchDraft(goal="Second run", due_at=shop.clock.now() + timedelta(days=1))
    shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=brief, touch=touch))
    assert shop.row(Deal, deal).is_open


def test_an_archived_or_closed_card_needs_no_touch(shop):
    """Covers: D2."""
    deal = shop.a_deal()
    task = shop.next_touch(deal)

    def archive(uow):
        uow.get(Deal, deal).archived_at = uow.now
        uow.get(Task, task).archived_at = uow.now

    shop.run(archive)
    assert shop.a_deal("Refused")


def test_undo_of_a_plan_keeps_the_rule(shop):
    """Covers: D2."""
    deal = shop.a_deal()
    first = shop.next_touch(deal)
    due = shop.clock.now() + timedelta(days=2)
    shop.run(
        lambda uow: touches.plan(uow, card_id=deal, touch=TouchDraft(goal="Again", due_at=due))
    )
    tom = shop.a_user("manager")
    finish = {"task_id": first, "outcome": "agreed", "comment": "All is well."}
    shop.run(lambda uow: touches.finish_touch(uow, **finish), by=tom)
    with pytest.raises(HouseRuleBroken):
        shop.run(history.undo, origin=Origin.UNDO)


def test_a_merge_is_always_applied_and_leaves_one_finding_for_the_holder(shop):
    """Covers: D2, N3."""
    tom = shop.a_user("manager")
    deal = shop.a_deal(holder=tom)
    finish_all(shop, deal, origin=Origin.SYNC, by=Actor())
    finding = shop.rows(Finding)[0]
    assert (finding.rule, finding.card_id, finding.holder_id) == ("next_touch", deal, tom)
    shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "x"), origin=Origin.SYNC, by=Actor())
    assert shop.count(Finding) == 1
    with pytest.raises(HouseRuleBroken):
        shop.run(lambda uow: setattr(uow.get(Deal, deal), "note", "y"))


def test_a_finding_is_settled_once_the_card_is_put_right_and_opens_again_when_it_breaks_again(shop):
    """Covers: D2, N3."""
    deal = shop.a_deal()
    finish_all(shop, deal, origin=Origin.SYNC, by=Actor())
    due = shop.clock.now() + timedelta(days=2)
    touch = TouchDraft(goal="Again", due_at=due)
    shop.run(lambda uow: touches.plan(uow, card_id=deal, touch=touch))
    assert shop.rows(Finding)[0].settled_at == shop.clock.now()
    finish_all(shop, deal, origin=Origin.SYNC, by=Actor())
    assert [one.settled_at for one in shop.rows(Finding)] == [None]
    put_right = {"touch": touch, "card_id": deal}
    shop.run(lambda uow: touches.plan(uow, **put_right), origin=Origin.SYNC, by=Actor())
    assert shop.rows(Finding)[0].settled_at is not None


# A call has a comment (D1)


@pytest.mark.parametrize("origin", PATHS)
@pytest.mark.parametrize("comment", ["", "  ", "ok", " a \n"])
def test_no_path_saves_a_call_without_a_comment(shop, origin, comment):
    """Covers: D1."""
    deal = shop.a_deal()

    def one(uow):
        uow.add(Activity(card_id=deal, kind="call", at=uow.now, comment=comment))

    def many(uow):
        rows = [{"card_id": deal, "kind": "call", "at": uow.now, "comment": comment}] * 2
        uow.add_many(Activity, rows)

    for work in (one, many):
        with pytest.raises(HouseRuleBroken, match="Write what was agreed"):
            shop.run(work, origin=origin)
    assert shop.count(Activity) == 0


# Refusal (B2, C7)


@pytest.mark.parametrize("origin", PATHS)
def test_a_lost_deal_wants_a_reason_and_a_comment(shop, origin):
    """Covers: C7, B2."""
    deal, reason = shop.a_deal("Quote sent"), shop.a_reason()
    lost = shop.stage("Refused")

    def lose(uow, **fields):
        found, stage = uow.get(Deal, deal), uow.get(Stage, lost)
        uow.add(move_to(found, stage, at=uow.now, by=None))
        for name, value in fields.items():
            setattr(found, name, value)

    for fields in (
        {},
        {"refusal_reason_id": reason},
        {"refusal_comment": "Cheaper elsewhere."},
        {"refusal_reason_id": reason, "refusal_comment": " x "},
    ):
        with pytest.raises(HouseRuleBroken, match="needs a reason"):
            shop.run(lambda uow, fields=fields: lose(uow, **fields), origin=origin)
    whole = {"refusal_reason_id": reason, "refusal_comment": "Cheaper elsewhere."}
    shop.run(lambda uow: lose(uow, **whole), origin=origin)


@pytest.mark.parametrize("name", OTHERS)
def test_other_is_no_reason_in_any_shipped_language(shop, name):
    """Covers: B2."""
    reason = shop.a_reason()

    def one(uow):
        uow.add(RefusalReason(name=name))

    def many(uow):
        uow.add_many(RefusalReason, [{"name": name}])

    def renamed(uow):
        uow.get(RefusalReason, reason).name = name

    for work in (one, many, renamed):
        for origin in PATHS:
            with pytest.raises(HouseRuleBroken, match="is no reason"):
                shop.run(work, origin=origin)


@pytest.mark.parametrize(
    "name", ["Chose another shop (not price)", "Другая бумага", "No answer after 7 touches", "Нет в ассортименте"]
)  # fmt: skip
def test_a_reason_that_says_something_is_let_through(shop, name):
    """Covers: B2."""
    shop.run(lambda uow: uow.add(RefusalReason(name=name, for_deals=False, for_leads=False)).id)


# A deal has a contact (C2)


def test_a_deal_has_a_contact_unless_it_is_an_anonymous_counter_order(shop):
    """Covers: C2."""
    deal = shop.a_deal()
    with pytest.raises(HouseRuleBroken, match="needs a contact"):
        shop.run(lambda uow: setattr(uow.get(Deal, deal), "contact_id", None))
    counter = shop.a_deal("In work", pipeline="Counter", is_counter=True)
    assert shop.row(Deal, counter).contact_id is None
    shop.run(lambda uow: setattr(uow.get(Deal, counter), "note", "pays on Monday"))


# Money of the till (H3)


@pytest.mark.parametrize("method", ["cash", "card"])
def test_money_of_the_till_is_taken_in_an_open_shift_only(shop, method):
    """Covers: H3."""
    deal, shift = shop.a_deal(), shop.an_open_shift()

    def take(uow, shift_id):
        fields = {"deal_id": deal, "amount": 100, "currency": "GBP", "method": method}
        uow.add_many(Payment, [{**fields, "at": uow.now, "shift_id": shift_id}])

    with pytest.raises(HouseRuleBroken, match="no open shift"):
        shop.run(lambda uow: take(uow, None))
    shop.run(lambda uow: take(uow, shift))
    shop.run(lambda uow: setattr(uow.get(Shift, shift), "closed_at", uow.now))
    with pytest.raises(HouseRuleBroken, match="no open shift"):
        shop.run(lambda uow: take(uow, shift))
    assert shop.row(Deal, deal).paid == 100


# Rights, asked at the commit (N4)


def test_only_an_accountant_confirms_payments_whatever_the_path(shop):
    """Covers: N4, H2."""
    deal = shop.a_deal()
    payment = shop.a_payment(deal, 100, confirmed=False)

    def confirm(uow):
        uow.add(Confirmation(payment_id=payment, at=uow.now, by=uow.actor.user_id))

    for role in ("manager", "head", "admin", "operator", "production"):
        user = shop.a_user(role)
        for origin in PATHS:
            with pytest.raises(UserError, match="Only an accountant"):
                shop.run(confirm, by=user, origin=origin)
    shop.run(confirm, by=shop.a_user("accountant"))
    assert shop.row(Deal, deal).paid == 100


def test_a_role_that_may_not_change_people_cannot_give_itself_a_role(shop):
    """Covers: N4."""
    manager = shop.a_user("manager")
    with pytest.raises(UserError, match="Only an admin changes people"):
        shop.run(lambda uow: setattr(uow.get(User, manager), "roles", ["admin"]), by=manager)


def test_a_shift_is_counted_by_the_operator_and_confirmed_by_the_accountant(shop):
    """Covers: H3, N4."""
    operator, accountant = shop.a_user("operator"), shop.a_user("accountant")
    shift = shop.an_open_shift(by=operator)

    def close(uow):
        found = uow.get(Shift, shift)
        found.closed_at, found.counted_cash = uow.now, 10000

    def confirm(uow):
        uow.get(Shift, shift).confirmed_at = uow.now

    shop.run(close, by=operator)
    with pytest.raises(UserError, match="Only an accountant confirms a shift"):
        shop.run(confirm, by=operator)
    shop.run(confirm, by=accountant)


def test_a_role_of_a_newer_version_allows_nothing(shop):
    """Covers: N4."""
    stranger = shop.a_user(["auditor"])
    stage = shop.stage("Quote sent")
    with pytest.raises(UserError, match="closed to your role"):
        shop.run(lambda uow: setattr(uow.get(Stage, stage), "name", "x"), by=stranger)


# The guard at a stage's door (C5)


def test_a_stage_says_exactly_what_is_missing(shop):
    """Covers: C5."""
    deal = shop.a_deal("Quote sent", amount=0, lines=[])
    stage = shop.stage("Contract & invoice")
    with pytest.raises(DemandsUnmet) as refused:
        shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=stage))
    assert refused.value.missing == ("lines", "amount")
    assert "Order lines, Sum" in refused.value.sentence
    assert shop.row(Deal, deal).stage_id == shop.stage("Quote sent")


@pytest.mark.parametrize("origin", PATHS)
def test_no_path_goes_round_the_guard(shop, origin):
    """Covers: C5."""
    deal = shop.a_deal("Awaiting payment", amount=5000)
    work, won = shop.stage("Proof & production"), shop.stage("Won")
    for target in (work, won):

        def move(uow, target=target):
            stage = uow.get(Stage, target)
            uow.add(move_to(uow.get(Deal, deal), stage, at=uow.now, by=None))

        for by in (None, Actor()):
            with pytest.raises(DemandsUnmet):
                shop.run(move, origin=origin, by=by)
    shop.a_payment(deal, 5000)
    shop.run(move, origin=origin)


def test_in_bulk_the_cards_that_miss_something_stay_and_are_named(shop):
    """Covers: C5, C4."""
    paid, unpaid = shop.a_deal("Awaiting payment"), shop.a_deal("Awaiting payment")
    shop.a_payment(paid, 11305)
    stage = shop.stage("Proof & production")
    result = shop.run(lambda uow: moves.move_cards(uow, card_ids=[paid, unpaid], stage_id=stage))
    assert result.moved == (paid,)
    assert result.stayed == ((unpaid, ("prepayment",)),)


def test_what_the_hub_confirmed_is_let_through(shop):
    """Covers: C5."""
    assert shop.a_deal("Won", amount=100)


def facts(**fields):
    nothing = {
        "has_contact": False, "has_phone": False, "has_email": False, "has_company": False,
        "has_requisites": False, "has_lines": False, "amount": 0, "paid": 0, "prepayment": 0,
        "has_due": False, "has_contract": False, "has_invoice": False,
    }  # fmt: skip
    return CardFacts(**{**nothing, **fields})


def test_every_demand_has_words_and_can_be_met():
    """Covers: C5."""
    whole = facts(**{
        name: True for name in CardFacts.__slots__ if name.startswith("has_")
    }, amount=100, paid=100, prepayment=50)  # fmt: skip
    for demand in Demand:
        assert demand.label()
        assert missing([demand.value], whole, ()) == ()
        owing = facts(amount=0, paid=-1, unanswered=("answer:quantity",))
        said = owing.unanswered if demand is Demand.SCRIPT else (demand.value,)
        assert missing([demand.value], owing, ()) == said, "of a script each answer is named"


def test_a_demand_for_a_role_is_met_by_holding_it():
    """Covers: C5."""
    assert missing(["role:head"], facts(), ["manager"]) == ("role:head",)
    assert missing(["role:head"], facts(), ["manager", "head"]) == ()
    assert "Head of sales" in demand_label("role:head")


def test_a_demand_of_a_newer_version_is_never_met():
    """Covers: C5."""
    assert missing(["moon_phase"], facts(has_contact=True), ["admin"]) == ("moon_phase",)
    assert demand_label("moon_phase") == "moon_phase"
