# SPDX-License-Identifier: Apache-2.0
"""What the composer's tabs and its empty text say."""

from __future__ import annotations

from collections.abc import Callable

from desktop.i18n import _, pgettext
from desktop.values.drafts.touch import COMMENT_WANTED, DAY_WANTED
from desktop.views.card.composed import Way


def tab_text(way: Way) -> Callable[[], str]:
    """The name of a tab, in the language of the moment it is asked."""
    return {
        Way.COMMENT: lambda: _("Comment"),
        Way.CALL: lambda: _("Call"),
        Way.EMAIL: lambda: pgettext("composer", "E-mail"),
        Way.MESSAGE: lambda: _("Message"),
        Way.TASK: lambda: _("Task"),
    }[way]


def too_short(way: Way) -> str:
    """What to say where the text is missing."""
    match way:
        case Way.EMAIL:
            return _("Write the letter.")
        case Way.TASK:
            return _("Say what the touch is for.")
        case _:
            return _(COMMENT_WANTED)


def no_day() -> str:
    """What to say where the next touch has no day."""
    return _(DAY_WANTED)


def placeholder(way: Way) -> str:
    """What stands in the text while nothing is written."""
    match way:
        case Way.CALL:
            return _("What was agreed, in the client’s words.")
        case Way.EMAIL:
            return _("The letter’s text.")
        case Way.MESSAGE:
            return _("What was written.")
        case Way.TASK:
            return _("What is to be done?")
        case _:
            return _("What happened? Type / for a template, @ to mention a colleague.")
