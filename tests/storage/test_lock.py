# SPDX-License-Identifier: Apache-2.0
"""One program for one shop."""

import platform
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest

from desktop.errors import UserError
from desktop.storage.lock import FILE_NAME, ShopLock, refuse_network_share, system_lock


def test_a_second_program_is_told_since_when_and_on_which_computer(tmp_path, clock):
    """Covers: N8, N10."""
    with ShopLock(tmp_path, clock):
        clock.advance(timedelta(hours=2))
        with pytest.raises(UserError) as refused:
            ShopLock(tmp_path, clock).take()
    assert platform.node() in refused.value.sentence
    assert "since today 11:00" in refused.value.sentence.replace("\xa0", " ")
    assert "Nothing was changed" in refused.value.sentence


def test_a_released_shop_can_be_taken_again(tmp_path, clock):
    lock = ShopLock(tmp_path, clock).take()
    lock.release()
    with lock, pytest.raises(UserError):
        ShopLock(tmp_path, clock).take()
    ShopLock(tmp_path, clock).take().release()


def test_the_lock_goes_with_a_process_that_was_killed(tmp_path, clock):
    """Covers: N8. A crash leaves the file, but no lock."""
    code = (
        "import sys; from pathlib import Path; from desktop.clock import SystemClock; "
        "from desktop.storage.lock import ShopLock; "
        "ShopLock(Path(sys.argv[1]), SystemClock()).take(); print('held', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout.readline().strip() == b"held"
        with pytest.raises(UserError, match="had this shop open"):
            ShopLock(tmp_path, clock).take()
        child.kill()
        child.communicate()
    assert (tmp_path / FILE_NAME).exists()
    ShopLock(tmp_path, clock).take().release()


def test_a_lock_file_that_says_nonsense_is_told_all_the_same(tmp_path, clock):
    (tmp_path / FILE_NAME).write_text("]nonsense")
    with pytest.raises(UserError, match="already has this shop open"):
        ShopLock(tmp_path, clock, try_lock=lambda _handle: False).take()


def test_a_shop_on_a_network_share_is_refused_before_anything_is_written(tmp_path, clock):
    """Covers: N8."""
    folder = tmp_path / "share"
    with pytest.raises(UserError, match="network drive"):
        ShopLock(folder, clock, is_on_network=lambda _path: True).take()
    assert not folder.exists()
    refuse_network_share(tmp_path, lambda _path: False)


def test_a_folder_that_cannot_be_written_is_told(tmp_path, clock):
    """Covers: N8."""
    (tmp_path / "shop").write_text("a file")
    with pytest.raises(UserError):
        ShopLock(tmp_path / "shop" / "in", clock).take()


def test_windows_locks_a_byte_far_behind_the_text(tmp_path, clock, monkeypatch):
    """The one branch that cannot run here: what it asks of msvcrt."""
    asked = []

    def locking(handle, mode, count):
        asked.append((mode, count))
        if len(asked) > 1:
            raise OSError(13, "Permission denied")

    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(LK_NBLCK=2, locking=locking))
    windows = system_lock("win32")
    with ShopLock(tmp_path, clock, try_lock=windows), pytest.raises(UserError, match="since today"):
        ShopLock(tmp_path, clock, try_lock=windows).take()
    assert asked == [(2, 1), (2, 1)]
