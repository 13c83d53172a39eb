# SPDX-License-Identifier: Apache-2.0
"""What the check of a template finds, told in sentences that name the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop.i18n import _

LONGEST_PLACE: Final = 80


class FindingKind(StrEnum):
    """What is the matter with a tag."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    BROKEN = "broken"
    CODE = "code"
    MIXED_SCRIPT = "mixed_script"
    SINGLE_BRACES = "single_braces"


class Fault(StrEnum):
    """How a tag is broken."""

    UNCLOSED = "unclosed"
    UNOPENED = "unopened"
    SYNTAX = "syntax"
    NO_END = "no_end"
    NO_BEGIN = "no_begin"
    NO_ROW = "no_row"
    NOT_HERE = "not_here"
    FILTER = "filter"
    GROUP = "group"
    XML = "xml"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the check found: what, at which tag or field, in which paragraph, and what was probably meant.

    `line` is the number of a line of the order where a value is missing in one of several, else 0.
    """

    kind: FindingKind
    tag: str
    where: str = ""
    suggestion: str = ""
    fault: Fault | None = None
    about: str = ""
    line: int = 0

    @property
    def stops(self) -> bool:
        """Whether no paper can be made before this is put right."""
        return self.kind in (FindingKind.UNKNOWN, FindingKind.BROKEN, FindingKind.CODE)

    @property
    def sentence(self) -> str:
        """What is the matter, where, and what to do, in the language of the window."""
        told = _SENTENCES[self.kind](self)
        if not self.where:
            return told
        return _("{finding} In the paragraph “{where}”.").format(finding=told, where=self.where)


def _unknown(finding: Finding) -> str:
    if finding.suggestion:
        return _("There is no field “{tag}”. Did you mean “{suggestion}”?").format(
            tag=finding.tag, suggestion=finding.suggestion
        )
    return _("There is no field “{tag}”. Choose one from the list of fields.").format(
        tag=finding.tag
    )


def _missing(finding: Finding) -> str:
    name = finding.about or finding.tag
    if finding.line:
        return _(
            "“{name}” is empty in line {number} of the order. Fill it in or the paper will have a gap."
        ).format(name=name, number=finding.line)
    return _("“{name}” is empty for this deal. Fill it in or the paper will have a gap.").format(
        name=name
    )


def _code(finding: Finding) -> str:
    if finding.fault is Fault.ACTIVE:
        return _(
            "“{tag}” would run or fetch something when the paper is opened. "
            "Save the template without macros, linked pictures and embedded objects."
        ).format(tag=finding.tag)
    return _(
        "“{tag}” asks for code. A template may hold fields, conditions and lists only. Take it out."
    ).format(tag=finding.tag)


def _mixed(finding: Finding) -> str:
    return _(
        "The name “{tag}” mixes Latin and Cyrillic letters that look alike. "
        "Type it again as “{suggestion}”."
    ).format(tag=finding.tag, suggestion=finding.suggestion)


def _braces(finding: Finding) -> str:
    return _(
        "“{tag}” stands in single braces and stays as it is. Write {suggestion} if a field is meant."
    ).format(tag=finding.tag, suggestion=finding.suggestion)


def _broken(finding: Finding) -> str:
    return _FAULTS[finding.fault or Fault.SYNTAX](finding)


_SENTENCES: Final[dict[FindingKind, Callable[[Finding], str]]] = {
    FindingKind.UNKNOWN: _unknown,
    FindingKind.MISSING: _missing,
    FindingKind.BROKEN: _broken,
    FindingKind.CODE: _code,
    FindingKind.MIXED_SCRIPT: _mixed,
    FindingKind.SINGLE_BRACES: _braces,
}

_FAULTS: Final[dict[Fault, Callable[[Finding], str]]] = {
    Fault.UNCLOSED: lambda found: _(
        "The tag “{tag}” has no end. Close it in the same paragraph."
    ).format(tag=found.tag),
    Fault.UNOPENED: lambda found: _(
        "“{tag}” ends a tag that does not begin in this paragraph. Take it out or begin the tag."
    ).format(tag=found.tag),
    Fault.SYNTAX: lambda found: _("The tag “{tag}” cannot be read. Write it anew.").format(tag=found.tag),
    Fault.NO_END: lambda found: _(
        "“{tag}” is opened and never closed. Put {suggestion} where it ends."
    ).format(tag=found.tag, suggestion=found.suggestion),
    Fault.NO_BEGIN: lambda found: _(
        "“{tag}” closes what was not opened. Take it out or put its beginning before it."
    ).format(tag=found.tag),
    Fault.NO_ROW: lambda found: _(
        "“{tag}” works in a row of a table only. Put it into a table, or leave out “tr”."
    ).format(tag=found.tag),
    Fault.NOT_HERE: lambda found: _(
        "“{tag}” stands in a comment or endnote, where fields are not filled. Move it into the text."
    ).format(tag=found.tag),
    Fault.FILTER: lambda found: (
        _("There is no format “{tag}”. Did you mean “{suggestion}”?").format(
            tag=found.tag, suggestion=found.suggestion
        )
        if found.suggestion
        else _("There is no format “{tag}”.").format(tag=found.tag)
    ),
    Fault.GROUP: lambda found: _(
        "“{tag}” is a group of fields. Name one of them, such as “{suggestion}”."
    ).format(tag=found.tag, suggestion=found.suggestion),
    Fault.XML: lambda _found: _(
        "A condition or list begins inside one cell or paragraph and ends inside another, "
        "so the paper would be torn. Begin and end it in the same place."
    ),
}  # fmt: skip


def place(text: str) -> str:
    """A paragraph's text, cut so that it can be named in a sentence."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_PLACE else plain[: LONGEST_PLACE - 1].rstrip() + "…"
