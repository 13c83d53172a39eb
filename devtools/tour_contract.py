# SPDX-License-Identifier: Apache-2.0
"""The tour's fourth part: contract and invoice made, sent over real SMTP, and what lies in the letter."""

import shutil
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QGuiApplication

from desktop.queries import contract as contract_query
from desktop.queries import outbox as outbox_query
from desktop.storage import blobs
from desktop.values.rows.contract import ContractCard, KeptPaper
from desktop.views.widgets.dialog import open_over
from devtools import tour_papers
from devtools.tour_deal import CLIENT_CARD, COMPANY, TO, WHAT, stage, the_deal
from devtools.tour_desk import Tour
from devtools.tour_setup import FIRM


def requisites(tour: Tour) -> None:
    """The card is opened, its next step is the wizard; the firm's requisites are pasted as they came."""
    hands = tour.hands
    hands.press("Return")
    hands.wait(lambda: tour.title().startswith(WHAT), "the card")
    tour.picture("card")
    hands.press("Ctrl+Return")
    hands.wait(lambda: hands.shows("Paste as a whole"), "the wizard's form")
    QGuiApplication.clipboard().setText(CLIENT_CARD)
    hands.press("Ctrl+Shift+V")
    tour.picture("wizard-requisites")
    hands.press("Ctrl+Return")
    hands.wait(lambda: hands.shows("Check before sending"), "the preview")
    told = the_deal(tour).client.requisites
    who = (told.legal_name, told.company_number, told.signatory_name)
    tour.report.check("the requisites are kept", who, (COMPANY, "00000342", "Paul Hartwell"))


def preview(tour: Tour) -> None:
    """Both papers are looked at before anything is kept; no number is taken by looking."""
    tour.hands.wait(lambda: _can_go_on(tour), "the contract to be drawn", 90)
    tour.picture("wizard-preview")
    card = _card(tour)
    tour.report.check("looking keeps nothing", (card.contract, card.invoice), (None, None))


def send(tour: Tour) -> None:
    """Made, and the standard letter sent with both files; the server has it, and the deal awaits payment."""
    hands = tour.hands
    hands.press("Ctrl+Return")
    hands.wait(
        lambda: hands.name() in {"To", "Subject", "To, required"} and _can_go_on(tour),
        "the letter",
        90,
    )
    tour.picture("wizard-send")
    hands.press("Ctrl+Return")
    tour.until("the letter is with the server", lambda: tour.post.letters, 60)
    tour.until("the deal awaits payment", lambda: stage(the_deal(tour)) == "Awaiting payment")
    hands.wait(
        lambda: hands.shows("has accepted") or hands.shows("accepted it"),
        "the wizard to say so",
        10,
    )
    tour.picture("wizard-done")
    hands.press("Ctrl+Return")
    tour.no_dialog()


def look_at_papers(tour: Tour) -> None:
    """What is inside the contract, the invoice, and the letter that arrived."""
    card, check, holds = _card(tour), tour.report.check, tour.report.holds
    assert card.contract is not None
    assert card.invoice is not None
    docx = _copied(tour, card.contract.blob, "contract.docx")
    contract = _copied(tour, card.contract.pdf_blob, "contract.pdf")
    invoice = _copied(tour, card.invoice.pdf_blob, "invoice.pdf")
    parts = (COMPANY, "00000342", "P. Hartwell, director", "Rook Lane Print Ltd", WHAT, "£365.00")
    holds(
        "the Word file of the contract names both firms, the work and the sum",
        tour_papers.docx_text(docx),
        *parts,
    )
    holds("so does its PDF", tour_papers.text(contract), *parts, card.contract_number)
    holds(
        "the sum stands there in words",
        tour_papers.text(contract).lower(),
        "three hundred and sixty-five",
    )
    asked = (card.invoice_number, COMPANY, WHAT, "£365.00", "Ford Bank", "00000342", "00-00-42")
    holds(
        "the invoice names number, client, work, sum and account", tour_papers.text(invoice), *asked
    )
    [received] = tour.post.letters
    shutil.copy(received.file, tour.out / "letter.eml")
    message = tour_papers.letter(received.content)
    check("one letter, to the client", received.recipients, (TO,))
    check("from the firm", FIRM in str(message["From"]))
    body = message.get_body(("plain",))
    holds(
        "the letter greets and names the sum",
        body.get_content() if body else "",
        "Priya Hartwell",
        "£365.00",
    )
    sent = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    kept = {
        _sent_name(card.contract): card.contract.pdf_blob,
        _sent_name(card.invoice): card.invoice.pdf_blob,
    }
    stored = {name: blobs.read(tour.shop, blob) for name, blob in kept.items()}
    check("its files are the stored ones, byte by byte", sent == stored and len(sent) == 2)
    key = UUID(tour.kept["deal"])
    left = tour.read(lambda reader: outbox_query.letters_of(reader, deal_id=key))
    check("nothing waits in the outbox any more", left, ())


def _can_go_on(tour: Tour) -> bool:
    window = tour.desk.window
    dialog = open_over(window) if window is not None else None
    return dialog is not None and dialog.primary is not None and dialog.primary.isEnabled()


def _card(tour: Tour) -> ContractCard:
    key = UUID(tour.kept["deal"])
    return tour.read(lambda reader: contract_query.contract(reader, deal_id=key))


def _copied(tour: Tour, blob: str, name: str) -> Path:
    target = tour.out / name
    target.write_bytes(blobs.read(tour.shop, blob))
    return target


def _sent_name(paper: KeptPaper) -> str:
    return f"{Path(paper.file_name).stem}.pdf"
