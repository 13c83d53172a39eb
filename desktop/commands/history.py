# SPDX-License-Identifier: Apache-2.0
"""Undo and redo as things a person does."""

from collections.abc import Collection, Sequence
from uuid import UUID

from desktop.domain.rights import Right
from desktop.storage import undo as steps
from desktop.storage.undo import Reverted
from desktop.storage.undo_plan import TWINS, Plan
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.drafts.client_list import IMPORT

__all__ = ["Reverted", "redo", "revert_import", "revert_part", "take_firms", "take_twins", "undo"]


def undo(uow: UnitOfWork) -> Reverted:
    """Take back the person's last step on this desk; what others changed since stays and is named."""
    return steps.undo(uow)


def redo(uow: UnitOfWork) -> Reverted:
    """Do again what was undone last."""
    return steps.redo(uow)


@command(IMPORT, Right.IMPORT)
def revert_import(uow: UnitOfWork, *, plan: Plan, part: Sequence[int], is_last: bool) -> Reverted:
    """Take back, or do again, one part of an import, whosever it is."""
    return steps.revert_part(uow, plan, part, is_last=is_last)


@command(TWINS, Right.IMPORT)
def take_twins(uow: UnitOfWork, *, plan: Plan, part: Sequence[int]) -> tuple[int, frozenset[UUID]]:
    """Take back of one part of an import what another computer brought as well; how many leads, and whose they were."""
    uow.name(file=plan.label.fields.get("file", ""))
    return steps.take_twins(uow, plan, part)


@command(TWINS, Right.IMPORT)
def take_firms(uow: UnitOfWork, *, plan: Plan, clients: Collection[UUID]) -> None:
    """The organisations of those leads go where nobody else names them."""
    uow.name(file=plan.label.fields.get("file", ""))
    steps.take_firms(uow, plan, clients)


def revert_part(uow: UnitOfWork, *, plan: Plan, part: Sequence[int], is_last: bool) -> Reverted:
    """Take back or do again one part of a step that is too long for one transaction."""
    return steps.revert_part(uow, plan, part, is_last=is_last)
