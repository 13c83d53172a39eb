# SPDX-License-Identifier: Apache-2.0
"""Names of files that every system takes."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.values.file_names import safe_name, safe_stem

DEVICES = {"con", "prn", "aux", "nul", "com1", "lpt9"}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Счёт: 17/2.pdf", "Счёт_ 17_2.pdf"),
        ("  a.docx ", "a.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ('a:b*c?"d".pdf', "a_b_c__d_.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("д" * 200 + ".pdf", "д" * 116 + ".pdf"),
        ("", "file"),
        ("...", "file"),
        ("…", "…"),
        ("Счёт № 7.pdf", "Счёт № 7.pdf"),
        ("CON", "CON_"),
        ("nul.txt", "nul_.txt"),
        ("Com1.tar.gz", "Com1_.tar.gz"),
        ("Console.txt", "Console.txt"),
        ("draft .pdf", "draft.pdf"),
        ("report. ", "report"),
        (".hidden", "hidden"),
        ("a." + "x" * 300, ("a." + "x" * 300)[:120]),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\ufeffcat 👩\u200d🚀.png", "cat 👩\u200d🚀.png"),
        ("half \ud83d.png", "half _.png"),
        ("и\u0306.txt", "й.txt"),
    ],
)
def test_a_name_is_made_safe_and_keeps_its_ending(name, safe):
    """Covers: N8."""
    assert safe_name(name) == safe


@given(name=st.text(max_size=400))
@example("CON.")
@example("." * 300)
@example("a" * 119 + " .pdf")
@example("🐈" * 200 + ".jpeg")
def test_whatever_it_is_called_it_is_one_name_for_every_system(name):
    """Covers: N8."""
    safe = safe_name(name)
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe
    assert safe == safe.strip(" .")
    assert safe.partition(".")[0].rstrip().casefold() not in DEVICES
    assert len(safe) <= 120
    assert len(safe.encode()) <= 240
    assert safe_name(safe) == safe


def test_a_stem_leaves_room_for_its_ending():
    assert safe_stem("x" * 300, room=5) == "x" * 115
    assert safe_stem(" . ", empty="paper") == "paper"
