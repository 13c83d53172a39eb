# SPDX-License-Identifier: Apache-2.0
"""Templates of papers: added, changed, put away. Papers made from one stay as they are."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.document import Template
from desktop.domain.rights import Right
from desktop.i18n import N_
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen


@command(N_("Added template {template}"), Right.EDIT_TEMPLATES)
def add_template(
    uow: UnitOfWork,
    *,
    kind: str,
    language: str,
    name: str,
    blob: str,
    size: int,
    is_shipped: bool = False,
) -> UUID:
    """A .docx that passed its check becomes a template of the shop."""
    last = uow.one(select(func.max(Template.position)).where(Template.kind == kind)) or 0
    uow.name(template=name)
    return uow.add(
        Template(
            kind=kind,
            language=language,
            name=name.strip(),
            blob=blob,
            size=size,
            is_shipped=is_shipped,
            position=last + 1,
        )
    ).id


@command(N_("Changed template {template}"), Right.EDIT_TEMPLATES)
def change_template(
    uow: UnitOfWork,
    *,
    template_id: UUID,
    name: str | None = None,
    blob: str | None = None,
    size: int = 0,
    seen: Seen = None,
) -> None:
    """Another name or another file for a template; documents made before keep theirs."""
    template = uow.get(Template, template_id)
    template.name = name.strip() if name else template.name
    if blob is not None:
        template.blob, template.size, template.is_shipped = blob, size, False
    uow.name(template=template.name)


@command(N_("Removed template {template}"), Right.EDIT_TEMPLATES)
def remove_template(uow: UnitOfWork, *, template_id: UUID, seen: Seen = None) -> None:
    """The template is no longer offered; it stays in the bin."""
    template = uow.get(Template, template_id)
    template.archived_at = uow.now
    uow.name(template=template.name)
