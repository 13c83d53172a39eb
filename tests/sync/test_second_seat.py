# SPDX-License-Identifier: Apache-2.0
"""A second person at a desk: an own invite, an own login for what they write, and signing in offline from then on."""

import pytest

from desktop import secrets
from desktop.commands import clients, people
from desktop.domain.people import Contact
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.flows import client_data, hub_office, hub_place, second_seat
from desktop.flows.join_hub import sync_round
from desktop.flows.shop import DirectShop
from desktop.queries.people import first_people
from desktop.storage import outgoing
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.values.rows.hub import Server
from tests.fakes import FakeClock
from tests.postgres_server import ADMIN, PASSWORD
from tests.shop import OpenShop, open_shop


class Counter:
    """One computer, whose first person has brought the shop to a hub."""

    def __init__(self, hub, tmp_path) -> None:
        self.hub, self.folder = hub, tmp_path
        open_shop(tmp_path, folder="counter").close()
        # Without the watch over the journal, which takes it for a mistake that what the hub refused goes away again.
        database = Database(tmp_path / "counter", FakeClock())
        database.open()
        self.opened = OpenShop(database, database.clock, None)
        [self.anna] = [row.id for row in self.opened.rows(User)]
        self.ben = self.opened.a_user("manager", "Ben Ito")
        self.shop = DirectShop(self.opened.database, Actor())
        ca = str(hub.server.ca)
        self.server = hub_office.keep_server(
            self.shop, Server("localhost", hub.server.port, hub.name, ADMIN, ca)
        )
        hub_office.bring_along(
            self.shop, self.server, PASSWORD, user_id=self.anna, desk_name="COUNTER-PC"
        )

    def invite(self, user, name: str):
        made = hub_office.invite(self.shop, self.server, PASSWORD, user_id=user)
        path = self.folder / f"{name}.counterfoil-invite"
        path.write_text(made.text)
        return path

    def check(self, user, pin: str) -> bool:
        return self.shop.write(lambda uow: people.check_pin(uow, user_id=user, pin=pin))

    def seats(self) -> dict[str, bool]:
        path = self.opened.database.folder / "shop.sqlite"
        return {row.name: row.has_seat for row in first_people(path)}


@pytest.fixture
def counter(new_hub, tmp_path, password_store):
    made = Counter(new_hub, tmp_path)
    yield made
    made.opened.close()


def test_a_colleague_sits_down_with_an_own_invite_and_writes_under_an_own_login(counter, new_hub):
    """Covers: N5, N4."""
    anna, ben = counter.anna, counter.ben
    with pytest.raises(UserError, match="has not sat at this desk yet"):
        counter.check(ben, "4829")
    assert counter.seats()["Ben Ito"] is False
    path = counter.invite(ben, "ben")
    assert second_seat.sit_down(counter.shop, path) == ben
    assert second_seat.sit_down(counter.shop, path) == ben  # an answer that was lost is given again
    assert counter.seats()["Ben Ito"] is True
    for user, name in ((anna, "Priya"), (ben, "Quentin"), (anna, "Rosa")):
        counter.opened.run(lambda uow, name=name: clients.add_contact(uow, name=name), by=user)
    assert sync_round(counter.shop).refused == 0
    wrote = new_hub.sql(
        "SELECT l.patch->>'name', e.employee_id, v.desk_code FROM crm.log l JOIN crm.device v USING (device_id) "
        "JOIN crm.employee e ON e.role_name = l.role_name WHERE l.entity = 'contact' AND l.patch ? 'name' "
        "ORDER BY l.seq"
    )
    assert [(name, who) for name, who, _desk in wrote][-3:] == [
        ("Priya", anna), ("Quentin", ben), ("Rosa", anna)
    ]  # fmt: skip
    assert len({desk for _name, _who, desk in wrote}) == 1


def test_a_new_invite_takes_over_what_waits_under_the_seat_before(counter, new_hub):
    """As after five wrong PINs, or a password store that was lost. Covers: N5."""
    ben = counter.ben
    second_seat.sit_down(counter.shop, counter.invite(ben, "ben"))
    counter.opened.run(lambda uow: people.set_pin(uow, user_id=ben, pin="4829"), by=ben)
    for _try in range(5):
        counter.check(ben, "1111")
    with pytest.raises(UserError, match="Too many wrong PINs"):
        counter.check(ben, "4829")
    counter.opened.run(lambda uow: clients.add_contact(uow, name="Quentin"), by=ben)
    second_seat.sit_down(counter.shop, counter.invite(ben, "again"))
    assert counter.check(ben, "4829")
    assert len(counter.shop.read(lambda r: outgoing.devices(r.connection))) == 2
    assert counter.shop.read(lambda r: outgoing.waits(r.connection)) == 0
    assert new_hub.sql("SELECT count(*) FROM crm.state WHERE doc->>'name' = 'Quentin'") == [(1,)]


def add(counter, user, name: str) -> None:
    counter.opened.run(lambda uow: clients.add_contact(uow, name=name), by=user)


def at_hub(hub, *names: str) -> set[str]:
    rows = hub.sql("SELECT doc->>'name' FROM crm.state WHERE doc->>'name' = ANY (%s)", list(names))
    return {name for (name,) in rows}


def test_whoever_is_sent_away_does_not_hold_the_others_of_the_desk_up(counter, new_hub):
    """What they had not sent is refused and kept; the other reads for the desk then. Covers: N4, N5, N1."""
    anna, ben = counter.anna, counter.ben
    second_seat.sit_down(counter.shop, counter.invite(ben, "ben"))
    add(counter, anna, "Priya")
    add(counter, ben, "Quentin")
    hub_office.dismiss(counter.server, PASSWORD, anna)
    sync_round(counter.shop)
    assert at_hub(new_hub, "Priya", "Quentin") == {"Quentin"}
    (left,) = counter.shop.read(lambda r: outgoing.devices(r.connection))
    assert left.user_id == ben
    refused = "SELECT doc FROM refused WHERE verdict = 'not_let_in'"
    kept = counter.shop.read(lambda r: r.connection.exec_driver_sql(refused).scalars().all())
    assert any("Priya" in doc for doc in kept)
    add(counter, ben, "Rosa")
    assert sync_round(counter.shop).sent > 0
    assert counter.seats() == {"Maya Lindqvist": False, "Ben Ito": True}


def test_where_only_a_password_is_missing_nothing_is_given_up(counter, new_hub, password_store):
    """Covers: N5, N1."""
    anna, ben = counter.anna, counter.ben
    second_seat.sit_down(counter.shop, counter.invite(ben, "ben"))
    add(counter, ben, "Quentin")
    add(counter, anna, "Priya")
    login = next(
        one.login
        for one in counter.shop.read(lambda r: outgoing.devices(r.connection))
        if one.user_id == ben
    )
    password = secrets.get(hub_place.secret(login))
    secrets.delete(hub_place.secret(login))
    with pytest.raises(UserError, match="does not let this desk in"):
        sync_round(counter.shop)
    assert at_hub(new_hub, "Priya", "Quentin") == set()
    secrets.put(hub_place.secret(login), password)
    sync_round(counter.shop)
    assert at_hub(new_hub, "Priya", "Quentin") == {"Priya", "Quentin"}


def test_an_invite_for_somewhere_else_is_told(counter, tmp_path):
    """Covers: N8."""
    path = counter.invite(counter.ben, "ben")
    path.write_text(path.read_text().replace(counter.hub.name, "elsewhere"))
    with pytest.raises(UserError, match="another hub than this desk's"):
        second_seat.sit_down(counter.shop, path)


def test_a_client_is_erased_at_the_hub_under_the_login_of_who_asks(counter):
    """Covers: K5, N4."""
    contact = counter.shop.write(lambda uow: clients.add_contact(uow, name="Quillonia"))
    sync_round(counter.shop)
    with pytest.raises(UserError, match="no login of your own"):
        client_data.erase(counter.shop, client_id=contact, why="asked", by=counter.ben)
    with pytest.raises(UserError, match="Say who asked"):
        client_data.erase(counter.shop, client_id=contact, why="", by=counter.anna)
    client_data.erase(counter.shop, client_id=contact, why="asked", by=counter.anna)
    sync_round(counter.shop)
    assert counter.opened.row(Contact, contact).name == ""
    assert counter.hub.sql("SELECT why FROM crm.erasure WHERE id = %s", contact) == [("asked",)]
