# SPDX-License-Identifier: Apache-2.0
"""Letters composed and servers tried: the standard letter of a deal, and the test letter of the mail settings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from desktop import paths
from desktop.channels import letters, mail_out
from desktop.channels.letters import Letter
from desktop.channels.mail_errors import NOT_SET_UP
from desktop.channels.mail_out import CheckedStep, MailServer, Timeouts
from desktop.documents import figures
from desktop.errors import UserError
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries import contract as contract_query
from desktop.values.drafts.letter import LetterDraft, fill_fields
from desktop.values.email_address import addresses_in
from desktop.values.ids import new_id
from desktop.values.rows.contract import ContractCard
from desktop.values.rows.outbox import MailSettings

_SECURITY = frozenset({"tls", "starttls", "none"})


def standard_letter(shop: Shop, *, deal_id: UUID) -> LetterDraft:
    """The letter "Contract and invoice" for a deal, in the shop's language and, if it has any, its own words."""
    card = shop.read(lambda reader: contract_query.contract(reader, deal_id=deal_id))
    return compose(card)


def compose(card: ContractCard) -> LetterDraft:
    """The standard letter with its fields filled; what the deal does not say stays in braces."""
    words = {**shipped_words(card.language), **card.own_letter}
    values = letter_values(card)
    told = card.client.requisites
    return LetterDraft(
        recipient=told.email or card.client.email,
        subject=fill_fields(words["subject"], values),
        body=fill_fields(words["body"].strip(), values),
    )


def shipped_words(language: str) -> dict[str, str]:
    """The shipped words of the standard letter: `subject` and `body`, English where a language has none."""
    path = paths.resource("shop", language, "letters.toml")
    if not path.is_file():
        path = paths.resource("shop", "en", "letters.toml")
    with path.open("rb") as file:
        found: dict[str, str] = tomllib.load(file)["contract"]
    return found


def letter_values(card: ContractCard) -> Mapping[str, str]:
    """What the fields of the standard letter stand for, in the letter's language."""
    language = card.language
    firm = card.firm
    own = "\n".join(part for part in (card.holder, firm.name, firm.phone) if part)
    return {
        "name": card.client.contact or card.client.name,
        "client": card.client.name,
        "title": card.title,
        "order": card.number,
        "contract": card.contract_number,
        "invoice": card.invoice_number,
        "total": figures.money(card.total, language),
        "prepay": figures.money(card.prepayment, language),
        "pay_by": figures.day(card.pay_by, language),
        "ready": figures.day(card.due_at, language, "weekday") if card.due_at else "",
        "holder": card.holder,
        "firm": firm.name,
        "signature": card.mail.signature or own,
    }


def server_of(mail: MailSettings) -> MailServer:
    """The server the settings name. UserError where nobody has set it up, or its security is none we know."""
    if not mail.is_ready or mail.security not in _SECURITY:
        raise UserError(_(NOT_SET_UP))
    return MailServer(
        host=mail.host,
        port=mail.port,
        security=mail.security,  # type: ignore[arg-type]  # one of the three, as asked above
        login=mail.login,
        from_name=mail.from_name,
        from_address=mail.from_address,
        ca_file=mail.ca_file,
    )


def try_server(
    mail: MailSettings, password: str, *, timeouts: Timeouts | None = None
) -> tuple[CheckedStep, ...]:
    """Walk as far as a letter would go, and tell each step; nothing is sent. Blocks: not for the GUI thread."""
    return mail_out.check_server(server_of(mail), password, timeouts=timeouts)


def send_test(
    mail: MailSettings,
    password: str,
    *,
    to: str,
    now: datetime,
    timeouts: Timeouts | None = None,
) -> str:
    """Send a short letter to try the settings; returns the server's words. UserError says what is wrong."""
    message = letters.build_message(
        Letter(
            message_id=letters.message_id_for(str(new_id()), mail.from_address),
            written_at=now,
            from_name=mail.from_name,
            from_address=mail.from_address,
            to=addresses_in(to),
            subject=_("Test letter of Counterfoil"),
            text=_("This letter was sent to try the mail settings. They work."),
        )
    )
    return mail_out.send(server_of(mail), password, message, timeouts=timeouts).answer
