# SPDX-License-Identifier: Apache-2.0
"""The price list is changed by who may, each change is a step, and nothing unsellable gets in."""

from decimal import Decimal

import pytest

from desktop.commands import history, prices
from desktop.errors import UserError
from desktop.queries import counter
from desktop.values.changes import Origin
from desktop.values.drafts.product import ProductEdit
from desktop.values.pricing import PriceBreak, PriceTable
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def an_edit(name="Posters", unit="8.40", **fields):
    table = PriceTable((PriceBreak(1, Decimal(unit)),))
    return ProductEdit(name, table, **fields)


def test_products_are_added_changed_and_removed_and_each_is_a_step(shop):
    """Covers: J1."""
    added = shop.run(lambda uow: prices.add_product(uow, edit=an_edit(unit="8.40")))
    assert shop.read(counter.products)[-1].id == added
    shop.run(
        lambda uow: prices.change_product(uow, product_id=added, edit=an_edit(name="Big posters"))
    )
    assert shop.read(counter.products)[-1].name == "Big posters"
    shop.run(lambda uow: prices.archive_product(uow, product_id=added))
    assert added not in {one.id for one in shop.read(counter.products)}
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.read(counter.products)[-1].id == added


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (an_edit(name=" "), "name"),
        (an_edit(tax_rate="many"), "tax_rate"),
        (an_edit(working_hours=-1), "working_hours"),
        (an_edit(unit="-1"), "breaks"),
        (ProductEdit("Posters", PriceTable(())), "breaks"),
    ],
)
def test_a_product_that_cannot_be_sold_is_refused(shop, edit, field):
    """Covers: J1, N8."""
    with pytest.raises(UserError) as told:
        shop.run(lambda uow: prices.add_product(uow, edit=edit))
    assert told.value.field == field


def test_only_who_may_changes_prices(shop):
    """Covers: N4."""
    with pytest.raises(UserError, match="closed to your role"):
        shop.run(lambda uow: prices.add_product(uow, edit=an_edit()), by=shop.a_user("operator"))


def test_the_order_of_the_tiles_is_the_shops(shop):
    ids = [one.id for one in shop.read(counter.products)]
    shop.run(lambda uow: prices.order_products(uow, product_ids=ids[::-1]))
    assert [one.id for one in shop.read(counter.products)] == ids[::-1]
