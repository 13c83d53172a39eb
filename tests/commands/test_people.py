# SPDX-License-Identifier: Apache-2.0
"""People, roles and PINs."""

from datetime import timedelta

import pytest

from desktop.commands import history
from desktop.commands.people import (
    add_person,
    change_person,
    check_pin,
    dismiss_person,
    open_entry,
    readmit_person,
    set_pin,
    set_roles,
)
from desktop.domain import pin as pins
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.storage.work import Actor
from desktop.values.changes import Origin
from tests.lead_shop import a_lead
from tests.shop import open_shop

PIN, WRONG = "2580", "9999"


@pytest.fixture
def shop(tmp_path, clock):
    opened = open_shop(tmp_path, clock)
    yield opened
    opened.close()


def check(shop, user, pin):
    return shop.run(lambda uow: check_pin(uow, user_id=user, pin=pin), by=Actor())


def test_an_admin_adds_a_colleague_last_in_the_list(shop):
    """Covers: N4."""
    new = shop.run(
        lambda uow: add_person(uow, name="  Tom   Ferris ", roles=["production", "manager"])
    )
    tom = shop.row(User, new)
    assert (tom.name, tom.roles, tom.position) == ("Tom Ferris", ["manager", "production"], 1)
    assert shop.last_changes.label.fields == {"person": "Tom Ferris"}


@pytest.mark.parametrize(
    ("name", "roles", "field"),
    [(" ", ["manager"], "name"), ("Tom", [], "roles"), ("Maya Lindqvist", ["manager"], "name")],
)
def test_a_colleague_has_a_name_of_their_own_and_a_role(shop, name, roles, field):
    """Covers: N4."""
    with pytest.raises(UserError) as refused:
        shop.run(lambda uow: add_person(uow, name=name, roles=roles))
    assert refused.value.field == field
    assert shop.count(User) == 1


def test_only_an_admin_changes_people(shop):
    """Covers: N4."""
    tom = shop.a_user("head", "Tom Ferris")
    asked = [
        lambda uow: add_person(uow, name="Dina Okafor", roles=["manager"]),
        lambda uow: change_person(uow, user_id=shop.me, name="M."),
        lambda uow: set_roles(uow, user_id=tom, roles=["admin"]),
        lambda uow: dismiss_person(uow, user_id=shop.me),
        lambda uow: set_pin(uow, user_id=shop.me, pin=PIN),
        lambda uow: open_entry(uow, user_id=shop.me),
    ]
    for command in asked:
        with pytest.raises(UserError, match="Only an admin"):
            shop.run(command, by=tom)


def test_names_and_roles_are_changed_and_taken_back(shop):
    """Covers: N4, M3."""
    tom = shop.a_user("manager", "Tom Ferris")
    shop.run(lambda uow: change_person(uow, user_id=tom, name="Tom A. Ferris", phone="101"))
    shop.run(lambda uow: set_roles(uow, user_id=tom, roles=["head"]))
    found = shop.row(User, tom)
    assert (found.name, found.phone, found.roles) == ("Tom A. Ferris", "101", ["head"])
    for _step in range(2):
        shop.run(history.undo, origin=Origin.UNDO)
    found = shop.row(User, tom)
    assert (found.name, found.roles) == ("Tom Ferris", ["manager"])


def test_a_role_of_a_newer_version_stays_with_who_holds_it(shop):
    tom = shop.a_user(["manager", "auditor"], "Tom Ferris")
    shop.run(lambda uow: set_roles(uow, user_id=tom, roles=["auditor", "head"]))
    assert shop.row(User, tom).roles == ["head", "auditor"]
    with pytest.raises(AssertionError, match="no such roles"):
        shop.run(lambda uow: set_roles(uow, user_id=tom, roles=["king"]))


def test_the_last_admin_stays_one(shop):
    """Covers: N4."""
    with pytest.raises(UserError, match="has to be the admin"):
        shop.run(lambda uow: set_roles(uow, user_id=shop.me, roles=["manager"]))
    with pytest.raises(UserError, match="has to be the admin"):
        shop.run(lambda uow: dismiss_person(uow, user_id=shop.me))
    gwen = shop.a_user("admin", "Gwen Aldous")
    shop.run(lambda uow: set_roles(uow, user_id=shop.me, roles=["manager"]), by=gwen)


def test_who_leaves_may_not_sit_down_and_their_open_cards_are_told(shop):
    """Covers: N4, B5."""
    lena = shop.a_user("manager", "Lena Voss", pin=pins.hashed(PIN))
    shop.a_deal(holder=lena)
    shop.a_deal("Won", holder=lena)
    a_lead(shop, holder_id=lena)
    assert len(shop.run(lambda uow: dismiss_person(uow, user_id=lena)).moved) == 2
    with pytest.raises(UserError, match="no longer works here"):
        check(shop, lena, PIN)
    assert shop.row(User, lena).pin == ""
    shop.run(lambda uow: readmit_person(uow, user_id=lena))
    assert check(shop, lena, "")


def test_a_pin_is_kept_as_scrypt_with_its_own_salt(shop):
    """Covers: N5."""
    first, second = pins.hashed(PIN), pins.hashed(PIN)
    assert first != second
    assert first.startswith("scrypt$16384$8$1$")
    assert PIN not in first
    assert pins.matches(PIN, first)
    assert not pins.matches(WRONG, first)
    assert not pins.matches(PIN, "")
    assert not pins.matches(PIN, "md5$x")
    assert not pins.matches(PIN, "scrypt$1$1$1$x$y")


@pytest.mark.parametrize("pin", ["123", "12345", "12a4", "١٢٣٤", "1234", "4321", "7777"])
def test_a_pin_has_four_digits_that_are_not_easy_to_guess(shop, pin):
    """Covers: N5."""
    with pytest.raises(UserError) as refused:
        shop.run(lambda uow: set_pin(uow, user_id=shop.me, pin=pin))
    assert refused.value.field == "pin"


def test_a_person_sets_their_own_pin_and_nobody_elses(shop):
    """Covers: N5, N4."""
    tom, dina = shop.a_user("operator", "Tom Ferris"), shop.a_user("manager", "Dina Okafor")
    shop.run(lambda uow: set_pin(uow, user_id=tom, pin=PIN), by=tom)
    assert check(shop, tom, PIN)
    with pytest.raises(UserError):
        shop.run(lambda uow: set_pin(uow, user_id=tom, pin=PIN), by=dina)
    with pytest.raises(UserError, match="another person's PIN"):
        shop.run(lambda uow: setattr(uow.get(User, tom), "pin", ""), by=dina)
    shop.run(lambda uow: set_pin(uow, user_id=tom, pin=""))
    assert shop.row(User, tom).pin == ""


def test_five_wrong_pins_close_the_entry_through_a_restart(shop):
    """Covers: N5."""
    tom = shop.a_user("operator", "Tom Ferris", pin=pins.hashed(PIN))
    assert [check(shop, tom, WRONG) for _n in range(5)] == [False] * 5
    shop.database.close()
    shop.database.open()
    with pytest.raises(UserError, match="Too many wrong PINs"):
        check(shop, tom, PIN)
    shop.clock.advance(timedelta(minutes=5))
    assert check(shop, tom, PIN)
    assert not check(shop, tom, WRONG)


def test_every_further_round_closes_for_twice_as_long(shop):
    """Covers: N5."""
    tom = shop.a_user("operator", "Tom Ferris", pin=pins.hashed(PIN))
    for minutes in (5, 10, 20):
        for _n in range(5):
            check(shop, tom, WRONG)
        shop.clock.advance(timedelta(minutes=minutes, seconds=-1))
        with pytest.raises(UserError, match="can try again from"):
            check(shop, tom, PIN)
        shop.clock.advance(timedelta(seconds=1))
    assert check(shop, tom, PIN)


def test_an_admin_opens_a_closed_entry_at_once(shop):
    """Covers: N5."""
    tom = shop.a_user("operator", "Tom Ferris", pin=pins.hashed(PIN))
    for _n in range(5):
        check(shop, tom, WRONG)
    shop.run(lambda uow: open_entry(uow, user_id=tom))
    assert check(shop, tom, PIN)


def test_a_pause_after_wrong_pins_does_not_outlast_a_clock_set_right(shop):
    """The only admin would be locked out for years. Covers: N5."""
    shop.run(lambda uow: set_pin(uow, user_id=shop.me, pin=PIN))
    shop.clock.step(timedelta(days=3650))
    for _try in range(5):
        assert not check(shop, shop.me, WRONG)
    with pytest.raises(UserError, match="Too many wrong"):
        check(shop, shop.me, PIN)
    shop.clock.step(timedelta(days=-3650))
    assert check(shop, shop.me, PIN)
