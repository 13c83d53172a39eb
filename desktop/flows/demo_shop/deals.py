# SPDX-License-Identifier: Apache-2.0
"""Half a year of deals in the demo shop's pipelines: how they came, were talked over, won or lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from desktop.flows.demo_shop.diary import HISTORY_DAYS, OPENS, Client, Route, World
from desktop.flows.demo_shop.story import Story, whole
from desktop.values.states import Channel, Outcome, PaperKind, StagePurpose, TaskKind

CLOSED = {"first": 200, "second": 80, "third": 70}
"""How many deals of each pipeline have ended, this month's of the first one not counted."""

OPEN = {"second": 13, "third": 9}
"""How many stand on each board; those of the first are the cards of its own list."""

MONTH_WON, MONTH_LOST = 12, 4
MONTH_SUM = {"GBP": 814_000, "RUB": 40_700_000}
"""What the first pipeline has won this month, in minor units."""

_CHANNELS = (Channel.PHONE, Channel.EMAIL, Channel.WEBSITE, Channel.REFERRAL, Channel.REPEAT)
_MONEY_STAGES = {StagePurpose.IN_WORK.value}


def add_history(world: World) -> None:
    """All deals that have ended."""
    names = ("first", "second", "third")
    for route, key in zip(world.routes, names, strict=True):
        for _n in range(CLOSED[key]):
            latest = world.today.day if key == "first" else 1
            ended = -world.dice.randrange(latest, HISTORY_DAYS)
            moment = world.working_moment(ended)
            if key == "first" and moment >= world.at(1 - world.today.day, 0):
                moment -= dt.timedelta(days=7)
            _ended(world, route, key, moment, is_won=world.dice.random() < 0.74)
    _this_month(world)


def add_open(world: World) -> None:
    """The boards of the second and third pipeline."""
    for route, key in zip(world.routes[1:], ("second", "third"), strict=True):
        for n in range(OPEN[key]):
            _open(world, route, key, n % len(route.stops))


def _this_month(world: World) -> None:
    """Exactly what the board of the first pipeline counts as won and refused this month."""
    route = world.routes[0]
    total = MONTH_SUM.get(world.currency, MONTH_SUM["GBP"])
    sums = _shares(world, total, MONTH_WON)
    for n in range(MONTH_WON + MONTH_LOST):
        ended = _moment_of_month(world, n)
        amount = sums[n] if n < MONTH_WON else None
        _ended(world, route, "first", ended, is_won=n < MONTH_WON, amount=amount)


def _moment_of_month(world: World, n: int) -> dt.datetime:
    """Some opening hour of this month before now; just before now where the month has hardly begun."""
    days = world.today.day - 1
    latest = world.now - dt.timedelta(minutes=20 + 7 * n)
    if days < 2:
        first = world.at(-days, 0, 1)
        return max(latest, first + dt.timedelta(seconds=n))
    drawn = min(world.working_moment(-world.dice.randrange(1, days + 1)), latest)
    return max(drawn, world.at(-days, OPENS, n))


def _shares(world: World, total: int, count: int) -> list[int]:
    """A sum in so many uneven parts of whole units."""
    unit = 100
    weights = [world.dice.uniform(0.4, 1.9) for _n in range(count)]
    parts = [int(total * weight / sum(weights)) // unit * unit for weight in weights]
    parts[0] += total - sum(parts)
    return parts


def _begin(world: World, route: Route, key: str, began: dt.datetime, amount: int | None) -> Story:
    title, details, least, most = world.pick("deals", key)
    client = _firm(world.clients, world)
    story = Story(
        world,
        route,
        client,
        title=title,
        at=began,
        holder=world.seller(),
        channel=world.dice.choice(_CHANNELS).value,
        source=world.pick("clients", "sources"),
    )
    wanted = amount if amount is not None else whole(world, least, most)
    extra = whole(world, 45, 45) if world.currency != "RUB" else 220_000
    if wanted > 5 * extra and world.dice.random() < 0.35:
        story.line(title, details, _pieces(title), wanted - extra)
        layout, rounds = world.words["deals"]["extra"]
        story.line(layout, rounds, 1, extra)
    else:
        story.line(title, details, _pieces(title), wanted)
    return story


def _pieces(title: str) -> int:
    """The quantity a title names, 1 where it names none."""
    tail = title.replace("\xa0", "").replace(",", "").split()
    numbers = [word for word in tail if word.isdecimal()]
    joined = "".join(numbers[-2:]) if len(numbers) > 1 and len(numbers[-1]) == 3 else ""
    return int(joined or (numbers[-1] if numbers else 1)) or 1


def _ended(
    world: World,
    route: Route,
    key: str,
    ended: dt.datetime,
    *,
    is_won: bool,
    amount: int | None = None,
) -> None:
    """A deal told from its end backwards: it began one to four weeks before."""
    began = ended - dt.timedelta(days=world.dice.uniform(6, 26))
    story = _begin(world, route, key, world.snap(began), amount)
    steps = len(route.stops) if is_won else world.dice.randrange(1, len(route.stops) - 1)
    _walk(world, story, route, steps, until=ended)
    if is_won:
        story.move(route.won, ended)
        story.end(due_at=ended, handed_over_at=ended)
        return
    is_outbid = world.dice.random() < 0.4
    story.lose(
        ended,
        world.pick("talk", "refusals"),
        lost_to=world.pick("talk", "rivals") if is_outbid else "",
    )
    story.end()


def _open(world: World, route: Route, key: str, steps: int) -> None:
    ended = world.snap(world.now - dt.timedelta(hours=world.dice.uniform(20, 70)))
    began = world.snap(ended - dt.timedelta(days=world.dice.uniform(2, 12)))
    story = _begin(world, route, key, began, None)
    _walk(world, story, route, steps + 1, until=ended)
    if story.holder == "gone":
        # Whoever left has handed over what was open.
        story.holder = "second"
    days = world.weekday_after(world.dice.choice((0, 0, 1, 1, 2, 4, 5, 7)))
    due = world.at(days, world.dice.randrange(10, 18), world.dice.choice((0, 15, 30)))
    if due <= world.now:
        due = world.at(world.weekday_after(1), 10, 30)
    story.touch(TaskKind.CALL.value, world.pick("talk", "goals"), due)
    promised = world.on_clock(world.weekday_after(world.dice.randrange(4, 20)), "18:00")
    story.end(heat=world.dice.choice(("", "warm", "warm", "hot")), due_at=promised)


def _walk(world: World, story: Story, route: Route, steps: int, *, until: dt.datetime) -> None:
    """Through so many stages, the last one reached some time before `until`, with what is done on each."""
    moments = _moments(world, story.began_at, until, steps)
    _first_talk(world, story, story.began_at)
    for stop, at in zip(route.stops[1:steps], moments, strict=False):
        story.move(stop, at)
        if stop.purpose == StagePurpose.QUOTE:
            _quote(world, story, at, until)
        elif stop.purpose == StagePurpose.CONTRACT:
            if story.client and story.client.company_id and world.dice.random() < 0.6:
                story.paper(PaperKind.CONTRACT_FIRM.value, at)
        elif stop.purpose == StagePurpose.AWAITING_PAYMENT:
            story.invoice(at - dt.timedelta(minutes=4))
        elif stop.purpose in _MONEY_STAGES:
            story.transfer(at - dt.timedelta(minutes=40), story.amount)


def _moments(
    world: World, began: dt.datetime, until: dt.datetime, steps: int
) -> Sequence[dt.datetime]:
    parts = sorted(world.dice.random() for _n in range(steps - 1))
    span = until - began
    snapped = [world.snap(began + span * (0.1 + 0.8 * part)) for part in parts]
    return [
        max(at, began + dt.timedelta(hours=5, minutes=n)) if at < until else until
        for n, at in enumerate(snapped)
    ]


def _first_talk(world: World, story: Story, at: dt.datetime) -> None:
    soon = at + dt.timedelta(minutes=world.dice.randrange(4, 50))
    if world.dice.random() < 0.3:
        story.call(soon, world.pick("talk", "no_answer"), Outcome.NO_ANSWER)
        soon += dt.timedelta(minutes=world.dice.randrange(40, 200))
    story.call(soon, world.pick("talk", "calls"), Outcome.CALL_BACK)
    if world.dice.random() < 0.5:
        story.comment(soon + dt.timedelta(minutes=9), world.pick("talk", "comments"))


def _quote(world: World, story: Story, at: dt.datetime, until: dt.datetime) -> None:
    client = story.client
    if client is not None and client.email:
        body = world.words["talk"]["letter"].format(
            name=client.person.split()[0], me=world.names[story.holder].split()[0]
        )
        story.letter(at, world.pick("talk", "subjects"), body)
    drawn = world.snap(at + (until - at) * world.dice.uniform(0.1, 0.6))
    talk = min(max(drawn, at + dt.timedelta(minutes=6)), until)
    outcome = world.dice.choice((Outcome.AGREED, Outcome.AGREED, Outcome.CALL_BACK))
    story.call(talk, world.pick("talk", "calls"), outcome)


def _firm(clients: Sequence[Client], world: World) -> Client:
    """A client by chance: firms more often, and some of them again and again."""
    firms = [client for client in clients if client.company_id is not None]
    if world.dice.random() < 0.15:
        return world.dice.choice(clients)
    return firms[min(int(world.dice.expovariate(3) * len(firms)), len(firms) - 1)]
