# SPDX-License-Identifier: Apache-2.0
"""What others stand on is not taken away under them, and nothing is written on a card that is gone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.commands import deals, documents, history, money, moves, people, stages, touches
from desktop.domain.deal import Deal
from desktop.domain.pipeline import Pipeline, Stage
from desktop.domain.touch import Comment, Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.deal import LineDraft
from desktop.values.drafts.touch import TouchDraft
from tests.shop import open_shop
from tests.stage_drafts import add_pipeline, add_stage


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def tom(shop):
    return shop.a_user(["head", "operator", "admin"], "Tom")


def undo(shop, by=None):
    shop.run(history.undo, by=by, origin=Origin.UNDO)


def a_new_deal(shop, by=None):
    touch = TouchDraft(goal="Agree the price", due_at=shop.clock.now() + timedelta(days=1))
    line = LineDraft(title="Cards", quantity=1, unit_price=Decimal(5), amount=500)
    contact, pipeline = shop.a_contact(), shop.pipeline()
    return shop.run(
        lambda uow: deals.new_deal(
            uow, title="Cards", pipeline_id=pipeline, contact_id=contact, touch=touch, lines=[line]
        ),
        by=by,
    )


# Stages and pipelines


def test_a_stage_with_cards_is_not_unmade(shop, tom):
    """Covers: C1, M3."""
    pipeline = shop.pipeline()
    stage = add_stage(shop, pipeline, "Mine")
    deal = shop.a_deal()
    shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=stage), by=tom)
    with pytest.raises(UserError, match="Cards stand on this stage"):
        undo(shop)
    assert shop.row(Stage, stage).archived_at is None


def test_a_pipeline_with_cards_is_not_unmade(shop, tom):
    """Covers: C1, M3."""
    pipeline = add_pipeline(shop, "Mine")
    shop.a_deal("open", pipeline=pipeline)
    with pytest.raises(UserError, match="Cards stand"):
        undo(shop)
    assert shop.row(Pipeline, pipeline).archived_at is None


def test_no_card_is_put_on_a_stage_that_is_no_longer_in_use(shop, tom):
    """Neither by a screen that is behind, nor by undo of the move away from it. Covers: C1, M3."""
    pipeline, target = shop.pipeline(), shop.stage("Brief & calculation")
    stage = add_stage(shop, pipeline, "Old", by=tom)
    deal = shop.a_deal(stage)
    shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=target))
    shop.run(lambda uow: stages.retire_stage(uow, stage_id=stage), by=tom)
    with pytest.raises(UserError, match="no longer in use"):
        undo(shop)
    with pytest.raises(UserError, match="no longer in use"):
        shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=stage))
    with pytest.raises(UserError, match="no longer in use"):
        shop.run(lambda uow: stages.retire_stage(uow, stage_id=target, cards_to=stage))
    assert shop.row(Deal, deal).stage_id == target


def test_a_stage_is_not_retired_into_itself_or_into_nothing(shop):
    """Covers: C1."""
    stage = shop.stage("Brief & calculation")
    shop.a_deal(stage)
    for target in (stage, shop.firm_id):
        with pytest.raises(UserError, match="Choose where they go"):
            shop.run(lambda uow, to=target: stages.retire_stage(uow, stage_id=stage, cards_to=to))
    assert shop.row(Stage, stage).archived_at is None


# Cards


def test_a_card_that_money_came_for_is_not_unmade(shop, tom):
    """Covers: H3, M3."""
    deal = a_new_deal(shop)
    shop.an_open_shift()
    take = {"deal_id": deal, "amount": 500, "method": "cash"}
    shop.run(lambda uow: money.take_payment(uow, **take), by=tom)
    with pytest.raises(UserError, match="Money came for this card"):
        undo(shop)
    assert shop.row(Deal, deal).archived_at is None


def test_a_card_with_an_issued_invoice_is_not_unmade(shop, tom):
    """Covers: H6, M3."""
    deal = a_new_deal(shop)
    shop.run(lambda uow: documents.issue_invoice(uow, deal_id=deal), by=tom)
    with pytest.raises(UserError, match="An invoice was issued"):
        undo(shop)
    assert shop.row(Deal, deal).archived_at is None


@pytest.mark.parametrize("work", ["said", "moved"])
def test_a_card_that_a_colleague_worked_on_is_not_unmade(shop, tom, work):
    """Covers: M3."""
    deal, stage = a_new_deal(shop), shop.stage("Quote sent")
    if work == "said":
        shop.run(lambda uow: touches.comment(uow, card_id=deal, text="They called."), by=tom)
    else:
        shop.run(lambda uow: moves.move_card(uow, card_id=deal, stage_id=stage), by=tom)
    with pytest.raises(UserError, match="A colleague has worked on this card"):
        undo(shop)
    undo(shop, by=tom)
    undo(shop)
    assert shop.row(Deal, deal).archived_at is not None


def test_nothing_is_written_on_a_card_that_is_gone(shop, tom):
    """A screen of a colleague that is behind loses no words: they are refused and stay typed. Covers: N2."""
    deal = a_new_deal(shop)
    undo(shop)
    with pytest.raises(UserError, match="no longer there"):
        shop.run(lambda uow: touches.comment(uow, card_id=deal, text="They called."), by=tom)
    with pytest.raises(UserError, match="no longer there"):
        shop.run(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"note": "x"}), by=tom)
    assert shop.count(Comment) == 0
    shop.run(history.redo, origin=Origin.REDO)
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="They called."), by=tom)
    assert shop.count(Comment) == 1


# People


def test_nobody_leaves_with_touches_on_the_cards_of_others(shop, tom):
    """Covers: B5, M3."""
    lena = shop.run(lambda uow: people.add_person(uow, name="Lena", roles=["manager"]))
    task = shop.a_task(shop.a_deal(holder=tom), holder=lena)
    with pytest.raises(UserError, match="Touches are still theirs"):
        undo(shop)
    assert shop.row(User, lena).archived_at is None
    shop.run(lambda uow: people.dismiss_person(uow, user_id=lena, touches_to=tom))
    assert shop.row(Task, task).holder_id == tom


def test_undo_leaves_the_shop_an_admin(shop):
    """Covers: N4."""
    ida, uri = shop.a_user("admin", "Ida"), shop.a_user("manager", "Uri")
    shop.run(lambda uow: people.set_roles(uow, user_id=uri, roles=["admin"]))
    for gone in (ida, shop.me):
        shop.run(lambda uow, who=gone: people.dismiss_person(uow, user_id=who), by=uri)
    me = Actor(shop.me, ("admin",))
    with pytest.raises(UserError, match="Somebody has to be the admin"):
        shop.run(history.undo, by=me, origin=Origin.UNDO)
    assert shop.row(User, uri).roles == ["admin"]
