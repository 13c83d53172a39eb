# SPDX-License-Identifier: Apache-2.0
"""Rows that only some may read: they reach no other desk's disk, go when the right goes, and come when it comes."""

import pytest
from sqlalchemy import select

from desktop.commands import clients, people
from desktop.domain.people import Contact


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
