# SPDX-License-Identifier: Apache-2.0
"""One client's data on request, on one computer: written out whole, or erased from all that the shop's folder holds."""

import json

import pytest
from sqlalchemy import select

from desktop import __main__ as program
from desktop.commands import clients, history, joins, touches
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment
from desktop.domain.people import Contact, ContactPhone
from desktop.errors import UserError
from desktop.flows import client_data
from desktop.storage import blobs, desk_memory, drafts, erase_here
from desktop.storage.tables import FILE_NAME
from desktop.values.drafts.join import JoinDraft
from tests.shop import open_shop

NAME, LATER, JOINED, DIGITS, MAIL = (
    "Quillonia Marsh",
    "Vexandra",
    "Mirabeth Coe",
    "15550147731",
    "quill@harbour.example",
)
TEXTS = ("Quillonia", "Marsh", LATER, "Mirabeth", DIGITS, "quill@")


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def client(shop):
    """A client who was renamed, joined with a second card, has a deal, a form left open and a file."""
    one = shop.run(lambda uow: clients.add_contact(uow, name=LATER, phones=[DIGITS], email=MAIL))
    shop.run(lambda uow: clients.change_contact(uow, contact_id=one, name=NAME, comment="Marsh Rd"))
    other = shop.run(lambda uow: clients.add_contact(uow, name=JOINED))
    draft = JoinDraft(kind="contact", kept_id=one, other_id=other)
    shop.run(lambda uow: joins.join_cards(uow, draft=draft))
    deal = shop.a_deal(contact=one)
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="They want it thicker"))
    kept = blobs.put(shop.folder, b"a layout")
    shop.run(
        lambda uow: uow.add(
            Attachment(card_id=deal, file_name="layout.pdf", blob=kept.hash, size=8, at=uow.now)
        )
    )
    shop.run(
        lambda uow: drafts.save(
            uow.connection, kind="card", key=str(one), user_id=None, body={"name": NAME}, at=uow.now
        )
    )
    return one, deal


def on_disk(shop):
    """What the database and its log hold of the person, while the program goes on."""
    held = b"".join(path.read_bytes() for path in shop.folder.glob(f"{FILE_NAME}*"))
    return {text for text in TEXTS for form in (text, text.lower()) if form.encode() in held}


def test_an_erased_client_is_nowhere_in_the_shops_file_while_it_is_open(shop, client):
    """Covers: K5, N7."""
    one, deal = client
    assert on_disk(shop) == set(TEXTS)
    client_data.erase(shop.direct(), client_id=one, why="She asked on 3 March")
    assert on_disk(shop) == set()
    assert {row.name for row in shop.rows(Contact, Contact.id == one)} == {""}
    assert shop.row(Contact, one).archived_at is not None
    assert [row.digits for row in shop.rows(ContactPhone, ContactPhone.contact_id == one)] == [""]
    assert shop.row(Deal, deal).contact_id == one, "what names the client still finds something"
    told = shop.read(lambda r: desk_memory.recall(r.connection, erase_here.ERASURES))
    (line,) = json.loads(told)
    assert (line["why"], line["by"]) == ("She asked on 3 March", str(shop.me))
    for _step in range(3):  # nothing that undo still has brings any of it back
        try:
            shop.run(history.undo)
        except UserError:
            break
    assert on_disk(shop) == set()


def test_only_who_manages_people_erases_and_only_with_a_reason(shop, client):
    """Covers: K5, N4."""
    one, _deal = client
    seller = shop.a_user("manager")
    with pytest.raises(UserError):
        client_data.erase(shop.direct(seller), client_id=one, why="for fun")
    with pytest.raises(UserError, match="Say who asked"):
        client_data.erase(shop.direct(), client_id=one, why=" ")
    assert shop.row(Contact, one).name == NAME


def test_what_is_kept_about_a_client_is_written_out_with_the_files(shop, client, tmp_path):
    """Covers: K5, N9."""
    one, deal = client
    other = shop.a_deal(title="Of somebody else")
    now = shop.clock.now()
    done = client_data.write_out(shop.direct(), client_id=one, target=tmp_path / "out", now=now)
    assert (done.files, done.missing) == (1, ())
    text = (tmp_path / "out" / "client.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert {row["name"] for row in found["records"]["contact"]} == {NAME, JOINED}
    assert [row["digits"] for row in found["records"]["contact_phone"]] == [DIGITS]
    assert [row["id"] for row in found["records"]["deal"]] == [str(deal)]
    assert "They want it thicker" in text
    assert str(other) not in text
    assert (tmp_path / "out" / "files" / "layout.pdf").read_bytes() == b"a layout"
    with pytest.raises(UserError, match="not empty"):
        client_data.write_out(shop.direct(), client_id=one, target=tmp_path / "out", now=now)


def test_the_it_person_does_both_without_the_window(shop, client, tmp_path, capsys):
    """Covers: K5, N10."""
    one, _deal = client
    shop.close()
    where = ("--data", str(shop.folder))
    out = str(tmp_path / "out")
    assert program.main(["export", out, "--client", f"+{DIGITS}", *where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["deal"] == 1
    assert program.main(["erase", "--client", "nobody", "--why", "x", *where]) == 1
    assert "0 clients have" in capsys.readouterr().err
    assert program.main(["erase", "--client", NAME, "--why", "asked", *where, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == str(one)
    assert on_disk(shop) == set()
    shop.database.open()
    assert shop.read(
        lambda r: r.connection.scalars(select(Contact.name).where(Contact.id == one)).all()
    ) == [""]
