# SPDX-License-Identifier: Apache-2.0
"""Rows that only some may read: they reach no other desk's disk, go when the right goes, and come when it comes."""

import dataclasses
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.commands import clients, people
from desktop.domain.people import Contact
from desktop.storage import desk_memory, outgoing
from desktop.storage.outbox import Device
from desktop.storage.tables import refused
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Hub
from desktop.sync.round import COMPARED, Syncer
from desktop.values.changes import Origin
from tests.sync.test_put_back import add, meet
from tests.sync.test_round import rename
from tests.sync.test_sight import is_on_disk


@pytest.fixture
def secret(hub):
    """Clients stand for salaries: a kind that only who confirms payments may read."""
    hub.sql("UPDATE crm.entity SET realm = 1 WHERE name = 'contact'")
    hub.sql("UPDATE crm.state SET realm = 1 WHERE entity = 'contact'")
    return hub


def names(desk) -> set[str]:
    return set(desk.read(lambda r: r.connection.scalars(select(Contact.name)).all()))


def on_disk(desk, word: str) -> int:
    """In how many tables of the desk a word stands, the journal and what was kept included."""
    asked = (
        "SELECT count(*) FROM contact WHERE name LIKE :w", "SELECT count(*) FROM journal WHERE patch LIKE :w",
        "SELECT count(*) FROM sent WHERE doc LIKE :w", "SELECT count(*) FROM confirmed WHERE extra LIKE :w",
    )  # fmt: skip
    with desk.database.reader.connect() as connection:
        return sum(
            connection.exec_driver_sql(one.replace(":w", f"'%{word}%'")).scalar() for one in asked
        )


def test_rows_of_a_realm_reach_only_desks_of_people_with_its_right(desks, secret):
    """Covers: N4, N7."""
    (anna,) = desks("anna")
    (seller,) = desks("seller", roles=("manager",))
    seller.sync()
    anna.do(lambda uow: clients.add_contact(uow, name="Secretive"))
    anna.sync()
    seller.sync()
    assert on_disk(seller, "Secretive") == 0
    # Granted: what there is comes from the start, and what follows with everything else.
    roles = ["manager", "accountant"]
    anna.do(lambda uow: people.set_roles(uow, user_id=seller.user_id, roles=roles))
    anna.sync()
    seller.sync()
    assert "Secretive" in names(seller)
    anna.do(lambda uow: clients.add_contact(uow, name="Reticent"))
    anna.sync()
    seller.sync()
    assert names(seller) == names(anna)
    # Revoked: nothing of it stays, not in the journal either.
    anna.do(lambda uow: people.set_roles(uow, user_id=seller.user_id, roles=["manager"]))
    anna.sync()
    seller.sync()
    assert names(seller) == set()
    assert on_disk(seller, "Secretive") == on_disk(seller, "Reticent") == 0
    assert on_disk(anna, "Secretive") > 0


@pytest.mark.parametrize("first", ["who wrote", "who may read it"])
def test_what_was_written_before_the_right_was_taken_is_given_again_to_a_hub_that_lost_it(
    desks, secret, first
):
    """What was answered and not seen to come back is sealed too. Covers: N2, N3, N4, N7."""
    (anna,) = desks("anna")
    (seller,) = desks("seller", roles=("manager", "accountant"))
    (priya,) = add(anna, "Priya")
    meet(anna, seller)
    dump = secret.dump()
    add(seller, "Secretive")
    rename(seller, priya, "Reticent")
    seller.sync()
    add(seller, "Unforthcoming")
    seller.syncer._push_all()
    anna.do(lambda uow: people.set_roles(uow, user_id=seller.user_id, roles=["manager"]))
    meet(anna, seller)
    before = anna.documents()
    words = {"Secretive", "Reticent", "Unforthcoming"}
    for _again in range(2):
        assert names(seller) == set()
        assert not [word for word in words if is_on_disk(seller, word)]
        secret.restore(dump)
        meet(*((seller, anna) if first == "who wrote" else (anna, seller)))
        there = secret.digest()
        assert {key: there.get(key) for key in before} == before
        assert words <= names(anna)
    with secret.admin() as admin:
        assert admin.broken_links() == []
    assert seller.read(lambda r: r.connection.execute(select(refused)).all()) == []


def test_a_realm_that_a_second_person_reads_comes_again_from_a_hub_that_was_put_back(
    desks, secret, tmp_path
):
    """The desk's first person does not see it, and both still compare as one. Covers: N2, N4, N5."""
    (anna,) = desks("anna")
    (seller,) = desks("seller", roles=("manager",))
    tess = anna.do(lambda uow: people.add_person(uow, name="Tess", roles=["accountant"]))
    anna.sync()
    seller.sync()
    with secret.admin() as admin:
        seat = admin.let_in(tess, "tess", ("accountant",))
    line = Hub(dataclasses.replace(seller.address(), login=seat.login), seat.password)
    standing = line.join(
        seat.secret, key := uuid4(), seller.database.desk, seller.name, beside=seller.device_id
    )
    device = Device(key, tess, seat.login, standing.code)
    seller.database.write(
        Actor(), lambda uow: outgoing.register(uow, device, is_main=False), Origin.SYNC
    )
    seller.syncer = Syncer(seller, lambda one: line if one.id == key else seller.connection)
    dump = secret.dump()
    anna.do(lambda uow: clients.add_contact(uow, name="Secretive"))
    anna.sync()
    seller.sync()
    assert "Secretive" in names(seller)
    secret.restore(dump)
    anna.do(lambda uow: clients.add_contact(uow, name="Reticent"))
    anna.sync()
    seller.sync()
    seller.sync()
    assert {"Secretive", "Reticent"} <= names(seller)
    seller.clock.advance(days=8)
    before = seller.read(lambda r: desk_memory.recall(r.connection, COMPARED))
    seller.sync()
    assert seller.read(lambda r: desk_memory.recall(r.connection, COMPARED)) != before
    both = seller.connection.tally().kinds | {"contact": line.tally().kinds["contact"]}
    assert both == seller.read(lambda r: outgoing.tally(r.connection))
    line.close()
