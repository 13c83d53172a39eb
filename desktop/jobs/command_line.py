# SPDX-License-Identifier: Apache-2.0
"""Makes the parser from the list of jobs, runs one and says how it went."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any, Final

from desktop import log, paths
from desktop.errors import UserError, as_bug
from desktop.i18n import _
from desktop.jobs import hub_jobs, shop_jobs
from desktop.jobs.job import Answer, Job
from desktop.jobs.options import add_common

DONE, REFUSED, FAULTS, BUG = 0, 1, 3, 70

JOBS: Final = (*shop_jobs.JOBS, *hub_jobs.JOBS)
_GROUPS: Final = {"hub": "set up and look after the hub where desks meet"}


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Let the program take sub-commands."""
    top = parser.add_subparsers(title="without a window")
    groups: dict[str, Any] = {}
    for job in JOBS:
        place = top
        if len(job.words) > 1:
            if job.words[0] not in groups:
                group = top.add_parser(job.words[0], help=_GROUPS[job.words[0]], allow_abbrev=False)
                groups[job.words[0]] = group.add_subparsers(required=True)
            place = groups[job.words[0]]
        sub = place.add_parser(job.words[-1], help=job.help, allow_abbrev=False)
        add_common(sub)
        for argument in job.arguments:
            argument.add_to(sub)
        sub.add_argument("--json", action="store_true", help="answer as one JSON object")
        sub.set_defaults(job=job)


def run(asked: argparse.Namespace, folder: Path) -> int:
    """Do one job and say how it went, in words or as JSON."""
    job: Job = asked.job
    try:
        answer = job.work(asked, folder)
    except UserError as error:
        _say(asked, {"ok": False, "error": error.sentence}, sys.stderr)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - whatever it is, the office's IT person needs a word and a code
        bug = as_bug(error, where=job.name)
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
