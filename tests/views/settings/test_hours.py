# SPDX-License-Identifier: Apache-2.0
"""Working hours and own days, entered by keys and read by the calendar that proposes dates."""

import datetime as dt

from PySide6.QtCore import Qt

from desktop.domain.firm import CalendarDay
from desktop.models.settings import Section
from desktop.storage.working_time import shop_calendar
from tests.settings_desk import replace_text, tab_to, type_text
from tests.shell import press

Key = Qt.Key


def calendar(desk):
    return desk.shop.read(
        lambda reader: shop_calendar(reader.connection, reader.zone, dt.date(2026, 10, 15))
    )


def test_hours_are_typed_shortly_and_hold_for_every_date(desk):
    """Covers: E5."""
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None)
    tab_to(view._week.control("day5"))
    type_text("10-15")
    press(Key.Key_Tab)
    desk.settle()
    saturday = dt.date(2026, 10, 17)
    hours = calendar(desk).hours_on(saturday)
    assert (hours.opens, hours.closes) == (dt.time(10), dt.time(15))
    assert view._week.control("day5").text() == "10:00-15:00"


def test_what_is_no_hour_is_told_at_its_day(desk):
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None)
    tab_to(view._week.control("day0"))
    replace_text("18-9")
    press(Key.Key_Tab)
    assert view._week.field("day0").error().startswith("The day closes before it opens")
    press(Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    press(Key.Key_Escape)
    assert view._week.control("day0").text() == "09:00-18:00"


def test_a_shop_that_never_works_is_refused(desk):
    """Covers: E5, N8."""
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None)
    for day in range(5):
        tab_to(view._week.control(f"day{day}"))
        press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        press(Key.Key_Delete)
        press(Key.Key_Tab)
        desk.settle()
    assert "one day at least" in view._week.field("day4").error()
    assert calendar(desk).hours_on(dt.date(2026, 10, 16)) is not None


def test_an_own_day_outranks_the_week_until_it_is_taken_back(desk):
    """Covers: E5."""
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None)
    panel = view.own_days
    tab_to(panel.day)
    type_text("fri")
    press(Key.Key_Tab)
    press(Key.Key_Tab)
    type_text("Stocktaking")
    press(Key.Key_Return)
    desk.settle()
    friday = dt.date(2026, 10, 16)
    assert calendar(desk).hours_on(friday) is None
    assert [row.name for row in panel.model.rows] == ["Stocktaking"]
    tab_to(panel.table)
    press(Key.Key_Down)
    press(Key.Key_Delete)
    desk.settle()
    assert calendar(desk).hours_on(friday) is not None
    assert not [one for one in desk.shop.rows(CalendarDay) if one.archived_at is None]


def test_a_public_holiday_can_be_worked(desk):
    """Covers: E5."""
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None and view._row.holidays)
    christmas = dt.date(2026, 12, 25)
    assert calendar(desk).hours_on(christmas) is None
    view.own_days.work_on(christmas, "Christmas Day")
    desk.settle()
    assert calendar(desk).hours_on(christmas) is not None


def test_a_day_that_is_not_understood_says_how_to_write_one(desk):
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None)
    panel = view.own_days
    tab_to(panel.day)
    type_text("whenever")
    tab_to(panel.add_button)
    press(Key.Key_Space, text=" ")
    assert panel._day.error().startswith("This date is not clear")


def test_two_days_typed_without_a_pause_are_both_kept(desk):
    """Covers: E5."""
    view = desk.open(Section.HOURS)
    desk.wait(lambda: view._row is not None)
    for day, text in ((0, "8-12"), (1, "9-13")):
        tab_to(view._week.control(f"day{day}"))
        replace_text(text)
    press(Key.Key_Tab)
    desk.settle()
    days = (dt.date(2026, 10, 19), dt.date(2026, 10, 20))
    assert [calendar(desk).hours_on(one).opens for one in days] == [dt.time(8), dt.time(9)]
