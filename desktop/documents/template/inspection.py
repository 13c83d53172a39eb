# SPDX-License-Identifier: Apache-2.0
"""The check of a template before it is used: every tag read, every field looked up, every place named."""

from __future__ import annotations

import contextlib
import difflib
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError

from desktop.documents.template import parts
from desktop.documents.template.findings import Fault, Finding, FindingKind, place
from desktop.documents.template.formats import TooMuch, WrongKind, written
from desktop.documents.template.sandbox import CodeFound, Sandbox
from desktop.documents.template.syntax import Use, uses

_PIECE: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_ENDS: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PREFIX: Final = re.compile(r"^(tr|tc|p|r)\s+")
_SINGLE: Final = re.compile(r"(?<![{%#])\{\s*([\w.]+)\s*\}(?!\})")
_BLOCKS: Final = {"for": "endfor", "if": "endif"}
# docxtpl's own tags for cells; they never reach Jinja.
_CELL_TAGS: Final = frozenset({"colspan", "cellbg", "vm", "hm"})
_TWINS: Final = str.maketrans("асеорхуіјѕкмнтвАСЕОРХКМНТВ", "aceopxyijskmhtbACEOPXKMHTB")


@dataclass(frozen=True, slots=True)
class Known:
    """What a template may name, and what this deal has to say. Without `values` nothing counts as missing."""

    paths: frozenset[str]
    optional: frozenset[str]
    values: Mapping[str, Any] | None = None
    language: str = "en"


def findings(content: bytes, known: Known) -> list[Finding]:
    """Everything that is the matter with a template. Raises NotADocument or TooLarge."""
    archive = parts.guarded(content)
    found = [
        Finding(FindingKind.CODE, danger, fault=Fault.ACTIVE)
        for danger in dict.fromkeys(parts.dangers(archive))
    ]
    texts = list(parts.paragraphs(archive))
    found += [finding for paragraph in texts for finding in _in_paragraph(paragraph)]
    found += _blocks([paragraph for paragraph in texts if paragraph.filled])
    if not any(finding.stops for finding in found):
        found += _in_syntax(content, known)
    found += _single_braces(texts, known)
    return found


def field_uses(content: bytes) -> list[str]:
    """The dotted paths a template uses, sorted; a broken template has none."""
    try:
        sources = parts.sources(parts.Document(content))
        return sorted({use.path for source in sources for use in uses(_reader().parse(source))})
    except TemplateSyntaxError:
        return []


def _in_paragraph(paragraph: parts.Paragraph) -> Iterator[Finding]:
    """Tags that are not closed, not opened, or cannot be read by themselves."""
    text = parts.plain_tags(paragraph.text)
    where = place(text)
    for fault, tag in _tags(text):
        if fault is not None:
            yield _broken(fault, tag, where)
        else:
            yield from _in_tag(tag, where, paragraph)


def _tags(text: str) -> Iterator[tuple[Fault | None, str]]:
    """The tags of a paragraph, and the pieces of those that do not begin or end in it."""
    begun: re.Match[str] | None = None
    for piece in _PIECE.finditer(text):
        if begun is not None and begun[0] == "{#" != piece[0] != "#}":
            continue  # whatever stands in a comment
        if piece[0] in _ENDS:
            if begun is not None:
                yield Fault.UNCLOSED, text[begun.start() : piece.start()]
            begun = piece
        elif begun is None and piece[0] != "#}":
            yield Fault.UNOPENED, piece[0]
        elif begun is not None and _ENDS[begun[0]] == piece[0]:
            yield None, text[begun.start() : piece.end()]
            begun = None
    if begun is not None:
        yield Fault.UNCLOSED, text[begun.start() :]


def _in_tag(tag: str, where: str, paragraph: parts.Paragraph) -> Iterator[Finding]:
    if not paragraph.filled:
        yield _broken(Fault.NOT_HERE, tag, where)
        return
    if tag.startswith(("{%tr", "{%tc", "{{tr", "{{tc")) and not paragraph.in_table:
        yield _broken(Fault.NO_ROW, tag, where)
    if tag.startswith("{#"):
        return
    inner = _inner(tag)
    try:
        _reader().parse(_alone(tag, inner))
    except CodeFound:
        yield Finding(FindingKind.CODE, tag, where)
    except TemplateSyntaxError:
        known_block = tag.startswith("{{") or _word(inner) in {
            *_BLOCKS,
            *_BLOCKS.values(),
            "else",
            "elif",
            "set",
        }
        yield Finding(FindingKind.BROKEN if known_block else FindingKind.CODE, tag, where)


def _alone(tag: str, inner: str) -> str:
    """The tag as a little template of its own, so that a fault in it is found where it stands."""
    word = _word(inner)
    if tag.startswith("{{"):
        return "{{ " + inner + " }}"
    if word in _CELL_TAGS:
        rest = inner.removeprefix(word).strip()
        return "{{ " + rest + " }}" if rest else ""
    if word in _BLOCKS:
        return "{% " + inner + " %}{% " + _BLOCKS[word] + " %}"
    if word == "elif":
        return "{% if true %}{% " + inner + " %}{% endif %}"
    if inner in ("else", *_BLOCKS.values()):
        return ""
    return "{% " + inner + " %}"


def _blocks(texts: Iterable[parts.Paragraph]) -> Iterator[Finding]:
    """Conditions and lists that are opened and not closed, or closed and not opened."""
    opened: list[tuple[str, str, str]] = []
    for paragraph in texts:
        for found in re.finditer(r"\{%.*?%\}", parts.plain_tags(paragraph.text)):
            tag, word = found[0], _word(_inner(found[0]))
            if word in _BLOCKS:
                opened.append((word, tag, place(paragraph.text)))
            elif word in _BLOCKS.values() or word in ("else", "elif"):
                fits = bool(opened) and (word in ("else", "elif") or _BLOCKS[opened[-1][0]] == word)
                if not fits:
                    yield _broken(Fault.NO_BEGIN, tag, place(paragraph.text))
                elif word not in ("else", "elif"):
                    opened.pop()
    for word, tag, where in opened:
        end = "{%" + (_prefix(tag) or " ") + f" {_BLOCKS[word]} %}}"
        yield _broken(Fault.NO_END, tag, where, suggestion=end.replace("  ", " "))


def _in_syntax(content: bytes, known: Known) -> Iterator[Finding]:
    """What only the whole template shows: fields and formats that do not exist, values that are empty."""
    told: set[tuple[FindingKind, str, int]] = set()
    for source in parts.sources(parts.Document(content)):
        lines = parts.paragraph_lines(source)
        try:
            tree = _reader().parse(source)
        except TemplateSyntaxError as error:
            kind = FindingKind.CODE if isinstance(error, CodeFound) else FindingKind.BROKEN
            yield Finding(
                kind, _tag_in(_line(lines, error.lineno)), place(_line(lines, error.lineno))
            )
            continue
        found = [*_formats(tree, lines), *_lookups(uses(tree), lines, known)]
        if known.values is not None and not any(finding.stops for finding in found):
            found += _gaps(source, lines, known)
        for finding in found:
            if (finding.kind, finding.tag, finding.line) not in told:
                told.add((finding.kind, finding.tag, finding.line))
                yield finding


def _gaps(source: str, lines: Sequence[str], known: Known) -> list[Finding]:
    """The fields that would be written and are empty: found by filling the part and throwing the result away.

    Only so does a condition count: what stands in a branch that is not taken is missed by nobody.
    """
    found: list[Finding] = []
    times: Counter[tuple[str, int]] = Counter()

    def shown(value: object, path: str, line: int) -> object:
        times[path, line] += 1
        text = written(value, known.language)
        if text == "" and path in known.paths and path not in known.optional:
            entry = times[path, line] if "[]" in path else 0
            found.append(Finding(FindingKind.MISSING, path, place(_line(lines, line)), line=entry))
        return text

    # A value that its format cannot write is told by the filling itself, with its paragraph.
    with contextlib.suppress(
        TemplateError, SecurityError, WrongKind, TooMuch, ArithmeticError, TypeError, ValueError
    ):
        Sandbox(known.language, shown).from_string(source).render(known.values or {})
    return found


def _formats(tree: nodes.Template, lines: Sequence[str]) -> Iterator[Finding]:
    sandbox = _reader()
    for kind, offered in ((nodes.Filter, sandbox.filters), (nodes.Test, sandbox.tests)):
        for node in tree.find_all(kind):
            if node.name not in offered:
                public = [name for name in offered if not name.startswith("_")]
                nearest = difflib.get_close_matches(node.name, public, 1)
                where = place(_line(lines, node.lineno))
                yield _broken(Fault.FILTER, node.name, where, suggestion="".join(nearest))


def _lookups(found: Iterable[Use], lines: Sequence[str], known: Known) -> Iterator[Finding]:
    groups = _groups(known.paths)
    for use in found:
        where = place(_line(lines, use.line))
        if use.path in groups or f"{use.path}[]" in groups:
            if use.written:
                example = min(
                    path
                    for path in known.paths
                    if path.startswith((f"{use.path}.", f"{use.path}[]"))
                )
                yield _broken(Fault.GROUP, use.path, where, suggestion=example)
        elif use.path not in known.paths:
            yield _unknown(use.path, where, known.paths)


def _unknown(path: str, where: str, paths: frozenset[str]) -> Finding:
    latin = path.translate(_TWINS)
    mixed = re.search("[a-z]", path, re.IGNORECASE) and re.search("[\u0400-\u04ff]", path)
    if mixed and latin in paths:
        return Finding(FindingKind.MIXED_SCRIPT, path, where, suggestion=latin)
    return Finding(FindingKind.UNKNOWN, path, where, suggestion=_nearest(latin, paths))


def _nearest(path: str, paths: frozenset[str]) -> str:
    near = difflib.get_close_matches(path, sorted(paths), 1, cutoff=0.75)
    if not near:
        last = path.rsplit(".", 1)[-1]
        near = [known for known in sorted(paths) if known.rsplit(".", 1)[-1] == last][:1]
    return "".join(near)


def _groups(paths: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in paths:
        steps = path.split(".")
        found.update(".".join(steps[:count]) for count in range(1, len(steps)))
    return frozenset(found)


def _single_braces(texts: Iterable[parts.Paragraph], known: Known) -> Iterator[Finding]:
    for paragraph in texts:
        for found in _SINGLE.finditer(parts.plain_tags(paragraph.text)):
            if found[1] in known.paths or _nearest(found[1], known.paths):
                meant = found[1] if found[1] in known.paths else _nearest(found[1], known.paths)
                tag = "{{ " + meant + " }}"
                yield Finding(
                    FindingKind.SINGLE_BRACES, found[0], place(paragraph.text), suggestion=tag
                )


@functools.cache
def _reader() -> Sandbox:
    return Sandbox("en")


def _broken(fault: Fault, tag: str, where: str, suggestion: str = "") -> Finding:
    return Finding(FindingKind.BROKEN, place(tag), where, suggestion=suggestion, fault=fault)


def _inner(tag: str) -> str:
    return (
        _PREFIX.sub("", tag[2:-2].strip("-").strip())
        if _prefix(tag)
        else tag[2:-2].strip("-").strip()
    )


def _prefix(tag: str) -> str:
    """The letters after the brace: "tr" in "{%tr for …"; only right behind it, a field may begin with p too."""
    found = re.match(r"\{[{%](tr|tc|p|r)\s", tag)
    return found[1] if found else ""


def _word(inner: str) -> str:
    found = re.match(r"\w+", inner)
    return found[0] if found else ""


def _line(lines: Sequence[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _tag_in(text: str) -> str:
    found = re.search(r"\{\{.*?\}\}|\{%.*?%\}", text)
    return place(found[0] if found else text)
