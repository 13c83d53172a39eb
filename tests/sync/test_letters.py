# SPDX-License-Identifier: Apache-2.0
"""Letters of several desks leave once: through a real mail server, whoever sees them, whatever dies meanwhile."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.channels.mail_out import Timeouts
from desktop.commands import clients, deals, messages
from desktop.commands.shop import set_preference
from desktop.domain.message import Message
from desktop.domain.pipeline import Pipeline
from desktop.flows.send_outbox import HELD_AGAIN_S, Outbox
from desktop.flows.shop import DirectShop
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.desk_side import Hub
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.outbox import MAIL, MailSettings
from tests.smtp_server import HOST, PostOffice

PATIENT = Timeouts(connect=30.0, talk=30.0, answer=30.0)


@pytest.fixture
def post(tmp_path):
    with PostOffice(tmp_path / "post") as office:
        yield office


@pytest.fixture
def office(desks, post):
    """Two desks that send through one mail server, and a deal both know."""
    anna, ben = desks("anna", "ben")
    mail = MailSettings(
        host=HOST, port=post.port, security=post.security, from_address="office@rooklane.example",
        ca_file=str(post.ca_file),
    )  # fmt: skip
    anna.do(lambda uow: set_preference(uow, key=MAIL, value=mail.stored()))
    pipeline = anna.read(
        lambda r: r.connection.scalar(
            select(Pipeline.id).where(~Pipeline.for_leads).order_by(Pipeline.position)
        )
    )
    contact = anna.do(lambda uow: clients.add_contact(uow, name="Ida Quill"))
    touch = TouchDraft(due_at=anna.clock.now() + timedelta(hours=1), goal="Ask", kind="call")
    deal = anna.do(
        lambda uow: deals.new_deal(
            uow, title="Labels", pipeline_id=pipeline, contact_id=contact, touch=touch
        )
    )
    anna.sync()
    ben.sync()
    return anna, ben, deal


def write(desk, deal):
    """A letter that is due."""
    key = desk.do(
        lambda uow: messages.queue_letter(
            uow, deal_id=deal, recipient="orders@oakandlime.example", subject="Offer", body="Hello",
            sender_domain="rooklane.example",
        )
    )  # fmt: skip
    later(desk, seconds=9)
    return key


def later(*desks, **parts):
    for desk in desks:
        desk.clock.advance(**parts)


def run(desk, *, told=None, is_cut=False):
    """The desk's outbox runs once, with a connection of its own as in the window."""
    address = replace(desk.address(), port=1) if is_cut else desk.address()
    troubled = told.append if told is not None else lambda _sentence: None
    outbox = Outbox(
        timeouts=PATIENT, troubled=troubled, line=lambda _shop: Hub(address, desk.seat.password)
    )
    return outbox.run(DirectShop(desk.database, Actor(desk.user_id, desk.roles)))


def state(desk, key):
    return desk.read(lambda r: r.connection.scalar(select(Message.state).where(Message.id == key)))


def dies(desk, point):
    """The desk's program sends what is due and is killed at a point of it."""
    desk.database.close()
    hub = {
        "host": "localhost", "port": desk.hub.server.port, "database": desk.hub.name,
        "login": desk.seat.login, "ca": str(desk.hub.server.ca), "password": desk.seat.password,
    }  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-m", "tests.flows.outbox_child", str(desk.folder), point, json.dumps(hub)],
        cwd=Path(__file__).resolve().parents[2], capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr.decode()
    desk.open_again()


def claims_run_out(desk):
    desk.hub.sql("UPDATE crm.claim SET until = now() - interval '1 second' WHERE done_at IS NULL")


def test_of_desks_that_see_the_same_letter_one_sends_it(office, post):
    """Covers: I1, F3."""
    anna, ben, deal = office
    keys = [write(anna, deal) for _n in range(4)]
    anna.sync()
    ben.sync()
    later(anna, ben, minutes=5)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, (anna, ben)))
    assert len(post.letters) == 4
    for desk in (anna, ben, anna):
        desk.sync()
    run(ben)
    assert len(post.letters) == 4
    assert [state(desk, key) for desk in (anna, ben) for key in keys] == ["sent"] * 8


def test_a_desk_leaves_a_letter_to_the_one_where_it_was_written(office, post):
    """Covers: I1."""
    anna, ben, deal = office
    key = write(anna, deal)
    anna.sync()
    ben.sync()
    later(ben, seconds=20)
    assert run(ben) == pytest.approx(108)
    assert post.letters == []
    later(ben, minutes=2)
    run(ben)
    ben.sync()
    anna.sync()
    assert (len(post.letters), state(anna, key)) == (1, "sent")


@pytest.mark.parametrize(("point", "letters"), [("before", 0), ("handed", 0), ("after", 1)])
def test_a_letter_of_a_desk_that_died_over_it_is_asked_about_and_not_sent_again(
    office, post, point, letters
):
    """Covers: I1, F3."""
    anna, ben, deal = office
    key = write(anna, deal)
    anna.sync()
    ben.sync()
    dies(anna, point)
    later(ben, minutes=20)
    assert run(ben) == HELD_AGAIN_S
    assert (len(post.letters), state(ben, key)) == (letters, "waiting")
    claims_run_out(ben)
    told = []
    run(ben, told=told)
    assert (len(post.letters), state(ben, key)) == (letters, "unsure")
    assert told[0].startswith("1 letter was perhaps sent")
    later(ben, days=2)
    run(ben)
    ben.sync()
    # The desk that died comes back and knows how far it was.
    later(anna, minutes=30)
    anna.sync()
    run(anna)
    anna.sync()
    ben.sync()
    run(ben)
    assert len(post.letters) == (1 if point == "before" else letters)
    assert state(anna, key) == state(ben, key) == ("sent" if point == "before" else "unsure")


def test_a_letter_no_other_desk_knows_leaves_though_the_hub_is_away_and_is_not_sent_again(
    office, post
):
    """Covers: I1, N1."""
    anna, ben, deal = office
    known = write(anna, deal)
    anna.sync()
    private = write(anna, deal)
    assert run(anna, is_cut=True) == HELD_AGAIN_S
    assert [state(anna, key) for key in (known, private)] == ["waiting", "sent"]
    # The hub is back, and the desk gets no further than to say that the letter is there.
    push, seen = anna.connection.push, []

    def first_part(device, ops):
        if not seen:
            seen.append(ops)
            made = next(n for n, op in enumerate(ops) if op["e"] == "message")
            return push(device, ops[: made + 1])
        raise KeyboardInterrupt

    anna.connection.push = first_part
    with pytest.raises(KeyboardInterrupt):
        anna.sync()
    anna.connection.push = push
    ben.sync()
    later(ben, minutes=5)
    run(ben)
    assert [state(ben, key) for key in (known, private)] == ["sent", "waiting"]
    assert len(post.letters) == 2
    anna.sync()
    ben.sync()
    assert state(ben, private) == "sent"


def test_a_hub_from_a_backup_that_forgot_a_claim_makes_no_desk_send_again(office, post):
    """Covers: I1, N2."""
    anna, ben, deal = office
    key = write(anna, deal)
    anna.sync()
    backup = anna.hub.dump()
    run(anna)
    anna.sync()
    ben.sync()
    assert state(ben, key) == "sent"
    anna.hub.restore(backup)
    ben.sync()
    later(ben, minutes=5)
    run(ben)
    anna.sync()
    ben.sync()
    assert (len(post.letters), state(ben, key)) == (1, "sent")
