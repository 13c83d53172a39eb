# SPDX-License-Identifier: Apache-2.0
"""The program is left open over midnight: the Navigator has the next day's touches in the morning."""

import datetime as dt


def test_what_is_for_the_next_day_comes_to_the_front_in_the_morning(desk):
    """Covers: D2, E1, E3."""
    shop = desk.shop
    friday = shop.clock.now() + dt.timedelta(hours=21)
    deal = shop.a_deal(touch_in=None, contact=shop.a_contact("Priya Hartwell"))
    shop.a_task(deal, due=friday, remind_at=friday)
    desk.open()
    assert desk.here.ticket is None
    desk.clock.advance(hours=20)
    desk.hub.day_turned.emit()
    desk.in_front("Priya Hartwell")
