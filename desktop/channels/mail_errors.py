# SPDX-License-Identifier: Apache-2.0
"""Why a letter did not go out: one error a case, saying what is safe and what to do."""

from __future__ import annotations

import enum
import re
from typing import ClassVar, Final

from desktop.errors import UserError
from desktop.i18n import N_, _, file_size, in_every_language

_NOT_YET_VALID, _EXPIRED = 9, 10
_OTHER_NAMES = (62, 64)


NOT_SET_UP: Final = N_(
    "E-mail is not set up. The letter waits in Outbox. Set it up in Settings, Mail."
)
_NO_STARTTLS: Final = N_(
    "E-mail did not go out: {host} does not offer STARTTLS, and a password is not sent "
    "unprotected. The letter waits in Outbox. Choose TLS in the mail settings."
)
_NO_TLS: Final = N_(
    "E-mail did not go out: {host} has no TLS at port {port} that can be trusted. "
    "The letter waits in Outbox. Choose STARTTLS or another port in the mail settings."
)
_CERTIFICATE: Final = N_("E-mail did not go out. {what} The letter waits in Outbox.")
_PASSWORD: Final = N_(
    "E-mail did not go out: the server did not accept the password. The letter waits in Outbox."
)
_NO_PASSWORD: Final = N_(
    "E-mail did not go out: the server takes no password over this connection. "
    "The letter waits in Outbox. Choose TLS or STARTTLS, or leave the login empty."
)
_SENDER: Final = N_(
    "E-mail did not go out: the server does not allow {address} as the sender. "
    "The letter waits in Outbox. The server said: {answer}"
)


class MailStep(enum.Enum):
    """Where in the talk with a mail server something happened, in the order of the talk."""

    NAME = "name"
    PORT = "port"
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    LETTER = "letter"


class MailError(UserError):
    """A letter did not go out; the server has surely not accepted it, unless this is `Unsure`.

    `sentence` speaks of the letter and of the outbox; `what` says the same about the server alone,
    for the settings page. `again` is true where trying later may help by itself, without anything
    being put right.
    """

    again: ClassVar[bool] = False

    def __init__(self, sentence: str, *, what: str = "", step: MailStep = MailStep.LETTER) -> None:
        super().__init__(sentence)
        self.what = what or sentence
        self.step = step


class NoServer(MailError):
    """The server's name is unknown, its port is closed, or it does not answer."""

    again = True

    @classmethod
    def not_found(cls, host: str) -> NoServer:
        """The name of the server leads nowhere, or there is no network to ask."""
        return cls(
            _(
                "E-mail did not go out: the server {host} was not found. "
                "The letter waits in Outbox. Check the network and the server's name."
            ).format(host=host),
            what=_("The server {host} was not found. Check its name and the network.").format(
                host=host
            ),
            step=MailStep.NAME,
        )

    @classmethod
    def closed(cls, host: str, port: int) -> NoServer:
        """The computer is there, but nobody listens at the port, or the way to it is barred."""
        return cls(
            _(
                "E-mail did not go out: {host} does not take connections at port {port}. "
                "The letter waits in Outbox. Check the port, or whether a firewall is in the way."
            ).format(host=host, port=port),
            what=_(
                "{host} does not take connections at port {port}. "
                "Usual ports are 465 for TLS and 587 for STARTTLS; a firewall may be in the way."
            ).format(host=host, port=port),
            step=MailStep.PORT,
        )

    @classmethod
    def silent(cls, host: str, port: int) -> NoServer:
        """The connection was made or tried, and nothing came back in time."""
        return cls(
            _(
                "E-mail did not go out: {host} does not answer at port {port}. "
                "The letter waits in Outbox and will be tried again."
            ).format(host=host, port=port),
            what=_(
                "{host} does not answer at port {port}. Check the port and the kind of protection: "
                "465 wants TLS, 587 wants STARTTLS."
            ).format(host=host, port=port),
            step=MailStep.PORT,
        )


class TlsRefused(MailError):
    """The connection cannot be protected as the settings ask, and is not used unprotected."""

    @classmethod
    def no_starttls(cls, host: str) -> TlsRefused:
        """The server does not offer STARTTLS."""
        return cls(
            _(_NO_STARTTLS).format(host=host),
            what=_("{host} does not offer STARTTLS at this port. Try TLS at port 465.").format(
                host=host
            ),
            step=MailStep.TLS,
        )

    @classmethod
    def no_tls(cls, host: str, port: int) -> TlsRefused:
        """What answers at the port does not speak TLS, or no version of it that is still safe."""
        return cls(
            _(_NO_TLS).format(host=host, port=port),
            what=_(
                "{host} has no TLS at port {port} that can be trusted. "
                "Port 587 usually wants STARTTLS, port 465 wants TLS."
            ).format(host=host, port=port),
            step=MailStep.TLS,
        )


class CertificateWrong(MailError):
    """The server's certificate does not prove that it is the server asked for."""

    @classmethod
    def by_code(cls, host: str, code: int) -> CertificateWrong:
        """The error for one of OpenSSL's verify codes (see openssl-verification-options)."""
        if code == _EXPIRED:
            return cls.expired(host)
        if code == _NOT_YET_VALID:
            return cls.too_early(host)
        return cls.other_name(host) if code in _OTHER_NAMES else cls.unknown_signer(host)

    @classmethod
    def expired(cls, host: str) -> CertificateWrong:
        """The certificate's time is over."""
        return cls._because(
            _("The certificate of {host} has expired. Tell the people who run the server.").format(
                host=host
            )
        )

    @classmethod
    def too_early(cls, host: str) -> CertificateWrong:
        """The certificate's time has not begun; mostly this computer's clock is wrong."""
        return cls._because(
            _("The certificate of {host} is not valid yet. Check this computer's date.").format(
                host=host
            )
        )

    @classmethod
    def other_name(cls, host: str) -> CertificateWrong:
        """The certificate was made for another name."""
        return cls._because(
            _(
                "The certificate shown does not belong to {host}. "
                "Use the name the provider gives for its mail server."
            ).format(host=host)
        )

    @classmethod
    def unknown_signer(cls, host: str) -> CertificateWrong:
        """Nobody this computer trusts has signed the certificate."""
        return cls._because(
            _(
                "The certificate of {host} is signed by nobody this computer knows. "
                "If the server is your own, give its certificate file in the mail settings."
            ).format(host=host)
        )

    @classmethod
    def _because(cls, what: str) -> CertificateWrong:
        sentence = _(_CERTIFICATE).format(what=what)
        return cls(sentence, what=what, step=MailStep.TLS)


class WrongPassword(MailError):
    """The server did not accept login and password."""

    def __init__(self) -> None:
        super().__init__(
            _(_PASSWORD),
            what=_(
                "The server did not accept the login or the password. "
                "Many providers want a separate password made for programs."
            ),
            step=MailStep.LOGIN,
        )


class NoLogin(MailError):
    """The server offers no way to give a password over this connection."""

    def __init__(self) -> None:
        super().__init__(
            _(_NO_PASSWORD),
            what=_(
                "The server takes no password over this connection. "
                "Choose TLS or STARTTLS, or leave the login empty."
            ),
            step=MailStep.LOGIN,
        )


class SenderRefused(MailError):
    """The server does not let this login write from this address."""

    def __init__(self, address: str, answer: str) -> None:
        super().__init__(
            _(_SENDER).format(address=address, answer=answer),
            what=_(
                "The server does not allow {address} as the sender. "
                "Use the address that belongs to the login. The server said: {answer}"
            ).format(address=address, answer=answer),
            step=MailStep.SENDER,
        )


class RecipientRefused(MailError):
    """The server knows no way to these receivers; nobody has got the letter."""

    def __init__(self, refused: dict[str, str]) -> None:
        addresses = ", ".join(refused)
        super().__init__(
            _(
                "E-mail did not go out: the server refuses {addresses}. Nobody has got the letter; "
                "it waits in Outbox. Check the address. The server said: {answer}"
            ).format(addresses=addresses, answer=next(iter(refused.values()), "")),
            step=MailStep.RECIPIENT,
        )
        self.refused = refused


class MessageTooBig(MailError):
    """The letter with its files is larger than the server takes."""

    def __init__(self, size: int, limit: int) -> None:
        known = _(
            "E-mail did not go out: the letter is {size}, the server takes up to {limit}. "
            "It waits in Outbox. Send fewer files or smaller ones."
        )
        unknown = _(
            "E-mail did not go out: the letter is {size}, too big for the server. "
            "It waits in Outbox. Send fewer files or smaller ones."
        )
        text = known if limit else unknown
        sentence = text.format(size=file_size(size), limit=file_size(limit))
        super().__init__(sentence, step=MailStep.SENDER)
        self.size = size
        self.limit = limit


class LetterRefused(MailError):
    """The server has read the letter, or met this computer, and said a final no."""

    def __init__(self, answer: str, *, step: MailStep = MailStep.LETTER) -> None:
        super().__init__(
            _(
                "E-mail did not go out: the server refused it. The letter waits in Outbox. "
                "The server said: {answer}"
            ).format(answer=answer),
            what=_("The server refuses to talk. It said: {answer}").format(answer=answer),
            step=step,
        )


class TryLater(MailError):
    """The server asks to come again later."""

    again = True

    def __init__(self, answer: str, *, step: MailStep = MailStep.LETTER) -> None:
        super().__init__(
            _(
                "E-mail did not go out yet: the server asks to try later. "
                "The letter waits in Outbox and will be tried again. The server said: {answer}"
            ).format(answer=answer),
            what=_("The server asks to try later. It said: {answer}").format(answer=answer),
            step=step,
        )


class CutOff(MailError):
    """The connection broke before the letter was handed over: trying again cannot double it."""

    again = True

    def __init__(self, *, step: MailStep = MailStep.LETTER) -> None:
        super().__init__(
            _(
                "E-mail did not go out: the connection broke. Nothing was sent; "
                "the letter waits in Outbox and will be tried again."
            ),
            what=_("The connection broke while talking to the server. Try again."),
            step=step,
        )


class Unsure(MailError):
    """The whole letter was handed over and no answer came: never resent by itself."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "It is not known whether the e-mail went out: the connection broke after "
                "the letter was handed over. It will not be sent again by itself. "
                "Look in Sent, then say whether it is there."
            )
        )


_FOR_THE_SETTINGS: Final = {
    NOT_SET_UP: MailStep.NAME,
    _NO_STARTTLS: MailStep.TLS,
    _NO_TLS: MailStep.TLS,
    _CERTIFICATE: MailStep.TLS,
    _PASSWORD: MailStep.LOGIN,
    _NO_PASSWORD: MailStep.LOGIN,
    _SENDER: MailStep.SENDER,
}
_FIELD = re.compile(r"\\\{\w+\\\}")


def to_put_right(sentence: str) -> MailStep | None:
    """The part of the mail settings that kept a letter here, by its sentence; None where they are not to blame.

    The sentence is what the shop keeps of a failure; it may be another desk's, in that desk's language.
    """
    for message, step in _FOR_THE_SETTINGS.items():
        for text in in_every_language(message):
            if re.fullmatch(_FIELD.sub(".*", re.escape(text)), sentence, re.DOTALL):
                return step
    return None
