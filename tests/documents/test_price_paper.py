# SPDX-License-Identifier: Apache-2.0
"""The price list for a client says each price by quantity and what choices add, in the paper's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from desktop.documents import pdf_pages
from desktop.documents.price_paper import PricePaper, price_list
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.pricing import Choice, Option, PriceBreak, PriceTable

_TABLE = PriceTable(
    (PriceBreak(100, Decimal("0.12")), PriceBreak(1000, Decimal("0.064"))),
    (
        Option(
            "paper",
            "Paper <300>",
            (Choice("a", "plain"), Choice("b", "thick", Decimal("0.02"), Decimal(5))),
        ),
    ),
    minimum=Decimal(15),
    express_percent=Decimal(30),
)


def _paper(currency: str = "GBP", many: int = 1) -> PricePaper:
    return PricePaper(
        "Rook & Lane {Print}",
        ("3 Rook Lane", ""),
        date(2026, 10, 15),
        PriceTerms(currency, Decimal(20)),
        tuple(ProductRow(UUID(int=n), f"Flyers {n}", _TABLE, unit="pcs") for n in range(many)),
    )


@pytest.mark.parametrize(
    ("language", "currency", "said"),
    [
        ("en", "GBP", ("Prices of 15 October 2026 · VAT is included", "1,000 pcs £0.064",
                       "Paper <300>: plain; thick +£0.02 each, +£5.00 per order",
                       "Least charge £15.00; Express +30%", "Rook & Lane {Print} · page 1")),
        ("ru", "RUB", ("Прайс-лист", "1 000 pcs 0,064 руб.", "Срочно +30 %", "страница 1")),
    ],
)  # fmt: skip
def test_prices_choices_and_terms_are_told(tmp_path: Path, language, currency, said) -> None:
    """Covers: J1."""
    path = tmp_path / "prices.pdf"
    path.write_bytes(price_list(_paper(currency), language))
    text = " ".join(pdf_pages.text(path).replace("\u00a0", " ").split())
    for part in said:
        assert part in text, text


def test_a_long_list_goes_over_pages_and_the_same_list_is_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "prices.pdf"
    path.write_bytes(price_list(_paper(many=60), "en"))
    assert pdf_pages.page_count(path) > 2
    assert path.read_bytes() == price_list(_paper(many=60), "en")
