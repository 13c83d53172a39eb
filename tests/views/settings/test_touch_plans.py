# SPDX-License-Identifier: Apache-2.0
"""Touch plans, changed by the head of sales by keys and given back."""

from PySide6.QtCore import Qt

from desktop.domain.touch import TouchPlan
from desktop.models.settings import Section
from tests.settings_desk import replace_text, tab_to
from tests.shell import press

Key = Qt.Key


def test_the_head_makes_a_plan_of_a_pipeline_the_shops_own_and_gives_it_back(desk):
    """Covers: D2, A3."""
    view = desk.open(Section.PLANS)
    desk.wait(lambda: view.pipeline.count() > 1, "the plans are there")
    tab_to(view.pipeline)
    press(Key.Key_Down)
    pipeline, segment = view.place()
    assert pipeline is not None
    assert segment == ""
    first = view.steps.edit(0, 0)
    tab_to(first)
    replace_text("2 часа")
    press(Key.Key_Tab)
    desk.wait(lambda: desk.rows(TouchPlan), "the plan is kept")
    [own] = desk.rows(TouchPlan)
    assert (own.pipeline_id, own.steps[0]["after"]) == (pipeline, "2 часа")
    assert own.say, "the rest is as it was shipped"
    desk.settle()
    tab_to(view.back)
    press(Key.Key_Return)
    desk.wait(lambda: desk.rows(TouchPlan)[0].archived_at is not None, "given back")
    desk.settle()
    assert first.text() == "15 min"


def test_what_is_no_span_is_told_and_nothing_kept(desk):
    """Covers: N8."""
    view = desk.open(Section.PLANS)
    desk.wait(lambda: view.pipeline.count() > 1, "the plans are there")
    tab_to(view.retries)
    replace_text("soon")
    press(Key.Key_Return)
    desk.settle()
    assert "no span of time" in view.note.text()
    assert not desk.rows(TouchPlan)
