# SPDX-License-Identifier: Apache-2.0
"""A card that has left a desk and a hub that was put back to before: what the desk had written stands there again."""

import base64
import json

import pytest
from sqlalchemy import select

from desktop.commands import deals, touches
from desktop.domain.touch import Comment
from desktop.storage import desk_memory, outgoing
from desktop.storage.tables import sent
from tests.sync.test_put_back import meet
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
    assert "They want it thicker" in anna.read(
        lambda r: r.connection.scalars(select(Comment.text)).all()
    )


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
    assert by_hand.push(*lines) == ["unknown_entity"] * 4
    note = by_hand.op("deal", deal, {"note": "mine"}, again=False, b={}, proved=True)
    assert by_hand.push(note) == ["unseen"]
    assert by_hand.push(by_hand.word_on(deal, proved=True)) == ["parked"]
    assert stands(anna.hub, deal) == before
    mine = anna.read(lambda r: r.connection.scalars(select(sent.c.dseq)).all())
    assert sam.connection.sealed(anna.device_id, mine) == {}
