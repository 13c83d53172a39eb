# SPDX-License-Identifier: Apache-2.0
"""Stored values as people know them: names for ids, money with its currency, words for what a code stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from desktop.domain.column_types import Uuid16, decode
from desktop.domain.deal import Deal
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage.database import Reader
from desktop.values.money import Money
from desktop.values.rows.to_look_at import Choice, Several, Value, Whole

Fields = Mapping[str, Any]
"""A record's fields in the codec of the journal."""

STAGE, LEAD_STAGE, HOLDER, BLOCK, LINE, TIME, OUTCOME, HOME = (
    ("deal", "pipeline_id"),
    ("lead", "pipeline_id"),
    ("lead", "holder_id"),
    ("deal", "block_reason"),
    ("deal_line", "amount"),
    ("task", "due_at"),
    ("task", "outcome"),
    ("firm", "currency"),
)
"""Groups of fields that are said as one: the kind, and the first field of the group."""

_THE_DEAL = select(Deal.number, Deal.title, Deal.holder_id).where(
    Deal.id == bindparam("id", type_=Uuid16)
)
_NAME = {"deal": "title", "lead": "title", "stage": "name", "payment": "payer"}
_REFERS = {
    "created_by": "user",
    "done_by": "user",
    "opened_by": "user",
    "closed_by": "user",
    "confirmed_by": "user",
    "blocked_by": "user",
    "buys_by": "user",
    "asked_by": "user",
    "by": "user",
}
_CHOICES = {
    ("deal", "channel"): "channel",
    ("deal", "heat"): "heat",
    ("lead", "channel"): "channel",
    ("lead", "heat"): "heat",
    ("lead", "buys"): "buys",
    ("lead", "script"): "channel",
    ("deal", "script"): "client",
    ("lead_rule", "channel"): "channel",
    ("lead_rule", "way"): "sharing",
    ("deal", "ready_channel"): "notice",
    ("contact", "ready_channel"): "notice",
    ("contact", "language"): "language",
    ("contact", "opted_out"): "channel",
    ("company", "opted_out"): "channel",
    ("deal_line", "production_state"): "production",
    ("task", "kind"): "task",
    ("activity", "kind"): "task",
    ("activity", "outcome"): "outcome",
    ("stage", "kind"): "stage",
    ("stage", "purpose"): "purpose",
    ("stage", "when_passed"): "passed",
    ("user", "roles"): "role",
    ("stage", "demands"): "demand",
    ("message", "state"): "message",
    ("message", "channel"): "channel",
    ("payment", "method"): "method",
    ("firm", "tax_mode"): "tax mode",
    ("firm", "form"): "firm form",
    ("document", "kind"): "paper",
    ("template", "kind"): "paper",
    ("template", "language"): "language",
}
_PEOPLE = frozenset({("lead_rule", "people")})
"""Lists of colleagues."""

_SEEN_THERE = frozenset("colour icon recurrence then".split())
"""What says nothing in words: it is seen where it belongs."""

_MONEY = frozenset(
    {
        ("deal_line", "amount"),
        ("deal", "lost_to_price"),
        ("lead", "lost_to_price"),
        ("lead", "expected_amount"),
        ("shift", "counted_cash"),
        ("shift", "opening_cash"),
        ("invoice", "amount"),
        ("invoice_issue", "amount"),
        ("payment", "amount"),
        ("payment", "given"),
    }
)


class Teller:
    """Tells values of records; a name is read once."""

    def __init__(self, reader: Reader, currency: str) -> None:
        self._reader, self._currency = reader, currency
        self._names: dict[tuple[str, UUID], str] = {}

    def name(self, kind: str, id: UUID | None) -> str:
        """What a record is called; empty where it is gone or nobody is meant."""
        if id is None:
            return ""
        known = self._names.get((kind, id))
        if known is None:
            found = self._reader.connection.scalar(_name_of(kind), {"id": id})
            known = self._names[kind, id] = str(found or "")
        return known

    def deal(self, id: UUID) -> Value:
        """A deal by its number, its title and its holder; one that is not on this computer is a colleague's."""
        found = self._reader.connection.execute(_THE_DEAL, {"id": id}).first()
        if found is None:
            return Choice("deal", "elsewhere")
        parts = (found.number, found.title, self.name("user", found.holder_id))
        return Several(tuple(part for part in parts if part))

    def number(self, id: UUID) -> str:
        """By which number people know a deal; empty where it is not here."""
        found = self._reader.connection.execute(_THE_DEAL, {"id": id}).first()
        return found.number if found is not None else ""

    def group(self, kind: str, unit: str, fields: Fields) -> Value:
        """A group of fields as one value."""
        how = _GROUPS.get((kind, unit))
        return Whole() if how is None else how(self, fields)

    def value(self, kind: str, field: str, raw: Any) -> Value:
        """One field's value."""
        if raw is None or raw == "":
            return None
        if (choice := _CHOICES.get((kind, field))) is not None:
            if isinstance(raw, list):
                return Several(tuple(Choice(choice, str(one)) for one in raw)) if raw else None
            return Choice(choice, str(raw))
        if (kind, field) in _MONEY:
            return self._money(raw)
        if field == "other_emails":
            return Several(tuple(raw)) if raw else None
        if (kind, field) in _PEOPLE:
            return Several(tuple(self._named("user", one) for one in raw)) if raw else None
        return self._plain(kind, field, raw)

    def _plain(self, kind: str, field: str, raw: Any) -> Value:
        column = table_of(BY_KIND[kind]).columns.get(field)
        is_seen = field in _SEEN_THERE or field.endswith("blob")
        if isinstance(raw, dict | list) or column is None or is_seen:
            return Whole()
        found = decode(column.type, raw)
        if isinstance(found, UUID):
            target = BY_KIND[kind].__sync__.references.get(field) or _REFERS.get(field)
            target = kind if field == "joined_to" else target
            return (self.name(target, found) if target else "") or None
        assert found is None or isinstance(found, str | int | bool | Decimal | datetime | date)
        return found

    def _money(self, raw: Any, currency: str = "") -> Value:
        return None if raw is None else Money(int(raw), currency or self._currency)

    # Groups

    def stage(self, fields: Fields) -> Value:
        """Where a card stands; of a refused one also why."""
        parts: list[Value] = [self._named("stage", fields.get("stage_id"))]
        if fields.get("stage_kind") == "lost":
            parts += [
                self._named("refusal_reason", fields.get("refusal_reason_id")),
                fields.get("refusal_comment") or None,
            ]
        there = tuple(part for part in parts if part)
        return there[0] if len(there) == 1 else Several(there)

    def holder(self, fields: Fields) -> Value:
        """Who answers for a lead; since when is theirs."""
        return self._named("user", fields.get("holder_id")) or None

    def block(self, fields: Fields) -> Value:
        """What a card waits for."""
        reason = Choice("block", fields.get("block_reason") or "")
        note = fields.get("block_note")
        return Several((reason, note)) if note else reason

    def line(self, fields: Fields) -> Value:
        """What a line of an order costs, for how many."""
        sum_ = self._money(fields.get("amount"))
        return Several((sum_, Choice("pieces", str(fields.get("quantity") or 0))))

    def time(self, fields: Fields) -> Value:
        """What is to be done, and when."""
        due = fields.get("due_at")
        when = datetime.fromisoformat(due) if due else None
        return Several((Choice("task", fields.get("kind") or ""), when))

    def outcome(self, fields: Fields) -> Value:
        """How a touch ended."""
        outcome = fields.get("outcome")
        return Choice("outcome", outcome) if outcome else None

    def home(self, fields: Fields) -> Value:
        """Where a firm is at home."""
        there = (fields.get("currency"), fields.get("country"))
        return Several(tuple(one for one in there if one))

    def _named(self, kind: str, raw: str | None) -> str:
        return self.name(kind, UUID(raw)) if raw else ""


_GROUPS: dict[tuple[str, str], Callable[[Teller, Fields], Value]] = {
    STAGE: Teller.stage,
    LEAD_STAGE: Teller.stage,
    HOLDER: Teller.holder,
    BLOCK: Teller.block,
    LINE: Teller.line,
    TIME: Teller.time,
    OUTCOME: Teller.outcome,
    HOME: Teller.home,
}


@cache
def _name_of(kind: str) -> Select[Any]:
    table = table_of(BY_KIND[kind])
    return select(table.c[_NAME.get(kind, "name")]).where(table.c.id == bindparam("id"))
