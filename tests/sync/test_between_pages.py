# SPDX-License-Identifier: Apache-2.0
"""What is typed while a long pull goes on, between two of its pages, stands on what the screen showed then."""

import pytest

from tests.sync.test_put_back import add, are_one, conflicts, meet
from tests.sync.test_round import name_of, rename, stamp_of


@pytest.fixture
def two(desks):
    """Anna and Ben have renamed one client at once; his stands, and hers is on its way."""
    anna, ben = desks("anna", "ben")
    (priya,) = add(anna, "Priya")
    meet(anna, ben)
    rename(anna, priya, "first of Anna")
    ben.clock.advance(minutes=5)
    rename(ben, priya, "of Ben")
    ben.sync()
    return anna, ben, priya


def between(desk, when, work):
    """Have pages of one row, and the person at the desk do something before the first that `when` holds."""
    desk.connection.page = 1
    pull, done = desk.connection.pull, []

    def pull_and_type(*place):
        if not done and when():
            done.append(True)
            work()
        return pull(*place)

    desk.connection.pull = pull_and_type
    return done


def test_an_edit_of_a_row_that_an_earlier_page_brought_is_made_on_what_it_showed(two, hub):
    """The own write that lost is still to be settled, and nobody sees it any more. Covers: N2, N3."""
    anna, ben, priya = two

    def type_on():
        rename(anna, priya, "second of Anna", seen=stamp_of(anna, priya))

    done = between(anna, lambda: name_of(anna, priya) == "of Ben", type_on)
    meet(anna, ben)
    assert done
    assert are_one(hub, anna, ben)
    assert name_of(ben, priya) == "second of Anna"
    assert [lost for _field, lost, _won in conflicts(ben)] == ["first of Anna"]


def test_an_edit_of_a_row_that_a_later_page_brings_stands_on_what_was_there_before(two, hub):
    """Covers: N2, N3."""
    anna, ben, priya = two
    add(ben, "Nora")
    ben.sync()

    def type_first():
        rename(anna, priya, "second of Anna", seen=stamp_of(anna, priya))

    done = between(anna, lambda: True, type_first)
    meet(anna, ben)
    assert done
    assert are_one(hub, anna, ben)
    lost = {value for _field, value, _won in conflicts(ben)} | {name_of(ben, priya)}
    assert {"of Ben", "second of Anna"} <= lost
