# SPDX-License-Identifier: Apache-2.0
"""What a person can do on a card, declared once."""

from desktop.i18n import N_
from desktop.views.actions import ActionSpec

SELL = "sell"

CALL = ActionSpec("card.call", N_("Call the client"), "phone", ("C",), right=SELL)
PRINT = ActionSpec("card.print", N_("Print ticket"), "printer", ("Ctrl+P",))
COMMENT = ActionSpec("card.comment", N_("Write a comment"), "chat-text", ("Alt+1",), right=SELL)
NOTE_CALL = ActionSpec("card.note_call", N_("Note a call"), "phone", ("Alt+2",), right=SELL)
EMAIL = ActionSpec("card.email", N_("Write an e-mail"), "envelope-simple", ("Alt+3",), right=SELL)
NOTE_MESSAGE = ActionSpec(
    "card.note_message", N_("Note a message"), "whatsapp-logo", ("Alt+4",), right=SELL
)
TASK = ActionSpec("card.task", N_("Set a task"), "check-circle", ("Alt+5",), right=SELL)
DOCUMENTS = ActionSpec("card.documents", N_("Documents"), "file-text", ("Ctrl+D",))
INVOICE = ActionSpec(
    "card.invoice", N_("Create invoice"), "receipt", ("Ctrl+I",), right="issue_invoices"
)
PAYMENT = ActionSpec(
    "card.payment",
    N_("Record payment"),
    "money",
    ("Ctrl+M",),
    ("Ctrl+Shift+P",),
    right="take_money",
)
WIZARD = ActionSpec(
    "card.wizard", N_("Open the contract wizard"), "file-text", right="issue_invoices"
)
REQUISITES = ActionSpec(
    "card.requisites", N_("Change requisites"), "note-pencil", ("F4",), right="issue_invoices"
)
LINES = ActionSpec("card.lines", N_("Change order lines"), "list", right=SELL)
ATTACH = ActionSpec("card.attach", N_("Attach files…"), "paperclip", ("Ctrl+Shift+A",))
DONE = ActionSpec("card.done", N_("Touch is done…"), "check", ("D",), right=SELL)
TOUCH = ActionSpec("card.touch", N_("Next touch…"), "clock", ("N", "Ctrl+T"), right=SELL)
WON = ActionSpec("card.won", N_("Won"), "check-circle", ("Ctrl+Shift+W",), right=SELL)
REFUSED = ActionSpec("card.refused", N_("Refused…"), "prohibit", ("Ctrl+Shift+R",), right=SELL)
STAGE_ON = ActionSpec(
    "card.stage_on", N_("Move one stage on"), "arrow-right", ("Ctrl+Shift+Right",), right=SELL
)
STAGE_BACK = ActionSpec(
    "card.stage_back", N_("Move one stage back"), "arrow-left", ("Ctrl+Shift+Left",), right=SELL
)
BLOCK = ActionSpec("card.block", N_("Waits for…"), "hourglass", ("B",), right=SELL)
UNBLOCK = ActionSpec("card.unblock", N_("Waits no longer"), "play", right=SELL)
RENAME = ActionSpec(
    "card.rename", N_("Change the title, due date and note…"), "pencil-simple", right=SELL
)
CLIENT = ActionSpec("card.client", N_("Open the client’s page"), "users-three")
NEXT = ActionSpec("card.next", N_("Next card of the list"), "arrow-down", ("Alt+Down",))
PREVIOUS = ActionSpec("card.previous", N_("Previous card of the list"), "arrow-up", ("Alt+Up",))
CHANGES = ActionSpec(
    "card.changes", N_("What was changed, and by whom…"), "clock-counter-clockwise"
)
FIND = ActionSpec("card.find", N_("Find in history"), "magnifying-glass", ("Ctrl+F",))
