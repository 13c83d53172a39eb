# SPDX-License-Identifier: Apache-2.0
"""Planned handovers among desks of a real hub: begun once, whole in the end, and by nobody in another's name."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.commands import planned_handovers, sight
from desktop.domain.bookkeeping import Conflict, Finding
from desktop.domain.deal import Deal
from desktop.domain.holding import PlannedHandover
from desktop.domain.touch import Comment, Task
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows import planned_handovers as flow
from desktop.flows.hub_claims import Claims
from desktop.flows.shop import DirectShop
from desktop.queries import loans
from desktop.queries import planned_handovers as queries
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Hub
from desktop.values.handing_over import Planning, Share
from desktop.values.sight import Sees
from tests.sync.test_handover import a_deal
from tests.sync.test_hub_people import ByHand
from tests.sync.test_leads import ask, meet, one

ROOT = Path(__file__).parents[2]


def who(desk):
    return Actor(desk.user_id, desk.roles)


def begin(desk, *, is_cut=False, now=None):
    """What is due is begun, or one that somebody wants `now`, by a line to the hub; what was told."""
    address = replace(desk.address(), port=1) if is_cut else desk.address()
    said = []
    line = lambda _shop: Hub(address, desk.seat.password)  # noqa: E731
    shop = DirectShop(desk.database, who(desk))
    if now is not None:
        flow.begin_now(shop, now, said.append, line=line)
    else:
        flow.begin(shop, said.append, line=line)
    return said


def a_plan(desk, deals, giver, to, *, days=3, back=None, **what):
    day = desk.clock.now().date()
    planning = Planning(back_on=back and day + timedelta(days=back), **what)
    return desk.do(
        lambda uow: planned_handovers.plan_handover(
            uow, giver_id=giver, starts_on=day + timedelta(days=days), shares=[Share(to, tuple(deals))],
            comment="On leave", planning=planning,
        )
    )  # fmt: skip


def three_days_ago(*desks):
    """Their clocks go right once three days have passed."""
    for desk in desks:
        desk.clock.moment = datetime.now(UTC) - timedelta(days=3)


def three_days_pass(*desks):
    for desk in desks:
        desk.clock.advance(days=3)


def holders(desk, deals):
    held = dict(ask(desk, select(Deal.id, Deal.holder_id)))
    return [held[deal] for deal in deals]


def touches_of(desk, deals):
    """How many open touches each card has."""
    counts = dict(
        ask(desk, select(Task.card_id, func.count()).where(Task.is_open).group_by(Task.card_id))
    )
    return [counts.get(deal, 0) for deal in deals]


@pytest.fixture
def pair(desks):
    """Anna may do everything, Ben is a manager."""
    return desks("anna", "ben", roles=("manager",))


@pytest.fixture
def two(desks):
    """Both may do everything."""
    anna, ben = desks("anna", "ben")
    three_days_ago(anna, ben)
    return anna, ben


# By nobody in another's name


def plan_doc(by, giver, to, cards=(), **what):
    return {
        "giver_id": str(giver), "starts_on": "2026-10-20", "at": "2026-10-15T10:00:00.000000Z",
        "shares": [{"to": str(to), "cards": [str(card) for card in cards]}], "back_on": None, "comment": "mine",
        "takes_new": False, "takes_touches": False, "touches_to": None, "by": by and str(by), "done_at": None,
        "archived_at": None, **what,
    }  # fmt: skip


def test_by_psql_an_employee_plans_in_nobody_elses_name_and_no_more_than_they_may_hand_over(
    pair, hub
):
    """Covers: B5, N4."""
    anna, ben = pair
    deal = a_deal(anna, anna.user_id)
    theirs = a_plan(anna, [deal], anna.user_id, ben.user_id)
    meet(anna, ben)
    by_hand = ByHand(hub, ben)
    mine, hers = ben.user_id, anna.user_id
    push = partial(by_hand.push, "planned_handover")
    assert push(plan_doc(hers, hers, mine, [deal])) == "forbidden"
    assert push(plan_doc(mine, hers, mine, [deal], takes_new=True)) == "forbidden"
    assert push(plan_doc(mine, mine, hers, takes_touches=True)) == "forbidden"
    for change in (
        {"by": str(mine)}, {"takes_touches": True}, {"takes_new": True}, {"comment": "mine"},
        {"shares": []}, {"starts_on": "2026-10-16"}, {"done_at": "2026-10-15T10:00:00.000000Z"},
        {"archived_at": "2026-10-15T10:00:00.000000Z"}, {"giver_id": str(mine)},
    ):  # fmt: skip
        assert push(change, theirs) == "forbidden", change
    # What is one's own to plan goes, as in the program; of one's own nothing becomes another's.
    assert push(plan_doc(mine, mine, hers, takes_new=True)) == "ok"
    own = hub.sql(
        "SELECT id FROM crm.state WHERE entity = 'planned_handover' AND doc->>'by' = %s", str(mine)
    )[0][0]  # fmt: skip
    assert push({"by": str(hers)}, own) == "forbidden"
    assert push({"giver_id": str(hers)}, own) == "forbidden", "with all that comes to her"
    assert push({"comment": "Till Monday"}, own) in {"ok", "merged"}
    # Nor is a plan kept from its day by who may not carry it out.
    claim = "SELECT crm.claim(%s, 'planned_handover', %s, 1, 600)"
    assert by_hand.connection.execute(claim, (ben.device_id, theirs)).fetchone() == ("taken",)
    by_hand.connection.close()
    three_days_ago(anna)
    three_days_pass(anna)
    begin(anna)
    assert holders(anna, [deal]) == [mine]


def test_a_desk_goes_by_who_wrote_a_plan_at_the_hub_and_not_by_what_it_says(pair, hub):
    """A hub that was not upgraded may hold such a plan. Covers: B5, N4."""
    anna, ben = pair
    deal, later = a_deal(anna, anna.user_id), a_deal(anna, anna.user_id)
    tasks = a_deal(anna, ben.user_id)
    task = one(anna, select(Task.id).where(Task.card_id == tasks))
    anna.do(lambda uow: setattr(uow.get(Task, task), "holder_id", anna.user_id))
    meet(anna, ben)
    three_days_ago(ben)
    plan = a_plan(ben, [deal], anna.user_id, ben.user_id)
    ben.sync()
    forged = {"by": str(anna.user_id), "takes_touches": True, "takes_new": True}
    hub.sql("UPDATE crm.state SET doc = doc || %s::jsonb WHERE id = %s", json.dumps(forged), plan)
    three_days_ago(anna)
    three_days_pass(anna)
    anna.sync()
    begin(anna)
    assert holders(anna, [deal, later]) == [ben.user_id, anna.user_id]
    assert one(anna, select(Task.holder_id).where(Task.id == task)) == anna.user_id
    assert one(anna, select(PlannedHandover.done_at)) is not None


def test_a_plan_that_names_no_sound_ids_stops_no_desk(pair, hub):
    """Covers: B5, N4."""
    anna, ben = pair
    deal = a_deal(anna, ben.user_id)
    meet(anna, ben)
    by_hand = ByHand(hub, ben)
    shares = [
        {"to": "x", "cards": [str(deal)]}, {"to": [], "cards": 5}, {"cards": {"a": "b"}}, {"to": {}},
        {"to": str(anna.user_id), "cards": [5, None, [], "x", "", str(deal).upper()], "clients": "abc"},
    ]  # fmt: skip
    plan = plan_doc(ben.user_id, ben.user_id, anna.user_id, shares=shares)
    assert by_hand.push("planned_handover", plan) == "ok"
    by_hand.connection.close()
    anna.sync()
    three_days_ago(anna)
    three_days_pass(anna)
    assert anna.database.read(partial(queries.next_holder, card_id=deal), who(anna)) is None
    [row] = anna.database.read(queries.planned, who(anna))
    assert row.giver_id == ben.user_id
    assert begin(anna) == []
    assert holders(anna, [deal]) == [ben.user_id]


def test_by_no_spelling_of_its_id_goes_a_card_along_that_its_author_does_not_see(desks, hub):
    """Covers: B5, N4, N7."""
    (anna,) = desks("anna")
    anna.do(lambda uow: sight.set_role(uow, role="manager", sees=Sees.OWN))
    (sam,) = desks("sam", roles=("manager",))
    hidden = str(a_deal(anna, anna.user_id))
    meet(anna, sam)
    by_hand = ByHand(hub, sam)
    for spelled in (hidden, hidden.upper(), hidden.replace("-", ""), f"{{{hidden}}}", [hidden]):
        plan = plan_doc(sam.user_id, anna.user_id, sam.user_id)
        plan["shares"] = [{"to": str(sam.user_id), "cards": [spelled]}]
        assert by_hand.push("planned_handover", plan) == "forbidden", spelled
    by_hand.connection.close()


# Begun once


def test_what_was_planned_begins_at_one_desk_only_and_waits_while_nobody_can_ask(two):
    """Covers: B5, N2, N3."""
    anna, ben = two
    deal, alone = a_deal(anna, anna.user_id), a_deal(anna, anna.user_id)
    a_plan(anna, [deal], anna.user_id, ben.user_id)
    meet(anna, ben)
    a_plan(anna, [alone], anna.user_id, ben.user_id)
    three_days_pass(anna, ben)
    for desk in (anna, ben):
        begin(desk, is_cut=True)
    assert holders(anna, [deal, alone]) == [anna.user_id, ben.user_id], "that one nobody else knows"
    assert holders(ben, [deal]) == [anna.user_id], "the other desk may be at it"
    begin(ben)
    begin(anna)
    assert holders(anna, [deal]) == [anna.user_id], "it was begun elsewhere"
    meet(ben, anna)
    begin(anna)
    meet(anna, ben)
    assert sorted(ask(anna, select(Comment.card_id))) == sorted([(deal,), (alone,)])
    assert holders(anna, [deal]) == [ben.user_id]
    assert touches_of(anna, [deal, alone]) == [1, 1]
    assert anna.documents() == ben.documents()


class CutInTheMiddle(Exception):
    pass


def half_begun(desk, monkeypatch, *, is_cut, at_once=2):
    """The program is ended after the first part of what it hands over."""
    parts = []

    def give(uow, **asked):
        if parts:
            raise CutInTheMiddle
        parts.append(asked["card_ids"])
        return true_give(uow, **asked)

    true_give = planned_handovers.hand_over_planned
    with monkeypatch.context() as patched:
        patched.setattr(planned_handovers, "hand_over_planned", give)
        patched.setattr("desktop.flows.hand_over_planned.AT_ONCE", at_once)
        with pytest.raises(CutInTheMiddle):
            begin(desk, is_cut=is_cut)


def test_the_hub_comes_back_while_a_plan_is_carried_out_that_no_other_desk_knew(two, monkeypatch):
    """Covers: B5, N2, N3."""
    anna, ben = two
    deals = [a_deal(anna, anna.user_id) for _n in range(5)]
    meet(anna, ben)
    a_plan(anna, deals, anna.user_id, ben.user_id)
    three_days_pass(anna, ben)
    half_begun(anna, monkeypatch, is_cut=True)
    meet(anna, ben)  # the hub is back, and shows the plan to all
    begin(ben)
    assert holders(ben, deals) == [ben.user_id] * 2 + [anna.user_id] * 3, "it is anna's to finish"
    begin(anna)
    meet(anna, ben)
    begin(ben)
    meet(ben, anna)
    assert holders(ben, deals) == [ben.user_id] * 5
    assert len(ask(ben, select(Comment.id))) == 5
    assert touches_of(ben, deals) == [1] * 5
    long_steps.undo(DirectShop(anna.database, who(anna)))
    meet(anna, ben)
    assert holders(ben, deals) == [anna.user_id] * 5, "as a whole"
    for desk in (anna, ben):
        begin(desk)
    assert holders(anna, deals) == [anna.user_id] * 5
    assert anna.documents() == ben.documents()


def test_between_looking_and_beginning_a_round_may_have_shown_the_plan_to_others(two, monkeypatch):
    """Covers: B5, N3."""
    anna, ben = two
    deal = a_deal(anna, anna.user_id)
    meet(anna, ben)
    plan = a_plan(anna, [deal], anna.user_id, ben.user_id)
    three_days_pass(anna, ben)
    true_ask = Claims.ask

    def ask_late(claims, *asked):
        answer = true_ask(claims, *asked)
        monkeypatch.setattr(Claims, "ask", true_ask)
        meet(anna, ben)
        return answer

    monkeypatch.setattr(Claims, "ask", ask_late)
    begin(anna, is_cut=True)
    assert holders(anna, [deal]) == [anna.user_id]
    begin(ben, now=plan)
    with pytest.raises(UserError, match="Another computer"):
        begin(anna, now=plan)


def test_what_a_desk_left_half_done_goes_on_there_or_where_a_person_says_so(two, hub, monkeypatch):
    """Covers: B5, N2, N3."""
    anna, ben = two
    deals = [a_deal(anna, anna.user_id) for _n in range(4)]
    plan = a_plan(anna, deals, anna.user_id, ben.user_id)
    meet(anna, ben)
    three_days_pass(anna, ben)
    half_begun(anna, monkeypatch, is_cut=False)
    anna.sync()
    ben.sync()
    begin(ben)
    hub.sql("UPDATE crm.claim SET until = now() - interval '1 minute'")
    [said] = begin(ben)
    assert "Another computer has begun" in said
    assert begin(ben) == []
    assert holders(ben, deals).count(ben.user_id) == 2, "by itself it is not begun twice"
    [row] = ben.database.read(queries.planned, who(ben))
    assert row.is_stranded
    begin(ben, now=plan)
    assert holders(ben, deals) == [ben.user_id] * 4
    ben.sync()
    begin(anna)
    anna.sync()
    begin(anna)
    meet(anna, ben)
    assert len(ask(anna, select(Comment.id))) == 4
    assert touches_of(anna, deals) == [1] * 4
    assert anna.documents() == ben.documents()


def test_what_was_done_there_and_had_not_been_sent_is_one_with_what_was_done_here_instead(
    two, hub, monkeypatch
):
    """Covers: B5, N2, N3."""
    anna, ben = two
    deals = [a_deal(anna, anna.user_id) for _n in range(4)]
    plan = a_plan(anna, deals, anna.user_id, ben.user_id, back=10)
    meet(anna, ben)
    three_days_pass(anna, ben)
    half_begun(anna, monkeypatch, is_cut=False)
    hub.sql("UPDATE crm.claim SET until = now() - interval '1 minute'")
    begin(ben)
    begin(ben, now=plan)
    ben.sync()
    begin(anna)
    meet(anna, ben)
    begin(anna)
    meet(anna, ben)
    assert holders(anna, deals) == [ben.user_id] * 4
    assert touches_of(anna, deals) == [1] * 4
    assert ask(anna, select(Conflict.id).where(Conflict.settled_at.is_(None))) == []
    assert anna.documents() == ben.documents()
    for desk in (anna, ben):
        desk.clock.advance(days=8)
        [loan] = desk.database.read(loans.lent, who(desk))
        assert sorted(loan.card_ids) == sorted(deals)


def test_killed_in_the_middle_it_goes_on_in_the_same_step_at_the_next_start(two):
    """A real process, ended by the system. Covers: B5, N6."""
    anna, ben = two
    deals = [a_deal(anna, anna.user_id) for _n in range(7)]
    a_plan(anna, deals, anna.user_id, ben.user_id)
    meet(anna, ben)
    three_days_pass(anna, ben)
    anna.connection.close()
    anna.database.close()
    address = anna.address()
    child = subprocess.Popen(
        [
            sys.executable, "-m", "tests.sync.handing_child", str(anna.folder), str(anna.user_id),
            str(address.port), address.database, address.login, anna.seat.password, str(address.ca),
        ],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "part\n"
    child.send_signal(signal.SIGKILL)
    child.wait(30)
    child.stdout.close()
    anna.open_again()
    gone = holders(anna, deals).count(ben.user_id)
    assert 0 < gone < 7
    begin(ben)
    assert holders(ben, deals).count(ben.user_id) == 0, "anna has the claim"
    begin(anna)
    anna.sit_down()
    meet(anna, ben)
    assert holders(ben, deals) == [ben.user_id] * 7
    assert len(ask(ben, select(Comment.id))) == 7
    assert touches_of(ben, deals) == [1] * 7
    long_steps.undo(DirectShop(anna.database, who(anna)))
    assert holders(anna, deals) == [anna.user_id] * 7


def test_two_desks_apart_for_weeks_begin_it_once_when_the_hub_is_back(two):
    """Covers: B5, N2, N3."""
    anna, ben = two
    for desk in (anna, ben):
        desk.clock.advance(days=-20)
    deals = [a_deal(anna, anna.user_id) for _n in range(2)]
    a_plan(anna, deals, anna.user_id, ben.user_id, back=40)
    meet(anna, ben)
    for desk in (anna, ben):
        for _week in range(3):
            desk.clock.advance(days=7)
            begin(desk, is_cut=True)
        desk.clock.advance(days=2)
    for desk in (anna, ben, anna):
        begin(desk)
    meet(anna, ben)
    for desk in (ben, anna):
        begin(desk)
    meet(anna, ben)
    assert holders(ben, deals) == [ben.user_id] * 2
    assert len(ask(ben, select(Comment.id))) == 2
    assert anna.documents() == ben.documents()


# Clocks


def test_a_clock_that_is_a_year_ahead_neither_begins_nor_ends_a_plan(two):
    """Covers: B5, N3."""
    anna, ben = two
    deal = a_deal(anna, anna.user_id)
    a_plan(anna, [deal], anna.user_id, ben.user_id, days=2, back=20)
    meet(anna, ben)
    three_days_pass(anna, ben)
    ben.clock.step(timedelta(days=365))
    [said] = begin(ben)
    assert "clock" in said
    ben.sync()
    anna.sync()
    assert (holders(ben, [deal]), holders(anna, [deal])) == ([anna.user_id], [anna.user_id])
    assert one(anna, select(PlannedHandover.done_at)) is None
    begin(anna)
    assert holders(anna, [deal]) == [ben.user_id]


# A hub that does not know the kind yet


def test_what_an_older_hub_refused_goes_again_by_itself_once_it_is_updated(two, hub):
    """Covers: B5, N1, N2."""
    anna, ben = two
    deal = a_deal(anna, anna.user_id)
    meet(anna, ben)
    kind = hub.sql("SELECT to_jsonb(e) FROM crm.entity e WHERE name = 'planned_handover'")[0][0]
    fields = hub.sql("SELECT * FROM crm.field WHERE entity = 'planned_handover'")
    hub.sql("DELETE FROM crm.field WHERE entity = 'planned_handover'")
    hub.sql("DELETE FROM crm.entity WHERE name = 'planned_handover'")
    plan = a_plan(anna, [deal], anna.user_id, ben.user_id)
    anna.do(
        lambda uow: planned_handovers.change_planned(
            uow, plan_id=plan, starts_on=anna.clock.now().date() + timedelta(days=2), back_on=None,
            comment="On leave sooner",
        )
    )  # fmt: skip
    for _round in range(2):
        anna.sync()
    assert len(ask(anna, select(Finding.id).where(Finding.settled_at.is_(None)))) == 2
    assert ask(anna, select(PlannedHandover.id)) == []
    hub.sql(
        "INSERT INTO crm.entity SELECT * FROM jsonb_populate_record(NULL::crm.entity, %s)",
        json.dumps(kind),
    )
    for row in fields:
        hub.sql("INSERT INTO crm.field VALUES (%s, %s, %s, %s, %s)", *row)
    anna.sync()
    meet(anna, ben)
    assert one(ben, select(PlannedHandover.comment)) == "On leave sooner"
    assert ask(anna, select(Finding.id).where(Finding.settled_at.is_(None))) == []
    three_days_pass(anna, ben)
    begin(ben)
    meet(ben, anna)
    assert holders(anna, [deal]) == [ben.user_id]
    assert anna.documents() == ben.documents()
