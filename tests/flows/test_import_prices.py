# SPDX-License-Identifier: Apache-2.0
"""Price lists as shops have them: looked at first, taken in as one step, bad rows named."""

from decimal import Decimal

import pytest
from openpyxl import load_workbook

from desktop.channels.spreadsheets import read_table, write_xlsx
from desktop.commands import history
from desktop.errors import UserError
from desktop.flows.import_prices import (
    check_prices,
    export_prices,
    import_prices,
    save_bad_prices,
)
from desktop.queries import counter
from desktop.values.changes import Origin
from desktop.values.rows.price_list import PriceVerdict
from tests.shop import open_shop

LIST = (
    "Product;Option;Choice;Quantity from;Price;Unit;Tax\n"
    "Business cards;;;100;0,50;pcs;20\n"
    "Business cards;;;500;0.20;;\n"
    "Postcards;;;1;1.20;pcs;\n"
    "Postcards;Paper;Thick;;0.30;;\n"
    "Postcards;;;many;0.90;;\n"
    "Calendars;;;1;free;pcs;\n"
)


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "prices.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def products(shop):
    return {one.name: one for one in shop.read(counter.products)}


def test_a_dry_run_says_what_becomes_of_each_product_and_changes_nothing(shop, path):
    """Covers: J1, N8."""
    before = products(shop)
    check = check_prices(shop.direct(), path=path)
    found = {one.name: one for one in check.products}
    assert {name: one.verdict for name, one in found.items()} == {
        "Business cards": PriceVerdict.CHANGED,
        "Postcards": PriceVerdict.NEW,
    }
    assert found["Business cards"].breaks == ((100, Decimal("0.50")), (500, Decimal("0.20")))
    assert (500, Decimal("0.238")) in found["Business cards"].before
    assert [(bad.line, bad.name) for bad in check.bad] == [(6, "Postcards"), (7, "Calendars")]
    assert all(bad.reason.endswith(".") for bad in check.bad)
    assert check.columns[0].field == "product"
    assert products(shop) == before


def test_good_rows_are_one_step_and_what_the_list_is_silent_about_stays(shop, path):
    """Covers: J1."""
    before = products(shop)
    taken = import_prices(shop.direct(), path=path)
    assert (taken.new, taken.changed, taken.left_out) == (1, 1, 2)
    after = products(shop)
    cards, known = after["Business cards"], before["Business cards"]
    assert cards.table.unit(500) == Decimal("0.20")
    assert (cards.table.options, cards.table.sheet) == (known.table.options, "SRA3")
    assert (cards.working_hours, cards.icon) == (known.working_hours, known.icon)
    assert after["Postcards"].table.options[0].choices[0].name == "Thick"
    assert after["Copies, print"] == before["Copies, print"]
    shop.run(history.undo, origin=Origin.UNDO)
    back = products(shop)
    assert back["Business cards"].table == known.table
    assert "Postcards" not in back


def test_the_same_list_again_changes_nothing(shop, path):
    """Covers: J1."""
    import_prices(shop.direct(), path=path)
    again = import_prices(shop.direct(), path=path)
    assert (again.new, again.changed) == (0, 0)
    check = check_prices(shop.direct(), path=path)
    assert check.count(PriceVerdict.SAME) == 2


def test_a_written_price_list_reads_as_itself(shop, tmp_path):
    """Covers: J1, N9."""
    before = products(shop)
    for name in ("all.xlsx", "all.csv"):
        assert export_prices(shop.direct(), target=tmp_path / name) > 20
        check = check_prices(shop.direct(), path=tmp_path / name)
        assert not check.bad
        assert {one.name for one in check.products} == set(before)
    assert load_workbook(tmp_path / "all.xlsx").sheetnames == ["Price list"]


def test_bad_rows_are_saved_with_their_reason(shop, path, tmp_path):
    """Covers: N8."""
    path.write_text(LIST + "Calendars;;;2;free;pcs;;by the printer next door\n", encoding="utf-8")
    check = check_prices(shop.direct(), path=path)
    assert save_bad_prices(check, tmp_path / "bad.csv") == 3
    table = read_table(tmp_path / "bad.csv")
    assert table.columns[-1] == "Reason"
    assert table.rows[0].cells[3] == "many"
    assert table.rows[2].cells[-2] == "by the printer next door"


def test_a_list_of_nothing_but_bad_rows_is_refused(shop, tmp_path):
    """Covers: N8."""
    file = tmp_path / "bad.xlsx"
    write_xlsx(file, ["Product", "Price"], [("Cards", "dear"), ("Flyers", "cheap")])
    with pytest.raises(UserError, match="No product of this list can be read"):
        import_prices(shop.direct(), path=file)


def test_columns_may_be_named_by_hand(shop, tmp_path):
    """Covers: J1."""
    file = tmp_path / "odd.csv"
    file.write_text("What;How much\nPens;2.50\n", encoding="utf-8")
    taken = import_prices(shop.direct(), path=file, fields={0: "product", 1: "price"})
    assert taken.new == 1
    assert products(shop)["Pens"].table.unit(1) == Decimal("2.50")
