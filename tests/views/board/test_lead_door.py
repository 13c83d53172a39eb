# SPDX-License-Identifier: Apache-2.0
"""A stage of the funnel that demands the script: what is missing is asked in place, answers and move are one step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.lead import Lead
from desktop.views.questions.door import DoorDialog
from tests.lead_shop import LEADS, a_lead
from tests.leads_desk import LeadsDesk
from tests.shell import press
from tests.stage_drafts import change_stage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(make_desks) -> LeadsDesk:
    return make_desks(LeadsDesk)()


def test_the_missing_answers_are_asked_at_the_door_and_stored_with_the_move(desk):
    """Covers: A3, C5."""
    lead = a_lead(desk.shop)
    taken = desk.shop.row(Lead, lead).stage_id
    ready = desk.shop.stage("Request ready", LEADS)
    change_stage(desk.shop, ready, demands=["script"])
    page = desk.open().show(lead)
    stage = next(one for one in page.feed.card.stages if one.id == ready)
    page.work.move_to(stage)
    door = desk.dialog(DoorDialog)
    assert [one.fill.field for one in door._questions] == ["quantity", "due", "prepayment"]
    press(Qt.Key.Key_Return, CTRL)
    assert door._questions[0].field.error()
    door._questions[0].begin()
    QTest.keyClicks(desk.window.focusWidget(), "300")
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(desk.window.focusWidget(), "+5")
    door._questions[2].begin()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    desk.wait(lambda: desk.row(Lead, lead).stage_id == ready, "it has moved")
    row = desk.row(Lead, lead)
    assert (row.quantity, row.prepayment) == (300, "half")
    desk.undo()
    desk.wait(lambda: desk.row(Lead, lead).stage_id == taken, "one undo takes both back")
    assert desk.row(Lead, lead).quantity is None
