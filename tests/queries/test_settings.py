# SPDX-License-Identifier: Apache-2.0
"""What the settings pages show."""

import datetime as dt

import pytest

from desktop.commands.people import check_pin
from desktop.commands.prices import archive_product
from desktop.commands.shop import change_firm, drop_own_day, set_own_day, set_working_hours
from desktop.domain import pin as pins
from desktop.domain.firm import CalendarDay
from desktop.errors import UserError
from desktop.queries import settings
from desktop.storage.working_time import shop_calendar
from tests.fakes import FakeClock
from tests.shop import open_shop

CHRISTMAS = dt.date(2026, 12, 25)
SATURDAY = dt.date(2026, 10, 17)


@pytest.fixture
def shop(tmp_path, clock):
    opened = open_shop(tmp_path, clock)
    yield opened
    opened.close()


def calendar_of(shop):
    today = shop.clock.now().date()
    return shop.read(lambda reader: shop_calendar(reader.connection, shop.clock.zone, today))


def test_the_firm_is_shown_and_changed(shop):
    """Covers: H7."""
    fields = {"requisites": {"vat_id": "GB 000 0003 42"}, "payment_days": 10}
    shop.run(lambda uow: change_firm(uow, firm_id=shop.firm_id, fields=fields))
    (firm,) = shop.read(settings.firms)
    assert (firm.name, firm.requisites.vat_id, firm.payment_days) == (
        "Rook Lane Print",
        "GB 000 0003 42",
        10,
    )
    with pytest.raises(UserError, match="needs a name"):
        shop.run(lambda uow: change_firm(uow, firm_id=shop.firm_id, fields={"name": " "}))
    with pytest.raises(AssertionError):
        shop.run(lambda uow: change_firm(uow, firm_id=shop.firm_id, fields={"id": None}))
    manager = shop.a_user("manager")
    with pytest.raises(UserError, match="admin"):
        shop.run(lambda uow: change_firm(uow, firm_id=shop.firm_id, fields={}), by=manager)


def test_people_are_shown_in_their_order_and_those_who_left_last(shop):
    """Covers: N4, N5."""
    lena = shop.a_user("manager", "Lena Voss", is_active=False)
    tom = shop.a_user(["manager", "production"], "Tom Ferris", pin=pins.hashed("2580"), position=1)
    shop.a_deal(holder=tom)
    shop.a_deal("Won", holder=tom)
    for _n in range(5):
        shop.run(lambda uow: check_pin(uow, user_id=tom, pin="9999"))
    maya, second, last = shop.read(settings.people)
    assert [maya.id, second.id, last.id] == [shop.me, tom, lena]
    assert (second.roles, second.has_pin, second.open_cards) == (("manager", "production"), True, 1)
    assert second.closed_until == shop.clock.now() + dt.timedelta(minutes=5)
    assert not last.is_active
    shop.clock.advance(minutes=6)
    assert shop.read(settings.people)[1].closed_until is None


def test_pipelines_are_shown_with_their_stages_and_cards(shop):
    """Covers: C1."""
    shop.a_deal("Quote sent")
    shop.a_deal("Won")
    pipelines = shop.read(settings.pipelines)
    assert [one.name for one in pipelines] == [
        "Leads",
        "Commercial print",
        "Wide format",
        "Merch & gifts",
        "Counter",
    ]
    assert [one.for_leads for one in pipelines] == [True, False, False, False, False]
    stages = pipelines[1].stages
    assert [stage.cards for stage in stages] == [0, 1, 0, 0, 0, 1, 0]
    assert stages[3].demands == ("invoice",)


def test_reasons_products_and_templates_are_shown_in_their_order(shop):
    """Covers: B2, J1, G2."""
    shop.a_deal("Refused", refusal_reason_id=shop.a_reason("Prints in-house now"))
    reasons = shop.read(settings.reasons)
    assert [reason.for_deals for reason in reasons] == [True] * 8 + [False] * 7
    assert {reason.name: reason.cards for reason in reasons}["Prints in-house now"] == 1
    products = shop.read(settings.products)
    assert products[0].name == "Business cards"
    assert [one.position for one in products] == sorted(one.position for one in products)
    assert not any(one.is_archived for one in products)
    assert shop.read(settings.templates) == ()


def test_the_calendar_shows_the_week_the_holidays_and_own_days(shop):
    """Covers: E5."""
    shop.run(
        lambda uow: set_own_day(
            uow, day=SATURDAY, is_working=True, hours="10:00-15:00", name="Open day"
        )
    )
    shown = shop.read(lambda reader: settings.calendar(reader, year=2026))
    assert shown.week == ("09:00-18:00",) * 5 + ("", "")
    assert shown.slots == ("12:00", "16:00")
    assert (CHRISTMAS, "Christmas Day") in shown.holidays
    assert [(own.day, own.name) for own in shown.own_days] == [(SATURDAY, "Open day")]


def test_a_new_shop_says_what_its_papers_lack_and_what_is_wrong_on_them(shop):
    """Covers: G4, H7, M1."""
    state = shop.read(settings.shop_state)
    assert "account" in state.lacking, "an invoice says where to pay"
    assert not state.has_own_prices
    filled = {
        "requisites": {
            "legal_name": "Rook Lane Print Ltd", "company_number": "1234", "vat_id": "GB123",
            "address": "7 Foundry Yard", "signatory_name": "Nora Pell", "signatory_post": "Director",
        },
        "email": "office@rooklane.example",
        "bank_accounts": [{"iban": "GB33BUKB20201555555555"}],
    }  # fmt: skip
    shop.run(lambda uow: change_firm(uow, firm_id=shop.firm_id, fields=filled))
    state = shop.read(settings.shop_state)
    assert state.lacking == ()
    assert state.wrong == ("company_number", "vat_id")


def test_the_first_changed_product_makes_the_prices_ones_own(shop):
    """Covers: M1."""
    product = shop.read(settings.products)[0]
    shop.run(lambda uow: archive_product(uow, product_id=product.id))
    assert shop.read(settings.shop_state).has_own_prices


def test_own_days_outrank_holidays_and_the_week(shop):
    """Covers: E5."""
    assert not calendar_of(shop).is_working_day(CHRISTMAS)
    assert not calendar_of(shop).is_working_day(SATURDAY)
    extra = shop.run(
        lambda uow: set_own_day(uow, day=SATURDAY, is_working=True, hours="10:00-15:00")
    )
    shop.run(lambda uow: set_own_day(uow, day=CHRISTMAS, is_working=True))
    friday = dt.date(2026, 10, 16)
    shop.run(lambda uow: set_own_day(uow, day=friday, is_working=False, name="Stocktaking"))
    found = calendar_of(shop)
    assert found.is_working_day(CHRISTMAS)
    assert found.hours_on(SATURDAY).closes == dt.time(15)
    assert found.day_name(friday) == "Stocktaking"
    again = shop.run(lambda uow: set_own_day(uow, day=SATURDAY, is_working=False))
    assert again == extra
    shop.run(lambda uow: drop_own_day(uow, day_id=extra))
    assert shop.count(CalendarDay, CalendarDay.archived_at.is_(None)) == 2


def test_the_week_is_changed_and_nonsense_is_refused(shop):
    """Covers: E5, N8."""
    week = ["10:00-19:00"] * 6 + [""]
    shop.run(lambda uow: set_working_hours(uow, week=week, slots=["17:00", "11:30"]))
    found = calendar_of(shop)
    assert found.hours_on(SATURDAY).opens == dt.time(10)
    shown = shop.read(lambda reader: settings.calendar(reader, year=2026))
    assert shown.slots == ("11:30", "17:00")
    assert (shown.lunch, found.lunch.opens) == ("13:00-14:00", dt.time(13))
    shop.run(lambda uow: set_working_hours(uow, week=week, lunch="12:00-12:30"))
    assert calendar_of(shop).lunch.closes == dt.time(12, 30)
    shop.run(lambda uow: set_working_hours(uow, week=week, lunch=""))
    assert calendar_of(shop).lunch is None
    for wrong in (["9-18"] * 7, ["18:00-09:00"] * 7, [""] * 7, ["25:00-26:00"] * 7):
        with pytest.raises(UserError) as refused:
            shop.run(lambda uow, wrong=wrong: set_working_hours(uow, week=wrong))
        assert refused.value.field == "week"
    with pytest.raises(UserError):
        shop.run(lambda uow: set_own_day(uow, day=SATURDAY, is_working=True, hours="all day"))


def test_a_russian_shop_knows_its_holidays_and_moved_days(tmp_path):
    """Covers: E5."""
    shop = open_shop(tmp_path, FakeClock(), language="ru", folder="ru")
    shown = shop.read(lambda reader: settings.calendar(reader, year=2026))
    named = dict(shown.holidays)
    assert named[dt.date(2026, 5, 9)] == "День Победы"
    assert dt.date(2026, 1, 9) in named, "moved from Saturday 3 January by decree"
    shop.close()


def test_a_country_the_library_does_not_know_has_no_holidays(tmp_path):
    """Covers: E5."""
    from desktop.domain.holidays import public_holidays

    assert public_holidays("ZZ", (2026,), "en") == {}
    assert public_holidays("GB", (2026,), "zz")[CHRISTMAS] == "Christmas Day"
