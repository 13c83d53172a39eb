# SPDX-License-Identifier: Apache-2.0
"""A .docx file opened with care: its size, its dangerous parts, its paragraphs, and its tags made readable."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree

MOST_BYTES: Final = 64 * 2**20
MOST_MEMBERS: Final = 2_000

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FILLED: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_UNFILLED: Final = re.compile(r"word/(endnotes|comments)\.xml")
# Word runs the first two kinds of field, the others read files or addresses that the template names.
_ACTIVE_FIELD: Final = re.compile(
    r"\b(DDEAUTO|DDE|MACROBUTTON|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE)\b"
)
_REMOTE: Final = re.compile(
    r"(https?|ftp|webdav|smb):|\\\\|//|file:/{4,}|file://[^/]", re.IGNORECASE
)
_ACTIVE_MEMBER: Final = re.compile(
    r"vbaProject|vbaData|activeX|/embeddings/|oleObject|afchunk", re.IGNORECASE
)
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOKALIKES: Final = str.maketrans(
    {"«": '"', "»": '"', "„": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u202f": " ",
     "–": "-", "—": "-", "−": "-", "\u200b": "", "\u2060": "", "\ufeff": "", "\u00ad": ""}
)  # fmt: skip


class NotADocument(Exception):
    """The bytes are no .docx file that can be opened."""


class TooLarge(Exception):
    """The file would unpack to more than any template needs."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph's text as a person sees it, before anything is filled in."""

    text: str
    in_table: bool
    filled: bool


class Document(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template whose tags may hold Word's typographic quotes, dashes and spaces, and whose result must be whole."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self.source_lines: list[str] = []

    def patch_xml(self, src_xml: str) -> str:
        """Cleaned as docxtpl does, after the lookalikes inside tags have been made plain."""
        return str(super().patch_xml(plain_tags(_joined_tags(src_xml))))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill one part, keeping its lines for messages; marks never stay inside XML attributes."""
        self.source_lines = paragraph_lines(_lined(src_xml))
        xml = str(super().render_xml_part(src_xml, part, context, jinja_env))
        return re.sub(
            r'="[^"<>]*[\ue000-\ue002][^"<>]*"',
            lambda found: re.sub("[\ue000-\ue002]", "", found[0]),
            xml,
        )

    def fix_tables(self, xml: str) -> Any:
        """Refuse what docxtpl would silently mend by dropping text."""
        etree.fromstring(xml.encode())
        return super().fix_tables(xml)


def guarded(content: bytes) -> zipfile.ZipFile:
    """The file as an archive, after its size and members were looked at. Raises NotADocument or TooLarge."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotADocument from error
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise TooLarge
    names = {member.filename for member in members}
    if not {"word/document.xml", "[Content_Types].xml"} <= names:
        raise NotADocument
    return archive


def dangers(archive: zipfile.ZipFile) -> Iterator[str]:
    """What in the file could run, or fetch something, when Word or LibreOffice opens it: named for the person."""
    for name in archive.namelist():
        if _ACTIVE_MEMBER.search(name):
            yield name.rsplit("/", 1)[-1]
        elif name.endswith((".xml", ".rels")):
            content = _read(archive, name)
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                yield "<!DOCTYPE>"
            elif name.endswith(".rels"):
                yield from _outward(content)
            elif name.startswith("word/"):
                yield from _active_fields(content)


def paragraphs(archive: zipfile.ZipFile) -> Iterator[Paragraph]:
    """All paragraphs with text, of the parts that are filled and of those that are not."""
    for name in sorted(archive.namelist(), key=lambda name: name != "word/document.xml"):
        filled = _FILLED.fullmatch(name) is not None
        if not filled and not _UNFILLED.fullmatch(name):
            continue
        for paragraph in _tree(_read(archive, name)).iter(qn("w:p")):
            text = "".join(_texts(paragraph))
            if text.strip():
                inside = any(parent.tag == qn("w:tr") for parent in paragraph.iterancestors())
                yield Paragraph(text, inside, filled)


def sources(document: Document) -> Iterator[str]:
    """The parts as Jinja will read them, each paragraph on a line of its own; then the title and its neighbours."""
    document.init_docx()
    yield _lined(document.patch_xml(document.get_xml()))
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for _key, part in document.get_headers_footers(uri):
            yield _lined(document.patch_xml(document.get_part_xml(part)))
    for part in document.docx.part.package.parts:
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            yield _lined(document.patch_xml(part.blob.decode()))
    properties = document.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield str(getattr(properties, name))


def paragraph_lines(xml: str) -> list[str]:
    """The text of each line of one of `sources`; Jinja's line numbers count them from one."""
    return [_unescaped(re.sub(r"<[^>]*>", "", line)) for line in xml.splitlines()]


def plain_tags(text: str) -> str:
    """The text with the typographic quotes, dashes and spaces inside its tags made plain."""
    return _TAG.sub(lambda found: found[0].translate(_LOOKALIKES), text)


def _joined_tags(xml: str) -> str:
    """Tags that Word has cut into several runs, in one piece; each paragraph for itself."""

    def joined(found: re.Match[str]) -> str:
        paragraph = re.sub(r"(?<=\{)(<[^>]*>)+(?=[{%#])|(?<=[%}#])(<[^>]*>)+(?=\})", "", found[0])
        return _TAG.sub(
            lambda tag: re.sub(r"</w:t>.*?<w:t(?: [^>]*)?>", "", tag[0], flags=re.DOTALL), paragraph
        )

    return re.sub(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", joined, xml, flags=re.DOTALL)


def _lined(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _unescaped(text: str) -> str:
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&amp;", "&")
        .strip()
    )


def _texts(paragraph: Any) -> Iterator[str]:
    """The pieces of text of a paragraph itself, without those of text boxes inside it."""
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if next(element.iterancestors(qn("w:p"))) is paragraph:
            yield (element.text or "") if element.tag == qn("w:t") else " "


def _outward(rels: bytes) -> Iterator[str]:
    for relation in _tree(rels):
        kind, target = (
            str(relation.get("Type", "")).rsplit("/", 1)[-1],
            str(relation.get("Target", "")),
        )
        # Word notes the .dotx a file was begun from; one on this computer is looked up by nobody else.
        harmless = kind == "hyperlink" or (kind == "attachedTemplate" and not _REMOTE.match(target))
        if relation.get("TargetMode") == "External" and not harmless:
            yield target


def _active_fields(content: bytes) -> Iterator[str]:
    tree = _tree(content)
    orders = ["".join(element.text or "" for element in tree.iter(f"{{{_W}}}instrText"))]
    orders += [
        str(element.get(f"{{{_W}}}instr", "")) for element in tree.iter(f"{{{_W}}}fldSimple")
    ]
    for order in orders:
        for found in _ACTIVE_FIELD.finditer(order.upper()):
            yield found[1]


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member; the sizes in the directory may lie, so reading stops at the limit as well."""
    try:
        with archive.open(name) as member:
            content = member.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotADocument from error
    if len(content) > MOST_BYTES:
        raise TooLarge
    return content


def _tree(content: bytes) -> Any:
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise NotADocument from error
