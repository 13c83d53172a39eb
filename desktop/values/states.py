# SPDX-License-Identifier: Apache-2.0
"""States and kinds: the closed lists of words that rules hang on, and what may follow what.

A member is its stored text (`TaskKind.CALL == "call"`), so it goes into a database or a journal as it
is; `label()` is its name for people, in the language of the moment it is called.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from desktop.i18n import N_, _


class Named(StrEnum):
    """A stored text with a name for people."""

    _value_: str
    msgid: str

    def __new__(cls, value: str, msgid: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.msgid = msgid
        return member

    @classmethod
    def known(cls, text: str | None) -> Self | None:
        """The member with this stored text; None for none, or for one that a newer version invented."""
        try:
            return cls(text or "")
        except ValueError:
            return None

    @classmethod
    def words(cls, text: str) -> str:
        """A stored text as people read it; one of a newer version as it is written."""
        member = cls.known(text)
        return member.label() if member is not None else text

    def label(self) -> str:
        """The name in the present language."""
        return _(self.msgid)


class Channel(Named):
    """How an enquiry came; kept for good."""

    WALK_IN = "walk_in", N_("Walk-in")
    PHONE = "phone", N_("Phone")
    WEBSITE = "website", N_("Website")
    EMAIL = "email", N_("E-mail")
    COLD_LIST = "cold_list", N_("Cold list")
    MAILING = "mailing", N_("Mailing")
    REFERRAL = "referral", N_("Referral")
    REPEAT = "repeat", N_("Repeat order")


class Role(Named):
    """What a colleague does all day; one person may hold several."""

    OPERATOR = "operator", N_("Operator")
    MANAGER = "manager", N_("Manager")
    HEAD = "head", N_("Head of sales")
    ACCOUNTANT = "accountant", N_("Accountant")
    PRODUCTION = "production", N_("Production")
    ADMIN = "admin", N_("Admin")


class StageKind(Named):
    """What a stage means for the card in it, whatever it is called."""

    OPEN = "open", N_("Open stage")
    WON = "won", N_("Won")
    LOST = "lost", N_("Refused")

    @property
    def is_final(self) -> bool:
        """True when a card here wants no next touch."""
        return self is not StageKind.OPEN


class StagePurpose(Named):
    """The part a stage plays in the main job; at most one stage of a pipeline has each."""

    QUOTE = "quote", N_("Quote sent")
    CONTRACT = "contract", N_("Contract & invoice")
    AWAITING_PAYMENT = "awaiting_payment", N_("Awaiting payment")
    IN_WORK = "in_work", N_("In work")
    READY = "ready", N_("Ready")
    TAKEN = "taken", N_("Holder assigned")


PURPOSES_OF_LEADS = (StagePurpose.TAKEN, StagePurpose.QUOTE)
"""What a stage of the lead funnel can be for: a taken lead comes to the one, an order is asked for on the other."""

PURPOSES_OF_DEALS = tuple(one for one in StagePurpose if one is not StagePurpose.TAKEN)


class WhenPassed(Named):
    """What happens when a card stays on a stage beyond its limit."""

    BOARD = "", N_("Red on the board")
    HEAD = "head", N_("Red on the board, tell the head")


class TaskKind(Named):
    """What a colleague has to do; the first three are touches of the client."""

    CALL = "call", N_("Call")
    WRITE = "write", N_("Write")
    MEET = "meet", N_("Meet")
    PREPARE = "prepare", N_("Prepare")
    APPROVE = "approve", N_("Approve")
    HAND_OVER = "hand_over", N_("Hand over")
    INFORM = "inform", N_("Read")

    @property
    def is_touch(self) -> bool:
        """True when doing it means talking to the client."""
        return self in (TaskKind.CALL, TaskKind.WRITE, TaskKind.MEET)


class Outcome(Named):
    """How a touch ended; `done` is for tasks that are no talk, `closed` for those their card took along."""

    AGREED = "agreed", N_("Agreed")
    CALL_BACK = "call_back", N_("Call back")
    NO_ANSWER = "no_answer", N_("No answer")
    OTHER_PERSON = "other_person", N_("Another person answered")
    QUOTE_SENT = "quote_sent", N_("Quote sent")
    MEETING = "meeting", N_("Meeting")
    REFUSED = "refused", N_("Refused")
    DONE = "done", N_("Done")
    CLOSED = "closed", N_("Closed with the card")


class Buys(Named):
    """Whether a lead buys such products at all."""

    YES = "yes", N_("They buy this")
    NO = "no", N_("They do not buy this")


class Heat(Named):
    """How near a client is to buying."""

    HOT = "hot", N_("Hot")
    WARM = "warm", N_("Warm")
    COLD = "cold", N_("Cold")


class ProductionState(Named):
    """Where the work on one order line is."""

    NEW = "new", N_("Not begun")
    IN_WORK = "in_work", N_("In work")
    READY = "ready", N_("Ready")
    HANDED_OVER = "handed_over", N_("Handed over")


class BlockReason(Named):
    """What a waiting card waits for."""

    CLIENT = "client", N_("Waiting for the client")
    FILE = "file", N_("Waiting for the file")
    PAYMENT = "payment", N_("Waiting for payment")
    STOCK = "stock", N_("Waiting for stock")
    MACHINE = "machine", N_("Waiting for a machine")


class PaymentMethod(Named):
    """How money came; only a transfer waits for the accountant."""

    CASH = "cash", N_("In cash")
    CARD = "card", N_("By card")
    TRANSFER = "transfer", N_("By transfer")

    @property
    def is_till(self) -> bool:
        """True when the money is taken at the counter, in an open shift."""
        return self is not PaymentMethod.TRANSFER


class PaperKind(Named):
    """What a paper of a deal is; the value also names the file of the shipped template."""

    CONTRACT_FIRM = "contract_firm", N_("Contract with a firm")
    CONTRACT_PERSON = "contract_person", N_("Contract with a person")
    INVOICE = "invoice", N_("Invoice")
    QUOTE = "quote", N_("Quote")
    ACT = "act", N_("Act of acceptance")
    TICKET = "ticket", N_("Order ticket")

    @property
    def is_contract(self) -> bool:
        """True for a contract, whoever it is with."""
        return self in {PaperKind.CONTRACT_FIRM, PaperKind.CONTRACT_PERSON}


class MessageState(Named):
    """Where an outgoing letter or SMS is; `unsure` is asked about, never sent again by itself."""

    WAITING = "waiting", N_("Waiting to be sent")
    SENDING = "sending", N_("Being sent")
    SENT = "sent", N_("Sent")
    DELIVERED = "delivered", N_("Delivered")
    FAILED = "failed", N_("Not sent")
    UNSURE = "unsure", N_("Perhaps sent")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


_M = MessageState

MESSAGE_TRANSITIONS: frozenset[tuple[MessageState, MessageState]] = frozenset(
    {
        (_M.WAITING, _M.SENDING),
        (_M.WAITING, _M.SENT),
        (_M.WAITING, _M.FAILED),
        (_M.WAITING, _M.UNSURE),
        (_M.WAITING, _M.WITHDRAWN),
        (_M.SENDING, _M.SENT),
        (_M.SENDING, _M.FAILED),
        (_M.SENDING, _M.WAITING),
        (_M.SENDING, _M.UNSURE),
        (_M.UNSURE, _M.SENT),
        (_M.UNSURE, _M.WAITING),
        (_M.UNSURE, _M.WITHDRAWN),
        (_M.FAILED, _M.WAITING),
        (_M.FAILED, _M.WITHDRAWN),
        (_M.SENT, _M.DELIVERED),
        (_M.SENT, _M.FAILED),
    }
)
