# SPDX-License-Identifier: Apache-2.0
"""Natural dates: what a hurried person types in either language is the moment they mean."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import i18n
from desktop.errors import UserError
from desktop.values.calendar import WorkingCalendar
from desktop.values.dates import parse_past_day, parse_time, parse_when
from desktop.values.search import other_layout

ZONE = ZoneInfo("Europe/Moscow")
SHOP = WorkingCalendar(ZONE, holidays={date(2026, 11, 4): "День народного единства"})
NOW = datetime(2026, 10, 15, 11, 42, tzinfo=ZONE)  # a Thursday

# What is typed, and when it is; days alone mean their opening.
SAID = [
    ("today", "2026-10-15 12:00"),
    ("сегодня", "2026-10-15 12:00"),
    ("today 15:00", "2026-10-15 15:00"),
    ("сегодня в 15", "2026-10-15 15:00"),
    ("tomorrow", "2026-10-16 09:00"),
    ("Завтра", "2026-10-16 09:00"),
    ("tomorrow 12:15", "2026-10-16 12:15"),
    ("завтра в 9.30", "2026-10-16 09:30"),
    ("завтра утром", "2026-10-16 09:00"),
    ("tomorrow afternoon", "2026-10-16 14:00"),
    ("завтра после обеда", "2026-10-16 14:00"),
    ("в полдень", "2026-10-15 12:00"),
    ("послезавтра", "2026-10-17 09:00"),
    ("the day after tomorrow", "2026-10-17 09:00"),
    ("14:00", "2026-10-15 14:00"),
    ("at 9", "2026-10-16 09:00"),
    ("в 9", "2026-10-16 09:00"),
    ("3pm", "2026-10-15 15:00"),
    ("fri 3 pm", "2026-10-16 15:00"),
    ("12 am", "2026-10-16 00:00"),
    ("в 8 вечера", "2026-10-15 20:00"),
    ("in 2 hours", "2026-10-15 13:42"),
    ("+2h", "2026-10-15 13:42"),
    ("через 2 часа", "2026-10-15 13:42"),
    ("через полчаса", "2026-10-15 12:12"),
    ("half an hour", "2026-10-15 12:12"),
    ("in 15 min", "2026-10-15 11:57"),
    ("+3", "2026-10-20 09:00"),
    ("in 3 days", "2026-10-19 09:00"),
    ("через 3 дня", "2026-10-19 09:00"),
    ("3d", "2026-10-19 09:00"),
    ("in 2 working days", "2026-10-19 09:00"),
    ("через 3 рабочих дня", "2026-10-20 09:00"),
    ("через 20 дней", "2026-11-05 09:00"),
    ("week", "2026-10-22 09:00"),
    ("in a week", "2026-10-22 09:00"),
    ("через неделю", "2026-10-22 09:00"),
    ("через две недели", "2026-10-29 09:00"),
    ("+2w", "2026-10-29 09:00"),
    ("через неделю в 16:30", "2026-10-22 16:30"),
    ("month", "2026-11-16 09:00"),
    ("через месяц", "2026-11-16 09:00"),
    ("квартал", "2027-01-15 09:00"),
    ("in a quarter", "2027-01-15 09:00"),
    ("через год", "2027-10-15 09:00"),
    ("next week", "2026-10-19 09:00"),
    ("на следующей неделе", "2026-10-19 09:00"),
    ("next tue", "2026-10-20 09:00"),
    ("в следующий вторник", "2026-10-20 09:00"),
    ("следующий месяц", "2026-11-02 09:00"),
    ("fri", "2026-10-16 09:00"),
    ("friday", "2026-10-16 09:00"),
    ("пт", "2026-10-16 09:00"),
    ("пт.", "2026-10-16 09:00"),
    ("в пятницу", "2026-10-16 09:00"),
    ("к пятнице", "2026-10-16 09:00"),
    ("tue 14:00", "2026-10-20 14:00"),
    ("во вторник в 14:00", "2026-10-20 14:00"),
    ("mon 9", "2026-10-19 09:00"),
    ("пн 9", "2026-10-19 09:00"),
    ("thu", "2026-10-22 09:00"),
    ("thu 15:00", "2026-10-15 15:00"),
    ("thu 9:00", "2026-10-22 09:00"),
    ("19", "2026-10-19 09:00"),
    ("19th", "2026-10-19 09:00"),
    ("19 числа", "2026-10-19 09:00"),
    ("14", "2026-11-14 09:00"),
    ("31", "2026-10-31 09:00"),
    ("19.10", "2026-10-19 09:00"),
    ("19/10", "2026-10-19 09:00"),
    ("до 19.10", "2026-10-19 09:00"),
    ("19.10.26", "2026-10-19 09:00"),
    ("19.10.2026 14:00", "2026-10-19 14:00"),
    ("2026-11-02", "2026-11-02 09:00"),
    ("15 jan", "2027-01-15 09:00"),
    ("jan 15", "2027-01-15 09:00"),
    ("15 января", "2027-01-15 09:00"),
    ("15 янв.", "2027-01-15 09:00"),
    ("2 мая", "2027-05-02 09:00"),
    ("2 мар", "2027-03-02 09:00"),
    ("29.02", "2028-02-29 09:00"),
    ("20 октября 2026 г.", "2026-10-20 09:00"),
    ("gn", "2026-10-16 09:00"),
    ("pfdnhf d 9", "2026-10-16 09:00"),
    ("еуу 14:00", None),
    ("ещьщккщц", "2026-10-16 09:00"),
]


def when(text, now=NOW):
    return parse_when(text, now=now, calendar=SHOP)


@pytest.mark.parametrize(("text", "moment"), [row for row in SAID if row[1] is not None])
def test_a_date_is_understood_as_it_is_said(text, moment):
    """Covers: D2."""
    assert f"{when(text).at:%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "когда-нибудь", "31.02", "32", "0", "25:00", "fri 24:00", "mon 25", "12:75", "1000000", "19.13",
     "tue 15 oct", "+", "in", "через", "еуу 14:00", "next", "next year", "3 working weeks", "fri fri",
     "in 2 hours 15", "2 часа 9", "in 9999999 days", "in 99999999999 hours", "9999 years", "99999999 working days",
     "31.12.9999", "1.1.0001", "in ٩٩٩٩٩٩٩٩٩٩٩ days", "in " + "9" * 5000 + " days"],
)  # fmt: skip
def test_what_is_no_date_says_so(text):
    """Covers: N8."""
    with pytest.raises(UserError, match="not clear"):
        when(text)


@pytest.mark.parametrize(
    "text",
    ["yesterday", "вчера", "today 9", "14.10", "14.10.2026", "1 Sep", "11:00 15.10", "in 0 hours"],
)
def test_a_time_that_has_passed_says_so(text):
    with pytest.raises(UserError, match="has passed"):
        when(text)


def test_whether_a_time_was_said_is_known():
    assert not when("fri").has_time
    assert when("fri 9").has_time
    assert when("in 2 hours").has_time


def test_a_day_said_late_in_the_evening_is_still_that_day():
    late = datetime(2026, 10, 15, 23, 50, tzinfo=ZONE)
    assert when("today", late).at == datetime(2026, 10, 15, 23, 59, tzinfo=ZONE)


BERLIN = WorkingCalendar(ZoneInfo("Europe/Berlin"))
"""Its clocks show 2:00 to 3:00 twice on 25 October 2026, and never on 28 March 2027."""


@pytest.mark.parametrize(
    ("now", "text", "utc"),
    [
        ("2026-10-24 12:00", "25.10 02:30", "2026-10-25 00:30"),
        ("2026-10-25 00:10", "today 02:30", "2026-10-25 00:30"),
        ("2026-10-25 00:40", "today 02:30", "2026-10-25 01:30"),
        ("2026-10-25 01:10", "today 02:30", "2026-10-25 01:30"),
        ("2026-10-25 00:40", "today", "2026-10-25 01:00"),
        ("2026-10-25 00:40", "in 1 hour", "2026-10-25 01:40"),
        ("2027-03-27 12:00", "28.3 02:30", "2027-03-28 01:30"),
        ("2027-03-28 00:45", "today 02:30", "2027-03-28 01:30"),
        ("2027-03-28 00:45", "today", "2027-03-28 01:00"),
        ("2027-03-28 00:45", "in 30 minutes", "2027-03-28 01:15"),
    ],
)
def test_a_time_that_is_twice_is_the_one_to_come_and_one_that_is_not_moves_on(now, text, utc):
    """`now` and the answer in UTC. Covers: D2, E5."""
    moment = datetime.fromisoformat(f"{now}+00:00")
    found = parse_when(text, now=BERLIN.local(moment), calendar=BERLIN).at
    assert f"{found.astimezone(UTC):%Y-%m-%d %H:%M}" == utc
    assert found == found.astimezone(UTC).astimezone(BERLIN.zone), "shown as the clocks will"


def test_a_time_that_was_there_twice_has_passed_after_the_second():
    """Covers: D2, N8."""
    now = BERLIN.local(datetime(2026, 10, 25, 1, 40, tzinfo=UTC))
    with pytest.raises(UserError, match="has passed"):
        parse_when("today 02:30", now=now, calendar=BERLIN)


def test_a_day_off_that_is_named_is_taken_at_its_word():
    """Covers: E5. A span ends on a working day, a named day stands."""
    assert when("4.11").at.date() == date(2026, 11, 4)
    assert when("sat").at.date() == date(2026, 10, 17)
    assert when("in 20 days").at.date() == date(2026, 11, 5)


days = st.dates(date(2026, 10, 16), date(2027, 6, 30))


@given(days, st.sampled_from(["en", "ru"]))
def test_a_date_the_program_shows_is_read_back(day, language):
    i18n.switch(language)
    for shown in (
        i18n.short_date(day),
        i18n.long_date(day),
        i18n.numeric_date(day),
        day.isoformat(),
    ):
        assert when(shown).at.date() == day
        assert when(f"{shown} 14:05").at == datetime(
            day.year, day.month, day.day, 14, 5, tzinfo=ZONE
        )


@given(days, st.sampled_from(["en", "ru"]))
def test_the_keyboard_layout_makes_no_difference(day, language):
    i18n.switch(language)
    name = i18n.day_name(day)
    assert when(other_layout(name)) == when(name)
    assert when(name).at.weekday() == day.weekday()


@given(
    st.integers(0, 999),
    st.sampled_from(["in {} days", "через {} дней", "+{}", "{}w", "через {} месяцев"]),
)
def test_a_span_never_ends_on_a_day_off(count, shape):
    moment = when(shape.format(count)).at
    assert moment > NOW
    assert SHOP.is_working_day(moment.date())


words = st.sampled_from(
    "in через + next следующий fri пт завтра 3 19 19.10 9:00 в at day дня weeks jan октября 2027 утром pm - . :".split()
)


@given(st.one_of(st.text(max_size=30), st.lists(words, max_size=5).map(" ".join)))
def test_no_text_breaks_the_reading_of_dates(text):
    with suppress(UserError):
        assert when(text).at > NOW
        assert when(text).at < NOW + timedelta(days=400_000)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", date(2026, 10, 14)),
        ("вчера", date(2026, 10, 14)),
        ("today", date(2026, 10, 15)),
        ("fri", date(2026, 10, 9)),
        ("чт", date(2026, 10, 15)),
        ("14.10", date(2026, 10, 14)),
        ("3 Nov", date(2025, 11, 3)),
        ("01.09.2026", date(2026, 9, 1)),
    ],
)
def test_a_past_day_is_looked_for_behind_us(text, day):
    """Covers: D4."""
    assert parse_past_day(text, now=NOW, calendar=SHOP) == day


def test_a_day_to_come_is_no_past_day():
    """Covers: D4, N8."""
    for text in ("16.10.2026", "sometime"):
        with pytest.raises(UserError):
            parse_past_day(text, now=NOW, calendar=SHOP)


@pytest.mark.parametrize(
    ("said", "hour", "minute"),
    [
        ("14:00", 14, 0),
        ("9", 9, 0),
        ("1430", 14, 30),
        ("9.30", 9, 30),
        ("2 pm", 14, 0),
        ("в 15", 15, 0),
    ],
)
def test_a_time_of_day_is_read_as_it_is_typed(said, hour, minute):
    """Covers: D2, E5."""
    assert parse_time(said) == time(hour, minute)


@pytest.mark.parametrize("said", ["25", "fri", "14:75", "soon"])
def test_what_is_no_time_of_day_is_refused_with_how_to_write_it(said):
    """Covers: D2, N8."""
    with pytest.raises(UserError, match="14:00"):
        parse_time(said)
