# SPDX-License-Identifier: Apache-2.0
"""Makes a shop in a folder: an empty one of one's own, the demo shop, or one restored from a backup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop import paths
from desktop.clock import Clock
from desktop.commands.shop import NewShop, ShippedTemplate, set_up_shop
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import blobs
from desktop.storage.backup import restore
from desktop.storage.database import Database, settle
from desktop.storage.lock import ShopLock
from desktop.storage.tables import FILE_NAME
from desktop.storage.unit_of_work import Actor
from desktop.values.states import PaperKind

_MAKING = f"{FILE_NAME}.making"
SHIPPED = (PaperKind.CONTRACT_FIRM, PaperKind.CONTRACT_PERSON, PaperKind.INVOICE)
"""The papers whose templates come with the program."""


def make(
    folder: Path,
    clock: Clock,
    *,
    language: str,
    demo: bool = False,
    firm: str = "",
    person: str = "",
    country: str = "",
    currency: str = "",
    backup: Path | None = None,
) -> None:
    """Leave a shop in the folder, ready to be opened. UserError where it cannot be made.

    It gets its name when it is whole: a program that is ended while it works leaves no half of one.
    """
    with ShopLock(folder, clock).take():
        if (folder / FILE_NAME).exists():
            raise UserError(
                _(
                    "There is a shop in {folder} already. Nothing was changed. Start the program again."
                ).format(folder=folder)
            )
        if backup is not None:
            restore(backup, folder, now=clock.now())
        elif demo:
            _make_whole(folder, clock, partial(_demo, language=language))
        else:
            own = partial(
                empty,
                language=language,
                firm=firm,
                person=person,
                country=country,
                currency=currency,
            )
            _make_whole(folder, clock, own)


def _make_whole(folder: Path, clock: Clock, fill: Callable[[Database], NewShop]) -> None:
    database = Database(folder, clock, name=_MAKING)
    _clear(database.path)
    try:
        database.open()
        fill(database)
        database.close()
        settle(database.path, folder / FILE_NAME)
    finally:
        database.close()
        _clear(database.path)


def _demo(database: Database, *, language: str) -> NewShop:
    from desktop.flows.demo_shop.filling import fill  # its data is loaded only when it is wanted

    return fill(database, language=language, templates=shipped_templates(database.folder))


def _clear(path: Path) -> None:
    """Take away what is left of a shop that did not become whole."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


def empty(
    database: Database, *, language: str, firm: str, person: str, country: str, currency: str
) -> NewShop:
    """Give an open, empty database a shop of one's own."""
    templates = shipped_templates(database.folder)
    return database.write(
        Actor(),
        lambda uow: set_up_shop(
            uow,
            language=language,
            country=country,
            currency=currency,
            firm_name=firm,
            first_person=person,
            templates=templates,
        ),
    )[0]


def shipped_templates(folder: Path) -> list[ShippedTemplate]:
    """Put the shipped .docx files among the shop's files and say what they are."""
    found = []
    for language in ("en", "ru"):
        for kind in SHIPPED:
            blob = blobs.put_file(folder, paths.resource("templates", language, f"{kind}.docx"))
            found.append(ShippedTemplate(kind, language, kind.label(), blob.hash, blob.size))
    return found
