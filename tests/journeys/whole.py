# SPDX-License-Identifier: Apache-2.0
"""What a shop holds, as one value: so that a test can say that nothing of it was lost or changed."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop.errors import UserError

_NOT_DATA = re.compile(r"sqlite_|meta$|\w+_(?:data|idx|content|docsize|config)$")
Held = dict[str, tuple[int, str]]


def held(folder: Path, *, files: bool = True, without: tuple[str, ...] = ()) -> Held:
    """Every table's rows, and every kept file, each as a count and a digest."""
    found: Held = {}
    with closing(sqlite3.connect(f"file:{folder / 'shop.sqlite'}?mode=ro", uri=True)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for name in names:
            if not _NOT_DATA.match(name) and name not in without:
                rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
                found[name] = (len(rows), hashlib.sha256("".join(rows).encode()).hexdigest())
    if files:
        for path in (folder / "files").rglob("*"):
            if path.is_file():
                found[path.name] = (
                    path.stat().st_size,
                    hashlib.sha256(path.read_bytes()).hexdigest(),
                )
    return found


def sentence_of(call: Callable[[], object]) -> str:
    """What a person is told; it says what happened, and what is safe or what to do."""
    with pytest.raises(UserError) as refused:
        call()
    told = refused.value.sentence
    assert_plain(told)
    return told


def assert_plain(told: str) -> None:
    """Two sentences at least, for people: no trace, no field left open, nothing in the program's own words."""
    quoted = re.compile("“[^”]*”|«[^»]*»")
    plain = quoted.sub("“…”", told).replace("{% endfor %}", "")
    sentences = [part for part in re.split(r"(?<=[.?:])\s+", plain) if part]
    assert len(sentences) >= 2, told
    assert told[0].isupper() or told[0] in "“«/{" or told[0].isdigit(), told
    assert told.endswith((".", "?")), told
    for word in ("Traceback", "Error(", "Exception", "errno", "None", "sqlite", "{", "}"):
        assert word not in plain, told


@contextmanager
def unchanged(folder: Path, **options: object) -> Iterator[None]:
    """Nothing the shop holds is different at the end of the block."""
    before = held(folder, **options)  # type: ignore[arg-type]
    yield
    after = held(folder, **options)  # type: ignore[arg-type]
    different = {
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    }
    assert not different
