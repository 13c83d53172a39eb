# SPDX-License-Identifier: Apache-2.0
"""The shipped English papers: contract with a firm, contract with a person, invoice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from devtools.template_sheet import CENTRE, LEFT, RIGHT, Sheet, when

_ORDER_COLUMNS: Final = (88, 24, 28, 30)
_ORDER_ALIGN: Final = (LEFT, RIGHT, RIGHT, RIGHT)
_NAME: Final = "{{ line.name }}" + when("line.details", ", {{ line.details }}")
_QUANTITY: Final = "{{ line.quantity }}" + when("line.unit", " {{ line.unit }}")
_HOW_TAXED: Final = when("totals.tax_included", "included", "added")
_PRINTER: Final = (
    "{{ firm.name }}, “the Printer”, represented by {{ firm.signatory.short_name }}, "
    "{{ firm.signatory.post }}, and {{ client.name }}, “the Client”"
)
_LINE: Final = "____________________"

_PAY_DAYS: Final = "{{ terms.pay_days }} " + when(
    "terms.pay_days == 1", "banking day", "banking days"
)


def contract_firm() -> Sheet:
    """The contract for printing services between two businesses."""
    sheet = _contract("for printing services")
    represented = "represented by {{ client.signatory.short_name }}, {{ client.signatory.post }}"
    client = when("client.is_company", represented, "sole trader")
    sheet.text(f"{_PRINTER}, {client}, have agreed as follows:", after=6)
    _clauses(sheet)
    sheet.heading("6. Details and signatures")
    _signatures(sheet)
    return sheet


def contract_person() -> Sheet:
    """The contract for printing services with a private person."""
    sheet = _contract("for printing services to a private client")
    sheet.text(f"{_PRINTER}, have agreed as follows:", after=6)
    _clauses(sheet)
    sheet.heading("6. The Client's rights and data")
    sheet.clauses(
        "6.1. The goods are made to the Client's own specification. Nothing in this contract "
        "limits the rights which the law gives to consumers.",
        "6.2. The Printer keeps the Client's name, address, telephone and e-mail for this order, "
        "its accounts and claims under this contract only.",
    )
    sheet.heading("7. Details and signatures")
    _signatures(sheet)
    return sheet


def invoice() -> Sheet:
    """The invoice, with bank details and, in euros, a code for the bank's app."""
    sheet = Sheet(language="en", font="Arial", points=10, title="Invoice {{ invoice.number }}")
    _letterhead(sheet)
    sheet.text(
        "Invoice {{ invoice.number }}", align=LEFT, bold=True, points=20, before=22, after=10
    )
    _facts(sheet)
    sheet.text("", after=4)
    _invoice_lines(sheet)
    sheet.text("{{ totals.total|words }}.", align=LEFT, before=6, after=2)
    reason = when("firm.tax_note", ": {{ firm.tax_note }}")
    sheet.text(when("not totals.tax", f"No VAT is charged{reason}."), align=LEFT, after=8)
    _payment(sheet)
    signature = when(
        "firm.signature", f"{{{{ firm.signature }}}}{_LINE} {{{{ firm.signatory.short_name }}}}"
    )
    sheet.text("", before=64)
    sheet.text(signature + when("firm.stamp", "{{ firm.stamp }}"), align=LEFT)
    sheet.pages("Page # of ##")
    return sheet


def _letterhead(sheet: Sheet) -> None:
    numbers = (
        when("firm.company_no", "Company No. {{ firm.company_no }}")
        + when("firm.company_no and firm.vat_no", " · ")
        + when("firm.vat_no", "VAT No. {{ firm.vat_no }}")
    )
    contacts = (
        when("firm.phone", "{{ firm.phone }}")
        + when("firm.phone and firm.email", " · ")
        + when("firm.email", "{{ firm.email }}")
    )
    head = sheet.table((170,), lines=False)
    head.row(f"**{{{{ firm.name }}}}**\n{{{{ firm.address }}}}\n{numbers}\n{contacts}")


def _facts(sheet: Sheet) -> None:
    table = sheet.table((100, 70), lines=False)
    client = "**Bill to**\n{{ client.name }}\n{{ client.address }}"
    facts = (
        "**Date**  {{ invoice.date|date }}",
        when("terms.pay_by", "**Pay by**  {{ terms.pay_by|date }}"),
        "**Order**  {{ deal.number }}"
        + when(
            "contract.number", "\n**Contract**  {{ contract.number }}, {{ contract.date|date }}"
        ),
    )
    table.row(client + when("client.vat_no", "\nVAT No. {{ client.vat_no }}"), "\n".join(facts))


def _invoice_lines(sheet: Sheet) -> None:
    table = sheet.table((10, 80, 22, 28, 30))
    aligns = (RIGHT, LEFT, RIGHT, RIGHT, RIGHT)
    table.row("No.", "Item", "Quantity", "Price", "Sum", align=aligns, bold=True, head=True)
    cells = ("{{ loop.index }}", _NAME, _QUANTITY, "{{ line.price }}", "{{ line.sum }}")
    table.loop("line in lines", *cells, align=aligns)
    table.when(
        "totals.tax and not totals.tax_included",
        {"texts": ("Total before VAT", "{{ totals.net }}"), "spans": (4, 1), "align": RIGHT},
    )
    rate = "VAT {{ part.rate|percent }}" + when("totals.tax_included", ", included")
    table.loop("part in totals.taxes", rate, "{{ part.tax }}", spans=(4, 1), align=RIGHT)
    table.row("To pay", "{{ totals.total }}", spans=(4, 1), align=RIGHT, bold=True)


def _payment(sheet: Sheet) -> None:
    to = "**Payment**\n{{ firm.name }}" + when("firm.bank.name", ", {{ firm.bank.name }}")
    for name, field in (
        ("Sort code", "firm.bank.sort_code"),
        ("Account", "firm.bank.account"),
        ("IBAN", "firm.bank.iban"),
        ("BIC", "firm.bank.bic"),
    ):
        to += when(field, f"\n{name} {{{{ {field} }}}}")
    terms = when(
        "terms.rest",
        "In advance {{ terms.prepay }} ({{ terms.prepay_percent|percent }}), "
        "the rest {{ terms.rest }} at handover.",
        f"Within {_PAY_DAYS}.",
    )
    table = sheet.table((125, 45), lines=False)
    to += "\nReference: {{ invoice.number }}\n" + terms
    table.row(to, "{{ payment_qr }}", align=(LEFT, RIGHT))


def _contract(subject: str) -> Sheet:
    title = "Contract {{ contract.number }}"
    sheet = Sheet(language="en", font="Times New Roman", points=11, title=title)
    sheet.text("Contract No. {{ contract.number }}", align=CENTRE, bold=True, points=14, after=0)
    sheet.text(subject, align=CENTRE, bold=True, points=14, after=10)
    sheet.ends("{{ firm.city }}", "{{ contract.date|date }}")
    sheet.pages("Page # of ##")
    return sheet


def _clauses(sheet: Sheet) -> None:
    sheet.heading("1. Subject")
    sheet.clauses(
        "1.1. The Printer makes and the Client accepts and pays for the following printed matter:"
    )
    table = sheet.table(_ORDER_COLUMNS)
    table.row("Item", "Quantity", "Price", "Sum", align=_ORDER_ALIGN, head=True)
    cells = (_NAME, _QUANTITY, "{{ line.price }}", "{{ line.sum }}")
    table.loop("line in lines", *cells, align=_ORDER_ALIGN)
    taxes = (
        "{% for part in totals.taxes %}, VAT {{ part.rate|percent }} "
        + _HOW_TAXED
        + " {{ part.tax }}{% endfor %}"
    )
    table.row(f"Total{taxes}", "{{ totals.total }}", spans=(3, 1), align=(LEFT, RIGHT), bold=True)
    sheet.text("1.2. The total in words: {{ totals.total|words }}.", before=5, after=3)
    sheet.heading("2. Dates")
    proof = ", provided that the proof is approved by {{ deal.proof_by|date }}"
    sheet.clauses(
        "2.1. The goods are ready by {{ deal.ready_at|date('weekday') }}"
        + when("deal.proof_by", proof)
        + "."
    )
    sheet.heading("3. Price and payment")
    sheet.clauses(
        "3.1. The Client pays {{ terms.prepay_percent|percent }} in advance"
        + when("invoice.number", " to invoice No. {{ invoice.number }}")
        + f" within {_PAY_DAYS}."
        + when("terms.rest", " The rest, {{ terms.rest }}, is paid at the handover.")
    )
    sheet.heading("4. Proof")
    sheet.clauses(
        "4.1. Printing starts after the Client has approved the proof in writing, by e-mail or in "
        "a messenger. After approval the Client answers for text and layout."
    )
    sheet.heading("5. Handover")
    place = when(
        "deal.delivery",
        "{{ deal.delivery }}",
        when("firm.pickup", "{{ firm.pickup }}", "{{ firm.address }}"),
    )
    sheet.clauses(
        f"5.1. The goods are handed over at {place} against the order number "
        "{{ deal.number }}. Claims on quantity are accepted on the day of handover, on quality "
        "within five working days."
    )


def _signatures(sheet: Sheet) -> None:
    firm_vat = when("firm.vat_no", "VAT No. {{ firm.vat_no }}")
    firm_company = when("firm.company_no", "Company No. {{ firm.company_no }}")
    client_first = when("client.company_no", "Company No. {{ client.company_no }}")
    client_first += when("client.identity.number", "Identity paper {{ client.identity.number }}")
    client_second = when("client.vat_no", "VAT No. {{ client.vat_no }}")
    client_second += when("client.is_person and client.phone", "{{ client.phone }}")
    signature = when("firm.signature", "{{ firm.signature }}")
    stamp = when("firm.stamp", "{{ firm.stamp }}")
    rows = (
        ("**The Printer**", "**The Client**"),
        ("{{ firm.name }}", "{{ client.name }}"),
        ("{{ firm.address }}", "{{ client.address }}"),
        (firm_company, client_first),
        (firm_vat, client_second),
        # In one cell: LibreOffice keeps a stamp inside the cell in which it stands.
        (
            f"\n\n{signature}{_LINE} {{{{ firm.signatory.short_name }}}}\n" + stamp,
            f"\n\n{_LINE} {{{{ client.signatory.short_name }}}}",
        ),
    )
    table = sheet.table((85, 85), lines=False)
    for ours, theirs in rows:
        table.row(ours, theirs, keep=True)
    sheet.text("", after=0)


PAPERS: Final[dict[str, Callable[[], Sheet]]] = {
    "contract_firm": contract_firm,
    "contract_person": contract_person,
    "invoice": invoice,
}
