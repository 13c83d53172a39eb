# SPDX-License-Identifier: Apache-2.0
"""What a person can do with clients, declared once."""

from desktop.i18n import N_
from desktop.views.actions import ActionSpec

SELL = "sell"
IMPORT_RIGHT, EXPORT_RIGHT, ERASE_RIGHT = "import", "export", "edit_people"

NEW_CLIENT = ActionSpec("client.new", N_("New client"), "plus", ("Ctrl+N",), right=SELL)
IMPORT = ActionSpec(
    "client.import", N_("Import clients…"), "upload-simple", ("Ctrl+I",), right=IMPORT_RIGHT
)
IMPORT_LIST = ActionSpec(
    "import.list", N_("Import a list…"), "upload-simple", right=IMPORT_RIGHT, place=N_("Leads")
)
PAST_IMPORTS = ActionSpec(
    "import.past",
    N_("Past imports…"),
    "clock-counter-clockwise",
    right=IMPORT_RIGHT,
    words=N_("list file taken back undo"),
)
EXPORT = ActionSpec("client.export", N_("Export this list…"), "download-simple", right=EXPORT_RIGHT)
OPEN = ActionSpec("client.open", N_("Open the client"), "arrow-right", ("O",))
CALL = ActionSpec("client.call", N_("Call the client"), "phone", ("C",))
WRITE = ActionSpec("client.write", N_("Write an e-mail"), "envelope-simple", ("E",))
REQUISITES = ActionSpec("client.requisites", N_("Edit requisites"), "note-pencil", ("F4",))
ADD_PERSON = ActionSpec("client.add_person", N_("Add a person…"), "user", right=SELL)
HAND_OVER = ActionSpec(
    "client.hand_over", N_("Hand over their open cards…"), "share", ("H",), right="hand_cards_over"
)
ARCHIVE = ActionSpec("client.archive", N_("Archive the client"), "archive", right=SELL)
DUPLICATES = ActionSpec("client.duplicates", N_("Look for duplicates"), "users", ("D",), right=SELL)
NOT_SAME = ActionSpec("duplicates.not_same", N_("Not the same"), "x", ("X",), right=SELL)
LATER = ActionSpec("duplicates.later", N_("Later"), "clock", ("J",), right=SELL)
JOINED_EARLIER = ActionSpec(
    "duplicates.earlier", N_("Joined earlier"), "clock-counter-clockwise", right=SELL
)
WRITE_OUT = ActionSpec(
    "client.write_out", N_("Write out this client’s data…"), "download-simple", right=EXPORT_RIGHT
)
ERASE = ActionSpec("client.erase", N_("Erase this client’s data…"), "trash", right=ERASE_RIGHT)

CHECK = ActionSpec("client_list.check", N_("Check again"), "arrow-clockwise", ("F5",))
CHOOSE = ActionSpec("client_list.choose", N_("Choose a file…"), "upload-simple", ("Ctrl+O",))
STOP = ActionSpec("client_list.stop", N_("Stop taking the list in"), "x", ("Esc",))
SHOW_KNOWN = ActionSpec("client_list.known", N_("Show known rows…"), "git-merge", ("Alt+K",))
SAVE_BAD = ActionSpec("client_list.save_bad", N_("Save bad rows as a file…"), "download-simple")
