# SPDX-License-Identifier: Apache-2.0
"""A person sits down by a digit and, where they have one, a PIN."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from desktop.errors import UserError
from desktop.views.session import Person
from desktop.views.sign_in import SignIn
from tests.shell import press

MAYA = Person(UUID(int=6), "Maya Lindqvist", has_pin=True)
TOM = Person(UUID(int=7), "Tom Ferris")


def check(_person, pin, then, failed) -> None:
    if pin == "9999":
        failed(UserError("Too many wrong PINs. Try again from 11:05."))
    else:
        then(pin == "4829")


@pytest.fixture
def sign_in(qtbot) -> SignIn:
    page = SignIn([MAYA, TOM], check=check, last=TOM.id)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitActive(page).__enter__()
    page._show_list()
    return page


def type_digits(digits: str) -> None:
    for digit in digits:
        press(digit)


def note(page: SignIn) -> str:
    return page._pin.note.text()


def test_a_digit_chooses_and_the_right_pin_lets_in(sign_in, qtbot):
    """Covers: N5."""
    press("1")
    with qtbot.waitSignal(sign_in.chosen) as chosen:
        type_digits("4829")
    assert chosen.args == [MAYA]


def test_without_a_pin_the_digit_is_enough(sign_in, qtbot):
    with qtbot.waitSignal(sign_in.chosen) as chosen:
        press("2")
    assert chosen.args == [TOM]


def test_the_focus_begins_on_who_was_here_last_and_enter_takes_them(sign_in, qtbot):
    with qtbot.waitSignal(sign_in.chosen) as chosen:
        press(Qt.Key.Key_Return)
    assert chosen.args == [TOM]


def test_a_wrong_pin_is_told_and_the_next_one_tried(sign_in, qtbot):
    press("1")
    with qtbot.assertNotEmitted(sign_in.chosen):
        type_digits("1111")
    assert note(sign_in) == "This PIN is wrong. Try again, or let an admin set a new one."
    type_digits("481")
    press(Qt.Key.Key_Backspace)
    with qtbot.waitSignal(sign_in.chosen):
        type_digits("29")


def test_a_closed_entry_says_till_when_and_who_opens_it(sign_in, qtbot):
    """Covers: N5."""
    press("1")
    with qtbot.assertNotEmitted(sign_in.chosen):
        type_digits("9999")
    assert note(sign_in) == "Too many wrong PINs. Try again from 11:05."
    press(Qt.Key.Key_Escape)
    press("1")
    assert note(sign_in) == "Type your PIN, 4 digits."


def test_esc_goes_back_to_the_list(sign_in, qtbot):
    press("1")
    press(Qt.Key.Key_Escape)
    with qtbot.waitSignal(sign_in.chosen) as chosen:
        press("2")
    assert chosen.args == [TOM]


def test_esc_leaves_while_a_pin_is_still_compared_and_the_late_answer_lets_nobody_in(qtbot):
    """Covers: N5."""
    asked: list = []
    page = SignIn([MAYA, TOM], check=lambda *given: asked.append(given))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page._show_list()
    press("1")
    type_digits("48293")
    [(person, pin, then, _failed)] = asked
    assert (person, pin) == (MAYA.id, "4829")
    press(Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(page.chosen):
        then(True)
    with qtbot.waitSignal(page.chosen) as chosen:
        press("2")
    assert chosen.args == [TOM]


@pytest.mark.parametrize("count", [8, 9])
def test_everybody_who_has_a_digit_is_in_sight_at_once(qtbot, count):
    """Covers: N5."""
    people = [Person(UUID(int=n), f"Person {n}") for n in range(count)]
    page = SignIn(people, check=check, sit_down=lambda _path, _then, _failed: None)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page).__enter__()
    for row in page._rows:
        assert row.visibleRegion().boundingRect().height() == row.height()
    assert page.newcomer.visibleRegion().boundingRect().height() == page.newcomer.height()
