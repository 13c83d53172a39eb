# SPDX-License-Identifier: Apache-2.0
"""Letters: what one says, and the e-mail message made of it, the same bytes every time."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from desktop.channels.mail_addresses import header_address
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.email_address import split_address
from desktop.values.file_names import safe_name

_LINK: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»]")
_LONGEST_SUBJECT: Final = 250
# Our own table: the system's differs from desk to desk, and the message must not. Text files are
# absent on purpose: text/* may be re-encoded on the way, and bytes must arrive as they left.
_MEDIA_TYPES: Final = {
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along: the name the receiver sees, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, complete in itself: making its message again gives the same bytes.

    `to` and `copies` hold bare addresses or "Name <address>"; `message_id` is the whole id with its
    angle brackets (see `message_id_for`); `written_at` is aware and becomes the Date. An empty
    `html` is made from `text`.
    """

    message_id: str
    written_at: datetime
    from_name: str
    from_address: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    copies: tuple[str, ...] = ()
    reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()


def message_id_for(unique: str, from_address: str) -> str:
    """The Message-ID of the letter known as `unique` (its record's id): always the same."""
    domain = from_address.rpartition("@")[2] or "localhost"
    return f"<{unique}@{domain.encode('idna').decode('ascii')}>"


def build_message(letter: Letter) -> EmailMessage:
    """The e-mail message of a letter: plain text with a simple HTML twin, and its files.

    UserError where there is no receiver or an address is none; nothing is sent here.
    """
    if not letter.to:
        raise UserError(_("The letter has no receiver. Write an e-mail address."))
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.written_at)
    message["From"] = header_address(letter.from_name, letter.from_address)
    message["To"] = [header_address(*split_address(one)) for one in letter.to]
    if letter.copies:
        message["Cc"] = [header_address(*split_address(one)) for one in letter.copies]
    if letter.reply_to:
        message["Reply-To"] = header_address(*split_address(letter.reply_to))
    message["Subject"] = _one_line(letter.subject)[:_LONGEST_SUBJECT]
    message.set_content(letter.text)
    message.add_alternative(letter.html or html_of(letter.text), subtype="html")
    for attachment in letter.attachments:
        _attach(message, attachment)
    _settle_boundaries(message, letter.message_id)
    return message


def html_of(text: str) -> str:
    """Plain text as simple HTML: paragraphs, line breaks and clickable addresses, nothing else."""
    paragraphs = [
        part
        for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip("\n"))
        if part.strip()
    ]
    body = "\n".join(f"<p>{_html_lines(paragraph)}</p>" for paragraph in paragraphs)
    head = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>'
    return f"{head}\n{body}\n</body></html>\n"


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _html_lines(paragraph: str) -> str:
    pieces, end = [], 0
    for found in _LINK.finditer(paragraph):
        target = html.escape(found[0])
        pieces += [html.escape(paragraph[end : found.start()]), f'<a href="{target}">{target}</a>']
        end = found.end()
    pieces.append(html.escape(paragraph[end:]))
    return "".join(pieces).replace("\n", "<br>\n")


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    name = safe_name(attachment.name)
    ending = name.rpartition(".")[2].lower()
    maintype, _slash, subtype = _MEDIA_TYPES.get(ending, "application/octet-stream").partition("/")
    message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=name)


def _settle_boundaries(message: EmailMessage, seed: str) -> None:
    """Make each boundary from the Message-ID, where the library would draw one at random."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        digest = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:32]
        part.set_boundary(f"part-{digest}")
