# SPDX-License-Identifier: Apache-2.0
"""The hub's promises as short stories of two people, told to its own functions in a transaction that is rolled back."""

import json
from itertools import count
from uuid import UUID, uuid5

import psycopg
import pytest
from psycopg.types.json import Jsonb

from desktop.domain.schema import CLASSES
from desktop.sync.hub import chain, declared
from tests.sync.hub_desks import TestHub

STAGE = next(cls for cls in CLASSES if cls.entity() == "deal").__sync__.units[0]
SPACE = UUID(int=7)
TOLD = {}


def story(tell):
    """Keep a story by its name."""
    TOLD[tell.__name__] = tell
    return tell


def row(name):
    """The id of a row in a story."""
    return str(uuid5(SPACE, name))


def at(time):
    """A writing desk's time."""
    return f"{time:016x}"


class Bench:
    """The hub with Anna, who may do all, and Ben, who sells. Every operation is numbered by itself unless told."""

    def __init__(self, hub: TestHub, connection: psycopg.Connection) -> None:
        self.hub, self.connection = hub, connection
        self.numbers = {"anna": count(1), "ben": count(1)}
        self.steps = count(1)
        every = "ARRAY(SELECT DISTINCT capability FROM crm.role_right)"
        self._person("anna", "AA", every)
        self._person("ben", "BB", "'{sell}'")
        # Stories write the few fields that they are about; the one about forms has them declared.
        self.run("DELETE FROM crm.field")

    def _person(self, name, code, caps):
        self.run(f'CREATE ROLE "{self.login(name)}"')
        self.run(f'GRANT "{self.hub.name}_staff" TO "{self.login(name)}"')
        self.run(f"INSERT INTO crm.employee VALUES (%s, %s, {caps})", self.login(name), row(name))
        self.run(
            "INSERT INTO crm.desk VALUES (%s, (SELECT coalesce(max(n), 0) + 1 FROM crm.desk), %s)",
            code,
            name,
        )
        self.run(
            "INSERT INTO crm.device (device_id, role_name, desk_code, code) VALUES (%s, %s, %s, %s)",
            row(f"device of {name}"), self.login(name), code, f"{code}00",
        )  # fmt: skip

    def login(self, name):
        return f"{self.hub.name}_{name}"

    def run(self, statement, *arguments):
        cursor = self.connection.execute(statement, arguments or None)
        return cursor.fetchall() if cursor.description else []

    def one(self, statement, *arguments):
        found = self.run(statement, *arguments)
        assert found, "nothing there"
        return found[0][0]

    def op(self, who, kind, name, d, *, h=100, n=None, t=None, **more):
        """One operation of somebody."""
        if n is None:
            n = next(self.numbers[who])
        return {
            "n": n,
            "t": t or next(self.steps),
            "e": kind,
            "i": row(name),
            "h": at(h),
            "d": d,
            **more,
        }

    def push(self, who, *ops, device=None, schema=1):
        """Send operations as somebody; the hub's answer, with the verdicts by number."""
        with self.connection.transaction():
            self.run(f'SET LOCAL SESSION AUTHORIZATION "{self.login(who)}"')
            found = self.one(
                "SELECT crm.push(%s, %s, 'test', %s)",
                row(f"device of {device or who}"),
                schema,
                Jsonb(list(ops)),
            )
            self.run("RESET SESSION AUTHORIZATION")
        return found | {"bad": dict(found["bad"])}

    def says(self, state, who, *ops, **how):
        """The hub refuses the whole push with this code."""
        with pytest.raises(psycopg.Error) as told:
            self.push(who, *ops, **how)
        assert told.value.sqlstate == state, told.value

    def doc(self, name):
        found = self.run("SELECT doc FROM crm.state WHERE id = %s", row(name))
        return found[0][0] if found else None

    def lost(self, name):
        """What was overwritten unseen, by field."""
        found = self.run(
            "SELECT doc->'fields' FROM crm.state WHERE entity = 'conflict' AND doc->>'on_id' = %s",
            row(name),
        )
        return {field: one["lost"] for (fields,) in found for field, one in fields.items()}

    def priya(self, name="Priya"):
        """A client whom Anna wrote down, by AA00.1."""
        return self.push(
            "anna", self.op("anna", "contact", "priya", {"name": name, "post": ""}, new=True)
        )

    def rename(self, who, name, on=None, **more):
        """An edit; `on` says whose value its author saw."""
        return self.op(
            who, "contact", "priya", {"name": name}, b={"name": on} if on else {}, **more
        )


def card(kind):
    """A card's stage and what goes with it."""
    return dict.fromkeys(STAGE) | {
        "stage_kind": kind,
        "stage_id": row(kind),
        "pipeline_id": row("pipeline"),
    }


def without_refs(bench):
    bench.run("UPDATE crm.entity SET refs = '{}' WHERE name IN ('deal', 'payment', 'confirmation')")


@story
def what_was_overwritten_unseen_is_kept(bench):
    bench.priya()
    bench.push("anna", bench.rename("anna", "Anna's", "AA00.1", h=200))
    won = bench.push("ben", bench.rename("ben", "Ben's", "AA00.1", h=300))
    assert bench.doc("priya")["name"] == "Ben's"
    assert bench.lost("priya") == {"name": "Anna's"}
    assert won["bad"] == {1: "merged"}
    lost = bench.push("anna", bench.rename("anna", "Late", "AA00.1", h=150))
    assert bench.doc("priya")["name"] == "Ben's"
    assert "Late" in [one for (f,) in bench.run("SELECT doc->'fields' FROM crm.state WHERE entity = 'conflict'")
                      for one in [f["name"]["lost"]]]  # fmt: skip
    assert lost["bad"] == {3: "merged"}


@story
def the_value_that_was_seen_gives_way_whatever_the_clocks_say(bench):
    bench.priya()
    bench.push("anna", bench.rename("anna", "Anna's", "AA00.1", h=1 << 63))
    bench.push("ben", bench.rename("ben", "Ben's", "AA00.2", h=5))
    assert bench.doc("priya")["name"] == "Ben's"
    assert bench.lost("priya") == {}


@story
def no_time_is_later_than_the_hubs(bench):
    bench.push("anna", bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True, h=1 << 63))
    assert bench.one(
        "SELECT (ver->>'*') COLLATE \"C\" <= crm.now_hlc() || 'Z' FROM crm.state WHERE id = %s",
        row("priya"),
    )


@story
def fields_that_belong_together_merge_as_one(bench):
    without_refs(bench)
    first = STAGE[0]

    def move(who, on, h, **fields):
        op = bench.op(who, "deal", "deal", card("open") | fields, b={first: on}, h=h)
        bench.push(who, op)
        return bench.doc("deal")["lost_to"], bench.doc("deal")["stage_id"]

    bench.push("anna", bench.op("anna", "deal", "deal", card("open"), new=True))
    assert move("anna", "AA00.1", 300, lost_to="a") == ("a", row("open"))
    assert move("ben", "AA00.1", 200, stage_id=row("x")) == ("a", row("open"))
    assert move("ben", "AA00.2", 5, stage_id=row("x")) == (None, row("x"))


@story
def a_closed_card_stays_closed(bench):
    without_refs(bench)
    bench.push("anna", bench.op("anna", "deal", "deal", card("open"), new=True))
    bench.push("anna", bench.op("anna", "deal", "deal", card("won"), b={STAGE[0]: "AA00.1"}, h=200))
    bench.push(
        "ben",
        bench.op(
            "ben", "deal", "deal", card("open") | {"lost_to": "x"}, b={STAGE[0]: "AA00.1"}, h=300
        ),
    )
    assert bench.doc("deal")["stage_kind"] == "won"


@story
def a_quiet_field_makes_no_notice_and_its_loser_reads_the_row_again(bench):
    without_refs(bench)
    bench.push("anna", bench.op("anna", "deal", "deal", {"rank": "a"}, new=True))
    bench.push("anna", bench.op("anna", "deal", "deal", {"rank": "b"}, b={"rank": "AA00.1"}, h=300))
    answer = bench.push(
        "ben", bench.op("ben", "deal", "deal", {"rank": "c"}, b={"rank": "AA00.1"}, h=200)
    )
    assert bench.doc("deal")["rank"] == "b"
    assert bench.lost("deal") == {}
    assert answer["bad"] == {1: "dup"}


@story
def what_is_sent_again_is_answered_the_same_and_stands_once(bench):
    without_refs(bench)
    ops = [
        bench.op("anna", "payment", "payment", {"amount": 5}, new=True),
        bench.op("anna", "unheard_of", "other", {}, new=True),
        bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True),
        bench.rename("anna", "Priya Q", "AA00.3"),
    ]
    first, head = bench.push("anna", *ops), bench.one("SELECT seq FROM crm.hub")
    assert first["bad"] == {2: "unknown_entity"}
    again = bench.push("anna", *ops)
    assert (again["bad"], again["acked"], again["head"]) == (first["bad"], 4, head)
    assert bench.one("SELECT count(*) FROM crm.log") == 4


@story
def another_operation_under_the_same_number_is_a_copy_of_the_desk(bench):
    bench.priya()
    bench.says(
        "CR003",
        "anna",
        bench.op("anna", "contact", "priya", {"name": "Nora", "post": ""}, new=True, n=1),
    )
    bench.says(
        "CR003",
        "anna",
        bench.op("anna", "contact", "nora", {"name": "Priya", "post": ""}, new=True, n=1),
    )


@story
def a_missing_number_is_noticed(bench):
    bench.says(
        "CR004", "anna", bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True, n=2)
    )


@story
def a_group_is_taken_whole_or_not_at_all(bench):
    without_refs(bench)
    answer = bench.push(
        "ben",
        bench.op("ben", "contact", "priya", {"name": "Priya"}, new=True, t=1),
        bench.op("ben", "confirmation", "confirmed", {"by": None}, new=True, t=1),
        bench.op("ben", "contact", "nora", {"name": "Nora"}, new=True, t=2),
    )
    assert answer["bad"] == {1: "forbidden", 2: "forbidden"}
    assert answer["acked"] == 3
    assert bench.doc("priya") is None
    assert bench.doc("nora") == {"name": "Nora"}
    whole(bench)


@story
def what_cannot_be_read_is_refused_alone(bench):
    bad = bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True) | {"i": "nobody"}
    answer = bench.push(
        "anna", bad, bench.op("anna", "contact", "nora", {"name": "Nora"}, new=True)
    )
    assert answer["bad"] == {1: "error:22P02"}
    assert bench.doc("nora") == {"name": "Nora"}


@story
def a_time_that_is_none_is_refused(bench):
    op = bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True) | {"h": "noon"}
    assert bench.push("anna", op)["bad"] == {1: "malformed"}


@story
def a_fact_does_not_change(bench):
    without_refs(bench)
    bench.push("anna", bench.op("anna", "payment", "payment", {"amount": 5}, new=True))
    answer = bench.push("anna", bench.op("anna", "payment", "payment", {"amount": 6}, new=True))
    assert answer["bad"] == {2: "fact_changed"}
    assert bench.doc("payment") == {"amount": 5}


@story
def two_who_confirm_one_payment_meet(bench):
    without_refs(bench)
    bench.run(
        "UPDATE crm.employee SET caps = ARRAY(SELECT DISTINCT capability FROM crm.role_right)"
    )
    bench.push("anna", bench.op("anna", "confirmation", "confirmed", {"by": "anna"}, new=True))
    answer = bench.push(
        "ben",
        bench.op("ben", "confirmation", "confirmed", {"by": "ben"}, new=True, t=1),
        bench.op("ben", "contact", "priya", {"name": "Priya"}, new=True, t=1),
    )
    assert answer["bad"] == {1: "dup"}
    assert bench.doc("confirmed") == {"by": "anna"}
    assert bench.doc("priya") == {"name": "Priya"}


@story
def an_edit_of_what_is_not_there_leaves_no_stub(bench):
    answer = bench.push("anna", bench.rename("anna", "Priya"))
    assert answer["bad"] == {1: "missing_row"}
    assert bench.doc("priya") is None


@story
def what_no_desk_could_read_is_refused(bench):
    for values in declared.fields():
        bench.run(declared.FIELD, *values)
    bench.priya()
    answer = bench.push(
        "anna",
        bench.op("anna", "contact", "priya", {"name": 5}),
        bench.op("anna", "contact", "priya", {"name": None}),
        bench.op("anna", "contact", "nameless", {"comment": "who?"}, new=True),
        bench.op("anna", "contact", "priya", {"name": "x" * 1_000_000}),
        bench.op("anna", "contact", "priya", {"of_a_newer_program": [10**30]}),
        bench.op("anna", "contact", "priya", {"of_a_newer_program": [7]}, b={"*": "AA00.1"}),
        bench.op("anna", "contact", "priya", {"$number": {"series": "I", "for": "x", "place": 1}}),
    )
    assert answer["bad"] == {**dict.fromkeys(range(2, 7), "bad_value"), 8: "malformed"}
    assert bench.doc("priya") == {"name": "Priya", "post": "", "of_a_newer_program": [7]}
    assert bench.doc("nameless") is None


@story
def an_id_stays_of_one_kind(bench):
    bench.priya()
    answer = bench.push(
        "anna", bench.op("anna", "company", "priya", {"name": "Priya Ltd"}, new=True)
    )
    assert answer["bad"] == {2: "id_reused"}


@story
def what_a_row_names_has_to_be_there(bench):
    op = bench.op("anna", "deal", "deal", {"title": "Cards", "contact_id": row("priya")}, new=True)
    assert bench.push("anna", op)["bad"] == {1: "missing_ref"}


@story
def who_may_not_is_refused(bench):
    assert bench.push("ben", bench.op("ben", "stage", "stage", {"name": "Mine"}, new=True))[
        "bad"
    ] == {1: "forbidden"}
    bench.push(
        "anna", bench.op("anna", "user", "ben", {"name": "Ben", "pin": "", "roles": []}, new=True)
    )
    bench.push(
        "anna", bench.op("anna", "user", "anna", {"name": "Anna", "pin": "", "roles": []}, new=True)
    )
    bench.run("UPDATE crm.employee SET caps = '{own_pin}' WHERE employee_id = %s", row("ben"))
    answer = bench.push(
        "ben",
        bench.op("ben", "user", "anna", {"pin": "0000"}, b={}, h=300),
        bench.op("ben", "user", "ben", {"roles": ["head"]}, b={}, h=300),
        bench.op("ben", "user", "ben", {"pin": "1234"}, b={}, h=300),
    )
    assert [answer["bad"].get(n) for n in (2, 3)] == ["forbidden", "forbidden"]
    assert answer["bad"].get(4) in {None, "merged"}
    bench.run("UPDATE crm.employee SET caps = '{}' WHERE employee_id = %s", row("ben"))
    again = bench.push("ben", bench.op("ben", "user", "ben", {"pin": "5678"}, b={}, h=300))
    assert again["bad"] == {5: "forbidden"}


@story
def another_realm_is_closed(bench):
    bench.run("UPDATE crm.entity SET realm = 7 WHERE name = 'contact'")
    assert bench.priya()["bad"] == {1: "forbidden"}


@story
def nobody_writes_as_a_colleague(bench):
    bench.says("CR001", "ben", device="anna")
    bench.run("UPDATE crm.device SET revoked = true WHERE role_name = %s", bench.login("ben"))
    bench.says("CR001", "ben")


@story
def who_is_out_is_out(bench):
    bench.run("UPDATE crm.employee SET active = false WHERE role_name = %s", bench.login("ben"))
    bench.says("CR001", "ben")


@story
def an_old_program_is_told_to_update(bench):
    bench.run("UPDATE crm.hub SET min_schema = 2")
    bench.says("CR002", "anna", bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True))
    assert bench.doc("priya") is None


@story
def every_push_leaves_a_mark(bench):
    heads = [
        bench.priya()["head"],
        bench.push("anna", bench.rename("anna", "Nora", "AA00.1"))["head"],
    ]
    marks = [bench.one("SELECT mark FROM crm.mark WHERE seq = %s", head) for head in heads]
    assert None not in marks
    assert marks[0] != marks[1]


@story
def every_row_is_read_on_by_who_has_read_to_the_head(bench):
    head = bench.priya()["head"]
    bench.push("ben", bench.rename("ben", "Nora", "AA00.1"))
    assert (
        bench.one("SELECT count(*) FROM crm.state WHERE seq > %s AND id = %s", head, row("priya"))
        == 1
    )
    assert bench.one("SELECT max(seq) FROM crm.state") <= bench.one("SELECT seq FROM crm.hub")


def whole(bench):
    """The history's chain holds."""
    lines, stands = bench.run(chain.LINES), bench.one("SELECT chain FROM crm.hub")
    assert chain.broken(lines, bytes(stands)) == []


@story
def the_history_is_a_chain(bench):
    bench.priya()
    bench.push("ben", bench.rename("ben", "Nora", "AA00.1"))
    whole(bench)
    assert bench.one("SELECT chain FROM crm.hub") != bench.one("SELECT sha256('')")


@story
def an_edit_that_comes_before_its_row_waits_for_it(bench):
    answer = bench.push("ben", bench.rename("ben", "Ben's", "AA00.1", again=True))
    assert answer["bad"] == {1: "parked"}
    bench.push(
        "anna", bench.op("anna", "contact", "priya", {"name": "Priya"}, new=True, again=True)
    )
    assert bench.doc("priya")["name"] == "Ben's"
    assert bench.lost("priya") == {}


@story
def what_was_built_on_a_write_beats_it_though_it_came_first(bench):
    bench.priya()
    bench.push("ben", bench.rename("ben", "Ben's", "AA00.2", h=5, again=True))
    assert bench.doc("priya")["name"] == "Ben's"  # though its time is older
    bench.push("anna", bench.rename("anna", "Anna's", "AA00.1", h=900, again=True))
    assert bench.doc("priya")["name"] == "Ben's"
    assert bench.lost("priya") == {"name": "Priya"}  # nobody could tell yet that it had been seen


@story
def what_was_built_on_a_write_stands_though_that_comes_as_if_it_were_new(bench):
    """A copy of Anna's desk had given it before the hub was put back; hers had not, and its clock is ahead."""
    bench.priya()
    bench.push("ben", bench.rename("ben", "Ben's", "AA00.2", h=200, again=True))
    bench.push("ben", bench.rename("ben", "Ben's next", "BB00.1", h=210))
    late = bench.push("anna", bench.rename("anna", "Anna's", "AA00.1", h=900))
    assert bench.doc("priya")["name"] == "Ben's next"
    assert late["bad"] == {2: "merged"}
    assert "Anna's" in bench.lost("priya").values()


@story
def a_chain_that_comes_in_any_order_ends_with_its_last(bench):
    """The last comes first and loses to one in the middle, on which it was built by way of another."""
    bench.priya()
    bench.push("ben", bench.rename("ben", "last", "AA00.3", h=5, again=True))
    bench.push("anna", bench.rename("anna", "middle", "AA00.1", h=300, again=True))
    assert bench.doc("priya")["name"] == "middle"
    bench.push("anna", bench.rename("anna", "next", "AA00.2", h=400, again=True))
    assert bench.doc("priya")["name"] == "last"


@story
def copies_give_one_write_twice(bench):
    bench.priya()
    bench.push("anna", bench.rename("anna", "Nora", "AA00.1", h=200))
    bench.push("anna", bench.rename("anna", "Ines", "AA00.2", h=150))
    twice = bench.push("ben", bench.rename("ben", "Nora", "AA00.1", h=200, moved=True))
    assert twice["bad"] == {1: "dup"}
    assert bench.doc("priya")["name"] == "Ines"
    assert bench.lost("priya") == {}


@story
def a_copy_goes_on_from_what_the_other_has_given_too(bench):
    bench.priya()
    bench.push("anna", bench.rename("anna", "Nora", "AA00.1", h=200))
    bench.push("ben", bench.rename("ben", "Nora", "AA00.1", h=200, moved=True))
    bench.push("ben", bench.rename("ben", "Ines", "BB00.1", h=5))
    assert bench.doc("priya")["name"] == "Ines"
    assert bench.lost("priya") == {}


@story
def a_notice_is_the_same_where_it_comes_about_again(bench):
    def settled():
        with bench.connection.transaction(force_rollback=True):
            bench.push("ben", bench.rename("ben", "Ben's", "AA00.1", h=300, n=1))
            return bench.one("SELECT id FROM crm.state WHERE entity = 'conflict'")

    bench.priya()
    bench.push("anna", bench.rename("anna", "Anna's", "AA00.1", h=200))
    assert settled() == settled()


@story
def numbers_have_no_gap_and_are_given_once(bench):
    without_refs(bench)
    bench.run("UPDATE crm.entity SET refs = '{}' WHERE name = 'invoice_issue'")

    def issue(name, **more):
        ask = {"series": "I", "for": row(name), "width": 1, "past": 0, "into": {"number": "I-{n}"}}
        return bench.op("anna", "invoice_issue", name, {"$number": ask}, new=True, **more)

    ops = [
        issue("a"),
        issue("b", t=77),
        bench.op("anna", "unheard_of", "x", {}, new=True, t=77),
        issue("c"),
    ]
    first = bench.push("anna", *ops)
    assert [bench.doc(name) and bench.doc(name)["number"] for name in "abc"] == ["I-1", None, "I-2"]
    assert bench.push("anna", *ops)["numbers"] == first["numbers"]
    assert json.dumps(first["numbers"]).count("place") == 2


@story
def a_card_that_the_hub_had_lost_is_its_makers_whoever_uses_its_id(bench):
    without_refs(bench)
    bench.numbers["clara"] = count(1)
    bench._person("clara", "CC", "'{sell}'")
    own = {"key": f"sees:{row('ben')}", "value": {"sees": "own", "team": ""}}
    bench.push("anna", bench.op("anna", "preference", "sees", own, new=True))
    bench.run("UPDATE crm.employee SET sees = NULL WHERE employee_id = %s", row("clara"))
    taken = {"title": "Ben's", "holder_id": row("ben"), "controller_id": None}
    bench.push("ben", bench.op("ben", "deal", "deal", taken, new=True, h=900))
    for who, field in (("ben", "note"), ("clara", "source")):
        op = bench.op(who, "deal", "deal", {field: who}, b={field: "AA00.2"}, again=True)
        bench.push(who, op)
    made = taken | {"title": "Anna's", "holder_id": row("anna"), "note": ""}
    bench.push("anna", bench.op("anna", "deal", "deal", made, new=True, again=True, h=100))
    assert bench.doc("deal") == made | {"source": "clara"}
    assert bench.one("SELECT held_by FROM crm.place") == [UUID(row("anna"))]


@story
def what_is_given_again_about_a_card_out_of_sight_waits_until_it_is_seen(bench):
    without_refs(bench)
    owner = {"controller_id": None, "created_by": None}
    own = {"key": f"sees:{row('ben')}", "value": {"sees": "own", "team": ""}}
    bench.push("anna", bench.op("anna", "preference", "sees", own, new=True))
    made = owner | {"title": "Cards", "holder_id": row("anna")}
    bench.push("anna", bench.op("anna", "deal", "deal", made, new=True))
    said = {"card_id": row("deal"), "text": "Ben's"}
    ops = [
        bench.op(
            "ben", "deal", "deal", {"title": "Ben's"}, b={"title": "AA00.3"}, h=900, again=True
        ),
        bench.op("ben", "comment", "word", said, new=True, again=True),
        bench.op(
            "ben", "comment", "lost", said | {"card_id": row("folders")}, new=True, again=True
        ),
        bench.op("ben", "voided", "voided", {"fact_id": row("word")}, new=True, again=True),
    ]
    assert set(bench.push("ben", *ops)["bad"].values()) == {"parked"}
    assert bench.push("ben", bench.op("ben", "deal", "deal", {"note": "x"}))["bad"] == {5: "unseen"}
    title = bench.op("anna", "deal", "deal", {"title": "Anna's"}, b={"title": "AA00.2"}, again=True)
    bench.push("anna", title)
    assert bench.doc("deal")["title"] == "Anna's"
    assert [bench.doc(name) for name in ("word", "lost", "voided")] == [None] * 3
    give = {"holder_id": row("ben")}
    bench.push("anna", bench.op("anna", "deal", "deal", give, b={"holder_id": "AA00.2"}))
    bench.push("anna", bench.op("anna", "deal", "folders", owner | give, new=True))
    assert bench.doc("deal")["title"] == "Ben's"
    assert [bench.doc(name)["card_id"] for name in ("word", "lost")] == [
        row("deal"),
        row("folders"),
    ]
    assert bench.doc("voided") is not None
    assert bench.one("SELECT count(*) FROM crm.held") == 0
    whole(bench)
