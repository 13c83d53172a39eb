# SPDX-License-Identifier: Apache-2.0
"""The dot on cards whose changes are not yet at the hub, and on those that were changed in two places."""

from uuid import uuid4

from PySide6.QtCore import Qt

from desktop import commands
from desktop.domain.bookkeeping import Conflict
from desktop.storage import outgoing
from desktop.storage.outbox import Device
from desktop.values.changes import Origin
from desktop.values.rows.sync import HubState, Link
from desktop.views.board.card_layout import CardLayout


def said(desk, deal):
    return desk.view.model.index_of(deal.bytes).data(Qt.ItemDataRole.AccessibleTextRole)


def comment(desk, deal):
    desk.tasks.run(lambda uow: commands.touches.comment(uow, card_id=deal, text="They call back."))


def picture(desk, deal):
    """What is drawn of a card, with the dot or without."""
    card = desk.view.model.card(deal.bytes)
    view = desk.view.delegate
    assert isinstance(view._layout, CardLayout)
    return len(view._layout.lay_out(card, 0, 210, 1.0)._pictures)


def test_a_card_changed_while_the_hub_is_away_carries_a_dot_until_it_is_sent(desk):
    """Covers: N2."""
    device = Device(uuid4(), desk.shop.me, "maya", "AA00")
    desk.shop.run(lambda uow: outgoing.register(uow, device, is_main=True), origin=Origin.SYNC)
    deal, other = desk.shop.a_deal(title="Labels"), desk.shop.a_deal(title="Menus")

    def took_all(head):
        """The hub has answered all of it."""
        desk.shop.run(
            lambda uow: outgoing.note_answer(
                uow.connection, device.id, acked=10**6, head=head, bad={}, numbers={}
            ),
            origin=Origin.SYNC,
        )

    took_all(1)
    desk.open()
    desk.sync._tasks = desk.tasks
    desk.sync.loop.state = HubState(Link.OFFLINE, "counter-pc")
    desk.sync.loop.changed.emit()
    plain = picture(desk, deal)
    comment(desk, deal)
    desk.wait(lambda: "Waiting to be sent" in said(desk, deal), "the dot")
    assert picture(desk, deal) == plain + 1
    assert "Waiting to be sent" not in said(desk, other)
    desk.settle()
    took_all(2)
    desk.sync.loop.state = HubState(Link.SYNCED, "counter-pc")
    desk.sync.loop.changed.emit()
    desk.wait(lambda: "Waiting to be sent" not in said(desk, deal), "no dot any more")


def test_on_one_computer_no_card_carries_it(desk):
    """Covers: N1."""
    deal = desk.shop.a_deal(title="Labels")
    desk.open()
    desk.sync.serve(desk.tasks)
    comment(desk, deal)
    desk.settle()
    assert "Waiting to be sent" not in said(desk, deal)
    assert not desk.sync.is_joined


def test_a_card_changed_in_two_places_carries_the_dot_until_it_is_settled(desk):
    """Covers: N2."""
    device = Device(uuid4(), desk.shop.me, "maya", "AA00")
    desk.shop.run(lambda uow: outgoing.register(uow, device, is_main=True), origin=Origin.SYNC)
    deal, other = desk.shop.a_deal(title="Labels"), desk.shop.a_deal(title="Menus")
    value = {
        "lost": "a",
        "by": "0000000000000010-AA.1",
        "won": "b",
        "won_by": "0000000000000020-TM.1",
    }
    desk.open()
    desk.sync._tasks = desk.tasks
    desk.sync.loop.state = HubState(Link.SYNCED, "counter-pc")
    desk.sync.loop.changed.emit()
    key = uuid4()

    def plant(uow):
        uow.add(
            Conflict(
                id=key, on_kind="deal", on_id=deal, fields={"note": value}, found_at=uow.now,
                loser_id=desk.shop.me,
            )
        )  # fmt: skip

    desk.tasks.run(plant, origin=Origin.SYNC)
    desk.wait(lambda: "Changed in two places" in said(desk, deal), "the dot")
    assert "Changed in two places" not in said(desk, other)
    desk.tasks.run(lambda uow: commands.to_look_at.keep(uow, conflict_id=key, record="Labels"))
    desk.wait(lambda: "Changed in two places" not in said(desk, deal), "no dot any more")
