# SPDX-License-Identifier: Apache-2.0
"""What a deal's papers say: its firm, client, lines, taxes, days and terms as the fields of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

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
    Picture,
    Price,
    Signatory,
    TaxPart,
    Terms,
    Totals,
)
from desktop.values.catalogue import TAX_ADDED
from desktop.values.drafts.requisites import RUSSIA, Requisites
from desktop.values.money import Money, minor_digits, round_price, total
from desktop.values.phone import pretty_phone
from desktop.values.rows.contract import AgreedLine, ContractCard
from desktop.values.rows.settings import SOLE_TRADER, FirmRow

_FINEST: Final = 6
_USUAL_BASIS: Final = "устава"
_CITY: Final = re.compile(r"(?:г|гор|пос|пгт|с|дер|город)\.?\s+[А-ЯЁ]")
_PASSPORT: Final = re.compile(r"(?P<number>\d{2}\s?\d{2}\s?(?:№\s*)?\d{6})\s*[,;]?\s*(?P<rest>.*)")
_DAY: Final = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})")
_ISSUED: Final = re.compile(r"^(?:выдан\w*|кем выдан)[:\s]*", re.IGNORECASE)


def contract_fields(
    card: ContractCard,
    *,
    stamp: Picture | None = None,
    signature: Picture | None = None,
    payment_qr: Picture | None = None,
) -> DocumentFields:
    """Everything a template can name about this deal. Sums and taxes are those agreed, nothing is priced anew."""
    lines, totals = _sums(card)
    prepay = card.prepayment
    rest = card.total - prepay
    return DocumentFields(
        firm=_firm(card.firm, stamp, signature),
        client=client_party(card),
        deal=DealFields(
            number=card.number,
            title=card.title,
            ready_at=card.due_at,
            proof_by=card.proof_by,
            holder=card.holder,
        ),
        totals=totals,
        lines=lines,
        contract=Numbered(card.contract_number, card.contract_on),
        invoice=Numbered(card.invoice_number, card.invoice_on),
        terms=Terms(
            prepay_percent=Decimal(card.firm.prepayment_percent),
            prepay=prepay,
            rest=rest or None,
            pay_days=card.firm.payment_days,
            pay_by=card.pay_by,
        ),
        payment_qr=payment_qr,
    )


def client_party(card: ContractCard) -> Party:
    """Whoever buys, as the paper names them: an organisation, a sole trader or a private person."""
    told, client = card.client.requisites, card.client
    kind = PartyKind.PERSON if card.is_person else PartyKind.COMPANY
    if not card.is_person and told.is_sole_trader:
        kind = PartyKind.SOLE_TRADER
    phone = client.phones[0] if client.phones else ""
    party = _party(told, card.firm.country, kind)
    return Party(
        **party
        | {
            "name": told.legal_name or client.name,
            "email": told.email or client.email,
            "phone": pretty_phone(phone, card.firm.country) if phone else "",
            "identity": passport(told.passport),
        }
    )


def passport(text: str) -> Identity:
    """An identity paper typed in one line, taken apart: "0000 000342, выдан ОВД г. Еловска 20.05.2015"."""
    found = _PASSPORT.match(text.strip())
    if found is None:
        return Identity(number=text.strip())
    rest = found["rest"]
    day = _DAY.search(rest)
    issued_on = None
    if day is not None:
        try:
            issued_on = date(int(day["y"]), int(day["m"]), int(day["d"]))
        except ValueError:
            return Identity(number=text.strip())
        rest = rest.replace(day[0], "")
    return Identity(found["number"], _ISSUED.sub("", rest.strip(" ,;.")).strip(" ,;."), issued_on)


def city_of(address: str, country: str) -> str:
    """The place in an address: "000014, г. Еловск, ул. Мельничная" is "г. Еловск", "3 Rook Lane, Eastham" "Eastham"."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    if country == RUSSIA:
        return next((part for part in parts if _CITY.match(part)), "")
    named = [re.sub(r"\b\S*\d\S*", "", part).strip() for part in parts[1:]]
    return next((part for part in reversed(named) if part), "")


def _firm(firm: FirmRow, stamp: Picture | None, signature: Picture | None) -> Firm:
    told = firm.requisites
    kind = PartyKind.SOLE_TRADER if firm.form == SOLE_TRADER else PartyKind.COMPANY
    address = told.address or firm.address
    return Firm(
        **_party(told, firm.country, kind)
        | {
            "name": told.legal_name or firm.name,
            "short_name": told.short_name or firm.name,
            "address": address,
            "phone": firm.phone,
            "email": firm.email or told.email,
            "bank": _bank(_account(firm)),
        },
        city=city_of(address, firm.country) or city_of(firm.address, firm.country),
        pickup=firm.address or address,
        stamp=stamp,
        signature=signature,
    )


def _party(told: Requisites, country: str, kind: PartyKind) -> dict[str, Any]:
    has_statute = country == RUSSIA and kind is PartyKind.COMPANY
    return {
        "kind": kind,
        "short_name": told.short_name,
        "inn": told.inn,
        "kpp": told.kpp,
        "ogrn": told.ogrn,
        "company_no": told.company_number,
        "vat_no": told.vat_id,
        "address": told.address,
        "signatory": Signatory(
            name=told.signatory_name,
            post=told.signatory_post,
            basis=told.signatory_basis or (_USUAL_BASIS if has_statute else ""),
            name_genitive=told.genitive_name,
            post_genitive=told.genitive_post,
        ),
        "bank": _bank(told.stored()),
    }


def _account(firm: FirmRow) -> Mapping[str, Any]:
    """The firm's first account, on top of what its requisites say of the bank."""
    first = next(iter(firm.bank_accounts), {})
    return {**firm.requisites.stored(), **{name: value for name, value in first.items() if value}}


def _bank(told: Mapping[str, Any]) -> Bank:
    def text(name: str) -> str:
        return str(told.get(name, ""))

    return Bank(
        name=text("bank"),
        bic=text("bik") or text("swift"),
        account=text("account"),
        corr_account=text("correspondent"),
        iban=text("iban"),
        sort_code=text("sort_code"),
    )


def _sums(card: ContractCard) -> tuple[tuple[Line, ...], Totals]:
    """The lines and what they come to; where the firm adds the tax, lines stand without it."""
    adds = card.firm.tax_mode == TAX_ADDED
    parts: dict[Decimal, Money] = {}
    lines = []
    for agreed in card.lines:
        due = Money(agreed.amount, card.currency)
        tax = due.included_tax(agreed.tax_rate)
        if agreed.tax_rate:
            parts[agreed.tax_rate] = parts.get(agreed.tax_rate, tax - tax) + tax
        lines.append(_line(agreed, due - tax if adds else due, tax))
    taxes = total(parts.values(), card.currency)
    totals = Totals(
        total=card.total,
        net=card.total - taxes,
        tax=taxes if parts else None,
        taxes=tuple(TaxPart(rate, parts[rate]) for rate in sorted(parts)),
        tax_included=not adds,
    )
    return tuple(lines), totals


def _line(agreed: AgreedLine, shown: Money, tax: Money) -> Line:
    return Line(
        name=agreed.title,
        details=agreed.details,
        quantity=Decimal(agreed.quantity),
        unit=agreed.unit,
        price=Price(paper_price(agreed.unit_price, agreed.quantity, shown), shown.currency),
        sum=shown,
        discount=agreed.discount_percent,
        tax_rate=agreed.tax_rate,
        tax=tax if agreed.tax_rate else None,
    )


def paper_price(unit_price: Decimal, quantity: int, shown: Money) -> Decimal:
    """The price of a piece that gives the line's sum, as paper wants it.

    It is the agreed one where that holds; after a discount or a lowest sum it is what a piece comes to, with as
    few decimals as give the sum exactly, six at most.
    """
    digits = minor_digits(shown.currency)
    tried: Iterable[Decimal] = (
        unit_price,
        *(
            round_price(shown.amount / quantity, finer)
            for finer in range(digits, max(_FINEST, digits) + 1)
        ),
    )
    last = unit_price
    for last in tried:
        if Money.of(last * quantity, shown.currency) == shown:
            return last
    return last
