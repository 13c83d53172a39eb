# SPDX-License-Identifier: Apache-2.0
"""A child process ends when its time is up, and takes its own children with it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from desktop.documents import child

PYTHON = sys.executable


def test_a_child_hands_back_what_it_wrote_and_its_code() -> None:
    code = (
        "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.stderr.write('e'); sys.exit(3)"
    )
    ended = child.run([PYTHON, "-c", code], seconds=20, given=b"abc")
    assert (ended.code, ended.out, ended.err) == (3, b"ABC", b"e")


def test_what_stands_in_its_environment_is_added_to_ours() -> None:
    code = "import os; print(os.environ['MINE'], 'PATH' in os.environ)"
    assert child.run([PYTHON, "-c", code], seconds=20, env={"MINE": "1"}).out.split() == [
        b"1",
        b"True",
    ]


def test_a_program_that_is_not_there_is_told_apart() -> None:
    with pytest.raises(child.NotStarted):
        child.run(["/nowhere/soffice"], seconds=1)


def test_a_child_that_hangs_is_ended_with_its_own_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    inner = "import time; time.sleep(60)"
    outer = (
        f"import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', {inner!r}]); "
        f"open({str(note)!r}, 'w').write(str(p.pid)); time.sleep(60)"
    )
    with pytest.raises(child.TimedOut):
        child.run([PYTHON, "-c", outer], seconds=2)
    assert _gone(int(note.read_text()))


def _gone(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    for _try in range(50):
        if not status.exists() or "State:\tZ" in status.read_text():
            return True
        time.sleep(0.1)
    return False


def test_only_our_own_work_is_served(tmp_path: Path) -> None:
    assert child.serve(["os.system"]) == 2
    assert child.serve([]) == 2
    ended = child.run_own("nonsense", seconds=20, given=b"")
    assert ended.code == 2


def test_the_frozen_program_starts_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "counterfoil"
    program.write_text('#!/bin/sh\necho "$1 $2"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    ended = child.run_own("template", seconds=20, given=b"")
    assert ended.out.split() == [child.ARGUMENT.encode(), b"template"]


def test_the_child_s_memory_is_limited(tmp_path: Path) -> None:
    code = (
        "from desktop.documents.template.work import _limit_memory as limit\n"
        "limit()\ntry:\n b'x' * (4 * 2**30)\nexcept MemoryError:\n print('refused')"
    )
    root = Path(child.__file__).resolve().parents[2]
    ended = child.run([PYTHON, "-c", code], seconds=30, env={"PYTHONPATH": os.fspath(root)})
    assert ended.out.strip() == b"refused", ended.err
