# SPDX-License-Identifier: Apache-2.0
"""Who sees their own cards has psql and remembers ids: they neither write on another's card nor read of it."""

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.commands import deals, sight, touches
from desktop.domain.touch import Comment
from desktop.sync.hub.desk_side import Claim, CodeTaken, Hub
from desktop.sync.hub.file_side import FileLine
from desktop.values.sight import Sees
from tests.sync.test_put_back import meet
from tests.sync.test_sight import a_deal, give, is_as_given, pair, past_the_program, titles

__all__ = ["pair"]
AT = "2026-10-15T10:00:00.000000Z"


class Insider:
    """Sam with psql: operations under his own device, numbered by themselves, told to be given again."""

    def __init__(self, desk) -> None:
        self.desk, self.device = desk, desk.device_id
        self.n = desk.hub.sql(
            "SELECT last_dseq FROM crm.device WHERE device_id = %s", self.device
        )[0][0]  # fmt: skip

    def op(self, kind, row, d, *, t=None, again=True, **more):
        self.n += 1
        flag = {"again": True} if again else {}
        return {
            "n": self.n,
            "t": t or self.n,
            "e": kind,
            "i": str(row),
            "h": "f" * 16,
            "d": d,
            **flag,
            **more,
        }

    def push(self, *ops):
        answer = self.desk.connection.push(self.device, list(ops))
        return [answer.bad.get(op["n"], "ok") for op in ops]

    def word_on(self, card, **more):
        said = {"card_kind": "deal", "card_id": str(card), "text": "mine", "at": AT, "by": None}
        return self.op("comment", uuid4(), said, new=True, **more)


@pytest.fixture
def taken(pair):
    """A deal that was sam's, so that he knows every id of it, and is Anna's now; with its rows by kind."""
    anna, sam = pair
    deal = a_deal(sam, "Brochures")
    sam.sync()
    anna.sync()
    give(anna, deal, anna.user_id)
    anna.sync()
    sam.sync()
    assert titles(sam) == set()
    rows = dict(anna.hub.sql("SELECT entity, id FROM crm.state WHERE card = %s ORDER BY seq", deal))
    return anna, sam, deal, rows


def stands(hub, deal):
    """All of a card as the hub has it."""
    return hub.sql("SELECT id, doc, card FROM crm.state WHERE card = %s ORDER BY id", deal)


def test_what_is_said_to_be_given_again_takes_no_card_and_writes_on_none(taken):
    """Covers: N4, N7."""
    anna, sam, deal, rows = taken
    sams, before = Insider(sam), stands(anna.hub, deal)
    assert sams.push(
        sams.op("deal", deal, {"holder_id": str(sam.user_id)}, b={}),
        sams.word_on(deal),
        sams.op("task", rows["task"], {"goal": "mine"}, b={}),
        sams.op("deal", deal, anna.hub.digest()[deal] | {"title": "mine", "holder_id": str(sam.user_id)}, new=True),
    ) == ["parked"] * 4  # fmt: skip
    off = {"fact_kind": "comment", "fact_id": str(rows["comment"]), "is_on": True}
    assert sams.push(sams.op("voided", uuid4(), off, new=True)) == ["parked"]
    assert stands(anna.hub, deal) == before
    anna.sync()
    sam.sync()
    assert titles(sam) == set()
    assert not past_the_program(sam, f"SELECT 1 FROM crm.place WHERE card = '{deal}'")
    # Nobody is told of it as of something that was done.
    assert "mine" not in str(
        past_the_program(anna, f"SELECT patch FROM crm.history(ARRAY['{deal}']::uuid[])")
    )
    # Once the card is his it counts as of when he wrote it: nothing that was written since is covered.
    anna.clock.moment = datetime.now(UTC) + timedelta(hours=1)
    anna.do(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"title": "Anna's brochures"}))
    give(anna, deal, sam.user_id)
    anna.sync()
    assert anna.hub.digest()[deal]["title"] == "Anna's brochures"
    assert anna.hub.sql("SELECT count(*) FROM crm.held") == [(0,)]
    assert anna.hub.sql("SELECT count(*) FROM crm.state WHERE doc->>'text' = 'mine'") == [(1,)]


def test_no_row_is_hung_on_a_card_by_way_of_another_field(taken):
    """Covers: N4, N7."""
    anna, sam, deal, rows = taken
    own = a_deal(sam, "Cards")
    sam.sync()
    sams, before = Insider(sam), stands(anna.hub, deal)
    paper, bare = str(uuid4()), {"again": False}
    doc = {
        "card_kind": "deal",
        "card_id": str(own),
        "kind": "quote",
        "number": "1",
        "name": "Mine",
        "created_at": AT,
    }
    version = {"document_id": paper, "card_id": str(deal), "version": 1, "blob": "0" * 64, "at": AT, "size": 1,
               "file_name": "mine.pdf"}  # fmt: skip
    done = {"card_kind": "deal", "card_id": str(own), "kind": "call", "task_id": str(rows["task"]), "at": AT,
            "comment": "mine"}  # fmt: skip
    asks = {"$number": {"series": "contract:x:2026", "for": str(rows["comment"]), "place": 7}}
    for ops in (
        [("activity", uuid4(), done)],
        [("document", paper, doc), ("document_version", uuid4(), version)],
        [("document", uuid4(), doc | asks)],
        [
            (
                "voided",
                uuid4(),
                {"fact_kind": "comment", "fact_id": str(rows["comment"]), "is_on": True},
            )
        ],
    ):
        for more in (bare, {}):
            t = sams.n + 1_000_000
            said = sams.push(*(sams.op(kind, i, d, t=t, new=True, **more) for kind, i, d in ops))
            assert said[-1] == ("unseen" if more else "parked"), said
    lost = {"fact_kind": "payment", "fact_id": str(uuid4()), "is_on": True}
    assert sams.push(sams.op("voided", uuid4(), lost, new=True, **bare)) == ["missing_ref"]
    assert stands(anna.hub, deal) == before
    assert not anna.hub.sql("SELECT 1 FROM crm.number_used WHERE id = %s", rows["comment"])


def test_what_was_written_on_a_card_that_a_hub_from_a_backup_takes_for_anothers_waits_and_stands_in_the_end(
    pair, hub
):
    """Sam comes before Anna, who had handed it to him; also a card's row made before its card. Covers: N2, N3, N7."""
    anna, sam = pair
    deal = a_deal(anna, "Brochures")
    meet(anna, sam)
    dump = hub.dump()
    give(anna, deal, sam.user_id)
    more = a_deal(anna, "Folders", sam.user_id)
    meet(anna, sam)
    for card in (deal, more):
        sam.do(lambda uow, card=card: touches.comment(uow, card_id=card, text=f"Said of {card}"))
        sam.do(
            lambda uow, card=card: deals.change_deal(
                uow, deal_id=card, fields={"note": f"Noted on {card}"}
            )
        )
    meet(sam, anna)
    hub.restore(dump)
    sam.do(lambda uow: touches.comment(uow, card_id=deal, text="And said since"))
    sam.sync()
    assert hub.digest()[deal]["holder_id"] == str(anna.user_id)
    assert hub.digest()[deal]["note"] == ""
    with hub.admin() as admin:
        assert [(name, n > 4) for name, n in admin.waiting()] == [("sam the manager", True)]
    meet(anna, sam)
    with hub.admin() as admin:
        assert admin.waiting() == []
        assert admin.broken_links() == []
    for desk in (anna, sam):
        kept = set(desk.read(lambda r: r.connection.scalars(select(Comment.text)).all()))
        assert {f"Said of {deal}", f"Said of {more}", "And said since"} <= kept
        assert [desk.documents()[card]["note"] for card in (deal, more)] == [
            f"Noted on {deal}",
            f"Noted on {more}",
        ]
        assert is_as_given(desk)


def test_what_waits_is_taken_when_its_author_is_to_see_more(taken):
    """Covers: N4, N7."""
    anna, sam, deal, _rows = taken
    sams = Insider(sam)
    assert sams.push(sams.word_on(deal)) == ["parked"]
    anna.do(lambda uow: sight.set_person(uow, user_id=sam.user_id, sees=Sees.ALL, team=""))
    anna.sync()
    anna.sync()
    assert "mine" in anna.read(lambda r: r.connection.scalars(select(Comment.text)).all())


def test_nobody_sits_down_at_a_desk_whose_disk_they_do_not_have(taken):
    """Who sits at a desk reads what its people see; codes and names of desks are told to all. Covers: N4, N5, N7."""
    anna, sam, deal, _rows = taken
    theirs = next(one for one in sam.connection.devices() if one["user_id"] == anna.user_id)
    with pytest.raises(CodeTaken):
        sam.connection.fork(sam.device_id, uuid4(), theirs["desk_code"], is_fresh=False)
    with anna.hub.admin() as admin:
        seat = admin.let_in(sam.user_id, "sam", ("manager",))
    with Hub(dataclasses.replace(sam.address(), login=seat.login), seat.password) as line:
        for beside in (None, sam.device_id):
            with pytest.raises(CodeTaken):
                line.join(seat.secret, uuid4(), theirs["desk_code"], theirs["desk"], beside)
    assert not past_the_program(sam, f"SELECT 1 FROM crm.state WHERE id = '{deal}'")


def test_what_a_card_names_is_neither_fetched_nor_claimed_once_it_has_left(taken):
    """Covers: N4, N7."""
    anna, sam, deal, rows = taken
    sha = hashlib.sha256(b"a layout").hexdigest()
    anna.hub.sql(
        "UPDATE crm.state SET doc = doc || jsonb_build_object('blob', %s::text) WHERE id = %s",
        sha,
        rows["comment"],
    )
    with FileLine(anna.address(), anna.seat.password) as files:
        files.begin(sha, 8)
        files.put(sha, 0, b"a layout")
        assert files.end(sha)
        assert files.part(sha, 0) == b"a layout"
    with FileLine(sam.address(), sam.seat.password) as files:
        assert (files.part(sha, 0), files.there([sha])) == (None, frozenset())
    known = ",".join(f"'{row}'" for row in rows.values())
    assert not past_the_program(sam, f"SELECT 1 FROM crm.history(ARRAY[{known}]::uuid[])")
    assert sam.connection.claim(sam.device_id, "message", rows["comment"], 0, 10**9) == Claim.TAKEN
    assert anna.connection.claim(anna.device_id, "message", rows["comment"], 0, 600) == Claim.MINE
    give(anna, deal, sam.user_id)
    anna.sync()
    with FileLine(sam.address(), sam.seat.password) as files:
        assert (files.part(sha, 0), files.there([sha])) == (b"a layout", {sha})


def test_who_makes_no_legal_papers_uses_up_no_number_of_them(desks):
    """A ticket's paper is theirs to make, a place in the series of invoices is not. Covers: N4, H6."""
    anna, rosa = desks("anna")[0], desks("rosa", roles=("production",))[0]
    deal = a_deal(anna, "Brochures")
    anna.sync()
    insider = Insider(rosa)
    ticket = {
        "card_kind": "deal",
        "card_id": str(deal),
        "kind": "ticket",
        "name": "Mine",
        "created_at": AT,
    }

    def asking(paper):
        into = {"number": "I-{n}"}
        return {"$number": {"series": "invoice:x", "for": str(paper), "into": into}}

    paper = uuid4()
    assert insider.push(
        insider.op("document", paper, ticket | asking(paper), new=True, again=False),
        insider.op("document", paper, ticket | asking(paper), new=True),
        insider.op("comment", uuid4(), {"card_kind": "deal", "card_id": str(deal), "text": "mine", "at": AT,
                                        "by": None} | asking(paper), new=True, again=False),
        insider.op("document", paper, ticket | {"number": ""}, new=True, again=False),
    ) == ["forbidden", "forbidden", "forbidden", "ok"]  # fmt: skip
    assert not anna.hub.sql("SELECT 1 FROM crm.counter WHERE series = 'invoice:x'")


def test_nobody_takes_away_what_a_colleague_sends_of_a_file(desks):
    """By its hash, and a size that is not its own. Covers: N4, N6."""
    anna, sam = desks("anna")[0], desks("sam", roles=("manager",))[0]
    whole = bytes(300_000)
    blob = hashlib.sha256(whole).hexdigest()
    with (
        FileLine(anna.address(), anna.seat.password) as annas,
        FileLine(sam.address(), sam.seat.password) as sams,
    ):
        annas.begin(blob, len(whole))
        annas.put(blob, 0, whole[:262_144])
        assert not sams.begin(blob, 7).parts
        sams.put(blob, 0, b"rubbish")
        assert not sams.end(blob)
        assert annas.begin(blob, len(whole)).parts == {0}
        annas.put(blob, 1, whole[262_144:])
        sams.put(blob, 0, b"rubbish")
        assert annas.end(blob)
        assert sams.begin(blob, 7).is_complete
    assert anna.hub.sql("SELECT complete, size FROM crm.blob") == [(True, len(whole))]
    assert anna.hub.sql("SELECT sum(length(data)) FROM crm.blob_part") == [(len(whole),)]
    assert anna.hub.sql("SELECT 1 FROM crm.blob_coming") == []
