# SPDX-License-Identifier: Apache-2.0
"""What the walk-in script must know of a counter order: which answers the order lacks, and where they are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop.i18n import _, say_keys
from desktop.values.drafts.order import OrderDraft, OrderSums
from desktop.values.scripts import ANSWER_PREFIX, Fill, Question, Script
from desktop.values.states import PaymentMethod

CLIENT, PRODUCT, DUE, READY = "client", "product", "due", "ready"
BLOCKS = (CLIENT, PRODUCT, DUE, READY)
"""The blocks of the form, in the order they have until the script says another one."""

_PLACES: Mapping[str, str] = {
    Question.PHONE: CLIENT,
    Question.PERSON: CLIENT,
    Question.COMPANY: CLIENT,
    Question.PRODUCT: PRODUCT,
    Question.QUANTITY: PRODUCT,
    Question.DUE: DUE,
    Question.PREPAYMENT: DUE,
    Question.NOTE: READY,
}
_NOT_HERE = frozenset({Question.NEXT_TOUCH, Question.BUDGET, Question.DECIDER, Question.BUYS})
"""What nobody is asked who stands at the counter with money."""


def order_of_blocks(script: Script) -> tuple[str, ...]:
    """The blocks as the script comes to them; those that it does not speak of follow."""
    named = [_PLACES[one.field] for one in script.fills() if one.field in _PLACES]
    return tuple(dict.fromkeys((*named, *BLOCKS)))


def words_for(script: Script, block: str) -> str:
    """What is said at a block: the words of the first step that asks something of it."""
    for step in script.steps:
        if any(_PLACES.get(one.field, READY) == block for one in step.fill):
            return step.say
    return ""


def own_questions(script: Script) -> tuple[Fill, ...]:
    """The questions that the form has no field for: they get one below the others."""
    return tuple(
        one for one in script.fills() if one.field not in _PLACES and one.field not in _NOT_HERE
    )


def unanswered(draft: OrderDraft, script: Script, sums: OrderSums) -> dict[str, str]:
    """A sentence for each field whose answer the script must know and the order has not."""
    found: dict[str, str] = {}
    for fill in script.required():
        for field, sentence in _lacks(fill, draft, sums):
            found.setdefault(field, sentence)
    return found


def _lacks(fill: Fill, draft: OrderDraft, sums: OrderSums) -> Iterator[tuple[str, str]]:
    is_known = draft.is_anonymous or draft.contact_id is not None
    match fill.field:
        case Question.PHONE if not is_known and not draft.phone.strip():
            yield "phone", _("The script asks for a phone. Type it.")
        case Question.PERSON if not is_known and not draft.name.strip():
            yield "phone", _("The script asks for a name. Type it beside the phone.")
        case Question.PREPAYMENT if _takes_money(draft) and sums.total and not sums.prepaid:
            words = _("The script takes a prepayment here: {keys}. Or choose an invoice.")
            yield "prepayment", words.format(keys=say_keys("F9"))
        case Question.NOTE if not draft.note.strip():
            yield "note", _("The script asks for a note.")
        case field if field not in _PLACES and field not in _NOT_HERE:
            if not draft.answers.get(field, "").strip():
                words = _("The script is not finished without it: {question}.")
                yield f"{ANSWER_PREFIX}{field}", words.format(question=fill.words())


def _takes_money(draft: OrderDraft) -> bool:
    return PaymentMethod(draft.method).is_till
