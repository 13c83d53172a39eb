# SPDX-License-Identifier: Apache-2.0
"""What is still missing of a script stands under it whole, however narrow the place is."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.values.rows.scripts import ScriptPart
from desktop.values.scripts import Fill, Script, ScriptStep
from desktop.views.scripts.script_panel import GapFooter
from desktop.views.widgets.buttons import Button

ASKED = ("decider", "product", "quantity", "due", "prepayment", "next_touch")


@pytest.mark.parametrize("width", [260, 340, 460, 900])
def test_every_missing_answer_is_in_sight_and_the_last_one_ends_without_a_comma(qtbot, width):
    """Covers: A3."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    footer = GapFooter(window)
    column.addStretch(1)
    column.addWidget(footer)
    window.resize(width, 400)
    window.show()
    qtbot.waitExposed(window).__enter__()
    step = ScriptStep("Ask", fill=tuple(Fill(one, required=True) for one in ASKED))
    footer.show_missing(ScriptPart(Script("website", (step,))), can_change=True)

    def all_seen() -> None:
        links = [one for one in footer._links.findChildren(Button) if not one.isHidden()]
        assert len(links) == len(ASKED)
        for link in links:
            assert link.visibleRegion().boundingRect() == link.rect()
        assert [one.text().endswith(",") for one in links] == [True] * 5 + [False]

    qtbot.waitUntil(all_seen, timeout=20000)
