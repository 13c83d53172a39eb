# SPDX-License-Identifier: Apache-2.0
"""Mail out: hands letters to a mail server, and says in words what is wrong with it."""

from __future__ import annotations

import base64
import re
import selectors
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from typing import Final, Literal

from desktop.channels.mail_addresses import wire_address
from desktop.channels.mail_errors import (
    CertificateWrong,
    CutOff,
    LetterRefused,
    MailError,
    MailStep,
    MessageTooBig,
    NoLogin,
    NoServer,
    RecipientRefused,
    SenderRefused,
    TlsRefused,
    TryLater,
    Unsure,
    WrongPassword,
)
from desktop.errors import UserError
from desktop.i18n import _

# RFC 5321 section 4.1.3 lets a desk without a name of its own introduce itself by an address
# literal; asking the network for a name may take half a minute where there is none.
_OWN_NAME: Final = "[127.0.0.1]"
_QUEUE_ID: Final = re.compile(
    r"(?:queued as|queue id|message id|\bid)[ =:]*<?([\w.+-]{3,64})", re.IGNORECASE
)
_READY, _GO_ON, _TOO_BIG = 220, 354, 552
_GOODBYE: Final = 5.0
_POLICY: Final = SMTP.clone(cte_type="7bit")
_POLICY_UTF8: Final = SMTPUTF8.clone(cte_type="7bit")

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over, and as whom; the password lives in the keyring, not here.

    `ca_file` names a PEM file with the certificate of an office's own server; without it the
    system's list counts. The certificate is always verified.
    """

    host: str
    port: int
    security: Security
    login: str
    from_name: str
    from_address: str
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for the connection, for each answer, and for the word on a whole letter.

    RFC 5321 section 4.5.3.2 asks for minutes at the end, because servers scan the letter for
    viruses before they answer.
    """

    connect: float = 20.0
    talk: float = 60.0
    answer: float = 300.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has accepted the letter: its number for it ("" when it told none), its words."""

    queue_id: str
    answer: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """One step of the talk with a server, passed or not, told in one sentence."""

    step: MailStep
    passed: bool
    sentence: str


def send(
    server: MailServer,
    password: str,
    message: EmailMessage,
    *,
    timeouts: Timeouts | None = None,
    on_handover: Callable[[], None] | None = None,
) -> Sent:
    """Hand one letter over; return when the server has accepted it for all receivers, or for none.

    `on_handover` is called when all but the last dot is on its way: until then a crash of the
    program has sent nothing, from then on it leaves the letter unsure. Raises a MailError, of which
    only `Unsure` may mean that the letter went out. Blocks for as long as the timeouts allow: never
    call it on the GUI thread.
    """
    timeouts = timeouts or Timeouts()
    recipients = _recipients(message)
    with _connected(server, timeouts) as smtp:
        _login(smtp, server, password)
        international = _needs_utf8(smtp, server, recipients)
        content = message.as_bytes(policy=_POLICY_UTF8 if international else _POLICY)
        _say_sender(smtp, server, size=len(content), international=international)
        _say_recipients(smtp, recipients)
        _say_content(smtp, content)
        if on_handover:
            on_handover()
        answer = _finish(smtp, timeouts, size=len(content))
    found = _QUEUE_ID.search(answer)
    return Sent(queue_id=found[1] if found else "", answer=answer, recipients=recipients)


def check_server(
    server: MailServer, password: str, *, timeouts: Timeouts | None = None
) -> tuple[CheckedStep, ...]:
    """Try a server as far as a letter would follow: name, port, protection, login, sender.

    The steps come back in order, the last one being the first that failed. Nothing is sent, and
    nothing is raised for what a person can put right.
    """
    done: list[CheckedStep] = []
    try:
        for step, sentence in _walk(server, password, timeouts or Timeouts()):
            done.append(CheckedStep(step, True, sentence))
    except MailError as error:
        done.append(CheckedStep(error.step, False, error.what))
    except UserError as error:
        done.append(CheckedStep(MailStep.SENDER, False, error.sentence))
    return tuple(done)


def _walk(server: MailServer, password: str, timeouts: Timeouts) -> Iterator[tuple[MailStep, str]]:
    with _connection_errors(server):
        socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
        yield MailStep.NAME, _("The server {host} was found.").format(host=server.host)
        socket.create_connection((server.host, server.port), timeouts.connect).close()
        yield MailStep.PORT, _("It takes connections at port {port}.").format(port=server.port)
    with _connected(server, timeouts) as smtp:
        yield MailStep.TLS, _protection(server)
        _login(smtp, server, password)
        yield MailStep.LOGIN, _login_passed(server)
        _say_sender(smtp, server, size=0, international=_needs_utf8(smtp, server, ()))
        yield (
            MailStep.SENDER,
            _("Letters may be sent from {address}.").format(address=server.from_address),
        )


def _protection(server: MailServer) -> str:
    if server.security == "none":
        return _("The connection is not protected: letters and password can be read on the way.")
    return _("The connection is protected, and the certificate is the server's own.")


def _login_passed(server: MailServer) -> str:
    if server.login:
        return _("The server accepted the login {login}.").format(login=server.login)
    return _("No login is set, and none is tried.")


@contextmanager
def _connected(server: MailServer, timeouts: Timeouts) -> Iterator[smtplib.SMTP]:
    """A greeted, protected connection, closed politely after success and at once after an error."""
    smtp = _open(server, timeouts)
    try:
        _socket(smtp).settimeout(timeouts.talk)
        with _cut_off_at(MailStep.TLS):
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                _start_tls(smtp, server)
        yield smtp
        with suppress(smtplib.SMTPException, OSError):
            _socket(smtp).settimeout(_GOODBYE)
            smtp.quit()
    finally:
        smtp.close()


def _open(server: MailServer, timeouts: Timeouts) -> smtplib.SMTP:
    context = _tls_context(server) if server.security == "tls" else None
    with _connection_errors(server):
        if context:
            return smtplib.SMTP_SSL(
                server.host, server.port, _OWN_NAME, timeout=timeouts.connect, context=context
            )
        return smtplib.SMTP(server.host, server.port, _OWN_NAME, timeout=timeouts.connect)


def _start_tls(smtp: smtplib.SMTP, server: MailServer) -> None:
    if not smtp.has_extn("starttls"):
        raise TlsRefused.no_starttls(server.host)
    with _connection_errors(server):
        code, answer = smtp.starttls(context=_tls_context(server))
    if code != _READY:
        raise _refusal(code, answer, MailStep.TLS)
    smtp.ehlo()


def _tls_context(server: MailServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise UserError(
            _(
                "The certificate file {file} cannot be read. Choose it again in the mail settings."
            ).format(file=server.ca_file)
        ) from error


@contextmanager
def _connection_errors(server: MailServer) -> Iterator[None]:
    """Tell what may happen before the first word. The order matters: most are OSErrors."""
    host, port = server.host, server.port
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CertificateWrong.by_code(host, error.verify_code) from error
    except ssl.SSLError as error:
        raise TlsRefused.no_tls(host, port) from error
    except (socket.gaierror, UnicodeError, ValueError) as error:
        raise NoServer.not_found(host) from error
    except TimeoutError as error:
        raise NoServer.silent(host, port) from error
    except smtplib.SMTPServerDisconnected as error:
        raise NoServer.silent(host, port) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error, MailStep.PORT) from error
    except OSError as error:
        raise NoServer.closed(host, port) from error


@contextmanager
def _cut_off_at(step: MailStep) -> Iterator[None]:
    """A connection that breaks in here has handed nothing over."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error, step) from error
    except (smtplib.SMTPException, OSError) as error:
        raise CutOff(step=step) from error


def _login(smtp: smtplib.SMTP, server: MailServer, password: str) -> None:
    if not server.login:
        return
    with _cut_off_at(MailStep.LOGIN):
        try:
            if (server.login + password).isascii():
                smtp.login(server.login, password)
            else:
                _login_utf8(smtp, server.login, password)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code // 100 == 4:
                raise TryLater(_words(error.smtp_error), step=MailStep.LOGIN) from error
            raise WrongPassword from error
        except smtplib.SMTPNotSupportedError as error:
            raise NoLogin from error


def _login_utf8(smtp: smtplib.SMTP, login: str, password: str) -> None:
    """Log in with letters beyond ASCII, which smtplib cannot: AUTH PLAIN as in RFC 4616."""
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper():
        raise smtplib.SMTPNotSupportedError("no AUTH PLAIN")
    secret = base64.b64encode(f"\0{login}\0{password}".encode()).decode("ascii")
    code, answer = smtp.docmd("AUTH", f"PLAIN {secret}")
    if code // 100 != 2:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _recipients(message: EmailMessage) -> tuple[str, ...]:
    headers = [header for name in ("To", "Cc") for header in message.get_all(name, [])]
    found = [wire_address(address.addr_spec) for header in headers for address in header.addresses]
    return tuple(dict.fromkeys(found))


def _needs_utf8(smtp: smtplib.SMTP, server: MailServer, recipients: tuple[str, ...]) -> bool:
    """Whether an address needs SMTPUTF8 (RFC 6531); refused where the server has none."""
    sender = wire_address(server.from_address)
    strange = [address for address in recipients if not address.isascii()]
    if smtp.has_extn("smtputf8"):
        return bool(strange) or not sender.isascii()
    reason = _("This server takes only Latin letters in addresses.")
    if not sender.isascii():
        raise SenderRefused(sender, reason)
    if strange:
        raise RecipientRefused(dict.fromkeys(strange, reason))
    return False


def _say_sender(smtp: smtplib.SMTP, server: MailServer, *, size: int, international: bool) -> None:
    limit = smtp.esmtp_features.get("size", "").strip()
    largest = int(limit) if limit.isascii() and limit.isdigit() else 0
    if largest and size > largest:
        raise MessageTooBig(size, largest)
    options = [f"SIZE={size}"] if size and smtp.has_extn("size") else []
    options += ["BODY=8BITMIME", "SMTPUTF8"] if international else []
    # smtplib encodes a command in UTF-8 only after its own send_message has said so.
    if international:
        smtp.command_encoding = "utf-8"
    with _cut_off_at(MailStep.SENDER):
        code, answer = smtp.mail(wire_address(server.from_address), options)
    if code == _TOO_BIG:
        raise MessageTooBig(size, largest)
    if code // 100 == 4:
        raise TryLater(_words(answer), step=MailStep.SENDER)
    if code // 100 != 2:
        raise SenderRefused(server.from_address, _words(answer))


def _say_recipients(smtp: smtplib.SMTP, recipients: tuple[str, ...]) -> None:
    """All receivers or none: a letter that some have got could not be sent again."""
    refused: dict[str, str] = {}
    for recipient in recipients:
        with _cut_off_at(MailStep.RECIPIENT):
            code, answer = smtp.rcpt(recipient)
        if code // 100 == 4:
            raise TryLater(f"{recipient}: {_words(answer)}", step=MailStep.RECIPIENT)
        if code // 100 != 2:
            refused[recipient] = _words(answer)
    if refused:
        raise RecipientRefused(refused)


def _say_content(smtp: smtplib.SMTP, content: bytes) -> None:
    """Send all but the last dot; without it a server must throw the letter away (RFC 5321)."""
    with _cut_off_at(MailStep.LETTER):
        code, answer = smtp.docmd("DATA")
        if code != _GO_ON:
            raise _refusal(code, answer, MailStep.LETTER)
        stuffed = re.sub(rb"(?m)^\.", b"..", content)
        smtp.send(stuffed if stuffed.endswith(b"\r\n") else stuffed + b"\r\n")
        # Nothing may come from the server now: what does is its farewell.
        if _has_spoken(_socket(smtp)):
            raise CutOff(step=MailStep.LETTER)


def _finish(smtp: smtplib.SMTP, timeouts: Timeouts, *, size: int) -> str:
    """Send the last dot and wait for a word. What breaks in here leaves the letter unsure."""
    try:
        _socket(smtp).settimeout(timeouts.answer)
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure from error
    if code // 100 == 2:
        return _words(answer)
    if code == _TOO_BIG:
        raise MessageTooBig(size, 0)
    if code // 100 in (4, 5):
        raise _refusal(code, answer, MailStep.LETTER)
    raise Unsure


def _refusal(code: int, answer: bytes | str, step: MailStep) -> MailError:
    if code // 100 == 4:
        return TryLater(_words(answer), step=step)
    return LetterRefused(_words(answer), step=step)


def _words(answer: bytes | str) -> str:
    """A server's answer as one printable line: it is shown to people and kept on the timeline."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]


def _socket(smtp: smtplib.SMTP) -> socket.socket:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("closed")
    return smtp.sock


def _has_spoken(connection: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(timeout=0))
