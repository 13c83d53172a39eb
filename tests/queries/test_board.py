# SPDX-License-Identifier: Apache-2.0
"""What the board reads, how fast it can be read, and the questions about a deal."""

from datetime import timedelta

import pytest

from desktop import commands
from desktop.errors import UserError
from desktop.queries import board, deal_steps
from desktop.values.changes import Origin
from desktop.values.rows.board import BoardWish
from tests.shop import open_shop

BRIEF, QUOTE = "Brief & calculation", "Quote sent"


@pytest.fixture
def shop(tmp_path, clock):
    opened = open_shop(tmp_path, clock)
    yield opened
    opened.close()


def month_start(shop):
    return shop.clock.now().replace(day=1, hour=0, minute=0)


def read(shop, **wishes):
    return shop.read(lambda r: board.board(r, month_start=month_start(shop), **wishes))


def test_a_board_has_the_open_cards_of_one_pipeline_with_their_earliest_touch(shop):
    """Covers: C1, C4, D2."""
    company = shop.a_company("Marlow Events")
    deal = shop.a_deal(BRIEF, title="Banner", company=company, touch_in=timedelta(days=2))
    shop.a_task(deal, goal="Sooner", due=shop.clock.now() + timedelta(hours=1))
    shop.a_deal("Won")
    shop.a_deal("Brief & survey", pipeline="Wide format")
    found = read(shop)
    assert [(card.title, card.client, card.touch_goal) for card in found.cards] == [
        ("Banner", "Marlow Events", "Sooner")
    ]
    assert found.pipeline.name == "Commercial print"
    assert [stage.name for stage in found.stages][-2:] == ["Won", "Refused"]
    assert found.currency == "GBP"
    wide = read(shop, pipeline_id=shop.pipeline("Wide format"))
    assert len(wide.cards) == 1


def test_finals_count_what_was_closed_this_month(shop):
    """Covers: C7."""
    shop.a_deal("Won", amount=5000)
    shop.a_deal("Won", amount=7000, closed_at=month_start(shop) - timedelta(days=1))
    won = next(stage for stage in read(shop).stages if stage.kind == "won")
    assert (won.count, won.amount) == (1, 5000)
    cards = shop.read(lambda r: board.closed_cards(r, stage_id=won.id, since=month_start(shop)))
    assert [card.amount for card in cards] == [5000]


def test_changed_cards_are_those_that_are_open_here_still(shop):
    """Covers: C4."""
    here, gone = shop.a_deal(BRIEF), shop.a_deal("Won")
    away = shop.a_deal("Brief & survey", pipeline="Wide format")
    cards, stages = shop.read(
        lambda r: board.changed(
            r,
            pipeline_id=shop.pipeline(),
            deal_ids=[here, gone, away],
            month_start=month_start(shop),
        )
    )
    assert [card.id for card in cards] == [here]
    assert len(stages) == 7


def test_the_first_board_is_the_same_without_sqlalchemy(shop):
    """Covers: M1."""
    shop.a_deal(BRIEF)
    path = shop.folder / "shop.sqlite"
    assert board.first_board(path, BoardWish(), month_start(shop)) == read(shop)
    assert board.first_board(path.with_name("no shop"), BoardWish(), month_start(shop)) is None


def test_a_board_that_is_read_in_portions_is_the_same_and_its_cards_share_their_words(
    shop, monkeypatch
):
    """Covers: C1, N1."""
    for _number in range(5):
        shop.a_deal(BRIEF, title="Business cards, 500 pcs")
    whole = read(shop)
    monkeypatch.setattr(board, "_AT_ONCE", 2)
    in_portions = read(shop)
    assert len(whole.cards) == 5
    assert in_portions == whole
    assert board.first_board(shop.folder / "shop.sqlite", BoardWish(), month_start(shop)) == whole
    assert len({id(card.title) for card in in_portions.cards}) == 1


def test_of_a_large_board_the_first_paint_reads_the_cards_that_stand_first(shop, monkeypatch):
    """Covers: C4."""
    monkeypatch.setattr(board, "FEW", 2)
    days = (5, None, 1, 3, 2)
    deals = [
        shop.a_deal(BRIEF, amount=100 * n, touch_in=timedelta(days=day) if day else None)
        for n, day in enumerate(days, 1)
    ]
    shop.a_deal(QUOTE, touch_in=timedelta(days=9))
    path, whole = shop.folder / "shop.sqlite", read(shop)

    def first(wish):
        return board.first_board(path, wish, month_start(shop))

    found = first(BoardWish(few=True))
    brief = shop.stage(BRIEF)
    in_order = sorted(
        (card for card in whole.cards if card.stage_id == brief),
        key=lambda card: (card.touch_due or "", card.key),
    )
    assert {card for card in found.cards if card.stage_id == brief} == set(in_order[:2])
    assert found.more == {brief.bytes: (3, sum(card.amount for card in in_order[2:]))}
    assert [stage.name for stage in found.stages] == [stage.name for stage in whole.stages]
    assert set(found.cards) < set(whole.cards)
    last = BoardWish(few=True, current=deals[0].bytes)
    assert set(first(last).cards) == set(whole.cards)
    assert not first(last).more
    monkeypatch.setattr(board, "FEW", 5)
    assert set(first(BoardWish(few=True)).cards) == set(whole.cards)
    assert not first(BoardWish(few=True)).more


def test_the_board_is_read_by_indices_only(shop):
    """Covers: C4."""
    for number in range(40):
        shop.a_deal(BRIEF if number % 2 else QUOTE)
    shop.database.writer.raw_connection().execute("ANALYZE")

    def plan(sql, *values):
        rows = shop.read(
            lambda r: r.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
        )
        return [row[-1] for row in rows]

    pipeline = shop.pipeline().bytes
    steps = plan(board.OPEN_CARDS, pipeline)
    of_open_cards = ("ix_deal_board", "ix_deal_totals", "ix_deal_due", "ix_deal_since")
    assert any(index in step for step in steps for index in of_open_cards), steps
    assert any("ix_task_card_open" in step for step in steps), steps
    assert not any(step.startswith(("SCAN deal", "SCAN task")) for step in steps)
    closed = plan(board.FINALS, pipeline, "2026-10-01")
    assert any("ix_deal_closed" in step for step in closed), closed


def test_a_shop_without_pipelines_says_what_to_do(tmp_path, clock):
    """Covers: N8."""
    empty = open_shop(tmp_path, clock, is_empty=True, folder="empty")
    with pytest.raises(UserError, match="Add one"):
        empty.read(lambda r: board.board(r, month_start=clock.now()))
    empty.close()


def test_a_glance_tells_person_last_words_and_what_it_waits_for(shop):
    """Covers: C6, C8."""
    priya = shop.a_contact("Priya Hartwell", "447700900342")
    deal = shop.a_deal(BRIEF, contact=priya, lines=[("Labels", 500, 1000), ("Layout", 1, 4500)])
    shop.run(lambda uow: commands.touches.comment(uow, card_id=deal, text="First words"))
    shop.clock.advance(minutes=1)
    shop.run(lambda uow: commands.touches.comment(uow, card_id=deal, text="Last words"))
    shop.clock.advance(minutes=1)
    shop.run(lambda uow: commands.touches.comment(uow, card_id=deal, text="Taken back"))
    shop.run(commands.history.undo, origin=Origin.UNDO)
    shop.run(lambda uow: commands.deals.block_deal(uow, deal_id=deal, reason="file", note="Logo"))
    glance = shop.read(lambda r: deal_steps.peek(r, deal_id=deal))
    assert (glance.contact, glance.phone) == ("Priya Hartwell", "07700 900 342")
    assert (glance.comment, glance.comment_by) == ("Last words", "Maya Lindqvist")
    assert (glance.block_note, glance.blocked_by) == ("Logo", "Maya Lindqvist")
    assert glance.lines == ("Labels", "Layout")


def test_reasons_stand_in_the_order_of_their_digits_and_rivals_by_how_often(shop):
    """Covers: B2."""
    for rival in ("Harrow Print", "Swift Signs", "Swift Signs"):
        shop.a_deal("Refused", lost_to=rival)
    choices = shop.read(deal_steps.refusal_choices)
    assert choices.reasons[0].name == "Lost a tender on price"
    assert choices.reasons[0].asks_offer
    assert len(choices.reasons) == 8
    assert choices.rivals == ("Swift Signs", "Harrow Print")


def test_a_brief_says_what_a_question_needs(shop):
    """Covers: C7."""
    deal = shop.a_deal(QUOTE, title="Boards", amount=75600)
    found = shop.read(lambda r: deal_steps.brief(r, deal_id=deal))
    assert (found.client, found.title, found.amount, found.stage) == (
        "Priya Hartwell", "Boards", 75600, QUOTE,
    )  # fmt: skip
