# SPDX-License-Identifier: Apache-2.0
"""What is changed of the stages and not published: kept, taken back, let go, and where the keys go."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desktop.commands import publishing
from desktop.commands.drafts import save_draft
from desktop.domain.pipeline import Pipeline, Stage
from desktop.storage import drafts
from desktop.values.stages_document import document_of
from desktop.values.stages_draft import KIND, StagesDraft
from desktop.views.settings.small_dialogs import NameDialog
from desktop.views.widgets.buttons import Button
from tests.settings_desk import focus, replace_text, tab_to, type_text
from tests.shell import press
from tests.stages_desk import StagesDesk, ask, names, publish, stage

Key = Qt.Key
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(make_desks):
    """The page of stages, with a person who holds every role."""
    return make_desks(StagesDesk)()


def test_ctrl_z_brings_a_discarded_draft_back_and_lets_what_is_published_stand(desk):
    """Covers: C1."""
    view = desk.open()
    view.change_stage(view.model.rows[0].id, {"name": "Press room"})
    publish(desk, view)
    view.change_stage(view.model.rows[0].id, {"name": "Front desk"})
    view.discard_button.click()
    assert names(view)[0] == "Press room"
    assert not view.draft.count
    view.focus_first()
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert names(view)[0] == "Front desk"
    assert stage(desk, "Press room").position == 0, "what was published stands"


def test_stages_that_come_and_go_in_the_draft_survive_a_restart_and_are_taken_back_one_by_one(
    desk,
):
    """Covers: C1, N1."""
    view = desk.open()
    before = names(view)
    press(Key.Key_Delete)
    view.add_stage()
    ask(desk, NameDialog)
    type_text("Proof approved")
    press(Key.Key_Return)
    changed = names(view)
    assert changed == ["Quote sent", "Proof approved", *before[2:]]
    view.flush()
    desk.settle()
    [_kept] = desk.shop.read(lambda r: drafts.drafts(r.connection, kind="stages"))
    again = desk.open_again()
    desk.wait(lambda: names(again) == changed, "the draft is there again")
    view.discard()
    assert names(view) == before
    view.table.selectRow(0)
    tab_to(view.table)
    press(Key.Key_Down, ALT)
    press(Key.Key_Down, ALT)
    tab_to(view.back_button)
    press(Key.Key_Space, text=" ")
    assert names(view)[:2] == [before[1], before[0]]
    press(Key.Key_Space, text=" ")
    assert names(view) == before


def test_what_another_desk_changed_is_told_and_the_draft_stands_until_it_is_published_again(desk):
    """Covers: C1, N2, N8."""
    view = desk.open()
    row = view.stage()
    view.change_stage(row.id, {"limit": 60})
    theirs = StagesDraft()
    theirs.stages.put(row.id, row, {"limit": 30, "hint": "Theirs"})
    desk.tasks.run(lambda uow: publishing.publish(uow, draft=theirs))
    desk.wait(
        lambda: view.stage().hint == "Theirs", "theirs is shown where nothing was changed here"
    )
    press(Key.Key_S, CTRL)
    desk.wait(lambda: "“Brief & calculation”" in view.note.text(), "it is told")
    assert view.stage_form.form.field("limit").error()
    assert (stage(desk, row.name).limit, view.stage().limit) == (30, 60)
    press(Key.Key_S, CTRL)
    desk.wait(lambda: not view.draft.count, "published again it stands")
    assert stage(desk, row.name).limit == 60
    assert not view.note.text()


def test_a_kept_draft_that_is_damaged_in_part_says_so_and_shows_the_rest(desk):
    """Covers: C1, N1, N8."""
    view = desk.open()
    view.change_stage(view.model.rows[0].id, {"name": "Press room"})
    view.change_order("deals", [one.id for one in reversed(view.finals.model.rows)])
    view.flush()
    desk.settle()
    body = {**document_of(view.draft), "orders": {"deals": [7]}}
    desk.shop.run(lambda uow: save_draft(uow, kind=KIND, body=body, user_id=desk.person.id))
    again = desk.open_again()
    desk.wait(lambda: again.model.rows and names(again)[0] == "Press room", "the rest is there")
    assert "could not be read: order" in again.note.text()


def test_the_keys_stay_in_the_page_where_what_had_them_goes(desk):
    """Covers: N5."""
    view = desk.open()
    press(Key.Key_Down, ALT)
    tab_to(view.back_button)
    press(Key.Key_Space, text=" ")
    assert focus() is view.table, "there is nothing more to take back"
    editor = view.script_editor
    editor.choose(1)
    replace_text("Ask for the one who pays")
    view.discard()
    desk.settle()
    assert editor.cards[1].isAncestorOf(QApplication.focusWidget())
    demands = view.stage_form.demands
    for one in ("due", "company"):
        demands.add(one)
    removers = [one for one in demands.findChildren(Button) if one.accessibleDescription()]
    last = removers[-1].accessibleDescription()
    removers[-2].setFocus()
    press(Key.Key_Space, text=" ")
    desk.settle()
    assert focus().accessibleDescription() == last
    press(Key.Key_Space, text=" ")
    desk.settle()
    assert focus() is demands.add_buttons["Field"]


def test_the_lead_funnel_of_a_shop_that_has_none_waits_with_the_rest_until_it_is_published(desk):
    """Covers: B1, C1, M3."""

    def take_away(uow):
        [funnel] = uow.all(select(Pipeline).where(Pipeline.for_leads))
        for one in (funnel, *uow.all(select(Stage).where(Stage.pipeline_id == funnel.id))):
            one.archived_at = uow.now

    desk.shop.run(take_away)
    view = desk.open()

    def offered():
        return dict(view.pipeline_actions())

    def held():
        return desk.shop.rows(Pipeline, Pipeline.for_leads, Pipeline.archived_at.is_(None))

    offered()["Add the lead funnel"]()
    assert (names(view)[0], view.pipeline().for_leads) == ("Contact received", True)
    assert view.count_label.text() == "1 change, not published"
    view.focus_first()
    press(Key.Key_Z, CTRL)
    assert (view.pipeline().for_leads, view.draft.count) == (False, 0)
    offered()["Add the lead funnel"]()
    offered()["Do not add the lead funnel"]()
    assert not view.draft.count
    offered()["Add the lead funnel"]()
    view.discard_button.click()
    desk.settle()
    assert not held(), "nothing of it was stored"
    offered()["Add the lead funnel"]()
    publish(desk, view)
    assert len(held()) == 1
    assert "Add the lead funnel" not in offered()
    view.focus_first()
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: not held(), "published it is one step to undo")
