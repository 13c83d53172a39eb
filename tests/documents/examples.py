# SPDX-License-Identifier: Apache-2.0
"""Two deals on paper, an English and a Russian one, with invented people, firms and numbers."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from docx import Document

from desktop.documents.fields import (
    Bank,
    DealFields,
    DocumentFields,
    Firm,
    Identity,
    Line,
    Numbered,
    Party,
    PartyKind,
    Price,
    Signatory,
    TaxPart,
    Terms,
    Totals,
)
from desktop.values.money import Money

SHOP = UTC
"""The shop's own time zone; what stands on paper is its time of day."""


def english() -> DocumentFields:
    """Oak & Lime Bakery orders labels at Rook Lane Print: £365.00, VAT included."""
    return DocumentFields(
        firm=Firm(
            kind=PartyKind.COMPANY,
            name="Rook Lane Print Ltd",
            company_no="00000118",
            vat_no="GB000000118",
            address="3 Rook Lane, Eastham",
            phone="07700 900118",
            email="hello@rooklane.example",
            signatory=Signatory(name="Ada Rook", post="director"),
            bank=Bank(name="Ford Bank", account="00000342", sort_code="00-00-42"),
            city="Eastham",
            pickup="3 Rook Lane",
        ),
        client=Party(
            kind=PartyKind.COMPANY,
            name="Oak & Lime Bakery Ltd",
            company_no="00000342",
            address="14 Mill Row, Eastham",
            email="orders@oakandlime.example",
            signatory=Signatory(name="Paul Hartwell", post="director"),
        ),
        deal=DealFields(
            number="D-2041",
            title="Sticker labels Ø 60",
            ready_at=datetime(2026, 10, 19, 12, 0, tzinfo=SHOP),
            proof_by=datetime(2026, 10, 16, 12, 0, tzinfo=SHOP),
        ),
        lines=(
            Line(
                name="Sticker labels Ø 60",
                details="white vinyl, 4+0, die cut",
                quantity=Decimal(5000),
                price=Price(Decimal("0.064"), "GBP"),
                sum=Money(32000, "GBP"),
                tax_rate=Decimal(20),
            ),
            Line(
                name="Layout by designer, two rounds of edits",
                quantity=Decimal(1),
                price=Price(Decimal(45), "GBP"),
                sum=Money(4500, "GBP"),
                tax_rate=Decimal(20),
            ),
        ),
        totals=Totals(
            total=Money(36500, "GBP"),
            net=Money(30417, "GBP"),
            tax=Money(6083, "GBP"),
            taxes=(TaxPart(Decimal(20), Money(6083, "GBP")),),
        ),
        contract=Numbered("215/26", date(2026, 10, 15)),
        invoice=Numbered("I-0873", date(2026, 10, 15)),
        terms=Terms(
            prepay_percent=Decimal(100),
            prepay=Money(36500, "GBP"),
            pay_days=3,
            pay_by=date(2026, 10, 20),
        ),
    )


def russian() -> DocumentFields:
    """Пекарня «Липа» orders labels at a print shop: 18 200 ₽, 22 % VAT included."""
    return DocumentFields(
        firm=Firm(
            kind=PartyKind.COMPANY,
            name="Общество с ограниченной ответственностью «Типография на Грачёвой»",
            short_name="ООО «Типография на Грачёвой»",
            inn="0017000118",
            kpp="001701001",
            ogrn="1260000001183",
            address="000003, г. Еловск, ул. Грачёва, д. 3",
            phone="+7 900 000-01-18",
            email="office@grach.example",
            signatory=Signatory(
                name="Грачёва Ада Ильинична", post="генеральный директор", basis="устава"
            ),
            bank=Bank(
                name="АО «Банк Брод», г. Еловск",
                bic="040000742",
                account="40702810000000000118",
                corr_account="30101810100000000742",
            ),
            city="г. Еловск",
            pickup="г. Еловск, ул. Грачёва, д. 3",
            accountant="Счётова Нина Павловна",
        ),
        client=Party(
            kind=PartyKind.COMPANY,
            name="Общество с ограниченной ответственностью «Липа»",
            short_name="ООО «Липа»",
            inn="0017483204",
            kpp="001701001",
            ogrn="1260000003427",
            address="000014, г. Еловск, ул. Мельничная, д. 14, пом. 2",
            email="zakaz@lipa.example",
            signatory=Signatory(name="Липина Мария Олеговна", post="директор", basis="устава"),
            bank=Bank(
                name="АО «Банк Брод», г. Еловск",
                bic="040000742",
                account="40702810000000000342",
                corr_account="30101810100000000742",
            ),
        ),
        deal=DealFields(
            number="D-2041",
            title="Наклейки Ø 60",
            ready_at=datetime(2026, 10, 19, 12, 0, tzinfo=SHOP),
            proof_by=datetime(2026, 10, 16, 12, 0, tzinfo=SHOP),
        ),
        lines=(
            Line(
                name="Наклейки Ø 60",
                details="винил белый, 4+0, вырубка",
                quantity=Decimal(5000),
                unit="шт.",
                price=Price(Decimal("3.2"), "RUB"),
                sum=Money(1600000, "RUB"),
                tax_rate=Decimal(22),
            ),
            Line(
                name="Макет, два круга правок",
                quantity=Decimal(1),
                price=Price(Decimal(2200), "RUB"),
                sum=Money(220000, "RUB"),
                tax_rate=Decimal(22),
            ),
        ),
        totals=Totals(
            total=Money(1820000, "RUB"),
            net=Money(1491803, "RUB"),
            tax=Money(328197, "RUB"),
            taxes=(TaxPart(Decimal(22), Money(328197, "RUB")),),
        ),
        contract=Numbered("215/26", date(2026, 10, 15)),
        invoice=Numbered("0873", date(2026, 10, 15)),
        terms=Terms(
            prepay_percent=Decimal(50),
            prepay=Money(910000, "RUB"),
            rest=Money(910000, "RUB"),
            pay_days=3,
            pay_by=date(2026, 10, 20),
        ),
    )


def sole_trader() -> Party:
    """A Russian sole trader, who signs for herself and needs no KPP."""
    return Party(
        kind=PartyKind.SOLE_TRADER,
        name="Индивидуальный предприниматель Королёва Анна Петровна",
        short_name="ИП Королёва А. П.",
        inn="001700000342",
        ogrn="326000000000342",
        address="000007, г. Еловск, ул. Речная, д. 7",
    )


def private_person() -> Party:
    """A private person with an identity paper."""
    return Party(
        kind=PartyKind.PERSON,
        name="Сорокин Пётр Ильич",
        address="000009, г. Еловск, ул. Садовая, д. 9, кв. 1",
        phone="+7 900 000-03-42",
        identity=Identity("0000 000342", "ОВД г. Еловска", date(2015, 5, 20)),
    )


def without_tax(fields: DocumentFields) -> DocumentFields:
    """The same deal of a firm that charges no tax."""
    totals = dataclasses.replace(fields.totals, net=fields.totals.total, tax=None, taxes=())
    return dataclasses.replace(fields, totals=totals)


def template(
    folder: Path, *paragraphs: str, rows: Iterable[Iterable[str]] = (), name: str = "template.docx"
) -> Path:
    """A .docx template with these paragraphs and, after them, a table with these rows."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    grid = [list(row) for row in rows]
    if grid:
        table = document.add_table(rows=0, cols=len(grid[0]))
        for row in grid:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    path = folder / name
    document.save(str(path))
    return path


def text_of(docx: Path | bytes) -> str:
    """All text of a .docx, paragraphs and then cells, one a line."""
    document = Document(io.BytesIO(docx) if isinstance(docx, bytes) else str(docx))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)
