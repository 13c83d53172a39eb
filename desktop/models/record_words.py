# SPDX-License-Identifier: Apache-2.0
"""The fields of records and their values in words, for lists that speak of records of any kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from desktop.i18n import N_, _, formats, ngettext
from desktop.i18n.locales import KNOWN
from desktop.models.card_words import channel_name
from desktop.models.record_kinds import KINDS
from desktop.values.demands import demand_label
from desktop.values.lead_rules import Way
from desktop.values.money import Money
from desktop.values.phone import pretty_phone
from desktop.values.recurrence import every_of
from desktop.values.rows.to_look_at import Choice, Several, Value, Whole
from desktop.values.states import (
    BlockReason,
    Buys,
    Heat,
    MessageState,
    Outcome,
    PaperKind,
    PaymentMethod,
    ProductionState,
    Role,
    StageKind,
    StagePurpose,
    TaskKind,
    WhenPassed,
)
from desktop.values.times import is_untimed
from desktop.values.touch_plans import ClientSegment, script_of

_FIELDS = {
    "address": N_("Address"),
    "agreed": N_("Next touch"),
    "amount": N_("Sum"),
    "answers": N_("Answers to own questions"),
    "archived_at": N_("Removed"),
    "artwork": N_("Artwork"),
    "asked_at": N_("Asked the head for a reason"),
    "asked_by": N_("Who asks the head"),
    "asked_note": N_("What the head is asked"),
    "asks": N_("What the stage asks"),
    "asks_offer": N_("Asks whose offer was better"),
    "attachments": N_("Files with the letter"),
    "back_on": N_("Back on"),
    "bank_accounts": N_("Bank accounts"),
    "blob": N_("File"),
    "block_note": N_("What it waits for"),
    "block_reason": N_("What it waits for"),
    "body": N_("Text"),
    "buys": N_("Whether they buy this"),
    "buys_at": N_("Whether they buy this"),
    "buys_by": N_("Whether they buy this"),
    "channel": N_("Channel"),
    "checklist": N_("Checklist"),
    "closed_at": N_("Closed at"),
    "closed_by": N_("Closed by"),
    "closes": N_("Closes"),
    "code": N_("Code"),
    "colour": N_("Colour"),
    "comment": N_("Comment"),
    "company_id": N_("Company"),
    "confirmed_at": N_("Confirmed at"),
    "confirmed_by": N_("Confirmed by"),
    "contact_id": N_("Contact"),
    "controller_id": N_("Who watches over it"),
    "counted_cash": N_("Cash counted"),
    "country": N_("Country"),
    "currency": N_("Currency"),
    "day": N_("Date"),
    "deal_id": N_("Deal"),
    "decider_id": N_("Decision-maker"),
    "delivery": N_("Delivery"),
    "demands": N_("What the stage demands"),
    "desk": N_("Desk"),
    "details": N_("Details"),
    "dials": N_("Dials"),
    "dials_up_to": N_("Dials"),
    "digits": N_("Phone"),
    "direction": N_("In or out"),
    "discount_percent": N_("Discount"),
    "done_at": N_("Done at"),
    "due_at": N_("Due date"),
    "email": N_("E-mail"),
    "ended_at": N_("Ended at"),
    "expected_amount": N_("Expected sum"),
    "extension": N_("Extension"),
    "file_name": N_("File"),
    "firm_id": N_("Our firm"),
    "first_day": N_("Away from"),
    "for_counter": N_("For the counter"),
    "for_deals": N_("For deals"),
    "for_leads": N_("For leads"),
    "form": N_("Form"),
    "giver_id": N_("Who gave it"),
    "goal": N_("What for"),
    "handed_over_at": N_("Handed over at"),
    "handed_over_to": N_("Handed over to"),
    "heat": N_("Heat"),
    "heat_at": N_("Heat"),
    "hint": N_("Hint"),
    "holder_id": N_("Owner"),
    "icon": N_("Icon"),
    "is_active": N_("Works here"),
    "is_automatic": N_("Came by itself"),
    "is_counter": N_("Counter order"),
    "is_express": N_("Express"),
    "is_on": N_("Taken back"),
    "is_working": N_("Working day"),
    "joined_to": N_("Joined to"),
    "key": N_("Setting"),
    "kind": N_("Kind"),
    "language": N_("Language"),
    "last_day": N_("Away until"),
    "limit_hours": N_("Limit in hours"),
    "limit_minutes": N_("Limit, minutes over the hours"),
    "lost_to": N_("Lost to"),
    "lost_to_price": N_("Their price"),
    "method": N_("How it came"),
    "month": N_("Month"),
    "name": N_("Name"),
    "new_leads": N_("New leads"),
    "note": N_("Note"),
    "number": N_("Number"),
    "on_tiles": N_("Among the tiles"),
    "opening_cash": N_("Cash at the start"),
    "opening_hours": N_("Opening hours"),
    "opens": N_("Opens"),
    "opted_out": N_("No messages by"),
    "options": N_("Options"),
    "other_emails": N_("More e-mails"),
    "outcome": N_("How it ended"),
    "paid_on": N_("Paid on"),
    "paper": N_("Paper and finish"),
    "pay_until": N_("Pay by"),
    "payer": N_("Payer"),
    "payment_days": N_("Days to pay"),
    "people": N_("Among whom"),
    "phone": N_("Phone"),
    "pipeline_id": N_("Stage"),
    "post": N_("Post"),
    "postpone_reason": N_("Why it waits"),
    "prepayment": N_("Prepayment"),
    "prepayment_percent": N_("Prepayment"),
    "product_id": N_("Product"),
    "production_state": N_("Production"),
    "purpose": N_("Purpose"),
    "quantity": N_("Quantity"),
    "quote_asked_at": N_("Asked for a quote"),
    "ready_at": N_("Ready since"),
    "ready_channel": N_("How we say it is ready"),
    "reason": N_("Reason"),
    "receiver_id": N_("Who has it now"),
    "recipient": N_("Recipient"),
    "recurrence": N_("Repeats"),
    "refusal_comment": N_("Stage"),
    "refusal_reason_id": N_("Stage"),
    "requisites": N_("Requisites"),
    "retries": N_("When nobody answers"),
    "role": N_("Role"),
    "roles": N_("Roles"),
    "say": N_("What to say"),
    "segment": N_("Kind of client"),
    "script": N_("Script"),
    "send_after": N_("To be sent at"),
    "sent_at": N_("Sent at"),
    "sets": N_("Kinds"),
    "shares": N_("Which cards go to whom"),
    "sheets": N_("Sheets"),
    "shelf": N_("Shelf"),
    "short_name": N_("Short name"),
    "signature_blob": N_("Signature"),
    "site": N_("Website"),
    "size": N_("Size"),
    "source": N_("Source"),
    "stage_id": N_("Stage"),
    "stage_kind": N_("Stage"),
    "stamp_blob": N_("Stamp"),
    "starts_on": N_("Begins on"),
    "state": N_("State"),
    "steps": N_("Touches in turn"),
    "subject": N_("Subject"),
    "table": N_("Prices"),
    "taken_at": N_("Taken"),
    "takes_new": N_("Takes new cards along"),
    "takes_touches": N_("Takes other touches along"),
    "talk_s": N_("Length of the talk"),
    "talks": N_("Talks"),
    "talks_up_to": N_("Talks"),
    "tax_id": N_("Tax number"),
    "tax_mode": N_("Tax"),
    "tax_rate": N_("Tax rate"),
    "text": N_("Text"),
    "then": N_("What follows"),
    "title": N_("Title"),
    "touches_to": N_("Who gets the other touches"),
    "uid": N_("Number of the call"),
    "unit": N_("Unit"),
    "unit_price": N_("Price"),
    "user_id": N_("Colleague"),
    "value": N_("Value"),
    "way": N_("How leads are shared"),
    "when_passed": N_("When the limit is passed"),
    "with_stamp": N_("With the stamp"),
    "working_hours": N_("Working hours to make it"),
    "works": N_("Works only"),
}
_OWN_FIELDS = {
    ("task", "due_at"): N_("Next touch"),
    ("lead", "due_at"): N_("Needed by"),
    ("contact", "comment"): N_("Note"),
    ("script", "steps"): N_("Steps of the script"),
}
_PERCENT = frozenset({"discount_percent", "prepayment_percent", "tax_rate"})
_TAX_MODES = {
    "included": N_("Prices include the tax"),
    "added": N_("The tax is added to prices"),
    "none": N_("No tax is charged"),
}
_DEALS = {"elsewhere": N_("a colleague’s deal, not on this computer")}
_FORMS = {"company": N_("Company"), "sole_trader": N_("Sole trader")}


def kind_label(kind: str) -> str:
    """What a record of this kind is called."""
    return _(KINDS[kind]) if kind in KINDS else kind


def has_label(kind: str, field: str) -> bool:
    """Whether a field is one that people know."""
    return (kind, field) in _OWN_FIELDS or field in _FIELDS


def field_label(kind: str, field: str) -> str:
    """What a field is called; one of a newer version as it is written."""
    found = _OWN_FIELDS.get((kind, field)) or _FIELDS.get(field)
    return _(found) if found is not None else field


def entry_label(field: str) -> str:
    """What an entry of requisites is called."""
    # Their words come with the checks of three countries, which a shop without such an entry does not load.
    from desktop.models import requisite_words

    return requisite_words.label(field) if field in requisite_words.LABELS else field


def value_words(value: Value, *, now: dt.datetime, field: str = "") -> str:
    """A value in words, in the zone of `now`."""
    if field == "archived_at":
        return _("not removed") if value is None else _("removed")
    if value is None or isinstance(value, bool):
        return _("empty") if value is None else _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return _day_or_moment(value, now)
    if isinstance(value, int | Decimal):
        return formats.percent(value) if field in _PERCENT else formats.number(value)
    if isinstance(value, str):
        return _text_words(value, field)
    return _group_words(value, now)


def _text_words(value: str, field: str) -> str:
    if field in _PERCENT and value.isdigit():
        return formats.percent(int(value))
    if field == "recurrence":
        return every_of(value).label()
    return pretty_phone(value) if field == "digits" else value


def _group_words(value: Money | Choice | Several | Whole, now: dt.datetime) -> str:
    match value:
        case Money():
            return formats.money(value)
        case Choice():
            return choice_words(value)
        case Several():
            return _several(value, now)
        case Whole():
            return _("another version")


def _day_or_moment(value: dt.date, now: dt.datetime) -> str:
    if isinstance(value, dt.datetime):
        return _moment(value, now)
    return near_day(value, now.date())


def choice_words(choice: Choice) -> str:
    """A stored word in the person's language; one that a newer version invented as it is written."""
    say = _CHOICES.get(choice.of)
    return say(choice.key) if say is not None else choice.key


def _several(value: Several, now: dt.datetime) -> str:
    words = [value_words(part, now=now) for part in value.parts]
    match value.parts:
        case (Choice(of="task"), _):
            return " ".join(words)
        case (Money(), Choice(of="pieces")):
            return _("{sum} for {pieces}").format(sum=words[0], pieces=words[1])
        case _:
            return ", ".join(words)


def _moment(at: dt.datetime, now: dt.datetime) -> str:
    local = at.astimezone(now.tzinfo)
    day = near_day(local.date(), now.date())
    if is_untimed(local):
        return day
    return _("{day}, {time}").format(day=day, time=formats.short_time(local))


def near_day(day: dt.date, today: dt.date) -> str:
    """A day as short as it can be without being another one: "Mon 19" within a week, else with month and year."""
    if abs((day - today).days) < 7:
        weekday = formats.day_name(day, short=True)
        return _("{weekday} {day}").format(weekday=weekday, day=day.day)
    return formats.short_date(day, year=day.year != today.year)


def _pieces(key: str) -> str:
    count = int(key)
    return ngettext("{n} pc", "{n} pcs", count).format(n=formats.number(count))


def _notice(key: str) -> str:
    return TaskKind.CALL.label() if key == TaskKind.CALL else channel_name(key)


def _whose_script(key: str) -> str:
    return script_of(key, ClientSegment.EVERYBODY).label()


def _block(key: str) -> str:
    return BlockReason.words(key) if key else _("Waits for nothing")


def _language(key: str) -> str:
    return KNOWN[key].own_name if key in KNOWN else key


def _deal(key: str) -> str:
    return _(_DEALS[key]) if key in _DEALS else key


def _tax_mode(key: str) -> str:
    return _(_TAX_MODES[key]) if key in _TAX_MODES else key


def _form(key: str) -> str:
    return _(_FORMS[key]) if key in _FORMS else key


_CHOICES: dict[str, Callable[[str], str]] = {
    "deal": _deal,
    "block": _block,
    "channel": channel_name,
    "demand": demand_label,
    "firm form": _form,
    "buys": Buys.words,
    "client": _whose_script,
    "heat": Heat.words,
    "language": _language,
    "message": MessageState.words,
    "method": PaymentMethod.words,
    "notice": _notice,
    "outcome": Outcome.words,
    "paper": PaperKind.words,
    "passed": WhenPassed.words,
    "pieces": _pieces,
    "production": ProductionState.words,
    "purpose": StagePurpose.words,
    "role": Role.words,
    "sharing": Way.words,
    "stage": StageKind.words,
    "task": TaskKind.words,
    "tax mode": _tax_mode,
}
