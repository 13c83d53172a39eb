# SPDX-License-Identifier: Apache-2.0
"""Who takes leads is set by keys: rules added, changed, put in order and dropped."""

from PySide6.QtCore import Qt

from desktop.domain.holding import LeadRule
from desktop.models.settings import Section
from desktop.values.states import Channel
from tests.settings_desk import tab_to
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def rules(desk):
    """The rules that hold, in their order."""
    found = desk.rows(LeadRule, LeadRule.archived_at.is_(None))
    return sorted(found, key=lambda rule: (rule.position, rule.id))


def test_the_head_sets_by_keys_who_takes_leads_and_sees_who_is_next(desk):
    """Covers: A7."""
    tom = desk.shop.a_user("manager", "Tom Ferris", position=5)
    desk.shop.a_user("manager", "Eve Quill", position=6)
    view = desk.open(Section.LEADS)
    press(Key.Key_N, CTRL)
    desk.wait(lambda: len(view.lines) == 1, "a rule is there")
    assert view.lines[0].note.text() == "The next one goes to Maya Lindqvist."
    desk.wait(lambda: view.lines[0].channel.hasFocus(), "it has the focus")
    press(Key.Key_Down)
    desk.wait(lambda: rules(desk)[0].channel == next(iter(Channel)).value, "the channel is kept")
    desk.settle()
    tab_to(view.lines[0].people)
    view.lines[0]._tell((tom,))
    desk.wait(lambda: rules(desk)[0].people == [str(tom)], "the people are kept")
    desk.settle()
    assert view.lines[0].people.hasFocus()
    assert view.lines[0].note.text() == "The next one goes to Tom Ferris."
    press(Key.Key_N, CTRL)
    desk.wait(lambda: len(view.lines) == 2, "another rule is there")
    first, second = [line.row.id for line in view.lines]
    tab_to(view.lines[1].up)
    press(Key.Key_Return)
    desk.wait(lambda: [one.id for one in rules(desk)] == [second, first], "it is asked first")
    desk.settle()
    assert "never asked" in view.lines[1].note.text()
    tab_to(view.lines[0].drop)
    press(Key.Key_Return)
    desk.wait(lambda: len(rules(desk)) == 1, "it is dropped")
