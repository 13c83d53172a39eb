# SPDX-License-Identifier: Apache-2.0
"""People by keys: added, given roles and a PIN, dismissed; only an admin gets here."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from desktop.commands.people import check_pin, set_pin
from desktop.domain.deal import Deal
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.models.settings import Section
from desktop.storage import sight
from desktop.storage.preferences import preference
from desktop.values.paper_numbers import NUMBERS
from desktop.values.rows.hub import Checked, HubHere, Mark, OwnSeat, Step
from desktop.values.sight import of_person
from desktop.values.states import Role
from desktop.views.questions.handover_panel import HandoverDialog
from desktop.views.settings.people_sight import RolesSightDialog
from desktop.views.settings.person_dialogs import NewPersonDialog, PinDialog
from desktop.views.widgets.dialog import open_over
from desktop.views.widgets.scroll_area import ScrollArea
from tests.settings_desk import replace_text, tab_to, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def people(desk) -> dict[str, User]:
    return {one.name: one for one in desk.shop.rows(User)}


def dialog(desk, kind):
    found = open_over(desk.window)
    assert isinstance(found, kind)
    return found


def choose(view, name: str) -> None:
    """Walk to a person by arrows."""
    view.table.setFocus()
    for _step in range(20):
        row = view.chosen()
        if row is not None and row.name == name:
            return
        press(Key.Key_Down)
    raise AssertionError(f"{name} is not in the table")


def test_a_colleague_is_added_with_roles_and_a_pin(desk):
    """Covers: N4, N5."""
    view = desk.open(Section.PEOPLE)
    press(Key.Key_N, CTRL)
    asked = dialog(desk, NewPersonDialog)
    type_text("Tom Ferris")
    tab_to(asked.roles.boxes[Role.MANAGER])
    press(Key.Key_Space, text=" ")
    tab_to(asked.pins.first)
    type_text("4829")
    type_text("4829")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: "Tom Ferris" in people(desk))
    tom = people(desk)["Tom Ferris"]
    assert tom.roles == ["manager"]
    assert "4829" not in tom.pin
    assert desk.shop.run(lambda uow: check_pin(uow, user_id=tom.id, pin="4829")) is True
    desk.settle()
    assert view.chosen().name == "Tom Ferris"


def test_a_colleague_without_a_role_is_refused_and_nothing_is_stored(desk):
    """Covers: M4."""
    desk.open(Section.PEOPLE)
    press(Key.Key_N, CTRL)
    asked = dialog(desk, NewPersonDialog)
    type_text("Tom Ferris")
    desk.settle()
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: asked._roles_note.text() == "Choose at least one role.")
    assert "Tom Ferris" not in people(desk)
    desk.settle()
    [area] = asked.findChildren(ScrollArea)
    # The dialog has grown with the sentence: nothing is scrolled out of sight while there is room.
    assert area.verticalScrollBar().maximum() == 0
    press(Key.Key_Escape)
    assert open_over(desk.window) is None


def test_an_easy_pin_is_refused_with_the_whole_person(desk):
    """Covers: N5."""
    desk.open(Section.PEOPLE)
    press(Key.Key_N, CTRL)
    asked = dialog(desk, NewPersonDialog)
    type_text("Tom Ferris")
    tab_to(asked.roles.boxes[Role.OPERATOR])
    press(Key.Key_Space, text=" ")
    tab_to(asked.pins.first)
    type_text("1234")
    type_text("1234")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: "easy to guess" in asked.pins.field.error())
    assert "Tom Ferris" not in people(desk)


def test_roles_are_ticked_and_hold_at_once(desk):
    """Covers: N4."""
    desk.shop.a_user("manager", "Ivo Marek")
    view = desk.open(Section.PEOPLE)
    choose(view, "Ivo Marek")
    tab_to(view.person.roles.boxes[Role.PRODUCTION])
    press(Key.Key_Space, text=" ")
    desk.settle()
    assert people(desk)["Ivo Marek"].roles == ["manager", "production"]
    press(Key.Key_Z, CTRL)
    desk.settle()
    assert people(desk)["Ivo Marek"].roles == ["manager"]
    assert not view.person.roles.boxes[Role.PRODUCTION].isChecked()


def sees(desk, name: str) -> str:
    kept = desk.shop.read(lambda r: sight.kept(r.connection))
    one = people(desk)[name]
    return str(of_person(kept, one.id, one.roles))


def test_whose_cards_somebody_sees_is_chosen_for_them_or_for_their_role(desk):
    """Covers: N4, N7."""
    desk.shop.a_user("manager", "Ivo Marek")
    view = desk.open(Section.PEOPLE)
    view.table.selectRow(view.model.row_of(desk.shop.me))
    assert not view.person.sight.control.isEnabled(), "an admin sees all"
    view.table.selectRow(0)
    choose(view, "Ivo Marek")
    assert "all cards lie on this disk" in view.person._truth.text()
    row = view.person.sight
    tab_to(row.control._buttons[2])
    press(Key.Key_Left)
    desk.settle()
    assert sees(desk, "Ivo Marek") == "all", "a team needs its name"
    press(Key.Key_Tab)
    assert desk.window.focusWidget() is row.team
    type_text("Front")
    press(Key.Key_Return)
    desk.wait(lambda: sees(desk, "Ivo Marek") == "team")
    view.table.setFocus()
    press(Key.Key_Z, CTRL)
    desk.wait(lambda: sees(desk, "Ivo Marek") == "all")
    tab_to(view.roles_button)
    press(Key.Key_Space, text=" ")
    asked = dialog(desk, RolesSightDialog)
    desk.settle()
    tab_to(asked.controls[Role.MANAGER]._buttons[2])
    press(Key.Key_Left)
    press(Key.Key_Left)
    desk.wait(lambda: sees(desk, "Ivo Marek") == "own")
    assert not asked.controls[Role.ADMIN].isEnabled()
    press(Key.Key_Escape)
    desk.wait(lambda: view.chosen().sees == "own")


def test_the_admin_says_where_numbers_come_from_while_the_hub_is_away(desk):
    """Covers: H6."""
    view = desk.open(Section.PEOPLE)
    assert not view.hub.numbers.isVisible()
    view.hub.numbers.setVisible(True)
    desk.settle()
    box = view.hub.numbers.boxes["invoice"]
    assert f"I-{desk.shop.database.desk}-0012" in view.hub.numbers._said.text()
    tab_to(box)
    press(Key.Key_Down)
    desk.wait(
        lambda: (
            desk.shop.read(lambda r: preference(r.connection, NUMBERS)) == {"invoice": "hub_only"}
        )
    )
    desk.wait(lambda: "no gap" in view.hub.numbers._said.text())


def test_the_last_admin_stays_one(desk):
    """Covers: N4."""
    view = desk.open(Section.PEOPLE)
    admin = view.person.roles.boxes[Role.ADMIN]
    tab_to(admin)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: "Somebody has to be the admin" in view.person._note.text())
    assert admin.isChecked()


def test_a_pin_is_typed_twice_and_never_shown(desk):
    """Covers: N5."""
    desk.shop.a_user("operator", "Rhea Kestler")
    view = desk.open(Section.PEOPLE)
    choose(view, "Rhea Kestler")
    tab_to(view.person.pin_button)
    press(Key.Key_Space, text=" ")
    asked = dialog(desk, PinDialog)
    type_text("4829")
    type_text("4820")
    press(Key.Key_Return, CTRL)
    assert asked.edits._again.error().startswith("These digits differ")
    replace_text("4829")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: people(desk)["Rhea Kestler"].pin)
    desk.settle()
    spoken = view.model.index(view.model.row_of(people(desk)["Rhea Kestler"].id), 0)
    words = spoken.data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Rhea Kestler, operator, sees all, PIN set, at work"


def test_who_leaves_keeps_the_row_and_cannot_sit_down(desk):
    """Covers: B5, N4."""
    tom = desk.shop.a_user("manager", "Tom Ferris")
    deal = desk.shop.a_deal(holder=tom)
    eve = desk.shop.a_user("manager", "Eve Quill")
    view = desk.open(Section.PEOPLE)
    choose(view, "Tom Ferris")
    tab_to(view.person.access_button)
    press(Key.Key_Space, text=" ")
    asked = dialog(desk, HandoverDialog)
    desk.wait(lambda: asked.form.plan is not None)
    tab_to(asked.form.comment)
    type_text("Tom has left")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: not people(desk)["Tom Ferris"].is_active)
    desk.settle()
    assert desk.shop.row(Deal, deal).holder_id == eve
    assert view.person._note.text() == "1 open card was handed over."
    assert view.model.row_of(tom) is not None
    with pytest.raises(UserError, match="no longer works here"):
        desk.shop.run(lambda uow: check_pin(uow, user_id=tom, pin="4829"))
    tab_to(view.person.access_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: people(desk)["Tom Ferris"].is_active)


def test_two_people_of_one_name_are_refused(desk):
    desk.shop.a_user("manager", "Tom Ferris")
    desk.shop.a_user("manager", "Ivo Marek")
    view = desk.open(Section.PEOPLE)
    choose(view, "Ivo Marek")
    press(Key.Key_Return)
    replace_text("Tom Ferris")
    press(Key.Key_Tab)
    desk.wait(lambda: "There is a Tom Ferris already" in view.person.form.field("name").error())


def test_a_closed_entry_is_opened_by_the_admin(desk):
    """Covers: N5."""
    rhea = desk.shop.a_user("operator", "Rhea Kestler")
    from desktop.commands.people import set_pin

    desk.shop.run(lambda uow: set_pin(uow, user_id=rhea, pin="4829"))
    for _try in range(5):
        desk.shop.run(lambda uow: check_pin(uow, user_id=rhea, pin="1111"))
    view = desk.open(Section.PEOPLE)
    choose(view, "Rhea Kestler")
    assert view.person.entry_button.isVisible()
    tab_to(view.person.entry_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: not view.person.entry_button.isVisible())


@pytest.mark.parametrize(("roles", "sees"), [(("head",), False), (("admin",), True)])
def test_people_are_for_the_admin(make_desk, roles, sees):
    """Covers: N4."""
    desk = make_desk(roles=roles)
    assert (Section.PEOPLE in desk.page.sections) is sees


def test_only_an_older_hub_is_offered_to_be_brought_up_to_date(desk):
    """Covers: N2."""
    panel = desk.open(Section.PEOPLE).hub.hub
    here = HubHere("db", seats=(OwnSeat(desk.shop.me, "7K", is_main=True),))
    for key, is_offered in (("old", True), ("hub", False)):
        checked = Checked((Step(key, Mark.DOUBT, "The hub is of another version."),))
        panel.show_hub(here, checked, desk.clock.now())
        assert panel.upgrade_button.isVisible() is is_offered


def test_the_table_of_people_is_a_sound_model(desk):
    view = desk.open(Section.PEOPLE)
    tester = QAbstractItemModelTester(
        view.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    desk.shop.a_user("manager", "Tom Ferris")
    view.refresh()
    desk.settle()
    assert len(view.model.rows) == 2
    tester.deleteLater()


def test_a_pin_is_taken_away_where_a_new_one_is_set(desk):
    """Covers: N5."""
    who = desk.shop.a_user("operator", "Rhea Kestler")
    desk.shop.run(lambda uow: set_pin(uow, user_id=who, pin="4829"))
    view = desk.open(Section.PEOPLE)
    choose(view, "Rhea Kestler")
    tab_to(view.person.pin_button)
    press(Key.Key_Space, text=" ")
    tab_to(dialog(desk, PinDialog).no_pin_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: people(desk)["Rhea Kestler"].pin == "")
    desk.settle()
    assert open_over(desk.window) is None


def test_a_hub_without_a_fresh_backup_says_so_and_gives_the_commands(desk):
    """Covers: N6. Nothing of ours runs at the hub, so that somebody has to let them run."""
    view = desk.open(Section.PEOPLE)
    view.hub.is_asking = True
    seats = (OwnSeat(desk.shop.me, "K7", True),)
    view.hub.show_hub(HubHere("db.rooklane.example", 5432, "rook_lane", seats))
    old = Step("backup", Mark.DOUBT, "Backup of the hub", "26 h ago")
    view.hub.show_checked(Checked((old,), (), desk.clock.now()))
    banner = view.hub.hub.backup
    assert banner.isVisible()
    banner.pressed.emit()
    copied = QGuiApplication.clipboard().text()
    assert "pg_dump -h db.rooklane.example -p 5432" in copied
    assert "crm.backup_made" in copied
    good = Step("backup", Mark.GOOD, "Backup of the hub", "3 h ago")
    view.hub.show_checked(Checked((good,), (), desk.clock.now()))
    assert not banner.isVisible()
