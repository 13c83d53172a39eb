# SPDX-License-Identifier: Apache-2.0
"""A value that no desk could read: the hub refuses it, and where it stands there after all a desk reads past it."""

import gc
import json
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.domain.people import Contact
from desktop.domain.schema import CLASSES
from desktop.queries import sync as sync_queries
from desktop.storage import desk_memory, outgoing, readable, set_aside
from desktop.storage.hub_rows import Confirmed
from desktop.storage.shapes import Form, shapes
from desktop.sync.hub.desk_side import HubAway
from desktop.sync.round import COMPARED
from tests.sync.hub_desks import EVERY_ROLE, Desk
from tests.sync.test_put_back import add, meet, names
from tests.sync.test_round import rename

KINDS = [cls.entity() for cls in CLASSES if not cls.__sync__.local]
UNREAD = "A row cannot be read"
LONG = "x" * 1_000_001
DEEP = json.loads('{"a":' * 20 + "1" + "}" * 20)
SOUND = {
    Form.ID: [str(uuid4())],
    Form.TEXT: ["", "Priya", "\u0301\U0001f600"],
    Form.TIME: ["2026-10-15T10:00:00.000000Z", "2028-02-29T23:59:59.999999Z"],
    Form.DAY: ["2026-12-31", "2000-02-29", "2028-02-29"],
    Form.EXACT: ["0", "-12.50", "3.3333333333333333333333333333", "0E-8", "1E+3"],
    Form.NUMBER: [0, -7, 10**15 - 1],
    Form.BOOLEAN: [True, False],
    Form.DOCUMENT: [{}, {"a": [1, None, {"b": "c"}]}],
    Form.WORDS: [{}, {"inn": "7707083893"}],
    Form.NAMES: [[], ["admin", "head"]],
    Form.ROWS: [[], [{"a": 1, "b": None}]],
}
POISON = {
    Form.ID: ["", "nothing", 5, {}, str(uuid4()).upper(), True],
    Form.TEXT: [5, True, [], {}, LONG],
    Form.TIME: [
        "", "none", 5, "2026-10-15", "2026-02-30T10:00:00.000000Z", "2026-10-15T25:00:00.000000Z",
        "2026-10-15T10:00:00.000000+03:00", "0001-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z",
    ],
    Form.DAY: ["", "none", 5, "2026-02-29", "1900-02-29", "2026-04-31", "29.02.2028", "2026-13-01"],
    Form.EXACT: ["", "NaN", "Infinity", "1E+400", "12,50", 12.5, "9" * 16, "1" * 5000],
    Form.NUMBER: [1.5, "5", True, 10**15, -(10**15), 10**400, [], {}],
    Form.BOOLEAN: [0, 1, "true", []],
    Form.DOCUMENT: [[], 5, "text", DEEP, {"a": 10**400}, {"a": LONG}],
    Form.WORDS: [[], "text", {"inn": 7707083893}, {"inn": ["7"]}, {"inn": None}],
    Form.NAMES: [{}, "admin", ["admin", 5], [["admin"]]],
    Form.ROWS: [{}, "text", ["text"], [[{}]], [DEEP]],
}  # fmt: skip


def sound_row(kind):
    return {one.name: SOUND[one.form][-1] for one in shapes(kind)}


def rows_of(kind, forms):
    """Sound and poisoned rows of a kind, each with whether it is new and whether it can be read.

    All values of a form are tried once for each of these `forms`, the first of each for every field.
    """
    whole = sound_row(kind)
    for one in shapes(kind):
        most = None if one.form in forms else 1
        forms.discard(one.form)
        yield from (({one.name: value}, False, True) for value in SOUND[one.form][:most])
        yield from ((whole | {one.name: value}, True, False) for value in POISON[one.form][:most])
        yield {one.name: None}, False, one.may_be_empty
        without = {name: value for name, value in whole.items() if name != one.name}
        yield without, True, not one.is_needed
        yield without, False, True
    yield whole | {"of_a_newer_program": [{"a": 5}]}, True, True


def test_hub_and_desk_are_of_one_mind_what_can_be_read(hub):
    """Covers: N2, N4."""
    told, forms = [], set(Form)
    for kind in KINDS:
        cases = list(rows_of(kind, forms))
        verdicts = hub.sql(
            "SELECT crm.check_fields(%s, d, is_new) IS NULL FROM unnest(%s::jsonb[], %s::boolean[]) AS x(d, is_new)",
            kind, [json.dumps(doc) for doc, _new, _ok in cases], [is_new for _doc, is_new, _ok in cases],
        )  # fmt: skip
        for (doc, is_new, expected), (is_taken,) in zip(cases, verdicts, strict=True):
            # Of an edit the hub has the rest of the row already.
            whole = doc if is_new else sound_row(kind) | doc
            is_read = not readable.fault(kind, whole)
            if (is_taken, is_read) != (expected, expected):
                told.append((kind, doc, is_taken, is_read))
    assert (told, forms) == ([], set())


def op(n, kind, doc, key=None, **more):
    return {"n": n, "t": n, "e": kind, "i": str(key or uuid4()), "h": "0" * 16, "d": doc, **more}


def test_what_a_member_pushes_by_hand_is_refused_in_its_group_alone(desks, hub):
    """Covers: N2, N4."""
    anna, ben = desks("anna", "ben")
    n = anna.read(lambda r: outgoing.acked(r.connection, anna.device_id))
    bad = [
        {"name": 5}, {"name": None}, {}, {"name": LONG}, {"name": "P", "discount_percent": 10**400},
        {"name": "P", "archived_at": "yesterday"}, {"name": "P", "company_id": str(uuid4())},
        {"name": "P", "newer": DEEP}, "no document",
    ]  # fmt: skip
    ops = [op(n + k, "contact", doc, new=True) for k, doc in enumerate(bad, 1)]
    ops.append(op(n + len(ops) + 1, "contact", {"name": "Priya by hand"}, new=True))
    asks = {"series": "I 2026", "for": str(uuid4()), "place": 10**18}
    ops.append(op(n + len(ops) + 1, "contact", {"name": "P", "$number": asks}, new=True))
    answer = anna.connection.push(anna.device_id, ops)
    given = [answer.bad.get(one["n"], "ok") for one in ops]
    assert given == [*["bad_value"] * 6, "missing_ref", "bad_value", given[8], "ok", "malformed"]
    assert given[8].startswith(("malformed", "error"))
    ben.sync()
    assert "Priya by hand" in names(ben)


def test_many_new_rows_at_once_are_looked_at_too(desks):
    """Covers: N2, N4."""
    (anna,) = desks("anna")
    n = anna.read(lambda r: outgoing.acked(r.connection, anna.device_id))
    ops = [op(n + k, "contact", {"name": f"Client {k}"}, new=True) for k in range(1, 61)]
    ops[40]["d"] = {"name": 5}
    ops[50]["d"] = {"comment": "without a name"}
    answer = anna.connection.push(anna.device_id, ops)
    assert answer.bad == {n + 41: "bad_value", n + 51: "bad_value"}


def poison(hub, key, what):
    """What an admin may do, or an older hub let in."""
    hub.sql("UPDATE crm.hub SET seq = seq + 1")
    hub.sql(f"UPDATE crm.state SET {what}, seq = (SELECT seq FROM crm.hub) WHERE id = %s", key)


def told(desk):
    return sorted((one.kind, one.field) for one in desk.read(sync_queries.unreadable))


POISONED = {
    "a_number_for_a_name": ("""doc = doc || '{"name": 5}'""", "name"),
    "no_name": ("""doc = doc || '{"name": null}'""", "name"),
    "a_day_that_is_none": ("""doc = doc || '{"archived_at": "2026-02-30T10:00:00.000000Z"}'""", "archived_at"),
    "text_for_a_count": ("""doc = doc || '{"discount_percent": "much"}'""", "discount_percent"),
    "a_count_of_thousands_of_digits": (
        """doc = doc || jsonb_build_object('discount_percent', repeat('9', 5000)::numeric)""", "doc"),
    "no_document": ("""doc = '[5]'""", "doc"),
    "strange_stamps": ("""ver = '{"*": "long ago"}'""", "ver"),
}  # fmt: skip


@pytest.mark.logs(UNREAD)
def test_a_desk_reads_past_what_it_cannot_read_and_takes_it_in_once_it_is_mended(desks, hub):
    """Covers: N2, N3."""
    anna, ben = desks("anna", "ben")
    ids = add(anna, *POISONED)
    meet(anna, ben)
    sound = {row[0]: row[1:] for row in hub.sql("SELECT id, doc::text, ver::text FROM crm.state")}
    for key, (what, _field) in zip(ids, POISONED.values(), strict=True):
        poison(hub, key, what)
    rename(anna, ids[0], "Seen by nobody")  # of a row that is poisoned
    (after,) = add(anna, "After all that")
    meet(anna, ben)
    for desk in (anna, ben):
        assert "After all that" in names(desk)
        assert {*POISONED} - {"a_number_for_a_name"} <= {*names(desk)}
    assert told(ben) == sorted(("contact", field) for _what, field in [*POISONED.values()][1:])
    ben.do(lambda uow: desk_memory.forget(uow.connection, COMPARED))
    ben.sync()  # and both hold the same, as far as it can be told
    for key in ids[1:]:
        doc, ver = sound[key]
        poison(hub, key, f"doc = '{doc}', ver = '{ver}'")
    meet(ben)
    assert told(ben) == []
    assert after in ben.documents()
    assert ben.documents() == hub.digest()


@pytest.mark.logs(UNREAD)
def test_another_version_of_the_program_asks_again_for_what_could_not_be_read(
    desks, hub, monkeypatch
):
    """Covers: N2."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    poison(hub, priya, f"""doc = doc || '{{"discount_percent": {10**16}}}'""")
    meet(ben)
    assert told(ben) == [("contact", "discount_percent")]
    monkeypatch.setattr(readable, "_MOST", 10**17)
    ben.sync()
    assert told(ben) != []  # the same version does not look again
    monkeypatch.setattr(set_aside, "__version__", "9.9")
    ben.sync()
    assert told(ben) == []
    assert ben.documents() == hub.digest()


@pytest.mark.logs(UNREAD)
def test_a_desk_that_joins_copies_past_what_it_cannot_read(desks, hub, tmp_path):
    """Covers: N1, N2."""
    (anna,) = desks("anna")
    ids = add(anna, *POISONED)
    meet(anna)
    for key, (what, _field) in zip(ids, POISONED.values(), strict=True):
        poison(hub, key, what)
    add(anna, "After all that")
    meet(anna)
    dora = Desk(tmp_path, hub, "dora", EVERY_ROLE)
    dora.sync()
    assert "After all that" in names(dora)
    assert not {*POISONED} & {*names(dora)}
    assert len(told(dora)) == len(POISONED)
    dora.close()


def test_a_desk_that_was_away_for_long_holds_no_more_than_a_page(desks, monkeypatch):
    """And where it breaks off between two pages nothing is lost or read twice. Covers: N2."""
    anna, ben = desks("anna", "ben")
    add(anna, *(f"Client {n}" for n in range(24)))
    anna.sync()
    line, pull = ben.connection, ben.connection.pull
    monkeypatch.setattr(line, "page", 5)
    held, cursors = [], []

    def watched(cursor, seen=0):
        held.append(sum(isinstance(one, Confirmed) for one in gc.get_objects()))
        cursors.append(cursor)
        if len(cursors) == 4:
            raise HubAway("cut")
        return pull(cursor, seen)

    monkeypatch.setattr(line, "pull", watched)
    with pytest.raises(HubAway):
        ben.sync()
    assert sum(name.startswith("Client") for name in names(ben)) == 15
    ben.sync()
    assert sum(name.startswith("Client") for name in names(ben)) == 24
    assert cursors[4] == cursors[3]
    assert max(held) <= 2 * 5
    assert ben.read(lambda r: r.connection.scalar(select(Contact.name).limit(1)))
