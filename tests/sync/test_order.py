# SPDX-License-Identifier: Apache-2.0
"""The order of everything at the hub: no row is ever read past, and a history that was touched is noticed."""

import time
from functools import partial
from threading import Thread

import pytest
from psycopg.types.json import Jsonb

from desktop import paths
from desktop.sync.hub import chain
from tests.sync.hub_desks import TestHub
from tests.sync.hub_stories import Bench, row, without_refs

SEQUENCE = (
    ("SELECT * INTO h FROM hub FOR UPDATE;", "SELECT * INTO h FROM hub; h.seq := nextval('crm.places') * 1000;"),
    ("UPDATE hub SET seq = s, chain = h.chain;", ""),
)  # fmt: skip
"""What somebody would do who finds the lock too slow."""


def pushed_as(bench, who, connection, name):
    """One new client, in whatever transaction is open."""
    op = bench.op(who, "contact", name, {"name": name}, new=True, n=1)
    connection.execute(f'SET SESSION AUTHORIZATION "{bench.login(who)}"')
    connection.execute("SELECT crm.push(%s, 1, 'test', %s)", (row(f"device of {who}"), Jsonb([op])))
    connection.execute("RESET SESSION AUTHORIZATION")


class Reader:
    """A desk that reads on from where it was."""

    def __init__(self, hub):
        self.hub, self.place, self.seen = hub, 0, set()

    def read_on(self):
        found = self.hub.sql(
            "SELECT seq, doc->>'name' FROM crm.state WHERE seq > %s ORDER BY seq", self.place
        )
        if found:
            self.place = found[-1][0]
        self.seen |= {name for _seq, name in found}


def two_at_once(hub):
    """Anna's push is under way while Ben's begins and somebody reads; returns what the reader has seen in the end."""
    connect = partial(hub.server.connect, hub.name)
    with connect() as admin, connect() as anna, connect() as ben:
        bench, reader = Bench(hub, admin), Reader(hub)
        anna.execute("BEGIN")
        pushed_as(bench, "anna", anna, "first")
        other = Thread(target=pushed_as, args=(bench, "ben", ben, "second"))
        other.start()
        deadline = time.monotonic() + 60
        waiting = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
        while other.is_alive() and not hub.sql(waiting, ben.info.backend_pid)[0][0]:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        reader.read_on()
        between = set(reader.seen)
        anna.execute("COMMIT")
        other.join(60)
        reader.read_on()
        return between, reader.seen


def test_who_reads_on_misses_no_row_of_a_push_that_ended_late(server):
    """Covers: N2, N3."""
    between, seen = two_at_once(TestHub(server, "order"))
    assert between == set()
    assert seen == {"first", "second"}


def test_an_order_by_a_sequence_would_lose_rows(server):
    """Why the lock stays: this is what the test above is able to notice. Covers: N3."""
    hub = TestHub(server, "sequence")
    text = (paths.resource("hub") / "003_push.sql").read_text(encoding="utf-8")
    for was, becomes in SEQUENCE:
        assert text.count(was) == 1
        text = text.replace(was, becomes)
    hub.sql("CREATE SEQUENCE crm.places")
    hub.sql(f'GRANT USAGE ON SEQUENCE crm.places TO "{hub.name}_owner"')
    hub.sql(
        "SET search_path = crm, pg_temp; "
        + text.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    )
    between, seen = two_at_once(hub)
    assert between == {"second"}
    assert seen == {"second"}


TOUCHED = {
    "a value changed": "UPDATE crm.log SET patch = '{\"name\": \"Nora\"}' WHERE dseq = 2",
    "its hash too": "UPDATE crm.log SET patch = '{}', patch_sha = sha256('{}') WHERE dseq = 2",
    "a verdict changed": "UPDATE crm.log SET verdict = 'ok' WHERE dseq = 3",
    "a time changed": "UPDATE crm.log SET hlc = '0000000000000001' WHERE dseq = 2",
    "a line taken out": "DELETE FROM crm.log WHERE dseq = 2",
    "the last line taken out": "DELETE FROM crm.log WHERE dseq = (SELECT max(dseq) FROM crm.log)",
    "the first line taken out": "DELETE FROM crm.log WHERE dseq = 1",
    "all taken out": "DELETE FROM crm.log",
    "two lines swapped": "UPDATE crm.log SET seq = (SELECT sum(seq) FROM crm.log WHERE dseq IN (2, 4)) - seq "
    "WHERE dseq IN (2, 4)",
    "a value blanked past the erasure": "UPDATE crm.log SET patch = NULL WHERE dseq = 2",
}  # fmt: skip


@pytest.fixture(scope="module")
def bare(server):
    return TestHub(server, "chain")


@pytest.fixture
def bench(bare):
    with bare.server.connect(bare.name) as connection, connection.transaction(force_rollback=True):
        yield Bench(bare, connection)


def history(bench):
    without_refs(bench)
    bench.priya()
    bench.push("anna", bench.rename("anna", "Ines", "AA00.1"))
    bench.push(
        "anna",
        bench.op("anna", "unheard_of", "other", {}, new=True),
        bench.op("anna", "payment", "payment", {"amount": 5}, new=True),
    )
    bench.push("anna", bench.rename("anna", "Zoe", "AA00.2"))


def faults(bench):
    return chain.broken(bench.run(chain.LINES), bytes(bench.one("SELECT chain FROM crm.hub")))


@pytest.mark.parametrize("how", TOUCHED)
def test_a_history_that_was_touched_is_noticed(bench, how):
    """Covers: N7."""
    history(bench)
    assert faults(bench) == []
    bench.run("SET LOCAL session_replication_role = replica")
    bench.run(TOUCHED[how])
    assert faults(bench)


def test_an_erasure_leaves_the_chain_whole(bench):
    """Covers: N7."""
    history(bench)
    bench.run(f'SET LOCAL SESSION AUTHORIZATION "{bench.login("anna")}"')
    bench.run("SELECT crm.purge(%s, 'she asked for it')", row("priya"))
    bench.run("RESET SESSION AUTHORIZATION")
    assert bench.one("SELECT count(*) FROM crm.log WHERE patch IS NULL") == 3
    assert faults(bench) == []
