# SPDX-License-Identifier: Apache-2.0
"""Tickets on paper: read back as text, and their bar codes by a scanner."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from desktop.documents.slips import Report
from desktop.documents.ticket_paint_paper import PAPERS, paper_look, pdf_of
from desktop.documents.ticket_paint_slip import draw_slip, slip_height, wrapped
from tests.documents.slip_examples import NUMBER, a_slip

pytestmark = pytest.mark.usefixtures("qapp")
DOTS_PER_INCH = 203  # what thermal printers have


def kept(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "ticket.pdf"
    path.write_bytes(data)
    return path


def text_of(path: Path) -> str:
    run = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(run, capture_output=True, check=True).stdout.decode()


def pages_of(path: Path) -> dict[str, str]:
    found = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True).stdout.decode()
    return dict(line.split(":", 1) for line in found.splitlines())


def scanned(path: Path) -> list[str]:
    """What a scanner reads on the paper, printed as coarse as a ticket printer does."""
    run = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-mono", str(path), str(path.with_suffix(""))]
    subprocess.run(run, check=True)
    picture = next(path.parent.glob("ticket-*.pbm"))
    run = ["zbarimg", "-q", "--raw", str(picture)]
    return subprocess.run(run, capture_output=True, check=False).stdout.decode().split()


@pytest.mark.parametrize("name", PAPERS)
def test_a_ticket_reads_on_every_paper_and_its_code_scans(tmp_path, name):
    """Covers: H6, J2."""
    path = kept(tmp_path, pdf_of(a_slip(copy=2), PAPERS[name]))
    text = " ".join(text_of(path).split())
    for words in (
        "K7-0418", "copy 2", "Ready Mon 19 Oct, 12:00", "£113.05", "To pay on collection",
        "£63.05", "Receipt 000123", "Counterfoil", "Priya Hartwell", "24 × SRA3",
    ):  # fmt: skip
        assert words in text, words
    assert "fiscal" in text
    assert scanned(path) == [NUMBER.paper_code]


@pytest.mark.parametrize("name", PAPERS)
def test_a_ticket_has_the_size_of_its_paper(tmp_path, name):
    """Covers: J2."""
    paper = PAPERS[name]
    info = pages_of(kept(tmp_path, pdf_of(a_slip(), paper)))
    width, _times, height, *_rest = info["Page size"].split()
    assert info["Pages"].strip() == "1"
    assert float(width) == pytest.approx(paper.width / 25.4 * 72, abs=1)
    if paper.height:
        assert float(height) == pytest.approx(paper.height / 25.4 * 72, abs=1)
    else:
        assert float(height) > float(width)


@pytest.mark.parametrize("name", PAPERS)
def test_a_very_long_order_stays_on_one_page_and_scans(tmp_path, name):
    """Covers: J2."""
    line = a_slip().made[0]
    path = kept(tmp_path, pdf_of(a_slip(note="word " * 200, lines=()), PAPERS[name]))
    assert line
    assert pages_of(path)["Pages"].strip() == "1"
    assert "K7-0418" in text_of(path)


@pytest.mark.parametrize("text", ["", "a" * 500, "🎉 party 🎉 " * 30, "Слово, " * 40, "\n"])
def test_a_text_is_broken_into_lines_that_fit(text):
    font = QFont("Inter Counterfoil")
    font.setPixelSize(13)
    lines = wrapped(text, font, 200)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_the_height_foretold_is_the_height_painted():
    """What is painted ends where the ticket ends: nothing is cut, nothing stands over."""
    look, slip = paper_look(), a_slip()
    height, split = slip_height(slip, 324, look)
    image = QImage(324, round(height) + 60, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    draw_slip(painter, QRectF(0, 0, 324, height), slip, look)
    painter.end()
    rows = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y).value() < 200 for x in range(324))
    ]
    assert 0 < split < height
    assert height - 24 < rows[-1] < height


def test_a_report_reads_on_a_roll(tmp_path):
    """Covers: H3."""
    report = Report("Cash report", ("Desk K7",), (("Cash by the book", "£155.00", True),), ("End",))
    text = text_of(kept(tmp_path, pdf_of(report, PAPERS["roll58"])))
    assert "Cash report" in text
    assert "£155.00" in text
