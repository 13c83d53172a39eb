# SPDX-License-Identifier: Apache-2.0
"""A person sits down by a digit and a PIN; five wrong ones close the entry for a while."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from desktop.views.session import Person
from desktop.views.sign_in import SignIn
from tests.shell import press

MAYA = Person(UUID(int=6), "Maya Lindqvist", has_pin=True)
TOM = Person(UUID(int=7), "Tom Ferris")


@pytest.fixture
def sign_in(qtbot) -> SignIn:
    page = SignIn([MAYA, TOM], check=lambda _person, pin, then: then(pin == "4829"), last=TOM.id)
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


def test_a_wrong_pin_says_how_many_tries_are_left(sign_in, qtbot):
    press("1")
    with qtbot.assertNotEmitted(sign_in.chosen):
        type_digits("1111")
    assert note(sign_in) == "This PIN is wrong. 4 tries are left."
    type_digits("111")
    press(Qt.Key.Key_Backspace)
    type_digits("11")
    assert note(sign_in) == "This PIN is wrong. 3 tries are left."


def test_five_wrong_pins_close_the_entry_and_it_opens_by_itself(sign_in, qtbot):
    """Covers: N5."""
    press("1")
    type_digits("1111" * 5)
    assert note(sign_in).startswith("Five wrong PINs. Maya Lindqvist can try again in 5 minutes.")
    with qtbot.assertNotEmitted(sign_in.chosen):
        type_digits("4829")
    press(Qt.Key.Key_Escape)
    press("1")
    assert note(sign_in).startswith("Five wrong PINs.")
    sign_in._open_again(MAYA)
    with qtbot.waitSignal(sign_in.chosen):
        type_digits("4829")


def test_esc_goes_back_to_the_list(sign_in, qtbot):
    press("1")
    press(Qt.Key.Key_Escape)
    with qtbot.waitSignal(sign_in.chosen) as chosen:
        press("2")
    assert chosen.args == [TOM]
