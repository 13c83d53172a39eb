# SPDX-License-Identifier: Apache-2.0
"""What the agenda's keys do."""

from desktop.i18n import N_
from desktop.views.actions import ActionSpec

BY_DAY = ActionSpec("agenda.day", N_("One day"), "calendar-blank", ("D",))
BY_WEEK = ActionSpec("agenda.week", N_("The week"), "columns", ("W",))
BEFORE = ActionSpec("agenda.before", N_("Before"), "caret-left", ("Left",), in_palette=False)
AFTER = ActionSpec("agenda.after", N_("After"), "caret-right", ("Right",), in_palette=False)
NOW = ActionSpec("agenda.now", N_("Today"), "compass", ("T",))
DONE = ActionSpec(
    "agenda.done", N_("Done, with the next touch"), "check-circle", ("X",), right="sell"
)
LATER = ActionSpec("agenda.later", N_("Another time"), "clock", ("P",), right="sell")
CALL = ActionSpec("agenda.call", N_("Call"), "phone", ("C",), right="sell")
HAND = ActionSpec(
    "agenda.hand_over", N_("Hand over this work"), "share", ("H",), right="hand_cards_over"
)
NEW = ActionSpec("agenda.new_touch", N_("New touch"), "plus", ("Ctrl+T",), right="sell")
