# SPDX-License-Identifier: Apache-2.0
"""Files by the hash of their contents."""

import os

import pytest

from desktop.errors import UserError
from desktop.storage import blobs


def test_the_same_contents_are_kept_once_and_come_back(tmp_path):
    """Covers: G6."""
    first, second = blobs.put(tmp_path, b"proof"), blobs.put(tmp_path, b"proof")
    assert first == second == blobs.Blob(first.hash, 5)
    assert blobs.read(tmp_path, first.hash) == b"proof"
    assert list(blobs.every(tmp_path)) == [first]


def test_a_large_file_is_copied_in_pieces_to_the_same_place(tmp_path):
    source = tmp_path / "logo.svg"
    source.write_bytes(os.urandom(3_000_000))
    blob = blobs.put_file(tmp_path, source)
    assert blobs.put(tmp_path, source.read_bytes()) == blob
    blobs.copy_out(tmp_path, blob.hash, tmp_path / "out" / "logo.svg")
    assert (tmp_path / "out" / "logo.svg").read_bytes() == source.read_bytes()
    assert not list((tmp_path / blobs.FOLDER).rglob(".new-*"))


def test_a_damaged_or_missing_file_is_told(tmp_path):
    """Covers: N6."""
    blob = blobs.put(tmp_path, b"proof")
    blobs.path_of(tmp_path, blob.hash).write_bytes(b"prool")
    with pytest.raises(UserError, match="damaged on disk"):
        blobs.read(tmp_path, blob.hash)
    blobs.path_of(tmp_path, blob.hash).unlink()
    assert not blobs.has(tmp_path, blob.hash)
    with pytest.raises(UserError, match="not on this computer"):
        blobs.read(tmp_path, blob.hash)


@pytest.mark.parametrize("name", ["", "../../shop.sqlite", "A" * 64, "f" * 63])
def test_only_a_hash_is_a_name(tmp_path, name):
    with pytest.raises(ValueError, match="not the hash"):
        blobs.path_of(tmp_path, name)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    """Covers: N8."""
    (tmp_path / blobs.FOLDER).write_text("a file where the folder should be")
    with pytest.raises(UserError):
        blobs.put(tmp_path, b"proof")
    with pytest.raises(UserError, match="no longer there"):
        blobs.put_file(tmp_path / "other", tmp_path / "gone.pdf")
