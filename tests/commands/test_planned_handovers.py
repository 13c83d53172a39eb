# SPDX-License-Identifier: Apache-2.0
"""A handover that begins on a day to come waits for it, is done once by the program, and can be taken back."""

from datetime import timedelta

import pytest

from desktop.commands import handover, people, planned_handovers
from desktop.domain.bookkeeping import HANDOVER_STAYED
from desktop.domain.deal import Deal
from desktop.domain.holding import Loan, PlannedHandover
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows import planned_handovers as flow
from desktop.queries import planned_handovers as queries
from desktop.queries import to_look_at
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.handing_over import Planning, Share
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def tom(shop):
    return shop.a_user(name="Tom Ferris")


@pytest.fixture
def eve(shop):
    return shop.a_user(name="Eve Quill")


def day(shop, days):
    return shop.clock.now().date() + timedelta(days=days)


def plan(shop, giver, shares, *, on=3, back=None, comment="On leave", **what):
    planning = Planning(back_on=None if back is None else day(shop, back), **what)
    return shop.run(
        lambda uow: planned_handovers.plan_handover(
            uow, giver_id=giver, starts_on=day(shop, on), shares=shares, comment=comment,
            planning=planning,
        )
    )  # fmt: skip


def begin(shop):
    said = []
    flow.begin(shop.direct(), said.append)
    return said


def holders(shop, cards):
    return [shop.row(Deal, card).holder_id for card in cards]


def test_it_waits_for_its_day_and_then_goes_once_with_a_word_a_date_and_one_undo(shop, tom, eve):
    """Covers: B5."""
    cards = [shop.a_deal(holder=tom) for _n in range(4)]
    plan(shop, tom, [Share(eve, tuple(cards[:3])), Share(shop.me, (cards[3],))], back=10)
    begin(shop)
    assert set(holders(shop, cards)) == {tom}
    assert [(row.giver, row.count) for row in shop.read(queries.planned)] == [("Tom Ferris", 4)]
    shop.clock.advance(days=3)
    begin(shop)
    begin(shop)
    assert holders(shop, cards) == [eve, eve, eve, shop.me]
    assert len(shop.rows(Comment)) == 4
    assert {loan.back_on for loan in shop.rows(Loan)} == {day(shop, 7)}
    assert shop.read(queries.planned) == ()
    long_steps.undo(shop.direct())
    assert set(holders(shop, cards)) == {tom}
    begin(shop)
    assert set(holders(shop, cards)) == {tom}, "undone, it does not begin anew"


def test_new_cards_go_along_gone_ones_stay_and_what_was_for_who_left_waits_for_the_head(
    shop, tom, eve
):
    """Covers: B5."""
    ann = shop.a_user(name="Ann Lee")
    kept, moved, lost = (shop.a_deal(holder=tom) for _n in range(3))
    plan(shop, tom, [Share(eve, (kept, moved)), Share(ann, (lost,))], takes_new=True)
    shop.run(lambda uow: handover.hand_over(uow, card_ids=[moved], to=shop.me))
    shop.run(lambda uow: people.dismiss_person(uow, user_id=ann))
    new = shop.a_deal(holder=tom)
    shop.clock.advance(days=4)
    begin(shop)
    assert holders(shop, [kept, new, moved, lost]) == [eve, eve, shop.me, shop.me]


def test_it_can_be_cancelled_before_and_undone_and_only_by_whom_it_concerns(shop, tom, eve):
    """Covers: B5, N4."""
    card = shop.a_deal(holder=tom)
    one = plan(shop, tom, [Share(eve, (card,))])
    cancel = lambda uow: planned_handovers.cancel_planned(uow, plan_id=one)  # noqa: E731
    with pytest.raises(UserError, match="planned by a colleague"):
        shop.run(cancel, by=eve)
    shop.run(cancel)
    shop.clock.advance(days=3)
    begin(shop)
    assert holders(shop, [card]) == [tom]
    long_steps.undo(shop.direct())
    begin(shop)
    assert holders(shop, [card]) == [eve]
    with pytest.raises(UserError, match="begun already"):
        shop.run(cancel)


def test_days_that_cannot_be_and_one_that_is_over_are_told_in_words(shop, tom, eve):
    """Covers: B5, N8."""
    card = shop.a_deal(holder=tom)
    share = [Share(eve, (card,))]
    for wrong, field in (({"on": 0}, "starts_on"), ({"back": 3}, "back_on")):
        with pytest.raises(UserError) as caught:
            plan(shop, tom, share, **wrong)
        assert caught.value.field == field
    plan(shop, tom, share, back=5)
    shop.clock.advance(days=6)
    [said] = begin(shop)
    assert "was not carried out" in said
    assert holders(shop, [card]) == [tom]
    shop.clock.step(timedelta(days=-3))
    begin(shop)
    assert holders(shop, [card]) == [eve], "it was the clock that was wrong"


def test_who_leaves_before_takes_the_plan_along_and_undo_brings_it_back(shop, tom, eve):
    """Covers: B5, A7."""
    plan(shop, tom, [Share(eve, (shop.a_deal(holder=tom),))])
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom))
    assert shop.read(queries.planned) == ()
    long_steps.undo(shop.direct())
    assert len(shop.read(queries.planned)) == 1


def test_it_is_begun_by_who_planned_it_or_who_hands_cards_over_and_by_no_other(shop, tom, eve):
    """Covers: B5, N4."""
    plan(shop, tom, [Share(eve, (shop.a_deal(holder=tom),))])
    shop.clock.advance(days=3)
    assert shop.read(queries.to_begin, by=Actor(eve, ("manager",))) == ()
    assert len(shop.read(queries.to_begin, by=Actor(eve, ("head",)))) == 1


def test_a_handover_cut_in_the_middle_goes_on_without_a_second_word(shop, tom, eve):
    """Covers: B5, N6."""
    cards = [shop.a_deal(holder=tom) for _n in range(3)]
    one = plan(shop, tom, [Share(eve, tuple(cards))])
    shop.clock.advance(days=3)
    shop.run(lambda uow: planned_handovers.begin_planned(uow, plan_id=one, must_be_private=False))
    shop.run(
        lambda uow: planned_handovers.hand_over_planned(
            uow, plan_id=one, card_ids=cards[:1], to=eve, comment="On leave", back_on=None
        )
    )
    other = shop.a_deal(holder=tom)
    begin(shop)
    assert holders(shop, cards) == [eve] * 3
    assert len(shop.rows(Comment)) == 3
    assert holders(shop, [other]) == [tom]
    long_steps.undo(shop.direct())  # the card that was made in between
    long_steps.undo(shop.direct())
    assert holders(shop, cards) == [tom] * 3, "both halves are one step"


def test_whoever_takes_back_the_half_that_went_wants_no_more_of_it(shop, tom, eve):
    """Covers: B5."""
    cards = [shop.a_deal(holder=tom) for _n in range(2)]
    one = plan(shop, tom, [Share(eve, tuple(cards))])
    shop.clock.advance(days=3)
    shop.run(
        lambda uow: planned_handovers.hand_over_planned(
            uow, plan_id=one, card_ids=cards[:1], to=eve, comment="On leave", back_on=None
        )
    )
    long_steps.undo(shop.direct())
    begin(shop)
    assert holders(shop, cards) == [tom] * 2
    assert shop.read(queries.planned) == ()


def test_it_is_changed_or_begun_before_its_day_by_whom_it_concerns(shop, tom, eve):
    """Covers: B5, N4."""
    card = shop.a_deal(holder=tom)
    one = plan(shop, tom, [Share(eve, (card,))])

    def change(on, by=None):
        shop.run(
            lambda uow: planned_handovers.change_planned(
                uow, plan_id=one, starts_on=day(shop, on), back_on=day(shop, 9), comment="Later"
            ),
            by=by,
        )

    with pytest.raises(UserError, match="planned by a colleague"):
        change(5, by=eve)
    with pytest.raises(UserError, match="planned by a colleague"):
        change(5, by=tom)  # whose cards they are calls it off, and so says the hub
    [row] = shop.read(queries.planned, by=Actor(tom, ("manager",)))
    assert (row.may_cancel, row.may_change, row.may_begin) == (True, False, False)
    with pytest.raises(UserError, match="passed"):
        change(0)
    change(5)
    [row] = shop.read(queries.planned)
    assert (row.starts_on, row.back_on, row.comment) == (day(shop, 5), day(shop, 9), "Later")
    flow.begin_now(shop.direct(), one, lambda _said: None)
    assert holders(shop, [card]) == [eve]
    with pytest.raises(UserError, match="gone already"):
        flow.begin_now(shop.direct(), one, lambda _said: None)


def test_a_card_that_is_held_back_is_told_once_is_to_be_looked_at_and_keeps_no_other_from_its_day(
    shop, tom, eve
):
    """Covers: B5, N8."""
    bare, beside, other = (shop.a_deal(holder=tom) for _n in range(3))
    plan(shop, tom, [Share(eve, (bare, beside))])
    plan(shop, tom, [Share(eve, (other,))])
    shop.run(
        lambda uow: setattr(uow.get(Deal, bare), "contact_id", None), origin=Origin.SYNC, by=Actor()
    )
    shop.clock.advance(days=3)
    [said] = begin(shop)
    assert "needs a contact" in said
    assert holders(shop, [bare, beside, other]) == [tom, eve, eve]
    assert begin(shop) == [], "once is enough"
    for who in (Actor(tom, ("manager",)), None):
        looked = shop.read(to_look_at.to_look_at, by=who).findings
        assert (bare, HANDOVER_STAYED) in [(one.about.id, one.rule) for one in looked]
    contact = shop.a_contact()
    shop.run(lambda uow: setattr(uow.get(Deal, bare), "contact_id", contact))
    assert begin(shop) == []
    assert holders(shop, [bare]) == [eve]
    assert not shop.read(to_look_at.to_look_at, by=Actor(eve, ("manager",))).findings


def test_a_plan_takes_no_more_along_than_its_planner_may_hand_over(shop, tom, eve):
    """A head's desk may carry it out. Covers: B5, N4."""
    deal = shop.a_deal(holder=tom)

    def planned(giver):
        planning = Planning(takes_new=True, takes_touches=True)
        key = shop.run(
            lambda uow: planned_handovers.plan_handover(
                uow, giver_id=giver, starts_on=day(shop, 3), shares=[Share(eve, (deal,))],
                comment="On leave", planning=planning,
            ),
            by=tom,
        )  # fmt: skip
        row = shop.row(PlannedHandover, key)
        return row.takes_new, row.takes_touches

    assert planned(tom) == (True, False), "what comes to them meanwhile is theirs to give"
    assert planned(eve) == (False, False)


def test_clients_without_open_cards_go_along_on_the_day_where_whoever_planned_it_may_give_them(
    shop, tom, eve
):
    """Covers: B5, N4."""
    client = shop.a_contact(name="Quayside Yoga")
    plan(shop, tom, [Share(eve, (shop.a_deal(holder=tom),), (client,))])
    shop.clock.advance(days=3)
    begin(shop)
    [call] = shop.rows(Task, Task.card_id == client)
    assert (call.holder_id, call.note, call.is_open) == (eve, "On leave", True)
    long_steps.undo(shop.direct())
    assert not shop.row(Task, call.id).is_open, "with the cards, in one step"
    other = shop.a_contact(name="Castell Motors")
    ann = shop.a_user(name="Ann Lee")
    shop.run(
        lambda uow: planned_handovers.plan_handover(
            uow, giver_id=tom, starts_on=day(shop, 3), shares=[Share(eve, (), (other,))],
            comment="Mine", planning=Planning(),
        ),
        by=ann,
    )  # fmt: skip
    shop.clock.advance(days=3)
    begin(shop)
    assert not shop.rows(Task, Task.card_id == other), "tom's clients are not ann's to give"
