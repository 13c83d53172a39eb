# SPDX-License-Identifier: Apache-2.0
"""The hub's test says in words what is wrong with a line, a certificate, a login or a server, each on a real one."""

import socket
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from desktop.clock import SystemClock
from desktop.errors import UserError
from desktop.sync.hub import check
from desktop.sync.hub.admin_side import HubAdmin
from desktop.sync.hub.check import AdminAddress, Own
from desktop.values.rows.hub import Mark
from tests.postgres_server import ADMIN, PASSWORD, PostgresServer


@pytest.fixture
def address(hub) -> AdminAddress:
    return AdminAddress("localhost", hub.server.port, hub.name, ADMIN, PASSWORD, str(hub.server.ca))


def last(address: AdminAddress, own: Own | None = None):
    return check.run(address, own, SystemClock())[-1]


def eventually(holds) -> None:
    """A server takes over what was changed in its own time."""
    deadline = time.monotonic() + 60
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


def said(address: AdminAddress) -> str:
    step = last(address)
    assert step.mark is Mark.BAD, step
    with pytest.raises(UserError) as told:
        HubAdmin(address)
    assert told.value.sentence == step.sentence  # whoever goes past the test is told the same
    return step.sentence


def test_a_name_that_is_nobodys(address):
    """Covers: N8."""
    for name in ("hub.invalid", "hub..rooklane.example"):
        assert f"No computer is called {name}" in said(replace(address, host=name))


def test_a_port_that_is_closed(address):
    """Covers: N8."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert f"nothing answers at port {port}" in said(replace(address, port=port))


def _greet(server: socket.socket) -> None:
    line, _address = server.accept()
    with line:
        line.sendall(b"220 mail ready\r\n")


def test_a_port_of_something_else(address):
    """Covers: N8."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        speaks = threading.Thread(target=_greet, args=(other,))
        speaks.start()
        step = last(replace(address, port=other.getsockname()[1]))
        speaks.join()
    assert step.mark is Mark.BAD
    assert "is no PostgreSQL" in step.sentence


def test_a_wrong_password_and_a_database_that_is_not_there(address):
    """Covers: N8, N4."""
    assert "does not take the password of hub_admin" in said(replace(address, password="wrong"))
    assert "There is no database nowhere" in said(replace(address, database="nowhere"))


def test_a_certificate_of_somebody_else(address, tmp_path):
    """Covers: N4, N8."""
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    assert "shows another certificate" in said(replace(address, ca=str(tmp_path / "other.pem")))
    (tmp_path / "list.csv").write_text("a;b")
    assert "holds no certificate" in said(replace(address, ca=str(tmp_path / "list.csv")))


def test_a_server_whose_certificate_is_over_or_for_another_name_or_that_has_none(tmp_path, address):
    """One more server is put through its certificates. Covers: N4, N8."""
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-postgres-") as folder,
        PostgresServer(Path(folder) / "pg") as server,
    ):
        here = replace(address, port=server.port, database="postgres", ca=str(server.ca))
        for issue, words in (
            ({"not_after": datetime.now(UTC) - timedelta(days=1)}, "has expired"),
            ({"name": "db.rooklane.example"}, "is not for localhost"),
        ):
            server.show(**issue)
            eventually(lambda words=words: words in last(here).sentence)
            assert words in said(here)
        server.set("ssl", "off")
        eventually(lambda: "has no TLS" in last(here).sentence)


def test_a_good_hub_is_good_line_by_line_and_its_doubts_are_named(hub, address, desks):
    """Covers: N2, N4."""
    (anna,) = desks("anna")
    standing = anna.connection.hello(anna.device_id, 0)
    mine = replace(address, login=anna.seat.login, password=anna.seat.password)
    own = Own(standing.hub_id, anna.device_id, standing.head)
    steps = {step.key: step.mark for step in check.run(mine, own, SystemClock())}
    good = ("port", "certificate", "login", "hub", "history", "write", "clocks")
    assert {key: steps[key] for key in good} == dict.fromkeys(good, Mark.GOOD)
    assert steps["backup"] is Mark.DOUBT
    assert "superuser" not in steps
    hub.sql("INSERT INTO crm.backup_made DEFAULT VALUES")
    assert last(mine, own).mark is Mark.GOOD
    other = replace(own, hub_id=own.device_id)
    assert "another hub" in last(mine, other).sentence
    with hub.admin() as admin:
        admin.send_away(anna.seat.login)
    assert "closed this login" in last(mine, own).sentence


def test_a_server_that_answers_with_an_error_in_the_middle(hub, address, desks):
    """Covers: N8."""
    (anna,) = desks("anna")
    standing = anna.connection.hello(anna.device_id, 0)
    mine = replace(address, login=anna.seat.login, password=anna.seat.password)
    hub.sql(f"REVOKE SELECT ON crm.hub FROM {hub.name}_staff")
    step = last(mine, Own(standing.hub_id, anna.device_id, standing.head))
    assert step.mark is Mark.BAD
    assert step.sentence.startswith("The test broke off: permission denied for table hub. Nothing")


def test_an_admin_who_is_a_superuser_and_a_hub_of_another_version(hub, address):
    """Covers: N4, N2."""
    steps = {step.key: step for step in check.run(address, None, SystemClock())}
    assert steps["superuser"].mark is Mark.DOUBT
    hub.sql("UPDATE crm.hub SET version = version + 1")
    assert "newer version" in check.run(address, None, SystemClock())[-2].sentence
    with hub.admin() as admin, pytest.raises(UserError, match="brought up to version"):
        admin.set_up()
    hub.sql("DROP SCHEMA crm CASCADE")
    assert "No hub has been set up" in check.run(address, None, SystemClock())[-2].sentence


def test_doors_that_stand_open(tmp_path, address):
    """Covers: N4."""
    with (
        tempfile.TemporaryDirectory(prefix="counterfoil-postgres-") as folder,
        PostgresServer(Path(folder) / "pg") as server,
    ):
        here = replace(address, port=server.port, database="postgres", ca=str(server.ca))
        assert check.doors(here) == []
        server.let_in("host all all 127.0.0.1/32 trust\n")
        eventually(lambda: len(check.doors(here)) == 2)
        found = " ".join(check.doors(here))
        assert "without a password" in found
        assert "without TLS" in found
        server.let_in("hostssl all postgres 127.0.0.1/32 scram-sha-256\n")
        eventually(lambda: "has no line that lets hub_admin in" in last(here).sentence)
