# SPDX-License-Identifier: Apache-2.0
"""Everything that changes data: one keyword-only function per thing a person does.

A module is loaded on its first use, so that a page can be painted before SQLAlchemy is there.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.commands import card_moves as card_moves
    from desktop.commands import client_handover as client_handover
    from desktop.commands import clients as clients
    from desktop.commands import deals as deals
    from desktop.commands import documents as documents
    from desktop.commands import drafts as drafts
    from desktop.commands import erasure as erasure
    from desktop.commands import handover as handover
    from desktop.commands import history as history
    from desktop.commands import joins as joins
    from desktop.commands import known_clients as known_clients
    from desktop.commands import lead_conversion as lead_conversion
    from desktop.commands import lead_rules as lead_rules
    from desktop.commands import leads as leads
    from desktop.commands import loans as loans
    from desktop.commands import messages as messages
    from desktop.commands import money as money
    from desktop.commands import moves as moves
    from desktop.commands import navigator as navigator
    from desktop.commands import norms as norms
    from desktop.commands import orders as orders
    from desktop.commands import people as people
    from desktop.commands import planned_handovers as planned_handovers
    from desktop.commands import prices as prices
    from desktop.commands import production as production
    from desktop.commands import publishing as publishing
    from desktop.commands import record_changes as record_changes
    from desktop.commands import repeats as repeats
    from desktop.commands import scripts as scripts
    from desktop.commands import shop as shop
    from desktop.commands import sight as sight
    from desktop.commands import stages as stages
    from desktop.commands import templates as templates
    from desktop.commands import to_look_at as to_look_at
    from desktop.commands import touch_plans as touch_plans
    from desktop.commands import touches as touches
    from desktop.storage.unit_of_work import UnitOfWork as UnitOfWork


def __getattr__(name: str) -> object:
    if name.startswith("_"):
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
