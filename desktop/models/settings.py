# SPDX-License-Identifier: Apache-2.0
"""The sections of Settings: what they are called, who sees them, and the id by which any page can open one."""

from __future__ import annotations

from enum import Enum
from typing import Final
from uuid import UUID

from desktop.i18n import N_, _
from desktop.values.ids import derived_id

PAGE: Final = "settings"
"""The kind under which the navigator knows the page."""

_SECTIONS: Final = UUID("0199d1a4-7a30-7c1e-8d52-3f0e5a7746c1")


class Section(Enum):
    """A part of Settings, in the order of the list at the left."""

    START = "start", N_("First steps"), "flag", ("edit_firm",)
    FIRM = "firm", N_("Firm"), "buildings", ("edit_firm",)
    PEOPLE = "people", N_("People and hub"), "users-three", ("edit_people",)
    PRICES = "prices", N_("Price list"), "calculator", ("edit_prices",)
    PLANS = "plans", N_("Touch plans"), "path", ("edit_stages",)
    LEADS = "leads", N_("Who takes leads"), "funnel", ("edit_stages",)
    NORMS = "norms", N_("Norms and targets"), "gauge", ("set_norms",)
    MAIL = "mail", N_("Mail"), "envelope-simple", ("edit_firm", "sell", "issue_invoices")
    PRINTING = "printing", N_("Printers and paper"), "printer", ()
    TEMPLATES = "templates", N_("Templates"), "file-text", ("edit_templates",)
    HOURS = "hours", N_("Working hours"), "clock", ("edit_firm",)
    REMINDERS = "reminders", N_("Reminders"), "bell", ()
    BACKUP = "backup", N_("Backup"), "database", ("edit_firm",)
    LOOK = "look", N_("Look and language"), "paint-brush", ()

    def __init__(self, key: str, title: str, icon: str, rights: tuple[str, ...]) -> None:
        self.key = key
        self.title = title
        self.icon = icon
        self.rights = rights

    def label(self) -> str:
        """The name in the present language."""
        return _(self.title)

    @property
    def words(self) -> str:
        """What else it may be looked for by, as a message id."""
        return _WORDS.get(self.key, "")

    @property
    def id(self) -> UUID:
        """What is handed to the navigator to open the page at this section."""
        return derived_id(_SECTIONS, self.key)


_WORDS: Final = {
    "firm": N_("requisites tax VAT bank account stamp signature currency"),
    "people": N_("colleagues roles rights PIN password hub desks invite PostgreSQL"),
    "prices": N_("products tiles options Excel import"),
    "plans": N_("touches scripts what to say Navigator next date"),
    "leads": N_("distribution round-robin in turn load queue assign"),
    "norms": N_("dials talks new leads leave half day absence month plan"),
    "mail": N_("SMTP server e-mail letters"),
    "printing": N_("ticket printer PDF Word LibreOffice"),
    "templates": N_("contract invoice act Word fields"),
    "hours": N_("holidays calendar days off lunch break"),
    "reminders": N_("tray autostart start with the computer quiet"),
    "backup": N_("restore copy disk"),
    "look": N_("theme dark text size English Russian"),
}


MAIL_PASSWORD: Final = derived_id(_SECTIONS, "mail password")
"""Opens the section of mail with the cursor in the password."""


def section_of(id: UUID | None) -> Section | None:
    """The section with this id, or with a part of this id; None for none."""
    if id == MAIL_PASSWORD:
        return Section.MAIL
    return next((section for section in Section if section.id == id), None)
