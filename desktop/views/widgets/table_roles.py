# SPDX-License-Identifier: Apache-2.0
"""What a table asks of its model besides Qt's own roles, and the colours of what cells mean."""

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

AFTER_LARGE = 16
"""The gap behind a large person in a cell."""


class CellRole(IntEnum):
    """What a cell says beside its text; a model that does not know a role answers None."""

    MEANING = Qt.ItemDataRole.UserRole + 2
    """A word such as "overdue" that becomes a colour."""
    DETAIL = Qt.ItemDataRole.UserRole + 3
    """The quiet second line."""
    CHIP = Qt.ItemDataRole.UserRole + 4
    """(tone, icon): the text is shown as a chip."""
    AVATAR = Qt.ItemDataRole.UserRole + 5
    """(initials, number): a person stands before the text."""
    ICON = Qt.ItemDataRole.UserRole + 6
    """(name, ink): an icon stands before the text."""
    GROUP = Qt.ItemDataRole.UserRole + 7
    """True in a group row: sunk, semibold."""
    STRONG = Qt.ItemDataRole.UserRole + 8
    """True where the text is semibold: sums, names."""
    SMALL = Qt.ItemDataRole.UserRole + 9
    """True where the text is small and quiet beside the others."""
    RUNS = Qt.ItemDataRole.UserRole + 10
    """Runs of a TextBlock to paint in place of the text: a link and a word behind it."""
    CHIPS = Qt.ItemDataRole.UserRole + 11
    """Texts, each a chip with its tone; what has no room is told by the tool tip."""
    LARGE = Qt.ItemDataRole.UserRole + 12
    """True where the person before the text is 28 high, in rows of two lines."""
    TAG = Qt.ItemDataRole.UserRole + 13
    """A small quiet word behind the text: what kind of thing it is."""


MEANINGS = {
    "overdue": "er",
    "late": "er",
    "wrong": "er",
    "today": "wa",
    "soon": "wa",
    "check": "wa",
    "done": "ok",
    "paid": "ok",
    "hot": "mg",
    "conflict": "mg",
    "link": "ac_tx",
    "quiet": "tx2",
    "faint": "tx3",
}
