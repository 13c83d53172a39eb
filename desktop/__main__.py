# SPDX-License-Identifier: Apache-2.0
"""Arguments, logging, language, then app.run(); and the sub-commands that work without a window.

Exit codes: 0 done, 1 refused with a sentence, 2 arguments not understood, 3 `check` found faults, 70 a bug.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import logging
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop import APP_NAME, __version__, i18n, log, paths
from desktop import settings as declared
from desktop.clock import SystemClock
from desktop.errors import UserError, as_bug
from desktop.i18n import _
from desktop.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.flows.shop import DirectShop

DONE, REFUSED, FAULTS, BUG = 0, 1, 3, 70

Answer = dict[str, Any]
Job = Callable[[argparse.Namespace, Path], Answer]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program, or one sub-command; returns the exit code."""
    asked = _parser().parse_args(arguments)
    log.start(paths.log_dir(), level=logging.DEBUG if asked.verbose else logging.INFO)
    kept = Settings()
    i18n.switch(asked.language or kept.get(declared.LANGUAGE) or i18n.best_language())
    if asked.job is not None:
        return _run(asked, asked.data or _usual_folder(kept))
    # Nothing made while starting is garbage: looking for it costs an eighth of the way to the first paint.
    gc.disable()
    from desktop.background import light_imports

    light_imports.use()
    from desktop import app  # Qt is loaded only for the window

    return app.run(
        app.Start(folder=asked.data, demo=asked.demo, language=asked.language, person=asked.person)
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=APP_NAME.lower(), description=__doc__, allow_abbrev=False)
    _add_common(parser)
    parser.add_argument("--version", action="version", version=f"{APP_NAME} {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the demo shop")
    parser.add_argument("--person", default="", help="who sits down, by name")
    parser.set_defaults(job=None, data=None, language="", verbose=False)
    jobs = parser.add_subparsers(title="without a window")
    for name, job, help_, argument in _JOBS:
        sub = jobs.add_parser(name, help=help_, allow_abbrev=False)
        _add_common(sub)
        if argument:
            metavar, nargs, about = argument
            sub.add_argument("path", type=Path, nargs=nargs, metavar=metavar, help=about)
        sub.add_argument("--json", action="store_true", help="answer as one JSON object")
        sub.set_defaults(job=job, name=name)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    """What may stand before the sub-command as well as after it; the later one counts."""
    absent = argparse.SUPPRESS
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=absent, help="the folder of the shop"
    )
    parser.add_argument("--language", default=absent, help="en, ru; by default the system's")
    parser.add_argument(
        "--verbose", action="store_true", default=absent, help="write more to the log"
    )


def _run(asked: argparse.Namespace, folder: Path) -> int:
    """Do one job and say how it went, in words or as JSON."""
    job: Job = asked.job
    try:
        answer = job(asked, folder)
    except UserError as error:
        _say(asked, {"ok": False, "error": error.sentence}, sys.stderr)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - whatever it is, the office's IT person needs a word and a code
        bug = as_bug(error, where=asked.name)
        told = _("This is a fault in the program: {error}. The log says more: {log}").format(
            error=bug.error, log=paths.log_dir() / log.FILE_NAME
        )
        _say(asked, {"ok": False, "error": told}, sys.stderr)
        return BUG
    faults = answer.get("faults")
    _say(asked, {"ok": not faults, **answer}, sys.stdout)
    return FAULTS if faults else DONE


def _say(asked: argparse.Namespace, answer: Answer, stream: Any) -> None:
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    if not asked.json:
        text = answer.get("said") or answer.get("error") or ""
    target = sys.stdout if asked.json else stream
    if target is None:
        return  # a program of the desktop has no console
    if isinstance(target, io.TextIOWrapper):
        target.reconfigure(errors="backslashreplace")
    target.write(f"{text}\n")


def _usual_folder(kept: Settings) -> Path:
    chosen = kept.get(declared.SHOP_FOLDER)
    return Path(chosen) if chosen else paths.data_dir() / "shop"


# The jobs. Those that write hold the shop's lock, so that they refuse while the window is open.


@contextmanager
def _written_to(folder: Path) -> Iterator[DirectShop]:
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
    _demand_shop(folder)
    from desktop.flows.import_list import check_list, import_list

    with _written_to(folder) as shop:
        bad = check_list(shop, path=source).bad
        taken = import_list(shop, path=source)
    said = _("New clients: {new}. Known ones with something added: {added}. Left out: {bad}.")
    lines = [said.format(new=taken.new, added=taken.added, bad=taken.left_out)]
    lines += [_("Line {line}: {why}").format(line=one.line, why=one.about) for one in bad]
    return {
        "said": "\n".join(lines),
        "new": taken.new,
        "added": taken.added,
        "left_out": taken.left_out,
        "bad": [{"line": one.line, "why": one.about} for one in bad],
    }


def _import_shop(source: Path, folder: Path) -> Answer:
    from desktop.flows.export_shop import import_shop

    with _written_to(folder) as shop:
        taken = import_shop(shop, source)
    return _counted(_("Taken in: {rows} rows, {files} files."), taken.counts, taken.files)


def _export(asked: argparse.Namespace, folder: Path) -> Answer:
    """All data as CSV with the files; the window may be open."""
    _demand_shop(folder)
    from desktop.flows.export_shop import export_shop

    written = export_shop(folder, asked.path, now=SystemClock().now())
    answer = _counted(_("Written: {rows} rows, {files} files."), written.counts, written.files)
    return {**answer, "folder": str(asked.path)}


def _backup(asked: argparse.Namespace, folder: Path) -> Answer:
    """A checked backup; the window may be open."""
    _demand_shop(folder)
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
    _demand_shop(folder)
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


def _demand_shop(folder: Path) -> None:
    if not (folder / "shop.sqlite").is_file():
        raise UserError(
            _(
                "There is no shop in {folder}. Nothing was changed. Name its folder: --data DIR."
            ).format(folder=folder)
        )


def _counted(said: str, counts: dict[str, int], files: int) -> Answer:
    rows = i18n.number(sum(counts.values()))
    return {"said": said.format(rows=rows, files=files), "counts": counts, "files": files}


Argument = tuple[str, str | None, str] | None

_JOBS: Final[tuple[tuple[str, Job, str, Argument], ...]] = (
    (
        "import",
        _import,
        "take in a client list (CSV, XLSX), or an exported shop into a new --data folder",
        ("PATH", None, "the file, or the folder that export wrote"),
    ),
    (
        "export",
        _export,
        "write all data as CSV with the files",
        ("FOLDER", None, "a new folder"),
    ),
    (
        "backup",
        _backup,
        "make a checked backup",
        ("FOLDER", "?", "where to, by default the folder of the settings"),
    ),
    (
        "restore",
        _restore,
        "put a backup in the place of the shop",
        ("FILE", None, "the backup, shop-….sqlite"),
    ),
    ("check", _check, "look through the whole shop", None),
)


if __name__ == "__main__":
    raise SystemExit(main())
