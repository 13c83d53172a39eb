# SPDX-License-Identifier: Apache-2.0
"""What stands on an order's ticket and on a cash report, in words: made from an order typed or stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from desktop.i18n import _, day_name, money, pgettext, short_moment, short_time
from desktop.i18n.symbols import NBSP
from desktop.values.catalogue import ProductRow
from desktop.values.drafts.order import OrderDraft, OrderLine, OrderSums, due
from desktop.values.initials import initials, tint
from desktop.values.money import Money
from desktop.values.numbers import OrderNumber
from desktop.values.order_words import kinds, pieces, told_to_client, told_to_shop
from desktop.values.phone import pretty_phone
from desktop.values.rows.counter import CounterClient, CounterDesk, FirmHead, OrderRow, ShiftRow
from desktop.values.states import PaymentMethod

CHANNELS = {"sms": "device-mobile", "email": "envelope-simple", "call": "phone"}
"""The ways to tell a client that the work is ready, each with its icon."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A chip on the counterfoil: its words, tone of the theme, and icon."""

    text: str
    tone: str = "neutral"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A ticket: the client's half above, the counterfoil below; every text as it is painted.

    `code` is what the bar code holds, digits only. `sums` are label and sum, `to_pay` the last of them in strong type.
    """

    caption: str
    number: str
    code: str
    ready: str
    made: tuple[str, ...]
    sums: tuple[tuple[str, str], ...]
    to_pay: tuple[str, str]
    foot: tuple[str, ...]
    stub_caption: str
    due: str
    client: str
    contact: str
    work: tuple[str, ...]
    marks: tuple[Mark, ...]
    taken_by: str
    initials: str
    tint: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A list of figures on the till's paper; a row with True is strong."""

    title: str
    about: tuple[str, ...]
    rows: tuple[tuple[str, str, bool], ...]
    foot: tuple[str, ...] = ()


def channel_word(channel: str) -> str:
    """The way to tell a client, in a word; empty for none."""
    return {"sms": _("SMS"), "email": _("E-mail"), "call": _("Call")}.get(channel, "")


def order_slip(row: OrderRow, *, zone: tzinfo, copy: int = 1) -> Slip:
    """The ticket of a stored order; from the second printing on it says which copy it is."""
    rest = Money(max(0, row.rest), row.currency)
    sums = [(_("Total"), money(Money(row.amount, row.currency)))]
    for payment in row.payments:
        sums.append((_paid_word(payment.method, payment.amount), _sum(payment.amount, row)))
        if payment.given > payment.amount:
            sums.append((pgettext("money", "Change"), _sum(payment.given - payment.amount, row)))
    if row.invoiced and rest:
        sums.append((_("By invoice"), _sum(min(row.invoiced, row.rest), row)))
        rest = Money(max(0, row.rest - row.invoiced), row.currency)
    receipts = ", ".join(filter(None, (payment.receipt for payment in row.payments)))
    caption = _order_word(is_express=row.is_express)
    if copy > 1:
        caption = _("{order}, copy {n}").format(order=caption, n=copy)
    return _slip(
        caption=caption,
        number=row.number,
        code=row.code,
        due_at=row.due_at.astimezone(zone) if row.due_at else None,
        made=_made(row),
        sums=sums,
        rest=rest,
        owed=Money(max(0, row.rest), row.currency),
        foot=(*_head(row.firm), *_fiscal(receipts)),
        client=row.client,
        contact=_contact(row.digits, row.firm.country, row.company),
        work=(*_work(row), *((_("Note: {note}").format(note=row.note),) if row.note else ())),
        channel=row.ready_channel,
        taker=row.taken_by,
        tint=tint(row.taken_by_id),
    )


def draft_slip(
    draft: OrderDraft,
    sums: OrderSums,
    desk: CounterDesk,
    *,
    number: OrderNumber,
    client: CounterClient | None,
    taker: str,
    tint: int,
) -> Slip:
    """The ticket of an order that is still being typed."""
    lines = _priced_lines(draft, sums, desk)
    work = [told_to_shop(product, one.options, one.quantity, one.sets) for product, one in lines]
    work += [_("Note: {note}").format(note=draft.note.strip())] if draft.note.strip() else []
    country = desk.firm.country
    digits = client.digits if client is not None else ""
    return _slip(
        caption=_order_word(is_express=draft.is_express),
        number=str(number),
        code=number.paper_code,
        due_at=draft.due_at.astimezone(desk.calendar.zone) if draft.due_at else None,
        made=_made_words(lines, sums, desk),
        sums=_draft_sums(draft, sums),
        rest=sums.rest,
        owed=sums.total - sums.prepaid,
        foot=(*_head(desk.firm), *(_fiscal(draft.receipt) if draft.receipt else ())),
        client=client.name if client is not None else draft.name,
        contact=_contact(digits, country, client.company if client is not None else draft.company)
        or draft.phone,
        work=work,
        channel=draft.ready_channel,
        taker=taker,
        tint=tint,
    )


def _made_words(
    lines: Sequence[tuple[ProductRow, OrderLine]], sums: OrderSums, desk: CounterDesk
) -> list[str]:
    """What is made, in the client's words; each with its price where there are several."""
    prices = (one for one in sums.prices if one)
    return [
        told_to_client(product, line.options, line.quantity, line.sets)
        + (f" — {money(due(price, desk.terms))}" if len(lines) > 1 else "")
        for (product, line), price in zip(lines, prices, strict=True)
    ]


def _draft_sums(draft: OrderDraft, sums: OrderSums) -> list[tuple[str, str]]:
    """The total, and how much of it is paid how."""
    shown = [(_("Total"), money(sums.total))]
    if sums.prepaid:
        shown.append((_paid_word(draft.method, sums.prepaid.minor), money(sums.prepaid)))
    if sums.change > Money(0, sums.change.currency):
        shown.append((pgettext("money", "Change"), money(sums.change)))
    if sums.invoiced:
        shown.append((_("By invoice"), money(sums.invoiced)))
    return shown


def shift_report(
    shift: ShiftRow,
    *,
    desk: str,
    zone: tzinfo,
    now: datetime,
    counted: int | None = None,
    comment: str = "",
) -> Report:
    """The cash report of an open or just counted shift; `comment` says why the cash differs."""

    def said(minor: int) -> str:
        return money(Money(minor, shift.currency))

    rows = [
        (_("Cash at the opening"), said(shift.opening_cash), False),
        (_("Taken in cash"), said(shift.cash_in), False),
        (_("Given back in cash"), said(-shift.cash_out), False),
        (_("Cash by the book"), said(shift.cash), True),
        (_("Taken by card"), said(shift.card_in), False),
        (_("Given back by card"), said(-shift.card_out), False),
    ]
    if counted is not None:
        rows.insert(4, (_("Cash counted"), said(counted), True))
        rows.insert(5, (_("Difference"), said(counted - shift.cash), True))
    about = (
        _("Desk {desk}").format(desk=desk),
        _("Opened {when}, {person}").format(
            when=short_moment(shift.opened_at.astimezone(zone)), person=shift.opened_by
        ),
        _("Printed {when}").format(when=short_moment(now.astimezone(zone))),
    )
    why = (_("Why it differs: {comment}").format(comment=comment),) if comment else ()
    return Report(_("Cash report"), about, tuple(rows), (*why, _("Not a fiscal document")))


def _slip(
    *,
    caption: str,
    number: str,
    code: str,
    due_at: datetime | None,
    made: Sequence[str],
    sums: Sequence[tuple[str, str]],
    rest: Money,
    owed: Money,
    foot: Sequence[str],
    client: str,
    contact: str,
    work: Sequence[str],
    channel: str,
    taker: str,
    tint: int,
) -> Slip:
    marks = []
    if owed > Money(0, owed.currency):
        marks.append(Mark(_("{sum} due").format(sum=money(owed)), "warning"))
    elif made:
        marks.append(Mark(_("paid"), "success"))
    if channel:
        marks.append(Mark(channel_word(channel), "neutral", CHANNELS.get(channel, "")))
    return Slip(
        caption=caption,
        number=number,
        code=code,
        ready=_("Ready {when}").format(when=short_moment(due_at)) if due_at else "",
        made=tuple(made),
        sums=tuple(sums),
        to_pay=(_("To pay on collection"), money(rest)),
        foot=tuple(foot),
        stub_caption=_("Counterfoil, stays in the shop"),
        due=short_due(due_at) if due_at else "",
        client=client or _("Without a name"),
        contact=contact,
        work=tuple(work),
        marks=tuple(marks),
        taken_by=_("taken by"),
        initials=initials(taker),
        tint=tint,
    )


def short_due(due_at: datetime) -> str:
    """A due time in the room of a chip: "Mon 19, 12:00"."""
    day = day_name(due_at.date(), short=True)
    return _("{day} {n}, {time}").format(day=day, n=due_at.day, time=short_time(due_at))


def _order_word(*, is_express: bool) -> str:
    return _("Express order") if is_express else pgettext("ticket", "Order")


def _paid_word(method: str, amount: int) -> str:
    if amount < 0:
        return _("Given back")
    is_cash = method == PaymentMethod.CASH
    return _("Prepaid, cash") if is_cash else _("Prepaid, card")


def _sum(minor: int, row: OrderRow) -> str:
    return money(Money(minor, row.currency))


def _made(row: OrderRow) -> list[str]:
    several = len(row.lines) > 1
    made = []
    for line in row.lines:
        parts = [line.title, pieces(line.quantity // max(1, line.sets), line.unit)]
        parts += [kinds(line.sets)] if line.sets > 1 else []
        parts += [line.details] if line.details else []
        text = ", ".join(parts)
        made.append(f"{text} — {_sum(line.amount, row)}" if several else text)
    return made


def _work(row: OrderRow) -> list[str]:
    return [
        ", ".join(filter(None, (line.sheets, line.details))) or line.title for line in row.lines
    ]


def _priced_lines(
    draft: OrderDraft, sums: OrderSums, desk: CounterDesk
) -> list[tuple[ProductRow, OrderLine]]:
    products = {one.id: one for one in desk.products}
    return [
        (products[line.product_id], line)
        for line, price in zip(draft.real_lines, sums.prices, strict=True)
        if price is not None and line.product_id is not None
    ]


def _head(firm: FirmHead) -> tuple[str, ...]:
    name = ", ".join(filter(None, (firm.name, firm.address)))
    # A phone or the hours are not torn apart at the end of a line.
    rest = (part.replace(" ", NBSP) for part in (firm.phone, firm.opening_hours))
    return (" · ".join(filter(None, (name, *rest))),)


def _fiscal(receipt: str) -> tuple[str, ...]:
    """What the law wants said, and the number of the receipt that is fiscal."""
    plain = _("Not a fiscal receipt.")
    if not receipt.strip():
        return (plain,)
    return (f"{plain} " + _("Receipt {number}").format(number=receipt.strip()),)


def _contact(digits: str, country: str, company: str) -> str:
    phone = pretty_phone(digits, country) if digits else ""
    return " · ".join(filter(None, (phone, company)))
