# SPDX-License-Identifier: Apache-2.0
"""The preview's shading: runs that hold a field's value get a tint, those in doubt another one and a line."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from docx.oxml.ns import qn
from lxml import etree

from desktop.documents.template.formats import DOUBT_BEGINS, FIELD_BEGINS, FIELD_ENDS, MARKS

FIELD_TINT: Final = "DDEFF3"
DOUBT_TINT: Final = "FBEBC8"
DOUBT_LINE: Final = "BF7E00"
_SPLIT: Final = re.compile(f"([{MARKS}])")
_TINTS: Final = {FIELD_BEGINS: FIELD_TINT, DOUBT_BEGINS: DOUBT_TINT, FIELD_ENDS: ""}
# The order of a run's properties is fixed by the schema: line and shading come after these and before the rest.
_BEFORE_LINE: Final = tuple(
    qn(f"w:{name}")
    for name in (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
        "vanish webHidden color spacing w kern position sz szCs highlight"
    ).split()
)
_BEFORE_SHADING: Final = (*_BEFORE_LINE, *(qn(f"w:{name}") for name in ("u", "effect", "bdr")))


def shaded(docx: bytes) -> bytes:
    """The document with its marked values tinted and the marks taken out."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as before,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for member in before.infolist():
            content = before.read(member)
            if member.filename.endswith(".xml") and any(mark.encode() in content for mark in MARKS):
                content = _part(content)
            after.writestr(member, content)
    return result.getvalue()


def _part(content: bytes) -> bytes:
    tree = etree.fromstring(content)
    tint = ""
    for run in list(tree.iter(qn("w:r"))):
        tint = _run(run, tint)
    # What stands outside any run, such as the document's title, only loses its marks.
    text = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True).decode()
    return re.sub(f"[{MARKS}]", "", text).encode()


def _run(run: Any, tint: str) -> str:
    """Put runs of one tint each in the place of a run; returns the tint in force at its end."""
    parent = run.getparent()
    at = parent.index(run)
    properties = run.find(qn("w:rPr"))
    pieces: list[Any] = []
    for tint, child in _children(run, tint):  # noqa: B020, PLR1704 -- the tint goes on from run to run
        if not pieces or pieces[-1].get("tint") != tint:
            pieces.append(_new_run(run, properties, tint))
        pieces[-1].append(child)
    parent.remove(run)
    for offset, piece in enumerate(pieces):
        del piece.attrib["tint"]
        parent.insert(at + offset, piece)
    return tint


def _children(run: Any, tint: str) -> Iterator[tuple[str, Any]]:
    for child in run:
        if child.tag == qn("w:rPr"):
            continue
        if child.tag != qn("w:t"):
            yield tint, copy.deepcopy(child)
            continue
        for piece in _SPLIT.split(child.text or ""):
            if piece in _TINTS:
                tint = _TINTS[piece]
                # An empty text carries the tint over to the next run even when nothing else follows in this one.
                yield tint, _text(child, "")
            elif piece:
                yield tint, _text(child, piece)


def _text(like: Any, text: str) -> Any:
    made = etree.SubElement(etree.Element(qn("w:r"), nsmap=like.nsmap), qn("w:t"))
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _new_run(run: Any, properties: Any, tint: str) -> Any:
    made = etree.Element(qn("w:r"), nsmap=run.nsmap)
    for name, value in run.attrib.items():
        made.set(name, value)
    made.set("tint", tint)
    if properties is not None:
        made.append(copy.deepcopy(properties))
    if tint:
        _shade(made, tint)
    return made


def _shade(run: Any, tint: str) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = etree.Element(qn("w:rPr"))
        run.insert(0, properties)
    _put(properties, "shd", _BEFORE_SHADING, val="clear", color="auto", fill=tint)
    if tint == DOUBT_TINT:
        # What is to be checked is told apart by more than its colour.
        _put(properties, "u", _BEFORE_LINE, val="thick", color=DOUBT_LINE)


def _put(properties: Any, tag: str, before: tuple[str, ...], **values: str) -> None:
    """Set one property of a run at the place that the schema gives it."""
    for old in properties.findall(qn(f"w:{tag}")):
        properties.remove(old)
    made = etree.Element(qn(f"w:{tag}"))
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    properties.insert(sum(child.tag in before for child in properties), made)
