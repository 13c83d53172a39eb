# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for the clock and for hardware; everything else in the tests is the real thing."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from keyring import errors
from keyring.backend import KeyringBackend

THURSDAY = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)
"""11:00 in London, the day most of the reference pictures show."""


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = THURSDAY, zone: tzinfo | str = "Europe/London") -> None:
        self.moment = now.astimezone(UTC)
        self.zone: tzinfo = ZoneInfo(zone) if isinstance(zone, str) else zone
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, span: timedelta | None = None, /, **parts: float) -> None:
        """Let time pass, as `advance(hours=3)`; the steady clock goes along."""
        span = span or timedelta(**parts)
        self.moment += span
        self.seconds += span.total_seconds()

    def step(self, span: timedelta) -> None:
        """Set the wall clock forward or back, as a person or a time server does; the steady one goes on."""
        self.moment += span


class MemoryKeyring(KeyringBackend):
    """A password store in memory; `locked` makes it refuse as a locked one does."""

    priority = 1  # keyring declares it as a class property

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.locked:
            raise errors.KeyringLocked("locked")
