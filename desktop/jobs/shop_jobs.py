# SPDX-License-Identifier: Apache-2.0
"""Sub-commands on one shop: lists and whole shops in and out, backups, the check.

Those that write hold the shop's lock, so that they refuse while the window is open.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop import i18n
from desktop import settings as declared
from desktop.clock import SystemClock
from desktop.errors import UserError
from desktop.i18n import _
from desktop.jobs.job import Answer, Argument, Job
from desktop.settings import Settings

if TYPE_CHECKING:
    from desktop.flows.shop import DirectShop


@contextmanager
def written_to(folder: Path) -> Iterator[DirectShop]:
    """The shop for a job that writes, opened and locked; made where there is none."""
    from desktop.flows.shop import DirectShop
    from desktop.storage.database import Database
    from desktop.storage.lock import ShopLock
    from desktop.storage.work import Actor

    clock = SystemClock()
    with ShopLock(folder, clock):
        database = Database(folder, clock)
        database.open()
        try:
            yield DirectShop(database, Actor())
        finally:
            database.close()


def _import(asked: argparse.Namespace, folder: Path) -> Answer:
    """A client list, or a whole exported shop into an empty folder."""
    source: Path = asked.path
    if source.is_dir():
        return _import_shop(source, folder)
    demand_shop(folder)
    from desktop.flows.import_list import bad_rows, check_list, import_list
    from desktop.values.drafts.client_list import ListWish
    from desktop.values.states import Channel

    # Nobody is signed in here who could hold leads: they go to the head's queue.
    wish = ListWish(channel=Channel.COLD_LIST.value if asked.leads else "")
    with written_to(folder) as shop:
        check = check_list(shop, path=source, wish=wish)
        bad = [(row.line, why) for row, why in bad_rows(shop, check)] if check is not None else []
        taken = import_list(shop, path=source, wish=wish)
    said = _("New clients: {new}. Known ones with something added: {added}. Left out: {bad}.")
    lines = [said.format(new=taken.new, added=taken.added, bad=taken.left_out)]
    if asked.leads:
        lines.append(_("Leads for the head: {leads}.").format(leads=taken.leads))
    lines += [_("Line {line}: {why}").format(line=line, why=why) for line, why in bad]
    return {
        "said": "\n".join(lines),
        "new": taken.new,
        "added": taken.added,
        "leads": taken.leads,
        "left_out": taken.left_out,
        "bad": [{"line": line, "why": why} for line, why in bad],
    }


def _import_shop(source: Path, folder: Path) -> Answer:
    from desktop.flows.export_shop import import_shop

    with written_to(folder) as shop:
        taken = import_shop(shop, source)
    answer = _counted(_("Taken in: {rows} rows, {files} files."), taken.counts, taken.files)
    if taken.named:
        names = ", ".join(f"“{name}”" for name in taken.named)
        words = _("What came under the name of another has a number now: {names}.").format(
            names=names
        )
        answer["said"] = f"{answer['said']}\n{words}"
    return {**answer, "named": list(taken.named)}


def _export(asked: argparse.Namespace, folder: Path) -> Answer:
    """All data as CSV with the files, or one client's as JSON; the window may be open."""
    demand_shop(folder)
    if asked.client:
        return _export_client(asked, folder)
    from desktop.flows.export_shop import export_shop

    written = export_shop(folder, asked.path, now=SystemClock().now())
    answer = _counted(_("Written: {rows} rows, {files} files."), written.counts, written.files)
    return {**answer, "folder": str(asked.path)}


def _export_client(asked: argparse.Namespace, folder: Path) -> Answer:
    """What is kept about one client, for whoever asks for their data."""
    from desktop.storage import client_export, erase_here
    from desktop.storage.database import separate_reader

    with separate_reader(folder) as connection:
        client = erase_here.one_called(connection, asked.client)
        written = client_export.write_out(
            connection, client, folder=folder, target=asked.path, now=SystemClock().now()
        )
    answer = _counted(_("Written: {rows} rows, {files} files."), written.counts, written.files)
    return {**answer, "folder": str(asked.path), "missing": [*written.missing]}


def _erase(asked: argparse.Namespace, folder: Path) -> Answer:
    """A client is forgotten in a shop on one computer."""
    demand_shop(folder)
    from desktop.flows.client_data import erase
    from desktop.storage import erase_here, outgoing

    with written_to(folder) as shop:
        if shop.read(lambda r: outgoing.is_joined(r.connection)):
            raise UserError(
                _(
                    "This shop has joined a hub, which erases for every computer. Nothing was erased. Use: "
                    "python -m desktop hub erase."
                )
            )
        client = shop.read(lambda r: erase_here.one_called(r.connection, asked.client))
        erase(shop, client_id=client, why=asked.why)
    said = _(
        "The client is erased. Backups and exported files keep what they have until they are deleted."
    )
    return {"said": said, "id": str(client)}


def _backup(asked: argparse.Namespace, folder: Path) -> Answer:
    """A checked backup; the window may be open."""
    demand_shop(folder)
    from desktop.flows.back_up import back_up, backup_folder

    kept = Settings()
    chosen = kept.get(declared.BACKUP_FOLDER)
    target = asked.path or backup_folder(folder, chosen)
    made = back_up(folder, target, now=SystemClock().now(), kept=kept.get(declared.BACKUPS_KEPT))
    said = _("Backed up and checked: {path}, {size}.").format(
        path=made.path, size=i18n.file_size(made.size)
    )
    return {"said": said, "path": str(made.path), "bytes": made.size, "files": made.files}


def _restore(asked: argparse.Namespace, folder: Path) -> Answer:
    """A backup in the place of the shop."""
    from desktop.flows.restore import restore
    from desktop.storage.lock import ShopLock

    clock = SystemClock()
    with ShopLock(folder, clock):
        aside = restore(asked.path, folder, now=clock.now())
    said = _("Restored {path}. The shop as it was is kept in {aside}.").format(
        path=asked.path, aside=aside
    )
    return {"said": said, "kept": str(aside)}


def _check(_asked: argparse.Namespace, folder: Path) -> Answer:
    """Everything that is wrong; the window may be open."""
    demand_shop(folder)
    from desktop.flows.check_shop import check_shop

    report = check_shop(folder)
    faults = [
        {"check": one.check, "kind": one.kind, "record": one.record, "detail": one.detail}
        for one in report.faults
    ]
    lines = [" ".join(filter(None, one.values())) for one in faults]
    rows = sum(report.counts.values())
    sound = _("The shop is sound: {rows} rows.").format(rows=i18n.number(rows))
    return {"said": "\n".join(lines) or sound, "counts": report.counts, "faults": faults}


def demand_shop(folder: Path) -> None:
    """UserError where there is no shop."""
    if not (folder / "shop.sqlite").is_file():
        raise UserError(
            _(
                "There is no shop in {folder}. Nothing was changed. Name its folder: --data DIR."
            ).format(folder=folder)
        )


def _counted(said: str, counts: dict[str, int], files: int) -> Answer:
    rows = i18n.number(sum(counts.values()))
    return {"said": said.format(rows=rows, files=files), "counts": counts, "files": files}


JOBS: Final = (
    Job(
        ("import",),
        _import,
        "take in a client list (CSV, XLSX, vCard), or an exported shop into a new --data folder",
        (
            Argument("path", "PATH", "the file, or the folder that export wrote"),
            Argument(
                "--leads",
                "",
                "a cold list: each new client becomes a lead in the head's queue",
                switch=True,
            ),
        ),
    ),
    Job(
        ("export",),
        _export,
        "write all data as CSV with the files, or what is kept about one client as JSON",
        (
            Argument("path", "FOLDER", "a new folder"),
            Argument(
                "--client", "WHO", "one client alone: the name or phone", kind=str, default=""
            ),
        ),
    ),
    Job(
        ("erase",),
        _erase,
        "erase a client's data for good, in a shop on one computer",
        (
            Argument("--client", "WHO", "the client's name or phone", kind=str, required=True),
            Argument("--why", "TEXT", "kept with the date", kind=str, required=True),
        ),
    ),
    Job(
        ("backup",),
        _backup,
        "make a checked backup",
        (Argument("path", "FOLDER", "where to, by default the folder of the settings", nargs="?"),),
    ),
    Job(
        ("restore",),
        _restore,
        "put a backup in the place of the shop",
        (Argument("path", "FILE", "the backup, shop-….sqlite"),),
    ),
    Job(("check",), _check, "look through the whole shop"),
)
