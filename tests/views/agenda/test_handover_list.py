# SPDX-License-Identifier: Apache-2.0
"""The cards of a handover one by one: sixty of them by keys, thousands as quick, and the rest stays as it was."""

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.models.handover import Handover, Sharing, Wish
from desktop.views.questions.handover_list import SplitDialog
from desktop.views.widgets.combo_box import ComboBox
from tests.models.test_handover import MAYA, NOW, TOM, card, offer

Key = Qt.Key


class Asked:
    """A plan by load, and the list over it."""

    def __init__(self, parent, count):
        self.plan = Handover(
            offer([card(n) for n in range(count)]), Wish(sharing=Sharing.LOAD), NOW
        )
        self.dialog = SplitDialog(parent, self.plan, self.move)
        self.dialog.open()

    def move(self, ids, to):
        wish = self.plan.wish.with_moved(self.plan.given | dict.fromkeys(ids, to))
        self.plan = Handover(self.plan.offer, wish, NOW)
        return self.plan


@pytest.fixture
def stand(qtbot):
    window = QWidget()
    window.resize(1024, 600)
    qtbot.addWidget(window)
    window.show()
    return window


def test_sixty_cards_are_given_to_others_by_keys_and_the_rest_stays_as_it_was(stand, qtbot):
    """Covers: B5, M3, M4."""
    asked = Asked(stand, 60)
    dialog, before = asked.dialog, dict(asked.plan.given)
    assert Counter(before.values()) == {TOM: 29, MAYA: 31}
    qtbot.waitUntil(dialog.table.hasFocus)
    assert dialog.table.visibleRegion().boundingRect() == dialog.table.rect(), "no row is below"
    QTest.keyClick(dialog.table, Key.Key_End)
    for _step in range(5):
        QTest.keyClick(dialog.table, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    marked = {one.card.id for one in dialog.marked()}
    assert len(marked) == 6
    assert dialog.who.currentIndex() == -1, "some are Tom's, some Maya's"
    QTest.keyClick(dialog.table, Key.Key_Return)
    qtbot.waitUntil(dialog.who.view().isVisible)
    QTest.keyClick(dialog.who.view(), Key.Key_Home)
    QTest.keyClick(dialog.who.view(), Key.Key_Return)
    assert asked.plan.given == before | dict.fromkeys(marked, TOM)
    assert [one.name for one in dialog.model.rows[-6:]] == ["Tom Ferris"] * 6
    assert {one.card.id for one in dialog.marked()} == marked
    assert dialog.who.currentText() == "Tom Ferris"
    assert dialog.table.hasFocus()


def test_a_list_of_thousands_has_one_choice_and_rolling_over_it_chooses_nothing(stand):
    """Covers: B5, M4."""
    asked = Asked(stand, 3000)
    before = dict(asked.plan.given)
    [combo] = asked.dialog.findChildren(ComboBox)
    middle = QPointF(combo.rect().center())
    roll = QWheelEvent(
        middle, combo.mapToGlobal(middle), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, roll)
    assert asked.plan.given == before
    asked.dialog.table.selectAll()
    combo.activated.emit(combo.findText("Maya Lindqvist"))
    assert set(asked.plan.given.values()) == {MAYA}
