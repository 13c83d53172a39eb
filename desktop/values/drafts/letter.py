# SPDX-License-Identifier: Apache-2.0
"""A letter as a form holds it: to whom, what about, and which fields of its text are still empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.i18n import _
from desktop.values.email_address import address_problem, addresses_in, split_address

_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """Every field is text as typed; `recipient` may hold several addresses."""

    recipient: str = ""
    subject: str = ""
    body: str = ""

    @property
    def recipients(self) -> tuple[str, ...]:
        """The addresses one by one, bare or as "Name <address>"."""
        return addresses_in(self.recipient)

    def problems(self) -> dict[str, str]:
        """A sentence for each field that keeps the letter from being sent, in the order of the form."""
        found: dict[str, str] = {}
        if not self.recipients:
            found["recipient"] = _("Write the e-mail address.")
        bare = (split_address(one)[1] or one for one in self.recipients)
        if wrong := next(filter(None, map(address_problem, bare)), ""):
            found["recipient"] = wrong
        if not self.subject.strip():
            found["subject"] = _("Write what the letter is about.")
        for name in ("subject", "body"):
            if gaps := empty_fields(getattr(self, name)):
                found[name] = _("Still empty: {fields}. Write it in or take it out.").format(
                    fields=", ".join("{" + gap + "}" for gap in gaps)
                )
        return found


def fill_fields(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; a field without a value, or one nobody knows, stays as it is written."""
    return _FIELD.sub(lambda found: values.get(found[1]) or found[0], text)


def empty_fields(text: str) -> tuple[str, ...]:
    """The fields that are still to be filled, each once, in order."""
    return tuple(dict.fromkeys(_FIELD.findall(text)))
