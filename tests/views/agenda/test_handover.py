# SPDX-License-Identifier: Apache-2.0
"""The head hands a colleague's work over beside their week, with keys alone, and takes it back in one step."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.background.handover_loop import HandoverLoop
from desktop.commands import planned_handovers
from desktop.domain.deal import Deal
from desktop.domain.holding import Loan, PlannedHandover
from desktop.domain.touch import Comment
from desktop.models.handover import Sharing
from desktop.queries import planned_handovers as queries
from desktop.storage.tables import journal
from desktop.storage.unit_of_work import Actor
from desktop.values.handing_over import Planning, Share
from desktop.views.agenda.page import AgendaPage
from desktop.views.card.holder_notes import next_words
from desktop.views.questions.change_plan import ChangePlanDialog
from desktop.views.questions.handover_list import SplitDialog
from desktop.views.questions.handover_panel import HandoverDialog
from desktop.views.questions.planned_lines import PlannedLine
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.dialog import open_over
from tests.today_desk import TodayDesk
from tests.views.agenda.test_agenda import page_of
from tests.window_desk import PATIENCE_MS

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path, qtbot):
    found = TodayDesk(tmp_path, qtbot)
    yield found
    found.close()


@pytest.fixture
def tom(desk):
    return desk.shop.a_user(name="Tom Ferris", position=2)


def shown(desk: TodayDesk, page: AgendaPage):
    form = page.hand_panel.form
    desk.wait(lambda: form.plan is not None and page.hand_panel.isVisible(), "the panel is filled")
    return form


def test_all_of_a_colleague_is_handed_over_by_keys_with_a_word_and_a_day_and_undone_at_once(
    desk, tom
):
    """Covers: B5, M3, M4."""
    cards = [desk.shop.a_deal(title=f"Menus {n}") for n in range(3)]
    page = page_of(desk)
    page.actions_here.get("agenda.hand_over").trigger()
    form = shown(desk, page)
    form.comment.setFocus()
    page.press_primary()
    assert form.comment.hasFocus()
    QTest.keyClicks(form.comment, "On leave till Monday week")
    assert form.days is not None
    form.days.start.setFocus()
    QTest.keyClick(form.days.start, Key.Key_Tab)
    assert form.days.back.hasFocus()
    QTest.keyClicks(form.days.back, "in 2 weeks")
    QTest.keyClick(form.days.back, Key.Key_Tab)
    assert form.comment.hasFocus(), "Tab goes on as it is read"
    page.press_primary()
    desk.wait(lambda: {row.holder_id for row in desk.rows(Deal)} == {tom}, "the cards went")
    assert {one.card_id for one in desk.rows(Comment)} == set(cards)
    assert len(desk.rows(Loan)) == 3
    desk.wait(lambda: page.hand_panel.isHidden(), "the panel closes")
    desk.undo()
    desk.wait(lambda: {row.holder_id for row in desk.rows(Deal)} == {desk.shop.me}, "all are back")


def test_where_only_touches_go_the_button_says_how_many_and_to_whom(desk, tom):
    """Covers: B5."""
    card = desk.shop.a_deal(holder=tom)
    desk.shop.a_task(card, holder=desk.shop.me)
    page = page_of(desk)
    page.hand_over()
    form = shown(desk, page)
    assert form.primary_words() == "Hand 1 touch over to Tom Ferris"


def test_what_was_left_of_a_handover_is_there_again_with_days_and_receiver(desk, tom):
    """Covers: B5, N2."""
    eve = desk.shop.a_user(name="Eve Quill", position=3)
    card = desk.shop.a_deal(title="Menus")
    page = page_of(desk)
    for is_back in (False, True):
        dialog = HandoverDialog(page._context, page)
        dialog.ask_cards([card])
        dialog.open()
        form = dialog.form
        desk.wait(lambda: form.days is not None, "it is read")  # noqa: B023
        if is_back:
            desk.wait(lambda: form.comment.text() == "On leave", "it is back")  # noqa: B023
            in_two_weeks = desk.clock.now().date() + dt.timedelta(days=14)
            assert (form.wish.one, form.back_on) == (eve, in_two_weeks)
            assert [tile.id for tile in form.share.tiles if tile.isChecked()] == [eve]
            said = dialog.body.itemAt(0).widget()
            assert isinstance(said, Banner)
            said.pressed.emit()
            assert (form.comment.text(), form.wish.one, form.back_on) == ("", None, None)
        else:
            next(tile for tile in form.share.tiles if tile.id == eve).click()
            QTest.keyClicks(form.comment, "On leave")
            form.days.back.type_in("in 2 weeks")
        dialog.reject()
        desk.settle()


def test_single_cards_go_to_somebody_else_from_the_list(desk, tom):
    """Covers: B5."""
    eve = desk.shop.a_user(name="Eve Quill", position=3)
    first, second = desk.shop.a_deal(title="Menus"), desk.shop.a_deal(title="Cards")
    page = page_of(desk)
    page.hand_over()
    form = shown(desk, page)
    form.share.ways.choose(Sharing.ONE)
    form.share.ways.chosen.emit(Sharing.ONE)
    next(tile for tile in form.share.tiles if tile.id == tom).click()
    assert set(form.plan.given.values()) == {tom}
    form.by_hand.click()
    dialog = open_over(page.window())
    assert isinstance(dialog, SplitDialog)
    QTest.keyClick(dialog.table, Key.Key_End if dialog.model.row_of(second) else Key.Key_Home)
    assert [one.card.id for one in dialog.marked()] == [second]
    dialog.who.activated.emit(dialog.taker_ids.index(eve))
    dialog.submit()
    form.comment.set_text("Eve knows them")
    form.submit()
    desk.wait(lambda: desk.row(Deal, second).holder_id == eve, "it went elsewhere")
    assert desk.row(Deal, first).holder_id == tom


def test_in_a_narrow_window_a_dialog_asks_the_same(desk, tom):
    """Covers: B5, M4."""
    deal = desk.shop.a_deal()
    page = page_of(desk)
    page.adapt(QSize(1250, 800))
    page.hand_over()
    dialog = open_over(page.window())
    assert isinstance(dialog, HandoverDialog)
    desk.wait(lambda: dialog.form.plan is not None, "the dialog is filled")
    dialog.form.comment.set_text("Tom goes on")
    dialog.submit()
    desk.wait(lambda: desk.row(Deal, deal).holder_id == tom, "it went")
    desk.qtbot.waitUntil(lambda: open_over(page.window()) is None, timeout=PATIENCE_MS)


def test_the_keys_of_whoever_opens_a_handover_stay_in_its_dialog(desk, tom):
    """Covers: B5."""
    desk.shop.a_deal()
    page = page_of(desk)
    page.adapt(QSize(1250, 800))
    page.hand_over()
    dialog = open_over(page.window())
    assert isinstance(dialog, HandoverDialog)
    assert dialog.isAncestorOf(QApplication.focusWidget())  # before it is read who may be chosen
    desk.wait(lambda: dialog.form.isAncestorOf(QApplication.focusWidget()), "the choice has it")
    dialog.form.share.ways.choose(Sharing.ONE)
    dialog.form.share.ways.chosen.emit(Sharing.ONE)
    assert dialog.form.primary_words() == "Hand over 1 card"


def test_a_handover_of_a_later_day_stands_in_the_agenda_begins_by_itself_and_is_cancelled_there(
    desk, tom
):
    """Covers: B5, M3."""
    deal = desk.shop.a_deal()
    page = page_of(desk)
    page.hand_over()
    form = shown(desk, page)
    form.comment.setFocus()
    form.comment.set_text("On leave from Monday week")
    assert form.days is not None
    form.days.start.type_in("in 2 weeks")
    form.days.back.type_in("+3")
    page.press_primary()
    assert not desk.rows(PlannedHandover), "it would come back before it has gone"
    form.days.back.type_in("in 4 weeks")
    page.press_primary()
    desk.wait(lambda: page.handovers.planned.lines, "it stands there")
    assert desk.row(Deal, deal).holder_id == desk.shop.me
    page.handovers.planned.lines[0].call_off.setFocus()
    QTest.keyClick(page.handovers.planned.lines[0].call_off, Key.Key_Space)
    desk.wait(lambda: not page.handovers.planned.lines, "it is called off")
    desk.undo()
    desk.wait(lambda: page.handovers.planned.lines, "it stands again")
    loop = HandoverLoop(desk.context.tasks, desk.context.hub, page)
    desk.clock.advance(days=14)
    loop.start()
    desk.wait(lambda: desk.row(Deal, deal).holder_id == tom, "it went by itself")
    desk.wait(lambda: not page.handovers.planned.lines, "nothing is to come any more")


def a_plan(desk, deal, to, *, days=3):
    return desk.shop.run(
        lambda uow: planned_handovers.plan_handover(
            uow, giver_id=desk.shop.me, starts_on=desk.clock.now().date() + dt.timedelta(days=days),
            shares=[Share(to, (deal,))], comment="On leave", planning=Planning(),
        )
    )  # fmt: skip


def test_what_is_planned_stands_where_one_looks_for_it_and_is_changed_or_begun_there_by_keys(
    desk, tom
):
    """Covers: B5, M3."""
    deal = desk.shop.a_deal()
    plan = a_plan(desk, deal, tom)
    before = desk.row(PlannedHandover, plan).stamp
    page = page_of(desk)
    page.hand_over()
    form = shown(desk, page)
    desk.wait(lambda: form.handovers.planned.lines, "it stands where a second one would be planned")
    [line] = form.handovers.planned.lines
    line.change.setFocus()
    QTest.keyClick(line.change, Key.Key_Return)
    desk.wait(lambda: open_over(page.window()), "other days are asked")
    dialog = open_over(page.window())
    assert isinstance(dialog, ChangePlanDialog)
    dialog.days.start.type_in("yesterday")
    dialog.submit()
    dialog.days.start.type_in("in 2 weeks")
    dialog.comment.set_text("On leave later")
    dialog.submit()
    desk.wait(lambda: desk.row(PlannedHandover, plan).comment == "On leave later", "it is changed")
    assert (desk.row(PlannedHandover, plan).starts_on - desk.clock.now().date()).days == 14
    was_seen = select(journal.c.base).where(journal.c.id == plan).order_by(journal.c.n)
    assert desk.shop.read(lambda r: r.connection.scalars(was_seen).all()) == [None, before]
    desk.wait(
        lambda: "On leave" not in form.handovers.planned.lines[0].accessibleName(),
        "it says the day",
    )
    begin = form.handovers.planned.lines[0].begin
    begin.setFocus()
    QTest.keyClick(begin, Key.Key_Space)
    desk.wait(lambda: desk.row(Deal, deal).holder_id == tom, "it went before its day")
    desk.wait(lambda: not form.handovers.planned.lines, "nothing is to come any more")


def test_who_gets_cards_sees_it_and_may_neither_begin_nor_call_off_what_a_colleague_planned(
    desk, tom
):
    """Covers: B5, A7, N4."""
    deal = desk.shop.a_deal()
    a_plan(desk, deal, tom)
    [row] = desk.shop.read(lambda r: queries.planned(r, of=tom), by=Actor(tom, ("manager",)))
    assert (row.may_begin, row.may_cancel, row.receivers) == (False, False, ("Tom Ferris",))
    line = PlannedLine(desk.context, row, page_of(desk))
    assert (line.begin, line.change, line.call_off) == (None, None, None)
    day, name = desk.shop.read(lambda r: queries.next_holder(r, card_id=deal))
    assert next_words(day, name).endswith(" → Tom Ferris")
    eve = desk.shop.a_user(name="Eve Quill", position=3)
    assert desk.shop.read(queries.planned, by=Actor(eve, ("manager",))) == ()
