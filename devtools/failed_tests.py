# SPDX-License-Identifier: Apache-2.0
"""A pytest plugin that writes the ids of the tests that failed into the file named by COUNTERFOIL_FAILED."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

VARIABLE: Final = "COUNTERFOIL_FAILED"


class _Keeps:
    def __init__(self, path: Path) -> None:
        self._path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test as soon as one of its parts fails: a run that is killed has noted them too."""
        if report.failed:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


def pytest_configure(config: pytest.Config) -> None:
    """Only where the reports of all workers come together."""
    path = os.environ.get(VARIABLE)
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Keeps(Path(path)))


def read(path: Path) -> list[str]:
    """Each id once, in the order of the failures."""
    return list(dict.fromkeys(_lines(path)))


def _lines(path: Path) -> Iterator[str]:
    if path.is_file():
        yield from path.read_text(encoding="utf-8").splitlines()
