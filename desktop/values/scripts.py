# SPDX-License-Identifier: Apache-2.0
"""Scripts: ordered steps with what to say, what to ask and which fields to fill; what is answered and what missing.

A question is one of the fields that the program has, or one of the shop's own (`own:…`) with its words in the script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from desktop.i18n import N_, _
from desktop.values.ids import new_id
from desktop.values.states import Named

OWN = "own:"
ANSWER_PREFIX = "answer:"
"""Before a question's key where it stands among what a stage demands."""

Answers = Mapping[str, Any]
"""What a card answers, by the question's key: texts, figures, times, Money. What nobody has answered is left out."""


class Question(Named):
    """What a script can ask; each has its place on the card or its client."""

    PERSON = "person", N_("Who picked up")
    DECIDER = "decider", N_("Decision-maker")
    PHONE = "phone", N_("Phone")
    EMAIL = "email", N_("E-mail")
    COMPANY = "company", N_("Company")
    SITE = "site", N_("Website")
    SOURCE = "source", N_("Where they know us from")
    BUYS = "buys", N_("Do they buy this")
    PRODUCT = "product", N_("Product")
    QUANTITY = "quantity", N_("Quantity")
    DUE = "due", N_("Needed by")
    PAPER = "paper", N_("Paper and finish")
    BUDGET = "budget", N_("Budget")
    ARTWORK = "artwork", N_("Artwork")
    PREPAYMENT = "prepayment", N_("Prepayment")
    DELIVERY = "delivery", N_("Delivery")
    NEXT_TOUCH = "next_touch", N_("Next touch")
    NOTE = "note", N_("Note")


class Artwork(Named):
    """Who makes the layout."""

    READY = "ready", N_("ready to print")
    CHECK = "check", N_("there, to be checked")
    DESIGNER = "designer", N_("a designer is needed")


class Prepayment(Named):
    """What was agreed about money before the work begins."""

    HALF = "half", N_("50 %")
    FULL = "full", N_("100 %")
    LATER = "later", N_("afterwards, by contract")


class Delivery(Named):
    """How the goods get to the client."""

    PICKUP = "pickup", N_("they come for it")
    COURIER = "courier", N_("courier")
    CARRIER = "carrier", N_("carrier, another town")


class YesNo(Named):
    """Whether they do."""

    YES = "yes", N_("yes")
    NO = "no", N_("no")


CHOICES: Mapping[str, type[Named]] = {
    Question.ARTWORK: Artwork,
    Question.PREPAYMENT: Prepayment,
    Question.DELIVERY: Delivery,
    Question.BUYS: YesNo,
}
"""Which answers there are, where there are only some."""


@dataclass(frozen=True, slots=True)
class Fill:
    """One question of a step. `label` is the shop's own words; the program's questions have their own."""

    field: str
    required: bool = False
    label: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the shop invented it."""
        return self.field.startswith(OWN)

    def words(self) -> str:
        """What is asked, in the present language."""
        return self.label or Question.words(self.field)

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the stored document."""
        return cls(
            str(body.get("field", "")), bool(body.get("required")), str(body.get("label", ""))
        )

    def stored(self) -> dict[str, Any]:
        """As a document."""
        body: dict[str, Any] = {"field": self.field, "required": self.required}
        return {**body, "label": self.label} if self.label else body


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One step: its title, the words to say, what to ask, what to fill in."""

    title: str
    say: str = ""
    ask: str = ""
    fill: tuple[Fill, ...] = ()

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """From the stored document."""
        fill = tuple(Fill.read(one) for one in body.get("fill", ()))
        return cls(
            str(body.get("title", "")), str(body.get("say", "")), str(body.get("ask", "")), fill
        )

    def stored(self) -> dict[str, Any]:
        """As a document."""
        return {
            "title": self.title,
            "say": self.say,
            "ask": self.ask,
            "fill": [one.stored() for one in self.fill],
        }


@dataclass(frozen=True, slots=True)
class Script:
    """The script that holds for a channel. `id` is None for the shipped one, `version` counts the shop's own from 1."""

    channel: str = ""
    steps: tuple[ScriptStep, ...] = ()
    id: UUID | None = None
    version: int = 0
    at: datetime | None = None
    by: UUID | None = None

    def fills(self) -> Iterator[Fill]:
        """Every question in its order."""
        for step in self.steps:
            yield from step.fill

    def required(self) -> tuple[Fill, ...]:
        """The questions without whose answers the script is not finished."""
        return tuple(one for one in self.fills() if one.required)

    def missing(self, answers: Answers) -> tuple[Fill, ...]:
        """The required questions that nobody has answered."""
        return tuple(one for one in self.required() if not is_answered(one.field, answers))

    def current(self, answers: Answers) -> int | None:
        """The step that is on: the first one with a required gap, else the first with any; None when all is said."""
        gaps = [n for n, step in enumerate(self.steps) if missing_in(step, answers)]
        if gaps:
            return gaps[0]
        return next((n for n, step in enumerate(self.steps) if not is_done(step, answers)), None)

    def wants(self, field: str) -> bool:
        """Whether this question is asked and must be answered."""
        return any(one.field == field for one in self.required())


def read_steps(steps: Iterable[Mapping[str, Any]]) -> tuple[ScriptStep, ...]:
    """Steps from the stored document."""
    return tuple(ScriptStep.read(one) for one in steps)


def is_answered(field: str, answers: Answers) -> bool:
    """Whether the card answers this; one that this version does not know counts as asked and not answered."""
    return answers.get(field) not in (None, "")


def missing_in(step: ScriptStep, answers: Answers) -> tuple[Fill, ...]:
    """The required questions of a step that nobody has answered."""
    return tuple(one for one in step.fill if one.required and not is_answered(one.field, answers))


def filled_in(step: ScriptStep, answers: Answers) -> int:
    """How many questions of a step are answered."""
    return sum(is_answered(one.field, answers) for one in step.fill)


def is_done(step: ScriptStep, answers: Answers) -> bool:
    """Whether a step is behind us: nothing required is missing, and something of it was answered if it asks at all."""
    if missing_in(step, answers):
        return False
    return not step.fill or filled_in(step, answers) > 0


def own_key() -> str:
    """The key of a new question of the shop's own."""
    return f"{OWN}{new_id().hex}"


def problem(steps: Iterable[ScriptStep]) -> tuple[int, str] | None:
    """The first step that cannot be published, and why; None where all can."""
    asked: set[str] = set()
    for n, step in enumerate(steps):
        if not step.title.strip():
            return n, _("A step needs a title.")
        for one in step.fill:
            if one.is_own and not one.label.strip():
                return n, _("A question needs its words.")
            if one.field in asked:
                return n, _("“{question}” is asked twice. Once is enough.").format(
                    question=one.words()
                )
            asked.add(one.field)
    return None
