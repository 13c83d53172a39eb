# SPDX-License-Identifier: Apache-2.0
"""What can be done on the head's sheet, with its keys."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.views.actions import ActionSpec

HAND_RIGHT = "hand_cards_over"

OPEN = ActionSpec("control.open", N_("Open"), "arrow-right", ("Return",))
DEED = ActionSpec("control.deed", N_("Do what the row asks for"), "check", ("Ctrl+Return",))
HAND = ActionSpec(
    "control.hand", N_("Hand over the ticked cards…"), "share", ("H",), right=HAND_RIGHT
)
ALL = ActionSpec("control.all", N_("Tick all"), "check-square", ("Ctrl+A",))
ASK = ActionSpec("control.ask", N_("Ask about this card"), "chat-text", ("A",))
PRINT = ActionSpec("control.print", N_("Print this day…"), "printer", ("Ctrl+P",))
EXPORT = ActionSpec("control.export", N_("Export this day…"), "download-simple", right="export")
NORMS = ActionSpec(
    "control.norms", N_("Norms and targets…"), "sliders-horizontal", right="set_norms"
)
EARLIER = ActionSpec("control.earlier", N_("The day before"), "caret-left", ("Alt+PgUp",))
LATER = ActionSpec("control.later", N_("The day after"), "caret-right", ("Alt+PgDown",))
