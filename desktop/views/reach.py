# SPDX-License-Identifier: Apache-2.0
"""Reaching a client from here: the system's telephone and mail programs take over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop import queries, settings
from desktop.i18n import _
from desktop.values.phone import Phone
from desktop.views.context import Context

_CHATS = {"whatsapp": "https://wa.me/{digits}", "telegram": "https://t.me/+{digits}"}


def dial(context: Context, digits: str) -> bool:
    """Hand a number to the telephone program of the person's choice; whether one took it.

    Without one the sentence says so and names the number.
    """
    if not digits:
        context.tell(_("This client has no phone yet. Add one on the client's page."))
        return False
    person = context.person.id
    scheme = context.settings.get(settings.CALL_WITH, person=person)
    server = context.settings.get(settings.SIP_SERVER, person=person)
    if QDesktopServices.openUrl(QUrl(Phone(digits).link(scheme, server))):
        return True
    context.tell(_("No program for calls was found. Dial +{number} by hand.").format(number=digits))
    return False


def chat(channel: str, digits: str, tell: Callable[[str], None]) -> None:
    """Open the conversation in the channel's own program; what is written there is noted here by hand."""
    if not digits:
        tell(_("This client has no phone yet. Add one on the card."))
    elif not QDesktopServices.openUrl(QUrl(_CHATS[channel].format(digits=digits))):
        tell(_("The program for this could not be opened. Write there by hand."))


def show(path: Path, tell: Callable[[str], None]) -> None:
    """Let the system's program show a file; without one the sentence says where it lies."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        tell(_("No program for this file was found. It lies here: {path}").format(path=path))


def write(context: Context, address: str) -> None:
    """Hand an address to the mail program, unless whoever has it wants no e-mails; without a program say so.

    Whom the address is of is asked of the shop: it may have been typed for somebody else.
    """
    if not address:
        context.tell(_("This client has no e-mail yet. Add one on the client's page."))
        return
    context.tasks.fetch(
        f"may be written to: {address}",
        lambda reader: queries.consent.refusal(reader, channel="email", recipient=address),
        then=lambda refusal: (
            context.tell(_(refusal)) if refusal else _open_mail(address, context.tell)
        ),
    )


def _open_mail(address: str, tell: Callable[[str], None]) -> None:
    if not QDesktopServices.openUrl(QUrl(f"mailto:{address}")):
        tell(_("No mail program was found. Write to {address}.").format(address=address))
