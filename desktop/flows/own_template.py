# SPDX-License-Identifier: Apache-2.0
"""Templates of the shop's own: checked before they are taken, and looked at on a real deal without keeping anything."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from desktop import commands
from desktop.documents import pdf_pages, template
from desktop.documents.template import Finding
from desktop.errors import UserError
from desktop.flows.bring_file import bring
from desktop.flows.paper_making import Office, draw, working_folder
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries import contract as contract_query
from desktop.saving import write_whole
from desktop.storage import blobs
from desktop.values.rows.settings import TemplateRow

LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class TemplatePreview:
    """A paper drawn from a template. `pdf` lies in the folder that was given; None where nobody here can draw it."""

    pdf: Path | None
    pages: int
    told: str
    warnings: tuple[str, ...]


def examine(path: Path, *, language: str) -> tuple[Finding, ...]:
    """Everything the matter with a file that is to be a template; UserError where it is none at all. Takes a second."""
    return tuple(template.check(path, language=language))


def add_template(shop: Shop, *, path: Path, kind: str, language: str, name: str) -> UUID:
    """Take a .docx as a template. UserError where something in it would keep every paper from being made."""
    if not name.strip():
        raise UserError(_("The template needs a name."), field="name")
    _refuse_unusable(path, language)
    blob = blobs.put_file(shop.folder, path, limit=LARGEST)
    return shop.write(
        lambda uow: commands.templates.add_template(
            uow, kind=kind, language=language, name=name, blob=blob.hash, size=blob.size
        )
    )


def replace_template(shop: Shop, *, row: TemplateRow, path: Path) -> None:
    """Give a template another file, checked like a new one; papers made before keep theirs."""
    _refuse_unusable(path, row.language)
    blob = blobs.put_file(shop.folder, path, limit=LARGEST)
    shop.write(
        lambda uow: commands.templates.change_template(
            uow,
            template_id=row.id,
            blob=blob.hash,
            size=blob.size,
            seen={row.id: row.stamp},
        )
    )


def save_copy(shop: Shop, *, row: TemplateRow, target: Path) -> None:
    """Write a template's .docx to where it can be edited; UserError where that folder cannot be written."""
    bring(shop, row.blob)
    blobs.copy_out(shop.folder, row.blob, target)


def preview(
    shop: Shop, *, row: TemplateRow, deal_id: UUID, folder: Path, maker: str = "auto"
) -> TemplatePreview:
    """Draw a template filled from a real deal; nothing is kept and no number is taken.

    UserError where the template is broken or the deal is gone.
    """
    card = shop.read(lambda reader: contract_query.contract(reader, deal_id=deal_id))
    target = folder / f"{row.id}.pdf"
    with working_folder() as work:
        drawn = draw(
            shop.folder, work, card, row, Office(maker=maker), with_stamp=False, highlight=True
        )
        if drawn.pdf is None:
            return TemplatePreview(None, 0, drawn.told, drawn.warnings)
        write_whole(target, drawn.pdf.read_bytes())
    return TemplatePreview(target, pdf_pages.page_count(target), drawn.told, drawn.warnings)


def _refuse_unusable(path: Path, language: str) -> None:
    stopping = [one for one in examine(path, language=language) if one.stops]
    if stopping:
        raise UserError(
            _("The template {name} cannot be used yet. {finding} Nothing was changed.").format(
                name=path.name, finding=stopping[0].sentence
            )
        )
