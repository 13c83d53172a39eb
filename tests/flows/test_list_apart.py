# SPDX-License-Identifier: Apache-2.0
"""A long list is worked out by a process of its own, which may be ended, or never begin."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from pathlib import Path

import pytest

from desktop.channels.spreadsheets import rows_below
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.errors import UserError
from desktop.flows import import_list as flow
from desktop.flows import list_apart
from desktop.flows.import_list import check_list, import_list
from desktop.flows.list_entries import CHUNK
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.client_list import Verdict
from tests.shop import OpenShop, open_shop

ROWS = 2 * CHUNK + 500


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[OpenShop]:
    opened = open_shop(tmp_path / "shop")
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    listed = tmp_path / "long.csv"
    # A part is larger than what the system holds between two processes: the other one waits with the next.
    said = "Met at the fair, wants leaflets and a price for ten thousand. " * 8
    rows = (f"Firm {n};Person {n};020 7946 {n:04};{said}\n" for n in range(ROWS))
    listed.write_text("Company;Contact;Tel;Comment\n" + "".join(rows), encoding="utf-8")
    return listed


def wish(shop: OpenShop) -> ListWish:
    return ListWish(channel="cold_list", holders=(shop.me,))


def counts(shop: OpenShop) -> list[int]:
    return [shop.count(cls) for cls in (Company, Contact, ContactPhone, Lead)]


def test_a_long_list_is_worked_out_beside_the_program_and_its_process_ends_with_it(
    shop: OpenShop, path: Path
) -> None:
    """Covers: A6."""
    beside: list[int] = []
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        beside.append(len(multiprocessing.active_children()))
        told.append((done, of))

    taken = import_list(shop.direct(), path=path, wish=wish(shop), progress=progress)
    assert beside[0] == 1
    assert told == [(CHUNK, ROWS), (2 * CHUNK, ROWS), (ROWS, ROWS)]
    assert (taken.new, taken.leads, taken.is_whole) == (ROWS, ROWS, True)
    assert counts(shop) == [ROWS] * 4
    assert multiprocessing.active_children() == []
    assert import_list(shop.direct(), path=path, wish=wish(shop)).leads == 0


def test_when_its_process_is_ended_whole_parts_are_in_and_the_list_brings_the_rest(
    shop: OpenShop, path: Path
) -> None:
    """Covers: A6."""

    def end(_done: int, _of: int) -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(UserError, match="Take it in once more"):
        import_list(shop.direct(), path=path, wish=wish(shop), progress=end)
    assert counts(shop) == [CHUNK] * 4
    import_list(shop.direct(), path=path, wish=wish(shop))
    assert counts(shop) == [ROWS] * 4


def test_where_no_process_may_begin_the_list_is_taken_in_all_the_same(
    shop: OpenShop, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6."""
    resource_tracker.ensure_running()  # Python's own process beside it, which shall not be missing
    monkeypatch.setattr("multiprocessing.spawn._python_exe", str(tmp_path / "none").encode())
    found = check_list(shop.direct(), path=path, wish=wish(shop))
    assert found is not None
    assert found.rows == ROWS
    assert import_list(shop.direct(), path=path, wish=wish(shop)).leads == ROWS
    assert counts(shop) == [ROWS] * 4


def test_a_list_that_is_stopped_leaves_no_process_behind(shop: OpenShop, path: Path) -> None:
    """Covers: A6."""
    told: list[int] = []
    taken = import_list(
        shop.direct(),
        path=path,
        wish=wish(shop),
        progress=lambda done, _of: told.append(done),
        is_stopped=lambda: bool(told),
    )
    assert (taken.new, taken.is_whole, counts(shop)) == (CHUNK, False, [CHUNK] * 4)
    assert multiprocessing.active_children() == []


def test_a_long_list_is_looked_through_beside_the_program_until_nobody_waits(
    shop: OpenShop, path: Path
) -> None:
    """Covers: A6, A5."""
    import_list(shop.direct(), path=path, wish=wish(shop))
    beside: list[int] = []

    def is_stopped() -> bool:
        beside.append(len(multiprocessing.active_children()))
        return False

    found = check_list(shop.direct(), path=path, wish=wish(shop), is_stopped=is_stopped)
    assert found is not None
    assert (found.rows, found.counts[Verdict.KNOWN]) == (ROWS, ROWS)
    assert set(beside) == {1}
    assert check_list(shop.direct(), path=path, is_stopped=lambda: True) is None
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_before_its_first_word_holds_nobody_up(
    shop: OpenShop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6, A5."""
    make, kept = SpawnContext.Pipe, list[int]()

    def pipe(self: SpawnContext, duplex: bool = True) -> object:
        here, there = make(self, duplex)
        if sys.platform != "win32":  # where the system keeps it open of itself
            kept.append(os.dup(there.fileno()))
        return here, there

    asked: list[bool] = []

    def is_stopped() -> bool:
        for process in multiprocessing.active_children():
            process.kill()
        asked.append(True)
        return len(asked) > 100  # as good as for ever

    monkeypatch.setattr(SpawnContext, "Pipe", pipe)
    found = check_list(shop.direct(), path=path, wish=wish(shop), is_stopped=is_stopped)
    for one in kept:
        os.close(one)
    assert found is not None
    assert found.rows == ROWS
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds no process like that")
def test_stop_is_heard_while_the_process_that_reads_says_nothing(
    shop: OpenShop, path: Path
) -> None:
    """A hanging disk or a guard against viruses holds it up. Covers: A6, A5."""
    asked: list[bool] = []

    def is_stopped() -> bool:
        for process in multiprocessing.active_children():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGSTOP)
        asked.append(True)
        return len(asked) > 2

    taken = import_list(shop.direct(), path=path, wish=wish(shop), is_stopped=is_stopped)
    assert (taken.is_whole, taken.step, counts(shop)) == (False, None, [0] * 4)
    assert multiprocessing.active_children() == []


class HeldUp:
    """Holds the process up in the middle of its second part, which is larger than what the system takes of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, hold_up: Callable[[int], None]) -> None:
        self._hold_up, self._read = hold_up, list_apart._read
        self.parts: list[int] = []
        self.is_held_up, self.asked_since = False, 0
        monkeypatch.setattr(list_apart, "_read", self._read_on)

    def progress(self, done: int, _of: int) -> None:
        self.parts.append(done)

    def is_stopped(self) -> bool:
        """The third time that it is asked while nothing comes."""
        self.asked_since += self.is_held_up
        return self.asked_since > 2

    def _read_on(self, connection: Connection) -> bytes:
        come = self._read(connection)
        if self.parts and not self.is_held_up:
            (process,) = multiprocessing.active_children()
            assert process.pid is not None
            self._hold_up(process.pid)
            self.is_held_up = True
        return come


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds no process like that")
def test_stop_is_heard_while_the_process_is_held_up_in_the_middle_of_a_part(
    shop: OpenShop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6."""
    held = HeldUp(monkeypatch, lambda pid: os.kill(pid, signal.SIGSTOP))
    taken = import_list(
        shop.direct(),
        path=path,
        wish=wish(shop),
        progress=held.progress,
        is_stopped=held.is_stopped,
    )
    assert held.is_held_up
    assert (taken.new, taken.is_whole, counts(shop)) == (CHUNK, False, [CHUNK] * 4)
    assert multiprocessing.active_children() == []
    assert import_list(shop.direct(), path=path, wish=wish(shop)).new == ROWS - CHUNK


def test_a_process_that_is_killed_in_the_middle_of_a_part_leaves_whole_parts(
    shop: OpenShop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Covers: A6."""
    held = HeldUp(monkeypatch, lambda pid: os.kill(pid, signal.SIGTERM))
    with pytest.raises(UserError, match="Take it in once more"):
        import_list(shop.direct(), path=path, wish=wish(shop), progress=held.progress)
    assert (held.is_held_up, counts(shop)) == (True, [CHUNK] * 4)
    assert multiprocessing.active_children() == []


def test_stop_is_heard_while_a_list_is_read_through_before_its_first_part(
    shop: OpenShop, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written before a list was read to its end, which of a long workbook takes long. Covers: A6."""
    read = list[int]()

    def telling(*arguments: object) -> Iterator[object]:
        for row in rows_below(*arguments):  # type: ignore[arg-type]
            read.append(1)
            yield row

    monkeypatch.setattr(flow, "rows_below", telling)
    taken = import_list(shop.direct(), path=path, wish=wish(shop), is_stopped=lambda: bool(read))
    assert (taken.is_whole, len(read), counts(shop)) == (False, CHUNK, [0] * 4)


def overwrite_its_end(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 1000)
        file.write(b"\0" * 500)


def cut_off_its_end(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100_000)


@pytest.mark.parametrize("damage", [overwrite_its_end, cut_off_its_end])
def test_a_list_that_is_damaged_while_it_comes_in_tells_what_of_it_is_in(
    shop: OpenShop, path: Path, damage: Callable[[Path], None]
) -> None:
    """Covers: A6."""
    was = path.read_bytes()
    with pytest.raises(UserError, match=r"as far as row .* is in; undo takes it back"):
        import_list(
            shop.direct(), path=path, wish=wish(shop), progress=lambda _done, _of: damage(path)
        )
    assert CHUNK <= shop.count(Lead) < ROWS
    path.write_bytes(was)
    assert import_list(shop.direct(), path=path, wish=wish(shop)).is_whole
    assert counts(shop) == [ROWS] * 4
