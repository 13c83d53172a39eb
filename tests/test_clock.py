# SPDX-License-Identifier: Apache-2.0
"""desktop.clock: aware moments, the zone of each system, hybrid time that never goes back."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import clock as clocks
from desktop.clock import HybridClock, SystemClock, system_zone
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


steps = st.lists(st.integers(-10_000_000, 10_000_000), max_size=30)


@given(steps)
def test_own_times_only_grow_whatever_the_wall_clock_does(milliseconds):
    wall = FakeClock()
    hybrid = HybridClock(wall)
    times = [hybrid.tick()]
    for step in milliseconds:
        wall.step(timedelta(milliseconds=step))
        times.append(hybrid.tick())
    assert times == sorted(set(times))


@given(st.integers(0, 2**63))
def test_a_stored_remote_time_comes_before_the_next_own_one_and_never_drags_the_clock(remote):
    wall = FakeClock()
    hybrid = HybridClock(wall)
    now = int(wall.now().timestamp() * 1000)
    hybrid.remember(hybrid.seen(remote))
    own = hybrid.tick()
    assert own > min(remote, now << 16)
    assert own >> 16 <= now + 1


def test_a_batch_that_was_not_stored_leaves_the_clock_alone():
    hybrid = HybridClock(FakeClock(), last=7)
    hybrid.seen(2**60)
    assert hybrid.last == 7


def test_hybrid_time_goes_on_where_it_was_stored():
    wall = FakeClock()
    first = HybridClock(wall)
    last = first.tick()
    wall.step(timedelta(days=-3))
    assert HybridClock(wall, last=last).tick() > last
