# SPDX-License-Identifier: Apache-2.0
"""Sets the demo shop up and writes its half year in one transaction, numbers in the order things happened."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from desktop.commands.cards import ORDER_SERIES
from desktop.commands.orders import ORDER_DRAFT
from desktop.commands.shop import NewShop, ShippedTemplate, set_up_shop
from desktop.domain.deal import Deal
from desktop.domain.document import Document
from desktop.domain.firm import Firm
from desktop.domain.invoice import InvoiceIssue
from desktop.domain.lead import Lead
from desktop.domain.norm import Target, target_id
from desktop.domain.payment import Payment
from desktop.domain.people import Company, Contact
from desktop.domain.user import User
from desktop.flows.demo_shop import board, counter, deals, leads
from desktop.flows.demo_shop.clients import add_clients
from desktop.flows.demo_shop.diary import Client, Route, Stop, World, table_of, words_of
from desktop.i18n import N_
from desktop.queries import counter as counter_page
from desktop.queries import settings
from desktop.storage import blobs, drafts
from desktop.storage.database import Database, Reader
from desktop.storage.unit_of_work import Actor, UnitOfWork
from desktop.values.changes import Label, Origin
from desktop.values.drafts.order import OrderDraft, OrderLine
from desktop.values.ids import new_id
from desktop.values.money import Money
from desktop.values.numbers import OrderNumber
from desktop.values.paper_numbers import (
    contract_series,
    invoice_series,
)
from desktop.values.rows.settings import PipelineSettingRow
from desktop.values.states import PaperKind, StageKind

SEED = 2041
LAST_INVOICE = 871
LAST_CONTRACT = 215


def fill(
    database: Database,
    *,
    language: str,
    templates: Sequence[ShippedTemplate] = (),
    now: dt.datetime | None = None,
) -> NewShop:
    """Make an open, empty database the demo shop as it is at `now`, by default this moment."""
    moment = now or database.clock.now()
    words = words_of(language)
    people = {one["key"]: _tinted(one["tint"]) for one in words["people"]}
    label = Label(N_("Demo shop"))

    def begin(uow: UnitOfWork) -> NewShop:
        return _set_up(uow, language, words, people, templates)

    new = database.write(Actor(), begin, Origin.SYNC, label)[0]
    world = database.read(lambda reader: _world(reader, moment, language, words, people))
    paper = blobs.put(database.folder, _pdf("Counterfoil demo shop"))
    world.paper = (paper.hash, paper.size)

    def tell(uow: UnitOfWork) -> None:
        uow.now = moment
        _tell(uow, world)
        _number(uow, world)
        world.diary.write(uow)

    database.write(Actor(), tell, Origin.SYNC, label)
    return new


def _set_up(
    uow: UnitOfWork,
    language: str,
    words: dict[str, Any],
    people: dict[str, UUID],
    templates: Sequence[ShippedTemplate],
) -> NewShop:
    firm, first = words["firm"], words["people"][0]
    new = set_up_shop(
        uow,
        language=language,
        country=firm["country"],
        currency=firm["currency"],
        firm_name=firm["name"],
        first_person=first["name"],
        person_id=people[first["key"]],
        requisites=firm["requisites"],
        phone=firm["phone"],
        email=firm["email"],
        address=firm["address"],
        opening_hours=firm["opening_hours"],
        templates=templates,
    )
    uow.get(Firm, new.firm_id).payment_days = firm["payment_days"]
    _add_people(uow, words["people"], people)
    return new


def _tell(uow: UnitOfWork, world: World) -> None:
    cards = table_of(world.language, "board.csv")
    leads_told = table_of(world.language, "leads.csv")
    known = add_clients(world, cards, leads_told)
    deals.add_history(world)
    deals.add_open(world)
    counter.add_history(world, uow.desk)
    baker = next(
        known[row["client"]]
        for row in cards
        if row["title"] == world.words["sticker"]["board_title"]
    )
    counter.add_repeats(world, baker, uow.desk, world.words["repeats"])
    counter.add_today(world, uow.desk, table_of(world.language, "counter_day.csv"))
    board.add_cards(world, cards, known)
    leads.add_leads(world, leads_told)
    _complete(world, baker)
    _park(uow, world)
    _aim(uow, world)


def _world(
    reader: Reader,
    moment: dt.datetime,
    language: str,
    words: dict[str, Any],
    people: dict[str, UUID],
) -> World:
    firm = settings.firms(reader)[0]
    routes: dict[bool, list[Route]] = {False: [], True: []}
    for one in settings.pipelines(reader):
        if one.for_leads:
            funnel = _route(one)
        else:
            routes[one.for_counter].append(_route(one))
    return World(
        now=moment,
        zone=reader.zone,
        language=language,
        firm_id=firm.id,
        currency=firm.currency,
        tax_rate=Decimal(firm.tax_rate),
        words=words,
        people=people,
        names={one["key"]: one["name"] for one in words["people"]},
        routes=tuple(routes[False]),
        counter=routes[True][0],
        reasons=tuple(one.id for one in settings.reasons(reader) if one.for_deals),
        lead_reasons=tuple(one.id for one in settings.reasons(reader) if one.for_leads),
        leads=funnel,
        products={one.name: one for one in counter_page.products(reader)},
        dice=Random(SEED),  # noqa: S311 - the same demo for everybody, nothing secret
    )


def _route(pipeline: PipelineSettingRow) -> Route:
    stops = [Stop(one.id, one.name, one.kind, one.purpose) for one in pipeline.stages]
    ends = {stop.kind: stop for stop in stops}
    is_open = [stop for stop in stops if stop.kind == StageKind.OPEN]
    return Route(pipeline.id, tuple(is_open), ends[StageKind.WON], ends[StageKind.LOST])


def _add_people(uow: UnitOfWork, wanted: list[dict[str, Any]], ids: dict[str, UUID]) -> None:
    for position, one in enumerate(wanted):
        known = uow.find(User, ids[one["key"]])
        person = known or uow.add(User(id=ids[one["key"]], name=one["name"]))
        person.roles, person.position = one["roles"], position
        person.is_active = one.get("is_active", True)


def _tinted(tint: int) -> UUID:
    """An id whose avatar has these colours."""
    key = new_id()
    while key.int % 6 != tint:
        key = new_id()
    return key


def _aim(uow: UnitOfWork, world: World) -> None:
    """What each manager is to sell this month."""
    month = world.now.astimezone(world.zone).date().replace(day=1)
    for one in world.words["people"]:
        if target := one.get("target"):
            user_id = world.people[one["key"]]
            sum_ = Money.of(target, world.currency)
            uow.add(
                Target(
                    id=target_id(user_id, month),
                    user_id=user_id,
                    month=month,
                    amount=sum_.minor,
                    currency=sum_.currency,
                )
            )


def _complete(world: World, baker: Client) -> None:
    """The requisites of the firm whose contract is about to be made, and the discount of its buyer."""
    held = world.words["sticker"]["requisites"]
    for row in world.diary.of(Company):
        if row["id"] == baker.company_id:
            row.update(requisites=held, tax_id=held.get("inn") or held["company_number"])
            row["email"] = held["email"]
            row["source"] = world.words["sticker"]["source"]
    for row in world.diary.of(Contact):
        if row["id"] == baker.contact_id:
            row.update(
                discount_percent=5, email=held["email"], source=world.words["sticker"]["source"]
            )


def _park(uow: UnitOfWork, world: World) -> None:
    """One order put aside at the counter, for somebody who went to fetch the file."""
    product = next(iter(world.products.values()))
    person = next(client for client in world.clients if client.company_id is None)
    parked = OrderDraft(
        contact_id=person.contact_id,
        name=person.name,
        lines=(OrderLine(product_id=product.id, quantity=100),),
    )
    drafts.save(
        uow.connection,
        kind=ORDER_DRAFT,
        key=str(parked.id),
        user_id=world.people["operator"],
        body=parked.kept(is_parked=True),
        at=world.now - dt.timedelta(minutes=26),
    )


def _number(uow: UnitOfWork, world: World) -> None:
    """Numbers in the order things happened, and the counters where they go on."""
    for row in sorted(world.diary.of(Deal), key=lambda deal: deal["created_at"]):
        number = OrderNumber(uow.desk, uow.next_in(ORDER_SERIES))
        row["number"] = row["number"] or str(number)
        row["code"] = number.paper_code
    for row in sorted(world.diary.of(Lead), key=lambda lead: lead["created_at"]):
        row["number"] = str(OrderNumber(uow.desk, uow.next_in(ORDER_SERIES)))
    papers = _papers_by_invoice(world)
    _number_invoices(uow, world, papers)
    _number_contracts(uow, world)


def _number_invoices(uow: UnitOfWork, world: World, papers: dict[UUID, dict[str, Any]]) -> None:
    issues = sorted(world.diary.of(InvoiceIssue), key=lambda issue: issue["at"])
    series = invoice_series(world.firm_id)
    _skip(uow, series.name, max(LAST_INVOICE - len(issues), 0))
    numbers: dict[UUID, str] = {}
    for issue in issues:
        issue["number"] = series.number(uow.next_in(series.name))
        numbers[issue["invoice_id"]] = issue["number"]
        paper = papers[issue["invoice_id"]]
        paper["number"] = issue["number"]
        paper["name"] = world.words["talk"]["invoice"].format(number=issue["number"])
    for payment in world.diary.of(Payment):
        number = numbers.get(payment.get("invoice_id") or world.firm_id, "")
        if "{number}" in payment.get("purpose", ""):
            payment["purpose"] = payment["purpose"].format(number=number).rstrip()


def _number_contracts(uow: UnitOfWork, world: World) -> None:
    by_year: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for paper in world.diary.of(Document):
        if PaperKind(paper["kind"]).is_contract:
            by_year[paper["created_at"].year].append(paper)
    for year, papers in by_year.items():
        series = contract_series(world.firm_id, year)
        is_this_year = year == world.now.year
        _skip(uow, series.name, max(LAST_CONTRACT - len(papers), 0) if is_this_year else 0)
        for paper in sorted(papers, key=lambda one: one["created_at"]):
            paper["number"] = series.number(uow.next_in(series.name))
            paper["name"] = world.words["talk"]["contract"].format(number=paper["number"])


def _papers_by_invoice(world: World) -> dict[UUID, dict[str, Any]]:
    papers = world.diary.of(Document)
    return {paper["invoice_id"]: paper for paper in papers if paper.get("invoice_id")}


def _skip(uow: UnitOfWork, series: str, count: int) -> None:
    for _n in range(count):
        uow.next_in(series)


def _pdf(text: str) -> bytes:
    """A PDF of one page with one line, by hand: it stands for every paper of the demo shop (ISO 32000-1, 7.5)."""
    line = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode()
    fonts = b"<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = (
        b"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font %s >>" % fonts
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page %s >>" % page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
    ]
    body, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (n, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + tail % (len(parts) + 1, len(body))
