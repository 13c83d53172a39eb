# SPDX-License-Identifier: Apache-2.0
"""Pages of a PDF are counted, drawn and read; what is no PDF is told."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from desktop.documents import builtin_form, pdf_pages
from desktop.errors import UserError
from tests.documents.examples import russian


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    path = tmp_path / "invoice.pdf"
    path.write_bytes(builtin_form.invoice(russian(), "ru"))
    return path


def test_a_page_is_drawn_at_the_width_asked(invoice: Path) -> None:
    picture = Image.open(io.BytesIO(pdf_pages.page_png(invoice, 0, width=600)))
    assert abs(picture.width - 600) <= 1
    assert abs(picture.height / picture.width - 297 / 210) < 0.01
    colours = picture.convert("L").histogram()
    assert colours[255] > sum(colours[:128]) > 1_000


def test_several_threads_may_ask_at_once(invoice: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        sizes = set(pool.map(lambda _n: len(pdf_pages.page_png(invoice, 0, width=200)), range(12)))
    assert len(sizes) == 1
    assert pdf_pages.page_count(invoice) == 1


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.4 half", b"garbage"])
def test_what_is_no_pdf_is_told(tmp_path: Path, content: bytes | None) -> None:
    """Covers: N8."""
    path = tmp_path / "broken.pdf"
    if content is not None:
        path.write_bytes(content)
    for ask in (
        pdf_pages.page_count,
        pdf_pages.text,
        lambda p: pdf_pages.page_png(p, 0, width=100),
    ):
        with pytest.raises(UserError, match=r"broken\.pdf cannot be shown"):
            ask(path)
