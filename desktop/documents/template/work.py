# SPDX-License-Identifier: Apache-2.0
"""The template's work in the child process: check it, fill it, or say in which paragraph it failed."""

from __future__ import annotations

import dataclasses
import io
import json
import traceback
from collections.abc import Mapping
from typing import Any, Final

from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import InlineImage
from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from lxml import etree

from desktop.documents.fields import Picture
from desktop.documents.template import parts, wire
from desktop.documents.template.findings import Fault, Finding, FindingKind, place
from desktop.documents.template.formats import (
    DOUBT_BEGINS,
    FIELD_BEGINS,
    FIELD_ENDS,
    TooMuch,
    WrongKind,
    written,
)
from desktop.documents.template.highlight import shaded
from desktop.documents.template.inspection import Known, field_uses, findings
from desktop.documents.template.sandbox import Sandbox

_MOST_MEMORY: Final = 2 * 2**30


def work(given: bytes) -> bytes:
    """Answer one request inside the child's limit of memory; see `answered`."""
    _limit_memory()
    return answered(given)


def answered(given: bytes) -> bytes:
    """Answer one request: a line of JSON, then the template; the answer is a line of JSON, then the paper if made."""
    head, _line, template = given.partition(b"\n")
    request = wire.unpacked(head)
    try:
        answer, paper = _answer(request, template)
    except parts.NotADocument:
        answer, paper = {"failed": "not_a_document"}, b""
    except (parts.TooLarge, MemoryError, RecursionError):
        answer, paper = {"failed": "too_large"}, b""
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n" + paper


def _answer(request: Mapping[str, Any], template: bytes) -> tuple[dict[str, Any], bytes]:
    if request["do"] == "uses":
        parts.guarded(template)
        return {"uses": field_uses(template)}, b""
    known = Known(
        frozenset(request["known"]),
        frozenset(request["optional"]),
        request["values"],
        request["language"],
    )
    found = findings(template, known)
    answer: dict[str, Any] = {"findings": [dataclasses.asdict(finding) for finding in found]}
    if request["do"] == "check" or any(finding.stops for finding in found):
        return answer, b""
    return _filled(request, template, answer)


def _filled(
    request: Mapping[str, Any], template: bytes, answer: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    document = parts.Document(template)
    sandbox = Sandbox(request["language"], _marking(request) if request["highlight"] else None)
    try:
        document.render(_with_pictures(request["values"], document), sandbox)
    except TooMuch as error:
        return {**answer, "failed": "too_much", "where": _where(document, error)}, b""
    except (
        TemplateError,
        SecurityError,
        WrongKind,
        ArithmeticError,
        TypeError,
        ValueError,
    ) as error:
        return {**answer, "failed": "not_filled", "where": _where(document, error)}, b""
    except etree.XMLSyntaxError:
        torn = Finding(FindingKind.BROKEN, "", fault=Fault.XML)
        return {**answer, "findings": [dataclasses.asdict(torn)]}, b""
    paper = io.BytesIO()
    document.save(paper)
    content = paper.getvalue()
    return answer, shaded(content) if request["highlight"] else content


def _marking(request: Mapping[str, Any]) -> Any:
    """Writes values between marks, from which the preview's shading is made; a gap shows the field's name."""
    language, doubts = request["language"], frozenset(request["doubts"])

    def shown(value: object, path: str, _line: int) -> object:
        text = written(value, language)
        if not isinstance(text, str) or not path:
            return text
        begins = DOUBT_BEGINS if path in doubts or not text else FIELD_BEGINS
        return f"{begins}{text or '[' + path + ']'}{FIELD_ENDS}"

    return shown


def _with_pictures(value: Any, document: parts.Document) -> Any:
    if isinstance(value, Picture):
        kind = _FloatingPicture if value.floats else InlineImage
        return kind(document, str(value.path), width=Mm(value.width_mm))
    if isinstance(value, dict):
        return {key: _with_pictures(part, document) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_pictures(part, document) for part in value]
    return value


class _FloatingPicture(InlineImage):  # type: ignore[misc]  # docxtpl has no types
    """A picture behind the text at the place of its tag, so that a stamp does not push the signatures down."""

    def _insert_image(self) -> str:
        part = self.tpl.current_rendering_part
        inline = part.new_pic_inline(self.image_descriptor, self.width, self.height)
        drawing = etree.tostring(_anchored(inline), encoding="unicode")
        return f'</w:t></w:r><w:r><w:drawing>{drawing}</w:drawing></w:r><w:r><w:t xml:space="preserve">'

    __unicode__ = __str__ = __html__ = _insert_image


def _anchored(inline: Any) -> Any:
    """The wp:anchor for a wp:inline (ECMA-376, 20.4.2.3), most of it above the paragraph where it stands."""
    anchor = etree.Element(qn("wp:anchor"), nsmap=inline.nsmap)
    for name in ("distT", "distB", "distL", "distR", "simplePos", "locked"):
        anchor.set(name, "0")
    for name, value in (
        ("relativeHeight", "251658240"),
        ("behindDoc", "1"),
        ("layoutInCell", "1"),
        ("allowOverlap", "1"),
    ):
        anchor.set(name, value)
    etree.SubElement(anchor, qn("wp:simplePos"), x="0", y="0")
    rise = -int(inline.extent.cy) * 7 // 10
    for name, origin, offset in (("positionH", "character", 0), ("positionV", "paragraph", rise)):
        position = etree.SubElement(anchor, qn(f"wp:{name}"), relativeFrom=origin)
        etree.SubElement(position, qn("wp:posOffset")).text = str(offset)
    for child in list(inline):
        if child.tag == qn("wp:docPr"):
            etree.SubElement(anchor, qn("wp:wrapNone"))
        anchor.append(child)
    return anchor


def _where(document: parts.Document, error: BaseException) -> str:
    """The paragraph in which filling stopped: Jinja's own line, or that of the last frame inside the template."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
    if not line:
        frames = traceback.extract_tb(error.__traceback__)
        line = next(
            (frame.lineno or 0 for frame in reversed(frames) if frame.filename == "<template>"), 0
        )
    lines = document.source_lines
    return place(lines[line - 1]) if 0 < line <= len(lines) else ""


def _limit_memory() -> None:
    try:
        import resource
    except (
        ImportError
    ):  # Windows has no such limit; the capped texts and the time limit stand alone there
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = _MOST_MEMORY if hard == resource.RLIM_INFINITY else min(_MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
