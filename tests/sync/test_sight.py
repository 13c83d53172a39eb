# SPDX-License-Identifier: Apache-2.0
"""Own, team, all: rows that a desk's people do not see never reach its disk, and leave it when they are handed over."""

import contextlib
import dataclasses
import random
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select

from desktop.commands import clients, deals, handover, money, people, sight, touches
from desktop.domain.deal import Deal
from desktop.domain.payment import Payment
from desktop.domain.pipeline import Pipeline
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.queries import counter, to_look_at
from desktop.storage import outgoing, set_aside
from desktop.storage import sight as screens
from desktop.storage.tables import FILE_NAME
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Hub
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.touch import TouchDraft
from desktop.values.sight import Sees, people_seen
from tests.shop import open_shop
from tests.sync.hub_desks import EVERY_ROLE, Desk, TestHub


@pytest.fixture
def pair(desks):
    """Anna sees all; sam sells, and who sells sees their own."""
    (anna,) = desks("anna")
    anna.do(lambda uow: sight.set_role(uow, role="manager", sees=Sees.OWN))
    (sam,) = desks("sam", roles=("manager",))
    return anna, sam


def a_deal(desk, title: str, holder=None):
    """A deal with a line, a touch and a comment, as people make it."""
    pipeline = desk.read(
        lambda r: r.connection.scalar(
            select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position)
        )
    )
    client = desk.do(lambda uow: clients.add_contact(uow, name=f"Client {random.random()}"))
    made = desk.do(lambda uow: deals.new_deal(
        uow, title=title, pipeline_id=pipeline, contact_id=client, holder_id=holder,
        touch=TouchDraft(kind="call", goal=f"Ask of {title}", due_at=desk.clock.now() + timedelta(days=1)),
        lines=[LineDraft(title=f"Line of {title}", quantity=100, unit_price=Decimal(1), amount=10_000)],
    ))  # fmt: skip
    desk.do(lambda uow: touches.comment(uow, card_id=made, text=f"Word on {title}"))
    return made


def give(desk, deal, holder) -> None:
    desk.do(lambda uow: handover.hand_over(uow, card_ids=[deal], to=holder))


def titles(desk) -> set[str]:
    return set(desk.read(lambda r: r.connection.scalars(select(Deal.title)).all()))


def past_the_program(desk, statement: str):
    """As the person with psql."""
    with psycopg.connect(
        host="127.0.0.1", port=desk.hub.server.port, dbname=desk.hub.name, user=desk.seat.login,
        password=desk.seat.password, autocommit=True,
    ) as line:  # fmt: skip
        return line.execute(statement).fetchall()


def is_on_disk(desk, word: str) -> bool:
    """Whether a word stands in the desk's file, or its log, once the program is closed."""
    desk.database.close()
    found = b"".join(path.read_bytes() for path in desk.folder.glob(f"{FILE_NAME}*"))
    desk.open_again()
    return word.encode() in found or word.lower().encode() in found


def is_as_given(desk) -> bool:
    """Whether the desk has what the hub gives its person, row by row, and nothing else."""
    there = dict(past_the_program(desk, "SELECT id, doc FROM crm.state"))
    here = desk.documents()
    assert here.keys() == there.keys()
    assert all(doc.items() <= here[row].items() for row, doc in there.items())
    return True


def test_what_somebody_does_not_see_reaches_neither_their_line_nor_their_disk(pair):
    """Covers: N4, N7."""
    anna, sam = pair
    theirs = a_deal(anna, "Secretive folders")
    his = a_deal(anna, "Cards for sam", sam.user_id)
    anna.sync()
    sam.sync()
    assert titles(sam) == {"Cards for sam"}
    assert titles(anna) >= {"Cards for sam", "Secretive folders"}
    assert not past_the_program(sam, "SELECT 1 FROM crm.state WHERE doc::text LIKE '%Secretive%'")
    assert not past_the_program(sam, f"SELECT 1 FROM crm.place WHERE card = '{theirs}'")
    assert not past_the_program(sam, f"SELECT card FROM crm.moved(0) WHERE card = '{theirs}'")
    assert not is_on_disk(sam, "Secretive")
    assert is_on_disk(sam, "Word on Cards for sam")
    assert is_as_given(sam)
    # Handed over: whole with all that hangs on it, and the other one goes without a trace.
    give(anna, theirs, sam.user_id)
    give(anna, his, anna.user_id)
    anna.sync()
    sam.sync()
    assert titles(sam) == {"Secretive folders"}
    assert is_on_disk(sam, "Word on Secretive")
    assert not is_on_disk(sam, "Cards for sam")
    assert is_as_given(sam)
    assert is_as_given(anna)


def test_a_say_that_changes_brings_cards_and_takes_them(pair):
    """Covers: N4, N7."""
    anna, sam = pair
    tess = anna.do(lambda uow: people.add_person(uow, name="Tess", roles=["manager"]))
    a_deal(anna, "Anna's own")
    a_deal(anna, "Of the team", tess)
    seen = []
    for sees, team in (
        (Sees.TEAM, "Front"),
        (Sees.ALL, "Front"),
        (Sees.TEAM, "Back"),
        (Sees.OWN, ""),
    ):
        anna.do(
            lambda uow, sees=sees, team=team: sight.set_person(
                uow, user_id=sam.user_id, sees=sees, team=team
            )
        )
        anna.do(lambda uow: sight.set_person(uow, user_id=tess, sees=Sees.OWN, team="Front"))
        anna.sync()
        sam.sync()
        assert is_as_given(sam)
        seen.append(titles(sam) & {"Anna's own", "Of the team"})
    assert seen == [{"Of the team"}, {"Anna's own", "Of the team"}, set(), set()]
    assert not is_on_disk(sam, "Of the team")


def test_the_hub_reckons_as_the_program_does(pair):
    """Covers: N7."""
    anna, sam = pair
    staff = {
        one: anna.do(lambda uow, one=one: people.add_person(uow, name=one, roles=one.split("+")))
        for one in ("manager+operator", "operator", "accountant", "manager+admin", "production")
    } | {"manager": sam.user_id}
    draw = random.Random(7)
    for _turn in range(4):
        for who in draw.sample(sorted(staff), 3):
            sees, team = draw.choice([*Sees]), draw.choice(["", "Front", "Back"])
            try:
                anna.do(
                    lambda uow, w=who, s=sees, t=team: sight.set_person(
                        uow, user_id=staff[w], sees=s, team=t
                    )
                )
                anna.do(
                    lambda uow, s=sees: sight.set_role(
                        uow, role=draw.choice(["operator", "manager"]), sees=s
                    )
                )
            except UserError:
                continue
        anna.sync()
        kept = anna.read(lambda r: screens.kept(r.connection))
        there = dict(anna.hub.sql(
            "SELECT id, crm.sees_of(id, crm.caps_of(doc->'roles')) FROM crm.state WHERE entity = 'user'"
        ))  # fmt: skip
        for roles, who in staff.items():
            here = people_seen(kept, who, roles.split("+"))
            assert here == (None if there[who] is None else set(there[who])), f"{roles}: {kept}"


def test_what_was_typed_on_a_card_that_was_taken_away_meanwhile_is_kept_and_told(pair):
    """Covers: N2, N7."""
    anna, sam = pair
    deal = a_deal(anna, "Brochures", sam.user_id)
    anna.sync()
    sam.sync()
    give(anna, deal, anna.user_id)
    anna.sync()
    sam.do(lambda uow: touches.comment(uow, card_id=deal, text="They want it thicker"))
    sam.sync()
    sam.sync()
    assert titles(sam) == set()
    page = sam.database.read(to_look_at.to_look_at, Actor(sam.user_id, sam.roles))
    (refused,) = page.refused
    assert refused.verdict == "unseen"
    assert "They want it thicker" in str(refused.texts)
    assert is_as_given(sam)
    # The program does not begin it either, where the card still lies on the disk of somebody who sees less by now.
    anna.do(lambda uow: sight.set_person(uow, user_id=sam.user_id, sees=Sees.OWN, team=""))
    with pytest.raises(UserError, match="out of your sight"):
        anna.database.write(
            Actor(sam.user_id, ("manager",)),
            lambda uow: touches.comment(uow, card_id=deal, text="No, thinner"),
        )


def test_a_push_past_the_program_to_a_card_out_of_sight_is_refused(pair):
    """Covers: N4, N7."""
    anna, sam = pair
    deal = a_deal(anna, "Brochures")
    anna.sync()
    sam.sync()
    op = {
        "n": 1,
        "t": 1,
        "e": "deal",
        "i": str(deal),
        "h": "0" * 16,
        "d": {"holder_id": str(sam.user_id)},
        "b": {},
    }
    said = {"n": 2, "t": 2, "e": "comment", "i": str(sam.device_id), "new": True, "h": "0" * 16,
            "d": {"card_id": str(deal), "text": "mine", "at": "2026-10-15T10:00:00.000000Z"}}  # fmt: skip
    answer = sam.connection.push(sam.device_id, [op, said])
    assert answer.bad == {1: "unseen", 2: "unseen"}


def test_a_card_may_be_made_for_somebody_else_and_handed_over_with_a_word(pair):
    """Covers: N7."""
    anna, sam = pair

    def both(uow):
        handover.hand_over(uow, card_ids=[his], to=anna.user_id)
        touches.comment(uow, card_id=his, text="Please go on")

    his = a_deal(sam, "His own")
    sam.sync()
    sam.do(both)
    sam.sync()
    anna.sync()
    assert "His own" in titles(anna)
    assert titles(sam) == set()
    with pytest.raises(UserError, match="out of your sight"):
        a_deal(
            sam, "Made for her", anna.user_id
        )  # it is made, and is hers: a word on it is not his
    sam.sync()
    assert titles(sam) == set()
    assert sam.database.read(to_look_at.to_look_at, Actor(sam.user_id, sam.roles)).refused == ()
    assert is_as_given(sam)


def test_the_drawer_is_counted_right_though_the_card_has_left(pair):
    """Covers: H3, N7."""
    anna, sam = pair
    deal = a_deal(sam, "Paid in cash")
    sam.do(lambda uow: money.open_shift(uow, opening_cash=5_000))
    sam.do(
        lambda uow: money.take_payment(uow, deal_id=deal, amount=4_000, method="cash", given=4_000)
    )
    sam.sync()
    anna.sync()
    give(anna, deal, anna.user_id)
    anna.sync()
    sam.sync()
    assert titles(sam) == set()
    assert sam.read(lambda r: r.connection.scalars(select(Payment.amount)).all()) == [4_000]
    assert sam.do(lambda uow: money.cash_expected(uow, money.current_shift(uow))) == 9_000
    shown = sam.database.read(counter.shift, Actor(sam.user_id, sam.roles))
    assert shown.cash == 9_000
    assert is_as_given(sam)


@pytest.mark.logs("A row cannot be read")
def test_a_row_that_could_not_be_read_leaves_with_its_card(pair):
    """Covers: N4, N7."""
    anna, sam = pair
    gone, gone_too, stays = (
        a_deal(anna, title, sam.user_id) for title in ("Gone", "Gone too", "Stays")
    )
    anna.sync()
    for card, kind, field in (
        (gone, "comment", "at"),
        (gone_too, "deal", "created_at"),
        (stays, "comment", "at"),
    ):
        anna.hub.sql(
            "UPDATE crm.state SET doc = doc || jsonb_build_object(%s::text, 'never') WHERE card = %s AND entity = %s",
            field, card, kind,
        )  # fmt: skip
    sam.sync()
    assert [*sam.read(lambda r: set_aside.kinds(r.connection)).values()].count("comment") == 2
    give(anna, gone, anna.user_id)
    give(anna, gone_too, anna.user_id)
    anna.sync()
    sam.sync()
    left = sam.read(lambda r: set_aside.kinds(r.connection))
    assert [*left.values()] == ["comment"], "of the card that stays"
    assert sam.connection.tally().kinds == sam.read(lambda r: outgoing.tally(r.connection))


def test_a_desk_of_two_has_what_both_see_and_each_is_shown_their_own(pair, tmp_path):
    """Covers: N5, N7."""
    anna, sam = pair
    tess = anna.do(lambda uow: people.add_person(uow, name="Tess", roles=["manager"]))
    for title, holder in (("Of sam", sam.user_id), ("Of tess", tess)):
        a_deal(anna, title, holder)
    anna.sync()
    sam.sync()
    with sam.hub.admin() as admin:
        seat = admin.let_in(tess, "tess", ("manager",))
    where = dataclasses.replace(sam.address(), login=seat.login)
    with Hub(where, seat.password) as line:
        line.join(seat.secret, uuid4(), sam.database.desk, sam.name, beside=sam.device_id)
    sam.sync()
    assert titles(sam) == {"Of sam", "Of tess"}
    for person, mine in ((sam.user_id, "Of sam"), (tess, "Of tess")):
        shown = sam.database.read(
            lambda r: set(r.connection.scalars(select(Deal.title)).all()),
            Actor(person, ("manager",)),
        )
        assert shown == {mine}


def test_whatever_is_handed_about_each_desk_ends_with_what_it_is_given(pair, desks):
    """Covers: N3, N7."""
    anna, sam = pair
    (ben,) = desks("ben")
    draw = random.Random(20261015)
    made = [
        a_deal(anna, f"Deal {n}", draw.choice([None, sam.user_id, ben.user_id])) for n in range(4)
    ]

    def turn(desk):
        deal = draw.choice(made)
        at = draw.randrange(4)
        if at == 0:
            made.append(a_deal(desk, f"More {len(made)}", draw.choice([sam.user_id, ben.user_id])))
        elif at == 1:
            give(desk, deal, draw.choice([sam.user_id, ben.user_id, anna.user_id]))
        elif at == 2:
            desk.do(lambda uow: touches.comment(uow, card_id=deal, text=f"Word {draw.random()}"))
        elif at == 3:
            desk.do(
                lambda uow: deals.change_deal(
                    uow, deal_id=deal, fields={"note": f"Note {draw.random()}"}
                )
            )
        else:
            sees = draw.choice([Sees.OWN, Sees.ALL])
            anna.do(lambda uow: sight.set_person(uow, user_id=sam.user_id, sees=sees, team=""))

    for _turn in range(40):
        desk = draw.choice([anna, ben, sam])
        desk.clock.advance(seconds=1)
        with contextlib.suppress(UserError):  # the card is not here, or out of sight
            turn(desk)
        if draw.random() < 0.5:
            draw.choice([anna, ben, sam]).sync()
    for _round in range(3):
        for desk in (anna, ben, sam):
            desk.sync()
    for desk in (anna, ben, sam):
        assert is_as_given(desk)
    assert anna.documents() == ben.documents()


def test_the_screens_views_are_those_that_the_classes_declare():
    """Covers: N7."""
    declared = {kind: cls.__sync__ for kind, cls in BY_KIND.items()}
    assert {kind: one.held_by for kind, one in declared.items() if one.held_by} == screens.CARDS
    followers = {
        kind: one.follows for kind, one in declared.items() if one.follows and not one.held_by
    }
    told = screens.FOLLOWERS
    assert told.items() <= {**followers, "document_version": "card_id"}.items()
    assert followers.keys() - told.keys() == {
        "payment", "confirmation", "reversal", "invoice_issue", "message_event", "voided", "conflict", "touch_pass"
    }  # fmt: skip
    of_cards = {*screens.CARDS, *followers}
    named = {kind for kind, one in declared.items() if of_cards & {*one.references.values()}}
    assert named <= of_cards, "what names a card, or what hangs on one, follows it"


def test_a_shop_that_is_brought_along_lies_on_its_cards(server, tmp_path):
    """Many rows at once are placed together, and as each would be by itself. Covers: N4, N7."""
    shop = open_shop(tmp_path, folder="first")
    cards = {shop.a_deal() for _card in range(3)}
    shop.close()
    hub = TestHub(server, "brought")
    Desk(tmp_path, hub, "first", EVERY_ROLE, user_id=shop.me, brings=True).close()
    placed = hub.sql("SELECT id, entity, card, till FROM crm.state ORDER BY id")
    hub.sql("SELECT crm.place_all()")
    assert hub.sql("SELECT id, entity, card, till FROM crm.state ORDER BY id") == placed
    assert {card for _id, kind, card, _till in placed if kind == "task"} == cards
