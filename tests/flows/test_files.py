# SPDX-License-Identifier: Apache-2.0
"""Files on a card: kept when dropped, opened as a copy, saved elsewhere."""

from __future__ import annotations

import pytest

from desktop.commands import history
from desktop.domain.document import Attachment
from desktop.errors import UserError
from desktop.flows import files
from desktop.storage import blobs
from desktop.values.changes import Origin
from tests.shop import open_shop


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def a_file(tmp_path, name="logo.svg", text="<svg/>"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_dropped_file_is_kept_with_the_shop_and_stands_on_the_card(shop, tmp_path):
    """Covers: A2, G6."""
    deal_id = shop.a_deal()
    path = a_file(tmp_path)
    assert files.attach(shop.direct(), card_id=deal_id, files=[path]) == 1
    (row,) = shop.rows(Attachment)
    path.unlink()
    assert (row.file_name, row.size, row.mime) == ("logo.svg", 6, "image/svg+xml")
    assert blobs.read(shop.folder, row.blob) == b"<svg/>"


def test_several_files_are_attached_in_one_step_of_undo(shop, tmp_path):
    """Covers: A2."""
    deal_id = shop.a_deal()
    paths = [a_file(tmp_path, "a.txt", "a"), a_file(tmp_path, "b.txt", "b")]
    assert files.attach(shop.direct(), card_id=deal_id, files=paths) == 2
    shop.run(history.undo, origin=Origin.UNDO)
    assert all(row.archived_at is not None for row in shop.rows(Attachment))


def test_a_folder_among_the_files_attaches_nothing(shop, tmp_path):
    """Covers: N8."""
    deal_id = shop.a_deal()
    (tmp_path / "scans").mkdir()
    with pytest.raises(UserError, match="scans"):
        files.attach(shop.direct(), card_id=deal_id, files=[a_file(tmp_path), tmp_path / "scans"])
    assert shop.count(Attachment) == 0


def test_a_file_is_opened_as_a_copy_that_is_only_to_be_read(shop, tmp_path):
    """Covers: G6."""
    blob = blobs.put(shop.folder, b"%PDF-1.7")
    copy = files.copy_to_open(shop.direct(), blob=blob.hash, name="Quote Q-2038.pdf")
    assert copy.name == "Quote Q-2038.pdf"
    assert copy.read_bytes() == b"%PDF-1.7"
    assert not copy.stat().st_mode & 0o222
    assert files.copy_to_open(shop.direct(), blob=blob.hash, name="Quote Q-2038.pdf") == copy


def test_a_missing_file_says_so_and_what_to_do(shop, tmp_path):
    """Covers: N8."""
    with pytest.raises(UserError, match="backup"):
        files.save_as(shop.direct(), blob="a" * 64, target=tmp_path / "out.pdf")


def test_a_file_is_saved_where_somebody_wants_it(shop, tmp_path):
    blob = blobs.put(shop.folder, b"hello")
    files.save_as(shop.direct(), blob=blob.hash, target=tmp_path / "out.txt")
    assert (tmp_path / "out.txt").read_bytes() == b"hello"


def test_a_copy_has_a_name_that_every_system_takes(shop):
    """Covers: N8."""
    blob = blobs.put(shop.folder, b"hello")
    copy = files.copy_to_open(shop.direct(), blob=blob.hash, name="../../NUL.pdf")
    assert copy.read_bytes() == b"hello"
    assert copy.name == "_.._NUL.pdf"


def test_a_file_whose_name_is_no_text_is_attached_all_the_same(shop, tmp_path):
    """Old disks and zip files leave such names. Covers: N8."""
    path = tmp_path / "sch\udcd1t.pdf"
    try:
        path.write_bytes(b"hello")
    except OSError:
        pytest.skip("this file system takes no such name")
    files.attach(shop.direct(), card_id=shop.a_deal(), files=[path])
    assert [one.file_name for one in shop.rows(Attachment)] == ["sch?t.pdf"]
