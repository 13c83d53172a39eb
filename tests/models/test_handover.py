# SPDX-License-Identifier: Apache-2.0
"""A handover is worked out before it is made: shares, loads afterwards, clashes, and who gets none and why."""

import datetime as dt
from collections import Counter
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from desktop.models import handover as words
from desktop.models.handover import Handover, Sharing, Wish
from desktop.values.calendar import FIVE_DAYS, WorkingCalendar
from desktop.values.handing_over import by_load
from desktop.values.rows.handover import GiveCard, GiveTouch, HandoverOffer, Receiver

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 42, tzinfo=LONDON)
DINA, TOM, MAYA, IVO = (UUID(int=n) for n in range(1, 5))
PRINT, LEADS = UUID(int=10), UUID(int=11)


def card(n, kind="deal", pipeline=PRINT):
    return GiveCard(UUID(int=100 + n), kind, f"Client {n}", "Folders", DINA, pipeline, 5000, "GBP")


def offer(cards=(), touches=(), receivers=None, **fields):
    people = receivers if receivers is not None else (
        Receiver(TOM, "Tom Ferris", load=3), Receiver(MAYA, "Maya Lindqvist", load=1),
    )  # fmt: skip
    return HandoverOffer(
        tuple(cards), tuple(touches), people, ((PRINT, "Print"), (LEADS, "Leads")),
        WorkingCalendar(LONDON, FIVE_DAYS), DINA, "Dina Okafor", **fields,
    )  # fmt: skip


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 40))
def test_by_load_nobody_who_gets_a_card_ends_more_than_one_above_another(loads, count):
    """Covers: B5."""
    held = {UUID(int=n): load for n, load in enumerate(loads)}
    got = Counter(by_load([UUID(int=100 + n) for n in range(count)], held).values())
    after = {one: load + got[one] for one, load in held.items()}
    assert sum(got.values()) == count
    assert all(after[one] <= min(after.values()) + 1 for one in got)


def test_where_nothing_is_ticked_there_is_nothing_to_hand_over():
    """Covers: B5."""
    asked = offer([card(0), card(1, "lead", LEADS)], others=3, clients=(UUID(int=50),))
    nothing = {"deals": False, "leads": False, "others": False, "clients": False}
    assert not Handover(asked, Wish(**nothing), NOW).has_something
    for one in nothing:
        assert Handover(asked, Wish(**nothing | {one: True}), NOW).has_something


def test_what_is_not_ticked_does_not_go_and_a_single_card_may_go_elsewhere():
    """Covers: B5."""
    cards = [card(0), card(1), card(2, "lead", LEADS)]
    plan = Handover(offer(cards), Wish(leads=False, sharing=Sharing.LOAD), NOW)
    assert plan.given == {cards[0].id: MAYA, cards[1].id: MAYA}
    plan = Handover(offer(cards), Wish(sharing=Sharing.LOAD).with_moved({cards[0].id: TOM}), NOW)
    assert plan.given[cards[0].id] == TOM
    assert [(one.receiver.id, one.count, one.after) for one in plan.gets()] == [
        (TOM, 1, 4),
        (MAYA, 2, 3),
    ]


def test_by_pipeline_it_goes_to_who_holds_most_of_it_unless_somebody_is_chosen():
    """Covers: B5."""
    people = (
        Receiver(TOM, "Tom", load=9, by_pipeline={PRINT: 5}),
        Receiver(MAYA, "Maya", load=9, by_pipeline={LEADS: 2}),
    )
    cards = [card(0), card(1, "lead", LEADS)]
    plan = Handover(offer(cards, receivers=people), Wish(sharing=Sharing.PIPELINE), NOW)
    assert plan.given == {cards[0].id: TOM, cards[1].id: MAYA}
    chosen = Wish(sharing=Sharing.PIPELINE, by_pipeline={LEADS: TOM})
    assert set(Handover(offer(cards, receivers=people), chosen, NOW).given.values()) == {TOM}


def test_who_is_away_gets_nothing_by_itself_and_it_is_said_till_when():
    """Covers: A7, B5."""
    away = ((NOW.date(), dt.date(2026, 10, 20)),)
    people = (
        Receiver(TOM, "Tom Ferris", away=away),
        Receiver(MAYA, "Maya Lindqvist", load=1),
        Receiver(IVO, "Ivo Marek", load=7),
    )
    plan = Handover(offer([card(0)], receivers=people), Wish(sharing=Sharing.LOAD), NOW)
    assert plan.given == {card(0).id: MAYA}
    assert words.none_words(plan) == (
        "Tom Ferris is away till Tue 20 Oct, gets none. Ivo Marek has more to do already, gets none."
    )
    assert words.load_words(people[0], NOW.date()) == "away till Tue 20 Oct"


def test_clashes_are_named_by_day_before_anything_is_saved():
    """Covers: B5."""
    visit = dt.datetime(2026, 10, 23, 14, tzinfo=LONDON)
    people = (
        Receiver(
            TOM,
            "Tom Ferris",
            busy=((visit, "meet"), (visit.replace(day=22), "call")),
            away=((dt.date(2026, 10, 27),) * 2,),
        ),
    )
    touches = [
        GiveTouch(card(0).id, "call", visit + dt.timedelta(minutes=45)),
        GiveTouch(card(0).id, "call", visit.replace(day=22)),
        GiveTouch(card(0).id, "meet", visit + dt.timedelta(hours=1)),
        GiveTouch(card(0).id, "write", dt.datetime(2026, 10, 27, 23, 59, tzinfo=LONDON)),
    ]
    [clash] = Handover(offer([card(0)], touches, people), Wish(one=TOM), NOW).clashes()
    assert [day.day for day in clash.days] == [23, 27]
    assert words.clash_words(clash) == (
        "2 touches clash with Tom Ferris’s day: Fri 23 Oct and Tue 27 Oct. "
        "They keep their times; all are in the agenda."
    )


def test_clients_without_open_cards_go_only_where_they_are_ticked_to_whoever_then_has_least():
    """Covers: B5."""
    people = tuple(UUID(int=50 + n) for n in range(3))
    asked = offer([card(0)], clients=people)
    assert Handover(asked, Wish(sharing=Sharing.LOAD), NOW).clients() == {}
    plan = Handover(asked, Wish(clients=True, sharing=Sharing.LOAD), NOW)
    assert {share.to: share.clients for share in plan.shares()} == {
        MAYA: (people[0], people[2]),
        TOM: (people[1],),
    }
    alone = Handover(asked, Wish(deals=False, others=False, clients=True, one=TOM), NOW)
    assert words.primary_words(alone, is_person=True) == "Hand over 3 clients"
    assert [(share.to, share.clients) for share in alone.shares()] == [(TOM, people)]
