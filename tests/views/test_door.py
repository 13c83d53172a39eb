# SPDX-License-Identifier: Apache-2.0
"""A desk that was left alone asks who is there; whoever was at work finds every open form as it was."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop import settings as declared
from desktop.settings import Settings
from desktop.values.changes import Changes
from desktop.views.door import Door, DoorHands
from desktop.views.session import Person
from desktop.views.sign_in import SignIn
from tests.fakes import FakeClock

MAYA = Person(UUID(int=6), "Maya Lindqvist", has_pin=True)
TOM = Person(UUID(int=7), "Tom Ferris")
NED = Person(UUID(int=8), "Ned Farrow", has_pin=True, has_seat=False)


class Threads:
    """Answers at once, on this thread."""

    def run(self, _command, *, then, failed) -> None:
        del failed
        then(True)


@dataclass
class Program:
    people: list[Person] = field(default_factory=lambda: [MAYA, TOM, NED])
    shown: list[QWidget] = field(default_factory=list)
    opened: list[Person] = field(default_factory=list)
    ended: int = 0

    def end(self) -> None:
        self.ended += 1


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def door(program, tmp_path, qapp) -> Door:
    hands = DoorHands(
        Threads, program.shown.append, program.opened.append, lambda: program.people, lambda: True, program.end
    )  # fmt: skip
    clock = FakeClock()
    made = Door(Settings(tmp_path / "settings.json"), clock, hands, qapp)
    made.clock = clock
    return made


@pytest.fixture
def window(qtbot):
    made = QWidget()
    QVBoxLayout(made).addWidget(QLineEdit(made))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made).__enter__()
    return made


def page_over(door) -> SignIn:
    assert door._lock is not None
    return door._lock


def test_what_nobody_touches_locks_and_opens_as_it_was(door, window, program, qtbot):
    """Covers: N5."""
    form = window.findChild(QLineEdit)
    form.setText("Wedding invitations for P")
    door.watch(window, MAYA)
    door.clock.advance(timedelta(minutes=14))
    door.look()
    assert window.isVisible()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)  # somebody is there
    door.clock.advance(timedelta(minutes=14))
    door.look()
    assert window.isVisible()
    door.clock.advance(timedelta(minutes=2))
    door.look()
    assert not window.isVisible()
    page = page_over(door)
    page.activateWindow()
    page._choose(MAYA)
    page._pin.digits.setFocus()
    page._prove("4829")
    assert window.isVisible()
    assert form.text().startswith("Wedding invitations for P")
    assert program.opened == []


@pytest.mark.parametrize("by", [timedelta(days=-365), timedelta(hours=-1)])
def test_a_clock_that_is_set_back_leaves_no_door_open(door, window, by):
    """Covers: N5."""
    door.watch(window, MAYA)
    door.clock.step(by)
    door.clock.advance(timedelta(minutes=14))
    door.look()
    assert door._lock is None
    door.clock.advance(timedelta(minutes=2))
    door.look()
    assert door._lock is not None


def test_another_person_gets_a_window_of_their_own(door, window, program):
    """Covers: N5."""
    door.watch(window, MAYA)
    door.lock()
    page_over(door)._choose(TOM)
    assert program.opened == [TOM]


def test_who_was_sent_away_leaves_the_window_at_once(door, window, program):
    """Else what they write would go out under a colleague's login. Covers: N4, N5."""
    door.watch(window, TOM)
    door.hear(Changes.of(user=[TOM.id]))
    assert window.isVisible()
    program.people = [MAYA]
    door.hear(Changes.of(user=[TOM.id]))
    assert not window.isVisible()


def test_it_never_locks_who_has_no_pin_nor_where_it_is_switched_off(door, window, program):
    """Covers: N5."""
    door.watch(window, TOM)
    door.clock.advance(timedelta(hours=3))
    door.look()
    assert window.isVisible()
    door.watch(window, MAYA)
    door._settings.set(declared.LOCK_AFTER, 0)
    door.clock.advance(timedelta(hours=3))
    door.look()
    assert window.isVisible()


def test_who_never_sat_here_is_asked_for_an_invite_and_not_for_a_pin(door, program, qtbot):
    """Covers: N5."""
    door.ask(program.people, str(NED.id), anew=False)
    (page,) = program.shown
    qtbot.addWidget(page)
    page.show()
    page._rows[2].click()
    assert program.opened == []
    assert page._pin.invite.isVisible()
    assert not page._pin.digits.isVisible()
    assert "first time" in page._pin.note.text()
    page.close()
    assert program.ended == 1


def test_a_window_in_the_tray_is_asked_about_when_it_is_wanted_and_not_before(
    door, window, program
):
    """Covers: N5, E3."""
    door.watch(window, MAYA)
    window.hide()
    door.clock.advance(timedelta(hours=3))
    door.look()
    assert door.is_shut
    assert door._lock is None, "no question comes up in the middle of other work"
    door.come_in()
    page = page_over(door)
    assert page.isVisible()
    assert not window.isVisible()
    page.chosen.emit(MAYA)
    assert window.isVisible()
    assert not door.is_shut
    window.hide()
    door.come_in()
    assert window.isVisible(), "whoever was here a moment ago is not asked"


def test_a_second_start_finds_the_door_while_nobody_has_sat_down(door, qtbot, tmp_path):
    """Covers: E3, N5."""
    asked = QWidget()
    qtbot.addWidget(asked)
    asked.showMinimized()
    door.hear_calls(tmp_path, lambda: asked)
    door.hear_calls(tmp_path, lambda: None)  # the next window is made: it hears already
    door._summons.called.emit()
    assert not asked.isMinimized()
    assert asked.isVisible()
