# SPDX-License-Identifier: Apache-2.0
"""Price lists: any usual layout becomes products with breaks and options; bad rows are named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import i18n
from desktop.channels import price_cells
from desktop.channels.price_lists import PriceListDraft, ProductDraft, price_sheet, read_prices
from desktop.channels.spreadsheets import read_table, write_csv, write_xlsx
from desktop.channels.tables import Cell
from desktop.errors import UserError
from desktop.storage import shipped
from desktop.values.pricing import Choice, Option, PriceBreak, PriceTable, price


def prices(
    folder: Path, text: str, *, currency: str = "RUB", encoding: str = "utf-8"
) -> PriceListDraft:
    """The draft of a price list in a text file."""
    path = folder / "prices.csv"
    path.write_bytes(text.encode(encoding))
    return read_prices(read_table(path), currency=currency)


def breaks(product: ProductDraft) -> list[tuple[int, str]]:
    """The breaks of a product as pairs."""
    return [(one.quantity, str(one.unit)) for one in product.table.breaks]


def test_products_with_breaks_options_and_facts_are_read(tmp_path: Path) -> None:
    """Covers: J1."""
    draft = prices(
        tmp_path,
        "Товар;Опция;Значение;Тираж от;Цена, руб.;За;Ед. изм.;НДС, %;Рабочих часов;Минимум;Срочность\n"
        "Визитки;;;100;21;шт;шт.;22;16;400;30 % + 950\n"
        ";;;500;11,40;;;;;;\n"
        ";;;1000;7 473,68;тираж;;;;;\n"
        ";Бумага;Мелованная 300;;;;;;;;\n"
        ";Бумага;Тач-кавер;;5,5;шт;;;;;\n"
        ";Отделка;Без отделки;;;;;;;;\n"
        ";Отделка;Фольга;;6,5;шт;;;;;\n"
        ";Отделка;Фольга;;1600;заказ;;;;;\n"
        "Листовки;;;1000;250;пачка;;;;;\n"
        "Листовки;;;1000;250;100 шт;;;2 дня;;\n"
        "Листовки;;;5000;2000;тысяча;;;;;\n",
        encoding="cp1251",
    )
    [cards, flyers] = draft.products
    assert cards.name == "Визитки"
    assert breaks(cards) == [(100, "21"), (500, "11.4"), (1000, "7.47368")]
    assert cards.table.options == (
        Option(
            "бумага",
            "Бумага",
            (
                Choice("мелованная 300", "Мелованная 300"),
                Choice("тач-кавер", "Тач-кавер", per_piece=Decimal("5.5")),
            ),
        ),
        Option(
            "отделка",
            "Отделка",
            (
                Choice("без отделки", "Без отделки"),
                Choice("фольга", "Фольга", Decimal("6.5"), Decimal(1600)),
            ),
        ),
    )
    assert (cards.unit, cards.tax_rate, cards.working_hours) == ("шт.", "22", 16)
    assert cards.table.minimum == Decimal(400)
    assert (cards.table.express_percent, cards.table.express_fee) == (Decimal(30), Decimal(950))
    assert breaks(flyers) == [(1000, "2.5"), (5000, "2")]
    assert flyers.working_hours == 16
    assert [(bad.line, bad.name) for bad in draft.bad] == [(10, "Листовки")]
    assert price(cards.table, 500, currency="RUB").sum.minor == 570_000


def test_breaks_side_by_side_are_read(tmp_path: Path) -> None:
    """Covers: J1."""
    path = tmp_path / "prices.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Rook Lane Print, prices from 1 October"])
    page.append(["Product", "Size", 100, "from 500 pcs", "1 000+", "VAT", "Lead time, days"])
    page.append(["Flyers", "A5", 0.12, 0.08, 0.05, 0.2, 2])
    page.append([None, "A4", 0.2, None, 0.1, None, None])
    page.merge_cells("A3:A4")
    book.save(path)
    draft = read_prices(read_table(path), currency="GBP")
    assert draft.table.header_line == 2
    assert [product.name for product in draft.products] == ["Flyers, A5", "Flyers, A4"]
    assert breaks(draft.products[0]) == [(100, "0.12"), (500, "0.08"), (1000, "0.05")]
    assert breaks(draft.products[1]) == [(100, "0.2"), (1000, "0.1")]
    assert (draft.products[0].tax_rate, draft.products[0].working_hours) == ("20", 16)
    assert dict(draft.breaks) == {2: 100, 3: 500, 4: 1000}


def test_bad_rows_are_named_and_the_good_ones_offered(tmp_path: Path) -> None:
    """Covers: J1, N8."""
    draft = prices(
        tmp_path,
        "Product;Option;Choice;Quantity;Price;Per;Tax;Hours\n"
        ";;;100;5;;;\n"
        "Cards;;;100;0.60;;20;16\n"
        "Cards;;;250;by agreement;;;\n"
        "Cards;;;lots;0.40;;;\n"
        "Cards;;;100;0.50;;;\n"
        "Cards;;;500;€0.30;;;\n"
        "Cards;;;500;0;;;\n"
        "Cards;;;500;;;;\n"
        "Cards;Stock;;;0.10;;;\n"
        "Cards;;Kraft;;0.10;;;\n"
        "Cards;Stock;Kraft;500;0.10;;;\n"
        "Cards;;;1000;0.20;bag;;\n"
        "Cards;;;1000;0.20;;120;\n"
        "Cards;;;1000;0.20;;;soon\n"
        "Cards;;;1000;0.20;;10;\n"
        "Cards;;;2000;0.15;;;;;;9\n"
        "Mugs;Colour;Blue;;1;;;\n"
        "Cards;;;5000;0.10;;;\n",
        currency="GBP",
    )
    [cards] = draft.products
    assert breaks(cards) == [(100, "0.6"), (5000, "0.1")]
    reasons = {bad.line: bad.sentence for bad in draft.bad}
    parts = {
        2: "no product",
        4: "“by agreement” is no price",
        5: "“lots” is no quantity",
        6: "The price for 100 is already in line 3",
        7: "is in EUR, this shop's prices are in GBP",
        8: "The price is 0",
        9: "This row has no price",
        10: "has no choice in this row",
        11: "belongs to no option",
        12: "the same for every quantity",
        13: "“bag” is no quantity",
        14: "“120” is no tax rate",
        15: "“soon” is no time",
        16: "contradicts line 3",
        17: "columns are shifted",
        18: "choices for this product, but no price",
    }
    assert reasons.keys() == parts.keys()
    assert all(part in reasons[line] for line, part in parts.items()), reasons


def test_a_bad_row_leaves_no_trace(tmp_path: Path) -> None:
    """Covers: N8."""
    draft = prices(
        tmp_path,
        "Product;Quantity;Price;Tax\nCards;100;0.6;20\nCards;250;0.5;10\nCards;250;0.4;\n",
        currency="GBP",
    )
    assert breaks(draft.products[0]) == [(100, "0.6"), (250, "0.4")]
    assert draft.products[0].lines == (2, 4)


def test_prices_without_a_product_do_not_go_to_one_whose_own_row_stays_out(tmp_path: Path) -> None:
    """Covers: J1, N8."""
    draft = prices(tmp_path, "Product;100;500\nPosters;ten;0.2\n;1;2\nFlyers;0.5;0.3\n;;0.2\n")
    assert [(one.name, breaks(one)) for one in draft.products] == [
        ("Flyers", [(100, "0.5"), (500, "0.3")])
    ]
    assert [(row.line, row.name) for row in draft.bad] == [
        (2, "Posters"), (3, "Posters"), (5, "Flyers"),
    ]  # fmt: skip
    assert draft.bad[1].sentence == "It names no product, and line 2 above it stays out."


def test_headings_group_products_and_are_told(tmp_path: Path) -> None:
    draft = prices(
        tmp_path,
        "Наименование;Формат;Цена\nЦИФРОВАЯ ПЕЧАТЬ;;\nЛистовки;;\n;A6;3\n;A5;5\nБуклеты;;9\n",
    )
    assert [product.name for product in draft.products] == [
        "Листовки, A6",
        "Листовки, A5",
        "Буклеты",
    ]
    assert [doubt.sentence for doubt in draft.doubts] == [
        "Line 2: “ЦИФРОВАЯ ПЕЧАТЬ” has no price and is taken for a heading."
    ]
    assert draft.bad == ()


def test_a_price_that_may_mean_thousands_is_doubted(tmp_path: Path) -> None:
    draft = prices(tmp_path, "Product;Price\nStand;1,250\nBanner;12,50\n", currency="GBP")
    assert breaks(draft.products[0]) == [(1, "1.25")]
    assert [doubt.line for doubt in draft.doubts] == [2]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Цвет;Вес\nсиний;5\n", "names the products"),
        ("Товар;Вес\nВизитки;лёгкие\n", "holds prices"),
    ],
)
def test_a_list_without_products_or_prices_is_refused(tmp_path: Path, text: str, part: str) -> None:
    """Covers: N8."""
    with pytest.raises(UserError, match=part):
        prices(tmp_path, text)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("11,40", "11.40"),
        ("1 200,50 руб.", "1200.50"),
        ("£3.20", "3.20"),
        ("12 руб./шт.", "12"),
        ("−0,70", "-0.70"),
        ("+5", "5"),
        (Decimal("0.064"), "0.064"),
    ],
)
def test_sums_are_read_as_people_write_them(cell: Cell, expected: str) -> None:
    assert price_cells.amount(cell, "GBP" if "£" in str(cell) else "RUB") == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "-", "12-15", "от 100", "по запросу", "1.2.3.4,5", "5 bags", "1,2,3"]
)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="is no price"):
        price_cells.amount(text, "RUB")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("100", 100),
        ("от 1 000 шт.", 1000),
        ("100–499", 100),
        ("500+", 500),
        ("1000 и более", 1000),
        (Decimal(250), 250),
    ],
)
def test_quantities_are_read_as_people_write_them(cell: Cell, expected: int) -> None:
    assert price_cells.quantity(cell) == expected


@pytest.mark.parametrize(
    ("cell", "column", "expected"),
    [
        ("16", "Рабочих часов", 16),
        (Decimal(2), "Срок, дней", 16),
        ("2 дня", "Срок", 16),
        ("1-2 дня", "Срок", 16),
        ("1,5 ч", "Срок, дней", 2),
        ("3 days", "", 24),
    ],
)
def test_times_are_working_hours(cell: Cell, column: str, expected: int) -> None:
    assert price_cells.working_hours(cell, column=column) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("20", "20"),
        ("20%", "20"),
        ("НДС 22 %", "22"),
        (Decimal("0.05"), "5"),
        ("без НДС", "0"),
        ("0", "0"),
    ],
)
def test_tax_rates_are_percent(cell: Cell, expected: str) -> None:
    assert price_cells.tax_rate(cell) == expected


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_shipped_list_comes_back_as_it_was_written(
    tmp_path: Path, language: str, kind: str
) -> None:
    """Covers: J1, N9."""
    i18n.switch(language)
    currency = "RUB" if language == "ru" else "GBP"
    products = [
        ProductDraft(
            entry["name"],
            PriceTable.from_document(entry["table"]),
            entry["unit"],
            "22",
            entry["working_hours"],
        )
        for entry in shipped.products(language, currency)
    ]
    path = tmp_path / f"prices.{kind}"
    columns, rows = price_sheet(products)
    (write_csv if kind == "csv" else write_xlsx)(path, columns, rows)
    draft = read_prices(read_table(path), currency=currency)
    assert draft.bad == ()
    assert [product.name for product in draft.products] == [product.name for product in products]
    for read, written in zip(draft.products, products, strict=True):
        assert (read.unit, read.tax_rate, read.working_hours) == (
            written.unit,
            "22",
            written.working_hours,
        )
        assert breaks(read) == [
            (one.quantity, f"{one.unit.normalize():f}") for one in written.table.breaks
        ]
        assert named(read.table) == named(written.table)
        assert read.table.minimum == written.table.minimum
        assert read.table.express_fee == written.table.express_fee


def named(table: PriceTable) -> list[tuple[str, str, Decimal, Decimal]]:
    """All choices by their names, with what they add."""
    return [
        (option.name, choice.name, choice.per_piece, choice.per_order)
        for option in table.options
        for choice in option.choices
    ]


@given(
    st.dictionaries(
        st.integers(1, 100_000), st.decimals("0.0001", "99999", places=4), min_size=1, max_size=8
    )
)
def test_any_breaks_come_back_from_a_sheet(
    tmp_path_factory: pytest.TempPathFactory, steps: dict[int, Decimal]
) -> None:
    """Covers: J1."""
    table = PriceTable(tuple(PriceBreak(start, unit) for start, unit in sorted(steps.items())))
    path = tmp_path_factory.mktemp("prices") / "prices.csv"
    write_csv(path, *price_sheet([ProductDraft("Cards", table)]))
    [product] = read_prices(read_table(path), currency="GBP").products
    assert {one.quantity: one.unit for one in product.table.breaks} == steps
