# SPDX-License-Identifier: Apache-2.0
"""Cards that are lent stand in the agenda, in a handover and on the card, and go back by one key before their day."""

from __future__ import annotations

import datetime as dt
from threading import Event

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from desktop import i18n
from desktop.commands import handover, moves
from desktop.domain.deal import Deal
from desktop.domain.pipeline import RefusalReason
from desktop.flows import give_back
from desktop.queries import loans
from desktop.storage.unit_of_work import Actor
from desktop.values.drafts.refusal import Refusal
from desktop.views.card.holder_line import HolderLine
from desktop.views.card.holder_notes import HolderNotes
from desktop.views.navigator.page import NavigatorPage
from desktop.views.questions.handover_panel import HandoverDialog
from desktop.views.questions.lent_lines import LentLine
from desktop.views.widgets.dialog import open_over
from tests.slow_disk import LONGEST_S
from tests.today_desk import TodayDesk
from tests.views.agenda.test_agenda import page_of
from tests.window_desk import PATIENCE_MS

Key = Qt.Key


@pytest.fixture
def desk(tmp_path, qtbot):
    found = TodayDesk(tmp_path, qtbot)
    yield found
    found.close()


@pytest.fixture
def tom(desk):
    return desk.shop.a_user(name="Tom Ferris", position=2)


def lend(desk, cards, to, *, days=7):
    back = desk.clock.now().date() + dt.timedelta(days=days)
    desk.shop.run(lambda uow: handover.hand_over(uow, card_ids=cards, to=to, back_on=back))
    return back


def hand(desk, cards, to, **fields):
    """As the window does it: whoever looks at it hears of it."""
    desk.context.tasks.run(lambda uow: handover.hand_over(uow, card_ids=cards, to=to, **fields))


def holders(desk):
    return {row.holder_id for row in desk.rows(Deal)}


def test_what_is_lent_goes_back_by_a_key_before_its_day_and_undo_lends_it_again(desk, tom):
    """Covers: B5, M3."""
    lend(desk, [desk.shop.a_deal() for _n in range(3)], tom)
    page = page_of(desk)
    desk.wait(lambda: page.handovers.lent.lines, "it stands there long before its day")
    [line] = page.handovers.lent.lines
    assert line.accessibleName().startswith("Maya Lindqvist has lent 3 cards to Tom Ferris until ")
    line.back.setFocus()
    QTest.keyClick(line.back, Key.Key_Space)
    desk.wait(lambda: holders(desk) == {desk.shop.me}, "they came back")
    desk.wait(lambda: not page.handovers.lent.lines, "the line goes")
    assert page.grid.hasFocus(), "the keys go on with the hours"
    desk.undo()
    desk.wait(lambda: holders(desk) == {tom} and page.handovers.lent.lines, "it is lent again")
    desk.clock.advance(days=7)
    page.refresh()
    desk.wait(lambda: "wanted" in page.handovers.lent.lines[0].accessibleName(), "its day has come")
    page.handovers.lent.lines[0].back.click()
    desk.wait(lambda: holders(desk) == {desk.shop.me}, "and they go back as well")


def test_who_would_hand_a_lent_card_over_sees_it_in_the_question_and_gives_it_back_there(desk, tom):
    """Covers: B5, M4."""
    deal, other = desk.shop.a_deal(title="Menus"), desk.shop.a_deal(title="Cards")
    lend(desk, [deal, other], tom)
    page = page_of(desk)
    page.adapt(QSize(1024, 600))
    page.hand_panel.hand_cards([deal])
    dialog = open_over(page.window())
    assert isinstance(dialog, HandoverDialog)
    form = dialog.form
    desk.wait(lambda: form.handovers.lent.lines, "it says so")
    assert "1 card" in form.handovers.lent.lines[0].accessibleName(), "only what was asked about"
    assert form.giver_id == tom
    form.handovers.lent.lines[0].back.click()
    desk.wait(lambda: form.giver_id == desk.shop.me, "the question is of its holder by now")
    desk.wait(lambda: not form.handovers.lent.lines, "the line goes")
    assert (desk.row(Deal, deal).holder_id, desk.row(Deal, other).holder_id) == (desk.shop.me, tom)


def test_what_stays_is_told_also_when_its_line_has_gone_by_then(desk, tom, monkeypatch):
    """Covers: B5, C5."""
    kept, lost = (desk.shop.a_deal(title=title) for title in ("Menus", "Cards"))
    lend(desk, [kept, lost], tom)
    refused = Refusal(desk.shop.rows(RefusalReason)[0].id, "Bought elsewhere.")
    page, has_gone, words = page_of(desk), Event(), give_back._stay_words

    def late(*given):
        assert has_gone.wait(LONGEST_S)
        return words(*given)

    monkeypatch.setattr(give_back, "_stay_words", late)
    desk.wait(lambda: page.handovers.lent.lines, "it stands there")
    line = page.handovers.lent.lines[0]
    desk.in_turn(
        lambda shop: shop.run(lambda uow: moves.refuse_card(uow, card_id=lost, why=refused))
    )
    line.back.click()
    desk.qtbot.waitUntil(lambda: not isValid(line), timeout=PATIENCE_MS)
    has_gone.set()
    desk.wait(lambda: desk.told, "it is told")
    assert desk.told[0].startswith("1 card stays where it is (Cards).")


def test_many_loans_leave_the_hours_their_room_and_unfold(desk, tom):
    """Covers: B5, M4."""
    for n in range(5):
        lend(desk, [desk.shop.a_deal()], tom, days=3 + n)
    page = page_of(desk)
    desk.wait(lambda: page.handovers.lent.lines, "they stand there")
    assert len(page.handovers.lent.lines) == 3
    page.handovers.lent.more.setFocus()
    QTest.keyClick(page.handovers.lent.more, Key.Key_Space)
    assert len(page.handovers.lent.lines) == 5
    assert page.handovers.lent.more.hasFocus(), "the same key folds them"


def test_where_the_day_is_worked_only_what_was_wanted_back_by_today_takes_room(desk, tom):
    """Covers: B5, E1."""
    first, second = desk.shop.a_deal(), desk.shop.a_deal()
    lend(desk, [first], tom, days=2)
    lend(desk, [second], tom, days=9)
    desk.clock.advance(days=3)
    page = NavigatorPage(desk.context)
    desk.qtbot.addWidget(page)
    page.refresh()
    desk.wait(lambda: page.handovers.lent.lines, "the one that is due")
    [line] = page.handovers.lent.lines
    line.back.click()
    desk.wait(lambda: desk.row(Deal, first).holder_id == desk.shop.me, "it came back")
    desk.wait(lambda: not page.handovers.lent.lines, "the line goes")
    assert desk.row(Deal, second).holder_id == tom


def test_who_may_not_end_a_loan_has_no_button_for_it(desk, tom):
    """Covers: B5, N4."""
    lend(desk, [desk.shop.a_deal()], tom)
    [row] = desk.shop.read(loans.lent, by=Actor(tom, ("accountant",)))
    page = page_of(desk)
    assert LentLine(desk.context, row, page).back is None
    [row] = desk.shop.read(loans.lent, by=Actor(tom, ("manager",)))
    assert LentLine(desk.context, row, page).back.text() == "Back to Maya"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Lent by Maya Lindqvist until"), ("ru", "На время, от: Maya Lindqvist до")],
)
def test_a_card_says_below_its_owner_who_lent_it_and_until_when(desk, tom, language, said):
    """Covers: B5, A7, M1."""
    i18n.switch(language)
    deal = desk.shop.a_deal()
    line = HolderLine("Owner")
    desk.qtbot.addWidget(line)
    height = line.sizeHint().height()
    HolderNotes(desk.context, line).show_card(deal)
    hand(desk, [deal], tom, back_on=desk.clock.now().date() + dt.timedelta(days=7))
    desk.wait(lambda: said in line.accessibleName(), "it says so as soon as it is lent")
    assert line.sizeHint().height() > height
    hand(desk, [deal], desk.shop.me)
    desk.wait(lambda: said not in line.accessibleName(), "and no longer than it is")
    assert line.sizeHint().height() == height
