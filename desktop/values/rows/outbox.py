# SPDX-License-Identifier: Apache-2.0
"""Letters on their way: the mail settings, what is due, and what waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.states import MessageState

MAIL = "mail"
"""The key of the preference with the mail settings."""

LETTER = "letter"
"""The key of the preference with the shop's own words for the standard letter, by language."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters are handed over, and as whom; the password lies in the password store of each desk.

    `security` is "tls", "starttls" or "none"; `ca_file` names the certificate of an office's own server.
    """

    host: str = ""
    port: int = 587
    security: str = "starttls"
    login: str = ""
    from_name: str = ""
    from_address: str = ""
    signature: str = ""
    ca_file: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From the stored document; what a newer version added is left alone."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def signed(self, text: str) -> str:
        """A letter's text with the signature below it."""
        return f"{text}\n\n{self.signature}" if self.signature else text

    def stored(self) -> dict[str, Any]:
        """As a document."""
        return asdict(self)

    @property
    def is_ready(self) -> bool:
        """Whether a letter can be handed over at all."""
        return bool(self.host and self.from_address)

    @property
    def secret(self) -> str:
        """The name under which the password lies in the password store."""
        return f"mail {self.login}@{self.host}"

    @property
    def domain(self) -> str:
        """The domain letters come from."""
        return self.from_address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that goes along: its name and its contents by hash."""

    name: str
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class DueLetter:
    """A letter whose time has come, complete enough to be sent. One of another desk is not `is_ours`."""

    id: UUID
    stamp: str
    message_id: str
    recipient: str
    subject: str
    body: str
    files: tuple[LetterFile, ...]
    written_at: datetime
    attempts: int
    reply_to: str = ""
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Stranded:
    """A letter that another desk began to send long ago; `attempt` is the try it was at."""

    id: UUID
    subject: str
    attempt: int


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in a list. `state` is a MessageState; `send_after` is when it leaves or tries again."""

    id: UUID
    stamp: str
    card_id: UUID
    deal: str
    client: str
    recipient: str
    subject: str
    body: str
    state: str
    error: str
    created_at: datetime
    send_after: datetime
    sent_at: datetime | None
    attempts: int
    files: tuple[LetterFile, ...]
    by: str = ""
    card_kind: str = "deal"

    @property
    def needs_person(self) -> bool:
        """Whether it stays where it is until somebody decides."""
        return self.state in (MessageState.FAILED, MessageState.UNSURE)


@dataclass(frozen=True, slots=True)
class Outbox:
    """What the list of letters shows: those that need a person, those that wait, and today's sent ones."""

    troubled: tuple[LetterRow, ...]
    waiting: tuple[LetterRow, ...]
    sent: tuple[LetterRow, ...]
