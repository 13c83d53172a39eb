# SPDX-License-Identifier: Apache-2.0
"""A real mail server on loopback for tests: TLS, login, every way to fail, each letter kept as a file."""

from __future__ import annotations

import asyncio
import enum
import socket
import ssl
import time
import warnings
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, Literal, Self

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "localhost"
_PATIENCE_S = 10.0


class Mood(enum.Enum):
    """How the server behaves towards the next letters."""

    ACCEPT = "accepts all it gets"
    REFUSE_SENDER = "takes nothing from this sender"
    REFUSE_RECIPIENT = "knows no receiver named in `strangers`"
    TRY_LATER = "asks to come again, as grey-listing servers do"
    REFUSE_LETTER = "reads the letter and calls it spam"
    FULL = "reads the letter and finds it too big"
    CUT_IN_DATA = "breaks the connection in the middle of the letter"
    LOSE_ANSWER = "accepts the letter and breaks the connection before it says so"
    NEVER_ANSWER = "accepts the letter and says nothing any more"
    SLOW = "takes `delay` seconds for each answer"
    PONDER = "reads the letter and takes `delay` seconds for its word on it"
    MUTE = "takes the connection and never says a word"


@dataclass(frozen=True, slots=True)
class Received:
    """One letter the server has accepted."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    file: Path

    @property
    def message(self) -> EmailMessage:
        """The letter taken apart, as a mail program would."""
        message = message_from_bytes(self.content, policy=default)
        assert isinstance(message, EmailMessage)
        return message


class PostOffice:
    """A mail server in a thread of its own; use it in a `with` statement.

    It listens on a free port of loopback. `ca_file` is the certificate a client has to trust.
    """

    def __init__(
        self,
        folder: Path,
        *,
        security: Literal["tls", "starttls", "none"] = "starttls",
        login: str = "",
        password: str = "",
        certificate_for: str = HOST,
        size_limit: int = 33_554_432,
        utf8: bool = True,
    ) -> None:
        self.folder = folder
        self.security = security
        self.login = login
        self.password = password
        self.mood = Mood.ACCEPT
        self.strangers: set[str] = set()
        self.delay = 0.0
        self.letters: list[Received] = []
        self.talks: set[_Server] = set()
        folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = folder / "authority.pem"
        self._controller = _OnFreePort(
            _Handler(self),
            self,
            ssl_context=self._certificate(certificate_for) if security == "tls" else None,
            tls_context=self._certificate(certificate_for) if security == "starttls" else None,
            require_starttls=security == "starttls",
            auth_required=bool(login),
            auth_require_tls=security == "starttls" or not login,
            auth_callback=self._knows,
            data_size_limit=size_limit,
            enable_SMTPUTF8=utf8,
        )

    @property
    def port(self) -> int:
        """The port of this run."""
        return int(self._controller.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up_all()
        self._controller.stop()

    def _hang_up_all(self) -> None:
        """A client that was killed, or has only just left, would leave a line open for the garbage collector."""
        deadline = time.monotonic() + _PATIENCE_S
        while self.talks and time.monotonic() < deadline:
            for talk in tuple(self.talks):
                self._controller.loop.call_soon_threadsafe(talk.hang_up)
            time.sleep(0.02)

    def keep(self, envelope: Envelope) -> Received:
        """Store a letter as the next file of the folder."""
        content = envelope.original_content or b""
        file = self.folder / f"letter-{len(self.letters) + 1:03}.eml"
        file.write_bytes(content)
        letter = Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content, file)
        self.letters.append(letter)
        return letter

    def _knows(self, _mechanism: str, login: bytes, password: bytes) -> bool:
        return (login, password) == (self.login.encode(), self.password.encode())

    def _certificate(self, name: str) -> ssl.SSLContext:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.ca_file)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        return context


class _OnFreePort(Controller):
    """Listens on a socket bound before the thread starts, so that no other process can take its port."""

    def __init__(self, handler: _Handler, office: PostOffice, **options: Any) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._office = office
        super().__init__(
            handler, hostname="127.0.0.1", port=self._listener.getsockname()[1], **options
        )

    def factory(self) -> SMTP:
        return _Server(self._office, self.handler, **self.SMTP_kwargs)

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self._listener, ssl=self.ssl_context
        )


class _Server(SMTP):
    """aiosmtpd's server, which can also leave in the middle of a letter."""

    def __init__(self, office: PostOffice, *args: Any, **options: Any) -> None:
        self._office = office
        with warnings.catch_warnings():
            # A login without TLS is what some tests are about.
            warnings.simplefilter("ignore", UserWarning)
            super().__init__(*args, **options)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._office.talks.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        self._office.talks.discard(self)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 -- the library's name
        if self._office.mood is not Mood.CUT_IN_DATA:
            await super().smtp_DATA(arg)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._reader.readline()
        self.hang_up()

    async def push(self, status: Any) -> None:
        if self._office.mood is Mood.MUTE:
            return
        if self._office.mood is Mood.SLOW:
            await asyncio.sleep(self._office.delay)
        await super().push(status)

    def hang_up(self) -> None:
        """Break the connection without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class _Handler:
    """Answers to the commands of a letter; the names are aiosmtpd's."""

    def __init__(self, office: PostOffice) -> None:
        self._office = office

    async def handle_MAIL(  # noqa: N802 -- the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._office.mood is Mood.REFUSE_SENDER:
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802 -- the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._office.mood is Mood.TRY_LATER:
            return "450 4.2.0 Greylisted, try again in five minutes"
        if self._office.mood is Mood.REFUSE_RECIPIENT and address in self._office.strangers:
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802 -- the library's name
        self, server: _Server, _session: Session, envelope: Envelope
    ) -> str:
        if self._office.mood is Mood.REFUSE_LETTER:
            return "554 5.7.1 Message looks like spam"
        if self._office.mood is Mood.FULL:
            return "552 5.3.4 Message too big"
        letter = self._office.keep(envelope)
        if self._office.mood is Mood.PONDER:
            await asyncio.sleep(self._office.delay)
        if self._office.mood is Mood.LOSE_ANSWER:
            server.hang_up()
        if self._office.mood is Mood.NEVER_ANSWER:
            self._office.mood = Mood.MUTE
        return f"250 2.0.0 Ok: queued as {letter.file.stem}"
