# SPDX-License-Identifier: Apache-2.0
"""The pages of a PDF as pictures and text; the only door to pdfium."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from desktop.errors import UserError
from desktop.i18n import _

MOST_PIXELS: Final = 8_000
"""No page is drawn wider than this."""

# pdfium keeps its state in the process and is not made for several threads at once.
_pdfium = threading.Lock()


def page_count(pdf: Path) -> int:
    """How many pages the PDF has. UserError where it is no PDF."""
    with _opened(pdf) as document:
        return len(document)


def page_png(pdf: Path, page: int, *, width: int) -> bytes:
    """One page (from 0) as a PNG picture so many pixels wide, black on white."""
    with _opened(pdf) as document:
        drawn = document[page]
        points_wide, _points_high = drawn.get_size()
        picture = drawn.render(scale=min(width, MOST_PIXELS) / points_wide).to_pil()
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def text(pdf: Path) -> str:
    """The text of all pages, in the order of the PDF."""
    with _opened(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@contextlib.contextmanager
def _opened(pdf: Path) -> Iterator[Any]:
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except (OSError, pypdfium2.PdfiumError) as error:
            raise UserError(
                _("{name} cannot be shown: it is missing, damaged or no PDF. Make it anew.").format(
                    name=pdf.name
                )
            ) from error
        try:
            yield document
        finally:
            document.close()
