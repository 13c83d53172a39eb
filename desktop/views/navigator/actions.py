# SPDX-License-Identifier: Apache-2.0
"""What can be done with a ticket, declared once: keys, palette and shortcut sheet are made of it."""

from desktop.i18n import N_
from desktop.values.states import Outcome
from desktop.views.actions import ActionSpec
from desktop.views.questions.done import OUTCOMES
from desktop.views.scripts.script_choice import KEY

CALL = ActionSpec("navigator.call", N_("Call, or hang up"), "phone", ("C",), right="sell")
WHATSAPP = ActionSpec("navigator.whatsapp", N_("Write by WhatsApp"), "whatsapp-logo", ("W",))
MAIL = ActionSpec("navigator.mail", N_("Write an e-mail"), "envelope-simple", ("E",))
OPEN = ActionSpec("navigator.open", N_("Open the card"), "identification-card", ("O",))
NEXT = ActionSpec("navigator.next", N_("Next touch, without saving"), "arrow-down", ("J",))
LAST = ActionSpec("navigator.last", N_("Previous touch, without saving"), "arrow-up", ("K",))
SNOOZE = ActionSpec(
    "navigator.snooze", N_("Snooze 15 min, twice: 1 h"), "hourglass", ("S",), right="sell"
)
POSTPONE = ActionSpec(
    "navigator.postpone", N_("Another time…"), "calendar-blank", ("P",), right="sell"
)
TEAM = ActionSpec("navigator.team", N_("My touches, or the team’s"), "users", ("Ctrl+Shift+T",))
PICK = ActionSpec(
    "navigator.pick", N_("Type the day of the next touch"), "calendar-blank", ("D",), right="sell"
)
NEW = ActionSpec("navigator.new_touch", N_("New touch"), "plus", ("Ctrl+T",), right="sell")
FACTS = ActionSpec("navigator.facts", N_("Show all facts"), "list-bullets", ("F",))

GAP = ActionSpec(
    "navigator.gap", N_("Next missing answer"), "warning", ("Ctrl+Down",), right="sell"
)

SCRIPT = ActionSpec(
    "navigator.script", N_("Follow another script"), "list-numbers", (KEY,), right="sell"
)

RESULT_KEYS = ("1", "2", "3", "4", "5", "6", "0")
"""7, 8 and 9 are days of the next touch here."""

RESULTS = tuple(
    ActionSpec(
        f"navigator.result.{outcome.value}", outcome.msgid, "", (key,), right="sell",
        in_palette=False,
    )
    for key, outcome in zip(RESULT_KEYS, OUTCOMES, strict=True)
)  # fmt: skip
"""One for each result, in the order of their keys."""


def result_of(spec: ActionSpec) -> Outcome:
    """The result that an action chooses."""
    return Outcome(spec.id.rpartition(".")[2])
