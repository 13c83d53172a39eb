# SPDX-License-Identifier: Apache-2.0
"""Settings, People and hub: the admin sets a hub up from the window, invites and dismisses, on a real server."""

import json

import pytest
from PySide6.QtCore import Qt

from desktop import APP_NAME
from desktop.flows.join_hub import join
from desktop.flows.shop import DirectShop
from desktop.models.settings import Section
from desktop.storage.database import Database
from desktop.storage.unit_of_work import Actor
from desktop.sync.invite import Invite
from desktop.values.rows.hub import Mark
from desktop.views import theme
from desktop.views.settings.people_server import ServerDialog
from desktop.views.widgets.dialog import open_over
from tests.postgres_server import ADMIN, PASSWORD
from tests.settings_desk import SettingsDesk, tab_to, type_text
from tests.shell import press

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path, qapp, password_store):
    theme.apply(qapp, "light")
    made = SettingsDesk(tmp_path, size=(1440, 900))
    yield made
    made.close()


def fill(desk, hub, password=PASSWORD, **other) -> ServerDialog:
    dialog = open_over(desk.window)
    assert isinstance(dialog, ServerDialog)
    for name, text in {
        "host": "localhost", "port": str(hub.server.port), "database": hub.name, "login": ADMIN,
        "password": password, "ca": str(hub.server.ca), **other,
    }.items():  # fmt: skip
        getattr(dialog, name).setText(text)
    return dialog


def test_a_shop_is_brought_to_a_hub_and_a_colleague_invited_from_the_window(
    desk, new_hub, tmp_path, password_store
):
    """Covers: N2, N4, M1."""
    hub = new_hub
    hub.sql("DROP SCHEMA crm CASCADE")
    ben = desk.shop.a_user("manager", "Ben Ito")
    view = desk.open(Section.PEOPLE)
    column = view.hub
    assert not column.desks.isVisible()
    tab_to(column.hub.set_up_button)
    press(Key.Key_Space, text=" ")
    dialog = fill(desk, hub, password="wrong")
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: "does not take the password" in dialog.note.text())
    assert not column.here.is_joined
    dialog = fill(desk, hub)
    dialog.keep.setChecked(True)
    dialog.test()
    desk.wait(lambda: "No hub has been set up" in " ".join(s.sentence for s in dialog.lines.steps))
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: column.result is not None and column.result.is_good)
    marks = {step.key: step.mark for step in column.result.steps}
    assert marks["history"] is marks["write"] is Mark.GOOD
    assert len(column.desks.rows) == 1
    assert hub.sql("SELECT count(*) FROM crm.state WHERE entity = 'user'") == [(2,)]
    # The password was kept: from now on nothing is asked.
    view.table.selectRow(view.model.row_of(ben))
    tab_to(view.person.invite_button)
    press(Key.Key_Space, text=" ")
    assert column.work.isVisible()
    press(Key.Key_Space, text=" ")  # in vain: it is at it
    desk.wait(lambda: column.ticket.isVisible())
    assert not column.work.isVisible()
    assert hub.sql("SELECT count(*) FROM crm.invite WHERE used_at IS NULL") == [(1,)]
    path = tmp_path / "ben.counterfoil-invite"
    column.ticket.save(path)
    desk.wait(path.exists)
    found = json.loads(path.read_text())
    found.pop("counterfoil_invite")
    with_ben = Database(tmp_path / "ben", desk.clock)
    with_ben.open()
    join(DirectShop(with_ben, Actor()), Invite(**found), desk_name="BEN-PC", brings=False)
    with_ben.close()
    column.test()
    desk.wait(lambda: len(column.desks.rows) == 2)
    assert "BEN-PC" in next(row.seen for row in view.model.rows if row.id == ben)
    # Whoever leaves is let in no more.
    tab_to(view.person.access_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: view.person.logins_button.isVisible())
    tab_to(view.person.logins_button)
    press(Key.Key_Space, text=" ")
    desk.wait(lambda: [seat.is_closed for seat in column.result.seats] == [False, True])
    # A password store that was locked for a while is told of while it is.
    password_store.locked = True
    column.test()
    desk.wait(column.hub.banner.isVisible)
    password_store.locked = False
    column.test()
    desk.wait(lambda: not column.hub.banner.isVisible())
    # Where it is wrong by now it is asked for, and a password that is not to be kept is forgotten.
    password_store.set_password(APP_NAME, column.door.server.secret, "old")
    column.upgrade()
    desk.wait(lambda: open_over(desk.window) is not None)
    dialog = fill(desk, new_hub)
    dialog.keep.setChecked(False)
    press(Key.Key_Return, CTRL)
    desk.wait(lambda: open_over(desk.window) is None)
    assert not [name for _app, name in password_store.kept if name.startswith("hub admin")]
    assert PASSWORD not in (desk.shop.folder / "shop.sqlite").read_bytes().decode("latin-1")


def test_under_1300_the_hub_is_a_tab(desk):
    """Covers: M3."""
    view = desk.open(Section.PEOPLE)
    assert view.hub.isVisible()
    assert not view.tabs.isVisible()
    desk.window.resize(1200, 800)
    desk.settle()
    assert not view.hub.isVisible()
    tab_to(view.tabs._tabs[0])
    press(Key.Key_Right)
    desk.settle()
    assert view.hub.isVisible()
    assert not view.table.isVisible()


def test_what_is_missing_is_said_at_its_field(desk):
    """Covers: N8, M4."""
    view = desk.open(Section.PEOPLE)
    view.hub.set_up()
    dialog = open_over(desk.window)
    type_text("db.rooklane.example")
    dialog.port.setText("many")
    press(Key.Key_Return, CTRL)
    assert "number from 1" in dialog._fields["port"].error()
    assert dialog._fields["login"].error()
    assert not dialog._fields["host"].error()
