# SPDX-License-Identifier: Apache-2.0
"""A real shop on a real file, and builders in the trade's words.

Every builder returns ids. What it writes is committed like everything else; it writes as another desk
would (let through, never refused), so that a test can begin anywhere.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.clock import Clock
from desktop.commands.shop import NewShop, set_up_shop
from desktop.domain.deal import Deal, DealLine
from desktop.domain.invoice import Invoice, InvoiceIssue
from desktop.domain.payment import Confirmation, Payment, Shift
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.product import Product
from desktop.domain.record import Record
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.flows.shop import DirectShop
from desktop.storage.database import Database, Reader
from desktop.storage.unit_of_work import Actor, UnitOfWork
from desktop.values import rank
from desktop.values.changes import Changes, Label, Origin
from desktop.values.numbers import OrderNumber
from desktop.values.pricing import PriceBreak, PriceTable
from desktop.values.states import StageKind
from devtools import scratch
from tests import journal_watch
from tests.fakes import FakeClock

T = TypeVar("T")
R = TypeVar("R", bound=Record)

MAIN_PIPELINE = "Commercial print"
PHONES = iter(f"447700900{n:03d}" for n in range(1000))


class OpenShop:
    """A shop that is set up and open. `me` is its first person, who holds every role."""

    def __init__(self, database: Database, clock: Clock, new: NewShop | None) -> None:
        self.database = database
        self.clock = clock
        self.folder = database.folder
        self.firm_id = new.firm_id if new else None
        self.me = new.user_id if new else None
        self.pipeline_ids = new.pipeline_ids if new else ()
        self.last_changes = Changes()

    # Doing and reading

    def actor(self, user_id: UUID | None = None) -> Actor:
        """A person of this shop with the roles they hold; the first person by default."""
        who = user_id or self.me
        if who is None:
            return Actor()
        return Actor(who, tuple(self.row(User, who).roles))

    def run(
        self,
        command: Callable[[UnitOfWork], T],
        *,
        by: UUID | Actor | None = None,
        origin: Origin = Origin.PERSON,
        label: Label | None = None,
    ) -> T:
        """Run a command as a person (the first one by default) and commit it; `last_changes` says what it touched."""
        actor = by if isinstance(by, Actor) else self.actor(by)
        result, self.last_changes = self.database.write(actor, command, origin, label)
        return result

    def read(self, query: Callable[[Reader], T], *, by: UUID | Actor | None = None) -> T:
        """Run a query as a person."""
        return self.database.read(query, by if isinstance(by, Actor) else self.actor(by))

    def direct(self, by: UUID | None = None) -> DirectShop:
        """The shop as a flow sees it."""
        return DirectShop(self.database, self.actor(by))

    def row(self, cls: type[R], id: UUID | None) -> R:
        """A stored record as it is now, apart from any transaction."""
        with Session(self.database.reader, expire_on_commit=False) as session:
            found = session.get(cls, id)
        assert found is not None, f"no {cls.entity()} {id}"
        return found

    def rows(self, cls: type[R], *conditions: Any) -> list[R]:
        """All stored records of a class that meet the conditions, archived ones too."""
        with Session(self.database.reader, expire_on_commit=False) as session:
            return list(session.scalars(select(cls).where(*conditions)))

    def count(self, cls: type[Record], *conditions: Any) -> int:
        """How many stored records of a class meet the conditions."""
        return self.read(
            lambda reader: (
                reader.connection.scalar(
                    select(func.count()).select_from(cls.__table__).where(*conditions)
                )
                or 0
            )
        )

    def for_threads(self) -> Database:
        """The shop opened once more: a window's threads share no connection with the test that looks at it."""
        database = Database(self.folder, self.clock)
        database.open()
        journal_watch.watch(database)
        return database

    def close(self) -> None:
        self.database.close()

    def _plant(self, work: Callable[[UnitOfWork], T]) -> T:
        return self.database.write(Actor(), work, Origin.SYNC)[0]

    # People

    def a_user(
        self, roles: Iterable[str] | str = "manager", name: str = "Tom Ferris", **fields: Any
    ) -> UUID:
        """A colleague with one or several roles."""
        held = [roles] if isinstance(roles, str) else [str(role) for role in roles]
        return self._plant(lambda uow: uow.add(User(name=name, roles=held, **fields)).id)

    def a_contact(
        self,
        name: str = "Priya Hartwell",
        phone: str | None = None,
        company: UUID | None = None,
        **fields: Any,
    ) -> UUID:
        """A person with a phone (digits with country code; one of their own by default, none for "")."""

        def add(uow: UnitOfWork) -> UUID:
            contact = uow.add(Contact(name=name, company_id=company, **fields))
            digits = next(PHONES) if phone is None else phone
            if digits:
                uow.add(ContactPhone(digits=digits, contact_id=contact.id))
            return contact.id

        return self._plant(add)

    def a_company(self, name: str = "Oak & Lime Bakery Ltd", **fields: Any) -> UUID:
        """An organisation that buys."""
        return self._plant(lambda uow: uow.add(Company(name=name, **fields)).id)

    # Pipelines

    def a_pipeline(
        self, name: str = "Tender", stages: Sequence[str | Mapping[str, Any]] = ("First", "Second")
    ) -> UUID:
        """A pipeline with these open stages (names or fields), and Won and Refused after them."""

        def add(uow: UnitOfWork) -> UUID:
            pipeline = uow.add(Pipeline(name=name, position=90))
            ends = (
                {"name": "Won", "kind": StageKind.WON.value},
                {"name": "Refused", "kind": StageKind.LOST.value},
            )
            for position, stage in enumerate((*stages, *ends)):
                fields = {"name": stage} if isinstance(stage, str) else dict(stage)
                uow.add(Stage(pipeline_id=pipeline.id, position=position, **fields))
            return pipeline.id

        return self._plant(add)

    def pipeline(self, name: str = MAIN_PIPELINE) -> UUID:
        """A pipeline by name."""
        return self._one(select(Pipeline.id).where(Pipeline.name == name), name)

    def stage(self, name: str, pipeline: UUID | str = MAIN_PIPELINE) -> UUID:
        """A stage by name, kind or purpose in a pipeline."""
        pipeline_id = self.pipeline(pipeline) if isinstance(pipeline, str) else pipeline
        wanted = (Stage.name == name) | (Stage.purpose == name) | (Stage.kind == name)
        found = select(Stage.id).where(Stage.pipeline_id == pipeline_id, wanted)
        return self._one(found.order_by(Stage.position), name)

    def a_reason(self, name: str = "Lost a tender on price") -> UUID:
        """A refusal reason by name; made where the shop has none of that name."""
        known = select(RefusalReason.id).where(RefusalReason.name == name)
        found = self.read(lambda reader: reader.connection.scalar(known))
        return found or self._plant(lambda uow: uow.add(RefusalReason(name=name)).id)

    # Orders

    def a_deal(
        self,
        stage: str | UUID = "Brief & calculation",
        *,
        pipeline: UUID | str = MAIN_PIPELINE,
        title: str = "Business cards 500 pcs 4+4",
        amount: int = 11305,
        lines: Sequence[tuple[str, int, int]] | None = None,
        contact: UUID | None = None,
        company: UUID | None = None,
        holder: UUID | None = None,
        touch_in: timedelta | None = timedelta(days=1),
        created_ago: timedelta = timedelta(days=2),
        **fields: Any,
    ) -> UUID:
        """A deal with a contact, one line of `amount` pence (or `lines`: title, quantity, amount) and a next touch.

        `touch_in=None` leaves an open card without a next touch, as only a merge can. A lost one gets a reason.
        """
        stage_id = stage if isinstance(stage, UUID) else self.stage(stage, pipeline)
        where = self.row(Stage, stage_id)
        wants_contact = contact is None and not fields.get("is_counter")
        contact_id = self.a_contact() if wants_contact else contact
        if where.kind == StageKind.LOST:
            fields.setdefault("refusal_reason_id", self.a_reason())
            fields.setdefault("refusal_comment", "They found it cheaper elsewhere.")
        if not where.is_open:
            fields.setdefault("closed_at", self.clock.now())
        holder_id = holder or self.me
        created_at = self.clock.now() - created_ago

        def add(uow: UnitOfWork) -> UUID:
            number = OrderNumber(uow.desk, uow.next_in("order"))
            deal = Deal(
                number=fields.pop("number", str(number)),
                code=fields.pop("code", number.paper_code),
                title=title,
                pipeline_id=where.pipeline_id,
                stage_id=stage_id,
                stage_kind=where.kind,
                stage_since=fields.pop("stage_since", created_at),
                created_at=created_at,
                created_by=holder_id,
                holder_id=holder_id,
                contact_id=contact_id,
                company_id=company,
                firm_id=self.firm_id,
                currency=fields.pop("currency", "GBP"),
                rank=fields.pop("rank", rank.between(None, None)),
                **fields,
            )
            uow.add(deal)
            _add_lines(uow, deal.id, lines if lines is not None else [(title, 500, amount)])
            if where.is_open and touch_in is not None:
                uow.add(
                    Task(
                        card_id=deal.id,
                        kind="call",
                        goal="Agree the quantity",
                        due_at=uow.now + touch_in,
                        created_at=created_at,
                        holder_id=holder_id,
                    )
                )
            return deal.id

        return self._plant(add)

    def a_task(
        self,
        deal: UUID,
        *,
        kind: str = "call",
        goal: str = "Ask for the file",
        due: datetime | None = None,
        holder: UUID | None = None,
        **fields: Any,
    ) -> UUID:
        """An open task of a deal, due tomorrow unless said otherwise."""
        due_at = due or self.clock.now() + timedelta(days=1)
        return self._plant(
            lambda uow: (
                uow.add(
                    Task(
                        card_id=deal,
                        kind=kind,
                        goal=goal,
                        due_at=due_at,
                        created_at=uow.now,
                        holder_id=holder or self.me,
                        **fields,
                    )
                ).id
            )
        )

    def next_touch(self, deal: UUID) -> UUID:
        """The open task of a deal that comes first."""
        is_open = (Task.card_id == deal, Task.done_at.is_(None), Task.archived_at.is_(None))
        return self._one(select(Task.id).where(*is_open).order_by(Task.due_at), "next touch")

    def a_product(
        self,
        name: str = "Business cards",
        breaks: Sequence[tuple[int, str]] = ((100, "0.45"), (500, "0.238"), (1000, "0.15605")),
        table: PriceTable | None = None,
        **fields: Any,
    ) -> UUID:
        """A product of the price list with quantity breaks in major units."""
        made = PriceTable(tuple(PriceBreak(start, Decimal(unit)) for start, unit in breaks))
        document = (table or made).to_document()
        return self._plant(lambda uow: uow.add(Product(name=name, table=document, **fields)).id)

    # Money

    def an_open_shift(self, opening_cash: int = 10000, by: UUID | None = None) -> UUID:
        """A shift of this desk's till, opened now with so much cash in the drawer."""
        return self._plant(
            lambda uow: (
                uow.add(
                    Shift(
                        desk=uow.desk,
                        opened_at=uow.now,
                        opened_by=by or self.me,
                        currency="GBP",
                        opening_cash=opening_cash,
                    )
                ).id
            )
        )

    def a_payment(
        self, deal: UUID, amount: int, *, method: str = "transfer", confirmed: bool = True
    ) -> UUID:
        """Money that came for a deal; a transfer is confirmed unless said otherwise."""

        def add(uow: UnitOfWork) -> UUID:
            payment = uow.add(
                Payment(deal_id=deal, amount=amount, currency="GBP", method=method, at=uow.now)
            )
            if method == "transfer" and confirmed:
                uow.add(Confirmation(payment_id=payment.id, at=uow.now, by=self.me))
            return payment.id

        return self._plant(add)

    def an_invoice(self, deal: UUID, *, issued: bool = True) -> UUID:
        """An invoice over the whole deal, with a number unless it is a draft."""
        found = self.row(Deal, deal)

        def add(uow: UnitOfWork) -> UUID:
            assert found.firm_id is not None
            invoice = uow.add(
                Invoice(
                    deal_id=deal,
                    firm_id=found.firm_id,
                    amount=found.amount,
                    currency=found.currency,
                    created_at=uow.now,
                )
            )
            if issued:
                number = str(uow.next_in("invoice:test"))
                uow.add(
                    InvoiceIssue(
                        invoice_id=invoice.id,
                        series="test",
                        number=number,
                        at=uow.now,
                        amount=found.amount,
                        lines=[],
                    )
                )
            return invoice.id

        return self._plant(add)

    def _one(self, statement: Any, name: str) -> UUID:
        found: UUID | None = self.read(
            lambda reader: reader.connection.scalar(statement), by=Actor()
        )
        assert found is not None, f"the shop has no {name}"
        return found


def _add_lines(uow: UnitOfWork, deal_id: UUID, lines: Sequence[tuple[str, int, int]]) -> None:
    for position, (title, quantity, amount) in enumerate(lines):
        uow.add(
            DealLine(
                deal_id=deal_id,
                position=position,
                title=title,
                quantity=quantity,
                unit_price=Decimal(amount) / 100 / quantity,
                amount=amount,
                tax_rate=Decimal(20),
            )
        )


def open_shop(
    tmp_path: Path,
    clock: Clock | None = None,
    *,
    language: str = "en",
    folder: str = "shop",
    is_empty: bool = False,
) -> OpenShop:
    """A shop in `tmp_path/folder`, set up in a language with all that is shipped, unless it is to stay empty."""
    time = clock or FakeClock()
    target = tmp_path / folder
    new = None
    if not is_empty:
        source, new = _set_up_once(language)
        shutil.copytree(source, target)
    database = Database(target, time)
    database.open()
    journal_watch.watch(database)
    return OpenShop(database, time, new)


@cache
def _set_up_once(language: str) -> tuple[Path, NewShop]:
    """A shop set up in this language, to be copied: setting one up anew for every test would take minutes."""
    folder = scratch.folder()
    database = Database(folder, FakeClock())
    database.open()
    home = {
        "en": ("GB", "Rook Lane Print", "Maya Lindqvist"),
        "ru": ("RU", "Типография «Грачёвский двор»", "Лада Соколова"),
    }
    country, firm, person = home[language]

    def set_up(uow: UnitOfWork) -> NewShop:
        return set_up_shop(
            uow, language=language, country=country, firm_name=firm, first_person=person
        )

    new = database.write(Actor(), set_up)[0]
    database.close()
    return folder, new
