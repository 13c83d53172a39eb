# SPDX-License-Identifier: Apache-2.0
"""Scripts for screens: a lead's with its answers, the counter's, and all of them as the head edits them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, select

from desktop.domain.column_types import Uuid16
from desktop.domain.firm import Firm
from desktop.domain.lead import Lead
from desktop.domain.product import Product
from desktop.domain.script import Script
from desktop.domain.user import User
from desktop.storage.database import Reader
from desktop.storage.own_firm import first_firm
from desktop.storage.scripts import (
    answered_under,
    answers_of,
    script_for,
    shipped_for,
    versions_of,
)
from desktop.storage.working_time import shop_calendar
from desktop.values.rows.scripts import ScriptPart, ScriptsRow, ScriptVersion
from desktop.values.scripts import OWN, Answers, Question, read_steps
from desktop.values.scripts import Script as HeldScript
from desktop.values.states import Channel

Rows = Select[*tuple[Any, ...]]


def of_lead(reader: Reader, lead_id: UUID) -> ScriptPart:
    """The script that a lead follows, with what the lead answers of it."""
    connection = reader.connection
    found = connection.execute(_channel(), {"lead": lead_id}).first()
    channel, followed = found if found is not None else ("", "")
    answers = answers_of(connection, [lead_id]).get(lead_id, {})
    firm = connection.execute(first_firm(Firm.name, Firm.country, Firm.currency)).first()
    return ScriptPart(
        script_for(connection, followed),
        channel,
        answers,
        answered_under(connection, lead_id),
        _names(answers, firm.name if firm else ""),
        tuple((row.id, row.name) for row in connection.execute(_products())),
        firm.country if firm else "",
        firm.currency if firm else "",
        shop_calendar(connection, reader.zone, reader.today),
    )


def sample(reader: Reader, channel: str) -> ScriptPart | None:
    """The newest open lead of a channel with its answers, to try a script on; None where there is none."""
    found = reader.connection.scalar(_newest(), {"channel": channel})
    return of_lead(reader, found) if found is not None else None


def at_counter(connection: Connection) -> HeldScript:
    """The script that the form of the counter order follows."""
    return script_for(connection, Channel.WALK_IN.value)


def told_answers(
    connection: Connection, answers: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """Answers kept by their keys, each with the shop's own words for the question, whatever version asked it."""
    words: dict[str, str] = {}
    if any(field.startswith(OWN) for field in answers):
        for steps in connection.scalars(select(Script.steps).order_by(Script.at)):
            for step in read_steps(steps):
                words.update((one.field, one.label) for one in step.fill if one.is_own)
    return tuple((field, words.get(field, ""), text) for field, text in answers.items())


def scripts(reader: Reader) -> ScriptsRow:
    """Every channel's script, as it holds and as it is shipped."""
    connection = reader.connection
    return ScriptsRow(
        {channel.value: script_for(connection, channel.value) for channel in Channel},
        {channel.value: shipped_for(connection, channel.value) for channel in Channel},
    )


def versions(reader: Reader, channel: str) -> tuple[ScriptVersion, ...]:
    """Every version of a channel's script, the newest first, at the end the shipped one that it began with."""
    connection = reader.connection
    names = {row.id: row.name for row in connection.execute(select(User.id, User.name))}
    shipped = shipped_for(connection, channel)
    found = [
        ScriptVersion(
            # Without steps it gave the script back to what is shipped.
            one if one.steps else replace(one, steps=shipped.steps),
            names.get(one.by, "") if one.by else "",
            holds=n == 0,
            is_shipped=not one.steps,
        )
        for n, one in enumerate(versions_of(connection, channel))
    ]
    return (*found, ScriptVersion(shipped, holds=not found, is_shipped=True))


def _names(answers: Answers, firm: str) -> Mapping[str, str]:
    """What a sentence may name; whom one talks to is whoever decides, once somebody is known to."""
    person = answers.get(Question.DECIDER) or answers.get(Question.PERSON) or ""
    named = {
        "contact": person,
        "firm": firm,
        "title": answers.get(Question.PRODUCT, ""),
        "email": answers.get(Question.EMAIL, ""),
    }
    return {name: str(text) for name, text in named.items() if text}


@cache
def _newest() -> Select[UUID]:
    newest = select(Lead.id).where(Lead.channel == bindparam("channel"), Lead.is_open)
    return newest.order_by(Lead.created_at.desc()).limit(1)


@cache
def _channel() -> Rows:
    return select(Lead.channel, Lead.script_channel.label("followed")).where(
        Lead.id == bindparam("lead", type_=Uuid16)
    )


@cache
def _products() -> Rows:
    named = select(Product.id, Product.name).where(Product.archived_at.is_(None))
    return named.order_by(Product.position, Product.name)
