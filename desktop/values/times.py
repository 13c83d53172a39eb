# SPDX-License-Identifier: Apache-2.0
"""The one text form of a moment (UTC ISO with six digits: text order is time order), and days without a time."""

from datetime import UTC, datetime, time, tzinfo

from desktop.i18n import N_

UNTIMED = time(23, 59)
"""A touch that is only for a day is due at its last minute."""

TIME_PASSED = N_("This time has passed. Choose a later one.")
"""What every form and command says of a time to come that is over."""


def time_text(value: datetime) -> str:
    """An aware time as `YYYY-MM-DDTHH:MM:SS.ffffffZ` (RFC 3339); a naive one is a bug."""
    if value.tzinfo is None:
        raise ValueError(f"an aware time expected, got {value!r}")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def day_start(moment: datetime) -> datetime:
    """The midnight before a moment, in its own zone."""
    # The second of two hours in autumn is no second midnight.
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def month_start(moment: datetime) -> datetime:
    """The midnight with which the month of a moment began, in its own zone."""
    return day_start(moment).replace(day=1)


def is_untimed(local: datetime) -> bool:
    """Whether a moment, told in the desk's zone, names only a day."""
    return local.time().replace(second=0, microsecond=0) == UNTIMED


def reminder_of(due_at: datetime, zone: tzinfo) -> datetime | None:
    """When a touch rings: at its time; one for a day as a whole never, in whatever zone the desk is by then."""
    return None if is_untimed(due_at.astimezone(zone)) else due_at
