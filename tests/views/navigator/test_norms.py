# SPDX-License-Identifier: Apache-2.0
"""Beside the ticket stand the norms of the day and the plan of the month, and both follow what is done."""

from datetime import date, timedelta

from PySide6.QtCore import QSize

from desktop.commands import norms, touches
from desktop.commands.shop import set_own_day
from desktop.models.control_words import pace_of
from desktop.values.drafts.touch import TouchDraft
from desktop.values.money import Money
from desktop.values.norms import Amounts, Measure


def test_norms_and_plan_follow_what_is_done(desk):
    """Covers: D3, D4, L1, E1."""
    shop = desk.shop
    deal = shop.a_deal("won", amount=40_000)
    shop.a_payment(deal, 40_000)
    shop.run(
        lambda uow: norms.set_target(
            uow, user_id=shop.me, month=date(2026, 10, 1), target=Money(100_000, "GBP")
        )
    )
    open_deal = shop.a_deal(touch_in=timedelta(minutes=5))
    page = desk.open().here
    panel = page.day
    desk.wait(
        lambda: panel.norms.isVisible() and panel.plan.isVisible(), "norms and plan are there"
    )
    assert panel.progress.isHidden()
    assert "Dials: 0 of 60" in panel.norms.accessibleName()
    desk.tasks.run(
        lambda uow: touches.log_call(
            uow,
            card_id=open_deal,
            outcome="agreed",
            comment="Wants 500",
            next_touch=TouchDraft(goal="Call", due_at=uow.now + timedelta(days=1)),
        ),
        then=lambda _none: None,
    )
    desk.wait(lambda: "1 more by own word" in panel.norms.accessibleName(), "shown apart")
    assert "Dials: 0 of 60" in panel.norms.accessibleName()
    panel.plan.open.click()
    assert desk.went[-1] == ("month", None)


def test_in_a_narrow_window_the_norms_are_bars_in_the_header(desk):
    """Covers: D4, M4."""
    page = desk.open().here
    desk.wait(lambda: page.day.norms.isVisible(), "the norms are there")
    page.adapt(QSize(1093, 614))
    assert page.feed.bars.isVisible()
    assert page.day.isHidden()
    page.adapt(QSize(800, 600))
    assert page.feed.bars.isHidden()


def test_who_has_no_norm_sees_how_many_touches_are_done(desk):
    """Covers: D4."""
    none = Amounts()
    desk.shop.run(lambda uow: norms.set_norm(uow, role="manager", norm=norms.DayNorm(none, none)))
    page = desk.open().here
    desk.wait(lambda: page.day.progress.isVisible(), "the touches are counted")
    desk.settle()
    assert page.day.norms.isHidden()


def test_a_half_day_halves_what_is_asked_at_once_and_the_pace_follows_the_hour(desk):
    """11:00 is a quarter of the day until 18:00 with its lunch, and half of a morning until 13:00. Covers: D4, E5."""
    page = desk.open().here
    panel = page.day.norms
    desk.wait(lambda: "Dials: 0 of 60" in panel.accessibleName(), "the whole day")
    assert tick(page) == 15
    today = desk.clock.now().date()
    desk.tasks.run(
        lambda uow: norms.set_away(
            uow, user_id=desk.shop.me, first_day=today, last_day=today, works="09:00-13:00"
        )
    )
    desk.wait(lambda: "Dials: 0 of 30" in panel.accessibleName(), "the half of it")
    assert tick(page) == 15
    desk.clock.advance(hours=1)
    page.feed._show_day()
    assert tick(page) == 22.5
    desk.clock.advance(hours=5)
    page.feed._show_day()
    assert tick(page) == 30, "and no more once it is over"
    desk.tasks.run(lambda uow: set_own_day(uow, day=today, is_working=True, hours="09:00-11:00"))
    desk.wait(lambda: "Dials: 0 of 15" in panel.accessibleName(), "the shop closed even sooner")


def tick(page):
    [one] = page.feed._team.people
    now = page._context.now()
    return float(pace_of(one, page.feed._team, now).measures[Measure.DIALS].tick)
