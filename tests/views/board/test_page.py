# SPDX-License-Identifier: Apache-2.0
"""The deals page as a person works it: by keys, over a real shop."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu

from desktop.domain.deal import Deal
from desktop.domain.touch import Task
from desktop.models.board_filter import BoardFilter
from desktop.models.board_order import Sort
from desktop.views.board.closed_cards import ClosedCards
from desktop.views.board.keep_filter import KeepFilterDialog
from desktop.views.board.new_deal import NewDealDialog
from desktop.views.questions.blocking import BlockDialog
from desktop.views.questions.door import DoorDialog, StayedDialog
from desktop.views.questions.refusal import RefusalDialog
from desktop.views.questions.touch import TouchDialog
from tests.board_desk import CTRL, SHIFT, chord
from tests.settings_desk import focus, type_text
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


def test_a_demanding_stage_asks_for_exactly_what_is_missing_and_takes_it_with_the_move(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(BRIEF, title="Bare", lines=())
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    dialog = desk.dialog(DoorDialog)
    assert list(dialog._fields) == ["line", "quantity", "sum"]
    steps = len(desk.changes)
    dialog._fields["sum"].control.setFocus()
    type_text("120")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == ["Bare"], "the card moves")
    assert len(desk.changes) == steps + 1, "one transaction"
    assert desk.row(Deal, deal).amount == 12000


def test_escape_leaves_a_card_at_the_door_where_it_was(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(BRIEF, title="Bare", lines=())
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.dialog(DoorDialog)
    press(Key.Key_Escape)
    desk.answered()
    assert desk.column(BRIEF) == ["Bare"]
    assert desk.stage_of(deal) == BRIEF
    assert focus() is desk.view.columns[0].cards


def test_what_cannot_be_typed_is_said_in_words_with_a_way_to_the_card(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(CONTRACT, title="Labels")
    desk.open()
    desk.choose(deal)
    chord(Key.Key_Right, CTRL | SHIFT)
    dialog = desk.dialog(DoorDialog)
    assert dialog.primary.text() == "Open the card"
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.went == [("deal", deal)], "the card opens")


def test_a_refusal_takes_a_digit_a_comment_and_one_chord(desk):
    """Covers: C7, B2, M3."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible(), "nothing is refused without a reason"
    press("2")
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible(), "nothing is refused without a comment"
    assert dialog._comment_field.error()
    type_text("They need it tomorrow.")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == [], "the card leaves the board")
    stored = desk.row(Deal, deal)
    assert stored.refusal_comment == "They need it tomorrow."
    assert stored.stage_kind == "lost"
    back = desk.rows(Task, Task.card_kind == "contact")
    assert [task.due_at.date().isoformat() for task in back] == ["2027-01-15"]


def test_a_refusal_on_price_asks_whose_offer_it_was(desk):
    """Covers: B2."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    press("1")
    type_text("Swift Signs")
    press(Key.Key_Tab)
    type_text("610")
    press(Key.Key_Tab)
    type_text("Cheaper board.")
    dialog._come_back(0)
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == [], "the card leaves the board")
    stored = desk.row(Deal, deal)
    assert (stored.lost_to, stored.lost_to_price) == ("Swift Signs", 61000)
    assert not desk.rows(Task, Task.card_kind == "contact")


def test_escape_returns_a_card_from_the_question_why(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    desk.dialog(RefusalDialog)
    press(Key.Key_Escape)
    desk.answered()
    assert desk.stage_of(deal) == QUOTE
    assert desk.current().id == deal


def test_no_reason_offered_says_nothing(desk):
    """Covers: B2."""
    from desktop.domain.refusal import says_nothing

    deal = desk.shop.a_deal(QUOTE)
    desk.open()
    desk.choose(deal)
    chord("R", CTRL | SHIFT)
    dialog = desk.dialog(RefusalDialog)
    assert len(dialog._reasons) == 8
    assert not any(says_nothing(reason.name) for reason in dialog._reasons)


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


def test_n_sets_the_next_touch_by_a_goal_and_a_key(desk):
    """Covers: D2, M3."""
    deal = desk.shop.a_deal(BRIEF, title="Menus", touch_in=None)
    desk.open()
    desk.choose(deal)
    assert desk.page.filter._states["missing"].accessibleName() == "No next touch 1"
    press("n")
    desk.dialog(TouchDialog)
    type_text("Agree the paper")
    press(Key.Key_Tab)
    type_text("fri 10:30")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.rows(Task, Task.card_id == deal), "the touch is planned")
    task = desk.touch_of(deal)
    assert task.goal == "Agree the paper"
    assert task.due_at.astimezone(desk.clock.zone).isoformat() == "2026-10-16T10:30:00+01:00"
    desk.wait(lambda: desk.current().touch_goal == "Agree the paper", "the card shows it")


def test_a_touch_postponed_twice_wants_a_reason(desk):
    """Covers: D2."""
    deal = desk.shop.a_deal(BRIEF, touch_in=None)
    desk.shop.a_task(deal, goal="Ask for the file", postponed=2)
    desk.open()
    desk.choose(deal)
    press("n")
    dialog = desk.dialog(TouchDialog)
    press(Key.Key_7, Qt.KeyboardModifier.AltModifier)
    chord(Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog._reason_field.error() == "Say why it waits again."
    type_text("They are on holiday.")
    chord(Key.Key_Return, CTRL)
    desk.answered()
    assert desk.touch_of(deal).postpone_reason == "They are on holiday."


def test_several_cards_get_one_touch_and_one_owner(desk):
    """Covers: C8."""
    tom = desk.shop.a_user("manager", "Tom Ferris")
    one = desk.shop.a_deal(BRIEF, title="Menus")
    two = desk.shop.a_deal(QUOTE, title="Labels", touch_in=None)
    desk.open()
    desk.choose(one, two)
    press("n")
    desk.dialog(TouchDialog)
    type_text("Ask about spring")
    press(Key.Key_7, Qt.KeyboardModifier.AltModifier)
    chord(Key.Key_Return, CTRL)
    desk.answered()
    for deal in (one, two):
        assert desk.touch_of(deal).goal == "Ask about spring"
    desk.page.steps.moves.set_holder([one, two], tom)
    desk.wait(lambda: desk.row(Deal, two).holder_id == tom, "the owner changes")
    assert desk.row(Deal, one).holder_id == tom


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


@NO_GRAB
def test_a_waiting_card_says_what_for_and_since_when(desk):
    """Covers: C8."""
    deal = desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    press("b")
    desk.dialog(BlockDialog)
    press("2")
    type_text("Logo in curves")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.current().blocked == "file", "the card is marked")
    stored = desk.row(Deal, deal)
    assert (stored.block_note, stored.blocked_by) == ("Logo in curves", desk.shop.me)
    press(Key.Key_Space)
    desk.wait(lambda: "Logo in curves" in desk.page._look._facts.text(), "the look says it")
    assert "Waiting for the file · Logo in curves · Maya Lindqvist" in desk.page._look._facts.text()
    press(Key.Key_Escape)
    desk.page._look.hide()
    desk.page.steps.unblock()
    desk.wait(lambda: not desk.current().blocked, "the card waits no longer")


@NO_GRAB
def test_the_quick_look_tells_the_age_against_the_limit(desk):
    """Covers: C6."""
    desk.shop.a_deal(BRIEF, title="Menus", created_ago=timedelta(days=3))
    desk.open()
    desk.page.look()
    said = desk.page._look._facts.text().replace("\xa0", " ")
    assert "in “Brief & calculation” for 3 days, 2 d over the limit of 1 d" in said
    desk.page._look.hide()


def test_the_filter_counts_words_and_other_layouts_find_cards(desk):
    """Covers: C4, M3."""
    desk.shop.a_deal(BRIEF, title="Menus", touch_in=timedelta(hours=1))
    desk.shop.a_deal(BRIEF, title="Leaflets", touch_in=timedelta(days=-2))
    desk.shop.a_deal(QUOTE, title="Labels", touch_in=None)
    desk.open()
    counts = {state: chip.accessibleName() for state, chip in desk.page.filter._states.items()}
    assert counts == {"late": "Overdue 1", "today": "Today 1", "missing": "No next touch 1"}
    press("/")
    type_text("leaf")
    assert desk.column(BRIEF) == ["Leaflets"]
    assert desk.page.header._meta.text().startswith("1 of 3 open")
    press(Key.Key_Return)
    assert focus() is desk.view.columns[0].cards
    press("/")
    press(Key.Key_Escape)
    assert desk.column(BRIEF) == ["Leaflets", "Menus"]
    desk.page.filter.field.setFocus()
    type_text("ьутгы")
    assert desk.column(BRIEF) == ["Menus"], "typed with the Russian layout on"


def test_a_filter_is_kept_by_name_for_the_person(desk):
    """Covers: C4."""
    desk.shop.a_deal(BRIEF, title="Menus", touch_in=timedelta(days=-1))
    desk.shop.a_deal(BRIEF, title="Labels", touch_in=timedelta(days=3))
    desk.open()
    desk.page.filter._states["late"].click()
    assert desk.column(BRIEF) == ["Menus"]
    desk.page.filter.save_asked.emit()
    desk.dialog(KeepFilterDialog)
    type_text("Late ones")
    press(Key.Key_Return)
    wish = BoardFilter(states=frozenset({"late"}))
    assert desk.page._memory.filters() == {"Late ones": wish}
    desk.page.filter._all.click()
    assert len(desk.column(BRIEF)) == 2
    desk.page._forget_filter("Late ones")
    assert desk.page._memory.filters() == {}


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


def test_list_and_due_days_show_the_same_cards(desk):
    """Covers: C8."""
    soon = desk.clock.now() + timedelta(days=1)
    one = desk.shop.a_deal(BRIEF, title="Menus", amount=28400, due_at=soon)
    desk.shop.a_deal(QUOTE, title="Labels", amount=36500)
    desk.open()
    desk.choose(one)
    desk.page.show_as("list")
    table = desk.page.shapes.table
    QAbstractItemModelTester(
        table.model, QAbstractItemModelTester.FailureReportingMode.Fatal, table
    )
    assert [card.title for card in table.model.cards()] == ["Menus", "Labels"]
    assert [card.id for card in table.chosen()] == [one], "the chosen card stays chosen"
    table.rows.horizontalHeader().setSortIndicator(3, Qt.SortOrder.DescendingOrder)
    assert [card.title for card in table.model.cards()] == ["Labels", "Menus"]
    chord(Key.Key_Right, CTRL | SHIFT)
    desk.wait(lambda: desk.stage_of(one) == QUOTE, "the keys work here, too")
    desk.page.show_as("calendar")
    heads = [table.model.index(row, 0).data() for row in (0, 2)]
    assert heads == ["Tomorrow · 1 card · £284", "No due date · 1 card · £365"]


def test_a_list_is_exported_as_it_is_shown(desk, tmp_path):
    """Covers: C8."""
    desk.shop.a_deal(BRIEF, title="=Menus", amount=28400)
    desk.open()
    desk.page.show_as("list")
    for suffix in ("csv", "xlsx"):
        path = tmp_path / f"deals.{suffix}"
        desk.page.outlets.write(desk.page.shapes.table.export(), path, "Commercial print")
        desk.wait(lambda: desk.told, "the file is written")
        assert desk.told.pop() == f"1 deal is in deals.{suffix}."
        from desktop.channels.spreadsheets import read_table

        table = read_table(path)
        assert table.columns[:4] == ("Client", "What is ordered", "Stage", "Sum")
        assert table.rows[0].cells[1] == "=Menus"


def test_a_new_deal_finds_its_client_as_one_types(desk):
    """Covers: C2, A5."""
    priya = desk.shop.a_contact("Priya Hartwell", "447700900342")
    desk.shop.a_deal(BRIEF, title="Menus")
    desk.open()
    chord("N", CTRL)
    dialog = desk.dialog(NewDealDialog)
    type_text("0342")
    desk.wait(lambda: dialog.client._offers, "the client is found")
    press(Key.Key_Return)
    assert dialog.client.client.contact_id == priya
    dialog._what.setFocus()
    type_text("Sticker labels 5,000")
    dialog._sum.setFocus()
    type_text("320+45")
    dialog._when.setFocus()
    type_text("tomorrow 11:00")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: "Sticker labels 5,000" in desk.column(BRIEF), "the card is there")
    assert desk.current().title == "Sticker labels 5,000"
    stored = desk.row(Deal, desk.current().id)
    assert (stored.contact_id, stored.amount) == (priya, 36500)


def test_a_new_deal_makes_a_new_client_in_the_same_step(desk):
    """Covers: C2."""
    desk.open()
    chord("N", CTRL)
    dialog = desk.dialog(NewDealDialog)
    chord(Key.Key_Return, CTRL)
    assert dialog._fields["client"].error() == "Say who the client is."
    type_text("Marlow Events")
    dialog._person.setFocus()
    type_text("Joel Marlow")
    dialog._phone.setFocus()
    type_text("07700 900 218")
    dialog._what.setFocus()
    type_text("Roll-up banner")
    dialog._when.setFocus()
    type_text("+1")
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(BRIEF) == ["Roll-up banner"], "the card is there")
    assert desk.current().client == "Marlow Events"
    assert len(desk.changes) == 1
    chord("Z", CTRL)
    desk.wait(lambda: desk.column(BRIEF) == [], "one undo takes deal and client back")


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


def test_won_lists_what_was_closed_this_month(desk):
    """Covers: C7."""
    won = desk.shop.a_deal("Won", title="Programmes")
    desk.open()
    desk.view.finals[0].pressed.emit()
    dialog = desk.dialog(ClosedCards)
    assert [card.title for card in dialog.model.rows] == ["Programmes"]
    press(Key.Key_Return)
    assert desk.went == [("deal", won)]


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

    desk.shop.a_deal(BRIEF, title="Menus")
    now = desk.clock.now()
    board = first_board(desk.shop.folder / "shop.sqlite", None, now.replace(day=1))
    desk.open()
    page = desk.page
    resets: list[bool] = []
    model = page.shapes.model
    model.modelReset.connect(lambda: resets.append(True))
    page.show_first(board)
    assert page.shapes.model is model
    assert desk.column(BRIEF) == ["Menus"]
    assert not resets


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
