# SPDX-License-Identifier: Apache-2.0
"""What the head has changed of pipelines, stages, reasons and scripts and not published: laid over what is stored."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.values.edits import Edits, Facts, by_id, is_reordered, merged_order, plain, stored_fact
from desktop.values.free_names import free_name
from desktop.values.ids import new_id
from desktop.values.rows.scripts import ScriptsRow
from desktop.values.rows.settings import PipelineSettingRow, ReasonRow, StageSettingRow
from desktop.values.scripts import Script, ScriptStep
from desktop.values.search import label_key
from desktop.values.states import StageKind

PUBLISHED = N_("Published stages and scripts, changes: {count}")
"""What the step is called that publishes; cards that it moves off a retired stage are moved by nobody."""

KIND = "stages"
"""The kind of the draft on this desk."""

DEALS, LEADS = "deals", "leads"
"""The orders of refusal reasons stand under these, those of stages under their pipeline's id."""

_FACTS = frozenset(StageSettingRow.__slots__) - {"id", "stamp", "cards"}
_COLOURS = 8


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands in the shop, as the editor was shown it; the lead funnel as it is shipped where there is none."""

    pipelines: tuple[PipelineSettingRow, ...] = ()
    reasons: tuple[ReasonRow, ...] = ()
    scripts: ScriptsRow = field(default_factory=lambda: ScriptsRow({}, {}))
    lead_funnel: PipelineSettingRow | None = None

    def stages(self) -> dict[UUID, StageSettingRow]:
        """Every stage by its id."""
        return by_id(one for pipeline in self.pipelines for one in pipeline.stages)

    def orders(self) -> dict[str, list[UUID]]:
        """In which order stages and reasons stand."""
        found = {str(one.id): [stage.id for stage in one.stages] for one in self.pipelines}
        found[DEALS] = [one.id for one in self.reasons if one.for_deals]
        found[LEADS] = [one.id for one in self.reasons if one.for_leads]
        return found


@dataclass(slots=True)
class StagesDraft:
    """Edits by kind, wished orders, steps by channel with the version that the editor began with.

    `moved` are the orders that really are others, each with what it was when it was changed first.
    """

    pipelines: Edits = field(default_factory=Edits)
    stages: Edits = field(default_factory=Edits)
    reasons: Edits = field(default_factory=Edits)
    orders: dict[str, tuple[UUID, ...]] = field(default_factory=dict)
    moved: dict[str, tuple[UUID, ...]] = field(default_factory=dict)
    scripts: dict[str, tuple[ScriptStep, ...]] = field(default_factory=dict)
    based_on: dict[str, UUID | None] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many things are changed; a new pipeline is one with all its stages."""
        of_new = sum(
            facts["pipeline_id"] in {str(one) for one in self.pipelines.added}
            for facts in self.stages.added.values()
        )
        edits = self.pipelines.count + self.stages.count + self.reasons.count
        return edits - of_new + len(self.moved) + len(self.scripts)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be kept."""
        return self == StagesDraft()

    # Pipelines

    def add_pipeline(
        self,
        name: str,
        stages: Sequence[StageSettingRow] = (),
        *,
        beside: Sequence[PipelineSettingRow] = (),
    ) -> UUID:
        """A new pipeline with copies of these stages, or with one open stage and the two ends. `beside` are shown."""
        pipeline_id = new_id()
        name = _pipeline_name(name, beside)
        self.pipelines.added[pipeline_id] = {"name": name, "for_leads": False}
        own = {new_id(): _copied(row, pipeline_id) for row in stages}
        self.stages.added.update(own or plain_stages(pipeline_id))
        return pipeline_id

    def add_lead_funnel(
        self, shipped: PipelineSettingRow, beside: Sequence[PipelineSettingRow] = ()
    ) -> UUID:
        """The lead funnel as it is shipped; its ids are the same at every desk. `beside` are shown."""
        name = free_name(shipped.name, {label_key(one.name) for one in beside})
        self.pipelines.added[shipped.id] = {"name": name, "for_leads": True}
        self.stages.added.update({row.id: _copied(row, shipped.id) for row in shipped.stages})
        return shipped.id

    def rename_pipeline(
        self,
        stored: PipelineSettingRow | None,
        pipeline_id: UUID,
        name: str,
        *,
        beside: Sequence[PipelineSettingRow] = (),
    ) -> None:
        """Another name for a pipeline. `beside` are shown."""
        others = [one for one in beside if one.id != pipeline_id]
        self.pipelines.put(pipeline_id, stored, {"name": _pipeline_name(name, others)})

    def remove_pipeline(self, row: PipelineSettingRow) -> None:
        """Take a pipeline out of use; UserError while it has open cards. `row` is as it is shown."""
        if any(one.cards for one in row.stages if one.kind == StageKind.OPEN):
            words = _("“{pipeline}” still has open cards. Nothing was changed. Move them first.")
            raise UserError(words.format(pipeline=row.name))
        for stage in row.stages:
            self.stages.forget(stage.id)
            self.stages.added.pop(stage.id, None)
        self._forget_order(str(row.id))
        self.pipelines.remove(row.id)

    # Stages

    def add_stage(self, row: PipelineSettingRow, name: str, after: UUID | None = None) -> UUID:
        """A new open stage after another one, or as the last before the ends. `row` is as it is shown."""
        name = _named(name, _("The stage needs a name."))
        _refuse_taken(row.stages, name)
        stage_id = new_id()
        facts = stage_facts(name, StageKind.OPEN, colour=len(row.stages) % _COLOURS)
        self.stages.added[stage_id] = {**facts, "pipeline_id": str(row.id)}
        open_ones = [one.id for one in row.stages if one.kind == StageKind.OPEN]
        at = open_ones.index(after) + 1 if after in open_ones else len(open_ones)
        ends = [one.id for one in row.stages if one.kind != StageKind.OPEN]
        self.orders[str(row.id)] = (*open_ones[:at], stage_id, *open_ones[at:], *ends)
        return stage_id

    def remove_stage(
        self, row: PipelineSettingRow, stage_id: UUID, cards_to: UUID | None = None
    ) -> None:
        """Take an open stage out of use; its cards go to another one, which merges the two. `row` is as it is shown."""
        open_ones = [one.id for one in row.stages if one.kind == StageKind.OPEN]
        if stage_id not in open_ones:
            raise UserError(_("Every pipeline needs its two ends. Nothing was changed."))
        if len(open_ones) == 1:
            raise UserError(_("A pipeline needs an open stage. Nothing was changed."))
        self.stages.remove(stage_id, cards_to)

    def put_order(self, stored: Stored, key: str, ids: Sequence[UUID]) -> None:
        """Let stages or reasons stand in this order."""
        held = stored.orders().get(key, [])
        self.orders[key] = tuple(ids)
        if is_reordered(ids, held):
            self.moved.setdefault(key, tuple(held))
            return
        self.moved.pop(key, None)
        if (set(held) - self.stages.added.keys()).issuperset(ids):
            del self.orders[key]

    # Reasons and scripts

    def add_reason(self, name: str, *, asks_offer: bool, for_leads: bool) -> UUID:
        """A new reason, of leads or of deals."""
        reason_id = new_id()
        self.reasons.added[reason_id] = {
            "name": _named(name, _("Name the reason.")),
            "asks_offer": asks_offer,
            "for_leads": for_leads,
            "for_deals": not for_leads,
        }
        return reason_id

    def set_script(self, stored: Script, steps: Sequence[ScriptStep]) -> None:
        """Let a channel's script have these steps."""
        channel = stored.channel
        if tuple(steps) == stored.steps:
            self.scripts.pop(channel, None)
            self.based_on.pop(channel, None)
        else:
            self.based_on.setdefault(channel, stored.id)
            self.scripts[channel] = tuple(steps)

    # Showing

    def over(self, stored: Stored) -> tuple[PipelineSettingRow, ...]:
        """The pipelines as they would be published; cards of a stage that goes are counted where they go to."""
        shown = [
            replace(one, **self.pipelines.over(one.id))
            for one in stored.pipelines
            if one.id not in self.pipelines.gone
        ]
        shown += [
            PipelineSettingRow(new, "", for_counter=False, stages=(), **facts)
            for new, facts in self.pipelines.added.items()
        ]
        shown.sort(key=lambda one: not one.for_leads)  # they stand first wherever one chooses
        return tuple(replace(one, stages=self._stages_of(one)) for one in shown)

    def _stages_of(self, pipeline: PipelineSettingRow) -> tuple[StageSettingRow, ...]:
        rows = {
            one.id: replace(one, **_row_facts(self.stages.over(one.id)))
            for one in pipeline.stages
            if one.id not in self.stages.gone
        }
        for new, facts in self.stages.added.items():
            if facts["pipeline_id"] == str(pipeline.id) and new not in rows:
                rows[new] = StageSettingRow(id=new, stamp="", cards=0, **_row_facts(facts))
        for one in pipeline.stages:
            target = self.stages.gone.get(one.id)
            if target in rows:
                rows[target] = replace(rows[target], cards=rows[target].cards + one.cards)
        order = merged_order(self.orders.get(str(pipeline.id), ()), [*rows])
        found = [rows[one] for one in order]
        is_end = [one for one in found if one.kind != StageKind.OPEN]
        return (*(one for one in found if one.kind == StageKind.OPEN), *is_end)

    def over_reasons(self, stored: Stored, *, for_leads: bool) -> tuple[ReasonRow, ...]:
        """The reasons of leads or of deals as they would be published."""
        rows = {
            one.id: replace(one, **self.reasons.over(one.id))
            for one in stored.reasons
            if one.id not in self.reasons.gone
        }
        for new, facts in self.reasons.added.items():
            rows[new] = ReasonRow(id=new, stamp="", cards=0, **facts)
        there = [one.id for one in rows.values() if (one.for_leads if for_leads else one.for_deals)]
        order = merged_order(self.orders.get(LEADS if for_leads else DEALS, ()), there)
        return tuple(rows[one] for one in order)

    def script(self, stored: Script) -> Script:
        """A channel's script as it would be published."""
        steps = self.scripts.get(stored.channel)
        return stored if steps is None else replace(stored, steps=steps)

    # What others write meanwhile

    def settle(self, stored: Stored) -> None:
        """Let go of what is stored as it was wished."""
        self.pipelines.settle(by_id(stored.pipelines))
        self.stages.settle(stored.stages(), is_stored=_is_as_wished)
        there = {str(one) for one in (*by_id(stored.pipelines), *self.pipelines.added)}
        self.stages.added = {
            key: facts
            for key, facts in self.stages.added.items()
            if facts["pipeline_id"] in there  # else nobody would see it, nor could take it away
        }
        self.reasons.settle(by_id(stored.reasons))
        known = {*stored.orders(), *map(str, self.pipelines.added)}
        for key, ids in [*self.orders.items()]:
            if key in known:
                self.put_order(stored, key, ids)
            else:
                self._forget_order(key)
        for channel, steps in [*self.scripts.items()]:
            self.set_script(stored.scripts.holding[channel], steps)

    def rebase(self, stored: Stored) -> None:
        """Whoever edits was told what others have changed: what is wished here holds when it is published again."""
        self.pipelines.rebase(by_id(stored.pipelines))
        self.stages.rebase(stored.stages())
        self.reasons.rebase(by_id(stored.reasons))
        orders = stored.orders()
        self.moved = {key: tuple(orders.get(key, ())) for key in self.moved}
        for channel in self.scripts:
            self.based_on[channel] = stored.scripts.holding[channel].id

    def _forget_order(self, key: str) -> None:
        self.orders.pop(key, None)
        self.moved.pop(key, None)

    def copied(self) -> StagesDraft:
        """The same, to be published or to come back to."""
        return copy.deepcopy(self)


def _named(name: str, sentence: str) -> str:
    if not name.strip():
        raise UserError(sentence, field="name")
    return name.strip()


def _pipeline_name(name: str, beside: Sequence[PipelineSettingRow]) -> str:
    name = _named(name, _("The pipeline needs a name."))
    if _is_among(beside, name):
        raise UserError(pipeline_taken(name), field="name")
    return name


def _refuse_taken(stages: Sequence[StageSettingRow], name: str) -> None:
    if _is_among(stages, name):
        raise UserError(stage_taken(name), field="name")


def refuse_reason_taken(beside: Sequence[ReasonRow], name: str) -> None:
    """UserError where one of these reasons is called so already."""
    if _is_among(beside, name):
        raise UserError(reason_taken(name), field="name")


def _is_among(rows: Sequence[PipelineSettingRow | StageSettingRow | ReasonRow], name: str) -> bool:
    return any(label_key(one.name) == label_key(name) for one in rows)


def pipeline_taken(name: str) -> str:
    """What is said where a second pipeline would be called so."""
    return _("There is a pipeline “{pipeline}” already. Choose another name.").format(pipeline=name)


def stage_taken(name: str) -> str:
    """What is said where a second stage of a pipeline would be called so."""
    words = _("This pipeline has a stage “{stage}” already. Choose another name.")
    return words.format(stage=name)


def reason_taken(name: str) -> str:
    """What is said where a second reason would be called so."""
    return _("There is a reason “{reason}” already. Choose other words.").format(reason=name)


def _copied(row: StageSettingRow, pipeline_id: UUID) -> Facts:
    return {
        **plain({name: getattr(row, name) for name in _FACTS}),
        "pipeline_id": str(pipeline_id),
    }


def _is_as_wished(row: StageSettingRow, facts: Facts) -> bool:
    """One that cards go to is stored before the rest (commands.to_come), and may not have its name yet."""
    return all(stored_fact(row, name) == value for name, value in facts.items() if name in _FACTS)


def plain_stages(pipeline_id: UUID) -> dict[UUID, Facts]:
    """What no pipeline is without: an open stage, and the two ends."""
    needed = ((_("New"), StageKind.OPEN), (_("Won"), StageKind.WON), (_("Refused"), StageKind.LOST))
    return {
        new_id(): {**stage_facts(name, kind), "pipeline_id": str(pipeline_id)}
        for name, kind in needed
    }


def stage_facts(name: str, kind: StageKind, *, colour: int = 0) -> Facts:
    """What a plain stage has."""
    empty = dict.fromkeys(("short_name", "purpose", "hint", "asks", "when_passed"), "")
    return {**empty, "name": name, "kind": kind.value, "colour": colour, "limit": 0, "demands": []}


def _row_facts(facts: Facts) -> Facts:
    found = {name: value for name, value in facts.items() if name in _FACTS}
    return {**found, "demands": tuple(found["demands"])} if "demands" in found else found
