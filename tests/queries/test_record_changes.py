# SPDX-License-Identifier: Apache-2.0
"""Who changed what on a card, from what to what; and any value comes back."""

import pytest

from desktop.commands import deals, record_changes
from desktop.domain.deal import Deal
from desktop.errors import UserError
from desktop.queries.record_changes import changes_of_deal
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def changes(shop, deal):
    return shop.read(lambda r: changes_of_deal(r, deal_id=deal))


def rename(shop, deal, title, by=None):
    shop.run(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"title": title}), by=by)


def test_every_change_has_its_author_and_both_values_and_the_older_one_comes_back(shop):
    """Covers: N7."""
    tom = shop.a_user("manager", "Tom Ferris")
    deal = shop.a_deal(title="Menus")
    rename(shop, deal, "Menus, folded", by=tom)
    rename(shop, deal, "Menus, stapled")
    titles = [row for row in changes(shop, deal) if row.unit == "title"]
    assert [(row.before, row.after, row.who) for row in titles] == [
        ("Menus, folded", "Menus, stapled", "Maya Lindqvist"),
        ("Menus", "Menus, folded", "Tom Ferris"),
    ]
    first = titles[-1]
    assert first.can_come_back
    shop.run(
        lambda uow: record_changes.put_value_back(
            uow, kind="deal", id=first.id, older=first.older, record="Title"
        ),
        by=tom,
    )
    assert shop.row(Deal, deal).title == "Menus"
    newest = changes(shop, deal)[0]
    assert (newest.before, newest.after, newest.who) == ("Menus, stapled", "Menus", "Tom Ferris")
    with pytest.raises(UserError, match="closed to your role"):
        shop.run(
            lambda uow: record_changes.put_value_back(
                uow, kind="deal", id=first.id, older=first.older, record="Title"
            ),
            by=shop.a_user("production", "Pat"),
        )


def test_what_was_made_has_nothing_before_it(shop):
    """Covers: N8."""
    made = changes(shop, shop.a_deal())[-1]
    assert made.is_new
    assert not made.can_come_back
    assert made.older == {}
