# SPDX-License-Identifier: Apache-2.0
"""Stages and pipelines changed by the head: order, purpose, retiring with the cards moved, all of it undone."""

from __future__ import annotations

import pytest

from desktop.commands import history, stages
from desktop.domain.deal import Deal
from desktop.domain.guard import DemandsUnmet
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.errors import UserError
from desktop.values.changes import Origin
from tests.shop import open_shop
from tests.stage_drafts import add_pipeline, add_stage, change_stage, pipeline_row, publish


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def names(shop, pipeline_id):
    found = shop.rows(Stage, Stage.pipeline_id == pipeline_id, Stage.archived_at.is_(None))
    return [stage.name for stage in sorted(found, key=lambda stage: stage.position)]


def test_a_new_stage_stands_where_it_was_put_and_before_the_ends(shop):
    """Covers: C1, B1."""
    pipeline = shop.a_pipeline("Tender", ["First", "Second"])
    first = shop.stage("First", pipeline)
    add_stage(shop, pipeline, "Between", first)
    add_stage(shop, pipeline, "Last")
    assert names(shop, pipeline) == ["First", "Between", "Second", "Last", "Won", "Refused"]
    shop.run(history.undo, origin=Origin.UNDO)
    assert names(shop, pipeline) == ["First", "Between", "Second", "Won", "Refused"]


def test_stages_keep_their_ends_at_the_end_in_any_order(shop):
    """Covers: C1."""
    pipeline = shop.a_pipeline("Tender", ["First", "Second"])
    ids = [shop.stage(name, pipeline) for name in ("Won", "Second", "First", "Refused")]
    shop.run(lambda uow: stages.order_stages(uow, pipeline_id=pipeline, stage_ids=ids))
    assert names(shop, pipeline) == ["Second", "First", "Won", "Refused"]


def test_a_stage_with_cards_is_retired_only_with_a_place_for_them(shop):
    """Covers: C1."""
    pipeline = shop.a_pipeline("Tender", ["First", "Second"])
    first, second = (shop.stage(name, pipeline) for name in ("First", "Second"))
    deal_id = shop.a_deal(first, pipeline=pipeline)
    with pytest.raises(UserError) as refused:
        shop.run(lambda uow: stages.retire_stage(uow, stage_id=first))
    assert refused.value.field == "cards_to"
    assert shop.run(lambda uow: stages.retire_stage(uow, stage_id=first, cards_to=second)) == 1
    assert shop.row(Deal, deal_id).stage_id == second
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Deal, deal_id).stage_id == first
    assert names(shop, pipeline) == ["First", "Second", "Won", "Refused"]


def test_retiring_a_stage_does_not_go_round_the_demands_of_the_next(shop):
    """Covers: C1, C5."""
    pipeline = shop.a_pipeline("Tender", ["First", {"name": "Second", "demands": ["due"]}])
    first, second = (shop.stage(name, pipeline) for name in ("First", "Second"))
    shop.a_deal(first, pipeline=pipeline)
    with pytest.raises(DemandsUnmet):
        shop.run(lambda uow: stages.retire_stage(uow, stage_id=first, cards_to=second))
    assert "First" in names(shop, pipeline)


def test_a_purpose_stands_once_in_a_pipeline(shop):
    """Covers: C1."""
    brief = shop.stage("Brief & calculation")
    with pytest.raises(UserError) as refused:
        change_stage(shop, brief, purpose="contract")
    assert str(refused.value.field).endswith(":purpose")


def test_a_name_stands_once_in_a_pipeline(shop):
    """Covers: C1, N8."""
    pipeline = shop.a_pipeline("Tender", ["First", "Second"])
    second = shop.stage("Second", pipeline)
    with pytest.raises(UserError) as refused:
        change_stage(shop, second, name="FIRST")
    assert refused.value.field == f"stage:{second}:name"
    with pytest.raises(UserError) as refused:
        add_stage(shop, pipeline, "first ")
    assert refused.value.field == "name"
    change_stage(shop, second, name="second")
    assert names(shop, pipeline) == ["First", "second", "Won", "Refused"]


def test_a_pipeline_is_copied_with_its_stages_and_demands(shop):
    """Covers: C1."""
    source = shop.pipeline()

    def copy_of(draft, shown):
        return draft.add_pipeline("Copy", pipeline_row(shown, draft, source).stages)

    copied = publish(shop, copy_of)
    assert names(shop, copied) == names(shop, source)

    def facts(pipeline):
        found = shop.rows(Stage, Stage.pipeline_id == pipeline)
        return {(one.name, one.purpose, one.limit, *one.demands) for one in found}

    assert facts(copied) == facts(source)
    shop.run(history.undo, origin=Origin.UNDO)
    assert names(shop, copied) == [], "the pipeline and all its stages are one step"


def test_a_pipeline_with_open_cards_stays(shop):
    """Covers: C1."""
    shop.a_deal()
    with pytest.raises(UserError, match="open cards"):
        shop.run(lambda uow: stages.retire_pipeline(uow, pipeline_id=shop.pipeline()))
    assert shop.row(Pipeline, shop.pipeline()).archived_at is None


@pytest.mark.parametrize("name", ["Other", "Прочее"])
def test_no_reason_called_other_is_added_or_made_by_renaming(shop, name):
    """Covers: B2."""
    reason = shop.a_reason("Lost on colour")
    with pytest.raises(UserError):
        shop.run(lambda uow: stages.add_reason(uow, name=name))
    with pytest.raises(UserError):
        shop.run(
            lambda uow: stages.change_reason(uow, reason_id=reason, name=name, asks_offer=False)
        )
    assert shop.row(RefusalReason, reason).name == "Lost on colour"


def test_only_the_head_changes_stages(shop):
    """Covers: N4."""
    manager = shop.a_user("manager")
    with pytest.raises(UserError):
        add_pipeline(shop, "Mine", by=manager)
