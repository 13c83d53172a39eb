# SPDX-License-Identifier: Apache-2.0
"""A lead's script, answered by keys while one talks: what is missing is named, found and holds until it is there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.commands import scripts
from desktop.domain.lead import Lead
from desktop.views.card.lead_middle import FILES, HISTORY, SCRIPT
from desktop.views.scripts.step_view import StepState
from tests.lead_shop import a_lead, finish_script
from tests.leads_desk import LeadsDesk
from tests.shell import press

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(make_desks) -> LeadsDesk:
    return make_desks(LeadsDesk)()


def footer(page):
    return page.middle.script.footer._words.text()


def test_the_missing_answers_are_reached_and_given_by_keys_until_the_lead_may_become_a_deal(desk):
    """Covers: A3, B4, M3."""
    lead = a_lead(desk.shop)
    page = desk.open().show(lead)
    script = page.middle.script
    assert footer(page) == "3 of 6 required missing:"
    assert not page.to_deal.convert.isEnabled()
    assert page.to_deal._why.text().startswith("Available after 3 answers.")
    states = [view.state for view in script.steps]
    assert states.count(StepState.CURRENT) == 1
    for typed in ("300", "+5"):
        press(Qt.Key.Key_Down, CTRL)
        QTest.keyClicks(desk.window.focusWidget(), typed)
    press(Qt.Key.Key_Down, CTRL)
    desk.wait(lambda: desk.row(Lead, lead).due_at is not None, "quantity and day are stored")
    press(Qt.Key.Key_Space)
    desk.wait(lambda: desk.row(Lead, lead).prepayment == "half", "the prepayment is stored")
    assert desk.row(Lead, lead).quantity == 300
    desk.wait(lambda: footer(page) == "Script finished", "nothing is missing")
    assert page.to_deal.convert.isEnabled()


def test_convert_without_an_answer_marks_what_is_missing_and_goes_there(desk):
    """Covers: A3, B4."""
    lead = a_lead(desk.shop)
    page = desk.open().show(lead)
    page.show_tab(HISTORY)
    page.focus_first()
    press(Qt.Key.Key_Return, CTRL)
    assert page.middle.current() == SCRIPT
    quantity = page.middle.script.field("quantity")
    assert quantity.has_cursor()
    assert "not finished without it" in quantity.field.error()
    assert desk.row(Lead, lead).deal_id is None
    QTest.keyClicks(desk.window.focusWidget(), "many")
    press(Qt.Key.Key_Tab)
    assert quantity.field.error() == "Write a whole number."


def test_what_is_being_typed_is_not_overwritten_and_an_answer_from_elsewhere_is_shown(desk):
    """Covers: A3, N2."""
    lead = a_lead(desk.shop)
    page = desk.open().show(lead)
    script = page.middle.script
    script.go_to("paper")
    QTest.keyClicks(desk.window.focusWidget(), "150 g")
    for field, value in (("paper", "300 g"), ("quantity", 500)):
        desk.tasks.run(
            lambda uow, f=field, v=value: scripts.answer(uow, lead_id=lead, field=f, value=v)
        )
    desk.wait(lambda: script.field("quantity").control.text() == "500", "it is shown")
    assert script.field("paper").control.text() == "150 g"
    press(Qt.Key.Key_Tab)
    desk.wait(lambda: desk.row(Lead, lead).paper == "150 g", "the person's own words are stored")


def test_script_history_and_files_share_the_middle_by_alt_and_a_letter(desk):
    """Covers: B3, M3."""
    lead = a_lead(desk.shop)
    desk.shop.run(lambda uow: finish_script(uow, lead))
    page = desk.open().show(lead)
    assert (page.middle.current(), footer(page)) == (SCRIPT, "Script finished")
    for key, tab in ((Qt.Key.Key_H, HISTORY), (Qt.Key.Key_F, FILES), (Qt.Key.Key_S, SCRIPT)):
        press(key, ALT)
        assert page.middle.current() == tab


def test_an_answer_that_was_not_taken_stays_as_it_was_typed_with_the_reason(desk):
    """Covers: A3, N8."""
    lead = a_lead(desk.shop, source="Trade fair", channel="referral")
    page = desk.open().show(lead)
    script = page.middle.script
    script.go_to("source")
    field = script.field("source")
    QTest.keyClicks(desk.window.focusWidget(), "Oak & Lime")
    press(Qt.Key.Key_Tab)
    desk.wait(field.field.error, "it is refused")
    assert "stays as it was noted" in field.field.error()
    page.feed.look()
    desk.settle()
    assert field.control.text() == "Oak & Lime"
    assert desk.row(Lead, lead).source == "Trade fair"
