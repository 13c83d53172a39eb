# SPDX-License-Identifier: Apache-2.0
"""A lead as forms hold it: a new enquiry, and what a conversion to a deal asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from desktop.i18n import _
from desktop.values.drafts.client import email_problem, phone_problem
from desktop.values.states import Channel


@dataclass(frozen=True, slots=True)
class LeadDraft:
    """A new enquiry. A phone or an e-mail alone is enough; `contact_id` or `company_id` name a known client.

    `title` says what they want. Without a holder it waits in the head's queue. `expected_amount` is in minor units.
    """

    channel: str = Channel.PHONE.value
    name: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    post: str = ""
    title: str = ""
    source: str = ""
    site: str = ""
    note: str = ""
    contact_id: UUID | None = None
    company_id: UUID | None = None
    product_id: UUID | None = None
    expected_amount: int | None = None
    holder_id: UUID | None = None

    def problems(self, country: str) -> dict[str, str]:
        """A sentence for each field that keeps the lead from being saved."""
        found: dict[str, str] = {}
        is_known = self.contact_id is not None or self.company_id is not None
        if not is_known and not self.phone.strip() and not self.email.strip():
            found["phone"] = _("A phone or an e-mail is needed.")
        if problem := phone_problem(self.phone, country):
            found["phone"] = problem
        if problem := email_problem(self.email):
            found["email"] = problem
        return found


@dataclass(frozen=True, slots=True)
class ConversionDraft:
    """What becomes of a lead: the pipeline of its deal, what the deal is about, with whom and for which firm."""

    pipeline_id: UUID
    title: str = ""
    contact_id: UUID | None = None
    company: str = ""
