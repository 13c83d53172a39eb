# SPDX-License-Identifier: Apache-2.0
"""A lead in the trade's words, for tests that begin with one."""

from datetime import UTC, datetime, timedelta

from desktop.commands import leads, scripts
from desktop.domain.lead import Lead
from desktop.storage.scripts import missing_of
from desktop.values.drafts.lead import LeadDraft
from desktop.values.drafts.touch import TouchDraft

LEADS = "Leads"


def a_lead(shop, *, by=None, touch=None, is_automatic=False, **fields):
    """A lead of the first person, from the telephone, unless said otherwise; `holder_id=None` leaves it to the head."""
    given = {
        "phone": "+44 7700 900555",
        "name": "Ella Marsh",
        "title": "Catalogue 24 pp, 300 pcs",
        "channel": "phone",
        "holder_id": shop.me,
        **fields,
    }
    return shop.run(
        lambda uow: leads.new_lead(
            uow, draft=LeadDraft(**given), touch=touch, is_automatic=is_automatic
        ),
        by=by,
    )


def in_hours(shop, hours, goal="Ask what they print"):
    """A touch so many hours from now."""
    return TouchDraft(goal=goal, due_at=shop.clock.now() + timedelta(hours=hours))


ANSWERS = {
    "decider": "Ella Marsh",
    "phone": "+44 7700 900556",
    "product": "Catalogue 24 pp",
    "quantity": 300,
    "due": datetime(2026, 10, 30, 16, tzinfo=UTC),
    "artwork": "ready",
    "prepayment": "half",
    "source": "Oak & Lime",
    "buys": "yes",
}
"""An answer to each question that a shipped script must know."""


def finish_script(uow, lead_id):
    """Answer what the lead's script still lacks."""
    lead = uow.get(Lead, lead_id)
    for one in missing_of(uow.connection, [(lead_id, lead.channel)])[lead_id]:
        if one.field in ANSWERS:
            scripts.answer(uow, lead_id=lead_id, field=one.field, value=ANSWERS[one.field])
