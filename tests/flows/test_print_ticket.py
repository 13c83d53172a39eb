# SPDX-License-Identifier: Apache-2.0
"""Tickets printed, kept as PDF and printed again; a printer that is silent loses nothing."""

import subprocess
from datetime import timedelta

import pytest

from desktop.commands import history, orders
from desktop.documents.slips import shift_report
from desktop.domain.deal import Deal
from desktop.domain.document import DocumentVersion
from desktop.errors import UserError
from desktop.flows.print_ticket import print_report, print_ticket
from desktop.queries import counter
from desktop.settings import TICKET_PAPER
from desktop.storage import blobs
from desktop.values.changes import Origin
from desktop.values.drafts.order import OrderDraft, OrderLine
from tests.shop import open_shop

pytest.importorskip("PySide6", reason="paper is painted by Qt")
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def order_id(shop):
    shop.an_open_shift()
    draft = OrderDraft(
        phone="07700 900 342",
        name="Priya",
        lines=(OrderLine(shop.read(counter.products)[0].id, 500),),
        due_at=shop.clock.now() + timedelta(days=4),
        prepayment=5000,
    )
    return shop.run(lambda uow: orders.place_order(uow, draft=draft)).order_id


def text_of(path):
    run = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return " ".join(run.stdout.decode().split())


def test_without_a_printer_the_ticket_is_a_pdf_beside_the_shop(shop, order_id):
    """Covers: J2."""
    printed = print_ticket(shop.direct(), order_id=order_id, paper="roll80")
    number = shop.row(Deal, order_id).number
    assert printed.path == shop.folder / "tickets" / f"{number}.pdf"
    text = text_of(printed.path)
    assert "To pay on collection £69.00" in text
    assert "fiscal" in text


def test_printing_again_says_which_copy_it_is(shop, order_id):
    """Covers: J2."""
    sent = []

    def send(slip, paper):
        sent.append((slip.caption, paper))
        return True

    for copy in (1, 2, 3):
        printed = print_ticket(shop.direct(), order_id=order_id, paper="a6", send=send)
        assert (printed.copy, printed.path) == (copy, None)
    assert [caption for caption, _paper in sent] == ["Order", "Order, copy 2", "Order, copy 3"]
    assert {paper.width for _caption, paper in sent} == {105}
    versions = shop.rows(DocumentVersion, DocumentVersion.card_id == order_id)
    assert sorted(one.version for one in versions) == [1, 2, 3]
    assert all(blobs.has(shop.folder, one.pdf_blob) for one in versions)


def test_a_silent_printer_leaves_the_order_and_counts_no_copy(shop, order_id):
    """Covers: N8."""
    with pytest.raises(UserError, match=r"does not answer\. The order is saved"):
        print_ticket(shop.direct(), order_id=order_id, paper="roll80", send=lambda *_it: False)
    assert shop.row(Deal, order_id).archived_at is None
    assert shop.count(DocumentVersion) == 0


def test_undo_goes_past_the_printing_to_the_order(shop, order_id):
    """Covers: A2."""
    print_ticket(shop.direct(), order_id=order_id, paper="roll80")
    shop.run(history.undo, origin=Origin.UNDO)
    assert shop.row(Deal, order_id).archived_at is not None


@pytest.mark.parametrize("paper", TICKET_PAPER.choices)
def test_every_paper_of_the_settings_can_be_printed_on(shop, order_id, paper):
    """Covers: J2."""
    printed = print_ticket(shop.direct(), order_id=order_id, paper=paper)
    assert "£119.00" in text_of(printed.path)


def test_the_tills_report_is_kept_under_its_time(shop, order_id):
    """Covers: H3."""
    row = shop.read(counter.shift)
    report = shift_report(row, desk="K7", zone=shop.clock.zone, now=shop.clock.now())
    path = print_report(shop.direct(), report=report, paper="roll58")
    assert path.name == "Cash-report-2026-10-15-11-00.pdf"
    assert "Taken by card £50.00" in text_of(path)
    with pytest.raises(UserError, match="print the report later"):
        print_report(shop.direct(), report=report, paper="roll58", send=lambda *_it: False)
