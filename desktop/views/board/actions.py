# SPDX-License-Identifier: Apache-2.0
"""What a person can do on the board, declared once."""

from desktop.i18n import N_
from desktop.views.actions import ActionSpec

SELL = "sell"

TAKE = ActionSpec("lead.take", N_("Take the lead"), "user-plus", ("T",), right=SELL)
CONVERT = ActionSpec(
    "lead.convert", N_("Convert to a deal…"), "arrow-right", ("Ctrl+Shift+W",), right=SELL
)
IMPORT = ActionSpec(
    "lead.import",
    N_("Import a list…"),
    "upload-simple",
    ("Ctrl+I",),
    right="import",
    in_palette=False,
)
NEW_DEAL = ActionSpec("deal.new", N_("New deal"), "plus", ("Ctrl+N",), right=SELL)
OPEN = ActionSpec("board.open", N_("Open the card"), "arrow-right")
LOOK = ActionSpec("board.look", N_("Quick look"), "eye")
STAGE_BACK = ActionSpec(
    "board.stage_back", N_("Move one stage back"), "arrow-left", ("Ctrl+Shift+Left",), right=SELL
)
STAGE_ON = ActionSpec(
    "board.stage_on", N_("Move one stage on"), "arrow-right", ("Ctrl+Shift+Right",), right=SELL
)
WON = ActionSpec("board.won", N_("Won"), "check-circle", ("Ctrl+Shift+W",), right=SELL)
REFUSED = ActionSpec("board.refused", N_("Refused…"), "prohibit", ("Ctrl+Shift+R",), right=SELL)
TOUCH = ActionSpec("board.touch", N_("Next touch…"), "clock", ("N",), right=SELL)
HOLDER = ActionSpec("board.owner", N_("Owner…"), "users", ("A",), right=SELL)
HAND_OVER = ActionSpec("board.hand_over", N_("Hand over…"), "share", ("H",), right=SELL)
BLOCK = ActionSpec("board.block", N_("Waits for…"), "hourglass", ("B",), right=SELL)
UNBLOCK = ActionSpec("board.unblock", N_("Waits no longer"), "play", right=SELL)
LAST_PIPELINE = ActionSpec(
    "board.last_pipeline", N_("Previous pipeline"), "", ("Ctrl+,",), in_palette=False
)
NEXT_PIPELINE = ActionSpec(
    "board.next_pipeline", N_("Next pipeline"), "", ("Ctrl+.",), in_palette=False
)
AS_BOARD = ActionSpec("board.as_board", N_("Show as a board"), "columns")
AS_LIST = ActionSpec("board.as_list", N_("Show as a list"), "list")
AS_CALENDAR = ActionSpec("board.as_calendar", N_("Show by due day"), "calendar-blank")
EXPORT = ActionSpec("board.export", N_("Export this list…"), "download-simple", right="export")
COLUMN = ActionSpec("board.column", N_("Menu of the column"), "dots-three", ("M",))
EDIT_STAGES = ActionSpec(
    "board.edit_stages", N_("Edit this stage…"), "pencil-simple", ("F4",), right="edit_stages"
)
