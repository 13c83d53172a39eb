# SPDX-License-Identifier: Apache-2.0
"""docs/requirements.md says what the tests prove now."""

import re

from devtools import requirement_lines, requirements


def test_the_page_is_current():
    made = requirements.page(list(requirements.proofs()))
    current = requirements.PAGE.read_text(encoding="utf-8")
    assert current == made, "run `python3 dev.py requirements`"


def test_every_id_has_one_line_in_its_section():
    known = requirement_lines.lines()
    assert len(known) == 80
    for id_, (text, _missing) in known.items():
        assert id_[0] in requirement_lines.SECTIONS
        assert text.endswith((".", ")")), id_
    made = requirements.page([])
    assert re.findall(r"^\| ([A-N]\d+) \|", made, re.MULTILINE) == list(known)
    assert made.count("| not yet |\n") == len(known) + len(requirement_lines.SECTIONS)


def test_a_test_counts_by_what_its_docstring_names(tmp_path):
    (tmp_path / "test_some.py").write_text(
        'def test_one():\n    """Covers: A2, N10. And a word."""\n\n\ndef test_two():\n    """Nothing."""\n'
    )
    (found,) = requirements.proofs(tmp_path)
    assert (found.file, found.name, found.ids) == ("test_some.py", "test_one", ("A2", "N10"))
    rows = [line for line in requirements.page([found]).splitlines() if "test_some" in line]
    assert [row.split(" | ")[0] for row in rows] == ["| A2", "| N10"]


def test_tests_name_only_ids_that_there_are():
    known = set(requirement_lines.lines())
    strange = [one for one in requirements.proofs() if not set(one.ids) <= known]
    assert not strange
