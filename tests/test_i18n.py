# SPDX-License-Identifier: Apache-2.0
"""desktop.i18n: texts and formats in the language spoken now, switched live."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import i18n, paths
from desktop.i18n import catalogues
from desktop.i18n.locales import best_of, code_of, system_wishes

THURSDAY = date(2026, 10, 15)
NOON = datetime(2026, 10, 15, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@dataclass(frozen=True)
class Sum:
    amount: Decimal
    currency: str


def pounds(text):
    return Sum(Decimal(text), "GBP")


def roubles(text):
    return Sum(Decimal(text), "RUB")


@pytest.fixture
def russian():
    i18n.switch("ru")


@pytest.fixture
def own_texts(tmp_path, monkeypatch):
    """A folder of catalogues for this test alone; returns a function that writes one .po."""
    root = tmp_path / "i18n"

    def write(area, *entries):
        path = root / "ru" / "LC_MESSAGES" / f"{area}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        path.write_text(head + "\n" + "\n".join(entries), encoding="utf-8")

    monkeypatch.setattr(paths, "translations_dir", lambda: root)
    return write


# Money


def test_english_writes_the_pound_before_and_the_rouble_after():
    assert i18n.money(pounds("1234.50")) == "£1,234.50"
    assert i18n.money(roubles("1234.50")) == "1,234.50\u00a0₽"


def test_russian_writes_every_sign_after_a_space_that_does_not_break(russian):
    assert i18n.money(pounds("1234.50")) == "1\u00a0234,50\u00a0£"
    assert i18n.money(roubles("949800.00"), whole=True) == "949\u00a0800\u00a0₽"


def test_whole_units_round_half_up_on_both_sides_of_zero():
    assert i18n.money(pounds("2.50"), whole=True) == "£3"
    assert i18n.money(pounds("-2.50"), whole=True) == "−£3"


def test_a_currency_without_a_sign_is_named_by_its_code():
    assert i18n.money(Sum(Decimal("5.00"), "CHF")) == "CHF\u00a05.00"


def test_a_plus_is_written_where_it_is_asked_for():
    assert i18n.money(pounds("5.00"), signed=True) == "+£5.00"
    assert i18n.money(pounds("0.00"), signed=True) == "£0.00"


def test_a_sum_keeps_the_decimals_of_its_currency():
    assert i18n.money(Sum(Decimal(500), "JPY")) == "¥500"
    assert i18n.amount(Sum(Decimal("1.250"), "KWD")) == "1.250"


# Numbers


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "1,234.5", "1234.5"),
        ("en", "1,234", "1234"),
        ("en", "12,5", "12.5"),
        ("en", "1.234", "1.234"),
        ("en", "1,234,567", "1234567"),
        ("ru", "1 234,5", "1234.5"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("ru", "1\u202f234.5", "1234.5"),
        ("ru", "1,234", "1.234"),
        ("ru", "−3,5", "-3.5"),
        ("ru", "1.234.567,8", "1234567.8"),
        ("en", ".5", "0.5"),
    ],
)
def test_a_number_is_read_as_people_type_it(language, text, value):
    i18n.switch(language)
    assert i18n.parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "-", "abc", "1,2,3", "1.2.3,4", "12,34.5", "1e5", "٣", "1..2"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        i18n.parse_number(text)


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["en", "ru"]))
def test_what_was_written_is_read_back(value, language):
    i18n.switch(language)
    assert i18n.parse_number(i18n.number(value)) == value


def test_percent_as_the_language_writes_it():
    assert i18n.percent(20) == "20%"
    i18n.switch("ru")
    assert i18n.percent(Decimal("12.50"), digits=1) == "12,5\u00a0%"


# Days and times


def test_days_as_the_house_writes_them():
    assert i18n.short_date(THURSDAY) == "Thu 15 Oct"
    assert i18n.long_date(THURSDAY) == "15 October 2026"
    assert i18n.full_day(THURSDAY) == "Thursday 15 October"
    assert i18n.numeric_date(THURSDAY) == "15/10/2026"
    assert i18n.month(THURSDAY) == "October 2026"


def test_days_in_russian(russian):
    assert i18n.short_date(THURSDAY) == "чт, 15 окт"
    assert i18n.short_date(date(2026, 5, 1), year=True) == "пт, 1 мая 2026"
    assert i18n.long_date(THURSDAY) == "15 октября 2026\u00a0г."
    assert i18n.full_day(THURSDAY) == "четверг, 15 октября"
    assert i18n.numeric_date(THURSDAY) == "15.10.2026"
    assert i18n.month(THURSDAY) == "Октябрь 2026"
    assert i18n.day_name(THURSDAY) == "четверг"


def test_near_days_are_words_and_far_ones_carry_the_year():
    def near(days):
        return i18n.relative_day(THURSDAY + timedelta(days=days), today=THURSDAY)

    assert [near(0), near(1), near(-1), near(2)] == ["today", "tomorrow", "yesterday", "Sat 17 Oct"]
    assert near(365) == "Fri 15 Oct 2027"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5\u00a0min ago"),
        (timedelta(hours=3), "3\u00a0h ago"),
        (timedelta(hours=20), "yesterday 16:00"),
        (timedelta(days=8), "Wed 7 Oct 12:00"),
    ],
)
def test_how_long_ago(passed, said):
    assert i18n.ago((NOON - passed).astimezone(UTC), now=NOON) == said


def test_spans_and_durations(russian):
    assert i18n.span(timedelta(days=2, hours=5)) == "2\u00a0дн"
    assert i18n.span(timedelta(minutes=90)) == "1\u00a0ч"
    assert i18n.duration(timedelta(seconds=3723)) == "1:02:03"
    assert i18n.duration(timedelta(seconds=42)) == "0:42"


def test_an_enumeration_reads_as_a_sentence():
    assert i18n.joined([]) == ""
    assert i18n.joined(["paper"]) == "paper"
    assert i18n.joined(["paper", "foil"]) == "paper and foil"
    assert i18n.joined(["paper", "foil", "cutting"]) == "paper, foil and cutting"


def test_sizes_of_files():
    assert [i18n.file_size(n) for n in (640, 12_300, 3_400_000)] == [
        "640\u00a0B",
        "12\u00a0KB",
        "3.4\u00a0MB",
    ]


# Languages


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ru_RU.UTF-8", "ru"),
        ("en-GB", "en"),
        ("zh-TW", "zh_Hant"),
        ("zh_HK.UTF-8", "zh_Hant"),
        ("zh-Hant-MO", "zh_Hant"),
        ("zh_CN", None),
        ("de_DE@euro", None),
    ],
)
def test_a_locale_in_any_spelling_leads_to_our_language(name, code):
    assert code_of(name) == code


def test_the_first_shipped_wish_is_spoken_else_english():
    assert best_of(["de", "ru_RU", "en"], shipped=["en", "ru"]) == "ru"
    assert best_of(["zh_TW"], shipped=["en", "ru"]) == "en"


def test_posix_wishes_come_in_gettexts_order():
    env = {"LANG": "en_US.UTF-8", "LC_ALL": "C", "LANGUAGE": "ru:de"}
    assert system_wishes(platform="linux", env=env) == ["ru", "de", "en_US.UTF-8"]


def test_macos_wishes_come_from_its_preferences(tmp_path):
    import plistlib

    path = tmp_path / "Library/Preferences/.GlobalPreferences.plist"
    path.parent.mkdir(parents=True)
    path.write_bytes(plistlib.dumps({"AppleLanguages": ["ru-RU", "en-GB"]}))
    assert system_wishes(platform="darwin", env={}, home=tmp_path) == ["ru-RU", "en-GB"]
    assert system_wishes(platform="darwin", env={}, home=tmp_path / "nobody") == []


def test_a_switch_is_heard_until_the_listener_ends_it():
    heard = []
    end = i18n.on_switch(lambda: heard.append(i18n.language()))
    i18n.switch("ru")
    end()
    i18n.switch("en")
    assert heard == ["ru"]


def test_a_language_that_is_not_shipped_is_english():
    i18n.switch("xx")
    assert i18n.language() == "en"


def test_an_empty_text_is_not_the_catalogues_head(russian):
    assert i18n._("") == ""


# Catalogues


def test_the_areas_of_a_language_are_merged(own_texts):
    own_texts("board", 'msgid "Board"\nmsgstr "Доска"')
    own_texts(
        "card",
        'msgid "{n} deal"\nmsgid_plural "{n} deals"\n'
        'msgstr[0] "{n} сделка"\nmsgstr[1] "{n} сделки"\nmsgstr[2] "{n} сделок"',
        'msgctxt "noun"\nmsgid "Order"\nmsgstr "Заказ"',
    )
    i18n.switch("ru")
    assert i18n._("Board") == "Доска"
    assert [i18n.ngettext("{n} deal", "{n} deals", n).format(n=n) for n in (1, 2, 5, 21)] == [
        "1 сделка",
        "2 сделки",
        "5 сделок",
        "21 сделка",
    ]
    assert i18n.pgettext("noun", "Order") == "Заказ"


@pytest.mark.logs("other fields in the translation")
def test_a_translation_with_other_fields_is_left_out(own_texts):
    own_texts("board", 'msgid "Moved to {stage}"\nmsgstr "Перенесено в {этап}"')
    i18n.switch("ru")
    assert i18n._("Moved to {stage}") == "Moved to {stage}"


def test_an_edited_catalogue_is_read_anew(own_texts):
    own_texts("board", 'msgid "Board"\nmsgstr "Доска"')
    i18n.switch("ru")
    own_texts("board", 'msgid "Board"\nmsgstr "Доска сделок"')
    i18n.switch("ru")
    assert i18n._("Board") == "Доска сделок"


def test_a_cache_that_cannot_be_written_or_read_does_no_harm(own_texts, own_home):
    own_texts("board", 'msgid "Board"\nmsgstr "Доска"')
    own_home.write_text("in the way")
    i18n.switch("ru")
    assert i18n._("Board") == "Доска"


def test_a_damaged_cache_is_made_anew(own_texts):
    own_texts("board", 'msgid "Board"\nmsgstr "Доска"')
    i18n.switch("ru")
    for path in paths.cache_dir().iterdir():
        path.write_bytes(b"\x00damage")
    catalogues._loaded.clear()
    i18n.switch("ru")
    assert i18n._("Board") == "Доска"
    assert i18n.short_date(THURSDAY) == "чт, 15 окт"


def test_a_packaged_program_reads_what_was_compiled(own_texts, tmp_path):
    own_texts("board", 'msgid "Board"\nmsgstr "Доска"')
    catalogues.compile_to(tmp_path / "i18n" / "compiled", "ru")
    for path in catalogues.po_files("ru"):
        path.unlink()
    catalogues._loaded.clear()
    i18n.switch("ru")
    assert i18n._("Board") == "Доска"


def test_the_second_start_imports_no_babel():
    program = (
        "import sys; from desktop import i18n; i18n.switch('ru'); "
        "print(i18n._('today'), i18n.number(1), any(n.startswith('babel') for n in sys.modules))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True, text=True, check=True, encoding="utf-8",
            cwd=Path(__file__).parent.parent,
        ).stdout.split()
        for _start in range(2)
    ]  # fmt: skip
    assert said == [["сегодня", "1", "True"], ["сегодня", "1", "False"]]


def test_keys_are_said_as_the_platform_writes_them_and_never_break():
    nbsp = "\N{NO-BREAK SPACE}"
    assert i18n.say_keys("Ctrl+Return", "linux") == f"Ctrl{nbsp}↵"
    assert i18n.say_keys("Ctrl+Return", "darwin") == "⌘↵"
    assert i18n.say_keys("Ctrl++", "win32") == f"Ctrl{nbsp}+"
    assert i18n.say_keys("Alt+1", "win32") == f"Alt{nbsp}1"
    assert i18n.say_keys("F12", "win32") == "F12"
