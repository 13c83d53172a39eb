# SPDX-License-Identifier: Apache-2.0
"""One deal told forward in time: its lines, moves, talks, papers and money, as rows of the demo shop."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.document import Document, DocumentVersion
from desktop.domain.invoice import Invoice, InvoiceIssue, frozen_line
from desktop.domain.message import Message, MessageEvent
from desktop.domain.payment import Confirmation, Payment, confirmation_id
from desktop.domain.touch import Activity, Comment, Task
from desktop.flows.demo_shop.diary import Client, Route, Stop, World
from desktop.values import rank
from desktop.values.ids import new_id
from desktop.values.money import Money
from desktop.values.paper_numbers import invoice_series
from desktop.values.states import Channel, MessageState, Outcome, PaperKind, PaymentMethod, TaskKind


class Story:
    """A deal of the demo shop. Call `end` when all is told; numbers are given to all deals at the very end."""

    def __init__(
        self,
        world: World,
        route: Route,
        client: Client | None,
        *,
        title: str,
        at: dt.datetime,
        holder: str,
        channel: str = Channel.PHONE.value,
        stop: Stop | None = None,
        **fields: Any,
    ) -> None:
        self.world, self.route, self.client, self.title = world, route, client, title
        self.id, self.began_at, self.holder = new_id(), at, holder
        self._stop, self._since = stop or route.stops[0], at
        self._lines: list[dict[str, Any]] = []
        self._paid = 0
        self._invoice: UUID | None = None
        self._fields = {"channel": channel, **fields}

    # What was sold

    def line(self, title: str, details: str, quantity: int, amount: int, **fields: Any) -> None:
        """One product; `amount` in minor units."""
        unit = Decimal(amount) / (100 * quantity)
        self._lines.append(
            {
                "deal_id": self.id,
                "position": len(self._lines),
                "title": title,
                "details": details,
                "quantity": quantity,
                "unit_price": fields.pop("unit_price", round(unit, 5)),
                "amount": amount,
                "tax_rate": self.world.tax_rate,
                **fields,
            }
        )

    @property
    def amount(self) -> int:
        """The sum of the lines in minor units."""
        return sum(line["amount"] for line in self._lines)

    # What happened

    def move(self, stop: Stop, at: dt.datetime, by: str | None = None) -> None:
        """To another stage."""
        self.world.diary.note(
            StageMove,
            deal_id=self.id,
            from_stage_id=self._stop.id,
            to_stage_id=stop.id,
            at=at,
            by=self._who(by),
        )
        self._stop, self._since = stop, at

    def call(
        self,
        at: dt.datetime,
        comment: str,
        outcome: Outcome = Outcome.AGREED,
        *,
        direction: str = "out",
        seconds: int = 0,
        next_at: dt.datetime | None = None,
    ) -> None:
        """A talk on the phone, with the touch that it finished."""
        task = None
        if direction == "out":
            goal = self.world.pick("talk", "goals")
            task = self.done(TaskKind.CALL, goal, at, outcome)
        self.world.diary.note(
            Activity,
            card_id=self.id,
            kind=TaskKind.CALL.value,
            at=at,
            comment=comment,
            by=self._who(None),
            direction=direction,
            outcome=outcome.value,
            contact_id=self.client.contact_id if self.client else None,
            task_id=task,
            next_touch_at=next_at,
            duration_s=seconds
            or (0 if outcome is Outcome.NO_ANSWER else self.world.dice.randrange(40, 420)),
        )

    def heard(self, at: dt.datetime, kind: str, text: str) -> None:
        """A message of the client by a channel outside the program, noted by hand."""
        self.world.diary.note(
            Activity,
            card_id=self.id,
            kind=kind,
            at=at,
            comment=text,
            by=self._who(None),
            direction="in",
            contact_id=self.client.contact_id if self.client else None,
        )

    def comment(self, at: dt.datetime, text: str, by: str | None = None) -> None:
        """What a colleague wrote."""
        self.world.diary.note(Comment, card_id=self.id, text=text, at=at, by=self._who(by))

    def done(self, kind: TaskKind, goal: str, at: dt.datetime, outcome: Outcome) -> UUID:
        """A touch that was done in time."""
        return self.world.diary.note(
            Task,
            card_id=self.id,
            kind=kind.value,
            goal=goal,
            due_at=at + dt.timedelta(minutes=self.world.dice.randrange(0, 90)),
            created_at=self._since,
            created_by=self._who(None),
            holder_id=self._who(None),
            done_at=at,
            done_by=self._who(None),
            outcome=outcome.value,
        )

    def touch(self, kind: str, goal: str, due: dt.datetime, **fields: Any) -> UUID:
        """The next touch, still to be done."""
        return self.world.diary.note(
            Task,
            card_id=self.id,
            kind=kind,
            goal=goal,
            due_at=due,
            created_at=fields.pop("created_at", min(self._since, due)),
            created_by=self._who(None),
            holder_id=self._who(None),
            remind_at=due,
            **fields,
        )

    def letter(self, at: dt.datetime, subject: str, body: str, attachments: Any = ()) -> None:
        """A letter that was sent."""
        key = new_id()
        email = self.client.email if self.client else ""
        self.world.diary.note(
            Message,
            id=key,
            card_id=self.id,
            recipient=email,
            subject=subject,
            body=body,
            created_at=at,
            send_after=at,
            message_id=f"<{key}@{self.world.words['firm']['email'].split('@')[1]}>",
            attachments=list(attachments),
            state=MessageState.SENT.value,
            sent_at=at + dt.timedelta(seconds=9),
            contact_id=self.client.contact_id if self.client else None,
            created_by=self._who(None),
        )
        for state, seconds in ((MessageState.SENDING, 8), (MessageState.SENT, 9)):
            self.world.diary.note(
                MessageEvent,
                message_id=key,
                state=state.value,
                at=at + dt.timedelta(seconds=seconds),
            )

    # Papers and money

    def paper(
        self, kind: str, at: dt.datetime, *, name: str = "", number: str = "", **fields: Any
    ) -> UUID:
        """A document with one version; contracts and invoices get name and number at the end."""
        key = self.world.diary.note(
            Document,
            card_id=self.id,
            kind=kind,
            number=number,
            name=name,
            created_at=at,
            created_by=self._who(None),
            **fields,
        )
        blob, size = self.world.paper
        self.world.diary.note(
            DocumentVersion,
            document_id=key,
            card_id=self.id,
            version=1,
            file_name=name if name.endswith(".pdf") else f"{name or kind}.pdf",
            blob=blob,
            size=size,
            at=at,
            by=self._who(None),
            made_with="libreoffice",
        )
        return key

    def invoice(self, at: dt.datetime) -> None:
        """An invoice over all lines, issued."""
        days = dt.timedelta(days=7)
        key = self.world.diary.note(
            Invoice,
            deal_id=self.id,
            firm_id=self.world.firm_id,
            amount=self.amount,
            currency=self.world.currency,
            created_at=at,
            created_by=self._who(None),
            pay_until=(at + days).date(),
        )
        self.world.diary.note(
            InvoiceIssue,
            invoice_id=key,
            series=invoice_series(self.world.firm_id).name,
            number="",
            at=at,
            amount=self.amount,
            lines=[frozen_line(DealLine(**one)) for one in self._lines],
            by=self._who(None),
        )
        self.paper(PaperKind.INVOICE.value, at, invoice_id=key)
        self._invoice = key

    def transfer(self, at: dt.datetime, amount: int) -> None:
        """Money by the bank for the invoice, confirmed by the accountant half an hour later."""
        payment = self.world.diary.note(
            Payment,
            deal_id=self.id,
            amount=amount,
            currency=self.world.currency,
            method=PaymentMethod.TRANSFER.value,
            at=at,
            by=self.world.people["accountant"],
            invoice_id=self._invoice,
            payer=self.client.name if self.client else "",
            purpose=self.world.pick("talk", "payments"),
            paid_on=at.astimezone(self.world.zone).date(),
        )
        self.world.diary.note(
            Confirmation,
            id=confirmation_id(payment),
            payment_id=payment,
            at=at + dt.timedelta(minutes=30),
            by=self.world.people["accountant"],
        )
        self._paid += amount

    def till(
        self, at: dt.datetime, amount: int, method: str, shift_id: UUID, by: str = "operator"
    ) -> None:
        """Money at the counter."""
        self.world.diary.note(
            Payment,
            deal_id=self.id,
            amount=amount,
            currency=self.world.currency,
            method=method,
            at=at,
            by=self.world.people[by],
            shift_id=shift_id,
        )
        self._paid += amount

    @property
    def rest(self) -> int:
        """What is still to be paid in minor units."""
        return self.amount - self._paid

    def lose(self, at: dt.datetime, comment: str, *, lost_to: str = "") -> None:
        """The client refused."""
        reason = self.world.dice.choice(self.world.reasons)
        self.move(self.route.lost, at)
        self._fields.update(refusal_reason_id=reason, refusal_comment=comment, lost_to=lost_to)

    def end(self, **fields: Any) -> None:
        """Write the deal itself, as it stands after all that happened."""
        is_closed = self._stop in {self.route.won, self.route.lost}
        world = self.world
        base = {
            "id": self.id,
            "number": "",
            "code": "",
            "title": self.title,
            "pipeline_id": self.route.id,
            "stage_id": self._stop.id,
            "stage_kind": self._stop.kind,
            "stage_since": self._since,
            "created_at": self.began_at,
            "created_by": self._who(None),
            "holder_id": self._who(None),
            "controller_id": world.people["head"],
            "contact_id": self.client.contact_id if self.client else None,
            "company_id": self.client.company_id if self.client else None,
            "firm_id": world.firm_id,
            "currency": world.currency,
            "amount": self.amount,
            "paid": self._paid,
            "rank": rank.between(None, None),
            "closed_at": self._since if is_closed else None,
        }
        world.diary.note(Deal, **{**base, **self._fields, **fields})
        for line in self._lines:
            world.diary.note(DealLine, **line)

    @property
    def since(self) -> dt.datetime:
        """Since when it stands where it stands."""
        return self._since

    def _who(self, by: str | None) -> UUID:
        return self.world.people[by or self.holder]


def whole(world: World, least: float, most: float) -> int:
    """Some round sum between two in major units, in minor units."""
    step = 50 if world.currency == "RUB" else 1
    major = round(world.dice.uniform(least, most) / step) * step
    return Money.of(major, world.currency).minor
