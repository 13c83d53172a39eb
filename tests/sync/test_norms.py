# SPDX-License-Identifier: Apache-2.0
"""Norms, targets and absences meet at a real hub, and a call counts once at every desk, whoever took its record in."""

from datetime import date, timedelta

from sqlalchemy import select

from desktop.commands import norms, touches
from desktop.domain.phone_call import PhoneCall, phone_call_id
from desktop.queries import day_figures, month
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.drafts.touch import TouchDraft
from desktop.values.money import Money
from desktop.values.norms import Amounts, DayNorm
from tests.sync.test_sight import a_deal

THURSDAY = date(2026, 10, 15)


def figures(desk, user_id):
    def read(reader):
        return day_figures.team(reader, first=THURSDAY, last=THURSDAY, only=user_id).people

    [one] = desk.read(read)
    return one


def test_a_call_counts_once_at_every_desk_and_norms_are_the_same_everywhere(desks):
    """Covers: D3, D4, L1, N2, N3."""
    anna, ben = desks("anna", "ben")
    deal = a_deal(anna, "Menus")
    anna.do(lambda uow: norms.set_norm(uow, role="manager", norm=DayNorm(Amounts(50, 20, 5))))
    anna.do(
        lambda uow: norms.set_away(
            uow, user_id=ben.user_id, first_day=THURSDAY, last_day=THURSDAY, works="09:00-13:00"
        )
    )
    anna.do(
        lambda uow: norms.set_target(
            uow, user_id=ben.user_id, month=THURSDAY, target=Money(100_000, "GBP")
        )
    )
    for desk in (anna, ben):
        desk.sync()
    assert figures(ben, ben.user_id).norm.least == Amounts(25, 10, 3)
    mine = ben.read(lambda r: month.my_month(r, month=THURSDAY.replace(day=1), user_id=ben.user_id))
    assert mine.target == 100_000

    def take_in(uow):
        uow.add(
            PhoneCall(
                id=phone_call_id("pbx-1"), uid="pbx-1", at=uow.now, by=ben.user_id, talk_s=60,
                card_kind="deal", card_id=deal,
            )
        )  # fmt: skip

    for desk in (anna, ben):  # both watch the same telephone system
        desk.database.write(Actor(desk.user_id, desk.roles), take_in, Origin.ROBOT)

    def call(uow):
        touches.log_call(
            uow,
            card_id=deal,
            outcome="agreed",
            comment="Wants 500",
            next_touch=TouchDraft(goal="Call", due_at=uow.now + timedelta(days=1)),
        )

    ben.do(call)
    ben.do(call)
    for _round in range(2):
        for desk in (ben, anna):
            desk.sync()
    for desk in (anna, ben):
        one = figures(desk, ben.user_id)
        assert (one.done, one.noted) == (Amounts(1, 1), Amounts(1, 1))
        assert len(desk.read(lambda r: r.connection.scalars(select(PhoneCall.id)).all())) == 1
    assert anna.documents() == ben.documents()
