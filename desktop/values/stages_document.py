# SPDX-License-Identifier: Apache-2.0
"""A draft of stages and scripts as it is kept through a restart: written, and read back part by part.

What can no longer be read is left out and named, and everything else of the draft stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from desktop.i18n import pgettext
from desktop.values.edits import Edits, Facts
from desktop.values.scripts import ScriptStep, read_steps
from desktop.values.stages_draft import StagesDraft, plain_stages, stage_facts
from desktop.values.states import Channel, StageKind

T = TypeVar("T")

_UNREADABLE: Final = (KeyError, TypeError, ValueError, AttributeError)

_STAGE: Final[Mapping[str, type]] = {
    **dict.fromkeys(("name", "short_name", "purpose", "hint", "asks", "when_passed", "kind"), str),
    "colour": int,
    "limit": int,
    "demands": list,
}
_REASON: Final[Mapping[str, type]] = {
    "name": str, "asks_offer": bool, "for_leads": bool, "for_deals": bool,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What was read of a kept draft, and which parts of it could not be read, in words."""

    draft: StagesDraft
    damaged: tuple[str, ...] = ()


def document_of(draft: StagesDraft) -> dict[str, Any]:
    """A draft in plain JSON types."""
    return {
        "pipelines": draft.pipelines.to_document(),
        "stages": draft.stages.to_document(),
        "reasons": draft.reasons.to_document(),
        "orders": {key: [str(one) for one in ids] for key, ids in draft.orders.items()},
        "moved": {key: [str(one) for one in ids] for key, ids in draft.moved.items()},
        "scripts": {key: [step.stored() for step in steps] for key, steps in draft.scripts.items()},
        "based_on": {key: str(id_) if id_ else "" for key, id_ in draft.based_on.items()},
    }


def read_draft(body: Mapping[str, Any]) -> KeptDraft:
    """A draft kept before, by this version or another one.

    Before there was one draft of everything, stages' changes stood as `facts`, and nothing told from what they were
    changed.
    """
    reading = _Reading()
    draft = StagesDraft(
        reading.edits(
            body.get("pipelines"),
            pgettext("part of a draft", "pipelines"),
            _pipeline,
            _new_pipeline,
        ),
        reading.edits(
            body.get("stages", {"changed": body.get("facts")}),
            pgettext("part of a draft", "stages"),
            _stage,
            _new_stage,
        ),
        reading.edits(
            body.get("reasons"),
            pgettext("part of a draft", "refusal reasons"),
            _reason,
            _new_reason,
        ),
        reading.by_key(body.get("orders"), pgettext("part of a draft", "order"), _ids),
        reading.by_key(body.get("moved"), pgettext("part of a draft", "order"), _ids),
        reading.by_key(body.get("scripts"), pgettext("part of a draft", "scripts"), _steps),
        reading.by_key(body.get("based_on"), pgettext("part of a draft", "scripts"), _version),
    )
    reading.keep_what_fits(draft)
    return KeptDraft(draft, tuple(dict.fromkeys(reading.damaged)))


class _Reading:
    """Reads entry by entry and notes which part an unreadable one belongs to."""

    def __init__(self) -> None:
        self.damaged: list[str] = []

    def by_key(self, body: Any, part: str, read: Callable[[Any], T]) -> dict[str, T]:
        """The entries of a document that can be read; one that is not there has none."""
        found: dict[str, T] = {}
        if body is None:
            return found
        if not isinstance(body, Mapping):
            self.damaged.append(part)
            return found
        for key, value in body.items():
            try:
                found[key] = read(value)
            except _UNREADABLE:
                self.damaged.append(part)
        return found

    def by_id(self, body: Any, part: str, read: Callable[[Any], T]) -> dict[UUID, T]:
        """The same where the keys are ids."""
        return {
            key: value
            for written, value in self.by_key(body, part, read).items()
            if (key := self._id(written, part)) is not None
        }

    def edits(
        self,
        body: Any,
        part: str,
        changed_facts: Callable[[Any], Facts],
        new_facts: Callable[[Any], Facts],
    ) -> Edits:
        """What is edited of records of one kind.

        Where the base is lost, what is stored takes its place (Edits.settle).
        """
        if body is None:
            return Edits()
        if not isinstance(body, Mapping):
            self.damaged.append(part)
            return Edits()
        changed = self.by_id(body.get("changed"), part, changed_facts)
        base = self.by_id(body.get("base"), part, dict)
        return Edits(
            self.by_id(body.get("added"), part, new_facts),
            changed,
            {key: facts for key, facts in base.items() if key in changed},
            self.by_id(body.get("gone"), part, _target),
            {key for key in self._listed(body.get("lost"), part) if key in changed},
        )

    def keep_what_fits(self, draft: StagesDraft) -> None:
        """Leave out what hangs on nothing, and give a new pipeline what it cannot be without.

        A script needs its channel, and the version it was begun with.
        """
        known = {one.value for one in Channel} & draft.based_on.keys()
        if draft.scripts.keys() - known:
            self.damaged.append(pgettext("part of a draft", "scripts"))
        draft.scripts = {key: steps for key, steps in draft.scripts.items() if key in known}
        draft.based_on = {key: draft.based_on[key] for key in draft.scripts}
        draft.moved = {key: ids for key, ids in draft.moved.items() if key in draft.orders}
        for pipeline_id in draft.pipelines.added:
            kinds = {
                one["kind"]
                for one in draft.stages.added.values()
                if one["pipeline_id"] == str(pipeline_id)
            }
            for stage_id, facts in plain_stages(pipeline_id).items():
                if facts["kind"] not in kinds:
                    draft.stages.added[stage_id] = facts

    def _listed(self, written: Any, part: str) -> list[UUID]:
        if written is None or isinstance(written, list):
            found = [self._id(one, part) for one in written or ()]
            return [one for one in found if one is not None]
        self.damaged.append(part)
        return []

    def _id(self, written: Any, part: str) -> UUID | None:
        try:
            return UUID(written)
        except _UNREADABLE:
            self.damaged.append(part)
            return None


def _pipeline(facts: Any) -> Facts:
    return {"name": _as(str, facts["name"])}


def _new_pipeline(facts: Any) -> Facts:
    # Of older versions none was for leads.
    return {**_pipeline(facts), "for_leads": _as(bool, facts.get("for_leads", False))}


def _stage(facts: Any) -> Facts:
    known: Facts = {
        name: _as(_STAGE[name], value) for name, value in facts.items() if name in _STAGE
    }
    if "demands" in known:
        known["demands"] = [_as(str, one) for one in known["demands"]]
    return known


def _new_stage(facts: Any) -> Facts:
    known = _stage(facts)
    # A new stage of another version has the facts of this one, by default what a plain stage has.
    plain_one = stage_facts(known["name"], StageKind(known["kind"]))
    return {**plain_one, **known, "pipeline_id": str(UUID(facts["pipeline_id"]))}


def _reason(facts: Any) -> Facts:
    return {name: _as(_REASON[name], value) for name, value in facts.items() if name in _REASON}


def _new_reason(facts: Any) -> Facts:
    known = _reason(facts)
    return {name: known[name] for name in _REASON}


def _as(kind: type[T], value: Any) -> T:
    """The value, or TypeError where it is of another kind."""
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value


def _target(written: str) -> UUID | None:
    return UUID(written) if written else None


def _ids(written: Any) -> tuple[UUID, ...]:
    return tuple(map(UUID, written))


def _steps(written: Any) -> tuple[ScriptStep, ...]:
    return read_steps(_as(list, written))


_version = _target
