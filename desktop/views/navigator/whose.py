# SPDX-License-Identifier: Apache-2.0
"""Whose touches are worked off: one's own, or everybody's."""

from PySide6.QtWidgets import QWidget

from desktop.i18n import _, pgettext
from desktop.views.widgets.segmented import Segment, SegmentedControl

MINE, TEAM = "mine", "team"


class Whose(SegmentedControl):
    """The switch in the header."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            [Segment(MINE, lambda: _("My touches")), Segment(TEAM, _team)],
            parent,
            name=lambda: _("Whose touches"),
        )


def _team() -> str:
    # TR: whose touches: everybody's of the department
    return pgettext("touches", "Team")
