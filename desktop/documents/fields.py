# SPDX-License-Identifier: Apache-2.0
"""What a paper can say: the fields of templates as plain values, each described once for the template manager.

A flow fills a `DocumentFields`; `context` makes of it the dictionary a template sees, `catalogue` the list of
fields a person can put into one. Times are given in the shop's own time zone. Nothing is computed here but words:
sums, taxes and dates come from the deal as it was agreed.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

from desktop.documents import cases
from desktop.i18n import N_, _
from desktop.values.money import Money

_Day = date  # inside a class with a field called date, the name means the field


class PartyKind(StrEnum):
    """Who signs: a company, a sole trader (ИП), or a private person."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price, which may be finer than the smallest coin."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture put into the paper: a code in the line, or a stamp that floats over the text."""

    path: Path
    width_mm: int
    floats: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a field of a paper holds, and whether an empty one is nothing to warn about."""

    text: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Bank:
    """Where a party keeps its money."""

    name: Annotated[str, About(N_("name of the bank"))] = ""
    bic: Annotated[str, About(N_("BIK or BIC of the bank"))] = ""
    account: Annotated[str, About(N_("account number"))] = ""
    corr_account: Annotated[str, About(N_("correspondent account of the bank"))] = ""
    iban: Annotated[str, About(N_("IBAN"))] = ""
    sort_code: Annotated[str, About(N_("sort code"))] = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for a party. The genitive forms are those a person has seen and approved."""

    name: Annotated[str, About(N_("full name"))] = ""
    post: Annotated[str, About(N_("post"))] = ""
    basis: Annotated[str, About(N_("basis of the signature, in the genitive (устава)"))] = ""
    name_genitive: Annotated[str, About(N_("full name in the genitive"))] = ""
    post_genitive: Annotated[str, About(N_("post in the genitive"))] = ""
    short_name: Annotated[str, About(N_("name with initials"))] = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity paper of a private person."""

    number: Annotated[str, About(N_("series and number"))] = ""
    issued_by: Annotated[str, About(N_("issued by"))] = ""
    issued_on: Annotated[date | None, About(N_("date of issue"))] = None


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a contract: our firm or the client."""

    kind: PartyKind
    name: Annotated[str, About(N_("full legal name, or the person's full name"))]
    short_name: Annotated[str, About(N_("short name, as on an invoice"))] = ""
    inn: Annotated[str, About(N_("INN"))] = ""
    kpp: Annotated[str, About(N_("KPP"))] = ""
    ogrn: Annotated[str, About(N_("OGRN or OGRNIP"))] = ""
    company_no: Annotated[str, About(N_("company number"))] = ""
    vat_no: Annotated[str, About(N_("VAT number"))] = ""
    address: Annotated[str, About(N_("legal address"))] = ""
    post_address: Annotated[str, About(N_("postal address"))] = ""
    phone: Annotated[str, About(N_("telephone"))] = ""
    email: Annotated[str, About(N_("e-mail"))] = ""
    signatory: Annotated[Signatory, About(N_("signatory"))] = Signatory()
    bank: Annotated[Bank, About(N_("bank"))] = Bank()
    identity: Annotated[Identity, About(N_("identity paper"))] = Identity()


@dataclass(frozen=True, slots=True)
class Firm(Party):
    """Our side of a contract, with what only it has."""

    city: Annotated[str, About(N_("place where contracts are signed"))] = ""
    pickup: Annotated[str, About(N_("where finished work is handed over"))] = ""
    accountant: Annotated[str, About(N_("name of the chief accountant"))] = ""
    tax_note: Annotated[str, About(N_("why no tax is charged, as the law wants it said"))] = ""
    stamp: Annotated[Picture | None, About(N_("picture of the stamp"), optional=True)] = None
    signature: Annotated[Picture | None, About(N_("picture of the signature"), optional=True)] = (
        None
    )


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered and dated paper."""

    number: Annotated[str, About(N_("number"))] = ""
    date: Annotated[_Day | None, About(N_("date"))] = None


@dataclass(frozen=True, slots=True)
class DealFields:
    """What was agreed."""

    number: Annotated[str, About(N_("number of the order"))]
    title: Annotated[str, About(N_("what is made"))]
    ready_at: Annotated[datetime | None, About(N_("when the work is ready"))] = None
    proof_by: Annotated[datetime | None, About(N_("until when the proof is approved"))] = None
    delivery: Annotated[str, About(N_("address and way of delivery"))] = ""
    holder: Annotated[str, About(N_("who leads the deal on our side"))] = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the order."""

    name: Annotated[str, About(N_("what is made"))]
    details: Annotated[
        str, About(N_("options: format, paper, colours, finishing"), optional=True)
    ] = ""
    quantity: Annotated[Decimal, About(N_("quantity"))] = Decimal(1)
    unit: Annotated[str, About(N_("unit of the quantity"), optional=True)] = ""
    price: Annotated[Price | None, About(N_("price of one unit"))] = None
    sum: Annotated[Money | None, About(N_("sum of the line"))] = None
    discount: Annotated[Decimal, About(N_("discount in percent"))] = Decimal(0)
    tax_rate: Annotated[Decimal | None, About(N_("tax rate in percent"))] = None
    tax: Annotated[Money | None, About(N_("tax of the line"))] = None


@dataclass(frozen=True, slots=True)
class TaxPart:
    """The tax at one rate."""

    rate: Annotated[Decimal, About(N_("tax rate in percent"))]
    tax: Annotated[Money, About(N_("tax at this rate"))]


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of the order. `tax` is None where none is charged."""

    total: Annotated[Money, About(N_("sum to be paid"))]
    net: Annotated[Money, About(N_("sum without tax"))]
    tax: Annotated[Money | None, About(N_("tax"))] = None
    taxes: Annotated[tuple[TaxPart, ...], About(N_("tax by rate"))] = ()
    tax_included: Annotated[bool, About(N_("whether prices include the tax"))] = True


@dataclass(frozen=True, slots=True)
class Terms:
    """How and when it is paid."""

    prepay_percent: Annotated[Decimal, About(N_("prepayment in percent"))] = Decimal(100)
    prepay: Annotated[Money | None, About(N_("prepayment"))] = None
    rest: Annotated[Money | None, About(N_("rest to be paid at handover"))] = None
    pay_days: Annotated[int, About(N_("banking days for the payment"))] = 3
    pay_by: Annotated[date | None, About(N_("last day of the payment"))] = None


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """Everything a template can name."""

    firm: Annotated[Firm, About(N_("our firm"))]
    client: Annotated[Party, About(N_("the client"))]
    deal: Annotated[DealFields, About(N_("the deal"))]
    totals: Annotated[Totals, About(N_("totals"))]
    lines: Annotated[tuple[Line, ...], About(N_("lines of the order"))] = ()
    contract: Annotated[Numbered, About(N_("the contract"))] = Numbered()
    invoice: Annotated[Numbered, About(N_("the invoice"))] = Numbered()
    terms: Annotated[Terms, About(N_("terms of payment"))] = Terms()
    payment_qr: Annotated[Picture | None, About(N_("QR code for the payment"), optional=True)] = (
        None
    )


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One field as the template manager lists it: "lines[].name" stands inside a loop over `lines`."""

    path: str
    about: str
    optional: bool
    tag: str


@dataclass(frozen=True, slots=True)
class FormatInfo:
    """One format as the template manager lists it: a tag names it behind a bar."""

    name: str
    about: str
    tag: str


_FORMATS: Final = (
    ("money", N_("a sum with its currency"), "totals.total|money"),
    ("plain", N_("a sum, price or number without its currency"), "totals.total|plain"),
    ("words", N_("a sum or number in words"), "totals.total|words"),
    (
        "date",
        N_("a date; the styles are long, day, short, weekday and quoted"),
        "contract.date|date('short')",
    ),
    ("percent", N_("a rate with its sign"), "terms.prepay_percent|percent"),
    ("genitive", N_("a Russian name in the genitive"), "client.signatory.name|genitive"),
    ("genitive_post", N_("a Russian post in the genitive"), "client.signatory.post|genitive_post"),
    ("short_name", N_("a name with initials"), "firm.accountant|short_name"),
    ("upper", N_("in capital letters"), "client.name|upper"),
    ("lower", N_("in small letters"), "client.signatory.post|lower"),
    ("capitalize", N_("with a capital at the beginning"), "client.signatory.post|capitalize"),
    ("trim", N_("without spaces at the ends"), "client.name|trim"),
    ("default", N_("another text where the field is empty"), "client.kpp|default('—')"),
    ("length", N_("how many entries a list has"), "lines|length"),
    ("first", N_("the first entry of a list"), "(lines|first).name"),
    ("last", N_("the last entry of a list"), "(lines|last).name"),
)


_DERIVED: Final = {
    "is_company": N_("whether it is a company"),
    "is_sole_trader": N_("whether it is a sole trader"),
    "is_person": N_("whether it is a private person"),
    "called": N_("“именуемое”, “именуемый” or “именуемая”"),
    "acting": N_("“действующего” or “действующей”, after the signatory"),
    "acting_self": N_("“действующий” or “действующая”, after a sole trader"),
}
"""Fields of a party that are made from its others."""


def context(fields: DocumentFields) -> dict[str, Any]:
    """The dictionary a template is filled from: plain dictionaries and lists of texts, numbers, dates and sums."""
    made = _plain(fields)
    for side in ("firm", "client"):
        party: Party = getattr(fields, side)
        del made[side]["kind"]
        made[side].update(_derived(party))
        made[side]["signatory"].update(_forms(party))
        made[side]["short_name"] = party.short_name or party.name
    return typing.cast(dict[str, Any], made)


def catalogue() -> tuple[FieldInfo, ...]:
    """Every field a template can use, in the order of a contract, described in the language of the window."""
    found: list[FieldInfo] = []
    _collect(DocumentFields, "", "", found)
    return tuple(found)


def format_catalogue() -> tuple[FormatInfo, ...]:
    """Every format a tag can name, described in the language of the window."""
    return tuple(FormatInfo(name, _(about), "{{ " + tag + " }}") for name, about, tag in _FORMATS)


def _plain(value: Any) -> Any:
    if isinstance(value, Money | Price | Picture) or not dataclasses.is_dataclass(value):
        return [_plain(part) for part in value] if isinstance(value, tuple) else value
    return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}


def _forms(party: Party) -> dict[str, str]:
    """The forms nobody has typed, proposed; the wizard shows them before the paper is made."""
    signs = party.signatory
    name = _signing(party)
    return {
        "name": name,
        "name_genitive": signs.name_genitive or cases.genitive_name(name).text,
        "post_genitive": signs.post_genitive or cases.genitive_post(signs.post).text,
        "short_name": signs.short_name or cases.short_name(name),
    }


def _signing(party: Party) -> str:
    """Who signs; a person and a sole trader sign for themselves if nobody else is named."""
    if party.signatory.name or party.kind is PartyKind.COMPANY:
        return party.signatory.name
    return _without_form(party.name)


def _derived(party: Party) -> dict[str, object]:
    gender = cases.gender_of(_signing(party))
    called = cases.agreeing(gender, "именуемый", "именуемая")
    return {
        "is_company": party.kind is PartyKind.COMPANY,
        "is_sole_trader": party.kind is PartyKind.SOLE_TRADER,
        "is_person": party.kind is PartyKind.PERSON,
        "called": "именуемое" if party.kind is PartyKind.COMPANY else called,
        "acting": cases.agreeing(gender, "действующего", "действующей"),
        "acting_self": cases.agreeing(gender, "действующий", "действующая"),
    }


def _without_form(name: str) -> str:
    for form in ("Индивидуальный предприниматель ", "ИП "):
        if name.startswith(form):
            return name.removeprefix(form)
    return name


def _collect(kind: type, prefix: str, about: str, found: list[FieldInfo]) -> None:
    hints = typing.get_type_hints(kind, include_extras=True)
    for part in dataclasses.fields(kind):
        if part.name == "kind":
            continue
        path = f"{prefix}{part.name}"
        held, own = typing.get_args(hints[part.name])
        full = f"{about}: {_(own.text)}" if about else _(own.text)
        inner, many = _inner(held)
        if inner is None:
            found.append(_info(path, full, optional=own.optional))
            continue
        _collect(inner, f"{path}[]." if many else f"{path}.", full, found)
        if issubclass(inner, Party):
            found += [
                _info(f"{path}.{name}", f"{full}: {_(text)}") for name, text in _DERIVED.items()
            ]


def _inner(hint: Any) -> tuple[type | None, bool]:
    """The dataclass behind a type hint that is a group of fields, and whether there are many of them."""
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return arguments[0], True
    if isinstance(hint, types.UnionType):
        return None, False
    leaf = hint in (Money, Price, Picture) or not dataclasses.is_dataclass(hint)
    return (None, False) if leaf else (hint, False)


def _info(path: str, about: str, *, optional: bool = False) -> FieldInfo:
    shown = path.replace("lines[]", "line").replace("totals.taxes[]", "part")
    return FieldInfo(path, about, optional, "{{ " + shown + " }}")
