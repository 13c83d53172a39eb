# SPDX-License-Identifier: Apache-2.0
"""What a person can do at the counter, declared once."""

from desktop.i18n import N_
from desktop.views.actions import ActionSpec

TAKE_ORDERS, TAKE_MONEY = "take_orders", "take_money"

NEW = ActionSpec("counter.new", N_("New order; this one is parked"), "plus", ("F2", "Ctrl+N"))
PLACE = ActionSpec("counter.place", N_("Save and print the ticket"), "printer", ("F12",))
PLACE_QUIETLY = ActionSpec(
    "counter.place_quietly", N_("Save without a ticket"), "check", ("Ctrl+S",)
)
PRINT_AGAIN = ActionSpec(
    "counter.print_again", N_("Print the last ticket again"), "printer", ("Ctrl+P",)
)
PARK = ActionSpec(
    "counter.park", N_("Park this order, or take a parked one up"), "pause", ("Alt+P",)
)
ANONYMOUS = ActionSpec(
    "counter.anonymous", N_("Without a name"), "user", ("Alt+0",), in_palette=False
)
CLIENT_PAGE = ActionSpec(
    "counter.client", N_("Page of the client"), "user-circle", ("F4",), in_palette=False
)
REPEATS = tuple(
    ActionSpec(
        f"counter.repeat{n}",
        N_("Repeat an earlier order"),
        "repeat",
        (f"Alt+{n}",),
        in_palette=False,
    )
    for n in (1, 2, 3)
)
DIGITS = tuple(
    ActionSpec(f"counter.tile{n}", N_("Choose the product"), "", (str(n),), in_palette=False)
    for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)
)
TAKE_BREAK = ActionSpec(
    "counter.break", N_("Take the price break"), "", ("Alt+Up",), in_palette=False
)
ANOTHER = ActionSpec(
    "counter.another", N_("Another product"), "plus", ("Ctrl++", "Ctrl+="), in_palette=False
)
EXPRESS = ActionSpec("counter.express", N_("Express"), "lightning", ("Alt+X",), in_palette=False)
DISCOUNT = ActionSpec("counter.discount", N_("Discount…"), "", ("Alt+D",))
PREPAYMENT = ActionSpec("counter.prepayment", N_("Prepayment"), "money", ("F9",), in_palette=False)
BY_CARD = ActionSpec(
    "counter.card", N_("Paid by card"), "credit-card", ("Alt+C",), in_palette=False
)
BY_CASH = ActionSpec("counter.cash", N_("Paid in cash"), "money", ("Alt+H",), in_palette=False)
BY_INVOICE = ActionSpec(
    "counter.invoice", N_("Paid by invoice"), "receipt", ("Alt+I",), in_palette=False
)
RECEIPT = ActionSpec(
    "counter.receipt", N_("Number of the receipt"), "receipt", ("Alt+R",), in_palette=False
)
NOTE = ActionSpec("counter.note", N_("Note for production"), "note-pencil", ("Alt+N",))
ATTACH = ActionSpec("counter.attach", N_("Add a file…"), "paperclip", ("Alt+F",))
OPEN_SHIFT = ActionSpec("till.open", N_("Open the shift…"), "lock-open", right=TAKE_MONEY)
CLOSE_SHIFT = ActionSpec("till.close", N_("Close the shift…"), "lock", right=TAKE_MONEY)
REPORT = ActionSpec("till.report", N_("Cash report…"), "receipt", right=TAKE_MONEY)
