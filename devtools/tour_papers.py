# SPDX-License-Identifier: Apache-2.0
"""Reads what the tour left on paper: text of PDFs and Word files, bar codes, and the letter."""

import subprocess
import tempfile
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from docx import Document

from desktop.documents import pdf_pages


def text(pdf: Path) -> str:
    """All text of a PDF."""
    return pdf_pages.text(pdf)


def docx_text(path: Path) -> str:
    """All text of a Word file, tables included."""
    document = Document(str(path))
    lines = [one.text for one in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def codes(pdf: Path) -> list[str]:
    """What a scanner reads on the pages of a PDF: bar codes and QR codes."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for page in range(pdf_pages.page_count(pdf)):
            picture = Path(folder) / f"{page}.png"
            picture.write_bytes(pdf_pages.page_png(pdf, page, width=2000))
            read = subprocess.run(
                ["zbarimg", "-q", "--raw", str(picture)],
                capture_output=True,
                text=True,
                check=False,
            )
            found += read.stdout.splitlines()
    return found


def letter(content: bytes) -> EmailMessage:
    """A letter taken apart as a mail program would."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message
