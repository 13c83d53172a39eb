# SPDX-License-Identifier: Apache-2.0
"""Lets due letters leave, one after the other, and notes each step so that none leaves twice or is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from desktop import log, secrets
from desktop.channels import letters, mail_out
from desktop.channels.letters import Attachment, Letter
from desktop.channels.mail_errors import MailError, Unsure
from desktop.channels.mail_out import MailServer, Timeouts
from desktop.commands import messages
from desktop.errors import UserError
from desktop.flows.hub_claims import Claims, Leave, own_line
from desktop.flows.letter import server_of
from desktop.flows.shop import Shop
from desktop.i18n import N_, _, ngettext, say_keys
from desktop.queries import outbox
from desktop.storage import blobs, consent
from desktop.storage.offered import LETTER
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.changes import Label, Origin
from desktop.values.email_address import addresses_in
from desktop.values.rows.outbox import DueLetter, MailSettings

if TYPE_CHECKING:
    from desktop.sync.hub.desk_side import Hub

RETRY_MINUTES: Final = (1, 5, 15, 60)
"""How long a letter waits after each failure that time may mend; the last one holds for all that follow."""

OWED_AGAIN_S: Final = 30.0
BUSY_AGAIN_S: Final = 2.0
HELD_AGAIN_S: Final = 15.0
"""How soon a letter is looked at again that waits for the hub or for another desk."""

_log = log.logger("outbox")

Note = Callable[[UnitOfWork], object]


class Outbox:
    """The way of letters out of this desk; there must be only one for each shop (see `outbox_of`).

    `troubled` is told, on the thread that sends, the sentence of each letter that from now on waits for a person, and
    at the first run that letters are unsure: since the program stopped, or since nobody has answered.
    """

    def __init__(
        self,
        *,
        troubled: Callable[[str], object] = lambda _sentence: None,
        timeouts: Timeouts | None = None,
        line: Callable[[Shop], Hub | None] = own_line,
    ) -> None:
        """`line` makes the connection to the hub by which letters are claimed."""
        self.troubled = troubled
        self._line = line
        self._timeouts = timeouts
        self._is_settled = False
        self._owed: list[tuple[Label, Note]] = []
        self._one_at_a_time = threading.Lock()

    def run(self, shop: Shop) -> float | None:
        """Send what is due; returns in how many seconds the next letter wants to leave, None where none waits.

        While another run is on, it only asks to be called again soon.
        """
        if not self._one_at_a_time.acquire(blocking=False):
            return BUSY_AGAIN_S
        try:
            return self._run(shop)
        finally:
            self._one_at_a_time.release()

    def _run(self, shop: Shop) -> float | None:
        if not self._is_settled:
            _write(shop, Label(N_("Letters interrupted")), messages.note_interrupted)
            self._is_settled = True
            self._ask_about_unsure(shop)
        if not self._pay_debts(shop):
            return OWED_AGAIN_S
        claims = Claims(shop, self._line, LETTER)
        try:
            self._ask_about_stranded(shop, claims)
            are_held = self._send_all(shop, claims)
        finally:
            claims.hang_up()
        next_at = shop.read(outbox.next_due)
        if next_at is None:
            return None
        seconds = (next_at - shop.clock.now()).total_seconds()
        return max(HELD_AGAIN_S if are_held else 0.0, seconds)

    def _ask_about_stranded(self, shop: Shop, claims: Claims) -> None:
        """What a desk was sending that has not come back is asked about at the others."""
        for letter in () if claims.is_alone else shop.read(outbox.stranded):
            leave = claims.ask(letter.id, letter.attempt)
            # The hub knows of no claim where it was put back to an older state.
            if leave in {Leave.ASK, Leave.DO}:
                self._note_lapsed(shop, letter.id, letter.subject, letter.attempt)
                claims.over(letter.id, letter.attempt)

    def _ask_about_unsure(self, shop: Shop) -> None:
        if count := shop.read(outbox.unsure_count):
            self.troubled(
                ngettext(
                    "{n} letter was perhaps sent and will not leave again by itself. "
                    "Say what became of it: {keys}.",
                    "{n} letters were perhaps sent and will not leave again by themselves. "
                    "Say what became of them: {keys}.",
                    count,
                ).format(n=count, keys=say_keys("Ctrl+Shift+M"))
            )

    def _send_all(self, shop: Shop, claims: Claims) -> bool:
        """Send what is due; whether something has to wait for the hub, for another desk or for a file."""
        mail = shop.read(outbox.mail_settings)
        are_held = False
        for letter in shop.read(outbox.due):
            are_held |= not self._send(shop, mail, letter, claims)
        return are_held

    def _send(self, shop: Shop, mail: MailSettings, letter: DueLetter, claims: Claims) -> bool:
        """One letter from waiting to sent, failed or unsure; False where it was let be."""
        ready = self._ready(shop, mail, letter, is_alone=claims.is_alone)
        if isinstance(ready, bool):
            return ready
        server, message, password = ready
        leave = claims.ask(letter.id, letter.attempts)
        if leave is Leave.ASK:
            self._note_lapsed(shop, letter.id, letter.subject, letter.attempts)
        elif leave is not Leave.LET_BE:
            label = Label(N_("Send “{subject}”"), {"subject": letter.subject})
            claim = partial(
                messages.claim,
                message_id=letter.id,
                stamp=letter.stamp,
                must_be_private=leave is Leave.DO_IF_PRIVATE,
            )
            if not shop.write(claim, origin=Origin.ROBOT, label=label):
                return leave is Leave.DO
            self._hand_over(shop, server, password, message, letter)
        if leave in {Leave.ASK, Leave.DO} and not self._owed:
            claims.over(letter.id, letter.attempts)
        return leave is not Leave.LET_BE

    def _ready(
        self, shop: Shop, mail: MailSettings, letter: DueLetter, *, is_alone: bool
    ) -> tuple[MailServer, EmailMessage, str] | bool:
        """All that it takes to send a letter; else whether something became of it, or it was let be."""
        refusal = shop.read(lambda r: consent.refusal(r.connection, letter.id))
        if refusal:
            return letter.is_ours and self._fail(shop, letter, _(refusal))
        try:
            server, message = server_of(mail), _message(shop, mail, letter)
        except UserError as error:
            if not letter.is_ours or (not is_alone and _lacks_file(shop, letter)):
                return False
            return self._fail(shop, letter, error.sentence)
        try:
            password = (secrets.get(mail.secret) or "") if mail.login else ""
        except UserError as error:
            # A password store that is locked now will be opened by whoever sits here.
            _log.info("No password for mail: %s", error.sentence)
            return letter.is_ours and self._put_off(shop, letter, error.sentence)
        if mail.login and not password and not letter.is_ours:
            return False
        return server, message, password

    def _hand_over(
        self,
        shop: Shop,
        server: MailServer,
        password: str,
        message: EmailMessage,
        letter: DueLetter,
    ) -> None:
        handed = partial(messages.note_handover, message_id=letter.id)
        try:
            sent = mail_out.send(
                server,
                password,
                message,
                timeouts=self._timeouts,
                # Durable before the last dot: from there on a crash leaves the letter unsure, before it does not.
                on_handover=lambda: shop.write(handed, origin=Origin.ROBOT),
            )
        except Unsure as error:
            self._note_unsure(shop, letter, error.sentence)
        except MailError as error:
            if error.again:
                self._put_off(shop, letter, error.sentence)
            else:
                self._fail(shop, letter, error.sentence)
        except UserError as error:
            self._put_off(shop, letter, error.sentence)
        except Exception:
            # Else a bug would leave the letter "being sent" until the next start.
            self._note_unsure(shop, letter, _bug_sentence())
            raise
        else:
            label = Label(N_("“{subject}” was sent"), {"subject": letter.subject})
            note = partial(messages.note_sent, message_id=letter.id, detail=sent.answer)
            self._note(shop, label, note)

    def _fail(self, shop: Shop, letter: DueLetter, sentence: str) -> bool:
        self._note_failed(shop, letter, sentence, None)
        self.troubled(sentence)
        return True

    def _put_off(self, shop: Shop, letter: DueLetter, sentence: str) -> bool:
        minutes = RETRY_MINUTES[min(letter.attempts, len(RETRY_MINUTES) - 1)]
        self._note_failed(shop, letter, sentence, shop.clock.now() + timedelta(minutes=minutes))
        return True

    def _note_failed(
        self, shop: Shop, letter: DueLetter, sentence: str, again_at: datetime | None
    ) -> None:
        label = Label(N_("“{subject}” was not sent"), {"subject": letter.subject})
        note = partial(
            messages.note_failed,
            message_id=letter.id,
            sentence=sentence,
            next_try_at=again_at,
        )
        self._note(shop, label, note)

    def _note_unsure(self, shop: Shop, letter: DueLetter, sentence: str) -> None:
        label = Label(N_("“{subject}” was perhaps sent"), {"subject": letter.subject})
        note = partial(messages.note_unsure, message_id=letter.id, sentence=sentence)
        self._note(shop, label, note)
        self.troubled(sentence)

    def _note_lapsed(self, shop: Shop, letter: UUID, subject: str, attempt: int) -> None:
        label = Label(N_("“{subject}” was perhaps sent"), {"subject": subject})
        self._note(shop, label, partial(messages.note_lapsed, message_id=letter, attempt=attempt))
        self._ask_about_unsure(shop)

    def _note(self, shop: Shop, label: Label, note: Note) -> None:
        """Write down what became of a letter; where the disk refuses, it is owed and comes first next time."""
        try:
            _write(shop, label, note)
        except UserError as error:
            _log.warning("A letter's state could not be written: %s", error.sentence)
            self._owed.append((label, note))

    def _pay_debts(self, shop: Shop) -> bool:
        while self._owed:
            label, note = self._owed[0]
            try:
                _write(shop, label, note)
            except UserError as error:
                _log.warning("A letter's state still cannot be written: %s", error.sentence)
                return False
            del self._owed[0]
        return True


def outbox_of(folder: Path) -> Outbox:
    """The one outbox of the shop in this folder, however many windows come and go.

    A second one would take a letter that is just leaving for one that was interrupted, and send it twice.
    """
    with _making:
        return _outboxes.setdefault(folder, Outbox())


_making = threading.Lock()
_outboxes: dict[Path, Outbox] = {}


def _write(shop: Shop, label: Label, note: Note) -> None:
    shop.write(note, origin=Origin.ROBOT, label=label)


def _message(shop: Shop, mail: MailSettings, letter: DueLetter) -> EmailMessage:
    """The same bytes every time, with the files as they were when the letter was written."""
    return letters.build_message(
        Letter(
            message_id=letter.message_id,
            written_at=letter.written_at,
            from_name=mail.from_name,
            from_address=mail.from_address,
            to=addresses_in(letter.recipient),
            subject=letter.subject,
            text=letter.body,
            reply_to=letter.reply_to,
            attachments=tuple(
                Attachment(file.name, blobs.read(shop.folder, file.blob)) for file in letter.files
            ),
        )
    )


def _lacks_file(shop: Shop, letter: DueLetter) -> bool:
    """Whether a file of the letter is not here; where desks meet it comes by itself."""
    return not all(blobs.has(shop.folder, file.blob) for file in letter.files)


def _bug_sentence() -> str:
    return _(
        "Something unexpected happened while this letter was leaving. Look among the sent letters."
    )
