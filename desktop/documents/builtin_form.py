# SPDX-License-Identifier: Apache-2.0
"""The invoice in a simplified form, drawn without any office program.

It holds what the law and the bank want of an invoice and nothing of the template's layout; its foot says so.
"""

from __future__ import annotations

from typing import Any, Final

from desktop.documents import builtin_parts as parts
from desktop.documents import cases, figures, words
from desktop.documents.builtin_parts import GREY, paragraph, table
from desktop.documents.fields import DocumentFields, Line, Party, Picture

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
    texts = _TEXTS.get(language, _TEXTS["en"])
    title = texts["title"].format(
        number=fields.invoice.number, date=_day(fields.invoice.date, language)
    )
    return parts.paper(
        _story(fields, language, texts, title),
        title=title,
        author=fields.firm.short_name or fields.firm.name,
        foot=texts["foot"],
    )


def _story(fields: DocumentFields, language: str, texts: dict[str, str], title: str) -> list[Any]:
    facts = [texts["date"].format(date=_day(fields.invoice.date, language))]
    if fields.terms.pay_by:
        facts.append(texts["pay_by"].format(date=_day(fields.terms.pay_by, language)))
    facts.append(texts["order"].format(number=fields.deal.number))
    total = fields.totals.total
    story = [
        paragraph(title, bold=True, points=16),
        parts.gap(4),
        paragraph(" · ".join(fact for fact in facts if fact)),
        parts.gap(5),
        _parties(fields, texts),
        parts.gap(5),
        _lines(fields, language, texts),
        parts.gap(3),
        paragraph(words.money_in_words(total, language), bold=True),
    ]
    if not fields.totals.tax:
        story.append(paragraph(_joined(": ", texts["no_tax"], fields.firm.tax_note)))
    return [
        *story,
        parts.gap(6),
        _payment(fields, texts),
        parts.gap(12),
        _signature(fields, texts),
    ]


def _parties(fields: DocumentFields, texts: dict[str, str]) -> Any:
    return table(
        [
            [paragraph(texts["from"], colour=GREY), paragraph(_party(fields.firm))],
            [paragraph(texts["to"], colour=GREY), paragraph(_party(fields.client))],
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
            paragraph(head, bold=True, right=at != 1)
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
                paragraph(name, right=True),
                "",
                "",
                "",
                paragraph(figures.money(value, language), right=True),
            ]
        )
    due = figures.money(totals.total, language)
    rows.append(
        [
            paragraph(texts["total"], bold=True, right=True),
            "",
            "",
            "",
            paragraph(due, bold=True, right=True),
        ]
    )
    return table(rows, (10, 79, 26, 27, 33), ruled=True, sums=len(sums) + 1)


def _line(number: int, line: Line, language: str) -> list[Any]:
    price = figures.price(line.price.amount, line.price.currency, language) if line.price else ""
    amount = f"{figures.quantity(line.quantity, language)} {line.unit}".strip()
    return [
        paragraph(str(number), right=True),
        paragraph(_joined(", ", line.name, line.details)),
        paragraph(amount, right=True),
        paragraph(price, right=True),
        paragraph(figures.money(line.sum, language) if line.sum else "", right=True),
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
        paragraph(texts["payment"], colour=GREY),
        *(paragraph(text) for text in (fields.firm.name, bank.name, *told) if text),
        paragraph(texts["reference"].format(number=fields.invoice.number)),
    ]
    return table([[story, _picture(fields.payment_qr)]], (130, 45))


def _signature(fields: DocumentFields, texts: dict[str, str]) -> Any:
    signs = fields.firm.signatory
    name = signs.short_name or cases.short_name(signs.name)
    told = _joined(
        " ", signs.post[:1].upper() + signs.post[1:] or texts["signature"], "_" * 24, name
    )
    return table(
        [[paragraph(told), _picture(fields.firm.signature), _picture(fields.firm.stamp)]],
        (115, 30, 30),
    )


def _picture(picture: Picture | None) -> Any:
    return "" if picture is None else parts.picture(picture.path, picture.width_mm)


def _day(value: Any, language: str) -> str:
    return figures.day(value, language) if value else ""


def _joined(separator: str, *texts: str) -> str:
    return separator.join(text for text in texts if text)
