# SPDX-License-Identifier: Apache-2.0
"""Public holidays that a desk keeps: a start does without their library, and none is another year's or country's."""

import datetime as dt

import pytest

from desktop.commands.shop import change_firm
from desktop.domain import holidays as library
from desktop.flows import keep_holidays as flow
from desktop.storage import kept_holidays
from desktop.storage.working_time import shop_calendar
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def asked(monkeypatch):
    """Whose holidays the library was asked for."""
    told = []

    def public_holidays(*whose):
        told.append((whose[0], whose[1][0]))
        return library.public_holidays(*whose)

    for module in (kept_holidays, flow):
        monkeypatch.setattr(module, "public_holidays", public_holidays)
    return told


def day_name(shop, day):
    return shop.read(
        lambda reader: shop_calendar(reader.connection, reader.zone, reader.today).day_name(day)
    )


def start(shop):
    flow.keep_holidays(shop.direct())


def test_the_library_is_asked_at_one_start_and_not_at_the_next(shop, asked):
    """Covers: E5."""
    christmas = dt.date(2026, 12, 25)
    assert day_name(shop, christmas) == "Christmas Day"
    start(shop)
    assert asked == [("GB", 2025)] * 2
    start(shop)
    assert day_name(shop, christmas) == "Christmas Day"
    assert day_name(shop, dt.date(2026, 12, 24)) == ""
    assert asked == [("GB", 2025)] * 2


def test_another_year_or_country_has_its_own_holidays_at_once(shop, asked):
    """Covers: E5."""
    start(shop)
    shop.clock.advance(days=90)
    assert day_name(shop, dt.date(2029, 12, 25)) == "Christmas Day", "the new year's last one"
    shop.run(lambda uow: change_firm(uow, firm_id=shop.firm_id, fields={"country": "DE"}))
    unity = dt.date(2027, 10, 3)
    assert day_name(shop, unity)
    asked.clear()
    start(shop)
    assert asked == [("DE", 2026)]
    assert day_name(shop, unity)
    assert day_name(shop, dt.date(2027, 8, 30)) == "", "a day off in Britain"
    assert asked == [("DE", 2026)]


def test_the_library_is_asked_again_after_a_month_and_by_another_version(shop, asked, monkeypatch):
    """Covers: E5."""
    start(shop)
    shop.clock.advance(days=29)
    start(shop)
    assert len(asked) == 1
    shop.clock.advance(days=2)
    start(shop)
    start(shop)
    assert len(asked) == 2
    monkeypatch.setattr(kept_holidays, "__version__", "9.9")
    start(shop)
    assert len(asked) == 3
