# SPDX-License-Identifier: Apache-2.0
"""While the disk takes long to write the window goes on: a second press makes nothing twice, what is typed stays."""

from datetime import timedelta

from PySide6.QtCore import Qt

from desktop.domain.people import Contact
from desktop.domain.touch import Activity, Comment, Task
from desktop.views.card.lead_questions import PersonDialog
from desktop.views.questions.new_touch import NewTouchDialog
from desktop.views.widgets.dialog import open_over
from tests.board_desk import chord
from tests.card_desk import CardDesk
from tests.lead_shop import a_lead
from tests.leads_desk import LeadsDesk
from tests.navigator_desk import NavigatorDesk
from tests.settings_desk import type_text
from tests.shell import press
from tests.slow_disk import bug_in_commit, writes_held
from tests.stages_desk import StagesDesk, names, stage
from tests.window_desk import PATIENCE_MS

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def wait_until(desk, holds):
    for _try in range(PATIENCE_MS // 10):
        if holds():
            return
        desk.pass_time(10)
    raise AssertionError("it did not happen")


def comments(desk):
    return [one.text for one in desk.rows(Comment)]


def test_a_touch_is_worked_off_once_and_other_pages_open_meanwhile(make_desks):
    """Covers: D1, E1, N4, N5."""
    desk = make_desks(NavigatorDesk)()
    for client, hours in (("Anna", -2), ("Boris", -1)):
        desk.shop.a_deal(contact=desk.shop.a_contact(client), touch_in=timedelta(hours=hours))
    desk.open().in_front("Anna")
    with writes_held() as is_held:
        desk.press("1", "Tab", "m", "Ctrl+Enter")
        wait_until(desk, is_held.is_set)
        desk.press("Ctrl+Enter")
        desk.navigator.open("deals")
        desk.navigator.open("today")
        assert desk.here.ticket.client == "Anna", "until it is stored"
    desk.in_front("Boris")
    desk.settle()
    assert len(desk.rows(Activity)) == 1
    assert not desk.errors
    assert not desk.here.stub._note.text()


def test_a_comment_is_written_once_and_what_is_typed_after_it_stays(make_desks):
    """Covers: N1, N4, N5."""
    desk = make_desks(CardDesk)()
    deal = desk.shop.a_deal("Quote sent")
    desk.open(deal)
    text = desk.page.composer.text
    chord("1", Qt.KeyboardModifier.AltModifier)
    desk.type("Wants matt")
    with writes_held() as is_held:
        chord(Key.Key_Return, CTRL)
        wait_until(desk, is_held.is_set)
        chord(Key.Key_Return, CTRL)
        desk.type(", and by Friday")
    desk.wait(lambda: comments(desk) == ["Wants matt"], "it is stored")
    desk.settle()
    assert comments(desk) == ["Wants matt"]
    assert text.text() == "Wants matt, and by Friday"


def test_one_more_person_of_a_lead_is_added_once_and_their_phone_is_read(make_desks):
    """Covers: A1, B1, N4."""
    desk = make_desks(LeadsDesk)()
    page = desk.open().show(a_lead(desk.shop))
    page.work.add_person()
    dialog = desk.dialog(PersonDialog)
    for name, text in (("name", "Olga Frost"), ("phone", "12")):
        dialog.fields[name].control.setFocus()
        type_text(text)
    chord(Key.Key_Return, CTRL)
    desk.wait(dialog.fields["phone"].error, "it is said at the phone")
    dialog.fields["phone"].control.selectAll()
    type_text("07700900777")
    press(Key.Key_Tab)
    assert dialog.fields["phone"].control.text() == "07700 900 777"
    with writes_held() as is_held:
        chord(Key.Key_Return, CTRL)
        wait_until(desk, is_held.is_set)
        chord(Key.Key_Return, CTRL)
    desk.answered()
    assert len(desk.rows(Contact, Contact.name == "Olga Frost")) == 1
    assert not desk.errors


def test_after_a_bug_the_same_key_stores_the_touch(make_desks):
    """Covers: E1, N1, N5."""
    desk = make_desks(NavigatorDesk)()
    desk.shop.a_deal(contact=desk.shop.a_contact("Anna"), touch_in=timedelta(hours=-2))
    desk.open().in_front("Anna")
    with bug_in_commit():
        desk.press("1", "Tab", "m", "Ctrl+Enter")
        wait_until(desk, lambda: desk.strays)
    desk.strays.clear()
    desk.press("Ctrl+Enter")
    desk.wait(lambda: len(desk.rows(Activity)) == 1, "it is stored")


def test_after_a_bug_the_same_key_stores_the_comment(make_desks):
    """Covers: N1, N5."""
    desk = make_desks(CardDesk)()
    desk.open(desk.shop.a_deal("Quote sent"))
    chord("1", Qt.KeyboardModifier.AltModifier)
    desk.type("Wants matt")
    with bug_in_commit():
        chord(Key.Key_Return, CTRL)
        wait_until(desk, lambda: desk.strays)
    desk.strays.clear()
    chord(Key.Key_Return, CTRL)
    desk.wait(lambda: comments(desk) == ["Wants matt"], "it is stored")
    assert not desk.page.composer.text.text()


def test_a_touch_is_planned_once(make_desks):
    """Covers: D2, N4."""
    desk = make_desks(NavigatorDesk)()
    desk.shop.a_deal(contact=desk.shop.a_contact("Anna"), touch_in=timedelta(hours=-2))
    desk.open().in_front("Anna")
    desk.press("Ctrl+T")
    dialog = desk.dialog(NewTouchDialog)
    dialog.form.goal.setText("Send the proof")
    dialog.form.when.setText("tomorrow 10:00")
    with writes_held() as is_held:
        desk.press("Ctrl+Enter")
        wait_until(desk, is_held.is_set)
        desk.press("Ctrl+Enter")
    desk.wait(lambda: open_over(desk.window) is None, "it is planned")
    desk.settle()
    assert len(desk.rows(Task, Task.goal == "Send the proof")) == 1


def test_what_is_changed_of_the_stages_while_others_are_published_stays_in_the_draft(make_desks):
    """Covers: C1, N1, N4."""
    desk = make_desks(StagesDesk)()
    view = desk.open()
    first, second = view.model.rows[0].id, view.model.rows[1].id
    view.change_stage(first, {"name": "Front desk"})
    with writes_held() as is_held:
        press(Key.Key_S, CTRL)
        wait_until(desk, is_held.is_set)
        press(Key.Key_S, CTRL)
        view.change_stage(second, {"name": "Press room"})
    desk.wait(lambda: view.draft.count == 1, "the first is published")
    desk.settle()
    assert names(view)[:2] == ["Front desk", "Press room"]
    assert stage(desk, "Front desk").position == 0
    assert view.draft.count == 1
    press(Key.Key_S, CTRL)
    desk.wait(lambda: not view.draft.count, "the other follows")
    assert not view.note.text()
    assert stage(desk, "Press room").position == 1
