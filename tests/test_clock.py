# SPDX-License-Identifier: Apache-2.0
"""desktop.clock: aware moments, the zone of each system, hybrid time that never goes back."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop import clock as clocks
from desktop.clock import SystemClock, system_zone
from desktop.i18n.windows_zones import WINDOWS_ZONES
from tests.fakes import FakeClock


def test_the_system_clock_is_aware_and_in_utc():
    assert SystemClock().now().tzinfo is UTC
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_today_is_the_day_where_the_shop_is():
    late = FakeClock(datetime(2026, 10, 15, 21, 30, tzinfo=UTC), zone="Europe/Moscow")
    assert clocks.today(late).isoformat() == "2026-10-16"
    assert clocks.local(late).hour == 0


def test_the_variable_tz_wins(tmp_path):
    zone = system_zone(platform="linux", env={"TZ": ":Asia/Taipei"}, localtime=tmp_path / "none")
    assert str(zone) == "Asia/Taipei"


def test_linux_and_macos_follow_the_link(tmp_path):
    target = tmp_path / "usr/share/zoneinfo/Europe/Moscow"
    target.parent.mkdir(parents=True)
    target.touch()
    link = tmp_path / "localtime"
    link.symlink_to(target)
    assert str(system_zone(platform="linux", env={}, localtime=link)) == "Europe/Moscow"
    assert str(system_zone(platform="darwin", env={}, localtime=link)) == "Europe/Moscow"


def test_debian_names_the_zone_in_a_file(tmp_path):
    (tmp_path / "timezone").write_text("Europe/Samara\n")
    zone = system_zone(platform="linux", env={}, localtime=tmp_path / "localtime")
    assert str(zone) == "Europe/Samara"


def test_a_copied_zone_file_gives_its_rules(tmp_path):
    source = Path("/usr/share/zoneinfo/Europe/London")
    if not source.is_file():
        pytest.skip("this system has no zone files")
    shutil.copy(source, tmp_path / "localtime")
    zone = system_zone(platform="linux", env={}, localtime=tmp_path / "localtime")
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=1)
    assert datetime(2026, 12, 1, tzinfo=zone).utcoffset() == timedelta(0)


def test_windows_zones_have_other_names():
    zone = system_zone(platform="win32", env={}, windows_key=lambda: "Russian Standard Time")
    assert str(zone) == "Europe/Moscow"


def test_an_unknown_zone_still_gives_a_clock(tmp_path):
    zone = system_zone(platform="win32", env={"TZ": "Mars/Olympus"}, windows_key=lambda: "Nonsense")
    assert datetime(2026, 1, 1, tzinfo=zone).utcoffset() is not None


def test_the_table_of_windows_zones_is_cldrs():
    from babel.core import get_global

    assert dict(get_global("windows_zone_mapping")) == WINDOWS_ZONES
    assert all(ZoneInfo(name) for name in WINDOWS_ZONES.values())


def test_a_computer_that_travels_is_in_another_zone_within_a_minute():
    """Covers: E3, E4."""
    seconds, zones = [0.0], [ZoneInfo("Europe/London")]
    clock = SystemClock(find=lambda: zones[-1], steady=lambda: seconds[0])
    home = clock.zone
    zones.append(ZoneInfo("Asia/Taipei"))
    assert clock.zone is home
    seconds[0] += 61
    assert str(clock.zone) == "Asia/Taipei"
    zones.append(ZoneInfo.no_cache("Asia/Taipei"))
    there = clock.zone
    seconds[0] += 61
    assert clock.zone is there, "caches know a zone by its object"
    assert SystemClock(ZoneInfo("Europe/Moscow")).zone is ZoneInfo("Europe/Moscow")
