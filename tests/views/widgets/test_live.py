# SPDX-License-Identifier: Apache-2.0
"""All parts follow a change of theme, text size and language while they are on the screen."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop import i18n
from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.chips import Chip, FilterChip
from desktop.views.widgets.choices import CheckBox, RadioButton, Switch
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import Bar, ProgressRow
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.stage_bar import StageBar, Step
from desktop.views.widgets.stat_tile import StatTile
from desktop.views.widgets.tabs import Tabs
from desktop.views.widgets.text_area import TextArea
from desktop.views.widgets.tile import Tile
from devtools.states_sheet import Sheet


def undo() -> str:
    return _("Undo")


def every_part() -> list[QWidget]:
    stages = StageBar([Step("a", undo)])
    return [
        Label(undo),
        Button(undo),
        Chip(undo),
        FilterChip(undo),
        Tile(undo),
        CheckBox(undo),
        RadioButton(undo),
        Switch(undo),
        Bar(name=undo),
        SegmentedControl([Segment("a", undo)], name=undo),
        Tabs([("a", undo, "")], name=undo),
        stages,
        Banner(undo),
        StatTile(undo),
        Panel(undo),
        ProgressRow(undo),
        EmptyState(undo),
        Field(undo, LineEdit(placeholder=undo)),
        Field(undo, TextArea(placeholder=undo)),
        Field(undo, ComboBox(placeholder=undo)),
    ]


def spoken(widget: QWidget) -> str:
    control = getattr(widget, "control", widget)
    return f"{control.accessibleName()} {control.accessibleDescription()} {text_of(control)}"


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, Label) else ""


def test_a_switch_of_language_reaches_every_part(stand):
    """Covers: M2."""
    parts = every_part()
    stand.put(*parts)
    i18n.switch("ru")
    QApplication.sendEvent(stand, QEvent(QEvent.Type.LanguageChange))
    silent = [type(part).__name__ for part in parts if "Отменить" not in spoken(part)]
    assert silent == []


def test_a_switch_of_theme_paints_every_state_anew(stand, light):
    """Covers: M3."""
    sheet = Sheet()
    sheet.show()
    before = sheet.grab().toImage()
    theme.apply(light, "dark")
    switched = sheet.grab().toImage()
    theme.apply(light, "light")
    assert switched != before
    assert sheet.grab().toImage() == before
    sheet.deleteLater()


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_no_part_cuts_a_russian_text_at_its_own_size(light, size):
    """Covers: M2, M4."""
    i18n.switch("ru")
    theme.apply(light, "light", size)
    for part in every_part():
        part.adjustSize()
        hint, least = part.sizeHint(), part.minimumSizeHint()
        assert hint.width() >= least.width(), type(part).__name__
        for label in part.findChildren(Label):
            if label.isVisibleTo(part):
                assert not label.is_elided(), type(part).__name__


def test_every_control_can_be_hit(light):
    """Covers: M4."""
    theme.apply(light, "light", 90)
    small = [
        type(part).__name__
        for part in every_part()
        if isinstance(part, Button | FilterChip | Tile | CheckBox | RadioButton | Switch)
        and (part.sizeHint().height() < 24 or part.sizeHint().width() < 24)
    ]
    assert small == []


def test_what_a_screen_reader_calls_a_part_follows_the_language(qtbot):
    """Covers: M2, M4."""
    box = ComboBox()
    qtbot.addWidget(box)
    box.say_as(undo)
    before = box.accessibleName()
    i18n.switch("ru")
    try:
        QApplication.sendEvent(box, QEvent(QEvent.Type.LanguageChange))
        assert (before, box.accessibleName()) == ("Undo", "Отменить")
    finally:
        i18n.switch("en")
