# SPDX-License-Identifier: Apache-2.0
"""A card that has left a desk and a hub that was put back to before: what the desk had written stands there again."""

import base64
import json

import pytest
from sqlalchemy import select, update

from desktop.commands import deals, touches
from desktop.commands import to_look_at as look
from desktop.domain.touch import Comment
from desktop.models.to_look_at import Words
from desktop.queries import to_look_at
from desktop.storage import desk_memory, outgoing
from desktop.storage.tables import sent
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Label, Origin
from tests.sync.test_put_back import add, meet, names
from tests.sync.test_side_doors import Insider, stands, taken
from tests.sync.test_sight import a_deal, give, is_as_given, is_on_disk, pair, titles

__all__ = ["pair", "taken"]


def work_on(sam, deal):
    sam.do(lambda uow: touches.comment(uow, card_id=deal, text="They want it thicker"))
    sam.do(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"note": "Matt paper"}))


@pytest.mark.parametrize("first", ["who wrote", "who has it now"])
def test_what_was_written_on_a_card_that_has_left_is_given_again_to_a_hub_that_lost_it(
    pair, hub, first
):
    """Also a whole card, and twice; and nothing of it is to be read on the disk. Covers: N2, N3, N7."""
    anna, sam = pair
    deal = a_deal(anna, "Brochures", sam.user_id)
    meet(anna, sam)
    dump = hub.dump()
    work_on(sam, deal)
    made = a_deal(sam, "Folders of sam")
    meet(sam, anna)
    for card in (deal, made):
        give(anna, card, anna.user_id)
    meet(anna, sam)
    before = anna.documents()
    for _again in range(2):
        assert titles(sam) == set()
        assert not is_on_disk(sam, "thicker")
        assert not is_on_disk(sam, "Folders of sam")
        hub.restore(dump)
        meet(*((sam, anna) if first == "who wrote" else (anna, sam)))
        there = hub.digest()
        assert {key: there.get(key) for key in before} == before
        assert is_as_given(anna)
        assert is_as_given(sam)
        assert anna.read(lambda r: desk_memory.recall(r.connection, outgoing.LOST)) is None
    with hub.admin() as admin:
        assert admin.broken_links() == []
        assert admin.waiting() == []
    assert "They want it thicker" in texts(anna)


def test_a_desk_whose_numbers_a_copy_of_it_took_gives_again_what_it_holds_sealed(
    pair, hub, tmp_path
):
    """Under its new names, in its order, and nothing of it twice. Covers: N2, N3, N7."""
    anna, sam = pair
    deal = a_deal(anna, "Brochures", sam.user_id)
    meet(anna, sam)
    dump, file = hub.dump(), sam.file()
    work_on(sam, deal)
    sam.do(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"note": "Silk paper"}))
    meet(sam, anna)
    give(anna, deal, anna.user_id)
    meet(anna, sam)
    before = anna.documents()
    hub.restore(dump)
    twin = sam.at(tmp_path, "twin", file)
    sam.copies.append(twin)
    add(twin, "Nora", "Ines", "Zoe", "Yann", "Ulla")
    meet(twin, sam, anna)
    assert sam.device_id != twin.device_id
    there = hub.digest()
    assert {key: there.get(key) for key in before} == before
    assert there[deal]["note"] == "Silk paper"
    assert hub.sql("SELECT doc FROM crm.state WHERE entity = 'conflict'") == []
    assert names(anna) >= {"Nora", "Ulla"}
    assert titles(sam) == set()
    assert len(under_seal(sam)) == 3
    assert refusals(sam) == ()
    # What is given again once more goes under the new names, which the desk had from the hub.
    hub.restore(dump)
    meet(twin, sam, anna)
    there = hub.digest()
    assert {key: there.get(key) for key in before} == before


def left(pair, *, works=work_on):
    """A card on which sam had worked and that has left his computer, and the hub as it was before."""
    anna, sam = pair
    deal = a_deal(anna, "Brochures", sam.user_id)
    meet(anna, sam)
    dump = anna.hub.dump()
    works(sam, deal)
    meet(sam, anna)
    give(anna, deal, anna.user_id)
    meet(anna, sam)
    return dump


def test_what_the_hub_cannot_open_any_more_is_told_to_who_wrote_it(pair, hub):
    """As much as they may know; the rest goes on, and nothing is to be tried again. Covers: N2, N4, N7."""
    anna, sam = pair
    dump = left(pair)
    hub.restore(dump)
    hub.sql("UPDATE crm.seal SET secret = sha256('of another hub')")
    add(sam, "Nora")
    meet(anna, sam)
    assert "Nora" in names(anna)
    told = refusals(sam)
    assert [(row.verdict, row.was_sealed, row.texts) for row in told] == [
        ("unopened", True, ())
    ] * 2
    words = Words(sam.clock.now())
    for row in told:
        assert words.record(row) == "What has left this computer"
        assert "cannot open what it had sealed" in words.refusal(row)
        assert row.written_at == sam.clock.now()
        about = {"device_id": row.device_id, "step": row.step, "what": words.label(row)}
        sam.do(lambda uow, about=about: look.discard(uow, **about))
    assert refusals(sam) == ()
    with hub.admin() as admin:
        assert admin.broken_links() == []


def test_a_desk_lets_go_of_cards_at_a_hub_that_cannot_seal_yet(pair, hub):
    """An older hub, brought up only after the program: what it could not do is not done, and said. Covers: N2, N7."""
    anna, sam = pair
    dump = left(pair)
    functions = {"sealed": "uuid, bigint[]", "sealed_anew": "uuid, uuid, jsonb"}
    for name, asked in functions.items():
        hub.sql(f"ALTER FUNCTION crm.{name}({asked}) RENAME TO {name}_of_a_newer_hub")
    try:
        deal = a_deal(sam, "Folders of sam")
        meet(sam, anna)
        give(anna, deal, anna.user_id)
        meet(anna, sam)
        assert titles(sam) == set()
        assert len(under_seal(sam)) == 2
        hub.restore(dump)
        meet(sam, anna)
    finally:
        for name, asked in functions.items():
            hub.sql(f"ALTER FUNCTION crm.{name}_of_a_newer_hub({asked}) RENAME TO {name}")
    assert refusals(sam) == ()
    assert "They want it thicker" in texts(anna)


def test_a_program_that_keeps_nothing_of_what_is_sealed_but_that_gives_it_again_too(pair, hub):
    """As one did that kept no time beside it. Covers: N2, N7."""
    anna, sam = pair
    dump = left(pair)
    bare = update(sent).where(sent.c.kind == "").values(hlc=outgoing.EMPTY["hlc"])
    sam.write(lambda uow: uow.connection.execute(bare), origin=Origin.SYNC, label=Label(""))
    hub.restore(dump)
    meet(sam, anna)
    assert "They want it thicker" in texts(anna)


def test_the_hubs_secret_goes_with_a_dump_to_another_server_and_nowhere_else(pair, new_hub):
    """There the same is opened; a hub with a secret of its own opens nothing. Covers: N2, N4, N6."""
    _anna, sam = pair
    left(pair)
    (n, what), *_others = under_seal(sam).items()
    asked = "SELECT crm.opened(%s, %s, %s)->'d'->>'text'", sam.device_id, n, what
    assert new_hub.sql(*asked) == [(None,)]
    new_hub.restore(sam.hub.dump())
    assert new_hub.sql(*asked) == [("They want it thicker",)]


def texts(desk):
    """What is said on all cards."""
    return desk.read(lambda r: r.connection.scalars(select(Comment.text)).all())


def refusals(desk):
    """What this desk's person has to look at of what the hub refused."""
    actor = Actor(desk.user_id, desk.roles)
    return desk.database.read(lambda r: to_look_at.to_look_at(r), actor).refused


def under_seal(desk):
    """What the desk keeps of cards that have left, by its number."""
    rows = desk.read(lambda r: r.connection.execute(select(sent.c.dseq, sent.c.doc)).all())
    docs = {row.dseq: json.loads(row.doc) for row in rows}
    return {n: doc[outgoing.SEALED] for n, doc in docs.items() if outgoing.SEALED in doc}


def test_a_seal_opens_no_card_to_whoever_has_psql(taken):
    """Neither under another number nor bent, and nobody says by themselves that it is the hub's. Covers: N4, N7."""
    anna, sam, deal, _rows = taken
    before, kept, by_hand = stands(anna.hub, deal), under_seal(sam), Insider(sam)
    assert kept
    bent = bytearray(base64.b64decode(what := next(iter(kept.values()))))
    bent[-3] ^= 1
    lines = [
        by_hand.op("", "00000000-0000-0000-0000-000000000000", {}, z=one)
        for one in (what, base64.b64encode(bent).decode(), "short", "")
    ]
    assert by_hand.push(*lines) == ["unopened"] * 4
    note = by_hand.op("deal", deal, {"note": "mine"}, again=False, b={}, proved=True)
    assert by_hand.push(note) == ["unseen"]
    assert by_hand.push(by_hand.word_on(deal, proved=True, shut=True)) == ["parked"]
    assert stands(anna.hub, deal) == before
    mine = anna.read(lambda r: r.connection.scalars(select(sent.c.dseq)).all())
    assert sam.connection.sealed(anna.device_id, mine) == {}
    # A colleague who has got hold of it gives it as nobody's but its author's, and has it sealed for nobody.
    (n, one), theirs = next(iter(kept.items())), Insider(anna)
    assert theirs.push(theirs.op("", "00000000-0000-0000-0000-000000000000", {}, z=one)) == [
        "unopened"
    ]
    for old, new in ((sam, anna), (anna, anna)):
        moves = [{"n": n, "to": theirs.n + 1, "z": one}]
        assert anna.connection.sealed_anew(old.device_id, new.device_id, moves) == {}
