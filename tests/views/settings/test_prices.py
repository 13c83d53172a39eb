# SPDX-License-Identifier: Apache-2.0
"""The price list by keys: products edited in place, put in order, taken in from a spreadsheet and written out."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.domain.product import Product
from desktop.flows.import_prices import check_prices
from desktop.models.settings import Section
from desktop.values.pricing import PriceTable
from desktop.values.rows.price_list import PriceVerdict
from tests.settings_desk import focus, replace_text, tab_to, type_text
from tests.shell import press

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def product(desk, name: str) -> Product:
    return desk.shop.rows(Product, Product.name == name)[0]


def table(desk, name: str) -> PriceTable:
    return PriceTable.from_document(product(desk, name).table)


def names(view) -> list[str]:
    return [row.name for row in view.model.rows]


def test_a_price_is_changed_in_its_row_and_undone(desk):
    """Covers: J1."""
    view = desk.open(Section.PRICES)
    breaks = view.product_form.breaks
    before = table(desk, "Business cards")
    tab_to(breaks.edit(1, 1))
    replace_text("0,55")
    press(Key.Key_Tab)
    desk.settle()
    assert table(desk, "Business cards").breaks[1].unit == Decimal("0.55")
    assert table(desk, "Business cards").options == before.options
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert table(desk, "Business cards") == before
    assert breaks.edit(1, 1).text() == "0.60"


def test_a_new_break_is_typed_into_the_empty_row_and_sorted(desk):
    """Covers: J1."""
    view = desk.open(Section.PRICES)
    breaks = view.product_form.breaks
    tab_to(breaks.edit(7, 0))
    type_text("750")
    press(Key.Key_Tab)
    type_text("0.2")
    press(Key.Key_Tab)
    desk.settle()
    quantities = [one.quantity for one in table(desk, "Business cards").breaks]
    assert quantities == [50, 100, 250, 500, 750, 1000, 2000, 5000]
    assert breaks.edit(4, 0).text() == "750"
    assert breaks.edit(8, 0).text() == ""


def test_an_emptied_row_is_gone(desk):
    view = desk.open(Section.PRICES)
    breaks = view.product_form.breaks
    tab_to(breaks.edit(0, 0))
    for _column in range(2):
        press(Key.Key_A, CTRL)
        press(Key.Key_Delete)
        press(Key.Key_Tab)
    desk.settle()
    assert table(desk, "Business cards").breaks[0].quantity == 100


def test_nonsense_is_not_stored_and_says_what_is_wrong(desk):
    """Covers: N8."""
    view = desk.open(Section.PRICES)
    form = view.product_form
    before = table(desk, "Business cards")
    tab_to(form.breaks.edit(0, 1))
    replace_text("cheap")
    press(Key.Key_Tab)
    desk.settle()
    assert form.note.text().startswith("Not stored yet. This is not a price.")
    assert form.breaks.edit(0, 1).is_wrong()
    assert table(desk, "Business cards") == before
    tab_to(form.breaks.edit(0, 1))
    replace_text("0.90")
    press(Key.Key_Tab)
    assert form.note.text() == ""


def test_what_could_not_be_stored_is_there_when_one_comes_back(desk):
    view = desk.open(Section.PRICES)
    form = view.product_form
    tab_to(form.words.control("name"))
    press(Key.Key_A, CTRL)
    press(Key.Key_Delete)
    press(Key.Key_Tab)
    replace_text("box of")
    tab_to(view.table)
    press(Key.Key_Down)
    desk.settle()
    assert form.words.control("name").text() == "Copies, print"
    press(Key.Key_Up)
    desk.settle()
    assert form.words.control("name").text() == ""
    assert "A product needs a name." in form.note.text()


def test_a_new_product_is_stored_as_soon_as_it_makes_sense(desk):
    """Covers: J1."""
    view = desk.open(Section.PRICES)
    form = view.product_form
    press(Key.Key_N, CTRL)
    type_text("Door hangers")
    press(Key.Key_Tab)
    desk.settle()
    assert not desk.shop.rows(Product, Product.name == "Door hangers")
    tab_to(form.breaks.edit(0, 0))
    type_text("100")
    press(Key.Key_Tab)
    type_text("0.30")
    press(Key.Key_Tab)
    type_text("500")  # a list of prices is typed from field to field
    press(Key.Key_Tab)
    type_text("0.20")
    press(Key.Key_Tab)
    desk.wait(lambda: desk.shop.rows(Product, Product.name == "Door hangers"))
    desk.settle()
    assert [(one.quantity, one.unit) for one in table(desk, "Door hangers").breaks] == [
        (100, Decimal("0.30")),
        (500, Decimal("0.20")),
    ]
    assert names(view)[-1] == "Door hangers"
    tab_to(form.words.control("working_hours"))
    replace_text("8")
    press(Key.Key_Tab)
    desk.settle()
    assert product(desk, "Door hangers").working_hours == 8


def test_options_add_to_the_price_and_keep_their_keys(desk):
    """Covers: J1."""
    view = desk.open(Section.PRICES)
    options = view.product_form.options
    before = table(desk, "Business cards").options
    tab_to(options.boxes[0].choices.edit(0, 2))
    replace_text("-1,50")
    press(Key.Key_Tab)
    desk.settle()
    after = table(desk, "Business cards").options
    assert after[0].choices[0].per_order == Decimal("-1.50")
    assert [one.key for one in after] == [one.key for one in before]
    assert after[0].choices[0].key == before[0].choices[0].key
    tab_to(options.add_button)
    press(Key.Key_Space, text=" ")
    type_text("Corners")
    press(Key.Key_Tab)
    type_text("Round")
    press(Key.Key_Tab)
    type_text("0.01")
    press(Key.Key_Tab)
    desk.settle()
    added = table(desk, "Business cards").options[-1]
    assert (added.name, added.choices[0].name, added.choices[0].per_piece) == (
        "Corners",
        "Round",
        Decimal("0.01"),
    )


def test_time_tax_and_tile_are_the_products_own(desk):
    """Covers: H7, J1."""
    view = desk.open(Section.PRICES)
    words = view.product_form.words
    tab_to(words.control("tax_rate"))
    type_text("5")
    press(Key.Key_Tab)
    press(Key.Key_Space, text=" ")
    desk.settle()
    held = product(desk, "Business cards")
    assert (held.tax_rate, held.on_tiles) == ("5", False)


def test_products_are_put_in_order_and_removed_by_keys(desk):
    """Covers: J1."""
    view = desk.open(Section.PRICES)
    first, second = names(view)[:2]
    press(Key.Key_Down, ALT)
    desk.settle()
    assert names(view)[:2] == [second, first]
    press(Key.Key_Delete)
    desk.settle()
    assert first not in names(view)
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert first in names(view)


@pytest.fixture
def price_file(tmp_path):
    path = tmp_path / "prices.csv"
    path.write_text(
        "Product;Quantity from;Price\n"
        "Business cards;100;0,70\n"
        "Business cards;500;0,30\n"
        "Door hangers;100;0,30\n"
        "Posters;ten;9,00\n",
        encoding="utf-8",
    )
    return path


def test_a_list_is_shown_before_it_is_taken_in_as_one_step(desk, price_file):
    """Covers: J1, N8."""
    view = desk.open(Section.PRICES)
    before = table(desk, "Business cards")
    dialog = view.take_in(price_file)
    desk.wait(lambda: dialog.check is not None)
    desk.settle()
    verdicts = {row.name: row.verdict for row in dialog.products.rows}
    assert verdicts == {
        "Business cards": PriceVerdict.CHANGED,
        "Door hangers": PriceVerdict.NEW,
    }
    assert [(row.line, row.name) for row in dialog.bad.rows] == [(5, "Posters")]
    assert not desk.shop.rows(Product, Product.name == "Door hangers")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.shop.rows(Product, Product.name == "Door hangers"))
    desk.wait(lambda: "1 new product, 1 changed, 1 row stayed out." in view._note.text())
    assert table(desk, "Business cards").breaks[0].unit == Decimal("0.70")
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert table(desk, "Business cards") == before
    assert product(desk, "Door hangers").archived_at is not None
    assert view._note.text() == ""


def test_bad_rows_are_saved_with_their_reasons(desk, price_file, tmp_path):
    """Covers: N8."""
    view = desk.open(Section.PRICES)
    dialog = view.take_in(price_file)
    desk.wait(lambda: dialog.check is not None)
    target = tmp_path / "mend.csv"
    dialog.save_bad(target)
    desk.wait(lambda: "1 row is in mend.csv" in dialog._note.text())
    assert "Posters;ten" in target.read_text(encoding="utf-8-sig")
    dialog.reject()


def test_a_file_that_is_no_price_list_says_so_and_changes_nothing(desk, tmp_path):
    """Covers: N8."""
    path = tmp_path / "notes.csv"
    path.write_text("Name;Birthday\nMaya;1 May\n", encoding="utf-8")
    view = desk.open(Section.PRICES)
    dialog = view.take_in(path)
    desk.wait(lambda: "No column of this price list" in dialog._note.text())
    assert not dialog.button.isEnabled()
    press(Key.Key_Escape)


def test_columns_can_be_told_what_they_hold(desk, tmp_path):
    """Covers: J1."""
    path = tmp_path / "list.csv"
    path.write_text("Product;Price;Our cost\nDoor hangers;0,30;0,10\n", encoding="utf-8")
    view = desk.open(Section.PRICES)
    dialog = view.take_in(path)
    desk.wait(lambda: dialog.check is not None)
    desk.settle()
    boxes = {box.accessibleName(): box for box in dialog.boxes}
    box = boxes["What “Our cost” holds"]
    box.set_value("minimum")
    box.activated.emit(box.currentIndex())
    desk.wait(lambda: dialog.check.columns[2].field == "minimum")
    press(Key.Key_Escape)


def test_the_list_is_written_so_that_it_can_be_taken_in_again(desk, tmp_path):
    """Covers: J1, N9."""
    view = desk.open(Section.PRICES)
    target = tmp_path / "prices.xlsx"
    view.export(target)
    desk.wait(lambda: "prices.xlsx" in view._note.text())
    check = check_prices(desk.shop.direct(), path=target)
    assert not check.bad
    assert {one.verdict for one in check.products} == {PriceVerdict.SAME}
    assert len(check.products) == len(view.model.rows)


def test_the_models_of_prices_are_sound(desk, price_file):
    view = desk.open(Section.PRICES)
    dialog = view.take_in(price_file)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [
        QAbstractItemModelTester(model, fatal)
        for model in (view.model, dialog.products, dialog.bad)
    ]
    desk.wait(lambda: dialog.check is not None)
    desk.settle()
    assert dialog.products.index(0, 2).data() == "100: £0.70  500: £0.30"
    words = view.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Business cards, from £0.098, on a tile"
    dialog.reject()
    assert focus() is not None
    for tester in testers:
        tester.deleteLater()
