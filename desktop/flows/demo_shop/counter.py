# SPDX-License-Identifier: Apache-2.0
"""Half a year at the demo shop's counter: shifts, orders, money, shelves; and the counter's day of today."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from desktop.domain.document import Attachment
from desktop.domain.payment import Shift
from desktop.flows.demo_shop.diary import HISTORY_DAYS, Client, World
from desktop.flows.demo_shop.story import Story
from desktop.values.catalogue import ProductRow
from desktop.values.order_words import line_details, line_title, order_title, sheets_of
from desktop.values.pricing import price
from desktop.values.states import Channel, PaymentMethod, ProductionState, StagePurpose, TaskKind

ORDERS = 470
QUICK_HOURS = 2
"""Work of so few hours is handed over while the client waits."""

OPENING_CASH = {"GBP": 10_000, "RUB": 500_000}
_METHODS = (PaymentMethod.CARD.value, PaymentMethod.CARD.value, PaymentMethod.CASH.value)


def add_history(world: World, desk: str) -> None:
    """Shifts of every day the counter was open, and the orders taken in them."""
    by_day: dict[int, int] = {}
    while sum(by_day.values()) < ORDERS:
        day = -int(world.dice.triangular(1, HISTORY_DAYS, 20))
        if (world.today + dt.timedelta(days=day)).weekday() < 6:
            by_day[day] = by_day.get(day, 0) + 1
    for day, count in sorted(by_day.items()):
        shift = Till(world, desk, world.at(day, 8, 58))
        for _n in range(count):
            at = world.working_moment(day, saturdays=True)
            _order(world, shift, at, world.dice.choice(world.clients))
        shift.close(world.at(day, 19, 4), is_confirmed=day < -2)


class Till:
    """A shift with the cash that came in."""

    def __init__(self, world: World, desk: str, opened_at: dt.datetime) -> None:
        self.opening = OPENING_CASH.get(world.currency, OPENING_CASH["GBP"])
        self.cash, self._world = 0, world
        self.id = world.diary.note(
            Shift,
            desk=desk,
            opened_at=opened_at,
            opened_by=world.people["operator"],
            currency=world.currency,
            opening_cash=self.opening,
        )
        self._row = world.diary.of(Shift)[-1]

    def take(self, story: Story, at: dt.datetime, amount: int, method: str) -> None:
        """Money for an order."""
        if amount:
            story.till(at, amount, method, self.id)
            self.cash += amount if method == PaymentMethod.CASH else 0

    def close(self, at: dt.datetime, *, is_confirmed: bool) -> None:
        """Counted in the evening, confirmed by the accountant the next morning."""
        self._row.update(
            closed_at=at,
            closed_by=self._world.people["operator"],
            counted_cash=self.opening + self.cash,
        )
        if is_confirmed:
            self._row.update(
                confirmed_at=at + dt.timedelta(hours=15),
                confirmed_by=self._world.people["accountant"],
            )


def _order(world: World, till: Till, at: dt.datetime, client: Client) -> None:
    product, options, quantity = _wish(world)
    found = price(
        product.table, quantity, options, currency=world.currency, tax_rate=world.tax_rate
    )
    story = _story(world, client, order_title([(product, options, quantity, 1)]), at)
    story.line(
        line_title(product, options),
        line_details(product, options),
        quantity,
        found.sum.minor,
        unit_price=found.unit,
        product_id=product.id,
        options=dict(options),
        sheets=sheets_of(product, options, quantity),
        production_state=ProductionState.HANDED_OVER.value,
    )
    method = world.dice.choice(_METHODS)
    if product.working_hours <= QUICK_HOURS:
        till.take(story, at, story.amount, method)
        _hand_over(world, story, at + dt.timedelta(minutes=world.dice.randrange(4, 25)))
        return
    part = world.dice.choice((0.5, 0.5, 1.0, 1.0, 0.3))
    till.take(story, at, int(story.amount * part) // 50 * 50, method)
    days = max(1, product.working_hours // 9)
    _later_life(world, till, story, world.later(at, 22 * days, 26 * days + 20), method)


def _later_life(world: World, till: Till, story: Story, ready: dt.datetime, method: str) -> None:
    """Made ready, and fetched after a day or more; what is not yet fetched waits on its shelf."""
    fetched = world.later(ready, 2, 70)
    shelf = f"{world.dice.choice('ABC')}{world.dice.randrange(1, 9)}"
    if ready >= world.now:
        _stand(world, story, ready)
        return
    story.move(world.counter.stop(StagePurpose.READY.value), ready, by="operator")
    if fetched >= world.now:
        _wait(world, story, ready, shelf)
        return
    till.take(story, fetched, story.rest, method)
    _hand_over(world, story, fetched, ready_at=ready, shelf=shelf)


def _stand(world: World, story: Story, due: dt.datetime, **fields: Any) -> None:
    """Still in work."""
    story.touch(TaskKind.HAND_OVER.value, world.words["talk"]["hand_over"], due, agreed=True)
    story.end(due_at=due, **fields)


def _wait(world: World, story: Story, ready: dt.datetime, shelf: str) -> None:
    """Ready, not yet fetched: the client is reminded on the third day."""
    due = world.at(world.weekday_after(max((ready - world.now).days + 3, 1)), 11)
    story.touch(TaskKind.HAND_OVER.value, world.words["talk"]["hand_over"], due)
    story.end(due_at=ready, ready_at=ready, shelf=shelf)


def _hand_over(world: World, story: Story, at: dt.datetime, **fields: Any) -> None:
    story.move(world.counter.won, at, by="operator")
    taker = story.client.person if story.client else ""
    story.end(due_at=at, handed_over_at=at, handed_over_to=taker, **fields)


def _story(
    world: World, client: Client | None, title: str, at: dt.datetime, **fields: Any
) -> Story:
    return Story(
        world,
        world.counter,
        client,
        title=title,
        at=at,
        holder="operator",
        channel=Channel.WALK_IN.value,
        is_counter=True,
        note=world.pick("talk", "walk_in_notes"),
        **fields,
    )


def _wish(world: World) -> tuple[ProductRow, dict[str, str], int]:
    """Some product of the tiles with its options; small quantities more often."""
    product = world.dice.choice([one for one in world.products.values() if one.on_tiles])
    options = {}
    for option in product.table.options:
        usual, *others = option.choices
        chosen = usual if not others or world.dice.random() < 0.7 else world.dice.choice(others)
        options[option.key] = chosen.key
    breaks = [step.quantity for step in product.table.breaks]
    return product, options, breaks[min(int(world.dice.expovariate(0.8)), len(breaks) - 1)]


# The pictures' day


def add_today(world: World, desk: str, day: list[dict[str, str]]) -> None:
    """The orders of this morning, in a shift that is open."""
    opened = min(world.at(0, 8, 58), world.now - dt.timedelta(minutes=90))
    till = Till(world, desk, opened)
    span = world.now - opened - dt.timedelta(minutes=8)
    persons = [client for client in world.clients if client.company_id is None]
    for n, row in enumerate(day):
        at = opened + dt.timedelta(minutes=5) + span * n / len(day)
        client = None if row["state"] == "done" and n % 2 else world.dice.choice(persons)
        story = _story(world, client, row["title"], at)
        story.line(row["title"], row["details"], int(row["quantity"]), int(row["sum"]))
        till.take(story, at, int(row["paid"]), row["method"])
        _today(world, story, at, row["state"])


def _today(world: World, story: Story, at: dt.datetime, state: str) -> None:
    if state == "done":
        _hand_over(world, story, at + dt.timedelta(minutes=2))
    elif state == "ready":
        ready = at + dt.timedelta(minutes=3)
        story.move(world.counter.stop(StagePurpose.READY.value), ready, by="operator")
        _wait(world, story, ready, "A3")
    else:
        days = world.weekday_after(world.dice.choice((1, 2, 4)))
        _stand(world, story, world.at(days, world.dice.choice((12, 16))))


def add_repeats(world: World, client: Client, desk: str, wanted: list[dict[str, Any]]) -> None:
    """What one client had at the counter before: the named orders, and six older ones."""
    for one in wanted:
        at = world.at(-one["days"], 11, 20)
        till = Till(world, desk, world.at(-one["days"], 8, 58))
        story = _story(world, client, one["title"], at)
        product = world.products[one["product"]]
        story.line(
            one["title"],
            one["details"],
            one["quantity"],
            one["sum"],
            product_id=product.id,
            options={option.key: option.choices[0].key for option in product.table.options},
            discount_percent=Decimal(5),
        )
        till.take(story, at, story.amount, PaymentMethod.CARD.value)
        fetched = world.at(-one["days"] + 2, 12, 30)
        if one.get("file"):
            _file(world, story.id, one["file"], at)
        _hand_over(world, story, fetched, ready_at=fetched, shelf="B2")
        till.close(world.at(-one["days"], 19, 4), is_confirmed=True)
    for n in range(6):
        at = world.at(-150 - 5 * n, 12, 10)
        till = Till(world, desk, world.at(-150 - 5 * n, 8, 58))
        _order(world, till, at, client)
        till.close(world.at(-150 - 5 * n, 19, 4), is_confirmed=True)


def _file(world: World, card: UUID, name: str, at: dt.datetime) -> None:
    blob, size = world.paper
    for version in (1, 2, 3):
        world.diary.note(
            Attachment,
            card_id=card,
            file_name=name,
            blob=blob,
            size=size,
            at=at + dt.timedelta(minutes=version),
            by=world.people["operator"],
            mime="application/pdf",
            version=version,
        )
