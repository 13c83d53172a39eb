# SPDX-License-Identifier: Apache-2.0
"""Keys typed while an answer is on its way: none is lost, none goes astray, and nothing is stuck for ever."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.views.counter import type_ahead
from desktop.views.counter.type_ahead import TypeAhead
from tests.shell import press


@pytest.fixture
def form(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    window.first, window.second = QLineEdit(window), QLineEdit(window)
    column.addWidget(window.first)
    column.addWidget(window.second)
    window.ahead = TypeAhead(window)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    window.first.setFocus()
    return window


def write(text):
    for sign in text:
        press(ord(sign.upper()), text=sign)


def test_keys_wait_and_go_where_the_focus_is_by_then(form):
    """Covers: A2."""
    write("ab")
    form.ahead.hold()
    write("cd")
    assert (form.first.text(), form.ahead.is_holding) == ("ab", True)
    form.second.setFocus()
    form.ahead.let_go()
    write("e")
    assert (form.first.text(), form.second.text()) == ("ab", "cde")


def test_a_key_that_asks_again_makes_the_rest_wait_on(form):
    """Covers: A2."""

    def asked(text):
        if text == "x":
            form.ahead.hold()

    form.first.textEdited.connect(asked)
    form.ahead.hold()
    write("xyz")
    form.ahead.let_go()
    assert form.first.text() == "x"
    form.second.setFocus()
    form.ahead.let_go()
    assert (form.first.text(), form.second.text()) == ("x", "yz")


def test_two_answers_are_both_waited_for(form):
    form.ahead.hold()
    form.ahead.hold()
    write("a")
    form.ahead.let_go()
    assert form.first.text() == ""
    form.ahead.let_go()
    assert form.first.text() == "a"
    form.ahead.let_go()
    assert not form.ahead.is_holding


def test_keys_for_what_failed_are_forgotten(form):
    form.ahead.hold()
    write("a")
    form.ahead.forget()
    write("b")
    assert form.first.text() == "b"


def test_an_answer_that_never_comes_holds_nothing_for_ever(form):
    """Covers: N8."""
    form.ahead._timer.setInterval(20)
    form.ahead.hold()
    write("a")
    QTest.qWait(60)
    assert (form.first.text(), form.ahead.is_holding) == ("a", False)
    assert type_ahead.PATIENCE_MS >= 1000


def test_another_windows_keys_are_its_own(form, qtbot):
    other = QLineEdit()
    qtbot.addWidget(other)
    form.ahead.hold()
    other.show()
    other.activateWindow()
    QTest.qWaitForWindowActive(other)
    other.setFocus()
    write("a")
    assert other.text() == "a"
    form.ahead.forget()


def test_only_the_keyboard_waits(form):
    form.ahead.hold()
    QTest.mouseClick(form.second, Qt.MouseButton.LeftButton)
    assert form.second.hasFocus()
    form.ahead.forget()
