# SPDX-License-Identifier: Apache-2.0
"""The only reader of time: wall time for people, hybrid logical time for merging, a steady one."""

import os
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Final, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.i18n.windows_zones import WINDOWS_ZONES

ZONE_HOLDS_S: Final = 60.0


class Clock(Protocol):
    """What the program asks of a clock; the tests have one that stands still."""

    @property
    def zone(self) -> tzinfo:
        """The zone in which this shop's people live."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never go back, for measuring spans; their zero means nothing."""


class SystemClock:
    """The computer's clock and zone; one that travels is in another zone after a while."""

    def __init__(
        self,
        zone: tzinfo | None = None,
        *,
        find: Callable[[], tzinfo] | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = find or (system_zone if zone is None else lambda: zone)
        self._steady = steady
        self._zone, self._found_at = self._find(), steady()

    @property
    def zone(self) -> tzinfo:
        """The zone, looked for again now and then; the same one stays the same object, which caches know it by."""
        if self._steady() - self._found_at > ZONE_HOLDS_S:
            found, self._found_at = self._find(), self._steady()
            if str(found) != str(self._zone):
                self._zone = found
        return self._zone

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def local(clock: Clock, moment: datetime | None = None) -> datetime:
    """A moment, by default the present one, in the clock's zone."""
    return (moment or clock.now()).astimezone(clock.zone)


def today(clock: Clock) -> date:
    """The calendar day in the clock's zone."""
    return local(clock).date()


def system_zone(
    *,
    platform: str = sys.platform,
    env: Mapping[str, str] | None = None,
    localtime: Path = Path("/etc/localtime"),
    windows_key: Callable[[], str] | None = None,
) -> tzinfo:
    """The computer's zone with its rules of summer time, not only today's offset.

    TZ wins; then Windows' own name through CLDR's table, or the target of /etc/localtime. What
    cannot be named gives the fixed offset of this moment.
    """
    env = os.environ if env is None else env
    names = [env.get("TZ", "").lstrip(":")]
    if platform == "win32":
        names.append(WINDOWS_ZONES.get((windows_key or _windows_zone_key)(), ""))
    else:
        names.append(_after_zoneinfo(str(localtime.resolve())))
        names.append(_first_line(localtime.with_name("timezone")))
    for name in names:
        if zone := _zone(name):
            return zone
    if platform != "win32" and (zone := _zone_file(localtime)):
        return zone
    return datetime.now().astimezone().tzinfo or UTC


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(_after_zoneinfo(name) or name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone_file(path: Path) -> ZoneInfo | None:
    # A container often has a copy of the zone file in place of the link, which then carries rules
    # but no name.
    try:
        with path.open("rb") as file:
            return ZoneInfo.from_file(file, key="local")
    except (ValueError, OSError):
        return None


def _after_zoneinfo(path: str) -> str:
    _before, found, name = path.replace("\\", "/").partition("/zoneinfo/")
    return name.removeprefix("posix/").removeprefix("right/") if found else ""


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip().partition("\n")[0]
    except (OSError, UnicodeDecodeError):
        return ""


def _windows_zone_key() -> str:
    """Windows' own name of the zone: TimeZoneKeyName in the registry."""
    import winreg

    path = r"SYSTEM\CurrentControlSet\Control\TimeZoneInformation"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:  # type: ignore[attr-defined]
            value, _kind = winreg.QueryValueEx(key, "TimeZoneKeyName")  # type: ignore[attr-defined]
    except OSError:
        return ""
    return str(value).partition("\0")[0]
