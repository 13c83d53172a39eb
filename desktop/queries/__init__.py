# SPDX-License-Identifier: Apache-2.0
"""Everything that reads data: frozen rows made for one screen, by Core selects.

A module is loaded on its first use, so that a page can be painted before SQLAlchemy is there.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.queries import board as board
    from desktop.queries import card as card
    from desktop.queries import client_lists as client_lists
    from desktop.queries import clients as clients
    from desktop.queries import consent as consent
    from desktop.queries import contract as contract
    from desktop.queries import counter as counter
    from desktop.queries import day_control as day_control
    from desktop.queries import day_figures as day_figures
    from desktop.queries import deal_steps as deal_steps
    from desktop.queries import drafts as drafts
    from desktop.queries import duplicate_pairs as duplicate_pairs
    from desktop.queries import duplicate_search as duplicate_search
    from desktop.queries import duplicates as duplicates
    from desktop.queries import handover as handover
    from desktop.queries import history as history
    from desktop.queries import hub as hub
    from desktop.queries import lead as lead
    from desktop.queries import lead_rules as lead_rules
    from desktop.queries import leads_board as leads_board
    from desktop.queries import loans as loans
    from desktop.queries import month as month
    from desktop.queries import navigator as navigator
    from desktop.queries import norms as norms
    from desktop.queries import outbox as outbox
    from desktop.queries import past_imports as past_imports
    from desktop.queries import payments as payments
    from desktop.queries import planned_handovers as planned_handovers
    from desktop.queries import record_changes as record_changes
    from desktop.queries import scripts as scripts
    from desktop.queries import search as search
    from desktop.queries import settings as settings
    from desktop.queries import stages_now as stages_now
    from desktop.queries import sync as sync
    from desktop.queries import to_look_at as to_look_at
    from desktop.queries import today as today
    from desktop.queries import touch_plans as touch_plans
    from desktop.storage.database import Reader as Reader


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
