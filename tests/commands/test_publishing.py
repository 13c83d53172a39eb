# SPDX-License-Identifier: Apache-2.0
"""A draft of stages and scripts: published in one step or not at all, never over what others changed meanwhile."""

import pytest
from sqlalchemy import select

from desktop.commands import history, publishing, stages
from desktop.domain.deal import Deal
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.errors import UserError
from desktop.values.changes import Origin
from desktop.values.edits import ChangedMeanwhile
from desktop.values.scripts import ScriptStep
from desktop.values.stages_document import KeptDraft, document_of, read_draft
from desktop.values.stages_draft import DEALS, StagesDraft
from tests.shop import open_shop
from tests.stage_drafts import change_stage, pipeline_row, stored


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    opened.tender = opened.a_pipeline("Tender", ["First", "Second", "Third"])
    yield opened
    opened.close()


def stage(shop, name):
    return shop.stage(name, shop.tender)


def names(shop):
    found = shop.rows(Stage, Stage.pipeline_id == shop.tender, Stage.archived_at.is_(None))
    return [one.name for one in sorted(found, key=lambda one: one.position)]


def put(shop, draft, stage_name, /, **facts):
    row = shop.read(stored).stages()[stage(shop, stage_name)]
    draft.stages.put(row.id, row, facts)


def publish(shop, draft):
    return shop.run(lambda uow: publishing.publish(uow, draft=draft))


def test_every_kind_of_change_is_published_in_one_step_and_taken_back_by_one_undo(shop):
    """Covers: C1, B1, B2, M3."""
    first, third = stage(shop, "First"), stage(shop, "Third")
    deal = shop.a_deal(first, pipeline=shop.tender)
    shown, draft = shop.read(stored), StagesDraft()
    tender = pipeline_row(shown, draft, shop.tender)
    put(shop, draft, "Second", name="First")
    proof = draft.add_stage(tender, "Proof", third)
    draft.remove_stage(pipeline_row(shown, draft, shop.tender), first, third)
    order = [one.id for one in pipeline_row(shown, draft, shop.tender).stages]
    draft.put_order(shown, str(shop.tender), [proof, *(one for one in order if one != proof)])
    draft.put_order(shown, str(shop.tender), [order[1], order[0], *order[2:]])
    draft.add_reason("No parking for a van", asks_offer=False, for_leads=False)
    draft.set_script(shown.scripts.holding["phone"], [ScriptStep("Only this")])
    assert draft.count == 6
    assert read_draft(document_of(draft)) == KeptDraft(draft)
    publish(shop, draft)
    assert names(shop) == ["Third", "First", "Proof", "Won", "Refused"], "a name that became free"
    assert shop.row(Deal, deal).stage_id == third
    assert shop.rows(RefusalReason, RefusalReason.name == "No parking for a van")
    shop.run(history.undo, origin=Origin.UNDO)
    assert names(shop) == ["First", "Second", "Third", "Won", "Refused"]
    assert shop.row(Deal, deal).stage_id == first
    [reason] = shop.rows(RefusalReason, RefusalReason.name == "No parking for a van")
    assert reason.archived_at is not None


def test_what_is_refused_names_its_stage_and_nothing_at_all_is_stored(shop):
    """Covers: C1, N8."""
    draft = StagesDraft()
    put(shop, draft, "First", limit=60)
    put(shop, draft, "Third", name="second")
    with pytest.raises(UserError, match="already") as refused:
        publish(shop, draft)
    assert refused.value.field == f"stage:{stage(shop, 'Third')}:name"
    assert shop.row(Stage, stage(shop, "First")).limit != 60


def test_a_new_pipeline_is_asked_the_same_as_one_that_is_there(shop):
    """Covers: C1, N8."""
    draft, shown = StagesDraft(), shop.read(stored)
    copied = draft.add_pipeline("Copy", pipeline_row(shown, draft, shop.tender).stages)
    second = pipeline_row(shown, draft, copied).stages[1].id
    draft.stages.put(second, None, {"name": "first"})
    with pytest.raises(UserError, match="already") as refused:
        publish(shop, draft)
    assert refused.value.field == f"stage:{second}:name"
    draft.stages.put(second, None, {"name": "Second", "short_name": "Much too long a name"})
    with pytest.raises(UserError, match="letters") as refused:
        publish(shop, draft)
    assert refused.value.field == f"stage:{second}:short_name"
    draft.stages.put(second, None, {"short_name": ""})
    publish(shop, draft)
    assert len(shop.read(stored).pipelines) == len(shown.pipelines) + 1


def test_a_reason_that_says_nothing_is_named_where_it_stands(shop):
    """Covers: B2, N8."""
    draft, shown = StagesDraft(), shop.read(stored)
    added = draft.add_reason("Other", asks_offer=False, for_leads=False)
    with pytest.raises(UserError, match="no reason") as refused:
        publish(shop, draft)
    assert refused.value.field == f"reason:{added}:name"
    draft.reasons.remove(added)
    held = shown.reasons[0]
    draft.reasons.put(held.id, held, {"name": " other. "})
    with pytest.raises(UserError, match="no reason") as refused:
        publish(shop, draft)
    assert refused.value.field == f"reason:{held.id}:name"


def test_nothing_is_published_over_what_somebody_else_changed_until_that_was_told(shop):
    """Covers: C1, N2, N8."""
    first, draft = stage(shop, "First"), StagesDraft()
    put(shop, draft, "First", limit=60, hint="Mine")
    change_stage(shop, first, limit=30, asks="Theirs")
    draft.settle(shop.read(stored))
    with pytest.raises(ChangedMeanwhile, match="“First”") as refused:
        publish(shop, draft)
    assert refused.value.field == f"stage:{first}:limit", "only what both changed is in the way"
    assert (shop.row(Stage, first).limit, draft.count) == (30, 2)
    draft.rebase(shop.read(stored))
    publish(shop, draft)
    held = shop.row(Stage, first)
    assert (held.limit, held.hint, held.asks) == (60, "Mine", "Theirs")


def test_changes_of_a_stage_that_somebody_retired_are_told_kept_and_no_hindrance(shop):
    """Covers: C1, N2."""
    first, draft = stage(shop, "First"), StagesDraft()
    put(shop, draft, "First", limit=60)
    put(shop, draft, "Third", limit=60)
    shop.run(lambda uow: stages.retire_stage(uow, stage_id=first))
    draft.settle(shop.read(stored))
    with pytest.raises(ChangedMeanwhile, match="“First”"):
        publish(shop, draft)
    draft.rebase(shop.read(stored))
    assert draft.count == 1
    publish(shop, draft)
    assert shop.row(Stage, stage(shop, "Third")).limit == 60
    shop.run(history.undo, origin=Origin.UNDO)
    shop.run(history.undo, origin=Origin.UNDO)
    draft.settle(shop.read(stored))
    assert draft.count == 2, "it is back, and so is what was changed of it"


def test_a_stage_that_got_cards_meanwhile_is_retired_only_with_a_place_for_them(shop):
    """Covers: C1."""
    first, draft = stage(shop, "First"), StagesDraft()
    draft.remove_stage(pipeline_row(shop.read(stored), draft, shop.tender), first)
    shop.a_deal(first, pipeline=shop.tender)
    with pytest.raises(UserError, match="Choose where they go") as refused:
        publish(shop, draft)
    assert refused.value.field == f"stage:{first}:cards_to"
    assert names(shop)[0] == "First"


def test_another_order_of_somebody_else_is_told_before_it_is_changed(shop):
    """Covers: C1, N2."""
    draft, shown = StagesDraft(), shop.read(stored)
    order = [one.id for one in pipeline_row(shown, draft, shop.tender).stages]
    draft.put_order(shown, str(shop.tender), [order[2], order[0], order[1], *order[3:]])
    theirs = [order[1], order[0], *order[2:]]
    shop.run(lambda uow: stages.order_stages(uow, pipeline_id=shop.tender, stage_ids=theirs))
    draft.settle(shop.read(stored))
    with pytest.raises(ChangedMeanwhile, match="another order"):
        publish(shop, draft)
    draft.rebase(shop.read(stored))
    publish(shop, draft)
    assert names(shop)[:3] == ["Third", "First", "Second"]


def test_cards_for_a_stage_that_somebody_retired_ask_for_another_place_at_their_stage(shop):
    """Covers: C1, N2, N8."""
    first, third, draft = stage(shop, "First"), stage(shop, "Third"), StagesDraft()
    shop.a_deal(first, pipeline=shop.tender)
    draft.remove_stage(pipeline_row(shop.read(stored), draft, shop.tender), first, third)
    shop.run(lambda uow: stages.retire_stage(uow, stage_id=third))
    with pytest.raises(UserError, match="no longer in use") as refused:
        publish(shop, draft)
    assert refused.value.field == f"stage:{first}:cards_to"


def test_a_new_stage_kept_by_another_version_has_the_facts_of_this_one(shop):
    """Covers: C1, N6."""
    draft = StagesDraft()
    draft.add_stage(pipeline_row(shop.read(stored), draft, shop.tender), "Proof")
    kept = document_of(draft)
    [facts] = kept["stages"]["added"].values()
    del facts["when_passed"]
    facts["of_a_newer_one"] = 7
    found = read_draft(kept).draft
    assert found == draft
    publish(shop, found)
    assert "Proof" in names(shop)


@pytest.mark.parametrize("part", ["pipelines", "stages", "reasons", "orders", "scripts"])
@pytest.mark.parametrize("damage", ["whole", "entry"])
def test_a_damaged_part_of_a_kept_draft_is_named_and_the_rest_is_kept(shop, part, damage):
    """Covers: C1, N1, N8."""
    draft, shown = StagesDraft(), shop.read(stored)
    draft.add_pipeline("Copy")
    put(shop, draft, "First", limit=60)
    put(shop, draft, "Second", hint="Say so")
    draft.reasons.put(shown.reasons[0].id, shown.reasons[0], {"name": "Too small for us"})
    draft.put_order(shown, DEALS, [one.id for one in reversed(shown.reasons) if one.for_deals])
    for channel in ("phone", "website"):
        draft.set_script(shown.scripts.holding[channel], [ScriptStep("Only this")])
    kept = document_of(draft)
    if damage == "whole":
        kept[part] = [7]
    else:
        edited = {"pipelines": "added", "stages": "changed", "reasons": "changed"}
        entries = kept[part][edited[part]] if part in edited else kept[part]
        first = next(iter(entries))
        entries[first] = {"title": {}} if part == "scripts" else 7
    found = read_draft(kept)
    assert len(found.damaged) == 1, found.damaged
    found.draft.settle(shown)
    publish(shop, found.draft)
    held = shop.row(Stage, stage(shop, "First"))
    lost = part == "stages"
    assert (held.limit == 60) is not lost
    assert (shop.row(Stage, stage(shop, "Second")).hint == "Say so") is not (
        lost and damage == "whole"
    )
    assert bool(shop.rows(Pipeline, Pipeline.name == "Copy")) is (part != "pipelines")


def test_a_draft_that_an_older_version_kept_is_read(shop):
    """Covers: C1, N1, N6. Before everything stood in one draft, only stages, orders and scripts did."""
    shown, first = shop.read(stored), stage(shop, "First")
    order = [one.id for one in pipeline_row(shown, StagesDraft(), shop.tender).stages]
    kept = {
        "facts": {str(first): {"limit": 60, "demands": ["due"]}},
        "orders": {str(shop.tender): [str(one) for one in (order[1], order[0], *order[2:])]},
        "scripts": {"phone": [{"title": "Only this"}]},
        "based_on": {"phone": ""},
    }
    found = read_draft(kept)
    found.draft.settle(shown)
    assert (found.damaged, found.draft.count) == ((), 4)
    publish(shop, found.draft)
    assert (shop.row(Stage, first).limit, names(shop)[0]) == (60, "Second")


def test_no_two_pipelines_or_reasons_of_a_list_are_published_under_one_name(shop):
    """Covers: C1, B2, N8."""
    shown, draft = shop.read(stored), StagesDraft()
    first = next(one for one in shown.pipelines if not one.for_leads)
    made = draft.add_pipeline(f" {first.name.upper()} ")
    with pytest.raises(UserError, match="There is a pipeline") as refused:
        publish(shop, draft)
    assert refused.value.field == f"pipeline:{made}:name"
    draft.pipelines.remove(made)
    draft.stages.added.clear()
    of_deals = [one for one in shown.reasons if one.for_deals]
    draft.reasons.put(of_deals[1].id, of_deals[1], {"name": of_deals[0].name})
    with pytest.raises(UserError, match="There is a reason") as refused:
        publish(shop, draft)
    assert refused.value.field == f"reason:{of_deals[1].id}:name"
    draft.reasons.put(of_deals[0].id, of_deals[0], {"name": of_deals[1].name})
    publish(shop, draft)
    assert shop.row(RefusalReason, of_deals[0].id).name == of_deals[1].name, "two may swap"


def test_no_other_command_gives_a_name_that_another_has_either(shop):
    """Covers: C1, M3."""
    row = next(one for one in shop.read(stored).pipelines if one.id == shop.tender)
    draft = StagesDraft()
    draft.pipelines.put(shop.tender, row, {"name": "Bids"})
    publish(shop, draft)
    again = StagesDraft()
    again.add_pipeline("tender")
    publish(shop, again)
    with pytest.raises(UserError, match="one name"):
        shop.run(lambda uow: stages.rename_pipeline(uow, pipeline_id=shop.tender, name="Tender"))
    assert shop.row(Pipeline, shop.tender).name == "Bids"


def without_leads(shop):
    """A shop that was begun before there were leads."""
    [funnel] = shop.rows(Pipeline, Pipeline.for_leads)

    def take_away(uow):
        for one in (uow.get(Pipeline, funnel.id), *uow.all(select(Stage))):
            if one.id == funnel.id or getattr(one, "pipeline_id", None) == funnel.id:
                one.archived_at = uow.now

    shop.run(take_away)
    return funnel


def test_the_lead_funnel_comes_with_the_draft_under_the_ids_it_has_everywhere(shop):
    """Covers: B1, C1, M3, N1."""
    before = shop.rows(Pipeline, Pipeline.for_leads)[0]
    its_stages = [one.id for one in shop.rows(Stage, Stage.pipeline_id == before.id)]
    without_leads(shop)
    shown, draft = shop.read(stored), StagesDraft()
    assert shown.lead_funnel is not None
    draft.add_lead_funnel(shown.lead_funnel, shown.pipelines)
    assert draft.count == 1
    assert (draft.over(shown)[0].id, draft.over(shown)[0].for_leads) == (before.id, True)
    found = read_draft(document_of(draft))
    assert found == KeptDraft(draft)
    publish(shop, found.draft)
    again = shop.read(stored)
    assert again.lead_funnel is None
    [funnel] = [one for one in again.pipelines if one.for_leads]
    assert again.pipelines[0] is funnel
    assert (funnel.id, [one.id for one in funnel.stages]) == (before.id, its_stages)
    assert (funnel.stages[0].limit, funnel.stages[1].purpose) == (15, "taken")
    shop.run(history.undo, origin=Origin.UNDO)
    assert not [one for one in shop.read(stored).pipelines if one.for_leads]
    publish(shop, draft)
    assert len(shop.read(stored).pipelines[0].stages) == len(its_stages), "published once more"
