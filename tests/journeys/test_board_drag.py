# SPDX-License-Identifier: Apache-2.0
"""Cards dragged with a real pointer under a window manager: another process moves the mouse, as a person would.

Few on purpose: everything else about moves is proved by keys and by the model.
"""

import subprocess
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.deal import Deal
from desktop.models.board_order import Sort
from desktop.views import theme
from desktop.views.questions.door import DoorDialog
from desktop.views.questions.refusal import RefusalDialog
from tests.board_desk import CTRL, BoardDesk, chord
from tests.settings_desk import type_text
from tests.shell import press

pytestmark = pytest.mark.x11

BRIEF, QUOTE = "Brief & calculation", "Quote sent"
_STEPS = 10


@pytest.fixture
def desk(tmp_path, qapp) -> Iterator[BoardDesk]:
    theme.apply(qapp, "light")
    made = BoardDesk(tmp_path, size=(1400, 860))
    yield made
    made.close()


def drag(start: QPoint, end: QPoint, *, on_the_way: Callable[[], None] | None = None) -> None:
    """Press at one point of the screen, go to another in steps, let go there.

    The whole way is one command: Qt's own loop runs inside the drag, and nobody here could go on with it.
    `on_the_way` is called while the card hangs over the end.
    """
    way = [start + (end - start) * step / _STEPS for step in range(1, _STEPS + 1)]
    words: list[object] = ["mousemove", start.x(), start.y(), "sleep", 0.1, "mousedown", 1]
    for point in (*way, end + QPoint(1, 1)):
        words += ["sleep", 0.04, "mousemove", point.x(), point.y()]
    words += ["sleep", 0.4, "mouseup", 1]
    if on_the_way is not None:
        QTimer.singleShot(800, on_the_way)
    process = subprocess.Popen(["xdotool", *map(str, words)])
    while process.poll() is None:
        QTest.qWait(5)
    QTest.qWait(200)


def middle(desk: BoardDesk, stage: int, row: int) -> QPoint:
    """The middle of a card on the screen."""
    cards = desk.view.columns[stage].cards
    index = desk.view.model.index(row, 0, cards.rootIndex())
    return cards.viewport().mapToGlobal(cards.visualRect(index).center())


def below(desk: BoardDesk, stage: int) -> QPoint:
    """Somewhere below the last card of a column."""
    cards = desk.view.columns[stage].cards
    count = len(desk.view.model.cards(stage))
    return cards.viewport().mapToGlobal(QPoint(90, count * 113 + 60))


def test_a_card_is_dragged_to_another_column_with_its_sum_shown_on_the_way(desk):
    """Covers: C4."""
    deal = desk.shop.a_deal(BRIEF, title="Menus", amount=36500)
    desk.shop.a_deal(QUOTE, title="Labels", amount=587000)
    desk.open()
    seen: list[str] = []
    drag(
        middle(desk, 0, 0),
        below(desk, 1),
        on_the_way=lambda: seen.append(desk.view.columns[1].header.change()),
    )
    desk.wait(lambda: sorted(desk.column(QUOTE)) == ["Labels", "Menus"], "the card moves")
    assert seen == ["£5,870 → £6,235"]
    assert desk.stage_of(deal) == QUOTE
    assert desk.view.finals[0].width() == 36, "the finals are narrow again"
    chord("Z", CTRL)
    desk.wait(lambda: desk.column(BRIEF) == ["Menus"], "the drop is undone")


def test_a_card_is_dragged_within_its_column_where_the_order_is_by_hand(desk):
    """Covers: C4."""
    for name in "ABCD":
        desk.shop.a_deal(BRIEF, title=name, rank=f"a{name}")
    desk.open()
    desk.page.set_sort(Sort.RANK)
    drag(middle(desk, 0, 0), middle(desk, 0, 2) + QPoint(0, 20))
    desk.wait(lambda: desk.column(BRIEF) == ["B", "C", "A", "D"], "it goes down")
    drag(middle(desk, 0, 3), middle(desk, 0, 0) - QPoint(0, 20))
    desk.wait(lambda: desk.column(BRIEF) == ["D", "B", "C", "A"], "it goes up")


def test_two_selected_cards_of_two_columns_are_dragged_together(desk):
    """Covers: C4."""
    one = desk.shop.a_deal(BRIEF, title="Menus")
    two = desk.shop.a_deal(QUOTE, title="Labels")
    desk.open()
    desk.choose(one, two)
    drag(middle(desk, 0, 0), below(desk, 2))
    desk.wait(lambda: len(desk.column("Contract & invoice")) == 2, "both move")
    assert {desk.stage_of(one), desk.stage_of(two)} == {"Contract & invoice"}


def test_a_paid_card_is_dropped_on_won_which_opens_meanwhile(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal("Proof & production", title="Programmes", amount=5000)
    desk.shop.a_payment(deal, 5000)
    desk.open()
    widths: list[int] = []
    final = desk.view.finals[0]
    # Both finals open as soon as the card is lifted: Won stands where the last column was.
    target = desk.view.mapToGlobal(QPoint(desk.view.width() - 160 - 80, 300))
    drag(middle(desk, 4, 0), target, on_the_way=lambda: widths.append(final.width()))
    desk.wait(lambda: desk.stage_of(deal) == "Won", "the deal is won")
    assert widths == [160]


def test_a_card_dropped_on_refused_is_asked_why_and_escape_returns_it(desk):
    """Covers: C7."""
    deal = desk.shop.a_deal(QUOTE, title="Price boards")
    desk.open()
    final = desk.view.finals[1]
    drag(middle(desk, 1, 0), final.mapToGlobal(QPoint(18, 300)))
    desk.dialog(RefusalDialog)
    press(Qt.Key.Key_Escape)
    desk.answered()
    assert desk.stage_of(deal) == QUOTE
    assert desk.column(QUOTE) == ["Price boards"]


def test_a_demanding_stage_asks_at_the_drop_and_takes_the_card_once_it_is_filled(desk):
    """Covers: C5."""
    deal = desk.shop.a_deal(BRIEF, title="Bare", lines=())
    desk.open()
    drag(middle(desk, 0, 0), below(desk, 1))
    dialog = desk.dialog(DoorDialog)
    assert desk.column(BRIEF) == ["Bare"], "the card has not moved"
    dialog._fields["sum"].control.setFocus()
    type_text("120")
    chord(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.column(QUOTE) == ["Bare"], "the card moves")
    assert desk.row(Deal, deal).amount == 12000
    assert QApplication.overrideCursor() is None
