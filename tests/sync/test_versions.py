# SPDX-License-Identifier: Apache-2.0
"""Programs of different age at one hub: what an older one does not know passes through it unharmed."""

import json
import sqlite3
from contextlib import closing
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.commands import clients, scripts
from desktop.domain.lead import Lead
from desktop.domain.people import Contact
from desktop.storage import outgoing
from desktop.storage.tables import confirmed
from desktop.sync.hub import desk_side
from desktop.sync.hub.desk_side import UpdateFirst
from tests.sync.test_leads import new_lead, one
from tests.sync.test_put_back import add, are_one, meet, names
from tests.sync.test_round import rename
from tests.sync.test_scripts import held, publish


def test_a_program_that_is_too_old_works_on_keeps_what_waits_and_sends_it_once_updated(
    desks, hub, monkeypatch
):
    """Covers: N1, N2."""
    anna, ben = desks("anna", "ben")
    hub.sql("UPDATE crm.hub SET min_schema = %s", desk_side.SCHEMA + 1)
    (priya,) = add(anna, "Priya")
    for _try in range(2):
        with pytest.raises(UpdateFirst):
            anna.sync()
    rename(anna, priya, "Priya Q")
    assert anna.read(lambda r: outgoing.waits(r.connection)) == 2
    monkeypatch.setattr(desk_side, "SCHEMA", desk_side.SCHEMA + 1)
    meet(anna, ben)
    assert are_one(hub, anna, ben)
    assert "Priya Q" in names(ben)


def made(hub, key):
    """Who made a row, which is what the author of a field that nobody wrote yet has seen."""
    return {
        "*": hub.sql("SELECT split_part(ver->>'*', '-', 2) FROM crm.state WHERE id = %s", key)[0][0]
    }


def from_a_newer_one(desk, *ops):
    """Operations as a newer program at this desk would send them."""
    n = desk.read(lambda r: outgoing.acked(r.connection, desk.device_id))
    told = [{"n": n + k, "t": n + k, "h": "0" * 16, **op} for k, op in enumerate(ops, 1)]
    return desk.connection.push(desk.device_id, told)


def test_a_field_and_a_kind_of_a_newer_program_pass_through_an_older_one(desks, hub):
    """Also where the older one changes the same row, and where both write at once. Covers: N2, N3."""
    anna, ben, clara = desks("anna", "ben", "clara")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    hub.sql("INSERT INTO crm.entity (name, kind) VALUES ('loyalty_card', 'record')")
    card = uuid4()
    answer = from_a_newer_one(
        clara,
        {"e": "contact", "i": str(priya), "b": made(hub, priya), "d": {"favourite_paper": "laid"}},
        {"e": "loyalty_card", "i": str(card), "new": True, "d": {"points": 7}},
    )
    assert answer.bad == {}
    rename(ben, priya, "Priya of Ben")  # has not seen the newer field
    meet(ben, anna)
    rename(anna, priya, "Priya of Anna")  # has it, and does not know it
    meet(anna, ben)
    doc = hub.digest()[priya]
    assert (doc["name"], doc["favourite_paper"]) == ("Priya of Anna", "laid")
    assert hub.digest()[card] == {"points": 7}
    assert are_one(hub, anna, ben)
    kept = anna.read(
        lambda r: dict(r.connection.execute(select(confirmed.c.id, confirmed.c.extra)).all())
    )
    assert kept[priya] == '{"favourite_paper":"laid"}'
    assert kept[card] == '{"points":7}'


def test_an_older_programs_new_row_gets_the_newer_ones_field_later(desks, hub):
    """Covers: N2."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    anna.do(lambda uow: clients.add_phone(uow, contact_id=priya, phone="07700900123"))
    assert (
        from_a_newer_one(
            ben, {"e": "contact", "i": str(priya), "b": made(hub, priya), "d": {"vip": True}}
        ).bad
        == {}
    )
    meet(anna)
    assert hub.digest()[priya]["vip"] is True
    assert anna.documents() == hub.digest()
    assert (
        anna.read(lambda r: r.connection.scalar(select(Contact.name).where(Contact.id == priya)))
        == "Priya"
    )


def as_version_18(desk, lead, script):
    """What a program leaves on the disk whose cards had no script, and that knew none of the kind.

    Of a card on which none was chosen it kept that, too.
    """
    whole = json.dumps(desk.documents()[script])
    desk.database.close()
    with closing(sqlite3.connect(desk.database.path)) as file, file:
        keep = "UPDATE confirmed SET extra = ? WHERE id = ?"
        file.execute(keep, ('{"script":"phone","of_a_later_one":1}', lead.bytes))
        file.execute(keep, (whole, script.bytes))
        others = "UPDATE confirmed SET extra = '{\"script\":\"\"}' WHERE kind = 'lead' AND id <> ?"
        file.execute(others, (lead.bytes,))
        file.execute("DELETE FROM script")
        file.execute("DELETE FROM meta WHERE key = 'taken_up_by_schema'")
        for table in ("lead", "deal"):
            file.execute(f"ALTER TABLE {table} DROP COLUMN script")
        file.execute("PRAGMA user_version = 18")


def test_what_an_older_program_kept_has_its_place_once_it_is_updated(desks):
    """Nobody would send it again; what a still newer one wrote stays beside the row. Covers: N2, N3, M5."""
    anna, ben = desks("anna", "ben")
    lead, other, script = new_lead(anna), new_lead(anna), publish(anna, "First")
    anna.do(lambda uow: scripts.choose_script(uow, card_kind="lead", card_id=lead, script="phone"))
    meet(anna, ben)
    as_version_18(ben, lead, script)
    ben.open_again()
    assert one(ben, select(Lead.script).where(Lead.id == lead)) == "phone"
    assert one(ben, select(Lead.script).where(Lead.id == other)) == ""
    assert held(ben).id == script
    assert one(ben, select(confirmed.c.extra).where(confirmed.c.id == other)) is None
    here = ben.documents()
    assert here[lead].pop("of_a_later_one") == 1
    assert here == anna.documents()
    assert ben.read(lambda r: outgoing.waits(r.connection)) == 0
