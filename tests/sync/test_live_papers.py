# SPDX-License-Identifier: Apache-2.0
"""Two programs that run: an invoice gets its number from the hub, and a file reaches the other computer."""

import os

import pytest
from sqlalchemy import select

from desktop.background.file_loop import FileLoop
from desktop.clock import SystemClock
from desktop.commands import documents
from desktop.domain.invoice import InvoiceIssue
from desktop.flows import files, hub_numbers
from desktop.storage import blobs
from tests.shop import open_shop
from tests.sync.conftest import EVERY_ROLE
from tests.sync.live_desks import LiveDesk, take_seat


@pytest.fixture
def office(tmp_path, hub, qapp, password_store):
    """A shop that counted two invoices alone, brought to a hub, and a second computer; both programs run."""
    shop = open_shop(tmp_path, SystemClock(), folder="anna")
    deals = [shop.a_deal() for _n in range(4)]
    for deal in deals[:2]:
        shop.run(lambda uow, one=deal: documents.issue_invoice(uow, deal_id=one))
    ben = shop.a_user(EVERY_ROLE, "Ben")
    shop.close()
    desks = []
    for name, user in (("anna", shop.me), ("ben", ben)):
        take_seat(tmp_path / name, hub, user, name, EVERY_ROLE, brings=user == shop.me)
        desks.append(LiveDesk(tmp_path / name, user, EVERY_ROLE))
    for desk in desks:
        desk.start()
        FileLoop(desk.tasks, desk.hub, desk).start()
    yield *desks, deals
    for desk in desks:
        desk.close()
        assert desk.strays == []


def numbers(desk):
    return desk.ask(lambda r: sorted(r.connection.scalars(select(InvoiceIssue.number))))


def test_numbers_and_files_go_by_themselves(office, hub, tmp_path):
    """Covers: H6, N2, A2."""
    anna, ben, deals = office
    [(following,)] = hub.sql("SELECT next FROM crm.counter WHERE series LIKE 'invoice:%'")
    assert following == 3
    for desk, deal in zip((anna, ben), deals[2:], strict=True):
        desk.tasks.flow(lambda shop, one=deal: hub_numbers.issue_invoice(shop, deal_id=one))
    whole = ["I-0001", "I-0002", "I-0003", "I-0004"]
    for desk in (anna, ben):
        desk.wait(lambda d=desk: numbers(d) == whole, "four numbers without a gap")
    path = tmp_path / "Layout.pdf"
    path.write_bytes(content := os.urandom(700_000))
    anna.tasks.flow(lambda shop: files.attach(shop, card_id=deals[0], files=[path]))
    anna.wait(lambda: list(blobs.every(anna.folder)), "the file is kept")
    [kept] = [one for one in blobs.every(anna.folder) if one.size == len(content)]
    ben.wait(lambda: blobs.has(ben.folder, kept.hash), "the file comes")
    assert blobs.read(ben.folder, kept.hash) == content
