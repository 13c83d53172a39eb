# SPDX-License-Identifier: Apache-2.0
"""Settings of the whole shop, by key; what each holds says its name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from desktop.domain.firm import Preference, preference_id

WORKING_HOURS = "working_hours"
"""{"week": ["09:00-18:00", …]}: Monday first, an empty text is a day off."""

LANGUAGE = "language"
"""{"code": "ru"}: the language of papers and of what the shop was set up with."""

HAND_OUT = "hand_out"
"""{"slots": ["12:00", "16:00"]}: the times of day at which finished work is promised."""


def preference(connection: Connection, key: str) -> dict[str, Any]:
    """What is kept under a key; empty where nothing is."""
    kept = connection.scalar(select(Preference.value).where(Preference.id == preference_id(key)))
    return kept or {}
