# SPDX-License-Identifier: Apache-2.0
"""Who may do what at the hub follows from the record of a person; proved by an employee's own psql."""

import json
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select

from desktop.commands import clients, people
from desktop.domain.pipeline import Stage
from desktop.sync.hub.admin_side import HubAdmin
from desktop.sync.hub.check import AdminAddress
from tests.sync.hub_desks import TestHub


def psql(hub, seat) -> psycopg.Connection:
    return psycopg.connect(
        host="127.0.0.1", port=hub.server.port, dbname=hub.name, user=seat.login, password=seat.password,
        autocommit=True,
    )  # fmt: skip


class ByHand:
    """An employee who pushes operations by psql, past the program and its rules."""

    def __init__(self, hub, desk) -> None:
        self.connection, self._desk, self._n = psql(hub, desk.seat), desk, 0
        (self._n,) = self.connection.execute(
            "SELECT (crm.hello(%s, 0) ->> 'acked')::int", (desk.device_id,)
        ).fetchone()

    def push(self, kind: str, doc: dict, row=None) -> str:
        self._n += 1
        op = {
            "n": self._n, "t": self._n, "e": kind, "i": str(row or uuid4()), "h": "0" * 16, "d": doc, "b": {},
            "new": row is None,
        }  # fmt: skip
        (answer,) = self.connection.execute(
            "SELECT crm.push(%s, 1, 'psql', %s)", (self._desk.device_id, json.dumps([op]))
        ).fetchone()
        return answer["bad"][0][1] if answer["bad"] else "ok"


def test_a_role_changed_in_the_program_holds_at_the_hub_at_once(desks, hub):
    """Covers: N4."""
    anna, ben = desks("anna", "ben", roles=("manager",))
    by_hand = ByHand(hub, ben)
    stage = anna.read(lambda r: r.connection.scalar(select(Stage.id)))
    mine = ("stage", {"name": "Mine"}, stage)
    assert by_hand.push(*mine) == "forbidden"
    anna.do(lambda uow: people.set_roles(uow, user_id=ben.user_id, roles=["manager", "head"]))
    anna.sync()
    assert by_hand.push(*mine) in {"ok", "merged"}
    anna.do(lambda uow: people.set_roles(uow, user_id=ben.user_id, roles=["operator"]))
    anna.sync()
    assert by_hand.push(*mine) == "forbidden"
    # Nobody raises himself, by whatever program.
    assert by_hand.push("user", {"roles": ["admin"]}, ben.user_id) == "forbidden"
    by_hand.connection.close()


def test_who_was_set_inactive_reads_and_writes_nothing_though_the_login_still_stands(desks, hub):
    """Covers: N4."""
    anna, ben = desks("anna", "ben", roles=("manager",))
    connection = psql(hub, ben.seat)
    count = "SELECT count(*) FROM crm.state"
    assert connection.execute(count).fetchone()[0] > 0
    anna.do(lambda uow: people.dismiss_person(uow, user_id=ben.user_id))
    anna.sync()
    assert connection.execute(count).fetchone()[0] == 0
    with pytest.raises(psycopg.Error, match="unknown or inactive person"):
        connection.execute("SELECT crm.push(%s, 1, 'psql', '[]')", (ben.device_id,))
    anna.do(lambda uow: people.readmit_person(uow, user_id=ben.user_id))
    anna.sync()
    assert connection.execute(count).fetchone()[0] > 0
    connection.close()


def test_rights_of_a_newer_version_reach_those_who_are_there_already(desks, hub):
    """Covers: N4, N2."""
    anna, ben = desks("anna", "ben", roles=("manager",))
    hub.sql("UPDATE crm.employee SET caps = '{}'")
    with hub.admin() as admin:
        admin.set_up()
    ben.do(lambda uow: clients.add_contact(uow, name="Priya"))
    assert ben.sync().refused == 0
    assert anna.sync().received > 0


@pytest.fixture
def small_admin(server):
    """A login as a provider gives it: no superuser, CREATEROLE, owner of one database."""
    name = f"small{uuid4().hex[:6]}"
    with server.connect() as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'small'")
        connection.execute(f"CREATE DATABASE {name} OWNER {name}")

    class SmallHub(TestHub):
        def __init__(self) -> None:
            self.server, self.name = server, name
            with self.admin() as admin:
                admin.set_up()

        def admin(self) -> HubAdmin:
            return HubAdmin(
                AdminAddress("localhost", server.port, name, name, "small", str(server.ca))
            )

    return SmallHub()


def test_an_admin_who_is_no_superuser_is_enough_for_everything(small_admin, desks, tmp_path):
    """Covers: N4, N2."""
    from tests.shop import open_shop
    from tests.sync.hub_desks import EVERY_ROLE, Desk

    hub = small_admin
    shop = open_shop(tmp_path, folder="first")
    shop.close()
    anna = Desk(tmp_path, hub, "first", EVERY_ROLE, user_id=shop.me, brings=True)
    ben = anna.colleague(tmp_path, "ben", ("manager",))
    open_line = psql(hub, ben.seat)
    with hub.admin() as admin:
        admin.set_up()  # an upgrade is the same
        assert [one["desk"] for one in admin.desks()] == ["first", "ben"]
        assert admin.broken_links() == []
        assert not any("superuser" in doubt for doubt in admin.doubts())
        assert admin.dismiss(ben.user_id) == 1
    with pytest.raises(psycopg.OperationalError):  # the line that stood open was ended
        open_line.execute("SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psql(hub, ben.seat)
    anna.sync()
    assert (
        anna.read(lambda r: r.connection.exec_driver_sql("SELECT count(*) FROM user").scalar()) == 2
    )
    for desk in (anna, ben):
        desk.close()
