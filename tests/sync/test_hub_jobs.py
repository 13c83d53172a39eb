# SPDX-License-Identifier: Apache-2.0
"""The hub as the office's IT person sets it up and looks after it: sub-commands alone, on a real server."""

import json

import pytest
from sqlalchemy import select

from desktop import __main__ as program
from desktop.clock import SystemClock
from desktop.commands import clients
from desktop.domain.people import Contact
from desktop.jobs.hub_jobs import PASSWORD_VARIABLE
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from tests.postgres_server import ADMIN, PASSWORD
from tests.shop import open_shop

FIRST = "Maya Lindqvist"


@pytest.fixture
def office(server, tmp_path, capsys, monkeypatch, password_store, request):
    return Office(
        server, tmp_path, capsys, monkeypatch, f"office_{abs(hash(request.node.name)) % 10**8}"
    )


class Office:
    """A server with an empty database, a shop on the first computer, and a shell."""

    def __init__(self, server, tmp_path, capsys, monkeypatch, database) -> None:
        self.server, self.folder, self._capsys = server, tmp_path, capsys
        self.database = database
        with server.connect() as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
        self.shop = open_shop(tmp_path, SystemClock(), folder="first")
        self.shop.close()

    @property
    def where(self) -> list[object]:
        return [
            "--host", "localhost", "--port", self.server.port, "--database", self.database,
            "--admin", ADMIN, "--ca", self.server.ca,
        ]  # fmt: skip

    def run(self, *arguments, code=0):
        ended = program.main([*map(str, arguments), "--json"])
        answer = json.loads(self._capsys.readouterr().out)
        assert ended == code, answer
        return answer

    def set_up(self) -> None:
        self.run("hub", "init", *self.where)
        self.run(
            "hub", "invite", *self.where, "--person", FIRST, "--out", self.folder / "maya", "--bring",
            "--data", self.folder / "first",
        )  # fmt: skip
        file = self.folder / "maya.counterfoil-invite"
        self.run("join", file, "--bring", "--name", "COUNTER-PC", "--data", self.folder / "first")

    def second(self) -> None:
        self.run(
            "hub", "invite", *self.where, "--person", FIRST.lower(), "--out", self.folder / "home"
        )
        file = self.folder / "home.counterfoil-invite"
        self.run("join", file, "--name", "HOME", "--data", self.folder / "second")

    def opened(self, folder):
        database = Database(self.folder / folder, SystemClock())
        database.open()
        return database


def test_an_office_sets_its_hub_up_and_two_computers_meet(office):
    """Covers: N2, N10, M1."""
    office.set_up()
    office.second()
    first = office.opened("first")
    first.write(
        Actor(office.shop.me, ("head",)),
        lambda uow: clients.add_contact(uow, name="Priya Hartwell"),
    )
    first.close()
    assert office.run("sync", "--once", "--data", office.folder / "first")["sent"] == 1
    assert office.run("sync", "--data", office.folder / "second")["received"] == 1
    second = office.opened("second")
    names = second.read(lambda r: r.connection.scalars(select(Contact.name)).all())
    second.close()
    assert names == ["Priya Hartwell"]
    who = ["--client", "priya hartwell", "--why", "she asked"]
    assert office.run("hub", "erase", *office.where, *who)["rows"] == 1
    assert "Nothing was erased" in office.run("hub", "erase", *office.where, *who, code=1)["error"]
    status = office.run("hub", "status", *office.where)
    assert [one["desk"] for one in status["desks"]] == ["COUNTER-PC", "HOME"]
    assert status["faults"] == []


def test_a_changed_history_is_noticed(office):
    """Covers: N7."""
    office.set_up()
    with office.server.connect(office.database) as connection:
        connection.execute("ALTER TABLE crm.log DISABLE TRIGGER ALL")
        connection.execute("UPDATE crm.log SET patch = '{}' WHERE dseq = 3")
        connection.execute("DELETE FROM crm.log WHERE dseq = 20")
        connection.execute("ALTER TABLE crm.log ENABLE TRIGGER ALL")
    faults = office.run("hub", "status", *office.where, code=3)["faults"]
    assert 3 in {one["n"] for one in faults}
    assert len(faults) >= 2


def test_an_invite_lets_in_once(office):
    """Covers: N4."""
    office.set_up()
    answer = office.run(
        "join", office.folder / "maya.counterfoil-invite", "--data", office.folder / "other", code=1
    )
    assert "does not let this desk in" in answer["error"] or "has been used" in answer["error"]


def test_an_invite_that_cannot_be_written_is_told(office):
    """Covers: N8."""
    office.set_up()
    (office.folder / "list.csv").write_text("a;b")
    answer = office.run(
        "hub", "invite", *office.where, "--person", FIRST, "--out", office.folder / "list.csv" / "x", code=1
    )  # fmt: skip
    assert "could not be saved" in answer["error"]


def test_what_is_no_invite_is_told(office):
    """Covers: N8."""
    (office.folder / "list.csv").write_text("a;b")
    answer = office.run(
        "join", office.folder / "list.csv", "--data", office.folder / "first", code=1
    )
    assert "is no invite" in answer["error"]


def test_a_server_that_is_away_is_told_and_nothing_is_lost(office, server):
    """Covers: N1, N2."""
    office.set_up()
    server.stop()
    try:
        answer = office.run("sync", "--data", office.folder / "first", code=1)
        assert "cannot be reached" in answer["error"]
    finally:
        server.start()
    assert office.run("sync", "--data", office.folder / "first")["sent"] == 0


def test_setting_up_again_does_no_harm(office):
    """Covers: N2."""
    office.set_up()
    assert office.run("hub", "upgrade", *office.where)["ok"]
    assert office.run("hub", "status", *office.where)["faults"] == []
