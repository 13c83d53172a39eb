# SPDX-License-Identifier: Apache-2.0
"""A draft with many cards is published in parts of one step: the old stages or the new ones, no card nowhere."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.deal import Deal
from desktop.domain.pipeline import Stage
from desktop.errors import UserError
from desktop.flows import long_steps, publish_stages
from desktop.values.stages_document import document_of, read_draft
from desktop.values.stages_draft import KIND, StagesDraft
from tests.shop import open_shop
from tests.stage_drafts import pipeline_row, stored

ROOT = Path(__file__).parents[2]
CARDS = 7


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    opened.tender = opened.a_pipeline("Tender", ["First", "Second", "Third"])
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(publish_stages, "AT_ONCE", 2)


def stage(shop, name):
    return shop.stage(name, shop.tender)


def cards_on(shop, name):
    return shop.count(Deal, Deal.stage_id == stage(shop, name))


def in_use(shop):
    found = shop.rows(Stage, Stage.pipeline_id == shop.tender, Stage.archived_at.is_(None))
    return {one.name for one in found if one.is_open}


def retiring(shop, **changed):
    draft = StagesDraft()
    draft.stages.gone[stage(shop, "First")] = stage(shop, "Second")
    for name, facts in changed.items():
        row = shop.read(stored).stages()[stage(shop, name)]
        draft.stages.put(row.id, row, facts)
    return draft


def publish(shop, draft, progress=None):
    publish_stages.publish(shop.direct(), draft=draft, kept_as=KIND, progress=progress)


def seven_on_first(shop):
    return [shop.a_deal(stage(shop, "First"), pipeline=shop.tender) for _n in range(CARDS)]


def test_many_cards_move_in_parts_that_are_told_and_one_undo_brings_all_of_it_back(shop):
    """Covers: C1, M3."""
    seven_on_first(shop)
    told = []
    publish(shop, retiring(shop), lambda done, whole: told.append((done, whole)))
    assert told == [(0, 7), (2, 7), (4, 7), (6, 7)]
    assert (in_use(shop), cards_on(shop, "Second")) == ({"Second", "Third"}, CARDS)
    long_steps.undo(shop.direct())
    assert (in_use(shop), cards_on(shop, "First")) == ({"First", "Second", "Third"}, CARDS)


def test_what_the_draft_or_a_card_misses_is_said_before_the_first_card_moves(shop):
    """Covers: C1, C5, N8."""
    deals = seven_on_first(shop)
    with pytest.raises(UserError) as caught:
        publish(shop, retiring(shop, Third={"name": "Second"}))
    assert caught.value.field.startswith("stage:")
    assert cards_on(shop, "First") == CARDS
    shop.run(lambda uow: setattr(uow.get(Stage, stage(shop, "Second")), "demands", ["due_at"]))
    for deal in deals[:-1]:
        shop.run(lambda uow, one=deal: setattr(uow.get(Deal, one), "due_at", uow.now))
    with pytest.raises(UserError):
        publish(shop, retiring(shop))
    assert cards_on(shop, "First") == CARDS


def merged_into_a_new_one(shop):
    """First goes, and the stage that its cards go to is new and gets its name and its purpose."""
    draft, shown = StagesDraft(), shop.read(stored)
    first = stage(shop, "First")
    row = pipeline_row(shown, draft, shop.tender)
    new = draft.add_stage(row, "First again", first)
    draft.stages.put(new, None, {"name": "First", "purpose": "quote", "demands": ["contact"]})
    draft.stages.put(stage(shop, "Third"), shown.stages()[stage(shop, "Third")], {"limit": 60})
    draft.remove_stage(pipeline_row(shown, draft, shop.tender), first, new)
    return draft


def into_a_changed_one(shop):
    """Second gets First's name and asks something else; First's cards go there."""
    return retiring(shop, Second={"name": "First", "demands": ["contact"]})


def shown_stages(shop):
    found = shop.rows(Stage, Stage.pipeline_id == shop.tender, Stage.archived_at.is_(None))
    return [
        (one.name, one.purpose, shop.count(Deal, Deal.stage_id == one.id))
        for one in sorted(found, key=lambda one: one.position)
        if one.is_open
    ]


def killed(shop, draft, at):
    """A program that publishes the draft, ended by the system after so many parts."""
    folder, me, document = shop.database.folder, shop.me, json.dumps(document_of(draft))
    shop.database.close()
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.flows.publishing_child", str(folder), str(me), document, str(at)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == "part\n"
    child.send_signal(signal.SIGKILL)
    child.wait(30)
    child.stdout.close()
    shop.database.open()


@pytest.mark.parametrize("at", [0, 2])
def test_killed_in_the_middle_the_old_stages_stand_with_every_card_on_one_and_it_goes_on(shop, at):
    """A real process, ended by the system. Covers: C1, N6."""
    seven_on_first(shop)
    killed(shop, retiring(shop), at)
    assert in_use(shop) == {"First", "Second", "Third"}
    assert (cards_on(shop, "First"), cards_on(shop, "Second")) == (CARDS - 2 * at, 2 * at)
    publish(shop, retiring(shop))
    assert (in_use(shop), cards_on(shop, "Second")) == ({"Second", "Third"}, CARDS)


@pytest.mark.parametrize("change", [merged_into_a_new_one, into_a_changed_one])
def test_to_a_stage_that_is_new_or_changed_cards_go_in_parts_as_well_and_it_goes_on_after_a_kill(
    shop, change
):
    """A real process, ended by the system; the draft is kept and goes on as the editor does. Covers: C1, M3, N6."""
    shop.run(lambda uow: setattr(uow.get(Stage, stage(shop, "First")), "purpose", "quote"))
    seven_on_first(shop)
    before = shown_stages(shop)
    draft = change(shop)
    killed(shop, draft, 2)
    beside = [("First 2", "", 4)] if change is merged_into_a_new_one else []
    then = 0 if beside else 4
    assert shown_stages(shop) == [
        ("First", "quote", 3), *beside, ("Second", "", then), ("Third", "", 0),
    ]  # fmt: skip
    kept = read_draft(json.loads(json.dumps(document_of(draft)))).draft
    kept.settle(shop.read(stored))
    named = [one.name for one in pipeline_row(shop.read(stored), kept, shop.tender).stages]
    assert named[:1] == ["First"], "shown as it would be published"
    told = []
    publish(shop, kept, lambda done, whole: told.append((done, whole)))
    assert told == [(0, 3), (2, 3)]
    stands = [("First", "quote", 7), ("Second", "", 0), ("Third", "", 0)]
    if change is into_a_changed_one:
        stands = [("First", "", 7), ("Third", "", 0)]
    assert shown_stages(shop) == stands
    long_steps.undo(shop.direct())
    long_steps.undo(shop.direct())
    assert shown_stages(shop) == before


def test_taken_back_after_a_kill_the_draft_that_is_kept_can_still_be_published(shop):
    """Covers: C1, M3, N6."""
    seven_on_first(shop)
    draft = merged_into_a_new_one(shop)
    killed(shop, draft, 2)
    draft.settle(shop.read(stored))
    long_steps.undo(shop.direct())
    assert shown_stages(shop) == [("First", "", 7), ("Second", "", 0), ("Third", "", 0)]
    draft.settle(shop.read(stored))
    publish(shop, draft)
    assert shown_stages(shop) == [("First", "quote", 7), ("Second", "", 0), ("Third", "", 0)]


def test_what_a_new_or_changed_stage_asks_is_asked_of_every_card_before_the_first_moves(shop):
    """Covers: C1, C5, N8."""
    deals = seven_on_first(shop)
    for deal in deals:
        shop.run(lambda uow, one=deal: setattr(uow.get(Deal, one), "title", "Menus"))
    with pytest.raises(UserError, match="Menus” cannot go to “Second”: it lacks Due date"):
        publish(shop, retiring(shop, Second={"demands": ["due"]}))
    assert shown_stages(shop) == [("First", "", 7), ("Second", "", 0), ("Third", "", 0)]
    shop.run(lambda uow: setattr(uow.get(Stage, stage(shop, "Second")), "demands", ["due"]))
    publish(shop, retiring(shop, Second={"demands": []}))
    assert shown_stages(shop) == [("Second", "", 7), ("Third", "", 0)]
