# SPDX-License-Identifier: Apache-2.0
"""What the hub seals, as stories: only it can read it, only for the one who had given it, and it takes it again."""

import base64
import hashlib
import hmac
from itertools import count
from uuid import UUID

from psycopg.types.json import Jsonb

from tests.sync.hub_stories import row, story, without_refs

NOBODY = str(UUID(int=0))


def ask(bench, who, statement, *arguments):
    """Ask the hub as somebody with psql."""
    with bench.connection.transaction():
        bench.run(f'SET LOCAL SESSION AUTHORIZATION "{bench.login(who)}"')
        found = bench.run(statement, *arguments)
        bench.run("RESET SESSION AUTHORIZATION")
    return found


def sealed(bench, who, *numbers, device=None):
    return dict(
        ask(
            bench,
            who,
            "SELECT n, what FROM crm.sealed(%s, %s)",
            row(f"device of {device or who}"),
            list(numbers),
        )
    )


def line(n, what, t=1):
    """A sealed line as a desk gives it."""
    return {"n": n, "t": t, "e": "", "i": NOBODY, "h": "0" * 16, "d": {}, "b": {}, "z": what}


def opened(bench, n, what, who="ben"):
    return bench.one("SELECT crm.opened(%s, %s, %s)", row(f"device of {who}"), n, what)


def lose(bench, who, *names):
    """The hub goes back to before somebody wrote these rows."""
    bench.run("SET LOCAL session_replication_role = replica")
    bench.run("DELETE FROM crm.log WHERE device_id = %s", row(f"device of {who}"))
    bench.run("DELETE FROM crm.state WHERE id = ANY (%s::uuid[])", [row(name) for name in names])
    bench.run("SET LOCAL session_replication_role = origin")
    bench.run("UPDATE crm.device SET last_dseq = 0 WHERE device_id = %s", row(f"device of {who}"))
    bench.numbers[who] = count(1)


def of_ben(bench, *more):
    """Ben's client, sealed, and gone from the hub."""
    ops = [bench.op("ben", "contact", "priya", {"name": "Secretive"}, new=True), *more]
    bench.push("ben", *ops)
    found = sealed(bench, "ben", *range(1, len(ops) + 1))
    lose(bench, "ben", "priya")
    return found


@story
def a_seal_is_made_as_it_says(bench):
    """Opened here by another hand, from the secret and the description alone."""
    bench.push("ben", bench.op("ben", "contact", "priya", {"name": "Secretive"}, new=True))
    one, other = (sealed(bench, "ben", 1)[1] for _time in range(2))
    secret = bytes(bench.one("SELECT secret FROM crm.seal"))

    def mac(key, said):
        return hmac.digest(key, said, hashlib.sha256)

    found = []
    for what in (one, other):
        came = base64.b64decode(what)
        nonce, proof, hidden = came[:16], came[16:48], came[48:]
        head = UUID(row("device of ben")).bytes + (1).to_bytes(8, "big") + nonce
        assert len(hidden) % 256 == 0
        assert proof == mac(mac(secret, b"seal: prove\1"), head + hidden)
        key = mac(mac(secret, b"seal: hide\1"), head)
        stream = b"".join(mac(key, k.to_bytes(4, "big")) for k in range(1, len(hidden) // 32 + 1))
        said = bytes(a ^ b for a, b in zip(hidden, stream, strict=True)).decode(errors="replace")
        assert said.startswith('{"d": {"name": "Secretive"}, "e": "contact", ')
        assert row("priya") in said
        found.append((nonce, hidden))
    assert found[0][0] != found[1][0]
    assert found[0][1] != found[1][1]


@story
def a_seal_is_opened_for_its_own_number_of_its_own_device_alone(bench):
    bench.push("ben", bench.op("ben", "contact", "priya", {"name": "Secretive"}, new=True))
    what = sealed(bench, "ben", 1)[1]
    assert opened(bench, 1, what)["d"] == {"name": "Secretive"}
    assert opened(bench, 2, what) is None
    assert opened(bench, 1, what, "anna") is None
    whole = base64.b64decode(what)
    letter = 48 + len('{"d": {"name": "S')
    for place in (0, 15, 16, 47, 48, letter, len(whole) - 1):
        bent = bytearray(whole)
        bent[place] ^= 1
        assert opened(bench, 1, base64.b64encode(bent).decode()) is None
    for cut in (whole[:-8], whole[:48], whole[:16], b"", whole + bytes(256)):
        assert opened(bench, 1, base64.b64encode(cut).decode()) is None
    assert opened(bench, 1, "no seal at all") is None


@story
def what_was_sealed_is_taken_again_whatever_its_author_may_do_now(bench):
    without_refs(bench)
    own = {"key": f"sees:{row('ben')}", "value": {"sees": "own", "team": ""}}
    card = {"title": "Cards", "holder_id": row("anna"), "controller_id": None}
    bench.push("anna", bench.op("anna", "deal", "deal", card, new=True))
    word = {"card_id": row("deal"), "text": "Ben's"}
    seals = of_ben(bench, bench.op("ben", "comment", "word", word, new=True))
    lose(bench, "ben", "priya", "word")
    bench.push("anna", bench.op("anna", "preference", "sees", own, new=True))
    bench.run("UPDATE crm.entity SET realm = 7 WHERE name = 'contact'")
    told = bench.push("ben", *(line(n, what) for n, what in seals.items()))
    assert told["bad"] == {}
    assert (bench.doc("priya"), bench.doc("word")) == ({"name": "Secretive"}, word)
    # Nobody says so by themselves.
    more = bench.op("ben", "contact", "nora", {"name": "Nora"}, new=True, proved=True, n=3)
    said = bench.op("ben", "comment", "mine", word, new=True, proved=True, shut=True, n=4)
    assert bench.push("ben", more, said)["bad"] == {3: "forbidden", 4: "unseen"}


@story
def what_cannot_be_opened_holds_up_nothing_of_its_group(bench):
    (what,) = of_ben(bench).values()
    bent = line(2, what)
    ops = [
        bench.op("ben", "contact", "nora", {"name": "Nora"}, new=True, t=1),
        bent,
        bench.op("ben", "contact", "ines", {"name": "Ines"}, new=True, t=1, n=3),
    ]
    for _time in range(2):
        assert bench.push("ben", *ops)["bad"] == {2: "unopened"}
    assert (bench.doc("nora"), bench.doc("ines")) == ({"name": "Nora"}, {"name": "Ines"})
    assert bench.doc("priya") is None


@story
def only_what_was_taken_of_an_own_device_is_sealed(bench):
    without_refs(bench)
    own = {"key": f"sees:{row('ben')}", "value": {"sees": "own", "team": ""}}
    card = {"title": "Cards", "holder_id": row("anna"), "controller_id": None}
    bench.push("anna", bench.op("anna", "preference", "sees", own, new=True))
    bench.push("anna", bench.op("anna", "deal", "deal", card, new=True))
    word = {"card_id": row("deal"), "text": "mine"}
    answer = bench.push(
        "ben",
        bench.op("ben", "contact", "priya", {"name": "Priya"}, new=True),
        bench.op("ben", "stage", "stage", {"name": "Mine"}, new=True),
        bench.op("ben", "comment", "word", word, new=True, again=True),
    )
    assert answer["bad"] == {2: "forbidden", 3: "parked"}
    assert sealed(bench, "ben", 1, 2, 3).keys() == {1, 3}
    assert sealed(bench, "anna", 1, device="ben") == {}
    bench.run("UPDATE crm.employee SET active = false WHERE role_name = %s", bench.login("ben"))
    assert sealed(bench, "ben", 1) == {}


@story
def what_waited_waits_once_more_though_it_was_sealed(bench):
    without_refs(bench)
    own = {"key": f"sees:{row('ben')}", "value": {"sees": "own", "team": ""}}
    card = {"title": "Cards", "holder_id": row("anna"), "controller_id": None}
    bench.push("anna", bench.op("anna", "preference", "sees", own, new=True))
    bench.push("anna", bench.op("anna", "deal", "deal", card, new=True))
    edit = bench.op("ben", "deal", "deal", {"title": "Ben's"}, b={"title": "AA00.2"}, again=True)
    assert bench.push("ben", edit)["bad"] == {1: "parked"}
    what = sealed(bench, "ben", 1)[1]
    lose(bench, "ben")
    bench.run("DELETE FROM crm.held")
    assert bench.push("ben", line(1, what))["bad"] == {1: "parked"}
    assert bench.doc("deal")["title"] == "Cards"
    give = bench.op("anna", "deal", "deal", {"holder_id": row("ben")}, b={"holder_id": "AA00.2"})
    bench.push("anna", give)
    assert bench.doc("deal")["title"] == "Ben's"


@story
def a_paper_that_is_sealed_keeps_its_place(bench):
    without_refs(bench)
    bench.run("UPDATE crm.entity SET refs = '{}' WHERE name = 'invoice_issue'")
    bench.run(
        "UPDATE crm.employee SET caps = ARRAY(SELECT DISTINCT capability FROM crm.role_right)"
    )
    asks = {"series": "I", "for": row("paper"), "width": 1, "past": 0, "into": {"number": "I-{n}"}}
    issue = {"$number": asks, "invoice_id": row("paper")}
    bench.push("ben", bench.op("ben", "invoice_issue", "issue", issue, new=True))
    seals = sealed(bench, "ben", 1)
    lose(bench, "ben", "issue")
    bench.run("DELETE FROM crm.number_used")
    bench.run("DELETE FROM crm.counter")
    bench.push("ben", line(1, seals[1]))
    assert bench.doc("issue")["number"] == "I-1"
    asks = asks | {"for": row("next")}
    other = {"$number": asks, "invoice_id": row("next")}
    bench.push("anna", bench.op("anna", "invoice_issue", "other", other, new=True))
    assert bench.doc("other")["number"] == "I-2"


def goes_on(bench, who):
    """Somebody's desk goes on as another device."""
    bench.run("UPDATE crm.device SET revoked = true WHERE device_id = %s", row(f"device of {who}"))
    bench.run(
        "INSERT INTO crm.device (device_id, role_name, desk_code, code) "
        "SELECT %s, role_name, desk_code, desk_code || '09' FROM crm.device WHERE device_id = %s",
        row(f"device of {who} anew"), row(f"device of {who}"),
    )  # fmt: skip


@story
def what_was_sealed_goes_along_with_its_author_and_with_nobody_else(bench):
    rename = bench.op("ben", "contact", "priya", {"name": "Reticent"}, b={"name": "BB00.1"}, n=2)
    seals = of_ben(bench, rename)
    goes_on(bench, "ben")
    moves = Jsonb([{"n": n, "to": n + 4, "z": what} for n, what in seals.items()])
    ask_anew = "SELECT n, what FROM crm.sealed_anew(%s, %s, %s)"
    ben, anna, anew = (row(f"device of {who}") for who in ("ben", "anna", "ben anew"))
    for who, old, new in (("anna", ben, anna), ("anna", ben, anew), ("ben", ben, anna)):
        assert ask(bench, who, ask_anew, old, new, moves) == []
    found = dict(ask(bench, "ben", ask_anew, ben, anew, moves))
    assert [opened(bench, n + 4, what, "ben anew")["d"]["name"] for n, what in found.items()] == [
        "Secretive",
        "Reticent",
    ]
    assert opened(bench, 6, found[2], "ben anew")["b"] == {"name": "BB09.5"}
    bent = Jsonb([{"n": 2, "to": 5, "z": seals[1]}])
    assert ask(bench, "ben", ask_anew, ben, anew, bent) == []


@story
def a_copys_write_is_told_from_what_is_sealed_under_its_number(bench):
    (what,) = of_ben(bench).values()
    bench.push("ben", bench.op("ben", "contact", "nora", {"name": "Nora"}, new=True, n=1))
    known = [{"n": 1, "h": f"{100:016x}", "z": what}]
    asked = "SELECT crm.differs_at(%s, %s)", row("device of ben"), Jsonb(known)
    assert ask(bench, "ben", *asked) == [(1,)]
    lose(bench, "ben", "nora")
    bench.push("ben", line(1, what))
    assert ask(bench, "ben", *asked) == [(None,)]
