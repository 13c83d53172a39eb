# SPDX-License-Identifier: Apache-2.0
"""What came from another desk names who wrote the value that stands, and at which desk."""

import json

from desktop.commands import clients
from desktop.domain.people import Contact
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
