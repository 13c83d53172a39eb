# SPDX-License-Identifier: Apache-2.0
"""Word templates: checked and filled in a child process; the only door to python-docx, docxtpl and Jinja.

This side imports none of them: it asks the child (`work`) and turns its answers into sentences.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from desktop import log
from desktop.documents import child
from desktop.documents.fields import DocumentFields, catalogue, context
from desktop.documents.template import wire
from desktop.documents.template.findings import Fault, Finding, FindingKind
from desktop.errors import UserError
from desktop.i18n import _
from desktop.saving import read_whole, write_whole

__all__ = ["Fault", "Filled", "Finding", "FindingKind", "check", "fill", "used_fields"]

SECONDS: Final = 30.0
"""How long a template may take; a contract takes half a second, two thousand lines take five."""

_log = log.logger("documents")


@dataclass(frozen=True, slots=True)
class Filled:
    """A paper that was made, and what in it a person should look at."""

    path: Path
    warnings: tuple[Finding, ...]


def check(
    template: Path,
    fields: DocumentFields | None = None,
    *,
    language: str = "en",
    seconds: float = SECONDS,
) -> list[Finding]:
    """Everything the matter with a template: unknown fields, broken tags, code; with a deal's fields, empty ones too.

    Takes about a second: not for the GUI thread. UserError where the file is no template at all or hangs.
    """
    request = _request("check", fields, language)
    answer, _paper = _ask(template, request, seconds)
    return _findings(answer)


def fill(
    template: Path,
    fields: DocumentFields,
    output: Path,
    *,
    language: str,
    highlight: bool = False,
    doubts: Collection[str] = (),
    seconds: float = SECONDS,
) -> Filled:
    """Fill a template and write the .docx, whole or not at all.

    `language` ("ru", "en") is the paper's. With `highlight`, for a preview, every value from the card is tinted, the
    paths in `doubts` (such as "deal.proof_by") and gaps in another tint. UserError names the paragraph where it fails.
    """
    request = _request("fill", fields, language)
    request |= {"highlight": highlight, "doubts": sorted(doubts)}
    answer, paper = _ask(template, request, seconds)
    found = _findings(answer)
    stopping = [finding for finding in found if finding.stops]
    if stopping:
        raise UserError(
            _("The template {name} cannot be used yet. {finding} The deal is unchanged.").format(
                name=template.name, finding=stopping[0].sentence
            )
        )
    write_whole(output, paper)
    return Filled(output, tuple(found))


def used_fields(template: Path, *, seconds: float = SECONDS) -> list[str]:
    """The dotted paths of the fields a template uses, sorted; none for a broken one."""
    answer, _paper = _ask(template, {"do": "uses"}, seconds)
    return [str(path) for path in answer["uses"]]


def _request(what: str, fields: DocumentFields | None, language: str) -> dict[str, Any]:
    described = catalogue()
    return {
        "do": what,
        "language": language,
        "known": [info.path for info in described],
        "optional": [info.path for info in described if info.optional],
        "values": None if fields is None else context(fields),
    }


def _ask(template: Path, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
    given = wire.packed(request) + b"\n" + read_whole(template)
    try:
        ended = child.run_own("template", seconds=seconds, given=given)
    except child.TimedOut as error:
        raise UserError(
            _(
                "The template {name} did not finish in {seconds} seconds and was stopped. "
                "It may loop without end: check its lists. The deal is unchanged."
            ).format(
                name=template.name, seconds=int(seconds)
            )
        ) from error  # fmt: skip
    if ended.code != 0:
        _log.error(
            "The template's process ended with %s\n%s",
            ended.code,
            ended.err.decode(errors="replace"),
        )
        raise UserError(
            _(
                "The template {name} could not be worked on: it may be damaged or far too large. "
                "Open it in Word, save it anew and try again."
            ).format(
                name=template.name
            )
        )  # fmt: skip
    head, _line, paper = ended.out.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    if "failed" in answer:
        raise UserError(_failure(answer, template.name))
    return answer, paper


def _failure(answer: dict[str, Any], name: str) -> str:
    where = answer.get("where") or name
    sentences = {
        "not_a_document": _(
            "{name} is not a Word document (.docx) or is damaged. Open it in Word and save it as .docx."
        ),
        "too_large": _(
            "The template {name} is far too large. Take out big pictures and try again."
        ),
        "too_much": _(
            "The template {name} makes far too much text, or loops without end, at “{where}”. "
            "Check its lists."
        ),
        "not_filled": _(
            "The template {name} cannot be filled at “{where}”: the field has another kind than "
            "its format expects. The deal is unchanged."
        ),
    }
    return sentences[answer["failed"]].format(name=name, where=where)


def _findings(answer: dict[str, Any]) -> list[Finding]:
    abouts = {info.path: info.about for info in catalogue()}
    return [
        Finding(
            kind=FindingKind(told["kind"]),
            tag=told["tag"],
            where=told["where"],
            suggestion=told["suggestion"],
            fault=Fault(told["fault"]) if told["fault"] else None,
            about=abouts.get(told["tag"], ""),
            line=told["line"],
        )
        for told in answer["findings"]
    ]
