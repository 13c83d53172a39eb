# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, checked on every card a transaction touched, whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from desktop.domain.card import CARDS
from desktop.domain.refusal import says_nothing
from desktop.domain.rights import Right, demand, may
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import N_, _
from desktop.storage import (
    card_rules,
    consent,
    findings,
    guard_facts,
    money_rules,
    name_rules,
    number_rules,
    sight,
    standing_rules,
)
from desktop.storage.card_of import card_of
from desktop.storage.journal import Op
from desktop.storage.work import Broken, Work
from desktop.values.changes import Origin
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.sight import people_seen

_SETTLED: Final = card_rules.CARD_RULES | {standing_rules.STAGE_GONE}
"""Asked of a card each time it is touched, so that what was noted is settled once it is put right."""


class HouseRuleBroken(UserError):
    """The transaction would leave cards that break a rule of the house; nothing of it was stored."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__(_(broken[0].sentence))
        self.broken = broken


def enforce(work: Work, cards: Collection[UUID]) -> None:
    """Refuse the transaction where it breaks a rule or a right; confirmed state only leaves a finding."""
    if work.origin is Origin.SYNC:
        broken, noted = _broken_rules(work, cards)
        findings.note(work, broken)
        findings.settle(work, noted, _SETTLED, broken)
        return
    if work.actor.user_id is not None:
        _ask_rights(work)
        _ask_sight(work, cards)
    broken, noted = _broken_rules(work, cards)
    if refused := [one for one in broken if not _stood_before(work, one)]:
        raise HouseRuleBroken(refused)
    findings.settle(work, noted, _SETTLED, broken)
    if not work.passes_demands:
        _ask_demands(work)


_EMPTY: Final = (None, "", False, 0)

_PUTS_THERE: Final = {
    card_rules.HOLDER_LEFT: frozenset({"holder_id", "stage_kind", "archived_at"}),
    standing_rules.STAGE_GONE: frozenset({"stage_id", "pipeline_id", "archived_at"}),
}
"""A card comes to its holder, or to its stage, when one of these changes: it may have been closed, joined, or away."""


def _stood_before(work: Work, one: Broken) -> bool:
    """Whether a card has a holder who left, or a stage that was retired, and this transaction did not put it there."""
    fields = _PUTS_THERE.get(one.rule)
    if fields is None:
        return False
    given = (op for op in work.ops if op.id == one.card_id)
    return not any(op.is_new or fields & op.patch.keys() for op in given)


def _ask_rights(work: Work) -> None:
    for rows in work.done.many:
        facts = rows.cls.__sync__
        wanted = {right for field, right in facts.protected.items() if rows.says(field)}
        for right in (facts.capability, *wanted):
            if right is not None:
                demand(work.actor.roles, right)
    for op in work.done.single:
        facts = BY_KIND[op.kind].__sync__
        if facts.capability is not None and (op.is_new or not _only_protected(op, facts.protected)):
            demand(work.actor.roles, facts.capability)
        for field, right in facts.protected.items():
            # A new row may carry the empty value of a field that it takes a right to fill, as at the hub.
            if field in op.patch and not (op.is_new and op.patch[field] in _EMPTY):
                demand(work.actor.roles, right)


def _ask_sight(work: Work, cards: Collection[UUID]) -> None:
    """Refuse what is written on a card that its author did not see when they began; the hub would refuse it, too."""
    if work.passes_demands:
        return
    kept = sight.kept(work.connection)
    me = work.actor.user_id
    people = people_seen(kept, me, work.actor.roles) if kept and me is not None else None
    if people is None:
        return
    done = work.done
    made = {op.id for op in done.single if op.is_new}.union(*(rows.id_set for rows in done.many))
    before = {op.id: _held_before(op) for op in done.single if op.kind in sight.CARDS}
    hidden = sight.hidden(work.connection, people, [one for one in cards if one not in made])
    if any(people.isdisjoint(before.get(card, ())) for card in hidden):
        raise UserError(
            _(
                "This card is somebody else's and out of your sight. Nothing was changed. The admin opens it: "
                "Settings, People and hub."
            )
        )


def _held_before(op: Op) -> set[UUID]:
    """Who held a card that this operation gives away."""
    pairs = [op.patch[field] for field in sight.CARDS[op.kind] if field in op.patch]
    return {UUID(old) for old, _new in pairs if old} if not op.is_new else set()


def _only_protected(op: Op, protected: Mapping[str, object]) -> bool:
    return bool(protected) and set(op.patch) <= set(protected)


def _ask_demands(work: Work) -> None:
    for cls in CARDS:
        kind, done = cls.entity(), work.done
        moved = [op.id for op in done.single if op.kind == kind and "stage_id" in op.patch]
        for rows in done.many:
            if rows.kind == kind and guard_facts.asks_anything(
                work, cls, rows.distinct("stage_id")
            ):
                moved += rows.ids
        if moved:
            guard_facts.admit(work, cls, moved)


def _broken_rules(work: Work, cards: Collection[UUID]) -> tuple[list[Broken], list[UUID]]:
    """Every rule that is broken, and the cards of which something is noted from before."""
    broken: list[Broken] = []
    noted: list[UUID] = []
    for row, rules in card_rules.ask(work.connection, [*cards]):
        card_id, is_noted, is_gone, is_placeless, *answers = row
        if is_noted:
            noted.append(card_id)
        if is_gone:
            broken += standing_rules.on_gone_card(work, card_id)
        if is_placeless:
            broken.append(standing_rules.on_gone_stage(card_id))
        broken += [
            Broken(rule, card_id, sentence)
            for (rule, sentence), is_broken in zip(rules, answers, strict=True)
            if is_broken
        ]
    broken += _broken_by_ops(work)
    return broken, noted


def _broken_by_ops(work: Work) -> Iterator[Broken]:
    for op in work.done.single:
        if op.kind in _OP_RULES:
            yield from _OP_RULES[op.kind].broken(work, op)
    for rows in work.done.many:
        if rows.kind in _OP_RULES:
            rule = _OP_RULES[rows.kind]
            asked = rows.ops if rule.looks_at is None else rows.examples(rule.looks_at)
            for example in asked:
                yield from rule.broken(work, example)
    yield from money_rules.broken(work)
    yield from standing_rules.broken(work)
    yield from number_rules.broken(work)
    yield from name_rules.broken(work)


def _call_wants_comment(work: Work, op: Op) -> Iterator[Broken]:
    if (
        op.patch.get("kind") == "call"
        and len(str(op.patch.get("comment") or "").strip()) < LEAST_COMMENT
    ):
        yield Broken(
            "call_comment",
            card_of(work, op),
            N_("Write what was agreed. The call is not saved without a comment."),
        )


OTHER_IS_NO_REASON = N_(
    "“Other” is no reason. Nothing was changed. Name what made the client refuse."
)


def _reason_says_something(_work: Work, op: Op) -> Iterator[Broken]:
    name = op.value("name")
    if name is not None and says_nothing(str(name)):
        yield Broken(
            "no_other",
            None,
            OTHER_IS_NO_REASON,
        )


def _task_has_goal(work: Work, op: Op) -> Iterator[Broken]:
    goal = op.value("goal")
    if (op.is_new or "goal" in op.patch) and not str(goal or "").strip():
        yield Broken(
            "task_goal",
            card_of(work, op),
            N_("A touch needs a goal. Nothing was changed. Say what it is for."),
        )


def _pin_is_ones_own(work: Work, op: Op) -> Iterator[Broken]:
    if op.is_new or "pin" not in op.patch or work.actor.user_id in {None, op.id}:
        return
    if not may(work.actor.roles, Right.EDIT_PEOPLE):
        yield Broken(
            "own_pin",
            None,
            N_("This is another person's PIN. Nothing was changed. Ask the admin."),
        )


def _came_as_it_came(work: Work, op: Op) -> Iterator[Broken]:
    """How an enquiry came, and from where, is kept for good (A1); what was never said may still be said."""
    if op.is_new or work.origin in {Origin.UNDO, Origin.REDO, Origin.SYNC}:
        return
    if any(op.patch[field][0] for field in ("channel", "source") if field in op.patch):
        yield Broken(
            "channel_kept",
            op.id,
            N_(
                "How a lead came stays as it was noted. Nothing was changed. Write a comment instead."
            ),
        )


@dataclass(frozen=True, slots=True)
class _OpRule:
    """A rule of single operations, and the fields of a new row that it looks at: rows alike in these are asked once."""

    broken: Callable[[Work, Op], Iterator[Broken]]
    looks_at: tuple[str, ...] | None = None
    """None: each row is asked."""


_OP_RULES: dict[str, _OpRule] = {
    "activity": _OpRule(_call_wants_comment, ("kind", "comment")),
    "lead": _OpRule(_came_as_it_came, ()),
    "message": _OpRule(consent.broken),
    "refusal_reason": _OpRule(_reason_says_something, ("name",)),
    "task": _OpRule(_task_has_goal, ("goal",)),
    "user": _OpRule(_pin_is_ones_own, ()),
}
