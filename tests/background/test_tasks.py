# SPDX-License-Identifier: Apache-2.0
"""Work off the GUI thread: what comes back, what is dropped, what is told."""

from collections.abc import Iterator
from functools import partial
from threading import get_ident

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from sqlalchemy import func, select

from desktop import commands
from desktop.background.change_hub import ChangeHub
from desktop.background.loops import Loop
from desktop.background.tasks import Tasks
from desktop.domain.people import Contact
from desktop.domain.user import User
from desktop.errors import UserError
from tests.shop import open_shop

PATIENCE_MS = 30_000
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


class Desk:
    """The threads over a real shop, and what they told."""

    def __init__(self, tmp_path) -> None:
        self.shop = open_shop(tmp_path)
        self.is_closed = False
        self.strays: list[BaseException] = []
        self.told: list[UserError] = []
        self.tasks = Tasks(
            open_database=self.shop.for_threads,
            hub=ChangeHub(),
            clock=self.shop.clock,
            folder=self.shop.folder,
            stray=self.strays.append,
        )
        self.tasks.told.connect(self.told.append)

    def close(self) -> None:
        """End the threads, once."""
        if not self.is_closed:
            self.is_closed = True
            self.tasks.close()

    def wait(self, holds) -> None:
        for _turn in range(PATIENCE_MS // 5):
            if holds():
                return
            QTest.qWait(5)
        raise AssertionError("it did not happen")

    def settle(self) -> None:
        """Wait until both threads have done what was asked, and everything is delivered."""
        done: list[str] = []
        self.tasks.run(lambda _uow: "written", then=done.append)
        self.tasks.fetch("settled", lambda _reader: "read", then=done.append)
        self.wait(lambda: len(done) == 2)


@pytest.fixture
def desk(tmp_path, qapp) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()
    assert made.strays == []


class Listener(QObject):
    """A dialog, as far as answers are concerned."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, answer: object) -> None:
        """Touch what is deleted with it, as a widget does."""
        self.objectName()
        self.heard.append(answer)


def refuse(_uow: object) -> None:
    raise UserError("Nothing was changed.")


def test_an_answer_comes_back_on_the_gui_thread(desk):
    heard = []
    desk.tasks.fetch(
        "thread", lambda _r: get_ident(), then=lambda n: heard.append((n, get_ident()))
    )
    desk.wait(lambda: heard)
    assert heard[0][1] == get_ident() != heard[0][0]


def test_a_read_that_is_asked_for_after_a_write_sees_it(desk):
    found = []
    before = desk.shop.count(Contact)

    def read(_id):
        desk.tasks.fetch(
            "contacts",
            lambda r: r.connection.scalar(select(func.count()).select_from(Contact)),
            then=found.append,
        )

    desk.tasks.run(lambda uow: commands.clients.add_contact(uow, name="Priya Hartwell"), then=read)
    desk.wait(lambda: found)
    assert found == [before + 1]


def ways(to: Listener) -> dict[str, object]:
    """How a page may say what is to be done with an answer."""

    def around(hear):
        def inner(answer):
            hear(answer)

        return inner

    def function(answer):
        to.hear(answer)

    return {
        "method": to.hear,
        "function": function,
        "partial": partial(Listener.hear, to),
        "function around a method": around(to.hear),
    }


@pytest.mark.parametrize("way", ways(Listener()))
def test_an_answer_for_a_dialog_that_is_gone_is_dropped(desk, way):
    gone, there = Listener(), Listener()
    desk.tasks.run(lambda _uow: 1, then=ways(gone)[way])
    desk.tasks.run(lambda _uow: 2, then=ways(there)[way])
    shiboken6.delete(gone)
    desk.wait(lambda: there.heard)
    assert (gone.heard, there.heard) == ([], [2])


def test_an_error_for_a_dialog_that_is_gone_is_told_all_the_same(desk):
    """Covers: N1."""
    gone = Listener()
    desk.tasks.run(refuse, failed=gone.hear)
    shiboken6.delete(gone)
    desk.wait(lambda: desk.told)
    assert str(desk.told[0]) == "Nothing was changed."


def test_an_error_goes_to_who_asked_and_else_to_everybody(desk):
    asked = Listener()
    desk.tasks.run(refuse, failed=asked.hear)
    desk.wait(lambda: asked.heard)
    assert desk.told == []
    desk.tasks.run(refuse)
    desk.wait(lambda: desk.told)


def test_a_newer_request_of_the_same_kind_ends_the_older(desk):
    heard = []
    desk.tasks.fetch(
        "list", lambda r: r.connection.exec_driver_sql(ENDLESS).all(), then=heard.append
    )
    QTest.qWait(200)
    desk.tasks.fetch("list", lambda _r: "newest", then=heard.append)
    desk.wait(lambda: heard)
    desk.settle()
    assert heard == ["newest"]


def test_a_request_of_another_kind_is_never_ended(desk):
    heard = []
    slow = ENDLESS.replace("FROM n)", "FROM n LIMIT 20000)")
    for turn in range(60):
        desk.tasks.fetch("list", lambda _r, n=turn: n, then=lambda _n: None)
        desk.tasks.fetch(
            f"total {turn}",
            lambda r: r.connection.exec_driver_sql(slow).scalar(),
            then=heard.append,
        )
    desk.settle()
    assert heard == [20_000] * 60


def test_what_was_asked_for_is_written_before_the_threads_end(desk):
    """Covers: N1."""
    desk.tasks.run(lambda uow: commands.clients.add_contact(uow, name="Priya Hartwell"))
    desk.close()
    assert "Priya Hartwell" in {one.name for one in desk.shop.rows(Contact)}


def test_an_entity_never_leaves_its_thread(desk):
    desk.tasks.run(lambda uow: uow.all(select(User)))
    desk.wait(lambda: desk.strays)
    assert "would leave its thread" in str(desk.strays.pop())


def test_a_loop_goes_on_after_a_bug_in_one_of_its_runs(desk, qtbot):
    """One strange letter must not stop the outbox until the next start. Covers: I1, N8."""
    runs: list[int] = []

    def work(_shop) -> float:
        runs.append(1)
        if len(runs) == 1:
            raise ZeroDivisionError
        return 60.0

    parent = QObject()
    loop = Loop(desk.tasks, work, every_s=0.01, told=desk.told.append, parent=parent)
    with qtbot.captureExceptions() as bugs:
        loop.start()
        desk.wait(lambda: len(runs) == 2)
    assert [kind for kind, _error, _trace in bugs] == [ZeroDivisionError]
    assert desk.told == []
    loop.stop()
