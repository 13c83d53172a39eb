# SPDX-License-Identifier: Apache-2.0
"""A client as a form or a list's row holds it, and what keeps it from being saved."""

from __future__ import annotations

from desktop.frozen import dataclass
from desktop.i18n import _
from desktop.values.email_address import address_problem
from desktop.values.phone import try_phone


@dataclass(frozen=True, slots=True)
class ClientDraft:
    """A person, an organisation, or a person of an organisation; a name or a phone alone is enough.

    Every field is text as typed. With `company` the person belongs to the organisation of that name.
    """

    company: str = ""
    name: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    source: str = ""
    comment: str = ""
    tax_id: str = ""

    @property
    def shown(self) -> str:
        """What the client is called: the organisation, else the person, else the phone or e-mail."""
        return next(
            (
                one.strip()
                for one in (self.company, self.name, self.phone, self.email)
                if one.strip()
            ),
            "",
        )

    @property
    def has_person(self) -> bool:
        """Whether there is a person to be kept; an organisation may stand alone with its phone."""
        return bool(self.name.strip()) or not self.company.strip()

    def problems(self, country: str) -> dict[str, str]:
        """A sentence for each field that is wrong; `country` (ISO 3166) is where phones without a code are."""
        found: dict[str, str] = {}
        if not self.shown:
            found["name"] = _("A name, a phone or an e-mail is needed.")
        if phone := phone_problem(self.phone, country):
            found["phone"] = phone
        if email := email_problem(self.email):
            found["email"] = email
        return found


def phone_problem(text: str, country: str) -> str:
    """What keeps a text from being a phone, in one sentence; "" for an empty one and for a phone."""
    if not text.strip() or try_phone(text, country) is not None:
        return ""
    return _("A phone needs 10–15 digits.")


def email_problem(text: str) -> str:
    """What keeps a text from being an e-mail address, in one sentence; "" for an empty one and for an address."""
    return address_problem(text.strip()) if text.strip() else ""
