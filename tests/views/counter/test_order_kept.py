# SPDX-License-Identifier: Apache-2.0
"""Nothing of an order is lost: parked, cleared and had back, with its files, with no printer there."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from desktop import settings as declared
from desktop.commands import drafts, orders
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment
from desktop.storage import blobs
from desktop.storage import drafts as kept
from desktop.values.drafts.order import OrderDraft
from tests.counter_desk import fill


def test_parked_orders_wait_at_the_top_and_are_taken_up_again(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Alt+p")
    desk.wait(desk.page.parked.isVisible, "one is parked")
    assert desk.page.form.draft.is_empty
    assert "Parked 1" in desk.page.parked.text()
    fill(desk, client="07700900998", name="Tomas", quantity="100")
    desk.press("F2")
    desk.wait(lambda: "Parked 2" in desk.page.parked.text())
    desk.page.take_up(desk.page.keeper.parked[-1])
    desk.settle()
    assert desk.page.form.draft.name == "Priya"
    assert desk.page.form.line.quantity == 500
    desk.press("F12")
    assert desk.placed().amount == 11900
    desk.wait(lambda: "Parked 1" in desk.page.parked.text())


def test_a_colleagues_order_is_somebodys_at_every_moment_while_it_is_taken_up(desk):
    """Covers: A2, N1. A program that is ended in between loses it to nobody."""
    desk.open().at_counter()
    tom = desk.shop.a_user(["operator"])
    left = OrderDraft(contact_id=desk.shop.a_contact("Priya"), note="cut by hand")
    body = left.kept(is_parked=True, client="Priya")
    desk.tasks.run(
        lambda uow: drafts.save_draft(uow, kind="order", key=str(left.id), body=body, user_id=tom),
        then=lambda _none: desk.page.keeper.look(),
    )
    desk.wait(desk.page.parked.isVisible, "it is offered")
    may_read = threading.Event()
    desk.tasks.fetch("wait", lambda _reader: may_read.wait(30), then=lambda _none: None)
    desk.page.take_up(desk.page.keeper.parked[0])

    def owners():
        found = []
        desk.tasks.run(
            lambda uow: [row.user_id for row in kept.drafts(uow.connection, kind="order")],
            then=found.append,
        )
        desk.wait(lambda: found, "the writer has done what was asked")
        return found[0]

    assert owners() == [tom]
    may_read.set()
    desk.wait(lambda: desk.page.form.draft.note == "cut by hand", "it is in the form")
    assert owners() == [desk.shop.me]


def test_in_a_small_window_the_parked_orders_are_a_number_that_is_told_in_words(desk):
    """Covers: A2, M4."""
    desk.open().at_counter()
    desk.window.resize(640, 360)
    fill(desk)
    desk.press("Alt+p")
    desk.wait(desk.page.parked.isVisible, "one is parked")
    assert desk.page.parked.text() == "1"
    assert desk.page.parked.accessibleName() == desk.page.parked.toolTip() == "Parked 1"


def test_escape_twice_clears_and_undo_brings_everything_back(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Esc")
    assert not desk.page.form.draft.is_empty
    desk.press("Esc")
    assert desk.page.form.draft.is_empty
    assert desk.page.client.phone.hasFocus()
    desk.press("Ctrl+z")
    desk.settle()
    assert (desk.page.form.draft.name, desk.page.form.line.quantity) == ("Priya", 500)


def test_an_order_is_taken_back_by_undo(desk):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("F12")
    deal = desk.placed()
    desk.press("Ctrl+z")
    desk.wait(lambda: desk.row(Deal, deal.id).archived_at is not None)


def test_files_dropped_on_the_form_go_with_the_order(desk, tmp_path):
    """Covers: A2."""
    desk.open().at_counter()
    fill(desk)
    file = tmp_path / "cards.pdf"
    for text in (b"%PDF-1.7 first", b"%PDF-1.7 second"):
        file.write_bytes(text)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        event = QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        known = desk.page.form.draft.files
        desk.page.dropEvent(event)
        desk.wait(lambda: desk.page.form.draft.files != known)  # noqa: B023 - waited for at once
    desk.press("F12")
    deal = desk.placed()
    (kept,) = desk.rows(Attachment, Attachment.card_id == deal.id)
    assert (kept.file_name, kept.version) == ("cards.pdf", 2)
    assert blobs.read(desk.shop.folder, kept.blob) == b"%PDF-1.7 second"


def test_a_folder_is_no_file_and_the_order_is_as_it_was(desk, tmp_path):
    """Covers: N8."""
    desk.open().at_counter()
    fill(desk)
    desk.page.ready.take_files([tmp_path, Path("/nowhere/at/all.pdf")])
    desk.wait(lambda: len(desk.told) == 2)
    assert all("is no file" in said for said in desk.told)
    assert desk.page.form.draft.files == ()


def test_an_order_is_stored_without_a_ticket(desk):
    """Covers: A2, J2."""
    desk.open().at_counter()
    fill(desk)
    desk.press("Ctrl+s")
    desk.placed()
    assert not (desk.shop.folder / "tickets").exists()
    desk.settings.set(declared.TICKET_AT_ONCE, False)
    desk.page.hide()
    desk.page.show()
    assert "Save the order" in desk.page.side.place.text()
    fill(desk, client="07700900998")
    desk.press("F12")
    desk.placed(2)
    assert not (desk.shop.folder / "tickets").exists()


@pytest.mark.logs("Counter Zebra is not there")
def test_a_printer_that_does_not_answer_leaves_the_order_stored(desk):
    """Covers: J2, N8."""
    desk.settings.set(declared.TICKET_PRINTER, "Counter Zebra")
    desk.open().at_counter()
    fill(desk)
    desk.press("F12")
    deal = desk.placed()
    desk.wait(lambda: desk.errors)
    assert (
        "The order is saved, print it later with Ctrl\N{NO-BREAK SPACE}P" in desk.errors[0].sentence
    )
    desk.settings.set(declared.TICKET_PRINTER, "")
    desk.press("Ctrl+p")
    desk.wait(lambda: any(f"{deal.number}.pdf" in said for said in desk.told))


def test_after_a_bug_while_an_order_was_stored_it_is_stored_at_the_next_press(desk, monkeypatch):
    """Else the counter would stand still until the next start. Covers: A2, N8."""
    desk.open().at_counter()
    fill(desk)

    def broken(*_args, **_kwargs):
        raise RuntimeError("a bug")

    def pressed():
        desk.press("F12")
        desk.settle()

    with monkeypatch.context() as patched:
        patched.setattr(orders, "place_order", broken)
        with pytest.raises(RuntimeError):
            pressed()
    desk.strays.clear()
    desk.press("F12")
    assert desk.placed().amount == 11900
