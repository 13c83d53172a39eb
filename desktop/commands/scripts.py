# SPDX-License-Identifier: Apache-2.0
"""Scripts: a new version published by the head, and what was answered on a lead, written where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from desktop.commands.client_records import checked_email, company_for, give_phone
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.product import Product
from desktop.domain.rights import Right
from desktop.domain.script import Script, ScriptAnswer
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.scripts import script_for, shipped_for
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.edits import ChangedMeanwhile
from desktop.values.scripts import CHOICES, OWN, Question, ScriptStep, problem
from desktop.values.search import name_key
from desktop.values.states import Channel
from desktop.values.touch_plans import ClientSegment, script_key

Value = str | int | datetime | UUID | None
"""What is answered: a text, a quantity, minor units of money, a time, a product or a person; None takes it back."""


@command(N_("Published the script: {channel}"), Right.EDIT_STAGES)
def publish_script(
    uow: UnitOfWork, *, channel: str, steps: Sequence[ScriptStep], based_on: UUID | None = None
) -> UUID:
    """Let these steps hold for a channel from now on; what was answered before stays answered, under its version.

    The shipped steps give the script back: what a later program ships holds then too; the shop's own versions are kept.
    `based_on` is the version that the editor began with. UserError where somebody has published another one since, or a
    step cannot be asked so.
    """
    uow.name(channel=Channel.words(channel))
    if found := problem(steps):
        raise UserError(found[1], field=str(found[0]))
    if not steps:
        raise UserError(_("A script needs a step. Nothing was published. Add one."), field="0")
    if script_for(uow.connection, channel).id != based_on:
        raise ChangedMeanwhile(
            _(
                "Somebody has published this script meanwhile. Your draft is kept. Look at theirs, then publish again."
            )
        )
    is_shipped = tuple(steps) == shipped_for(uow.connection, channel).steps
    stored = [] if is_shipped else [step.stored() for step in steps]
    made = Script(channel=channel, at=uow.now, by=uow.actor.user_id, steps=stored)
    return uow.add(made).id


@command(N_("Answered: {question}, {lead}"), Right.SELL)
def answer(uow: UnitOfWork, *, lead_id: UUID, field: str, value: Value, seen: Seen = None) -> None:
    """Write an answer into the lead's field, or its client's, and note under which version it was asked.

    UserError that names the field where it cannot be so.
    """
    lead = uow.get(Lead, lead_id)
    script = script_for(uow.connection, lead.script_channel)
    asked = next((one for one in script.fills() if one.field == field), None)
    _write(uow, lead, field, value)
    uow.add(
        ScriptAnswer(
            card_id=lead.id, field=field, at=uow.now, by=uow.actor.user_id, script_id=script.id
        )
    )
    words = asked.words() if asked is not None else Question.words(field)
    uow.name(question=words, lead=lead.title or lead.number)


@command(N_("Chose the script “{script}”: {card}"), Right.SELL)
def choose_script(
    uow: UnitOfWork, *, card_kind: str, card_id: UUID, script: str, seen: Seen = None
) -> None:
    """Follow another script on a card: on a lead that of another channel, on a deal that of another kind of client.

    An empty one is that of its own channel or client again. What was answered stays answered. UserError for a script
    that there is not.
    """
    is_lead = card_kind == Lead.entity()
    card: Lead | Deal = uow.get(Lead, card_id) if is_lead else uow.get(Deal, card_id)
    names = scripts_of_leads() if isinstance(card, Lead) else scripts_of_deals()
    if script and script not in names:
        raise UserError(_("There is no such script. Nothing was changed. Choose another one."))
    is_own = isinstance(card, Lead) and script == card.channel
    card.script = "" if is_own else script
    uow.name(script=names.get(script) or _("its own"), card=card.title or card.number)


def scripts_of_leads() -> dict[str, str]:
    """The scripts that a lead may follow: every channel has one."""
    return {channel.value: channel.label() for channel in Channel}


def scripts_of_deals() -> dict[str, str]:
    """The scripts that a deal may follow: one for each kind of client."""
    return {script_key(segment): segment.label() for segment in ClientSegment}


def deal_answers(lead: Lead) -> dict[str, str]:
    """What a lead answers and a deal has no field for, as its deal keeps it."""
    known = {
        Question.QUANTITY: str(lead.quantity or ""),
        Question.PAPER: lead.paper,
        Question.ARTWORK: lead.artwork,
        Question.PREPAYMENT: lead.prepayment,
        Question.DELIVERY: lead.delivery,
        **lead.answers,
    }
    return {str(field): text for field, text in known.items() if text}


def _write(uow: UnitOfWork, lead: Lead, field: str, value: Value) -> None:
    if field.startswith(OWN):
        rest = {key: text for key, text in lead.answers.items() if key != field}
        text = str(value or "").strip()
        lead.answers = {**rest, field: text} if text else rest
        return
    place = _PLACES.get(field)
    if place is None:
        raise UserError(_("A newer program asks this. Nothing was changed. Update this one first."))
    if field in CHOICES and value and str(value) not in set(CHOICES[field]):
        raise UserError(_("Choose one of the answers."), field=field)
    place(uow, lead, value)


def _column(name: str) -> Callable[[UnitOfWork, Lead, Value], None]:
    """An answer that is a text of the lead itself."""

    def write(_uow: UnitOfWork, lead: Lead, value: Value) -> None:
        setattr(lead, name, str(value or "").strip())

    return write


def _figure(name: str) -> Callable[[UnitOfWork, Lead, Value], None]:
    """An answer that is a figure of the lead itself, more than nothing."""

    def write(_uow: UnitOfWork, lead: Lead, value: Value) -> None:
        if value is not None and (not isinstance(value, int) or value <= 0):
            raise UserError(_("Write a number above 0."), field=name)
        setattr(lead, name, value)

    return write


def _due(_uow: UnitOfWork, lead: Lead, value: Value) -> None:
    assert value is None or isinstance(value, datetime)
    lead.due_at = value


def _buys(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    lead.say_whether_they_buy(str(value or ""), at=uow.now, by=uow.actor.user_id)


def _product(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    """One of the price list, or in their own words what the lead is about."""
    if isinstance(value, UUID):
        product = uow.get(Product, value)
        lead.product_id, lead.title = product.id, lead.title or product.name
        return
    lead.product_id = None
    lead.title = str(value or "").strip()


def _person(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    name = _wanted(value, Question.PERSON)
    contact = uow.find(Contact, lead.contact_id)
    if contact is None:
        lead.contact_id = uow.add(Contact(name=name, company_id=lead.company_id)).id
    else:
        contact.name = name


def _decider(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    """Whoever decides: one who is known here, by id or name, else a new person of theirs."""
    if isinstance(value, UUID):
        lead.decider_id = uow.get(Contact, value).id
        return
    name = _wanted(value, Question.DECIDER)
    uow.flush()
    theirs = [uow.find(Contact, lead.contact_id)]
    if lead.company_id is not None:
        of_firm = select(Contact).where(
            Contact.company_id == lead.company_id, Contact.archived_at.is_(None)
        )
        theirs += uow.all(of_firm)
    known = next((one for one in theirs if one and name_key(one.name) == name_key(name)), None)
    person = known or uow.add(Contact(name=name, company_id=lead.company_id))
    lead.decider_id = person.id
    lead.contact_id = lead.contact_id or person.id


def _phone(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    text = _wanted(value, Question.PHONE)
    owner = lead.decider_id or lead.contact_id
    give_phone(uow, text, contact_id=owner, company_id=None if owner else lead.company_id)


def _email(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    address = checked_email(_wanted(value, Question.EMAIL))
    owner = uow.find(Contact, lead.decider_id or lead.contact_id)
    if owner is not None:
        owner.email = address
    elif lead.company_id is not None:
        uow.get(Company, lead.company_id).email = address


def _company(uow: UnitOfWork, lead: Lead, value: Value) -> None:
    """The firm they are of; one that is named already is written anew, not exchanged for another."""
    name = _wanted(value, Question.COMPANY)
    firm = uow.find(Company, lead.company_id)
    if firm is not None:
        firm.name = name
        return
    firm = company_for(uow, name=name)
    lead.company_id = firm.id
    contact = uow.find(Contact, lead.contact_id)
    if contact is not None:
        contact.company_id = contact.company_id or firm.id


def _next_touch(_uow: UnitOfWork, _lead: Lead, _value: Value) -> None:
    raise UserError(_("Set the next touch at the right."), field=Question.NEXT_TOUCH)


def _wanted(value: Value, field: Question) -> str:
    """What cannot be left empty again: a person or a firm is renamed, not unnamed."""
    text = str(value or "").strip()
    if not text:
        raise UserError(
            _("“{question}” cannot be empty again.").format(question=field.label()), field=field
        )
    return text


_PLACES: Mapping[str, Callable[[UnitOfWork, Lead, Value], None]] = {
    Question.PERSON: _person,
    Question.DECIDER: _decider,
    Question.PHONE: _phone,
    Question.EMAIL: _email,
    Question.COMPANY: _company,
    Question.SITE: _column("site"),
    Question.SOURCE: _column("source"),
    Question.BUYS: _buys,
    Question.PRODUCT: _product,
    Question.QUANTITY: _figure("quantity"),
    Question.DUE: _due,
    Question.PAPER: _column("paper"),
    Question.BUDGET: _figure("expected_amount"),
    Question.ARTWORK: _column("artwork"),
    Question.PREPAYMENT: _column("prepayment"),
    Question.DELIVERY: _column("delivery"),
    Question.NEXT_TOUCH: _next_touch,
    Question.NOTE: _column("note"),
}
"""Where each answer is written."""
