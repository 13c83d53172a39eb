# SPDX-License-Identifier: Apache-2.0
"""Folders for papers in the making: gone afterwards, and after a crash at the next start."""

import os
import tempfile
from datetime import timedelta

import pytest

from desktop import scratch
from desktop.documents import word


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The system's folder for such things, and Word's own on a Mac."""
    system, near = tmp_path / "system", tmp_path / "word"
    system.mkdir()
    near.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(system))
    monkeypatch.setattr(word, "work_folder", lambda _platform, _home: near)
    return system, near


def aged(folder, now, **ago):
    (folder / "paper.docx").write_bytes(b"half a paper")
    then = (now - timedelta(**ago)).timestamp()
    os.utime(folder, (then, then))
    return folder


def test_what_a_killed_program_left_goes_at_the_next_start_and_what_is_in_use_stays(places, clock):
    """Covers: N6."""
    system, near = places
    left = [aged(scratch.make(place), clock.now(), days=2) for place in (None, near)]
    used = [aged(scratch.make(place), clock.now(), hours=2) for place in (None, near)]
    foreign = system / "somebody-else"
    foreign.mkdir()
    aged(foreign, clock.now(), days=9)
    word.sweep(clock.now())
    assert not any(one.exists() for one in left)
    assert all(one.exists() for one in (*used, foreign))
