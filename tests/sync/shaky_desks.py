# SPDX-License-Identifier: Apache-2.0
"""Desks whose lines break and whose programs end at named points, and one with a newer program."""

from uuid import uuid4

from desktop.sync.hub.desk_side import Hub, HubAway
from tests.shop import open_shop
from tests.sync.hub_desks import EVERY_ROLE, Desk, Office, TestHub

NAMES = ("anna", "ben", "clara")


class Died(BaseException):
    """The program ended at a named point; nothing in it may catch that."""


class Shaky(Hub):
    """A line that breaks at a named point, if it is told to; the program may end there as well."""

    page = 9

    def plan(self, at: str, how: type[BaseException]) -> None:
        """Break at the next such point."""
        self.at, self.how = at, how

    at, how = "", HubAway

    def _reach(self, point: str) -> None:
        if self.at == point:
            self.at = ""
            raise self.how(point)

    def push(self, device, ops):
        self._reach("before push")
        answer = super().push(device, ops)
        self._reach("after push")
        return answer

    def pull(self, *place):
        page = super().pull(*place)
        self._reach("in pull")
        return page

    def fork(self, *names, **how):
        standing = super().fork(*names, **how)
        self._reach("after fork")
        return standing


class ShakyDesk(Desk):
    """A desk whose program may end in any of a round's commits."""

    dies_at, dies_in = "", 0
    is_away = False
    was_put_back = False

    def line(self):
        return Shaky(self.address(), self.seat.password)

    def write(self, command, *, origin, label):
        self.dies_in -= 1
        dies = self.dies_in == 0 and self.dies_at

        def half(uow):
            command(uow)
            uow.flush()
            raise Died("in a commit")

        found = super().write(
            half if dies == "in a commit" else command, origin=origin, label=label
        )
        if dies:
            raise Died(dies)
        return found

    def sit_down_anew(self):
        """The program starts with a line of its own."""
        self.connection.close()
        self.sit_down()

    def start_anew(self):
        """What the program had open is gone; what lies on the disk is there."""
        self.dies_in = 0
        self.database.close()
        self.open_again()
        self.sit_down_anew()


def joined_desks(server, folder):
    """An office of desks whose lines break, made once."""
    hub = TestHub(server, "many")
    hub.sql(f'ALTER DATABASE "{hub.name}" SET synchronous_commit = off')
    shop = open_shop(folder, folder=NAMES[0])
    people = {name: shop.a_user(EVERY_ROLE, name) for name in (*NAMES[1:], "future")}
    shop.close()
    first = ShakyDesk(folder, hub, NAMES[0], EVERY_ROLE, user_id=shop.me, brings=True)
    others = [ShakyDesk(folder, hub, name, EVERY_ROLE, user_id=who) for name, who in people.items()]
    for one in (first, *others):
        one.sync()
    return Office(first, *others)


class Future:
    """A desk with a newer program: it knows a field and a kind that no other desk does."""

    def __init__(self, hub, office):
        desk = office.desks["future"]
        self.line, self.device = Hub(desk.address(), desk.seat.password), desk.joined_as
        self.ops = []
        hub.sql(
            "INSERT INTO crm.entity (name, kind) VALUES ('loyalty_card', 'record') ON CONFLICT DO NOTHING"
        )

    def write(self, contact, word):
        n = len(self.ops) + 1
        op = {"n": n, "t": n, "h": "0" * 16}
        if word % 2:
            op |= {"e": "contact", "i": str(contact), "b": {}, "d": {"favourite_paper": word}}
        else:
            op |= {"e": "loyalty_card", "i": str(uuid4()), "new": True, "d": {"points": word}}
        self.ops.append(op)
        self.settle()

    def settle(self):
        acked = self.line.hello(self.device, 0).acked
        if again := [op | {"again": True} for op in self.ops[acked:]]:
            self.line.push(self.device, again)

    def close(self):
        self.line.close()
