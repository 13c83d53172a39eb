# SPDX-License-Identifier: Apache-2.0
"""Scripts as the head edits them: in a draft kept through a restart, published to all desks in one step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.domain.pipeline import Stage
from desktop.domain.script import Script
from desktop.storage import drafts
from desktop.storage.scripts import script_for
from desktop.views.settings.script_versions import VersionsDialog
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.widgets.dialog import open_over
from tests.settings_desk import focus, replace_text, tab_to, type_text
from tests.shell import press
from tests.stages_desk import StagesDesk

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(make_desks):
    """The page of stages, with a person who holds every role."""
    return make_desks(StagesDesk)()


def holding(desk, channel="website"):
    return desk.shop.read(lambda r: script_for(r.connection, channel))


def titles(view):
    return [step.title for step in view.script_editor.steps]


def publish(desk, view) -> None:
    press(Key.Key_S, CTRL)
    desk.wait(lambda: not view.draft.count, "it is published")


def test_a_step_is_written_moved_and_published_by_keys_and_one_undo_takes_it_back(desk):
    """Covers: A3, M3."""
    view = desk.open()
    shipped = holding(desk)
    editor = view.script_editor
    editor.cards[1].setFocus()
    press(Key.Key_Return)
    replace_text("Find who decides")
    press(Key.Key_Down, ALT)
    assert titles(view)[1:3] == ["Gather the need", "Find who decides"]
    assert focus() is editor.cards[2].title
    assert holding(desk).steps == shipped.steps, "not yet"
    publish(desk, view)
    assert [step.title for step in holding(desk).steps][1:3] == titles(view)[1:3]
    assert holding(desk).version == 1
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: holding(desk).id is None, "the shipped script holds again")
    desk.wait(lambda: titles(view) == [step.title for step in shipped.steps], "and is shown")


def test_one_press_gives_the_script_back_to_what_is_shipped(desk):
    """Covers: A3."""
    view = desk.open()
    shipped, editor = holding(desk), view.script_editor
    editor.choose(0)
    replace_text("Say hello")
    publish(desk, view)
    desk.wait(lambda: not editor.back_button.isHidden(), "it can be given back")
    editor.back_button.click()
    publish(desk, view)
    assert holding(desk) == shipped
    desk.wait(editor.back_button.isHidden, "there is nothing to give back any more")


def test_an_earlier_version_is_listed_read_and_brought_back_as_the_draft_by_keys(desk):
    """Covers: A3."""
    view = desk.open()
    shipped, editor = holding(desk), view.script_editor
    for title in ("Say hello", "Say good morning"):
        editor.choose(0)
        replace_text(title)
        publish(desk, view)
    tab_to(editor.versions_button)
    press(Key.Key_Space, text=" ")
    dialog = desk.dialog(VersionsDialog)
    told = [dialog.model.index(n, 1).siblingAtColumn(0).data() for n in range(3)]
    assert told == ["2 · holds now", "1", "Shipped"]
    assert dialog.model.index(1, 2).data() == desk.person.name
    assert not dialog.primary.isEnabled(), "this one holds now"
    press(Key.Key_Down)
    assert dialog.chosen().script.steps[0].title == "Say hello"
    assert dialog.panel.findChildren(QWidget), "it is read below"
    press(Key.Key_Return, CTRL)
    desk.answered()
    assert titles(view)[0] == "Say hello"
    assert holding(desk).version == 2, "it is a draft"
    publish(desk, view)
    assert (holding(desk).version, holding(desk).steps[0].title) == (3, "Say hello")
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: holding(desk).version == 2, "undo takes that back")
    editor.back_button.click()
    publish(desk, view)
    assert holding(desk) == shipped
    rows = desk.shop.read(lambda r: queries.scripts.versions(r, "website"))
    assert [(one.is_shipped, one.holds) for one in rows] == [
        (True, True), (False, False), (False, False), (True, False),
    ]  # fmt: skip


def test_fields_are_required_taken_off_and_asked_in_the_shops_own_words(desk):
    """Covers: A3."""
    view = desk.open()
    editor = view.script_editor
    editor.choose(2)
    editor.cards[2].chips["budget"].setFocus()
    press(Key.Key_Space, text=" ")
    editor.cards[2].chips["artwork"].setFocus()
    press(Key.Key_Delete)
    editor.cards[2].own_wanted.emit()
    assert isinstance(open_over(desk.window), NameDialog)
    type_text("Who packs it?")
    press(Key.Key_Return)
    desk.settle()
    assert editor._count.text() == "5 steps, 8 required"
    publish(desk, view)
    step = holding(desk).steps[2]
    assert [(one.words(), one.required) for one in step.fill][4:] == [
        ("Budget", True),
        ("Who packs it?", False),
    ]


def test_what_is_not_published_survives_a_restart_and_can_be_let_go(desk):
    """Covers: A3. The stages and the script are one draft."""
    view = desk.open()
    row = view.pipeline().stages[0]
    view.change_stage(row.id, {"limit": 15})
    view.script_editor.choose(0)
    replace_text("Say hello")
    assert view.count_label.text() == "2 changes, not published"
    view.flush()
    desk.settle()
    kept = desk.shop.read(lambda r: drafts.drafts(r.connection, kind="stages"))
    assert len(kept) == 1
    desk.navigator.open("deals")
    again = desk.open_again()
    desk.wait(lambda: again.draft.count == 2, "the draft is there again")
    assert again.script("website").steps[0].title == "Say hello"
    desk.navigator.open("stages")
    view.discard()
    desk.settle()
    assert desk.shop.row(Stage, row.id).limit != 15
    assert not desk.shop.read(lambda r: drafts.drafts(r.connection, kind="stages"))


def test_a_step_without_a_title_is_named_and_nothing_is_published(desk):
    """Covers: A3, N8."""
    view = desk.open()
    row = view.pipeline().stages[0]
    view.change_stage(row.id, {"limit": 15})
    view.script_editor.add_step()
    press(Key.Key_S, CTRL)
    desk.wait(lambda: view.note.text(), "it is said")
    assert "needs a title" in view.note.text()
    assert not desk.rows(Script)
    assert desk.shop.row(Stage, row.id).limit != 15
    view.discard()
