# SPDX-License-Identifier: Apache-2.0
"""Every step is told with its way back; what others did is not told here."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop.background.change_hub import ChangeHub
from desktop.values.changes import Changes, Label, Origin
from desktop.values.ids import new_id
from desktop.views.toaster import Toaster


@pytest.fixture
def area(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    return widget


def step(text: str, *, origin: Origin = Origin.PERSON, undoable: bool = True, **fields) -> Changes:
    return Changes({"deal": frozenset({new_id()})}, Label(text, fields), origin, undoable=undoable)


def test_a_step_is_told_with_undo(area):
    hub, undone = ChangeHub(), []
    toaster = Toaster(area, hub=hub, undo=lambda: undone.append(1), redo=lambda: None)
    hub.changed.emit(step("Moved to {stage}", stage="Proof"))
    assert toaster.text() == "Moved to Proof"
    toaster._host.current().link.click()
    assert undone == [1]


def test_a_page_may_say_it_better(area):
    hub = ChangeHub()
    toaster = Toaster(area, hub=hub, undo=lambda: None, redo=lambda: None)
    hub.changed.emit(step("Moved deal"))
    toaster.tell("Moved to Awaiting payment", undo=True)
    assert toaster.text() == "Moved to Awaiting payment"


def test_what_was_undone_says_so_and_can_be_done_again(area):
    """Covers: M3."""
    hub, called = ChangeHub(), []
    toaster = Toaster(
        area, hub=hub, undo=lambda: called.append("undo"), redo=lambda: called.append("redo")
    )
    hub.changed.emit(step("Moved deal", origin=Origin.UNDO))
    assert toaster.text() == "Undone: Moved deal"
    toaster._host.current().link.click()
    hub.changed.emit(step("Moved deal", origin=Origin.REDO, undoable=False))
    assert toaster.text() == "Done again: Moved deal"
    toaster._host.current().link.click()
    assert called == ["redo", "undo"]


@pytest.mark.parametrize("origin", [Origin.ROBOT, Origin.SYNC])
def test_what_others_did_is_not_told(area, origin):
    hub = ChangeHub()
    toaster = Toaster(area, hub=hub, undo=lambda: None, redo=lambda: None)
    hub.changed.emit(step("Moved deal", origin=origin))
    assert toaster.text() == ""


def test_a_step_without_a_name_is_silent(area):
    hub = ChangeHub()
    toaster = Toaster(area, hub=hub, undo=lambda: None, redo=lambda: None)
    hub.changed.emit(Changes.of(deal=[new_id()]))
    assert toaster.text() == ""
