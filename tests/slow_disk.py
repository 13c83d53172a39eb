# SPDX-License-Identifier: Apache-2.0
"""A disk that takes long to write: what is committed waits as long as a test wants, at the storage's edge."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread
from unittest.mock import patch

from sqlalchemy.orm import Session

LONGEST_S = 60


@contextmanager
def writes_held() -> Iterator[Event]:
    """As long as it lasts the writer's thread stands in its commit; the event tells that it does.

    What waits for that thread, as `settle` and `wait` of a desk do, waits with it.
    """
    begun, goes_on, commit = Event(), Event(), Session.commit

    def hold(session: Session) -> None:
        if current_thread().name.startswith("writer"):
            begun.set()
            goes_on.wait(LONGEST_S)
        commit(session)

    with patch.object(Session, "commit", hold):
        try:
            yield begun
        finally:
            goes_on.set()


@contextmanager
def bug_in_commit() -> Iterator[None]:
    """As long as it lasts no commit of the writer's thread succeeds, for no reason that anybody foresaw."""
    commit = Session.commit

    def break_off(session: Session) -> None:
        if current_thread().name.startswith("writer"):
            raise RuntimeError("a bug")
        commit(session)

    with patch.object(Session, "commit", break_off):
        yield
