# SPDX-License-Identifier: Apache-2.0
"""The line that says what a page is for, until the person has read it; it comes again when it is asked for."""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.i18n import N_, _, say_keys
from desktop.settings import Settings
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.widgets.banner import Banner

_READ = "hints_read"


class Hint(Enum):
    """What is said on the first visits of a page; `{save}`, `{print}` are keys as this system writes them."""

    TODAY = (
        "today",
        N_(
            "One touch at a time. C calls, 1–6 say how it ended, the comment and the next date follow, {save} keeps it "
            "and brings the next. The day is done when nothing is left at the left."
        ),
    )
    LEADS = (
        "leads",
        N_(
            "Every enquiry stands here until it is a deal or refused. A dashed ring: nobody has taken it yet. Dots: "
            "what was tried. Each column says what is asked of you; Enter opens the card with its script."
        ),
    )
    CONTROL = (
        "control",
        N_(
            "Above: who keeps up with the norm; the tick is where the day should be now. Below: every card with a "
            "trouble. Space ticks, H hands over, A asks its owner, {print} prints the day."
        ),
    )

    def __init__(self, key: str, text: str) -> None:
        self.key = key
        self.text = text

    def words(self) -> str:
        """The sentence in the present language."""
        return _(self.text).format(save=say_keys("Ctrl+Return"), print=say_keys("Ctrl+P"))


class FirstHint(Banner):
    """Goes when it was read, for this person, for good."""

    def __init__(self, context: Context, hint: Hint, parent: QWidget) -> None:
        super().__init__(hint.words, "accent", parent, icon="ph.info", action=lambda: _("Got it"))
        self._context, self._hint = context, hint
        self.pressed.connect(self._close)

    def _close(self) -> None:
        settings, person = self._context.settings, self._context.person.id
        read = _read(settings, person)
        settings.remember(_READ, sorted({*read, self._hint.key}), person=person)
        page = self.parentWidget()
        self.hide()
        if isinstance(page, Page):
            page.set_hint(None)
            page.focus_first()


def add_hint(context: Context, page: Page, hint: Hint) -> None:
    """Say what the page is for, unless this person has read it."""
    if hint.key not in _read(context.settings, context.person.id):
        page.set_hint(FirstHint(context, hint, page))


def show_again(context: Context) -> None:
    """Let all hints come again, on the pages that are opened anew."""
    context.settings.remember(_READ, [], person=context.person.id)


def _read(settings: Settings, person: UUID) -> frozenset[str]:
    kept = settings.recall(_READ, person=person)
    return frozenset(map(str, kept)) if isinstance(kept, list) else frozenset()
