# SPDX-License-Identifier: Apache-2.0
"""Cards change hands in one way: with their touches and dates, a word, a day to come back, and never to who left."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from desktop.commands import (
    client_handover,
    deals,
    handover,
    history,
    leads,
    moves,
    people,
    touches,
)
from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal
from desktop.domain.holding import Loan
from desktop.domain.lead import Lead
from desktop.domain.pipeline import RefusalReason
from desktop.domain.touch import Comment, Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.queries import handover as offers
from desktop.storage.house_rules import HouseRuleBroken
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.refusal import Refusal
from desktop.values.handing_over import Share, Stays
from tests.lead_shop import LEADS, a_lead, in_hours
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


def hand(shop, cards, to, by=None, **fields):
    return shop.run(lambda uow: handover.hand_over(uow, card_ids=cards, to=to, **fields), by=by)


def holder(shop, card):
    return (
        shop.row(Deal, card).holder_id
        if shop.count(Deal, Deal.id == card)
        else shop.row(Lead, card).holder_id
    )


def a_task(shop, card, holder_id):
    now = shop.clock.now()
    return Task(
        card_id=card,
        kind="call",
        goal="Ask again",
        due_at=now + timedelta(days=2),
        created_at=now,
        holder_id=holder_id,
    )


def undo(shop):
    long_steps.undo(shop.direct())


def test_everything_of_a_colleague_goes_to_others_in_one_step_with_its_dates(shop, tom, eve):
    """Covers: B5, C8."""
    cards = [shop.a_deal(holder=tom) for _n in range(30)]
    lead = a_lead(shop, by=tom, holder_id=tom, touch=in_hours(shop, 30))
    dates = {task.id: task.due_at for task in shop.rows(Task)}
    shares = [Share(eve, tuple(cards)), Share(shop.me, (lead,))]
    handed = long_steps.hand_over(
        shop.direct(), shares=shares, comment="Tom leaves on Friday", touches_of=tom
    )
    assert (len(handed.moved), handed.stayed) == (31, ())
    assert {holder(shop, one) for one in cards} == {eve}
    assert holder(shop, lead) == shop.me
    assert {task.holder_id for task in shop.rows(Task)} == {eve, shop.me}
    assert {task.id: task.due_at for task in shop.rows(Task)} == dates
    assert {one.card_id for one in shop.rows(Comment)} == {lead, *cards}
    undo(shop)
    assert {holder(shop, one) for one in (lead, *cards)} == {tom}
    with pytest.raises(UserError, match="nothing to undo"):
        undo(shop)


def test_of_many_cards_those_that_cannot_go_stay_and_are_named(shop, tom, eve):
    """Covers: B5, C5."""
    here, won, theirs = (
        shop.a_deal(holder=tom),
        shop.a_deal("Won", holder=tom),
        shop.a_deal(holder=eve),
    )
    gone = shop.a_deal(holder=tom)
    shop.run(lambda uow: setattr(uow.get(Deal, gone), "archived_at", uow.now), by=Actor())
    handed = hand(shop, [here, won, theirs, gone], eve)
    assert handed.moved == (here,)
    assert dict(handed.stayed) == {won: Stays.CLOSED, theirs: Stays.THEIRS, gone: Stays.GONE}
    with pytest.raises(UserError, match="is closed stays with"):
        hand(shop, [won], eve)


@pytest.mark.parametrize("single", [True, False])
def test_nobody_hands_a_card_to_who_left_by_whatever_way(shop, tom, eve, single):
    """Covers: B5, A7."""
    cards = (
        [shop.a_deal(holder=eve)]
        if single
        else [shop.a_deal(holder=eve), a_lead(shop, holder_id=eve)]
    )
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom))
    with pytest.raises(UserError, match="no longer works here"):
        hand(shop, cards, tom)
    with pytest.raises(UserError, match="no longer works here"):
        long_steps.hand_over(shop.direct(), shares=[Share(tom, tuple(cards))])
    with pytest.raises(HouseRuleBroken, match="no longer works here"):
        a_lead(shop, holder_id=tom)
    contact = shop.a_contact()
    with pytest.raises(HouseRuleBroken, match="no longer works here"):
        shop.run(
            lambda uow: deals.new_deal(
                uow, title="Cards", pipeline_id=shop.pipeline(), contact_id=contact,
                touch=in_hours(shop, 3), holder_id=tom,
            )
        )  # fmt: skip
    assert {holder(shop, one) for one in cards} == {eve}


def test_undo_does_not_bring_cards_back_to_who_left_since(shop, tom, eve):
    """Covers: B5, M3."""
    deal = shop.a_deal(holder=tom)
    hand(shop, [deal], eve)
    gwen = shop.a_user("admin", name="Gwen Aldous")
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom), by=gwen)
    with pytest.raises(HouseRuleBroken, match="no longer works here"):
        shop.run(history.undo, origin=Origin.UNDO)
    assert holder(shop, deal) == eve


def test_who_leaves_leaves_nothing_behind_and_undo_gives_all_of_it_back(shop, tom, eve):
    """Covers: B5, A7, C2."""
    given, lead, left, watched = (
        shop.a_deal(holder=tom), a_lead(shop, holder_id=tom), shop.a_deal(holder=tom),
        shop.a_deal(holder=eve, controller_id=tom),
    )  # fmt: skip
    others = shop.run(
        lambda uow: uow.add(a_task(shop, watched, tom)).id,
    )
    head = shop.a_user("head", name="Gwen Aldous")
    before = {card: holder(shop, card) for card in (given, lead, left)}
    handed = long_steps.dismiss(
        shop.direct(), user_id=tom, shares=[Share(eve, (given,))], comment="Tom has left"
    )
    assert set(handed.moved) == {given, lead, left}
    assert (holder(shop, given), holder(shop, lead), holder(shop, left)) == (eve, None, head)
    assert shop.row(Task, others).holder_id == head
    assert shop.row(Deal, watched).controller_id is None
    [take] = [task for task in shop.rows(Task, Task.card_id == lead) if task.kind == "prepare"]
    assert take.holder_id == head
    assert not shop.rows(Task, Task.holder_id == tom, Task.done_at.is_(None))
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(User, tom).is_active
    assert {card: holder(shop, card) for card in (given, lead, left)} == before
    assert shop.row(Deal, watched).controller_id == tom


def test_a_lead_put_back_tells_since_when_nobody_has_it_and_whoever_takes_it_gets_its_touches(
    shop, tom, eve
):
    """Covers: A7, B5."""
    lead = a_lead(shop, holder_id=tom, touch=in_hours(shop, 30))
    shop.clock.advance(hours=2)
    hand(shop, [lead], None, comment="No time this week")
    found = shop.row(Lead, lead)
    assert (found.holder_id, found.taken_at) == (None, shop.clock.now())
    shop.run(lambda uow: leads.take_lead(uow, lead_id=lead), by=eve)
    [touch] = shop.rows(Task, Task.card_id == lead, Task.done_at.is_(None))
    assert (touch.goal, touch.holder_id) == ("Ask what they print", eve)


def test_a_handover_until_a_day_is_kept_until_the_card_goes_on(shop, tom, eve):
    """Covers: B5."""
    deal, lead = shop.a_deal(holder=tom), a_lead(shop, holder_id=tom)
    back = shop.clock.now().date() + timedelta(days=14)
    with pytest.raises(UserError, match="day has passed"):
        hand(shop, [deal], eve, back_on=shop.clock.now().date())
    hand(shop, [deal, lead], eve, comment="Tom is on leave", back_on=back)
    assert {(one.card_id, one.giver_id, one.receiver_id, one.back_on, one.ended_at) for one in shop.rows(Loan)} == {
        (deal, tom, eve, back, None), (lead, tom, eve, back, None),
    }  # fmt: skip
    hand(shop, [deal], tom)
    assert {one.card_id: one.ended_at for one in shop.rows(Loan)} == {
        deal: shop.clock.now(),
        lead: None,
    }
    undo(shop)
    assert {one.ended_at for one in shop.rows(Loan)} == {None}
    undo(shop)
    assert all(one.archived_at for one in shop.rows(Loan))


def test_the_controller_of_a_deal_stays_whoever_holds_it(shop, tom, eve):
    """Covers: C2, B5."""
    deal = shop.a_deal(holder=tom, controller_id=shop.me)
    hand(shop, [deal], eve)
    assert shop.row(Deal, deal).controller_id == shop.me


def test_a_merge_that_leaves_a_card_with_who_left_is_shown_to_the_head_until_it_goes_on(
    shop, tom, eve
):
    """Covers: B5, N3."""
    deal = shop.a_deal(holder=eve)
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom))
    shop.run(
        lambda uow: setattr(uow.get(Deal, deal), "holder_id", tom), origin=Origin.SYNC, by=Actor()
    )
    [finding] = shop.rows(Finding)
    assert (finding.rule, finding.card_id, finding.settled_at) == ("holder_left", deal, None)
    shop.run(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"note": "Still worked on"}))
    assert shop.rows(Finding)[0].settled_at is None
    hand(shop, [deal], eve)
    assert shop.rows(Finding)[0].settled_at is not None


def test_a_card_that_a_merge_left_without_a_next_touch_gets_one_as_it_goes_on(shop, tom, eve):
    """Covers: B5, D2, N3."""
    bare, other = shop.a_deal(holder=tom), shop.a_deal(holder=tom)

    def close_the_touch(uow):
        [task] = uow.all(select(Task).where(Task.card_id == bare))
        task.finish(at=uow.now, by=None, outcome="done")

    shop.run(close_the_touch, origin=Origin.SYNC, by=Actor())
    assert [one.rule for one in shop.rows(Finding)] == ["next_touch"]
    long_steps.dismiss(
        shop.direct(), user_id=tom, shares=[Share(eve, (bare, other))], comment="Tom has left"
    )
    assert {holder(shop, bare), holder(shop, other)} == {eve}
    [touch] = shop.rows(Task, Task.card_id == bare, Task.done_at.is_(None))
    assert (touch.holder_id, touch.goal) == (eve, "Say who goes on with the order")
    assert shop.rows(Finding)[0].settled_at is not None


def test_a_merge_in_which_somebody_left_shows_the_cards_they_still_have(shop, tom):
    """Covers: B5, N3."""
    deal = shop.a_deal(holder=tom)
    shop.run(
        lambda uow: setattr(uow.get(User, tom), "is_active", False), origin=Origin.SYNC, by=Actor()
    )
    assert [(one.rule, one.card_id) for one in shop.rows(Finding)] == [("holder_left", deal)]


def test_a_person_is_not_simply_switched_off_with_cards_in_hand(shop, tom):
    """Covers: B5."""
    shop.a_deal(holder=tom)
    with pytest.raises(HouseRuleBroken, match="Hand them over first"):
        shop.run(lambda uow: setattr(uow.get(User, tom), "is_active", False))


def test_a_closed_card_of_who_left_goes_on_with_whoever_opens_it_again(shop, tom, eve):
    """Covers: B5, C8."""
    deal, lead = shop.a_deal("won", holder=tom), a_lead(shop, holder_id=tom)
    reason = shop.a_reason()
    shop.run(lambda uow: moves.refuse_card(uow, card_id=lead, why=Refusal(reason, "No budget.")))
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom), by=shop.a_user("admin", "Gwen"))
    with pytest.raises(HouseRuleBroken, match="no longer works here"):
        undo(shop)
    stages = ((deal, shop.stage("Brief & calculation")), (lead, shop.stage("taken", LEADS)))
    for card, stage in stages:
        touch = in_hours(shop, 5)
        shop.run(
            lambda uow, card=card, stage=stage, touch=touch: moves.move_card(
                uow, card_id=card, stage_id=stage, touch=touch
            ),
            by=eve,
        )
        assert holder(shop, card) == eve
        assert {
            one.holder_id for one in shop.rows(Task, Task.card_id == card, Task.done_at.is_(None))
        } == {eve}


def test_a_touch_that_is_open_again_is_not_of_who_left(shop, tom):
    """Covers: B5, D2."""
    touch = shop.a_task(shop.a_deal(), holder=tom)
    shop.run(
        lambda uow: touches.finish_touch(
            uow, task_id=touch, outcome="talk", comment="They think about it"
        )
    )
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom), by=shop.a_user("admin", "Gwen"))
    undo(shop)
    assert shop.row(Task, touch).holder_id == shop.me
    long_steps.redo(shop.direct())
    undo(shop)
    assert shop.row(Task, touch).holder_id == shop.me


def test_a_new_colleague_with_cards_is_not_undone(shop, eve):
    """Covers: B5."""
    card = a_lead(shop, by=eve, holder_id=eve)
    new = shop.run(lambda uow: people.add_person(uow, name="Lena Voss", roles=["manager"]))
    hand(shop, [card], new, by=eve)
    with pytest.raises(HouseRuleBroken, match="Hand them over first"):
        undo(shop)


def test_only_the_head_hands_over_what_else_a_colleague_has_to_do(shop, tom, eve):
    """Covers: B5, N4."""
    deal = shop.a_deal(holder=tom)
    with pytest.raises(UserError, match="closed to your role"):
        long_steps.hand_over(shop.direct(eve), shares=[Share(eve, (deal,))], touches_of=tom)


def test_touches_without_cards_go_to_whom_was_chosen(shop, tom, eve):
    """Covers: B5."""
    watched = shop.a_deal(holder=eve)
    other = shop.run(lambda uow: uow.add(a_task(shop, watched, tom)).id)
    long_steps.hand_over(shop.direct(), shares=[], touches_of=tom, touches_to=eve)
    assert shop.row(Task, other).holder_id == eve
    undo(shop)
    assert shop.row(Task, other).holder_id == tom
    gwen = shop.a_user("admin", name="Gwen Aldous")
    shop.run(lambda uow: people.dismiss_person(uow, user_id=tom, touches_to=eve), by=gwen)
    assert shop.row(Task, other).holder_id == eve


def test_who_leaves_with_many_cards_goes_in_short_parts_that_are_one_step_and_told(shop, tom, eve):
    """Covers: B5, A7, M3."""
    gwen = shop.a_user("admin", name="Gwen Aldous")
    cards = tuple(shop.a_deal(holder=tom) for _n in range(60))
    lead = a_lead(shop, holder_id=tom)
    watched = shop.a_deal(holder=eve)
    others = [shop.run(lambda uow: uow.add(a_task(shop, watched, tom)).id) for _n in range(30)]
    told, sizes, direct = [], [], shop.direct(gwen)
    write = direct._database.write

    def watch(actor, command, *rest):
        result, changes = write(actor, command, *rest)
        sizes.append(len(changes.ids("task")))
        return result, changes

    direct._database.write = watch
    handed = long_steps.dismiss(
        direct, user_id=tom, shares=[Share(eve, cards[:55])], comment="Tom has left",
        progress=lambda done, whole: told.append((done, whole)),
    )  # fmt: skip
    direct._database.write = write
    assert set(handed.moved) == {lead, *cards}
    assert max(sizes) <= long_steps.AT_ONCE, "nobody waits for thousands of cards at once"
    assert told[0] == (0, 61)
    assert len(told) > 2
    assert {holder(shop, one) for one in cards[55:]} == {shop.me}, "the first head"
    assert not shop.row(User, tom).is_active
    assert {shop.row(Task, one).holder_id for one in others} == {shop.me}
    long_steps.undo(direct)
    assert shop.row(User, tom).is_active
    assert {holder(shop, one) for one in (lead, *cards)} == {tom}
    assert {shop.row(Task, one).holder_id for one in others} == {tom}


def test_the_last_admin_cannot_leave_and_keeps_all_their_cards(shop, eve):
    """Refused only at the end, the cards would have gone before. Covers: N4, B5, N8."""
    cards = tuple(shop.a_deal(holder=shop.me) for _n in range(2))
    watched = shop.a_deal(holder=eve)
    other = shop.run(lambda uow: uow.add(a_task(shop, watched, shop.me)).id)
    for shares in ([Share(eve, cards)], []):
        with pytest.raises(UserError, match="has to be the admin") as refused:
            long_steps.dismiss(shop.direct(), user_id=shop.me, shares=shares, touches_to=eve)
        assert "stands" not in refused.value.sentence
    assert {holder(shop, one) for one in cards} == {shop.me}
    assert shop.row(Task, other).holder_id == shop.me


def test_touches_that_would_go_to_who_has_them_stay(shop, eve):
    """A head hands over with nobody there: asked again until nothing is left, it would never end. Covers: B5."""
    watched = shop.a_deal(holder=eve)
    other = shop.run(lambda uow: uow.add(a_task(shop, watched, shop.me)).id)
    for to in (None, shop.me):
        given = shop.run(
            lambda uow, to=to: handover.hand_touches_over(uow, holder_id=shop.me, to=to, at_most=1)
        )
        assert given == 0
    assert shop.row(Task, other).holder_id == shop.me


def test_a_head_who_leaves_gets_none_of_their_own_cards_back(shop, eve):
    """Covers: B5, A7."""
    gwen = shop.a_user("head", name="Gwen Aldous")
    deal, lead = shop.a_deal(holder=shop.me), a_lead(shop, holder_id=shop.me)
    admin = shop.a_user("admin", name="Ada Penn")
    long_steps.dismiss(shop.direct(admin), user_id=shop.me)
    assert (holder(shop, deal), holder(shop, lead)) == (gwen, None)
    assert {task.holder_id for task in shop.rows(Task, Task.done_at.is_(None))} == {gwen, None}


def _closed(shop, deal):
    reason = shop.read(lambda r: r.connection.scalar(select(RefusalReason.id)))
    why = Refusal(reason, "Bought elsewhere.")
    shop.run(lambda uow: moves.refuse_card(uow, card_id=deal, why=why))


def test_clients_without_open_cards_go_along_as_a_dated_call_and_undo_takes_it_back(shop, tom, eve):
    """Covers: B5, D2."""
    dealt, busy, others, planned = (shop.a_contact(name=f"Client {n}") for n in range(4))
    for contact in (dealt, busy, planned):
        _closed(shop, shop.a_deal(holder=tom, contact=contact))
    _closed(shop, shop.a_deal(holder=tom, contact=others))
    shop.clock.advance(days=1)
    _closed(shop, shop.a_deal(holder=eve, contact=others))
    shop.a_deal(holder=eve, contact=busy)
    card = shop.a_deal(holder=tom, contact=shop.a_contact(name="Open"))
    due = shop.clock.now() + timedelta(days=9)
    shop.run(
        lambda uow: uow.add(
            Task(card_kind="contact", card_id=planned, kind="call", goal="Ask for the menus", due_at=due,
                 created_at=uow.now, holder_id=tom)
        )
    )  # fmt: skip
    offer = shop.read(lambda r: offers.of_person(r, giver_id=tom))
    assert set(offer.clients) == {dealt, planned}
    long_steps.hand_over(
        shop.direct(),
        shares=[Share(eve, (card,), offer.clients)],
        comment="Dina is away",
        clients_of=tom,
    )
    [new] = shop.rows(Task, Task.card_id == dealt)
    assert (new.holder_id, new.note, new.kind) == (eve, "Dina is away", "call")
    assert new.due_at > shop.clock.now()
    [known] = shop.rows(Task, Task.card_id == planned)
    assert (known.holder_id, known.due_at, known.goal) == (eve, due, "Ask for the menus")
    with pytest.raises(UserError):
        shop.run(
            lambda uow: client_handover.hand_clients_over(
                uow, clients=[(dealt, due)], giver_id=tom, to=eve, comment=""
            ),
            by=eve,
        )
    long_steps.undo(shop.direct())
    assert not shop.row(Task, new.id).is_open
    assert shop.row(Task, known.id).holder_id == tom
    assert shop.row(Deal, card).holder_id == tom


def test_many_clients_are_asked_about_by_as_few_statements_as_two(shop, eve):
    """Covers: B5."""
    firm = shop.a_company()
    busy = shop.a_contact(company=firm)
    shop.a_deal(holder=eve, contact=shop.a_contact(company=firm), company=firm)
    people = [shop.a_contact(name=f"Client {n}") for n in range(12)]

    def asked(some):
        due = shop.clock.now() + timedelta(days=2)
        found = []

        def give(uow):
            event.listen(
                uow.connection, "before_cursor_execute", lambda *told: found.append(told[2])
            )
            return client_handover.hand_clients_over(
                uow, clients=[(one, due) for one in some], giver_id=shop.me, to=eve, comment=""
            )

        assert shop.run(give) == len(some) - (busy in some), "a colleague's firm is left to them"
        return sum(one.startswith("SELECT") for one in found)

    assert asked([*people[:1], busy]) == asked(people[1:])
