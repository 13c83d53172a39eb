# SPDX-License-Identifier: Apache-2.0
"""The indicator and the sync panel over a real shop that has joined a hub, which is away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import commands
from desktop.domain.bookkeeping import Conflict
from desktop.models.sync_status import SyncStatus
from desktop.storage import outgoing
from desktop.storage.hub_rows import Confirmed
from desktop.storage.outbox import Device
from desktop.storage.take_in import take_in
from desktop.values.changes import Origin
from desktop.values.rows.sync import HubState, Link
from desktop.views.page import Page
from desktop.views.status_feed import StatusFeed
from desktop.views.sync_door import SyncDoor
from tests.fakes import THURSDAY
from tests.settings_desk import SettingsDesk
from tests.shell import press

AWAY = HubState(
    Link.OFFLINE, "counter-pc", 5432, since=THURSDAY - timedelta(minutes=22), next_at=THURSDAY + timedelta(seconds=40)
)  # fmt: skip
WELL = HubState(Link.SYNCED, "counter-pc", 5432, synced_at=THURSDAY)


class SyncDesk(SettingsDesk):
    """A desk that knows by itself how it stands with its hub: no rounds are made."""

    key = "deal"

    def _make_page(self, context):
        self.context = context
        return Page("Deal")

    def _open_window(self):
        self.sync = SyncStatus(self.hub, self.tasks)
        super()._open_window()
        object.__setattr__(self.context, "sync", self.sync)
        self.asked = []
        self.sync.loop.try_now = lambda: self.asked.append("try now")  # type: ignore[method-assign]
        self.sync._tasks = self.tasks
        self.door = SyncDoor(self.context, self.window, self.backups, None)

    def join(self) -> None:
        """Become a desk of a hub, as far as what is written is concerned."""
        device = Device(uuid4(), self.shop.me, "maya", "AA00")
        self.do(lambda uow: outgoing.register(uow, device, is_main=True), Origin.SYNC)

    def do(self, command, origin=Origin.PERSON):
        done = []
        self.tasks.run(command, then=lambda found: done.append((found,)), origin=origin)
        self.wait(lambda: done, "the command")
        return done[0][0]

    def close(self) -> None:
        self.sync.stop()
        super().close()

    def stand(self, state: HubState) -> None:
        self.sync.loop.state = state
        self.sync.loop.changed.emit()
        self.settle()


@pytest.fixture
def desk(qapp, tmp_path):
    opened = SyncDesk(tmp_path)
    opened.join()
    opened.feed = StatusFeed(opened.context, opened.window)
    opened.stand(AWAY)
    yield opened
    opened.close()


def said(desk) -> str:
    return desk.window.status.state_button.accessibleName()


def open_panel(desk):
    desk.door.turn(by_pointer=False)
    desk.settle()
    return desk.door.panel


def test_what_is_written_while_the_hub_is_away_is_counted_and_named(desk):
    """Covers: N1, N2."""
    deal = desk.shop.a_deal("Quote sent", title="Labels", company=desk.shop.a_company("Oak & Lime"))
    desk.do(lambda uow: commands.touches.comment(uow, card_id=deal, text="They call back."))
    desk.do(lambda uow: commands.clients.add_contact(uow, name="Priya Hartwell"))
    desk.wait(lambda: said(desk) == "Offline · 2 changes waiting", "the count")
    assert desk.sync.unsent.deals == {deal.bytes}
    panel = open_panel(desk)
    assert panel.head.words == "Offline since 10:38"
    desk.wait(lambda: len(panel.waiting.words()) == 2, "the list")
    newest, oldest = panel.waiting.words()
    assert newest.startswith("New contact Priya Hartwell")
    assert oldest.startswith("Oak & Lime")
    assert "Comment added" in oldest


def test_escape_gives_the_focus_back_also_after_what_was_pressed_is_gone(desk):
    """Covers: M3."""
    before = QApplication.focusWidget()
    panel = open_panel(desk)
    assert QApplication.focusWidget() is panel.trouble.again
    press(Qt.Key.Key_Space)
    assert desk.asked == ["try now"]
    desk.stand(WELL)
    assert not panel.trouble.again.isVisible()
    assert panel.isAncestorOf(QApplication.focusWidget()) or panel.hasFocus()
    press(Qt.Key.Key_Escape)
    assert desk.door.panel is None
    assert QApplication.focusWidget() is before


def test_a_press_on_the_indicator_opens_it_and_escape_leads_to_the_indicator(desk):
    """Covers: M3."""
    desk.window.status.state_pressed.connect(lambda: desk.door.turn(by_pointer=True))
    button = desk.window.status.state_button
    button.click()
    assert desk.door.panel is not None
    assert button.is_open
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is button
    assert not button.is_open


def test_a_conflict_is_told_first_and_leads_nowhere_while_there_is_no_page_for_it(desk):
    """Covers: N2."""
    for _number in range(2):
        desk.do(lambda uow: _conflict(uow, desk.shop.me), Origin.SYNC)
    desk.stand(WELL)
    assert said(desk) == "2 conflicts · your choice is needed"
    panel = open_panel(desk)
    assert panel.look_at.isVisible()
    assert panel.look_at.accessibleName().startswith("2 things were changed in two places.")
    assert desk.went == []


@pytest.mark.logs("A row cannot be read")
def test_a_record_of_the_hub_that_cannot_be_read_is_told_in_the_panel(desk):
    """Covers: N2."""
    ver = {"*": "0" * 16 + "-ZZ00.1"}
    odd = [
        Confirmed(uuid4(), kind, 1, {"name": 5}, ver) for kind in ("contact", "contact", "stage")
    ]
    desk.do(lambda uow: take_in(uow, odd), Origin.SYNC)
    desk.stand(WELL)
    panel = open_panel(desk)
    desk.wait(lambda: panel.unreadable.isVisible(), "the banner")
    words = panel.unreadable.accessibleName()
    assert words.startswith("3 records at the hub cannot be read here. ")
    assert "Client (2)" in words
    mended = [Confirmed(one.id, one.kind, 2, {"name": "Priya"}, ver) for one in odd[:2]]
    desk.do(lambda uow: take_in(uow, mended), Origin.SYNC)
    desk.stand(WELL)
    desk.wait(
        lambda: panel.unreadable.accessibleName().startswith("1 record at the hub"), "the rest"
    )


def _conflict(uow, loser):
    lost = {"title": {"lost": "Menus", "by": "", "won": "Labels", "won_by": ""}}
    torn = {"on_kind": "deal", "on_id": uuid4(), "fields": lost, "loser_id": loser}
    uow.add(Conflict(found_at=uow.now, **torn))


def test_an_old_backup_is_told_where_the_hub_is_well_and_not_before_the_hub_is_missed(desk):
    """Covers: N6."""
    feed = StatusFeed(desk.context, desk.window, warning=lambda: "No backup for 8 days.")
    assert said(desk).startswith("Offline")
    desk.stand(WELL)
    assert said(desk) == "No backup for 8 days."
    assert feed.shows_warning


def test_a_shop_on_one_computer_says_so_and_opens_nothing(qapp, tmp_path):
    """Covers: N1."""
    alone = SyncDesk(tmp_path)
    alone.door.turn(by_pointer=False)
    assert alone.door.panel is None
    assert "on this computer alone" in alone.told[-1]
    alone.close()
