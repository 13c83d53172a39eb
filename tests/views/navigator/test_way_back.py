# SPDX-License-Identifier: Apache-2.0
"""Undo last: the touch that was just stored comes back to the front, and nothing of it is typed again."""

from datetime import timedelta

from desktop.domain.touch import Activity, Task
from desktop.storage.in_force import stands


def two_calls(desk):
    deals = []
    for place, client in enumerate(("Anna", "Benedict")):
        contact = desk.shop.a_contact(client)
        deals.append(desk.shop.a_deal(contact=contact, touch_in=timedelta(hours=place - 2)))
    desk.open().in_front("Anna")
    return deals


def standing(desk):
    return desk.rows(Activity, stands(Activity.id))


def work_off(desk):
    """The talk with Anna, in the words of the keyboard."""
    desk.press("1")
    desk.write("Wants matt")
    desk.press("Tab", "n", "Ctrl+Enter")
    desk.in_front("Benedict")


def test_what_was_stored_last_is_taken_back_and_stands_on_its_ticket_again(desk):
    """Covers: E1, N7, M3."""
    deal, _other = two_calls(desk)
    stub = desk.here.stub
    work_off(desk)
    [said] = standing(desk)
    assert said.comment == "Wants matt"
    desk.wait(stub.undo.isEnabled, "there is something to take back")
    assert "Takes back" in stub.undo.toolTip()
    stub.undo.click()
    desk.in_front("Anna")
    assert not standing(desk)
    [task] = desk.rows(Task, Task.card_id == deal, Task.is_open)
    assert task.id == desk.here.ticket.id
    assert stub.comment.text() == "Wants matt"
    assert stub.results.current().value == "agreed"
    desk.press("Ctrl+Enter")
    desk.in_front("Benedict")
    assert [one.comment for one in standing(desk)] == ["Wants matt"]


def test_the_key_does_the_same_and_what_is_begun_on_the_next_ticket_waits_there(desk):
    """Covers: E1, N7."""
    two_calls(desk)
    work_off(desk)
    desk.press("3")
    desk.here.keeper.keep()
    desk.press("Esc")
    desk.here.focus_first()
    desk.press("Ctrl+Z")
    desk.in_front("Anna")
    desk.here.front.step(1)
    desk.in_front("Benedict")
    desk.wait(
        lambda: desk.here.stub.results.current() is not None, "what was chosen is brought back"
    )
    assert desk.here.stub.results.current().value == "no_answer"
