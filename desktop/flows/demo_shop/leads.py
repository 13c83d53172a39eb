# SPDX-License-Identifier: Apache-2.0
"""The demo shop's leads: those of today in every stage of the funnel, and those that ended this month."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from desktop.domain.deal import Deal
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.touch import Activity, Task
from desktop.flows.demo_shop.clients import add_firm
from desktop.flows.demo_shop.diary import Client, Route, World
from desktop.values import rank
from desktop.values.ids import new_id
from desktop.values.states import Buys, Outcome, TaskKind

CONVERTED, REFUSED = 9, 14
"""How many leads ended this month, as a deal or with a reason."""

_OUTCOMES = {"n": Outcome.NO_ANSWER, "o": Outcome.OTHER_PERSON, "t": Outcome.AGREED}
_LEAST = dt.timedelta(minutes=3)
_NEED = 5
"""The stage where the need is gathered, by its place in the funnel."""
_FIGURES = re.compile(r"[0-9][0-9 ]*")
_LEAST_PIECES = 40
"""What is less are pages or a format."""


def add_leads(world: World, rows: list[dict[str, str]]) -> None:
    """Every lead of the list, then those that are closed."""
    route = world.leads
    places = rank.rebalanced(len(rows))
    clients = [add_firm(world, row["client"], row["contact"], row["phone"]) for row in rows]
    for row, client, place in zip(rows, clients, places, strict=True):
        _open(world, route, row, client, place)
    _converted(world, route)
    _refused(world, route)


def _open(world: World, route: Route, row: dict[str, str], client: Client, place: str) -> None:
    minutes = int(row["minutes"])
    since = world.now - dt.timedelta(minutes=abs(minutes))
    holder = world.people[row["holder"]] if row["holder"] else None
    stage = int(row["stage"])
    spent = dt.timedelta(minutes=abs(minutes) * int(row["on_stage"]) / 100)
    lead_id = _lead(
        world,
        route,
        client,
        title=row["wants"],
        created_at=since - _LEAST if holder else since,
        holder_id=holder,
        taken_at=since if holder else None,
        channel=row["channel"],
        stage_id=route.stops[stage].id,
        stage_since=world.now - spent,
        rank=place,
        quote_asked_at=world.now - spent if stage == len(route.stops) - 3 else None,
        buys=Buys.YES.value if "t" in row["tries"] else "",
        buys_at=world.now - spent if "t" in row["tries"] else None,
        **_answers(world, stage, row["wants"]),
    )
    _moves(world, route, lead_id, stage=stage, begin=since, end=world.now - spent, by=holder)
    _tries(world, lead_id, row["tries"], client, begin=since, by=holder)
    due = world.on_clock(world.weekday_after(int(row["touch"])), row["touch_time"])
    world.diary.note(
        Task,
        card_kind=Lead.entity(),
        card_id=lead_id,
        kind=row["kind"],
        goal=row["goal"],
        due_at=due,
        remind_at=due,
        created_at=since,
        created_by=holder,
        holder_id=holder or world.people["head"],
    )


def _answers(world: World, stage: int, wants: str) -> dict[str, Any]:
    """What the script has brought by this stage: the need in the last but one, all of it in the last."""
    if stage < _NEED:
        return {}
    plain = wants.replace(",", "").replace("\xa0", " ")
    most = max((int(one.replace(" ", "")) for one in _FIGURES.findall(plain)), default=0)
    found: dict[str, Any] = {
        "quantity": most if most >= _LEAST_PIECES else None,
        "due_at": world.on_clock(world.weekday_after(9), "16:00"),
        "artwork": "check",
    }
    return {**found, "prepayment": "half"} if stage > _NEED else found


def _converted(world: World, route: Route) -> None:
    """Leads that have become deals: the newest deals of the boards, as if they had begun with an enquiry."""
    month = world.at(1 - world.today.day, 0)
    deals = [
        row for row in world.diary.of(Deal) if row.get("company_id") and not row.get("is_counter")
    ]
    deals.sort(key=lambda row: row["created_at"], reverse=True)
    for row in deals[:CONVERTED]:
        made: dt.datetime = row["created_at"]
        asked = world.snap(made - dt.timedelta(days=world.dice.uniform(1, 6)))
        client = Client(row["contact_id"], row["company_id"], "", "", "")
        lead_id = _lead(
            world,
            route,
            client,
            title=row["title"],
            created_at=asked,
            holder_id=row["holder_id"],
            taken_at=asked + _LEAST,
            channel=row["channel"],
            source=row.get("source", ""),
            stage_id=route.won.id,
            stage_kind="won",
            stage_since=max(made, month),
            closed_at=max(made, month),
            deal_id=row["id"],
            buys=Buys.YES.value,
            buys_at=made,
        )
        last, holder = len(route.stops) - 1, row["holder_id"]
        _moves(world, route, lead_id, stage=last, begin=asked, end=made, by=holder)
        _tries(world, lead_id, "ot", client, begin=asked, by=holder, until=made)


def _refused(world: World, route: Route) -> None:
    """Leads that ended with each of the reasons."""
    days = max(world.today.day - 1, 0)
    for n in range(REFUSED):
        ended = world.now - dt.timedelta(minutes=40 + 9 * n)
        if days > 1:
            drawn = world.working_moment(-world.dice.randrange(1, days + 1))
            ended = min(max(drawn, world.at(-days, 0, n)), ended)
        asked = world.snap(ended - dt.timedelta(days=world.dice.uniform(1, 9)))
        client = world.dice.choice(world.clients)
        holder = world.people[world.seller()]
        title = world.pick("deals", "first")[0]
        comment = world.pick("leads", "refusals")
        lead_id = _lead(
            world,
            route,
            client,
            title=title,
            created_at=asked,
            holder_id=holder,
            taken_at=asked + _LEAST,
            channel=world.dice.choice(("cold_list", "website", "phone", "mailing")),
            stage_id=route.lost.id,
            stage_kind="lost",
            stage_since=ended,
            closed_at=ended,
            refusal_reason_id=world.lead_reasons[n % len(world.lead_reasons)],
            refusal_comment=comment,
        )
        tries = "nno"[: 1 + n % 3]
        _tries(world, lead_id, tries, client, begin=asked, by=holder, until=ended)


def _lead(world: World, route: Route, client: Client, **fields: object) -> UUID:
    return world.diary.note(
        Lead,
        id=new_id(),
        number="",
        pipeline_id=route.id,
        contact_id=client.contact_id,
        company_id=client.company_id,
        created_by=fields.get("holder_id"),
        currency=world.currency,
        source=fields.pop("source", "") or world.pick("clients", "sources"),
        **fields,
    )


def _moves(
    world: World,
    route: Route,
    lead_id: UUID,
    *,
    stage: int,
    begin: dt.datetime,
    end: dt.datetime,
    by: UUID | None,
) -> None:
    for n in range(1, stage + 1):
        world.diary.note(
            LeadMove,
            lead_id=lead_id,
            from_stage_id=route.stops[n - 1].id,
            to_stage_id=route.stops[n].id,
            at=begin + (end - begin) * n / stage,
            by=by,
        )


def _tries(
    world: World,
    lead_id: UUID,
    tries: str,
    client: Client,
    *,
    begin: dt.datetime,
    by: UUID | None,
    until: dt.datetime | None = None,
) -> None:
    end = until or world.now
    for n, letter in enumerate(tries, start=1):
        at = begin + (end - begin) * n / (len(tries) + 1)
        outcome = _OUTCOMES[letter]
        task = world.diary.note(
            Task,
            card_kind=Lead.entity(),
            card_id=lead_id,
            kind=TaskKind.CALL.value,
            goal=world.pick("leads", "goals"),
            due_at=at,
            created_at=begin,
            created_by=by,
            holder_id=by,
            done_at=at,
            done_by=by,
            outcome=outcome.value,
        )
        world.diary.note(
            Activity,
            card_kind=Lead.entity(),
            card_id=lead_id,
            kind=TaskKind.CALL.value,
            at=at,
            comment=world.pick("leads", outcome.value),
            by=by,
            outcome=outcome.value,
            contact_id=client.contact_id,
            task_id=task,
            duration_s=0 if letter == "n" else world.dice.randrange(30, 300),
        )
