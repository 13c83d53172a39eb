# SPDX-License-Identifier: Apache-2.0
"""Asks what the template's child process would be asked, without starting one: most tests need the answer only."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from desktop.documents import template
from desktop.documents.fields import DocumentFields
from desktop.documents.template import wire
from desktop.documents.template.findings import Finding
from desktop.documents.template.work import answered
from tests.documents.examples import text_of


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


def filled(path: Path, fields: DocumentFields, language: str = "en") -> str:
    """The text of the paper made from a template, without the child process."""
    head, paper = asked(path, "fill", fields, language)
    assert paper, head.decode()
    return text_of(paper)


def one(path: Path, fields: DocumentFields | None = None, language: str = "en") -> Finding:
    """The only finding."""
    (finding,) = findings_of(path, fields, language)
    return finding


def with_member(path: Path, name: str, content: str | bytes) -> Path:
    """The same document with one more part in its archive."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path
