# SPDX-License-Identifier: Apache-2.0
"""The main job from an empty folder to a won deal, played by keys in the real window; what it leaves is looked into."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("soffice", "zbarimg")


def play(out, *arguments, **env):
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        pytest.skip(f"the tour reads paper with {' and '.join(lacking)}")
    ended = subprocess.run(
        [sys.executable, "-m", "devtools.tour", "--out", str(out), *arguments],
        cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False, timeout=280,
    )  # fmt: skip
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert ended.returncode == 0, report["failure"] or ended.stdout
    return report


def test_the_main_job_goes_from_an_empty_folder_to_won(tmp_path):
    """Covers: A2, B3, C1, C4, C5, C6, G1, G2, G5, H1, H3, H6, H7, I1, J2, J4, M1, M3, N1."""
    report = play(tmp_path / "tour", QT_QPA_PLATFORM="offscreen")
    assert report["ok"]
    assert len(report["checks"]) > 40
    assert {"ticket.pdf", "contract.docx", "contract.pdf", "invoice.pdf", "letter.eml"} <= set(
        report["files"]
    )
    assert sum(name.endswith(".png") for name in report["files"]) >= len(report["steps"]) - 4


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "accounts.txt").write_text("mine")
    ended = subprocess.run(
        [sys.executable, "-m", "devtools.tour", "--out", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 2
    assert [one.name for one in tmp_path.iterdir()] == ["accounts.txt"]


@pytest.mark.x11
def test_the_main_job_is_done_by_the_keys_of_a_real_screen(tmp_path):
    """Covers: M3."""
    assert play(tmp_path / "tour", "--x")["ok"]
