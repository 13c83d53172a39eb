# SPDX-License-Identifier: Apache-2.0
"""Asks what the template's child process would be asked, without starting one: most tests need the answer only."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.documents import template
from desktop.documents.fields import DocumentFields
from desktop.documents.template import wire
from desktop.documents.template.findings import Finding
from desktop.documents.template.work import answered


def findings_of(
    path: Path, fields: DocumentFields | None = None, language: str = "en"
) -> list[Finding]:
    """The check without its child process, which the tests of a whole check pay for."""
    head, _paper = asked(path, "check", fields, language)
    return template._findings(json.loads(head))


def asked(
    path: Path, what: str, fields: DocumentFields | None, language: str
) -> tuple[bytes, bytes]:
    request = template._request(what, fields, language) | {"highlight": False, "doubts": []}
    head, _line, paper = answered(wire.packed(request) + b"\n" + path.read_bytes()).partition(b"\n")
    return head, paper
