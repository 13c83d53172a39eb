# SPDX-License-Identifier: Apache-2.0
"""What a merge could not settle alone, in words: rows, what stands and why, what a press does."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from desktop.i18n import N_, _, formats, pgettext
from desktop.models import refusal_words, two_deals
from desktop.models.look_groups import Entry
from desktop.models.record_words import (
    entry_label,
    field_label,
    has_label,
    kind_label,
    near_day,
    value_words,
)
from desktop.values.money import Money
from desktop.values.rows.to_look_at import (
    About,
    Author,
    ConflictRow,
    DoubleRow,
    FindingRow,
    Pair,
    PaymentSide,
    RefusedRow,
    Several,
    Value,
)
from desktop.values.states import PaymentMethod

_RULES = {
    "next_touch": N_("Open card without a next touch"),
    "refusal_reason": N_("Refused card without a reason or a comment"),
    "contact": N_("Deal without a contact"),
    "holder_left": N_("Its owner no longer works here"),
    "handover_stayed": N_("Stayed with its owner, though a planned handover was to take it along"),
    "stage_gone": N_("Stands on a stage that is no longer in use"),
    "card_money": N_("Removed, though money came for it"),
    "card_invoice": N_("Removed, though an invoice was issued for it"),
    "card_worked_on": N_("Removed, though a colleague has worked on it"),
    "call_comment": N_("A call without a comment"),
    "task_goal": N_("A touch without a goal"),
    "number_twice": N_("Another card has the same number"),
    "closed_shift": N_("A payment of a closed shift was taken back"),
    "open_shift": N_("Money was taken without an open shift"),
    "refund": N_("More went back than was paid"),
    "confirmed": N_("A confirmed payment was taken back"),
    "taken_back": N_("A payment that was taken back is confirmed"),
    "sum": N_("A payment with a sum that cannot be right"),
}
_METHODS = {"cash": N_("cash"), "card": N_("card"), "transfer": N_("transfer")}
MENDED_BY_TOUCH = "next_touch"
MENDED_BY_ITSELF = frozenset({"next_touch", "refusal_reason", "contact", "holder_left"})
"""Findings that are settled as soon as the card is put right; any other needs somebody to say that it is in order."""


def record_title(about: About) -> str:
    """Whose it is, else what it is."""
    return about.client or about.title or kind_label(about.kind)


def record_words(about: About) -> str:
    """The second line: number and name of the deal, else what kind of record it is."""
    words = " ".join(part for part in (about.number, about.title) if part)
    return words or kind_label(about.kind)


def step_words(about: About) -> str:
    """The record as the name of a step says it: "Rowan Catering, D-2035 Delivery boxes"."""
    return ", ".join(dict.fromkeys((record_title(about), record_words(about))))


@dataclass(frozen=True, slots=True)
class Box:
    """One of two values: the words, who wrote them, and the chip that says what it is."""

    value: str
    author: str
    chip: str
    tone: str
    stands: bool
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Says rows at the present moment; `now` carries the desk's zone."""

    now: dt.datetime

    # Changed in two places

    def field(self, row: ConflictRow, pair: Pair) -> str:
        """What was changed."""
        if row.twice is not None:
            return _("Became two deals")
        if pair.field == row.unit:
            return field_label(row.about.kind, pair.field)
        return entry_label(pair.field)

    def value(self, value: Value, field: str = "") -> str:
        """A value on one line."""
        # Not at spaces that hold a number and its unit together.
        return " ".join(_BREAKS.split(value_words(value, now=self.now, field=field))).strip()

    def record(self, entry: Entry) -> str:
        """The second line: which record of the client it is."""
        if isinstance(entry, ConflictRow) and entry.unit == "requisites":
            return field_label(entry.about.kind, entry.unit)
        if isinstance(entry, DoubleRow):
            return self.payment_words(entry)
        return record_words(entry.about)

    def boxes(self, row: ConflictRow, pair: Pair) -> tuple[Box, Box]:
        """What was overwritten, and what stands."""
        mine, other = pgettext("value", "mine"), pgettext("value", "other")
        lost, stands = self.both(pair)
        return (
            Box(
                lost,
                self.author(row.lost_by),
                mine if row.lost_by.is_me else other,
                "neutral",
                stands=False,
            ),
            Box(
                stands,
                self.author(row.won_by),
                pgettext("value", "stands"),
                "success",
                stands=True,
            ),
        )

    def both(self, pair: Pair) -> tuple[str, str]:
        """Both values without what they have in common: of a line's two sums not the quantity, if that is one."""
        match (pair.lost, pair.stands):
            case (Several((Money() as lost, one)), Several((Money() as stands, other))):
                if one == other:
                    return self.value(lost), self.value(stands)
        return self.value(pair.lost, pair.field), self.value(pair.stands, pair.field)

    def began(self, pair: Pair) -> str:
        """What both began with, as short as the two values are said."""
        match (pair.began, pair.lost):
            case (Several((Money() as sum_, one)), Several((Money(), other))) if one == other:
                return self.value(sum_)
        return self.value(pair.began, pair.field)

    def author(self, author: Author, *, desk: bool = False) -> str:
        """Who wrote it, where and when: "you, offline, 10:41"."""
        parts = [self.name(author)]
        if desk and author.desk:
            parts.append(_("desk {code}").format(code=author.desk))
        if author.was_offline:
            parts.append(_("offline"))
        if not desk and author.at is not None:
            parts.append(self.moment(author.at))
        return ", ".join(parts)

    def name(self, author: Author) -> str:
        """You, or a colleague's name."""
        return pgettext("author", "you") if author.is_me else author.name or _("a colleague")

    def first_name(self, author: Author) -> str:
        """What colleagues call somebody."""
        return author.name.partition(" ")[0] or _("a colleague")

    def moment(self, at: dt.datetime) -> str:
        """The time, before today the day with it."""
        local = at.astimezone(self.now.tzinfo)
        time = formats.short_time(local)
        if local.date() == self.now.date():
            return time
        day = near_day(local.date(), self.now.date())
        return _("{day}, {time}").format(day=day, time=time)

    def why_title(self, row: ConflictRow) -> str:
        """The question the explanation answers."""
        value = self.both(row.pairs[0])[1]
        if len(value) > _SHORT_VALUE:
            return _("Why this stands")
        return _("Why “{value}” stands").format(value=value)

    def why(self, row: ConflictRow) -> str:
        """Why of two values this one stands."""
        lost, won = row.lost_by, row.won_by
        if lost.is_me or won.is_me:
            other = self.first_name(lost if won.is_me else won)
            unseen = _("You and {name} did not see each other’s change.").format(name=other)
        else:
            unseen = _("{one} and {other} did not see each other’s change.").format(
                one=self.first_name(lost), other=self.first_name(won)
            )
        if row.closed_wins:
            reason = _("One of you closed the card, and a closed card is not opened by a merge.")
        elif won.is_me:
            reason = _("Yours came later, so it stands.")
        else:
            reason = _("{name}’s came later, so it stands.").format(name=self.first_name(won))
        return f"{unseen} {reason}"

    def since(self, row: ConflictRow) -> str:
        """What stands by now, where it was changed again; else nothing."""
        if not row.has_since:
            return ""
        value = self.value(row.since, row.unit)
        return _("It was changed again since. Now it says: {value}").format(value=value)

    def put_back(self, row: ConflictRow, *, undo: str) -> str:
        """What a press on "Put mine back" does; `undo` spells the keys that take it back."""
        if row.twice is not None:
            return two_deals.put_back(row, undo)
        said = ", ".join(self.both(pair)[0] for pair in row.pairs)
        if row.is_long:
            said = _("the whole text")
        edit = _("An ordinary edit made now: {value}. It goes to all desks and stays in history.")
        return " ".join((edit.format(value=said), _("{keys} takes it back.").format(keys=undo)))

    def put_back_word(self, row: ConflictRow) -> str:
        """The word on the button."""
        if row.twice is not None:
            return two_deals.keep_word(row, stands=False)
        return _("Put mine back") if row.lost_by.is_me else _("Put the other back")

    def invoice(self, row: ConflictRow) -> str:
        """What the invoice says, where a sum was changed that one was issued for."""
        if row.invoice is None:
            return ""
        said = _("Invoice {number} says {sum}. It was issued at {time}.")
        sum_ = formats.money(row.invoice.amount)
        time = self.moment(row.invoice.at)
        return said.format(number=row.invoice.number, sum=sum_, time=time)

    def settled(self, row: ConflictRow | RefusedRow) -> str:
        """Who settled it, and when."""
        if row.settled_at is None:
            return ""
        who = row.settled_by if isinstance(row, ConflictRow) else ""
        when = self.moment(row.settled_at)
        if not who:
            return _("settled itself, {time}").format(time=when)
        return _("settled by {name}, {time}").format(name=who, time=when)

    # Refused

    def what(self, row: RefusedRow) -> str:
        """The name of the step, with what was typed and when."""
        label = self.label(row)
        texts = [self.value(v, f) for _k, f, v in row.texts if f in {"text", "comment", "goal"}]
        if texts:
            label = _("{step}: “{text}”").format(step=label, text=texts[0])
        if row.written_at is None:
            return label
        return _("{step}, written at {time}").format(step=label, time=self.moment(row.written_at))

    def label(self, row: RefusedRow) -> str:
        """The name of the step."""
        if not row.label:
            return _("A change")
        # A step that broke off before it was named lacks some of its fields.
        return _(row.label).format_map(defaultdict(str, row.label_fields)).strip()

    def refusal(self, row: RefusedRow) -> str:
        """Why the hub did not take it."""
        return refusal_words.why(row)

    def copy_text(self, row: RefusedRow) -> str:
        """All that was typed, to be pasted elsewhere."""
        lines = [self.label(row), record_title(row.about), record_words(row.about)]
        lines += [
            f"{field_label(kind, field)}: {value_words(value, now=self.now, field=field)}"
            for kind, field, value in row.texts
            if has_label(kind, field)
        ]
        return "\n".join(dict.fromkeys(line for line in lines if line))

    def typed(self, row: RefusedRow) -> list[tuple[str, str]]:
        """The fields of a refused step with their values, without what people do not know."""
        return [
            (field_label(kind, field), value_words(value, now=self.now, field=field))
            for kind, field, value in row.texts
            if has_label(kind, field)
        ]

    # Payments

    def payment_box(self, side: PaymentSide) -> Box:
        """One of two payments."""
        is_bank = side.method == PaymentMethod.TRANSFER
        day = self.moment(side.at)
        if side.paid_on is not None:
            day = near_day(side.paid_on, self.now.date())
        method = _(_METHODS[side.method]) if side.method in _METHODS else side.method
        words = (method, side.by, day)
        return Box(
            formats.money(side.amount),
            ", ".join(part for part in words if part),
            pgettext("origin", "bank") if is_bank else pgettext("origin", "counter"),
            "neutral",
            stands=False,
            icon="bank" if is_bank else "storefront",
        )

    def payment_words(self, row: DoubleRow) -> str:
        """Number and name of the deal, with its invoice where it has one."""
        words = record_words(row.about)
        return " ".join(part for part in (row.invoice, words) if part)

    def came(self, row: DoubleRow) -> str:
        """What came, and what was to come."""
        came, due = formats.money(row.came), formats.money(row.due)
        return _("{came} came, {due} due").format(came=came, due=due)

    def double_why(self, row: DoubleRow) -> str:
        """Why two payments are shown together."""
        one, other = row.first, row.second
        return _(
            "The same sum for the same order on the same day, written at two desks: {one} and {other}. "
            "It may be one payment that was noted twice. Nothing is dropped by itself."
        ).format(one=self._desk(one), other=self._desk(other))

    def _desk(self, side: PaymentSide) -> str:
        return ", ".join(part for part in (side.by, side.desk) if part) or _("a colleague")

    # Broken

    def rule(self, row: FindingRow) -> str:
        """Which rule of the house is broken."""
        known = _RULES.get(row.rule)
        return _(known) if known else _("A rule of the house is broken")

    # The whole row

    def spoken(self, entry: Entry) -> str:
        """A row as one sentence."""
        parts = [record_title(entry.about), self.record(entry)]
        match entry:
            case ConflictRow():
                for pair in entry.pairs:
                    parts.append(self.field(entry, pair))
                    for box in self.boxes(entry, pair):
                        parts += [box.chip, box.value, box.author]
            case RefusedRow():
                parts += [self.what(entry), self.refusal(entry)]
            case DoubleRow():
                parts.append(self.came(entry))
                for side in (entry.first, entry.second):
                    box = self.payment_box(side)
                    parts += [box.chip, box.value, box.author]
            case FindingRow():
                parts.append(self.rule(entry))
        return ", ".join(part for part in parts if part)


_SHORT_VALUE = 40
_BREAKS = re.compile(r"[ \t\r\n]+")


def ids_of(row: DoubleRow) -> tuple[UUID, UUID]:
    """The two payments."""
    return row.first.id, row.second.id
