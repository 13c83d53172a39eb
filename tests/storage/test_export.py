# SPDX-License-Identifier: Apache-2.0
"""Everything out as CSV and files, and into an empty shop again."""

import csv
from decimal import Decimal

import pytest

from desktop.commands import deals, history, touches
from desktop.commands.shop import take_in
from desktop.domain.bookkeeping import Finding
from desktop.domain.deal import Deal, DealLine
from desktop.domain.document import Attachment
from desktop.domain.people import Contact
from desktop.domain.pipeline import Pipeline, RefusalReason, Stage
from desktop.domain.schema import CLASSES
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.flows.export_shop import export_shop, import_shop
from desktop.storage import blobs, drafts
from desktop.storage.check import check
from desktop.storage.unit_of_work import Actor
from desktop.values.changes import Origin
from desktop.values.ids import new_id
from tests.shop import open_shop
from tests.storage.test_undo_machine import snapshot

AWKWARD = 'Line one\nline two; "quoted", =1+1, ёЁ Ø 60 «Липа» \t\u2028 end'


@pytest.fixture
def full_shop(shop):
    """A shop with something of most kinds, awkward texts, an undone fact and a file."""
    company = shop.a_company(requisites={"legal_name": AWKWARD})
    contact = shop.a_contact(AWKWARD, company=company, discount_percent=5)
    deal = shop.a_deal("Proof & production", contact=contact, company=company, note=AWKWARD)
    shop.a_payment(deal, 11305)
    shop.an_invoice(deal)
    shop.a_deal("Refused")
    shop.an_open_shift()
    shop.a_deal(touch_in=None)
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text=AWKWARD))
    shop.run(lambda uow: touches.comment(uow, card_id=deal, text="Taken back."))
    shop.run(history.undo, origin=Origin.UNDO)
    blob = blobs.put(shop.folder, b"a proof")
    fields = {"card_id": deal, "file_name": "proof.pdf", "blob": blob.hash, "size": blob.size}
    shop.run(lambda uow: uow.add(Attachment(**fields, at=uow.now)).id)
    shop.a_user("manager", "Tom Ferris", pin="scrypt$salt$hash")
    return shop


@pytest.fixture
def second(tmp_path, clock):
    """An empty shop beside it."""
    opened = open_shop(tmp_path, clock, folder="second", is_empty=True)
    yield opened
    opened.close()


def export(shop, target):
    return export_shop(shop.folder, target, now=shop.clock.now())


def test_what_was_written_out_and_taken_in_is_the_same(full_shop, second, tmp_path):
    """Covers: N9."""
    out = tmp_path / "out"
    written = export(full_shop, out)
    taken = import_shop(second.direct(), out)
    assert taken == written
    for cls in CLASSES:
        assert second.count(cls) == full_shop.count(cls) == written.counts[cls.entity()]
    before, after = snapshot(full_shop), snapshot(second)
    for row in before.values():
        row.pop("pin", None)
    for row in after.values():
        row.pop("pin", None)
    assert before == after


@pytest.mark.parametrize(
    "words",
    [
        "=cmd|' /C calc'!A0", "'=1", "@SUM(A1)", "-2+3", "\n=1", "\r\n=1", "＝1", "'", "nul \x00\x0b here",
        "Кот 🐈‍⬛", "\u202eabc\u2066", "x" * 10_000, "{{ 7*7 }} %s {deal}", '";\'', "\ufeff",
    ],
)  # fmt: skip
def test_no_text_becomes_a_formula_in_the_written_data_and_each_comes_back(
    shop, second, tmp_path, words
):
    """Covers: N9, N8."""
    deal = shop.a_deal(note=words)
    export(shop, tmp_path / "out")
    with (tmp_path / "out" / "data" / "deal.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["note"][:1] not in tuple("=+-@\t\r\n＝")
    import_shop(second.direct(), tmp_path / "out")
    assert second.row(Deal, deal).note == words


def test_half_typed_forms_come_along_with_whose_they_are(full_shop, second, tmp_path):
    """Covers: N9."""
    half = {"note": AWKWARD}

    def keep(uow):
        drafts.save(
            uow.connection, kind="order", key="a", user_id=full_shop.me, body=half, at=uow.now
        )

    full_shop.run(keep)
    export(full_shop, tmp_path / "out")
    with (tmp_path / "out" / "data" / "draft.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["user_id"] for row in csv.DictReader(file)] == [str(full_shop.me)]
    import_shop(second.direct(), tmp_path / "out")
    (kept,) = second.read(lambda reader: drafts.drafts(reader.connection, kind="order"), by=Actor())
    assert (kept.user_id, kept.body) == (full_shop.me, half)


def test_the_shop_that_took_the_data_in_is_sound_and_works_on(full_shop, second, tmp_path):
    """Covers: N9."""
    export(full_shop, tmp_path / "out")
    import_shop(second.direct(), tmp_path / "out")
    report = second.read(lambda reader: check(reader.connection, second.folder), by=Actor())
    assert report.faults == ()
    me = second.rows(User, User.name == "Maya Lindqvist")[0].id
    contact = second.rows(Contact, Contact.discount_percent == 5)[0]
    assert contact.name == AWKWARD
    deal = second.rows(Attachment)[0].card_id
    second.run(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"note": "on"}), by=me)
    second.run(history.undo, by=me, origin=Origin.UNDO)
    line = second.rows(DealLine, DealLine.deal_id == deal)[0]
    assert isinstance(line.unit_price, Decimal)


def test_the_folder_explains_itself_and_holds_no_secret(full_shop, tmp_path):
    """Covers: N9, N4."""
    out = tmp_path / "out"
    written = export(full_shop, out)
    text = (out / "README.txt").read_text(encoding="utf-8")
    assert "SHA-256" in text
    assert f"deal: {written.counts['deal']}" in text
    assert written.files == 1
    assert not any(b"scrypt$" in path.read_bytes() for path in out.rglob("*.csv"))
    with (out / "data" / "deal.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["currency"] for row in rows} == {"GBP"}
    assert (out / "data" / "deal.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_folder_that_is_not_empty_is_left_alone(full_shop, tmp_path):
    """Covers: N8."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        export(full_shop, out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_shop_with_data_takes_nothing_in(full_shop, tmp_path):
    """Covers: N9, N8."""
    export(full_shop, tmp_path / "out")
    with pytest.raises(UserError, match="not empty"):
        import_shop(full_shop.direct(), tmp_path / "out")


@pytest.mark.parametrize(
    ("kind", "old", "new", "told"),
    [
        ("deal", b"GBP", b"GBP,GBP", r"Line \d+ of deal.csv"),
        ("deal_line", b"0.2261", b"dear", r"Line 2 of deal_line.csv cannot be read \(unit_price: dear"),
        ("contact", b"name", b"nome", r"Line 1 of contact.csv cannot be read \(name"),
        ("comment", b"Line one", b"\xff\xfe", r"of comment.csv"),
        ("user", b"true", b"maybe", r"is_active: maybe"),
        ("stage", b'["', b'[["', r"Line \d+ of stage.csv"),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_and_nothing_is_taken_in(
    full_shop, second, tmp_path, kind, old, new, told
):
    """Covers: N8, N9."""
    out = tmp_path / "out"
    export(full_shop, out)
    path = out / "data" / f"{kind}.csv"
    contents = path.read_bytes()
    assert old in contents
    path.write_bytes(contents.replace(old, new, 1))
    with pytest.raises(UserError, match=told):
        import_shop(second.direct(), out)
    assert snapshot(second) == {}


def test_a_damaged_file_is_named_and_nothing_is_taken_in(full_shop, second, tmp_path):
    """Covers: N8, N9."""
    export(full_shop, tmp_path / "out")
    blob = next(iter(blobs.every(tmp_path / "out")))
    blobs.path_of(tmp_path / "out", blob.hash).write_bytes(b"x")
    with pytest.raises(UserError, match="is damaged"):
        import_shop(second.direct(), tmp_path / "out")
    assert snapshot(second) == {}


def test_a_folder_that_is_no_export_is_told(second, tmp_path):
    """Covers: N8."""
    with pytest.raises(UserError, match="holds no exported shop"):
        second.run(lambda uow: take_in(uow, source=tmp_path, folder=second.folder))


def test_no_text_may_be_unset_for_an_empty_cell_would_not_tell():
    """Covers: N9. An empty cell means "not set" where a column may be empty, else an empty text."""
    for cls in CLASSES:
        for column in cls.__table__.columns:
            if column.nullable:
                assert type(column.type).__name__ not in {"String", "Text", "Document"}, column


def test_names_that_come_twice_are_numbered_and_what_a_card_lacks_is_to_be_looked_at(
    shop, second, tmp_path
):
    """Written out before the rules were asked, or edited by hand: nothing is lost. Covers: C1, D2, N8, N9."""
    deal = shop.a_deal("Quote sent")
    out = export_to(shop, tmp_path / "out")
    twice(out, "pipeline", "Commercial print")
    twice(out, "stage", "Quote sent")
    twice(out, "refusal_reason", "Budget moved or cancelled")
    (out / "task.csv").write_text(
        (out / "task.csv").read_text(encoding="utf-8-sig").splitlines()[0], encoding="utf-8-sig"
    )
    taken = import_shop(second.direct(), tmp_path / "out")
    assert taken.named == ("COMMERCIAL PRINT 2", "QUOTE SENT 2", "BUDGET MOVED OR CANCELLED 2")
    for kind in (Pipeline, Stage, RefusalReason):
        assert second.count(kind) == shop.count(kind) + 1
    assert second.row(Stage, second.row(Deal, deal).stage_id).name == "Quote sent"
    assert [one.card_id for one in second.rows(Finding)] == [deal]


def export_to(shop, target):
    export(shop, target)
    return target / "data"


def twice(folder, kind, name):
    """Let a row of the file stand there once more, as another record of the same name."""
    path = folder / f"{kind}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(one for one in rows if one["name"] == name)
    rows.insert(0, {**row, "id": str(new_id()), "name": f" {name.upper()}"})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.DictWriter(file, row)
        out.writeheader()
        out.writerows(rows)
