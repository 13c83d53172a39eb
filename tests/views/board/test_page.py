# SPDX-License-Identifier: Apache-2.0
"""The deals page as a person works it: seen, walked, followed, kept; by keys, over a real shop."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from desktop.models.board_order import Sort
from tests.board_desk import CTRL, chord
from tests.shell import press

BRIEF, QUOTE, CONTRACT = "Brief & calculation", "Quote sent", "Contract & invoice"
Key = Qt.Key
NO_GRAB = pytest.mark.qt_log_ignore("This plugin does not support grabbing")
"""Offscreen there is no keyboard to grab for a pop-up."""


def test_counts_and_sums_of_the_columns_add_up_to_the_header(desk):
    """Covers: C4."""
    desk.shop.a_deal(BRIEF, title="Menus", amount=28400)
    desk.shop.a_deal(BRIEF, title="Prospectus", amount=196000)
    desk.shop.a_deal(QUOTE, title="Cards", amount=11800)
    desk.open()
    assert desk.view.model.total(0) == (2, 224400)
    assert desk.page.header._meta.text() == "3 open · £2,362"
    assert desk.view.columns[0].header.accessibleName() == "Brief & calculation, 2 cards, £2,244"


def test_arrows_walk_over_cards_and_columns_and_enter_opens(desk):
    """Covers: M3, C8."""
    first = desk.shop.a_deal(BRIEF, title="Menus", touch_in=timedelta(hours=1))
    second = desk.shop.a_deal(BRIEF, title="Leaflets", touch_in=timedelta(hours=2))
    third = desk.shop.a_deal(CONTRACT, title="Labels")
    desk.open()
    desk.choose(first)
    press(Key.Key_Down)
    assert desk.current().id == second
    press(Key.Key_Right)
    assert desk.current().id == third, "an empty column is passed over"
    press(Key.Key_Return)
    assert desk.went == [("deal", third)]
    assert desk.walk.place == (3, 3)
    assert desk.walk.previous() == second
    assert desk.walk.visited == {third}


@NO_GRAB
def test_the_quick_look_tells_the_age_against_the_limit(desk):
    """Covers: C6."""
    desk.shop.a_deal(BRIEF, title="Menus", created_ago=timedelta(days=3))
    desk.open()
    desk.page.look()
    said = desk.page._look._facts.text().replace("\xa0", " ")
    assert "in “Brief & calculation” for 3 days, 2 d over the limit of 1 d" in said
    desk.page._look.hide()


def test_pipelines_change_by_keys_and_each_keeps_its_place(desk):
    """Covers: C1."""
    here = desk.shop.a_deal(BRIEF, title="Menus")
    desk.shop.a_deal("Brief & survey", pipeline="Wide format", title="Banner")
    desk.open()
    desk.choose(here)
    chord(Key.Key_Period, CTRL)
    desk.wait(lambda: desk.page.shapes.board.pipeline.name == "Wide format", "the next one opens")
    assert desk.column("Brief & survey") == ["Banner"]
    chord(Key.Key_Comma, CTRL)
    desk.wait(lambda: desk.page.shapes.board.pipeline.name == "Commercial print", "and back")
    assert desk.current().id == here


def test_changes_of_others_arrive_while_the_board_is_seen_and_when_it_is_seen_again(desk):
    """Covers: C4."""
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    changed = desk.shop.pipeline()
    assert changed
    desk.navigator.open("today")
    desk.tasks.run(lambda uow: _rename(uow, deal, "Menus A4"))
    desk.settle()
    assert desk.column(BRIEF) == ["Menus"]
    desk.navigator.open("deals")
    desk.wait(lambda: desk.column(BRIEF) == ["Menus A4"], "it is caught up")
    desk.tasks.run(lambda uow: _rename(uow, deal, "Menus A5"))
    desk.wait(lambda: desk.column(BRIEF) == ["Menus A5"], "it follows")


def _rename(uow, deal, title):
    from desktop import commands

    commands.deals.change_deal(uow, deal_id=deal, fields={"title": title})


def test_a_touch_becomes_late_by_itself(desk):
    """Covers: D2."""
    desk.shop.a_deal(BRIEF, touch_in=timedelta(minutes=5))
    desk.open()
    late = desk.page.filter._states["late"]
    assert late.accessibleName() == "Overdue 0"
    desk.clock.advance(minutes=6)
    desk.page.shapes.renew()
    assert late.accessibleName() == "Overdue 1"


def test_a_column_folds_and_still_takes_cards_and_is_remembered(desk):
    """Covers: C4."""
    desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    desk.view.set_collapsed(2, True)
    assert desk.view.columns[2].width() == 36
    assert not desk.view.columns[2].cards.isVisible()
    desk.navigator.open("today")
    folded = desk.page._memory.folded(desk.page.shapes.board.pipeline.id)
    assert folded == [desk.view.columns[2].stage.id.hex]


def test_screen_readers_hear_the_whole_card(desk):
    """Covers: M4."""
    company = desk.shop.a_company("Marlow Events")
    desk.shop.a_deal(
        BRIEF, title="Roll-up banner", amount=53400, company=company,
        due_at=desk.clock.now() + timedelta(days=1), heat="hot", touch_in=timedelta(minutes=75),
    )  # fmt: skip
    desk.open()
    index = desk.view.model.index(0, 0, desk.view.model.stage_index(0))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Marlow Events, Roll-up banner, £534, due 16 October 2026, Call today 12:15, hot, "
        "owner Maya Lindqvist, 1 of 1 in Brief & calculation"
    )
    assert desk.view.columns[0].cards.accessibleName().startswith("Brief & calculation, 1 card")


def test_a_small_window_shows_whole_columns_and_cards_and_names_the_rest(make_desk):
    """Covers: M4."""
    desk = make_desk(size=(1093, 614))
    for number in range(6):
        desk.shop.a_deal(BRIEF, title=f"Card {number}")
    desk.open()
    seen = desk.view._area.viewport().width()
    edges = [column.geometry().right() for column in desk.view.columns if column.x() < seen]
    assert edges[-1] < seen, "no column is cut"
    first = desk.view.columns[0]
    pitch = first.cards.verticalHeader().defaultSectionSize()
    assert first.cards.height() // pitch * pitch <= first.cards.height() <= pitch * 3 + 1
    assert first._more.text() == "3 more below"
    assert desk.view._sideways._label.text() == "right: Proof & production 0"


@pytest.mark.parametrize("size", [90, 150])
def test_cards_grow_with_the_text_size(desk, qapp, size):
    """Covers: M4."""
    from desktop.views import theme

    desk.shop.a_deal(BRIEF)
    desk.open()
    theme.apply(qapp, "light", size)
    QTest.qWait(1)
    assert desk.view.columns[0].cards.verticalHeader().defaultSectionSize() == round(
        113 * size / 100
    )
    desk.view.grab()


def test_tab_to_a_column_out_of_sight_brings_it_in_whole(make_desk):
    """Covers: C4, M3, M4."""
    desk = make_desk(size=(640, 360))
    for stage in (BRIEF, QUOTE, CONTRACT):
        desk.shop.a_deal(stage)
    desk.open()
    view = desk.view
    bar = view._area.horizontalScrollBar()
    view._area.ensureWidgetVisible(view.columns[2].cards)  # as Qt does when Tab comes there
    assert bar.value() in {column.x() for column in view.columns}
    assert view._sideways.bar.value() == bar.value()


def test_the_ground_of_the_cards_follows_the_theme(desk, qapp):
    """Covers: M4."""
    from desktop.views import theme

    desk.shop.a_deal(BRIEF)
    desk.open()
    theme.apply(qapp, "dark")
    QTest.qWait(1)
    cards = desk.view.columns[0].cards.viewport()
    seen = cards.grab().toImage().pixelColor(cards.width() // 2, cards.height() - 2)
    assert seen.name() == theme.DARK.col.name()


def test_an_opened_card_carries_an_eye(desk):
    """Covers: C8."""
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    before = desk.view.columns[0].cards.grab().toImage()
    desk.walk.visit(deal)
    QTest.qWait(1)
    assert desk.view.columns[0].cards.grab().toImage() != before


def test_the_way_back_finds_scroll_and_selection(desk):
    """Covers: C8."""
    for number in range(12):
        deal = desk.shop.a_deal(BRIEF, title=f"Card {number}")
    desk.open()
    desk.choose(deal)
    bar = desk.view.columns[0].cards.verticalScrollBar()
    bar.setValue(300)
    kept = desk.page.place()
    desk.view.choose([])
    bar.setValue(0)
    desk.page.restore(kept)
    assert bar.value() == 300
    assert [card.id for card in desk.view.chosen()] == [deal]


def test_the_first_board_is_shown_before_the_shop_is_open(desk):
    """Covers: M1."""
    from desktop.queries.board import first_board
    from desktop.values.rows.board import BoardWish

    desk.shop.a_deal(BRIEF, title="Menus")
    now = desk.clock.now()
    board = first_board(desk.shop.folder / "shop.sqlite", BoardWish(), now.replace(day=1))
    desk.open()
    page = desk.page
    resets: list[bool] = []
    model = page.shapes.model
    model.modelReset.connect(lambda: resets.append(True))
    page.show_first(board)
    assert page.shapes.model is model
    assert desk.column(BRIEF) == ["Menus"]
    assert not resets


def test_a_large_board_shows_its_first_cards_and_all_totals_then_the_rest(desk, monkeypatch):
    """Covers: C4."""
    from desktop.queries import board
    from desktop.values.rows.board import BoardWish

    monkeypatch.setattr(board, "FEW", 2)
    for number in range(1, 6):
        desk.shop.a_deal(
            BRIEF, title=f"Menus {number}", amount=10000, touch_in=timedelta(days=number)
        )
    path, month = desk.shop.folder / "shop.sqlite", desk.clock.now().replace(day=1)
    page = desk.open().page
    assert page.first_wish().few
    first = board.first_board(path, page.first_wish(), month)
    assert first is not None
    page.show_first(first)
    model, view = page.shapes.model, page.shapes.view
    assert [card.title for card in model.cards(0)] == ["Menus 1", "Menus 2"]
    assert "5 cards, £500" in view.columns[0].header.accessibleName()
    assert page.shapes.face.total_words() == "5 open · £500"
    view.choose([model.cards(0)[1].key])
    page.show_first(board.first_board(path, BoardWish(first.pipeline.id), month))
    assert page.shapes.model is model
    assert [card.title for card in model.cards(0)] == [f"Menus {n}" for n in range(1, 6)]
    assert [card.title for card in view.chosen()] == ["Menus 2"]
    assert page.shapes.face.total_words() == "5 open · £500"


def test_a_board_that_was_left_far_down_is_read_whole_at_once(desk):
    """Covers: C4."""
    for number in range(30):
        desk.shop.a_deal(BRIEF, title=f"Menus {number}")
    page = desk.open().page
    page.set_sort(Sort.AMOUNT)
    assert not page.first_wish().few
    page.set_sort(Sort.TOUCH)
    bar = desk.view.columns[0].cards.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.window.close()
    assert not page.first_wish().few


def test_every_control_of_the_page_has_a_name(desk):
    """Covers: M4."""
    desk.shop.a_deal(BRIEF)
    desk.open()
    nameless = [
        button
        for button in desk.page.findChildren(QAbstractButton)
        if button.isVisible() and not button.accessibleName()
    ]
    assert not nameless


def test_a_card_that_goes_out_of_sight_leaves_the_open_board(desk):
    """Covers: N7, C4."""
    taken = desk.shop.a_deal(BRIEF, title="Menus", amount=28400)
    desk.shop.a_deal(BRIEF, title="Prospectus", amount=196000)
    desk.open()
    assert desk.column(BRIEF) == ["Menus", "Prospectus"]
    desk.lose(taken)
    desk.wait(lambda: desk.column(BRIEF) == ["Prospectus"], "the card is seen no more")
    assert desk.page.header._meta.text() == "1 open · £1,960"
