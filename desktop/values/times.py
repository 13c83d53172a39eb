# SPDX-License-Identifier: Apache-2.0
"""The one text form of a moment: UTC ISO with six digits, so that text order is time order."""

from datetime import UTC, datetime


def time_text(value: datetime) -> str:
    """An aware time as `YYYY-MM-DDTHH:MM:SS.ffffffZ` (RFC 3339); a naive one is a bug."""
    if value.tzinfo is None:
        raise ValueError(f"an aware time expected, got {value!r}")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
