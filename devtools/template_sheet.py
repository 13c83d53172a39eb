# SPDX-License-Identifier: Apache-2.0
"""A Word template written paragraph by paragraph: margins, styles, tables, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

LEFT, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
CENTRE, BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
TEXT_WIDTH = 170
FOOT_SIZE, FOOT_COLOUR = Pt(8), RGBColor(0x66, 0x66, 0x66)
FIRST_MADE = datetime(2026, 1, 1, tzinfo=UTC)


class Sheet:
    """One template on A4, written paragraph by paragraph."""

    def __init__(self, *, language: str, font: str, points: float, title: str) -> None:
        self.document = Document()
        self.language = language
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin, section.right_margin = Mm(25), Mm(15)
        section.top_margin, section.bottom_margin = Mm(18), Mm(18)
        section.footer_distance = Mm(9)
        self._styles(font, points)
        self._as_new_word()
        properties = self.document.core_properties
        properties.title, properties.author = title, "{{ firm.short_name }}"
        properties.language = {"ru": "ru-RU", "en": "en-GB"}[language]
        properties.comments = properties.keywords = properties.last_modified_by = ""
        properties.created = properties.modified = FIRST_MADE

    def _styles(self, font: str, points: float) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = font, Pt(points)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), font)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), {"ru": "ru-RU", "en": "en-GB"}[self.language])
        normal.element.get_or_add_rPr().append(spoken)
        shape = normal.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), Pt(4), 1.08
        shape.widow_control = True

    def _as_new_word(self) -> None:
        """Laid out as Word 2013 and newer do; without it Word opens the paper "in compatibility mode"."""
        for setting in self.document.settings.element.iter(qn("w:compatSetting")):
            if setting.get(qn("w:name")) == "compatibilityMode":
                setting.set(qn("w:val"), "15")
        # python-docx brings the thumbnail of a page of its own.
        relations = self.document.part.package.rels
        for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
            del relations[key]

    def text(
        self,
        text: str,
        *,
        align: Any = BOTH,
        bold: bool = False,
        points: float | None = None,
        before: float = 0,
        after: float | None = None,
        keep: bool = False,
        into: Any = None,
    ) -> Any:
        """One paragraph; **words between stars** are bold."""
        paragraph = (into or self.document).add_paragraph()
        written(paragraph, text, bold=bold, points=points)
        shape = paragraph.paragraph_format
        shape.alignment, shape.space_before = align, Pt(before)
        shape.keep_with_next = keep
        if after is not None:
            shape.space_after = Pt(after)
        return paragraph

    def heading(self, text: str) -> None:
        """The heading of a clause, never left alone at the foot of a page."""
        self.text(text, align=LEFT, bold=True, before=7, after=2, keep=True)

    def clauses(self, *texts: str) -> None:
        """The numbered paragraphs of a clause."""
        for text in texts:
            self.text(text, after=3)

    def ends(self, left: str, right: str) -> None:
        """A line with one text at each margin."""
        paragraph = self.text(f"{left}\t{right}", align=LEFT, after=8)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)

    def table(self, widths: Sequence[float], *, lines: bool = True) -> Table:
        """An empty table; its widths are millimetres."""
        return Table(self, widths, lines=lines)

    def pages(self, pattern: str) -> None:
        """The page's number at its foot; "#" is the number, "##" the count."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = CENTRE
        head, _mark, tail = pattern.partition("#")
        middle, _mark, end = tail.partition("##")
        for piece, order in ((head, "PAGE"), (middle, "NUMPAGES"), (end, "")):
            run = paragraph.add_run(piece)
            run.font.size, run.font.color.rgb = FOOT_SIZE, FOOT_COLOUR
            if order:
                field(paragraph, order)


class Table:
    """A table that grows row by row."""

    def __init__(self, sheet: Sheet, widths: Sequence[float], *, lines: bool) -> None:
        self.sheet, self.widths = sheet, widths
        self.table = sheet.document.add_table(rows=0, cols=len(widths))
        self.table.alignment = WD_TABLE_ALIGNMENT.LEFT
        self.table.autofit = False
        if lines:
            self.table.style = "Table Grid"
        for column, width in zip(self.table.columns, widths, strict=True):
            column.width = Mm(width)
        margins = OxmlElement("w:tblCellMar")
        for side, points in (
            ("top", 2.5),
            ("left", 4 if lines else 0),
            ("bottom", 2.5),
            ("right", 4),
        ):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), str(int(points * 20)))
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        self.table._tbl.tblPr.append(margins)  # noqa: SLF001 -- python-docx has no call for cell margins

    def row(
        self,
        *texts: str,
        align: Sequence[Any] | Any = LEFT,
        bold: bool = False,
        head: bool = False,
        spans: Sequence[int] | None = None,
        keep: bool = False,
    ) -> Any:
        """One row; `spans` says how many columns each text takes, `head` repeats it on every page."""
        row = self.table.add_row()
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- python-docx has no call for these either
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        at = 0
        aligns = align if isinstance(align, list | tuple) else [align] * len(texts)
        for text, span, how in zip(texts, spans or [1] * len(texts), aligns, strict=True):
            cell = row.cells[at]
            if span > 1:
                cell = cell.merge(row.cells[at + span - 1])
            cell.width = Mm(sum(self.widths[at : at + span]))
            at += span
            for number, line in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                written(paragraph, line, bold=bold)
                shape = paragraph.paragraph_format
                shape.alignment, shape.space_after, shape.line_spacing = how, Pt(0), 1.0
                shape.keep_with_next = keep
        return row

    def loop(self, each: str, *texts: str, **how: Any) -> None:
        """Rows that repeat for every entry of a list: `each` is "line in lines"."""
        rest = [""] * (len(self.widths) - 1)
        self.row("{%tr for " + each + " %}", *rest)
        self.row(*texts, **how)
        self.row("{%tr endfor %}", *rest)

    def when(self, condition: str, *rows: dict[str, Any]) -> None:
        """Rows that stand there only if a condition holds."""
        rest = [""] * (len(self.widths) - 1)
        self.row("{%tr if " + condition + " %}", *rest)
        for row in rows:
            self.row(*row.pop("texts"), **row)
        self.row("{%tr endif %}", *rest)


def written(paragraph: Any, text: str, *, bold: bool = False, points: float | None = None) -> None:
    """Runs of a paragraph; text between ** is bold."""
    for number, piece in enumerate(text.split("**")):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = True if bold or number % 2 else None
            if points:
                run.font.size = Pt(points)


def field(paragraph: Any, order: str) -> None:
    """A field that Word keeps up to date; each of its pieces is a run, or its format would not hold."""
    for kind in ("begin", "order", "separate", "shown", "end"):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = FOOT_SIZE, FOOT_COLOUR
        if kind == "order":
            element = OxmlElement("w:instrText")
            element.text = order
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 -- python-docx has no call for fields


def when(condition: str, then: str, otherwise: str = "") -> str:
    """A condition in the language of templates; its branches may hold line breaks."""
    alternative = "{% else %}" + otherwise if otherwise else ""
    return "{% if " + condition + " %}" + then + alternative + "{% endif %}"
