# SPDX-License-Identifier: Apache-2.0
"""A lead in the trade's words, for tests that begin with one."""

from datetime import timedelta

from desktop.commands import leads
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
