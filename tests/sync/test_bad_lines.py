# SPDX-License-Identifier: Apache-2.0
"""Lines that are cut, silent or slow: a round ends by itself, the next goes on where it stood, nothing is doubled."""

import random
import sys
from dataclasses import replace

import pytest
from sqlalchemy import select

from desktop.commands import clients
from desktop.domain.people import Contact
from desktop.storage import outgoing
from desktop.sync.hub import line
from desktop.sync.hub.desk_side import Hub, HubAway
from tests.sync.bad_line import BadLine

CUTS = 25
A_ROUND = 12_000
"""Bytes of a round with a few clients, a new connection and both ways included; asked for below."""


@pytest.fixture
def bad(server):
    with BadLine(server.port) as made:
        yield made


@pytest.fixture
def anna(desks, bad):
    """A desk that reaches its hub only over the bad line."""
    (desk,) = desks("anna")
    desk.connection.close()
    desk.connection = Hub(replace(desk.address(), port=bad.port), desk.seat.password)
    return desk


def add(desk, name):
    return desk.do(lambda uow: clients.add_contact(uow, name=name))


def round_of(desk):
    """Whether a round went through."""
    try:
        desk.sync()
    except HubAway:
        return False
    return True


def test_a_line_cut_after_any_number_of_bytes_loses_and_doubles_nothing(anna, desks, hub, bad):
    """Covers: N2, N3."""
    (ben,) = desks("ben")
    seed = random.SystemRandom().randrange(2**32)
    sys.stdout.write(f"seed {seed}\n")
    chance = random.Random(seed)
    add(anna, "measured")
    before = bad.passed
    assert round_of(anna)
    whole = bad.passed - before
    made, cut = ["measured"], 0
    for n in range(CUTS):
        made.append(f"client {n}")
        add(anna, made[-1])
        add(ben, f"ben's {n}")
        ben.sync()
        anna.connection.close()
        bad.cut_after = chance.randint(1, whole)
        cut += not round_of(anna)
        bad.cut_after = None
    assert cut > CUTS // 3
    assert round_of(anna)
    ben.sync()
    names = ben.read(lambda r: r.connection.scalars(select(Contact.name)).all())
    assert sorted(name for name in names if name in made) == sorted(made)
    assert len(names) == len(set(names))
    assert anna.documents() == ben.documents() == hub.digest()


@pytest.mark.parametrize("is_open", [True, False])
def test_a_line_that_swallows_everything_is_given_up_and_taken_up_again(
    anna, hub, bad, monkeypatch, is_open
):
    """Covers: N1, N2."""
    monkeypatch.setattr(line, "ANSWER_S", 1.0)
    monkeypatch.setattr(line, "CONNECT_S", 2)
    assert round_of(anna)
    if not is_open:
        anna.connection.close()
    bad.swallows = True
    add(anna, "Priya")
    assert not round_of(anna)
    assert anna.read(lambda r: outgoing.waits(r.connection)) > 0
    bad.swallows = False
    assert round_of(anna)
    assert anna.documents() == hub.digest()


def test_a_slow_line_takes_its_time(anna, desks, hub, bad, monkeypatch):
    """What comes, be it slowly, is waited for. Covers: N2."""
    monkeypatch.setattr(line, "ANSWER_S", 1.0)
    (ben,) = desks("ben")
    ben.do(lambda uow: uow.add_many(Contact, [{"name": f"Client {n}"} for n in range(150)]))
    ben.sync()
    bad.bytes_per_second = 40_000
    assert round_of(anna)
    assert anna.documents() == hub.digest()
