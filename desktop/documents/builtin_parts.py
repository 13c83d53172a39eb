# SPDX-License-Identifier: Apache-2.0
"""What papers of our own are drawn with, without any office program; the only door to ReportLab."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from desktop import paths

_REGULAR, _BOLD = "CounterfoilSans", "CounterfoilSans-Bold"
_FONT_FILES: Final = {_REGULAR: "LiberationSans-Regular.ttf", _BOLD: "LiberationSans-Bold.ttf"}
_MM: Final = 72 / 25.4
GREY: Final = "#666666"


def paper(story: Sequence[Any], *, title: str, author: str, foot: str) -> bytes:
    """A4 pages with the fonts inside; `foot` stands at the bottom of each, its {page} filled in."""
    from reportlab.platypus import SimpleDocTemplate

    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        leftMargin=20 * _MM,
        rightMargin=15 * _MM,
        topMargin=15 * _MM,
        bottomMargin=18 * _MM,
        title=title,
        author=author,
        # Else ReportLab would name Helvetica on each page, which it does not put inside.
        initialFontName=_REGULAR,
        invariant=1,
    )
    below = functools.partial(_foot, foot)
    document.build(list(story), onFirstPage=below, onLaterPages=below)
    return file.getvalue()


def gap(height_mm: float) -> Any:
    """Free room between two parts."""
    from reportlab.platypus import Spacer

    return Spacer(0, height_mm * _MM)


def picture(path: Path, width_mm: float) -> Any:
    """A picture so wide."""
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    wide, high = ImageReader(str(path)).getSize()
    width = width_mm * _MM
    return Image(str(path), width=width, height=width * high / wide)


def table(
    rows: list[list[Any]],
    widths: tuple[float, ...],
    *,
    ruled: bool = False,
    sums: int = 0,
    whole: Iterable[int] = (),
) -> Any:
    """Columns so many millimetres wide. Ruled, its first row is said again on each page.

    In its last `sums` rows the first cell goes over the four columns before the last, in `whole` ones over all.
    """
    from reportlab.platypus import Table

    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("FONTNAME", (0, 0), (-1, -1), _REGULAR),
        ("LEFTPADDING", (0, 0), (-1, -1), 4 if ruled else 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4 if ruled else 1),
    ]
    if ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, "#888888"))
        style += [("SPAN", (0, -row), (3, -row)) for row in range(1, sums + 1)]
        style += [("SPAN", (0, row), (-1, row)) for row in whole]
    columns = [width * _MM for width in widths]
    heads = 1 if ruled else 0
    # A text longer than a page goes on over the page; without this it cannot be laid out at all.
    return Table(
        rows, colWidths=columns, style=style, repeatRows=heads, hAlign="LEFT", splitInRow=1
    )


def paragraph(
    text: str,
    *,
    bold: bool = False,
    points: float = 9.5,
    right: bool = False,
    colour: str = "#000000",
) -> Any:
    """Text that breaks into lines."""
    from reportlab.lib.enums import TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    _register_fonts()
    style = ParagraphStyle(
        "paper",
        fontName=_BOLD if bold else _REGULAR,
        fontSize=points,
        leading=points * 1.3,
        alignment=TA_RIGHT if right else TA_LEFT,
        textColor=colour,
    )
    return Paragraph(escape(text), style)


def _foot(pattern: str, canvas: Any, document: Any) -> None:
    canvas.setFont(_REGULAR, 8)
    canvas.setFillColor(GREY)
    canvas.drawString(20 * _MM, 10 * _MM, pattern.replace("{page}", str(document.page)))


@functools.cache
def _register_fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in _FONT_FILES.items():
        registerFont(TTFont(name, str(paths.resource("templates", "fonts", file))))
