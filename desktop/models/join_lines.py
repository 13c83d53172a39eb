# SPDX-License-Identifier: Apache-2.0
"""Two cards side by side as lines with a choice each, what comes of them, and what the screen says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.i18n import N_, _, formats, ngettext, pgettext
from desktop.models import requisite_words
from desktop.models.client_words import ClientWords
from desktop.values.drafts.join import (
    REQUISITE_UNITS,
    JoinDraft,
    requisite_line,
    requisite_of,
)
from desktop.values.money import Money
from desktop.values.rows.duplicates import (
    COMPANY,
    CONTACT,
    LEAD,
    DuplicateFound,
    PairRow,
    Reason,
    Side,
    Sides,
)
from desktop.values.search import fold


class Kind(StrEnum):
    """What can be chosen in a line: nothing, one of the two, or both."""

    PLAIN = "plain"
    ONE = "one"
    BOTH = "both"


LEFT, RIGHT = 0, 1

_LABELS: dict[str, str] = {
    "name": N_("Name"),
    "title": N_("Wants"),
    "contact_id": N_("Person"),
    "company_id": N_("Company"),
    "post": N_("Post"),
    "requisites": N_("Requisites"),
    "phones": N_("Phones"),
    "emails": N_("E-mails"),
    "people": N_("People"),
    "source": N_("Source"),
    "comment": N_("Comment"),
    "note": N_("Note"),
    "site": N_("Site"),
    "discount_percent": N_("Discount"),
    "expected_amount": N_("Expected sum"),
    "holder_id": N_("Owner"),
    "opted_out": N_("Messages"),
}
_ORDER: dict[str, tuple[str, ...]] = {
    CONTACT: ("name", "company_id", "post", "requisites", "phones", "emails", "source", "comment"),
    COMPANY: ("name", "requisites", "phones", "emails", "people", "source", "comment"),
    LEAD: ("title", "contact_id", "company_id", "holder_id", "expected_amount", "source", "note"),
}
_ADDRESS = requisite_line("address")
_NAMED, _NUMBERS = (
    tuple(requisite_line(unit[0]) for unit in REQUISITE_UNITS if unit[0].endswith("_name") is first)
    for first in (True, False)
)
"""Each is chosen by itself where both cards have some; else one line says which card has them."""

_ALSO: dict[str, tuple[str, ...]] = {
    CONTACT: ("discount_percent", "opted_out"),
    COMPANY: ("discount_percent", "opted_out"),
    LEAD: ("site",),
}
_KEPT_AS_IT_CAME = frozenset({"source"})
"""Of a lead: where it came from is kept for good."""

_OPTED: dict[str, str] = {"sms": N_("no SMS"), "email": N_("no e-mails")}


@dataclass(slots=True)
class Line:
    """One line: its label and rule, what stands at either side, and what is chosen there."""

    name: str
    kind: Kind
    texts: tuple[str, str]
    chosen: list[bool] = field(default_factory=lambda: [True, False])
    is_same: bool = False

    @property
    def label(self) -> str:
        """The field in words."""
        requisite = requisite_of(self.name)
        return requisite_words.label(requisite) if requisite else _(_LABELS[self.name])

    @property
    def rule(self) -> str:
        """The small words below the label."""
        if self.name == "opted_out" and self.kind is not Kind.PLAIN:
            return _("stricter wins")
        if self.kind is Kind.PLAIN and all(self.chosen):
            return _("both stay")
        return _("both can stay") if self.kind is Kind.BOTH else ""

    @property
    def is_checked(self) -> bool:
        """Whether the boxes are checked and not chosen from."""
        return self.kind is Kind.BOTH or all(self.chosen)

    def has_box(self, side: int) -> bool:
        """Whether a side stands in a box: an empty or an equal one does not."""
        return bool(self.texts[side]) and not (self.is_same and side == RIGHT)

    def said(self, side: int) -> str:
        """What stands at a side."""
        if not self.texts[side]:
            return _("empty")
        if self.is_same and side == RIGHT:
            return _("{value}, same").format(value=self.texts[side])
        return self.texts[side]

    def choose(self, side: int) -> None:
        """Take one side's value; where both may stay, take it or leave it, but one stays."""
        if self.kind is Kind.ONE:
            self.chosen = [side == LEFT, side == RIGHT]
        elif self.kind is Kind.BOTH:
            turned = [not one if place == side else one for place, one in enumerate(self.chosen)]
            if any(turned):
                self.chosen = turned

    def take(self, side: int) -> None:
        """What the keys for all lines do: one side's value; of what may both stay, both."""
        if self.kind is Kind.ONE:
            self.choose(side)


def lines_of(sides: Sides, words: ClientWords) -> list[Line]:
    """The lines of two cards, those left out of which neither card says anything."""
    kind = sides.left.kind
    names = [*_ORDER[kind], *_ALSO[kind]]
    if all(side.fields.get("requisites") for side in (sides.left, sides.right)):
        place = names.index("requisites")
        names[place : place + 1] = _NAMED
        behind = "people" if "people" in names else "emails"
        names[names.index(behind) + 1 : names.index(behind) + 1] = _NUMBERS
    found = (_line(name, sides, words) for name in names)
    return [line for line in found if any(line.texts)]


def draft_of(sides: Sides, lines: Iterable[Line], kept: int) -> JoinDraft:
    """What is to be joined, as it was chosen; `kept` is the side that stays."""
    both = (sides.left, sides.right)
    chosen = {line.name: line.chosen for line in lines}
    stays, goes = both[kept], both[1 - kept]
    taken = {line.name for line in lines if line.kind is Kind.ONE and line.chosen[1 - kept]}
    return JoinDraft(
        kind=stays.kind,
        kept_id=stays.id,
        other_id=goes.id,
        taken=frozenset(taken - {"opted_out"}),
        left_phones=frozenset(
            phone.id
            for place, side in enumerate(both)
            if "phones" in chosen and not chosen["phones"][place] and _differs(lines, "phones")
            for phone in side.phones
        ),
        emails=_emails(sides, chosen.get("emails"), kept),
        opted_out=_opted_out(sides, lines),
    )


def address_of(sides: Sides, lines: Iterable[Line]) -> str:
    """The address as it was chosen; that of all requisites where these are chosen together."""
    both = (sides.left, sides.right)
    line = next((one for one in lines if one.name in {_ADDRESS, "requisites"}), None)
    if line is None or True not in line.chosen:
        return ""
    return both[line.chosen.index(True)].fields.get(_ADDRESS, "")


def segment_words(sides: Sides) -> str:
    """Whether both together have bought here; a lead is no client, so nothing is said of one."""
    if sides.left.kind == LEAD:
        return ""
    bought = sum(side.orders - side.open_deals for side in (sides.left, sides.right))
    return pgettext("client", "Returning") if bought > 0 else pgettext("client", "New")


def _line(name: str, sides: Sides, words: ClientWords) -> Line:
    both = (sides.left, sides.right)
    texts = _text(name, both[LEFT], words), _text(name, both[RIGHT], words)
    if name == "opted_out":
        return _consent(sides, texts)
    is_same = bool(texts[LEFT]) and _is_same(name, both, texts)
    kind = Kind.BOTH if name in {"phones", "emails"} else Kind.ONE
    if name == "people" or (name in _KEPT_AS_IT_CAME and both[LEFT].kind == LEAD):
        kind = Kind.PLAIN
    if is_same or not all(texts):
        kind = Kind.PLAIN
    line = Line(name, kind, texts, is_same=is_same)
    line.chosen = [bool(texts[LEFT]), not texts[LEFT] or kind is Kind.BOTH]
    if name == "people" and all(texts):
        line.chosen = [True, True]
    return line


def _consent(sides: Sides, texts: tuple[str, str]) -> Line:
    """The stricter word is chosen; where each is stricter in its own way, both count."""
    left, right = set(sides.left.opted_out), set(sides.right.opted_out)
    if left == right:
        return Line("opted_out", Kind.PLAIN, texts if left else ("", ""), is_same=True)
    if left > right or right > left:
        return Line("opted_out", Kind.ONE, texts, [left > right, right > left])
    return Line("opted_out", Kind.BOTH, texts, [True, True])


def _text(name: str, side: Side, words: ClientWords) -> str:
    match name:
        case "phones":
            return ", ".join(words.phone(phone.digits) for phone in side.phones)
        case "emails":
            return ", ".join(side.emails)
        case "people":
            return ", ".join(side.people)
        case "opted_out":
            return opted_out_words(side.opted_out)
        case "discount_percent" if text := side.fields.get(name):
            return formats.percent(int(text))
        case "expected_amount" if text := side.fields.get(name):
            minor, _space, currency = text.partition(" ")
            return formats.money(Money(int(minor), currency))
        case _:
            return side.fields.get(name, "")


def opted_out_words(channels: Iterable[str]) -> str:
    """Whether somebody may be written to."""
    said = [_(_OPTED[one]) for one in channels if one in _OPTED]
    return ", ".join(said) if said else _("may be written to")


def _is_same(name: str, both: tuple[Side, Side], texts: tuple[str, str]) -> bool:
    if name == "phones":
        mine = {phone.digits for phone in both[LEFT].phones}
        return bool(both[RIGHT].phones) and {p.digits for p in both[RIGHT].phones} <= mine
    if name == "emails":
        mine = {email.casefold() for email in both[LEFT].emails}
        return bool(both[RIGHT].emails) and {e.casefold() for e in both[RIGHT].emails} <= mine
    return texts[LEFT] == texts[RIGHT] or (name != "name" and fold(texts[0]) == fold(texts[1]))


def _differs(lines: Iterable[Line], name: str) -> bool:
    return any(line.name == name and line.kind is Kind.BOTH for line in lines)


def _emails(sides: Sides, chosen: list[bool] | None, kept: int) -> tuple[str, ...] | None:
    if chosen is None or all(chosen):
        return None
    both = (sides.left, sides.right)
    order = (kept, 1 - kept)
    found = [email for place in order if chosen[place] for email in both[place].emails]
    return tuple(found) or None


def _opted_out(sides: Sides, lines: Iterable[Line]) -> tuple[str, ...] | None:
    line = next((one for one in lines if one.name == "opted_out"), None)
    if line is None or line.kind is Kind.PLAIN or all(line.chosen):
        return None
    return sides.left.opted_out if line.chosen[LEFT] else sides.right.opted_out


# What is said of two cards


def reasons_words(reasons: Sequence[Reason]) -> str:
    """What two cards have in common: "same phone, similar name"."""
    if tuple(reasons) == (Reason.SIMILAR,):
        return _("similar name only")
    return ", ".join(reason.label() for reason in reasons)


def pair_spoken(row: PairRow) -> str:
    """A pair in one sentence for a screen reader."""
    return f"{row.one}, {row.other}, {row.score} %, {reasons_words(row.reasons)}"


def hint_words(found: DuplicateFound) -> str:
    """What a hint names below a name: what coincides, with the end of the number, and which lead it is."""
    words = reasons_words(found.reasons)
    if found.same.isdigit() and len(found.same) > 6 and Reason.PHONE in found.reasons:
        words += f", …{found.same[-4:-2]}-{found.same[-2:]}"
    if found.number:
        words += ", " + _("lead {number}").format(number=found.number)
    return words


def counted(sides: Sides, words: ClientWords) -> list[tuple[str, str, str, str]]:
    """Label, what the card at the left has, what the one at the right has, and both together."""
    left, right = sides.left, sides.right
    rows = [
        (_("Orders"), left.orders, right.orders),
        (_("Open deals"), left.open_deals, right.open_deals),
        (_("Open leads"), left.open_leads, right.open_leads),
        (_("Timeline"), left.lines, right.lines),
        (_("Documents"), left.documents, right.documents),
        (_("Next touches"), len(left.touches), len(right.touches)),
    ]
    together = [
        (label, formats.number(a), formats.number(b), formats.number(a + b)) for label, a, b in rows
    ]
    if left.kind == LEAD:
        return [row for row in together if row[0] in {_("Timeline"), _("Next touches")}]
    paid = [words.sum(sum_, whole=True) for sum_ in (left.paid, right.paid, left.paid + right.paid)]
    together.insert(1, (_("Paid"), paid[0], paid[1], paid[2]))
    return together


def touches_words(sides: Sides, words: ClientWords) -> str:
    """What becomes of the next touches of both; empty where there is nothing to say."""
    touches = sorted((*sides.left.touches, *sides.right.touches), key=lambda one: one.at)
    if len(touches) < 2 or not sides.left.touches or not sides.right.touches:
        return ""
    said = formats.joined([words.due(one.at) for one in touches[:3]])
    if sides.left.kind == LEAD:
        return _(
            "Next touches of both: {touches}. Of them stay the first one and what was agreed with the client."
        ).format(touches=said)
    if len(touches) == 2:
        return _(
            "Two next touches on one client: {touches}. Both stay, each with its owner."
        ).format(touches=said)
    return ngettext(
        "{n} next touch on one client: {touches}. It stays with its owner.",
        "{n} next touches on one client: {touches}. All stay, each with its owner.",
        len(touches),
    ).format(n=len(touches), touches=said)
