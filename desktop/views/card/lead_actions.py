# SPDX-License-Identifier: Apache-2.0
"""What a person can do on a lead and not on a deal, declared once."""

from desktop.i18n import N_
from desktop.views.actions import ActionSpec
from desktop.views.card.actions import SELL
from desktop.views.scripts.script_choice import KEY

TAKE = ActionSpec("card.take", N_("Take the lead"), "user-plus", ("T",), right=SELL)
CONVERT = ActionSpec(
    "card.convert", N_("Convert to a deal…"), "arrow-right", ("Ctrl+Shift+W",), right=SELL
)
HAND_OVER = ActionSpec("card.hand_over", N_("Hand over…"), "share", ("A",), right=SELL)
GAP = ActionSpec("card.gap", N_("Next missing answer"), "warning", ("Ctrl+Down",), right=SELL)
CHOOSE_SCRIPT = ActionSpec(
    "card.choose_script", N_("Follow another script"), "list-numbers", (KEY,), right=SELL
)
SCRIPT = ActionSpec("card.script", N_("Script"), "list-numbers", ("Alt+S",))
HISTORY = ActionSpec("card.history", N_("History"), "clock-counter-clockwise", ("Alt+H",))
FILES = ActionSpec("card.files", N_("Files"), "paperclip", ("Alt+F",))
ASK_HEAD = ActionSpec("card.ask_head", N_("No reason fits…"), "question", right=SELL)
