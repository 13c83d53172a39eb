# SPDX-License-Identifier: Apache-2.0
"""The invoice in a simplified form, drawn without any office program; the only door to ReportLab.

It holds what the law and the bank want of an invoice and nothing of the template's layout; its foot says so.
"""

from __future__ import annotations

import functools
import io
from typing import Any, Final
from xml.sax.saxutils import escape

from desktop import paths
from desktop.documents import cases, figures, words
from desktop.documents.fields import DocumentFields, Line, Party, Picture

_REGULAR, _BOLD = "CounterfoilSans", "CounterfoilSans-Bold"
_FONT_FILES: Final = {_REGULAR: "LiberationSans-Regular.ttf", _BOLD: "LiberationSans-Bold.ttf"}
_MM: Final = 72 / 25.4
_GREY: Final = "#666666"

# The paper speaks its own language, whatever the window speaks: these are no texts of the interface.
_TEXTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "Invoice {number}",
        "date": "Date {date}",
        "pay_by": "Pay by {date}",
        "from": "From",
        "to": "Bill to",
        "order": "Order {number}",
        "heads": "No.|Item|Quantity|Price|Sum",
        "net": "Total before VAT",
        "tax": "VAT {rate}",
        "tax_included": "VAT {rate}, included",
        "no_tax": "No VAT is charged",
        "total": "To pay",
        "payment": "Payment",
        "bank": "Sort code {sort_code}|Account {account}|IBAN {iban}|BIC {bic}",
        "reference": "Reference: {number}",
        "signature": "Signature",
        "foot": "Simplified form · page {page}",
    },
    "ru": {
        "title": "Счёт на оплату № {number} от {date}",
        "date": "",
        "pay_by": "Оплатить до {date}",
        "from": "Исполнитель",
        "to": "Заказчик",
        "order": "Заказ {number}",
        "heads": "№|Товары, работы, услуги|Кол-во|Цена|Сумма",
        "net": "Итого без НДС",
        "tax": "НДС {rate}",
        "tax_included": "В том числе НДС {rate}",
        "no_tax": "Без НДС",
        "total": "Всего к оплате",
        "payment": "Получатель",
        "bank": "Счёт {account}|Корр. счёт {corr_account}|БИК {bic}",
        "reference": "Назначение: оплата по счёту № {number}",
        "signature": "Подпись",
        "foot": "Упрощённая форма · страница {page}",
    },
}  # fmt: skip


def invoice(fields: DocumentFields, language: str) -> bytes:
    """The invoice as a PDF with its fonts inside; "ru" or, for any other language, English."""
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    texts = _TEXTS.get(language, _TEXTS["en"])
    file = io.BytesIO()
    title = texts["title"].format(
        number=fields.invoice.number, date=_day(fields.invoice.date, language)
    )
    document = SimpleDocTemplate(
        file,
        leftMargin=20 * _MM,
        rightMargin=15 * _MM,
        topMargin=15 * _MM,
        bottomMargin=18 * _MM,
        title=title,
        author=fields.firm.short_name or fields.firm.name,
        # Else ReportLab would name Helvetica on each page, which it does not put inside.
        initialFontName=_REGULAR,
        invariant=1,
    )
    foot = functools.partial(_foot, texts["foot"])
    document.build(_story(fields, language, texts, title), onFirstPage=foot, onLaterPages=foot)
    return file.getvalue()


def _story(fields: DocumentFields, language: str, texts: dict[str, str], title: str) -> list[Any]:
    from reportlab.platypus import Spacer

    facts = [texts["date"].format(date=_day(fields.invoice.date, language))]
    if fields.terms.pay_by:
        facts.append(texts["pay_by"].format(date=_day(fields.terms.pay_by, language)))
    facts.append(texts["order"].format(number=fields.deal.number))
    total = fields.totals.total
    story = [
        _paragraph(title, bold=True, points=16),
        Spacer(0, 4 * _MM),
        _paragraph(" · ".join(fact for fact in facts if fact)),
        Spacer(0, 5 * _MM),
        _parties(fields, texts),
        Spacer(0, 5 * _MM),
        _lines(fields, language, texts),
        Spacer(0, 3 * _MM),
        _paragraph(words.money_in_words(total, language), bold=True),
    ]
    if not fields.totals.tax:
        story.append(_paragraph(_joined(": ", texts["no_tax"], fields.firm.tax_note)))
    return [
        *story,
        Spacer(0, 6 * _MM),
        _payment(fields, texts),
        Spacer(0, 12 * _MM),
        _signature(fields, texts),
    ]


def _parties(fields: DocumentFields, texts: dict[str, str]) -> Any:
    return _table(
        [
            [_paragraph(texts["from"], colour=_GREY), _paragraph(_party(fields.firm))],
            [_paragraph(texts["to"], colour=_GREY), _paragraph(_party(fields.client))],
        ],
        (26, 149),
    )


def _party(party: Party) -> str:
    numbers = (
        ("ИНН", party.inn),
        ("КПП", party.kpp),
        ("Company No.", party.company_no),
        ("VAT No.", party.vat_no),
    )
    told = [f"{name} {number}" for name, number in numbers if number]
    return _joined(", ", party.short_name or party.name, *told, party.address, party.phone)


def _lines(fields: DocumentFields, language: str, texts: dict[str, str]) -> Any:
    totals = fields.totals
    rows = [
        [
            _paragraph(head, bold=True, right=at != 1)
            for at, head in enumerate(texts["heads"].split("|"))
        ]
    ]
    rows += [_line(number, line, language) for number, line in enumerate(fields.lines, 1)]
    sums = [(texts["net"], totals.net)] if totals.tax and not totals.tax_included else []
    kind = "tax_included" if totals.tax_included else "tax"
    sums += [
        (texts[kind].format(rate=figures.percent(part.rate, language)), part.tax)
        for part in totals.taxes
    ]
    for name, value in sums:
        rows.append(
            [
                _paragraph(name, right=True),
                "",
                "",
                "",
                _paragraph(figures.money(value, language), right=True),
            ]
        )
    due = figures.money(totals.total, language)
    rows.append(
        [
            _paragraph(texts["total"], bold=True, right=True),
            "",
            "",
            "",
            _paragraph(due, bold=True, right=True),
        ]
    )
    return _table(rows, (10, 79, 26, 27, 33), ruled=True, sums=len(sums) + 1)


def _line(number: int, line: Line, language: str) -> list[Any]:
    price = figures.price(line.price.amount, line.price.currency, language) if line.price else ""
    amount = f"{figures.quantity(line.quantity, language)} {line.unit}".strip()
    return [
        _paragraph(str(number), right=True),
        _paragraph(_joined(", ", line.name, line.details)),
        _paragraph(amount, right=True),
        _paragraph(price, right=True),
        _paragraph(figures.money(line.sum, language) if line.sum else "", right=True),
    ]


def _payment(fields: DocumentFields, texts: dict[str, str]) -> Any:
    bank = fields.firm.bank
    held = {
        name: getattr(bank, name)
        for name in ("account", "corr_account", "bic", "iban", "sort_code")
    }
    told = [
        pattern.format(**held)
        for pattern in texts["bank"].split("|")
        if any(value and f"{{{name}}}" in pattern for name, value in held.items())
    ]
    story = [
        _paragraph(texts["payment"], colour=_GREY),
        *(_paragraph(text) for text in (fields.firm.name, bank.name, *told) if text),
        _paragraph(texts["reference"].format(number=fields.invoice.number)),
    ]
    return _table([[story, _picture(fields.payment_qr)]], (130, 45))


def _signature(fields: DocumentFields, texts: dict[str, str]) -> Any:
    signs = fields.firm.signatory
    name = signs.short_name or cases.short_name(signs.name)
    told = _joined(
        " ", signs.post[:1].upper() + signs.post[1:] or texts["signature"], "_" * 24, name
    )
    return _table(
        [[_paragraph(told), _picture(fields.firm.signature), _picture(fields.firm.stamp)]],
        (115, 30, 30),
    )


def _picture(picture: Picture | None) -> Any:
    if picture is None:
        return ""
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    wide, high = ImageReader(str(picture.path)).getSize()
    width = picture.width_mm * _MM
    return Image(str(picture.path), width=width, height=width * high / wide)


def _table(
    rows: list[list[Any]], widths: tuple[float, ...], *, ruled: bool = False, sums: int = 0
) -> Any:
    from reportlab.platypus import Table

    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), _REGULAR),
        ("LEFTPADDING", (0, 0), (-1, -1), 4 if ruled else 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4 if ruled else 1),
    ]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "#888888"))
        style += [("SPAN", (0, -row), (3, -row)) for row in range(1, sums + 1)]
    columns = [width * _MM for width in widths]
    heads = 1 if ruled else 0
    # A text longer than a page goes on over the page; without this it cannot be laid out at all.
    return Table(
        rows, colWidths=columns, style=style, repeatRows=heads, hAlign="LEFT", splitInRow=1
    )


def _paragraph(
    text: str,
    *,
    bold: bool = False,
    points: float = 9.5,
    right: bool = False,
    colour: str = "#000000",
) -> Any:
    from reportlab.lib.enums import TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        "paper",
        fontName=_BOLD if bold else _REGULAR,
        fontSize=points,
        leading=points * 1.3,
        alignment=TA_RIGHT if right else TA_LEFT,
        textColor=colour,
    )
    return Paragraph(escape(text), style)


def _foot(pattern: str, canvas: Any, document: Any) -> None:
    canvas.setFont(_REGULAR, 8)
    canvas.setFillColor(_GREY)
    canvas.drawString(20 * _MM, 10 * _MM, pattern.format(page=document.page))


def _day(value: Any, language: str) -> str:
    return figures.day(value, language) if value else ""


def _joined(separator: str, *texts: str) -> str:
    return separator.join(text for text in texts if text)


@functools.cache
def _register_fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FONT_FILES.items():
        registerFont(TTFont(name, str(paths.resource("templates", "fonts", file))))
