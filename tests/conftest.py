# SPDX-License-Identifier: Apache-2.0
"""What every test gets: its own folders, a standing clock, English, and nothing left behind."""

import gc
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from desktop import i18n, log, paths, scratch
from desktop.background.cycles import collect
from desktop.clock import SystemClock
from tests.fakes import FakeClock, MemoryKeyring

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

settings.register_profile(
    "ci",
    deadline=None,  # two shared cores: a slow moment is no failure
    max_examples=60,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=5)
settings.register_profile("long", settings.get_profile("ci"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_PATIENCE_SECONDS = 3.0


@pytest.fixture(scope="session", autouse=True)
def own_scratch() -> Iterator[Path]:
    """Temporary folders of all tests, and of the programs they start and kill, gone in the end.

    Not in pytest's own folder: a server's socket lies in one of them, and its path has to be short.
    """
    scratch.sweep(SystemClock().now())  # of runs that were killed
    folder = scratch.make()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, str(folder))
        yield folder
    scratch.remove(folder)


@pytest.fixture(scope="session", autouse=True)
def garbage_off() -> Iterator[None]:
    """As in the program: on another thread than its own a timer or widget that is taken away can end the process."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def garbage_here() -> Iterator[None]:
    """What a test leaves is taken away between it and the next one."""
    yield
    collect()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data, settings, cache and log of this test alone."""
    home = tmp_path / "home"
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    return home


@pytest.fixture
def clock() -> FakeClock:
    """Thursday 15 October 2026, 11:00 in London, until the test moves it."""
    return FakeClock()


@pytest.fixture
def password_store(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """A password store in memory in place of the system's."""
    import keyring

    before, store = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(store)
    monkeypatch.setattr(log, "_secrets", set())
    yield store
    keyring.set_keyring(before)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins and ends in English, whatever it switched to."""
    if i18n.language() != "en":
        i18n.switch("en")
    yield
    if i18n.language() != "en":
        i18n.switch("en")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the program's log fails the test, unless `@pytest.mark.logs("part of it")` expects it."""
    expected = [part for mark in request.node.iter_markers("logs") for part in mark.args]
    collector = _Collector()
    root = logging.getLogger(log.ROOT)
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    stray = [line for line in collector.lines if not any(part in line for part in expected)]
    unseen = [part for part in expected if not any(part in line for line in collector.lines)]
    assert not stray, f"stray lines in the log: {stray}"
    assert not unseen, f"expected in the log, but not there: {unseen}"


@pytest.fixture(autouse=True)
def no_live_threads() -> Iterator[None]:
    """A test ends the threads it started."""
    before = set(threading.enumerate())
    yield
    left = _wait_for_end(lambda: [one for one in threading.enumerate() if one not in before])
    assert not left, f"threads left running: {left}"


def _wait_for_end(left: Callable[[], list[threading.Thread]]) -> list[threading.Thread]:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (threads := [one for one in left() if one.name.partition("-")[0] != "Dummy"]) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.01)
    return threads
