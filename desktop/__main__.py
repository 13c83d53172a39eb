# SPDX-License-Identifier: Apache-2.0
"""Arguments, logging, language, then app.run(), or one of the sub-commands that work without a window."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop import APP_NAME, __version__, i18n, log, paths
from desktop import settings as declared
from desktop.jobs.options import add_common
from desktop.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program, or one sub-command; returns the exit code."""
    asked = _asked(arguments)
    log.start(paths.log_dir(), level=logging.DEBUG if asked.verbose else logging.INFO)
    kept = Settings()
    i18n.switch(asked.language or kept.get(declared.LANGUAGE) or i18n.best_language())
    if asked.job is not None:
        from desktop.jobs import command_line

        return command_line.run(asked, asked.data or _usual_folder(kept))
    # Nothing made while starting is garbage: looking for it costs an eighth of the way to the first paint.
    gc.disable()
    from desktop.background import light_imports

    light_imports.use()
    from desktop import app  # Qt is loaded only for the window

    return app.run(
        app.Start(
            folder=asked.data,
            demo=asked.demo,
            language=asked.language,
            person=asked.person,
            in_tray=asked.in_tray,
        )
    )


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for. A start of the window does without the sub-commands: making them known takes its time."""
    asked, more = _parser(add_help=False).parse_known_args(arguments)
    if not more:
        return asked
    from desktop.jobs import command_line

    parser = _parser()
    command_line.add_jobs(parser)
    return parser.parse_args(arguments)


def _parser(*, add_help: bool = True) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=APP_NAME.lower(), description=__doc__, allow_abbrev=False, add_help=add_help
    )
    add_common(parser)
    parser.add_argument("--version", action="version", version=f"{APP_NAME} {__version__}")
    parser.add_argument("--demo", action="store_true", help="open the demo shop")
    parser.add_argument("--person", default="", help="who sits down, by name")
    parser.add_argument("--in-tray", action="store_true", help="start without showing the window")
    parser.set_defaults(job=None, data=None, language="", verbose=False)
    return parser


def _usual_folder(kept: Settings) -> Path:
    chosen = kept.get(declared.SHOP_FOLDER)
    return Path(chosen) if chosen else paths.data_dir() / "shop"


def _as_child() -> None:
    """The program put into one file is its own interpreter: with these arguments it is to be a child of itself."""
    import multiprocessing

    from desktop.documents import child

    multiprocessing.freeze_support()  # ends here where it is one
    if sys.argv[1:2] == [child.ARGUMENT]:
        raise SystemExit(child.serve(sys.argv[2:]))


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        _as_child()
    raise SystemExit(main())
