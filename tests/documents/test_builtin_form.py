# SPDX-License-Identifier: Apache-2.0
"""The simplified invoice says what the law and the bank want, with its fonts inside."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from pathlib import Path

from pypdf import PdfReader

from desktop.documents import builtin_form, payment_qr, pdf_pages
from desktop.documents.fields import DocumentFields, Picture, TaxPart
from desktop.values.money import Money
from tests.documents.examples import english, russian, without_tax


def _text(tmp_path: Path, fields: DocumentFields, language: str) -> str:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(builtin_form.invoice(fields, language))
    return " ".join(pdf_pages.text(path).replace("\u00a0", " ").split())


def test_the_russian_invoice_holds_its_parties_lines_sums_and_bank(tmp_path: Path) -> None:
    """Covers: G5."""
    text = _text(tmp_path, russian(), "ru")
    for part in (
        "Счёт на оплату № 0873 от 15 октября 2026 г.",
        "ООО «Липа», ИНН 0017483204, КПП 001701001",
        "Наклейки Ø 60, винил белый, 4+0, вырубка",
        "5 000 шт.",
        "В том числе НДС 22 % 3 281,97 руб.",
        "Всего к оплате 18 200,00 руб.",
        "Восемнадцать тысяч двести рублей 00 копеек",
        "Счёт 40702810000000000118",
        "БИК 040000742",
        "Грачёва А. И.",
        "Упрощённая форма",
    ):
        assert part in text, part


def test_the_english_invoice_speaks_english(tmp_path: Path) -> None:
    text = _text(tmp_path, english(), "en")
    for part in (
        "Invoice I-0873",
        "Bill to Oak & Lime Bakery Ltd",
        "To pay £365.00",
        "Sort code 00-00-42",
    ):
        assert part in text, part
    assert "IBAN" not in text


def test_tax_added_and_no_tax_are_told(tmp_path: Path) -> None:
    fields = english()
    totals = dataclasses.replace(
        fields.totals,
        net=Money(36500, "GBP"),
        total=Money(43800, "GBP"),
        taxes=(TaxPart(Decimal(20), Money(7300, "GBP")),),
        tax_included=False,
    )
    assert "Total before VAT £365.00 VAT 20% £73.00 To pay £438.00" in _text(
        tmp_path, dataclasses.replace(fields, totals=totals), "en"
    )
    assert "Без НДС" in _text(tmp_path, without_tax(russian()), "ru")


def test_a_long_order_goes_on_over_pages_and_its_fonts_are_inside(tmp_path: Path) -> None:
    fields = russian()
    long = dataclasses.replace(fields, lines=fields.lines * 60)
    path = tmp_path / "long.pdf"
    path.write_bytes(builtin_form.invoice(long, "ru"))
    reader = PdfReader(path)
    assert len(reader.pages) > 2
    for page in reader.pages:
        used = set(re.findall(rb"/(F\d+(?:\+\d+)?) ", page.get_contents().get_data()))
        for name in used:
            font = page["/Resources"]["/Font"][f"/{name.decode()}"]
            assert "LiberationSans" in font["/BaseFont"]
            assert "/FontFile2" in font["/FontDescriptor"]
    assert pdf_pages.text(path).count("Товары, работы, услуги") == len(reader.pages)


def test_a_line_longer_than_a_page_goes_on_over_it(tmp_path: Path) -> None:
    """Covers: N8, G5."""
    fields = russian()
    words = " ".join(f"слово{n}" for n in range(2500))
    long = dataclasses.replace(fields.lines[0], details=words)
    path = tmp_path / "long.pdf"
    path.write_bytes(builtin_form.invoice(dataclasses.replace(fields, lines=(long,)), "ru"))
    text = pdf_pages.text(path)
    assert "слово0" in text
    assert "слово2499" in text


def test_markup_in_names_stays_text_and_pictures_are_shown(tmp_path: Path) -> None:
    code = tmp_path / "code.png"
    code.write_bytes(payment_qr.png("ST00012|Name=x"))
    fields = dataclasses.replace(
        english(),
        client=dataclasses.replace(english().client, name="<b>A</b> & <font size=99>B"),
        payment_qr=Picture(code, 32),
    )
    assert "<b>A</b> & <font size=99>B" in _text(tmp_path, fields, "en")
    assert len(PdfReader(tmp_path / "invoice.pdf").pages[0].images) == 1


def test_the_same_invoice_twice_is_the_same_file() -> None:
    assert builtin_form.invoice(russian(), "ru") == builtin_form.invoice(russian(), "ru")
