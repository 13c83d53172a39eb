# SPDX-License-Identifier: Apache-2.0
"""The cards of the demo shop's first board, and the one whose whole story is told: the baker's stickers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from desktop.domain.document import Attachment, Document
from desktop.flows.demo_shop.diary import Client, Route, World
from desktop.flows.demo_shop.story import Story
from desktop.values import rank
from desktop.values.money import Money
from desktop.values.states import Heat, Outcome, PaperKind, StagePurpose, TaskKind

STICKER_STAGE = 2
"""The stage of the stickers on the first board; nobody else there is hot."""

_UNTIMED_DUE = "18:00"


def add_cards(world: World, rows: list[dict[str, str]], clients: dict[str, Client]) -> None:
    """Every card of the list, in its order; the stickers get their own story."""
    route = world.routes[0]
    ranks = rank.rebalanced(len(rows))
    for row, place in zip(rows, ranks, strict=True):
        client = clients[row["client"]]
        due = world.on_clock(
            world.weekday_after(int(row["due"])), row["due_time"], untimed=_UNTIMED_DUE
        )
        fields = {"heat": row["heat"], "rank": place, "due_at": due}
        if int(row["stage"]) == STICKER_STAGE and row["heat"] == Heat.HOT:
            _sticker(world, row, client, fields)
        else:
            _card(world, route, row, client, fields)


def _card(
    world: World, route: Route, row: dict[str, str], client: Client, fields: dict[str, Any]
) -> None:
    here = int(row["days_here"])
    latest = world.now - dt.timedelta(minutes=35)
    reached = min(world.snap(world.at(-here, world.dice.randrange(24))), latest)
    stage = int(row["stage"])
    began = world.snap(reached - dt.timedelta(days=2 * stage)) if stage else reached
    steps = [world.snap(began + (reached - began) * n / stage) for n in range(1, stage)]
    story = Story(
        world,
        route,
        client,
        title=row["title"],
        at=began,
        holder=row["holder"],
        channel=row["channel"],
        source=world.pick("clients", "sources"),
    )
    story.line(row["title"], "", 1, Money.of(row["sum"], world.currency).minor)
    _talk(world, story, began)
    for stop, at in zip(route.stops[1 : stage + 1], [*steps, reached], strict=False):
        _arrive(world, story, stop.purpose, at)
        story.move(stop, at)
    if row["kind"]:
        when = _touch_time(world, row)
        story.touch(row["kind"], row["goal"], when)
    story.end(**fields)


def _touch_time(world: World, row: dict[str, str]) -> dt.datetime:
    days = int(row["touch"])
    if not row["touch_time"]:
        days = world.weekday_after(days, saturdays=True)
    return world.on_clock(days, row["touch_time"])


def _talk(world: World, story: Story, at: dt.datetime) -> None:
    if world.dice.random() < 0.7:
        story.call(at + dt.timedelta(minutes=12), world.pick("talk", "calls"), Outcome.CALL_BACK)
    if world.dice.random() < 0.4:
        story.comment(at + dt.timedelta(minutes=25), world.pick("talk", "comments"))


def _arrive(world: World, story: Story, purpose: str, at: dt.datetime) -> None:
    """What had to be done before a card came to this stage."""
    if purpose == StagePurpose.QUOTE and story.client and story.client.email:
        body = world.words["talk"]["letter"].format(
            name=story.client.person.split()[0], me=world.names[story.holder].split()[0]
        )
        story.letter(at, world.pick("talk", "subjects"), body)
    elif purpose == StagePurpose.AWAITING_PAYMENT:
        story.paper(PaperKind.CONTRACT_FIRM.value, at - dt.timedelta(minutes=9))
        story.invoice(at - dt.timedelta(minutes=6))
    elif purpose == StagePurpose.IN_WORK:
        story.transfer(at - dt.timedelta(minutes=45), story.amount)


def _sticker(world: World, row: dict[str, str], client: Client, fields: dict[str, Any]) -> None:
    """The deal of the card's picture, minute by minute."""
    words, route = world.words["sticker"], world.routes[0]
    quote, contract = route.stops[1], route.stops[2]
    began = _yesterday(world, 9, 40)
    story = Story(
        world,
        route,
        client,
        title=row["title"],
        at=began,
        holder=row["holder"],
        channel=row["channel"],
        source=words["source"],
        stop=quote,
        number=words["number"],
    )
    for title, details, quantity, unit, amount in words["lines"]:
        story.line(title, details, quantity, amount, unit_price=Decimal(unit))
    blob, size = world.paper
    world.diary.note(
        Attachment,
        card_id=story.id,
        file_name=words["logo"],
        blob=blob,
        size=size,
        at=_yesterday(world, 9, 45),
        by=world.people["fourth"],
        mime="image/svg+xml",
    )
    story.comment(_yesterday(world, 12, 5), words["comment"], by="fourth")
    quoted = {"name": words["quote"], "blob": blob, "size": size}
    story.letter(_yesterday(world, 12, 30), words["subject"], words["letter"], [quoted])
    story.heard(_yesterday(world, 16, 2), "telegram", words["telegram"])
    story.paper(
        PaperKind.QUOTE.value,
        _yesterday(world, 16, 48),
        name=words["quote"],
        number=words["quote_number"],
    )
    _sticker_today(world, story, contract, words, fields)


def _sticker_today(
    world: World, story: Story, contract: Any, words: dict[str, Any], fields: dict[str, Any]
) -> None:
    called = min(world.at(0, 11, 21), world.now - dt.timedelta(minutes=14))
    moved = called + dt.timedelta(minutes=5)
    due = world.on_clock(0, "13:00")
    story.call(called, words["call"], Outcome.AGREED, direction="in", seconds=252, next_at=due)
    story.move(contract, moved)
    story.touch(
        TaskKind.WRITE.value, words["goal"], due, note=words["note"], created_at=moved, agreed=True
    )
    world.diary.note(
        Document,
        card_id=story.id,
        kind=PaperKind.CONTRACT_FIRM.value,
        number="",
        name="",
        created_at=moved,
        created_by=world.people[story.holder],
    )
    story.end(**fields)


def _yesterday(world: World, hour: int, minute: int) -> dt.datetime:
    return world.at(-1, hour, minute)
