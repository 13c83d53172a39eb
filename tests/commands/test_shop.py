# SPDX-License-Identifier: Apache-2.0
"""Setting up a shop."""

from decimal import Decimal

import pytest

from desktop.commands.shop import set_preference, set_up_shop
from desktop.domain.firm import Firm, Preference, preference_id
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.product import Product
from desktop.domain.refusal import says_nothing
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.storage.unit_of_work import Actor
from desktop.values.pricing import PriceTable, price, sheet_plan
from desktop.values.states import Role, StagePurpose
from tests.shop import open_shop

LANGUAGES = ("en", "ru")


def set_up(shop, **fields):
    asked = {
        "language": "en",
        "country": "GB",
        "firm_name": "Rook Lane Print",
        "first_person": "Maya Lindqvist",
    }
    return shop.run(lambda uow: set_up_shop(uow, **{**asked, **fields}), by=Actor())


def test_the_first_person_of_a_new_shop_holds_every_role(tmp_path):
    """Covers: M1, H7."""
    shop = open_shop(tmp_path, is_empty=True)
    new = set_up(shop, currency="GBP", phone="020 7946 0118")
    assert set(shop.row(User, new.user_id).roles) == {role.value for role in Role}
    firm = shop.row(Firm, new.firm_id)
    assert (firm.name, firm.currency, firm.tax_rate) == ("Rook Lane Print", "GBP", "20")
    shop.close()


def test_a_firm_in_russia_counts_in_roubles_with_its_rate_of_tax(tmp_path):
    """Covers: H7."""
    shop = open_shop(tmp_path, language="ru")
    firm = shop.row(Firm, shop.firm_id)
    assert (firm.country, firm.currency, firm.tax_rate) == ("RU", "RUB", "22")
    shop.close()


def test_a_shop_is_set_up_once(tmp_path):
    """Covers: M1."""
    shop = open_shop(tmp_path)
    with pytest.raises(UserError, match="set up already"):
        set_up(shop)
    assert shop.count(Firm) == 1
    shop.close()


@pytest.mark.parametrize("field", ["firm_name", "first_person"])
def test_a_shop_wants_a_firm_and_a_person(tmp_path, field):
    """Covers: M1."""
    shop = open_shop(tmp_path, is_empty=True)
    with pytest.raises(UserError) as refused:
        set_up(shop, **{field: "  "})
    assert refused.value.field == field
    assert shop.count(Firm) == shop.count(User) == 0
    shop.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_pipelines_have_purposes_hints_and_both_ends(tmp_path, language):
    """Covers: C1, F2."""
    shop = open_shop(tmp_path, language=language)
    pipelines = shop.rows(Pipeline, ~Pipeline.for_leads)
    assert len(pipelines) == 4
    assert [one.for_counter for one in pipelines] == [False, False, False, True]
    for pipeline in pipelines:
        stages = sorted(
            shop.rows(Stage, Stage.pipeline_id == pipeline.id), key=lambda stage: stage.position
        )
        assert [stage.kind for stage in stages[-2:]] == ["won", "lost"]
        assert all(stage.is_open for stage in stages[:-2])
        assert all(stage.hint and stage.asks for stage in stages)
        assert all(len(stage.short_name) <= 14 for stage in stages)
        purposes = [stage.purpose for stage in stages if stage.purpose]
        assert len(set(purposes)) == len(purposes)
        assert set(purposes) <= {purpose.value for purpose in StagePurpose}
        wanted = {"in_work", "ready"} if pipeline.for_counter else {"quote", "contract", "in_work"}
        assert wanted <= set(purposes)
    shop.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_reasons_are_eight_for_deals_and_seven_for_leads(tmp_path, language):
    """Covers: B2, C7."""
    shop = open_shop(tmp_path, language=language)
    reasons = shop.rows(RefusalReason)
    assert sum(reason.for_deals for reason in reasons) == 8
    assert sum(reason.for_leads for reason in reasons) == 7
    assert not any(says_nothing(reason.name) for reason in reasons)
    first = next(one for one in reasons if one.for_deals and one.position == 0)
    assert first.asks_offer
    shop.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_counter_has_nine_tiles_and_each_product_has_a_price(tmp_path, language):
    """Covers: J1."""
    shop = open_shop(tmp_path, language=language)
    products = shop.rows(Product)
    assert sum(one.on_tiles for one in products) == 9
    currency = shop.row(Firm, shop.firm_id).currency
    for product in products:
        table = PriceTable.from_document(product.table)
        for start in (1, 50, 500, 10_000):
            cheapest = {
                option.key: min(option.choices, key=lambda choice: choice.per_piece).key
                for option in table.options
            }
            found = price(table, start, cheapest, currency=currency)
            assert found.unit > 0, (product.name, start)
            assert found.sum.minor > 0
    shop.close()


def test_business_cards_cost_what_the_counter_says(tmp_path):
    """Covers: J1, A2."""
    shop = open_shop(tmp_path)
    cards = PriceTable.from_document(shop.rows(Product, Product.name == "Business cards")[0].table)
    found = price(cards, 500, currency="GBP", discount=Decimal(5), tax_rate=Decimal(20))
    assert (found.base.minor, found.discount.minor, found.sum.minor) == (11900, 595, 11305)
    assert found.next_break is not None
    assert (found.next_break.quantity, found.next_break.sum.minor) == (1000, 14825)
    assert found.tax.minor == 1884
    sheets = sheet_plan(cards, {}, 500)
    assert sheets is not None
    assert (sheets.up, sheets.sheets) == (24, 24)
    shop.close()


def test_business_cards_cost_what_the_russian_counter_says(tmp_path):
    """Covers: J1, A2."""
    shop = open_shop(tmp_path, language="ru")
    cards = PriceTable.from_document(shop.rows(Product, Product.name == "Визитки")[0].table)
    found = price(cards, 500, currency="RUB", discount=Decimal(5))
    assert (found.base.minor, found.sum.minor) == (570_000, 541_500)
    assert found.next_break is not None
    assert found.next_break.sum.minor == 710_000
    shop.close()


def test_a_setting_of_the_shop_is_changed_by_the_admin_alone(tmp_path):
    """Covers: N4."""
    shop = open_shop(tmp_path)
    manager = shop.a_user("manager")
    week = {"week": ["10:00-19:00"] * 7}
    with pytest.raises(UserError, match="admin"):
        shop.run(lambda uow: set_preference(uow, key="working_hours", value=week), by=manager)
    shop.run(lambda uow: set_preference(uow, key="working_hours", value=week))
    assert shop.row(Preference, preference_id("working_hours")).value == week
    shop.close()
