# SPDX-License-Identifier: Apache-2.0
"""What came from another desk names who wrote the value that stands, and at which desk."""

import json

from desktop.commands import clients, record_changes
from desktop.domain.people import Contact
from desktop.queries import hub_changes
from desktop.queries.hub import SEATS
from desktop.queries.record_changes import changes_of
from desktop.storage import desk_memory
from desktop.values.changes import Label, Origin


def test_a_change_of_another_desk_names_its_author(desks):
    """Covers: N7."""
    anna, ben = desks("anna", "ben")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))
    anna.sync()
    ben.sync()
    rows = ben.connection.devices()
    seats = json.dumps({row["code"]: [row["desk"], str(row["user_id"])] for row in rows})
    ben.write(
        lambda uow: desk_memory.remember(uow.connection, SEATS, seats),
        origin=Origin.SYNC,
        label=Label(""),
    )

    def rename(uow):
        uow.get(Contact, contact).name = "Priya Hartwell"

    anna.do(rename)
    anna.sync()
    ben.sync()
    newest = ben.read(lambda r: changes_of(r, [contact]))[0]
    assert (newest.before, newest.after) == ("Priya", "Priya Hartwell")
    assert (newest.who, newest.desk) == ("Maya Lindqvist", "anna")
    mine = anna.read(lambda r: changes_of(r, [contact]))[0]
    assert (mine.who, mine.desk) == ("Maya Lindqvist", "")


def test_the_hubs_history_names_every_change_of_every_desk_and_what_lost(desks):
    """Covers: N7."""
    anna, ben, clara = desks("anna", "ben", "clara")
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Priya"))

    def rename(desk, name):
        desk.clock.advance(seconds=1)
        desk.do(lambda uow: clients.change_contact(uow, contact_id=contact, name=name))

    for desk in (anna, ben, clara):
        desk.sync()
    rename(anna, "Priya One")
    rename(anna, "Priya Two")
    clara.clock.advance(seconds=60)
    rename(clara, "Priya Late")
    clara.sync()
    anna.sync()  # neither had seen the other's: the earlier one loses
    ben.sync()
    lines = ben.connection.history([contact])
    rows = ben.read(lambda r: hub_changes.changes_of(r, [contact], lines))
    told = [(row.desk, row.before, row.after, row.is_lost) for row in rows if not row.is_new]
    assert sorted(told) == [
        ("anna", "Priya Late", "Priya One", True),
        ("anna", "Priya Late", "Priya Two", True),
        ("clara", "Priya", "Priya Late", False),
    ]
    assert all(row.who for row in rows)
    # What the hub keeps can be put back, though this desk had never seen it.
    ben.do(lambda uow: record_changes.put_value_back(
        uow, kind="contact", id=contact, older={"name": "Priya Two"}, record="Name"
    ))  # fmt: skip
    ben.sync()
    anna.sync()
    assert anna.documents()[contact]["name"] == "Priya Two"
    # Own ones are told once: from the journal, with what stood here.
    mine = anna.read(
        lambda r: hub_changes.changes_of(r, [contact], anna.connection.history([contact]))
    )
    assert [row.after for row in mine].count("Priya Two") == 2
