# SPDX-License-Identifier: Apache-2.0
"""Whose touches are worked off: one's own, or everybody's."""

from PySide6.QtWidgets import QWidget

from desktop.i18n import _, pgettext
from desktop.views.widgets.segmented import Segment, SegmentedControl

MINE, TEAM = "mine", "team"


class Whose(SegmentedControl):
    """The switch in the header, in shorter words where it is full."""

    def __init__(self, parent: QWidget) -> None:
        self._is_narrow = False
        super().__init__(
            [Segment(MINE, self._mine), Segment(TEAM, _team)],
            parent,
            name=lambda: _("Whose touches"),
        )

    def fit(self, *, narrow: bool) -> None:
        """Suit the room in the header."""
        self._is_narrow = narrow
        self.set_padding(8 if narrow else 12)
        for button in self._buttons:
            button.retranslate()

    def _mine(self) -> str:
        # TR: whose touches: one's own, in few letters
        return pgettext("touches", "Mine") if self._is_narrow else _("My touches")


def _team() -> str:
    # TR: whose touches: everybody's of the department
    return pgettext("touches", "Team")
