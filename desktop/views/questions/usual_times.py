# SPDX-License-Identifier: Apache-2.0
"""The days and times that are wanted most for a next touch, each by one key."""

from __future__ import annotations

from typing import NamedTuple

from desktop.i18n import N_
from desktop.views.questions.when_edit import MONDAY, NEXT_WORKING_DAY


class UsualTime(NamedTuple):
    """The key, what it types into the field, and its name, the `short` one for a narrow button."""

    key: str
    said: str
    name: str
    short: str


USUAL_TIMES = (
    UsualTime("T", "in 2 hours", N_("In 2 hours"), N_("+2 h")),
    UsualTime("N", NEXT_WORKING_DAY, N_("Next working day"), N_("Next working day")),
    UsualTime("M", MONDAY, N_("Monday"), N_("Monday")),
    UsualTime("7", "in 1 week", N_("In a week"), N_("+1 week")),
    UsualTime("8", "in 1 month", N_("In a month"), N_("+1 month")),
    UsualTime("9", "in 3 months", N_("In a quarter"), N_("+1 quarter")),
)
