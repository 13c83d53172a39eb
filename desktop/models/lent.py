# SPDX-License-Identifier: Apache-2.0
"""A card that is lent, in a few words."""

from __future__ import annotations

from desktop.i18n import _, formats
from desktop.values.rows.lent import Lent


def lent_note(lent: Lent) -> str:
    """By whom a card is lent and until when: two narrow lines, as they stand below the name of who has it."""
    words = (
        # TR: two narrow lines below the owner's name; the day to give the card back has come
        _("Lent by {name}\ndue back {day}")
        if lent.is_due
        # TR: two narrow lines below the owner's name
        else _("Lent by {name}\nuntil {day}")
    )
    return words.format(name=lent.giver, day=formats.short_date(lent.back_on))


def lent_line(lent: Lent) -> str:
    """The same in one line."""
    return lent_note(lent).replace("\n", " ")
