# SPDX-License-Identifier: Apache-2.0
"""`check` finds what is wrong, and nothing where all is well."""

import pytest

from desktop.domain.document import Attachment
from desktop.storage import blobs
from desktop.storage.check import check
from desktop.values.ids import new_id


@pytest.fixture
def busy_shop(shop):
    """A shop with a bit of everything that is checked."""
    deal = shop.a_deal("Proof & production", amount=500)
    shop.a_payment(deal, 500)
    shop.an_invoice(deal)
    proof = blobs.put(shop.folder, b"a proof")
    shop.run(
        lambda uow: (
            uow.add(
                Attachment(
                    card_id=deal, file_name="p.pdf", blob=proof.hash, size=proof.size, at=uow.now
                )
            ).id
        )
    )
    shop.a_deal("Refused")
    return shop


def faults(shop):
    report = shop.read(lambda reader: check(reader.connection, shop.folder))
    assert report.is_sound == (not report.faults)
    return {(one.check, one.kind) for one in report.faults}


def behind_the_back(shop, *statements):
    """Change the file as no command would."""
    raw = shop.database.writer.raw_connection()
    for statement, parameters in statements:
        raw.execute("DROP TRIGGER IF EXISTS temp.watch_delete_journal")
        raw.execute(statement, parameters)
    raw.commit()
    raw.close()


def test_a_sound_shop_has_no_faults_and_is_counted(busy_shop):
    """Covers: N10."""
    report = busy_shop.read(lambda reader: check(reader.connection, busy_shop.folder))
    assert report.faults == ()
    assert (report.counts["deal"], report.counts["payment"]) == (2, 1)


@pytest.mark.parametrize(
    ("statement", "parameters", "fault"),
    [
        ("UPDATE deal SET contact_id = ?", (new_id().bytes,), ("reference", "deal")),
        ("UPDATE task SET card_id = ?", (new_id().bytes,), ("reference", "task")),
        ("UPDATE deal SET amount = 7", (), ("cache", "deal")),
        ("UPDATE deal SET stage_kind = 'won'", (), ("cache", "deal")),
        ("UPDATE journal SET is_new = 0 WHERE kind = 'payment'", (), ("fact", "payment")),
        ("DELETE FROM journal WHERE n = 30", (), ("journal", "journal")),
        ("UPDATE journal SET step = 9999 WHERE n = 30", (), ("journal", "journal")),
        ("UPDATE journal SET patch = '{' WHERE n = 30", (), ("journal", "journal")),
        ("UPDATE journal SET stamp = (SELECT stamp FROM journal WHERE n = 1) WHERE n = 2", (), ("journal", "journal")),
        ("UPDATE attachment SET blob = 'x'", (), ("file", "attachment")),
    ],
)  # fmt: skip
def test_what_was_changed_behind_the_programs_back_is_found(
    busy_shop, statement, parameters, fault
):
    """Covers: N10, N7."""
    behind_the_back(busy_shop, (statement, parameters))
    assert faults(busy_shop) == {fault}


def test_a_file_that_is_gone_or_damaged_is_found(busy_shop):
    """Covers: N10."""
    blob = next(iter(blobs.every(busy_shop.folder)))
    path = blobs.path_of(busy_shop.folder, blob.hash)
    path.write_bytes(b"a prof")
    assert faults(busy_shop) == {("file", "attachment")}
    path.unlink()
    assert faults(busy_shop) == {("file", "attachment")}
