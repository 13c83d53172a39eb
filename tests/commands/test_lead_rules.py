# SPDX-License-Identifier: Apache-2.0
"""The head's rules name the holder of a lead that comes; who left is given none."""

import pytest

from desktop.commands import history, lead_rules, leads, people
from desktop.domain.holding import LeadRule
from desktop.domain.lead import Lead
from desktop.domain.touch import Task
from desktop.errors import UserError
from desktop.values.changes import Origin
from desktop.values.lead_rules import Arrival, Rule, Way
from desktop.values.states import Role
from tests.lead_shop import a_lead
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def team(shop):
    """Two managers and an operator; the first person of the shop is its head, too."""
    shop.run(lambda uow: people.set_roles(uow, user_id=shop.me, roles=[Role.HEAD, Role.ADMIN]))
    return shop.a_user(name="Tom Ferris", position=1), shop.a_user(name="Dina Okafor", position=2)


def rule(shop, way=Way.TURN, **fields):
    return shop.run(lambda uow: lead_rules.set_rule(uow, rule=Rule(way, **fields)))


def holders(shop, *ids):
    return [shop.row(Lead, one).holder_id for one in ids]


def come(shop, count, **fields):
    """Leads that come one after another, a minute apart."""
    found = []
    for _n in range(count):
        shop.clock.advance(minutes=1)
        found.append(a_lead(shop, holder_id=None, **fields))
    return found


def test_leads_go_round_among_the_managers_and_are_called_within_the_hour(shop, team):
    """Covers: A7, D2."""
    tom, dina = team
    rule(shop)
    came = come(shop, 3)
    assert holders(shop, *came) == [tom, dina, tom]
    [touch] = shop.rows(Task, Task.card_id == came[1])
    assert (touch.kind, touch.holder_id) == ("call", dina)
    assert shop.row(Lead, came[1]).taken_at == shop.row(Lead, came[1]).created_at
    uma = shop.a_user(name="Uma Reyes", position=3)
    assert holders(shop, *come(shop, 1)) == [uma], (
        "a rule that names nobody holds for who comes later"
    )


def test_who_left_takes_none_and_without_anybody_the_lead_waits_for_the_head(shop, team):
    """Covers: A7."""
    tom, dina = team
    rule(shop, channel="website", people=(dina,))
    rule(shop)
    shop.run(lambda uow: people.dismiss_person(uow, user_id=dina))
    [web, phone] = come(shop, 1, channel="website") + come(shop, 1)
    assert holders(shop, web, phone) == [None, tom]


def test_a_lead_taken_by_oneself_counts_as_a_turn_and_one_taken_back_does_not(shop, team):
    """Covers: A7."""
    tom, dina = team
    rule(shop)
    [first] = come(shop, 1)
    assert holders(shop, first) == [tom]
    shop.run(history.undo, origin=Origin.UNDO)
    assert holders(shop, *come(shop, 1)) == [tom]
    shop.clock.advance(minutes=1)
    own = a_lead(shop, holder_id=None, channel="walk_in", by=None)
    assert holders(shop, own) == [dina]


def test_a_named_holder_goes_before_every_rule(shop, team):
    """Covers: A7."""
    _tom, dina = team
    rule(shop, people=(team[0],))
    assert holders(shop, a_lead(shop, holder_id=dina)) == [dina]


def test_rows_of_an_import_are_shared_at_once_by_what_each_of_them_is(shop, team):
    """Covers: A6, A7."""
    tom, dina = team
    rule(shop, channel="email", people=(dina,))
    rule(shop, Way.LOAD)
    a_lead(shop, holder_id=tom)
    rows = [Arrival("email"), Arrival("phone"), Arrival("phone"), Arrival("email")]
    taken = shop.run(lambda uow: leads.who_takes(uow, rows))
    assert taken == [dina, tom, dina, dina]


def test_rules_are_the_heads_and_name_only_people_who_sell(shop, team):
    """Covers: A7, N4."""
    tom, _dina = team
    presser = shop.a_user("production", name="Ivo Marek")
    with pytest.raises(UserError, match="closed to your role"):
        shop.run(lambda uow: lead_rules.set_rule(uow, rule=Rule(Way.TURN)), by=tom)
    with pytest.raises(UserError, match="Choose others"):
        rule(shop, people=(presser,))
    with pytest.raises(UserError, match="how the leads"):
        rule(shop, "by lot")
    assert not shop.rows(LeadRule)


def test_rules_are_asked_in_their_order_which_changes_and_is_undone(shop, team):
    """Covers: A7."""
    tom, dina = team
    first, second = rule(shop, people=(tom,)), rule(shop, people=(dina,))
    shop.run(lambda uow: lead_rules.order_rules(uow, rule_ids=[second, first]))
    assert holders(shop, *come(shop, 1)) == [dina]
    shop.run(lambda uow: lead_rules.drop_rule(uow, rule_id=second))
    assert holders(shop, *come(shop, 1)) == [tom]
    shop.run(lambda uow: lead_rules.set_rule(uow, rule=Rule(Way.QUEUE), rule_id=first))
    assert holders(shop, *come(shop, 1)) == [None]
