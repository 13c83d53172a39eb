# SPDX-License-Identifier: Apache-2.0
"""The status bar shows plain rows, and in a narrow window the last figure stays."""

import pytest
from PySide6.QtTest import QTest

from desktop.views import theme
from desktop.views.status_bar import KeptState, Segment, StatusBar

DIALS = Segment("Dials {done}/{norm}", {"done": "41", "norm": "65"}, ("done",))
NEXT = Segment(
    "Next touch {time} {client}", {"time": "11:40", "client": "Café"}, ("time",), rule=True
)


@pytest.fixture
def bar(qtbot) -> StatusBar:
    made = StatusBar()
    qtbot.addWidget(made)
    made.resize(1440, 28)
    made.show()
    return made


def seen(bar: StatusBar) -> list[str]:
    return [one.segment.text() for one in bar._shown if one.isVisible()]


def test_a_segment_is_a_sentence_with_its_fields_and_the_strong_one_in_semibold():
    assert DIALS.text() == "Dials 41/65"
    weights = {run.text: run.weight for run in DIALS.runs()}
    assert weights["41"] == theme.SEMIBOLD
    assert weights["65"] is None


def test_the_state_is_spoken_and_pressed_only_where_it_opens_something(bar, qtbot):
    bar.set_state(KeptState("cloud-slash", "· 12 changes waiting", "Offline", "warning"))
    assert bar._state.accessibleName() == "Offline · 12 changes waiting"
    assert not bar._state.isEnabled()
    bar.set_state(KeptState("cloud-check", "Synced 2 min ago"), opens=True)
    with qtbot.waitSignal(bar.state_pressed):
        bar._state.click()


def test_without_room_the_place_and_the_earlier_figures_go(bar):
    """Covers: M4."""
    bar.set_state(KeptState("cloud-check", "Synced 2 min ago"))
    bar.set_place("Office hub · COUNTER-PC")
    bar.set_segments([DIALS, DIALS, DIALS, NEXT])
    assert len(seen(bar)) == 4
    assert bar._place.isVisible()
    bar.resize(420, 28)
    QTest.qWait(1)
    assert seen(bar) == ["Next touch 11:40 Café"]
    assert not bar._place.isVisible()
    assert bar.toolTip().startswith("Dials 41/65 · ")
