# SPDX-License-Identifier: Apache-2.0
"""What a script says on a card: its sentences with names in them, answers in words, what is missing and how much."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from desktop.i18n import N_, _, formats, ngettext
from desktop.values.money import Money
from desktop.values.phone import pretty_phone
from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import CHOICES, Fill, Question, ScriptStep, filled_in, is_answered

_ELSEWHERE = frozenset({Question.NEXT_TOUCH})
EXAMPLES: Mapping[str, str] = {
    Question.PERSON: N_("Ella Marsh"),
    Question.DECIDER: N_("who decides and pays"),
    Question.PHONE: N_("07700 900 342"),
    Question.EMAIL: N_("orders@firm.example"),
    Question.COMPANY: N_("Marsh School"),
    Question.SITE: N_("firm.example"),
    Question.SOURCE: N_("who told them, which advert"),
    Question.PRODUCT: N_("catalogue A4, 24 pp."),
    Question.QUANTITY: N_("for example 300"),
    Question.DUE: N_("fri, 19.10, +3"),
    Question.PAPER: N_("coated 150 gsm, matt"),
    Question.BUDGET: N_("up to 600"),
    Question.NOTE: N_("what else matters"),
}
"""An example of each answer, for an empty field."""


def inline(words: str) -> str:
    """A label within a sentence: its first letter small, unless it is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def spoken(text: str, part: ScriptPart, me: str) -> str:
    """A sentence with the names it wants; one that nobody knows is left open."""
    known = {**part.names, "me": _first_name(me)}
    if "contact" in known:
        known["contact"] = _first_name(known["contact"])
    try:
        pieces = [
            words + (known.get(name, "…") if name is not None else "")
            for words, name, _spec, _conv in string.Formatter().parse(text)
        ]
    except ValueError:  # a brace that was typed alone
        return text
    return "".join(pieces)


def quoted(text: str, part: ScriptPart, me: str) -> str:
    """The same in quotes, as it is said."""
    return _("“{text}”").format(text=spoken(text, part, me))


def _first_name(name: str) -> str:
    """How somebody is spoken to; a title or an initial alone would be none."""
    first = name.partition(" ")[0]
    return name if len(first) <= len("Dr") or first.endswith(".") else first


def answer_words(field: str, value: Any, now: dt.datetime, country: str = "") -> str:
    """An answer as people read it."""
    if field in CHOICES:
        return CHOICES[field].words(str(value))
    if field == Question.PHONE:
        return pretty_phone(str(value), country)
    match value:
        case dt.datetime():
            return formats.short_date(value.astimezone(now.tzinfo).date())
        case Money():
            return formats.money(value, whole=True)
        case int():
            return formats.number(value)
    return str(value)


def in_days(moment: dt.datetime, now: dt.datetime) -> str:
    """How long it is till then in whole days; nothing for today and what has passed."""
    days = (moment.astimezone(now.tzinfo).date() - now.date()).days
    return _("in {span}").format(span=formats.span(dt.timedelta(days=days))) if days > 0 else ""


def gist(step: ScriptStep, part: ScriptPart, now: dt.datetime) -> str:
    """What a step that is done has brought, in one line; "Tickets, 12,000" says the quantity as well."""
    said = ""
    for one in step.fill:
        if one.field not in _ELSEWHERE and is_answered(one.field, part.answers):
            words = answer_words(one.field, part.answers[one.field], now, part.country)
            if not _says(said, words):
                said = ", ".join(filter(None, (said, words)))
    return said


def _says(text: str, words: str) -> bool:
    """Whether these words stand in a text as they are; 500 is no part of 1,500, nor 12 of 12,000."""
    alone = rf"(?<![\w.,\u00a0\u202f]){re.escape(words)}(?!\w|[.,\u00a0\u202f]\d)"
    return bool(re.search(alone, text))


def count_words(step: ScriptStep, part: ScriptPart) -> str:
    """How far a step is: "4 of 6 fields"; nothing where it has none."""
    asked = [one for one in step.fill if one.field not in _ELSEWHERE]
    if not asked:
        return ""
    return _("{n} of {count} fields").format(n=filled_in(step, part.answers), count=len(asked))


def gap_words(count: int) -> str:
    """The chip of a step that lacks answers."""
    return ngettext("{n} answer missing", "{n} answers missing", count).format(n=count)


def missing_words(part: ScriptPart) -> str:
    """The beginning of the footer's sentence; the questions follow as links."""
    required = len(part.script.required())
    words = _("{n} of {count} required missing:")
    return words.format(n=len(part.missing), count=required)


def not_known(fill: Fill) -> str:
    """One missing answer among what a deal needs."""
    return _("{question}: not answered").format(question=fill.words())


def available_words(count: int) -> str:
    """Why a lead cannot be converted yet."""
    words = ngettext("Available after {n} answer.", "Available after {n} answers.", count)
    return words.format(n=count)


def finish_words() -> str:
    """What stands at a required field that was left empty; its label says which."""
    return _("The script is not finished without it.")


def is_elsewhere(field: str) -> bool:
    """Whether a question is answered elsewhere on the card than in the script."""
    return field in _ELSEWHERE


def asked_under(part: ScriptPart, field: str) -> str:
    """Who answered a question, and under which version where that is not the one that holds; for the tool tip."""
    if field not in part.under:
        return ""
    version, who = part.under[field]
    is_old = version != part.script.id
    pattern = _("Answered by {name}, asked by an older script") if is_old else _("Answered by {name}")  # fmt: skip
    return pattern.format(name=who) if who else ""


def labels(fills: Iterable[Fill]) -> str:
    """Some questions, in a sentence."""
    return ", ".join(inline(one.words()) for one in fills)


def told_answer(field: str, words: str, text: str, now: dt.datetime) -> tuple[str, str]:
    """A question that was asked before there was a deal, and its answer."""
    value: Any = int(text) if field == Question.QUANTITY and text.isdecimal() else text
    return words or Question.words(field), answer_words(field, value, now)


def product_named(part: ScriptPart, text: str) -> UUID | str:
    """A product of the price list by its name, else the words as they are."""
    folded = text.strip().casefold()
    return next((id_ for id_, name in part.products if name.casefold() == folded), text.strip())
