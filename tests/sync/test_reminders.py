# SPDX-License-Identifier: Apache-2.0
"""One person at two desks of the hub: which of them reminds."""

from datetime import timedelta

import pytest

from desktop.commands import touches
from desktop.queries import today
from desktop.storage.unit_of_work import Actor
from tests.sync.hub_desks import EVERY_ROLE, Desk
from tests.sync.test_to_look_at import a_deal, meet


def found(desk: Desk):
    return desk.database.read(today.next_reminder, Actor(desk.user_id, desk.roles))


def test_a_person_is_reminded_where_they_work_and_their_other_desk_learns_of_it(
    desks, hub, tmp_path
):
    """Covers: E3, N2."""
    (office,) = desks("anna")
    home = Desk(tmp_path, hub, "home", EVERY_ROLE, user_id=office.user_id)
    deal_id = a_deal(office)
    office.do(lambda uow: touches.comment(uow, card_id=deal_id, text="They want it matt"))
    meet(office, home)
    for desk in (office, home):
        desk.clock.advance(timedelta(hours=2))
    (here,), (there,) = found(office).due, found(home).due
    assert here.task_id == there.task_id
    assert (found(office).works_elsewhere, found(home).works_elsewhere) == (False, True)

    def claim(desk):
        return desk.do(lambda uow: touches.claim_reminders(uow, task_ids=[here.task_id]))

    assert claim(office) == [here.task_id]
    meet(office, home)
    assert found(home).due == ()
    assert claim(home) == []
    home.close()


@pytest.mark.parametrize(
    "off", [timedelta(days=365), -timedelta(days=365)], ids=["ahead", "behind"]
)
def test_a_clock_that_is_a_year_off_at_one_desk_makes_no_reminder_ring_early_or_again(
    desks, hub, tmp_path, off
):
    """Covers: E3, N3. Desks of one hub go by its clock."""
    (office,) = desks("anna")
    home = Desk(tmp_path, hub, "home", EVERY_ROLE, user_id=office.user_id)
    home.clock.step(off)
    a_deal(office)
    meet(office, home)

    def rings(desk, behind=timedelta()):
        actor = Actor(desk.user_id, desk.roles)
        seen = desk.database.read(lambda r: today.next_reminder(r, off=behind), actor)
        ids, ahead = [row.task_id for row in seen.due], seen.told_ahead
        rung = ids or ahead
        return rung and desk.do(
            lambda uow: touches.claim_reminders(uow, task_ids=ids, told_ahead=ahead, off=behind)
        )

    assert not rings(home, -off)
    for desk in (office, home):
        desk.clock.advance(timedelta(hours=2))
    assert len(rings(office)) == 1
    for _turn in range(3):
        meet(office, home)
        assert not rings(home, -off)
        assert not rings(office)
    home.clock.step(-off)
    meet(office, home)
    assert not rings(home)
    home.close()
