# SPDX-License-Identifier: Apache-2.0
"""Files of several desks: in parts over a real hub, taken up where they were cut, never before a change."""

import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from desktop.commands import clients, deals
from desktop.domain.document import Attachment
from desktop.domain.pipeline import Pipeline
from desktop.errors import UserError
from desktop.flows import files, hub_files
from desktop.flows.hub_files import HubFiles
from desktop.flows.shop import DirectShop
from desktop.storage import blobs, outgoing
from desktop.storage.unit_of_work import Actor
from desktop.sync.hub.answers import NotThePart
from desktop.sync.hub.file_side import FileLine
from desktop.values.drafts.touch import TouchDraft
from tests.sync.cut_line import CutLine

SIZE = 3_000_000  # eleven whole parts and one that is not


@pytest.fixture
def office(desks):
    """Two desks and a deal both know."""
    anna, ben = desks("anna", "ben")
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
    share(anna, ben)
    return anna, ben, deal


def share(*desks):
    for desk in desks:
        desk.sync()


def direct(desk):
    return DirectShop(desk.database, Actor(desk.user_id, desk.roles))


def attach(desk, deal, content, folder):
    """A file on the deal; returns its hash."""
    path = folder / "Layout.pdf"
    path.write_bytes(content)
    files.attach(direct(desk), card_id=deal, files=[path])
    newest = select(Attachment.blob).order_by(Attachment.at.desc(), Attachment.id.desc())
    return desk.read(lambda r: r.connection.scalar(newest))


def line(desk, **other):
    return FileLine(replace(desk.address(), **other), desk.seat.password)


def worker(desk, **extra):
    return HubFiles(line=lambda _shop: line(desk), **extra)


def run(desk, one=None, times=20):
    """Run the worker until it has no more to do, or waits for another desk."""
    going = one or worker(desk)
    for _n in range(times):
        if going.run(direct(desk)) != 0.0:
            break
    going.hang_up()


@contextmanager
def cut_line(desk):
    with CutLine(desk.hub.server.port) as cut:
        yield cut, HubFiles(line=lambda _shop: line(desk, port=cut.port))


def parts_at_hub(desk):
    return desk.hub.sql("SELECT count(*) FROM crm.blob_part")[0][0]


def is_whole_at_hub(desk, blob):
    found = desk.hub.sql("SELECT complete FROM crm.blob WHERE sha = %s", bytes.fromhex(blob))
    return found == [(True,)]


def test_a_file_that_is_cut_on_its_way_up_and_down_goes_on_where_it_was_cut(office, tmp_path):
    """Covers: N2, A2."""
    anna, ben, deal = office
    content = os.urandom(SIZE)
    blob = attach(anna, deal, content, tmp_path)
    share(anna, ben)
    with cut_line(anna) as (cut, going):
        cut.up = 1_500_000
        run(anna, going)
        there = parts_at_hub(anna)
        assert 0 < there < 12
        assert not is_whole_at_hub(anna, blob)
        cut.up, cut.sent = None, 0
        run(anna, going)
        assert cut.sent < (12 - there) * blobs.PART + 100_000, "a part was sent twice"
    assert is_whole_at_hub(anna, blob)
    with cut_line(ben) as (cut, going):
        cut.down = 1_500_000
        run(ben, going)
        arrived = blobs.arrived(ben.folder, blob)
        assert 0 < arrived < 11
        assert not blobs.has(ben.folder, blob)
        cut.down = SIZE - arrived * blobs.PART + 200_000
        run(ben, going)
        assert cut.down > 0, "a part was fetched twice"
    assert blobs.read(ben.folder, blob) == content


def test_while_changes_wait_a_file_waits(office, tmp_path):
    """Covers: N2."""
    anna, _ben, deal = office
    blob = attach(anna, deal, os.urandom(SIZE), tmp_path)
    share(anna)
    going = worker(anna)
    put = FileLine.put

    def put_and_write(self, *arguments):
        put(self, *arguments)
        anna.do(lambda uow: clients.add_contact(uow, name="Somebody at the counter"))

    FileLine.put = put_and_write
    try:
        seconds = going.run(direct(anna))
    finally:
        FileLine.put = put
    assert (seconds, parts_at_hub(anna)) == (1.0, 1)
    assert going.run(direct(anna)) == 1.0
    assert parts_at_hub(anna) == 2, "a little goes on all the same"
    share(anna)
    assert anna.read(lambda r: outgoing.waits(r.connection)) == 0
    run(anna, going)
    assert is_whole_at_hub(anna, blob)


@pytest.mark.logs("left out")
def test_what_does_not_make_the_file_is_never_taken_for_it(office, tmp_path):
    """Covers: N2, N8."""
    anna, ben, deal = office
    content = os.urandom(SIZE)
    blob = attach(anna, deal, content, tmp_path)
    share(anna, ben)
    with line(anna) as hub:
        hub.begin(blob, SIZE)
        hub.put(blob, 3, os.urandom(blobs.PART))
    going = worker(anna)
    run(anna, going)
    assert (parts_at_hub(anna), is_whole_at_hub(anna, blob)) == (0, False)
    anna.clock.advance(hours=2)
    run(anna, going)
    assert is_whole_at_hub(anna, blob)
    anna.hub.sql("UPDATE crm.blob_part SET data = 'bad' WHERE n = 5")
    run(ben)
    assert not blobs.has(ben.folder, blob)
    assert blobs.arrived(ben.folder, blob) == 0


def test_no_more_and_no_other_bytes_lie_at_the_hub_than_were_said(office, tmp_path):
    """Covers: N2, N4."""
    anna, _ben, deal = office
    content = os.urandom(SIZE)
    blob = attach(anna, deal, content, tmp_path)
    share(anna)
    last = SIZE // blobs.PART
    with line(anna) as hub:
        hub.begin(blob, SIZE)
        for n, data in (
            (0, b"too short"),
            (0, content[: blobs.PART + 1]),
            (last, content[: blobs.PART]),
            (last + 1, b"behind the end"),
            (-1, content[: blobs.PART]),
        ):
            with pytest.raises(NotThePart):
                hub.put(blob, n, data)
        assert parts_at_hub(anna) == 0
        for n in range(last + 1):
            hub.put(blob, n, os.urandom(len(content[n * blobs.PART : (n + 1) * blobs.PART])))
        assert not hub.end(blob)  # as many bytes, and others
        assert parts_at_hub(anna) == 0
        hub.begin(
            blob, blobs.PART
        )  # somebody says another size: nobody is kept from sending the file
        hub.put(blob, 0, content[: blobs.PART])
    run(anna)
    assert is_whole_at_hub(anna, blob)


def test_where_a_file_still_is_stands_where_it_is_opened(office, tmp_path):
    """Covers: N2, G6."""
    anna, ben, deal = office
    content = os.urandom(400_000)
    blob = attach(anna, deal, content, tmp_path)
    share(anna, ben)
    run(ben)
    opened = {"blob": blob, "name": "Layout.pdf"}
    with pytest.raises(UserError, match="The file is still on anna"):
        hub_files.bring(direct(ben), blob, line=lambda _shop: line(ben))
    run(anna)
    with pytest.raises(UserError, match="Open it again when the hub is back"):
        hub_files.bring(direct(ben), blob, line=lambda _shop: line(ben, port=1))
    hub_files.bring(direct(ben), blob, line=lambda _shop: line(ben))
    assert files.copy_to_open(direct(ben), **opened).read_bytes() == content


def test_who_opens_a_file_does_not_wait_for_another_that_is_being_sent(office, tmp_path):
    """Covers: N1, N2."""
    anna, ben, deal = office
    wanted = attach(anna, deal, os.urandom(400_000), tmp_path)
    share(anna, ben)
    run(anna)
    ben.clock.advance(minutes=1)
    attach(ben, deal, os.urandom(200_000), tmp_path)
    ben.sync()
    opened = []

    class Slow(FileLine):
        """Its part is on its way until somebody has opened the other file, which the loop has not fetched yet."""

        def put(self, blob, n, data):
            opening = Thread(
                target=hub_files.bring,
                args=(direct(ben), wanted),
                kwargs={"line": lambda _s: line(ben)},
            )
            opening.start()
            opening.join(60)
            opened.append(blobs.has(ben.folder, wanted))
            super().put(blob, n, data)

    run(ben, HubFiles(line=lambda _shop: Slow(ben.address(), ben.seat.password)))
    assert opened[:1] == [True]


def test_old_files_of_others_come_when_opened_and_go_when_there_are_too_many(office, tmp_path):
    """Covers: N2."""
    anna, ben, deal = office
    blob = attach(anna, deal, os.urandom(400_000), tmp_path)
    share(anna, ben)
    run(anna)
    for desk in (anna, ben):
        desk.clock.advance(days=40)
    run(ben)
    assert not blobs.has(ben.folder, blob)
    hub_files.bring(direct(ben), blob, line=lambda _shop: line(ben))
    run(ben, worker(ben, most_kept=10_000_000))
    assert blobs.has(ben.folder, blob)
    for desk in (anna, ben):
        run(desk, worker(desk, most_kept=1))
    assert (blobs.has(anna.folder, blob), blobs.has(ben.folder, blob)) == (True, False)
