# SPDX-License-Identifier: Apache-2.0
"""Cards moved by keys, menus and drops, one and several, over a real shop."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from desktop.models.board_order import Sort
from desktop.views.questions.door import DoorDialog, StayedDialog
from tests.board_desk import CTRL, SHIFT, chord
from tests.settings_desk import focus
from tests.shell import press

BRIEF, QUOTE, CONTRACT = "Brief & calculation", "Quote sent", "Contract & invoice"
Key = Qt.Key
NO_GRAB = pytest.mark.qt_log_ignore("This plugin does not support grabbing")
"""Offscreen there is no keyboard to grab for a pop-up."""


def test_one_chord_moves_a_card_to_the_next_stage_and_the_keys_go_with_it(desk):
    """Covers: C4, M3."""
    deal = desk.shop.a_deal(BRIEF, title="Menus", amount=28400)
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: desk.column(QUOTE) == ["Menus"], "the card moves")
    assert desk.stage_of(deal) == QUOTE
    assert desk.current().id == deal
    assert focus() is desk.view.columns[1].cards
    chord(Key.Key_Left, CTRL | SHIFT)
    desk.wait(lambda: desk.column(BRIEF) == ["Menus"], "the card moves back")
    chord("Z", CTRL)
    desk.wait(lambda: desk.column(QUOTE) == ["Menus"], "the move is undone")


def test_each_move_is_told_by_name_so_that_the_window_can_offer_its_undo(desk):
    """Covers: C4."""
    deal = desk.shop.a_deal(BRIEF, title="Menus", amount=28400)
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: desk.changes, "the change is told")
    assert desk.changes[-1].label.fields["stage"] == QUOTE
    assert desk.changes[-1].undoable


def test_several_cards_move_together_and_those_that_miss_something_stay_and_are_named(desk):
    """Covers: C4, C5."""
    good = desk.shop.a_deal(BRIEF, title="Menus", touch_in=timedelta(hours=1))
    bare = desk.shop.a_deal(BRIEF, title="Bare", lines=(), touch_in=timedelta(hours=2))
    desk.open()
    desk.choose(good)
    press(Key.Key_Down, SHIFT)
    assert {card.id for card in desk.view.chosen()} == {good, bare}
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.dialog(StayedDialog)
    assert desk.stage_of(good) == QUOTE
    assert desk.stage_of(bare) == BRIEF
    press(Key.Key_Escape)
    desk.wait(lambda: desk.column(BRIEF) == ["Bare"], "the other one is seen to have moved")


def test_many_cards_move_and_come_back_in_one_step_while_others_work_between(desk):
    """Undo twice in a row waits for its turn; the screen is told once for each step. Covers: C4, M3."""
    deals = [desk.shop.a_deal(BRIEF, title=f"Card {n:02d}") for n in range(60)]
    desk.open()
    desk.choose(*deals)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: len(desk.column(QUOTE)) == 60, "all cards move")
    assert [one.label.fields["count"] for one in desk.changes] == ["60"]
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: len(desk.column(CONTRACT)) == 60, "all cards move on")
    chord("Z", CTRL)
    chord("Z", CTRL)
    desk.wait(lambda: len(desk.column(BRIEF)) == 60, "both steps are taken back")
    assert len(desk.changes) == 4
    assert not desk.told


def test_selected_cards_of_two_columns_move_one_stage_each_in_one_step(desk):
    """Covers: C4."""
    one = desk.shop.a_deal(BRIEF, title="Menus")
    two = desk.shop.a_deal(QUOTE, title="Labels")
    desk.open()
    desk.choose(one, two)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: desk.stage_of(two) == CONTRACT, "both move")
    assert desk.stage_of(one) == QUOTE
    desk.wait(lambda: desk.column(CONTRACT) == ["Labels"], "both are seen")
    chord("Z", CTRL)
    desk.wait(lambda: desk.column(BRIEF) == ["Menus"], "one undo takes both back")
    assert desk.column(QUOTE) == ["Labels"]


def test_a_paid_deal_is_won_by_one_chord(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal("Proof & production", title="Programmes", amount=5000)
    desk.shop.a_payment(deal, 5000)
    desk.open()
    desk.choose(deal)
    chord("W", CTRL | SHIFT)
    desk.wait(lambda: desk.stage_of(deal) == "Won", "the deal is won")
    desk.wait(lambda: desk.view.model.finals[0].count == 1, "Won counts it")
    assert desk.view.model.finals[0].amount == 5000
    assert desk.column("Proof & production") == []


def test_an_unpaid_deal_is_not_won_and_the_reason_is_said(desk):
    """Covers: C5, C7."""
    deal = desk.shop.a_deal("Proof & production", title="Programmes")
    desk.open()
    desk.choose(deal)
    chord("W", CTRL | SHIFT)
    desk.dialog(DoorDialog)
    press(Key.Key_Escape)
    assert desk.stage_of(deal) == "Proof & production"


@NO_GRAB
def test_a_offers_the_colleagues(desk):
    """Covers: C4."""
    desk.shop.a_user("manager", "Tom Ferris")
    desk.shop.a_deal(BRIEF)
    desk.open()
    press("a")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["&1  Maya Lindqvist", "&2  Tom Ferris"]
    menu.close()


def test_the_order_by_hand_keeps_a_dropped_card_between_its_neighbours(desk):
    """Covers: C4."""
    deals = [desk.shop.a_deal(BRIEF, title=name, rank=f"a{name}") for name in "ABC"]
    moving = desk.shop.a_deal(QUOTE, title="Moving")
    desk.open()
    desk.page.set_sort(Sort.RANK)
    desk.page.steps.dropped(desk.view.model.drop_at([moving.bytes], 0, 1))
    desk.wait(lambda: desk.column(BRIEF) == ["A", "Moving", "B", "C"], "the card lies between")
    desk.page.steps.dropped(desk.view.model.drop_at([deals[0].bytes, deals[1].bytes], 0, -1))
    desk.wait(lambda: desk.column(BRIEF) == ["Moving", "C", "A", "B"], "two go to the end in order")


def test_a_drop_where_the_card_stands_already_changes_nothing(desk):
    """Covers: C4."""
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    desk.page.steps.dropped(desk.view.model.drop_at([deal.bytes], 0, 0))
    desk.settle()
    assert not desk.changes


def test_someone_who_may_not_sell_sees_the_board_and_moves_nothing(make_desk):
    """Covers: N4."""
    desk = make_desk()
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.person = type(desk.person)(desk.person.id, desk.person.name, frozenset({"produce"}))
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.settle()
    assert desk.stage_of(deal) == BRIEF
    assert not desk.page.new_button.isVisible()
    assert desk.page.actions_here.get("board.export") is None


def test_files_dropped_on_a_card_become_its_documents(desk, tmp_path):
    """Covers: G6."""
    from desktop.domain.document import Attachment

    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg/>")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(logo))])
    cards = desk.view.columns[0].cards
    point = QPointF(cards.visualRect(desk.view.model.index(0, 0, cards.rootIndex())).center())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(point, Qt.DropAction.CopyAction, data, left, none)
    cards.dropEvent(event)
    assert event.isAccepted()
    desk.wait(lambda: desk.rows(Attachment, Attachment.card_id == deal), "the file is kept")
    below = QDropEvent(QPointF(50, 500), Qt.DropAction.CopyAction, data, left, none)
    cards.dropEvent(below)
    assert not below.isAccepted(), "only a card takes files"


@NO_GRAB
def test_the_menu_of_a_card_does_all_that_the_mouse_and_the_keys_do(desk):
    """Covers: C4, M3."""
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    desk.choose(deal)
    desk.page.steps.card_menu(
        desk.view.mapToGlobal(desk.view.rect().center()), desk.page.actions_here
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert texts == [
        "Open the card", "Quick look", "Move to stage", "Won", "Refused…", "Next touch…", "Owner",
        "Waits for…",
    ]  # fmt: skip
    stages = next(action.menu() for action in menu.actions() if action.text() == "Move to stage")
    assert not stages.actions()[0].isEnabled(), "it stands there already"
    stages.actions()[1].trigger()
    menu.close()
    desk.wait(lambda: desk.column(QUOTE) == ["Menus"], "the card moves")
