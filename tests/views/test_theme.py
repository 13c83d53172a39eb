# SPDX-License-Identifier: Apache-2.0
"""Every pair of colours can be read, and a switch reaches what is on the screen."""

import gc
import itertools
import sys

import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.documents import ticket_paint
from desktop.views import icons, theme
from desktop.views.theme.contrast import high_contrast
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label

TEXT, SIGN = 4.5, 3.0

ON_GROUNDS = [
    (ink, ground)
    for ink, grounds in {
        "tx": "win rail col sf sunk hover ac_t ok_t wa_t er_t mg_t vi_t ne_t",
        "tx2": "win rail col sf sunk ac_t ne_t",
        "tx3": "win rail col sf sunk",
        "ac_tx": "win col sf sunk ac_t",
        "ok": "win rail col sf sunk ok_t",
        "wa": "win rail col sf sunk wa_t",
        "er": "win rail col sf sunk er_t",
        "mg": "win rail col sf sunk mg_t",
        "vi": "win sf sunk vi_t",
        "on_ac": "ac ac_h",
        "toast_tx": "toast",
        "toast_link": "toast",
    }.items()
    for ground in grounds.split()
]
SIGNS = ["edge", "ac", "ok_s", "wa_s", "er_s"]
BOTH = pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=lambda look: look.name)

# DESIGN 2.4 and its additions: what the pages ask for must be in the font.
ICONS = """
compass compass-fill funnel columns list calendar-blank users-three storefront printer bank
chart-bar robot gear-six magnifying-glass phone phone-call phone-outgoing phone-incoming phone-x
envelope-simple paper-plane-tilt whatsapp-logo telegram-logo device-mobile globe chat-text
note-pencil check-circle check-circle-fill calendar-check users calculator eye file-text file-pdf
image receipt credit-card money repeat package ticket flame-fill flame clock timer hourglass
warning warning-circle prohibit thumbs-up cloud-check arrows-clockwise cloud-slash
arrows-left-right arrow-counter-clockwise upload-simple download-simple git-merge barcode
pencil-simple trash copy paperclip dots-three x plus lock desktop-tower desktop share-network tray
chats-circle sliders-horizontal clipboard-text dots-six-vertical text-aa question share calendar-x
clock-counter-clockwise shield-check lock-key laptop list-bullets megaphone table pause check
check-bold minus-bold caret-down caret-up caret-left caret-right info
""".split()


def luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance of an sRGB colour."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = colour.redF(), colour.greenF(), colour.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def light(qapp: QApplication):
    """The light theme at 100 %, before and after the test."""
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")


@BOTH
@pytest.mark.parametrize(("ink", "ground"), ON_GROUNDS)
def test_every_text_can_be_read_on_its_ground(look, ink, ground):
    """Covers: M4."""
    assert contrast(getattr(look, ink), getattr(look, ground)) >= TEXT


@BOTH
def test_every_tone_of_a_chip_can_be_read(look):
    for tone in theme.TONES:
        fill, ink = look.tone(tone)
        assert contrast(ink, fill or look.sf) >= TEXT, tone


@BOTH
def test_initials_can_be_read_in_every_circle(look):
    assert len(look.avatars) == 6
    for fill, ink in look.avatars:
        assert contrast(fill, ink) >= 6.2


@BOTH
@pytest.mark.parametrize("sign", SIGNS)
def test_edges_and_bars_are_seen_on_the_surface(look, sign):
    assert contrast(getattr(look, sign), look.sf) >= SIGN


def test_a_pressed_control_is_darker_than_an_idle_one():
    for look in (theme.LIGHT, theme.DARK):
        for token in ("ac", "hover", "sf"):
            colour = getattr(look, token)
            assert luminance(look.pressed(colour)) < luminance(colour)


def test_the_same_person_always_has_the_same_colours():
    assert theme.LIGHT.avatar(2) == theme.LIGHT.avatar(8)
    neighbours = itertools.pairwise(theme.LIGHT.avatar(number)[0].name() for number in range(6))
    assert all(one != other for one, other in neighbours)


def test_every_icon_of_the_design_is_in_the_font(qapp):
    assert sorted(set(ICONS) - icons.names()) == []


def test_an_unknown_icon_is_a_bug(qapp):
    with pytest.raises(KeyError):
        icons.character("ph.kanban")


def test_icons_are_drawn_once_for_each_colour_size_and_ratio(qapp):
    first = icons.pixmap("ph.phone", theme.LIGHT.tx, 16)
    assert icons.pixmap("ph.phone", theme.LIGHT.tx, 16) is first
    sharp = icons.pixmap("ph.phone", theme.LIGHT.tx, 16, 2.0)
    assert sharp.size() == QSize(32, 32)
    assert sharp.devicePixelRatio() == 2.0


def test_a_stock_control_shows_an_icon_at_any_size(qapp):
    icon = icons.icon("ph.trash", theme.LIGHT.er)
    image = icon.pixmap(QSize(24, 24)).toImage()
    seen = {image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)}
    assert max(seen) > 200


def test_the_bundled_inter_is_taken_in_its_three_weights(light):
    for weight in (theme.REGULAR, theme.MEDIUM, theme.SEMIBOLD):
        info = QFontInfo(theme.font("body", weight))
        assert info.family().startswith("Inter Counterfoil")
        assert info.pixelSize() == 13


def test_figures_are_as_wide_as_each_other(light):
    metrics = ticket_paint.QFontMetricsF(theme.font("body"))
    assert len({round(metrics.horizontalAdvance(figure), 2) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("size", theme.TEXT_SIZES)
def test_fonts_and_lengths_grow_with_the_text_size(light, size):
    theme.apply(light, "light", size)
    assert theme.font("body").pixelSize() == round(13 * size / 100)
    assert theme.px(32) == round(32 * size / 100)
    assert theme.line("body") == round(20 * size / 100)


def test_a_switch_is_told_and_reaches_shown_widgets(light, qtbot):
    """Covers: M3."""
    label = Label("Deals")
    qtbot.addWidget(label)
    label.show()
    with qtbot.waitSignal(theme.notifier().changed):
        theme.apply(light, "dark", 130)
    assert theme.current() is theme.DARK
    assert label.sizeHint().height() == theme.px(20)
    assert light.palette().window().color() == theme.DARK.win


def test_the_system_wish_follows_the_platform(light):
    theme.apply(light, "system")
    dark = light.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.current() is (theme.DARK if dark else theme.LIGHT)


def test_a_style_sheet_names_no_unfilled_token(light):
    for wish in ("light", "dark"):
        theme.apply(light, wish)
        assert "@" not in light.styleSheet()


def none_and_bool_references() -> tuple[int, ...]:
    return sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)


def test_painting_gives_no_references_away(light):
    """PySide6 6.12.0 on Python 3.10 and 3.11 gives back None and bools once too often, until the program aborts."""
    image = QImage(240, 120, QImage.Format.Format_ARGB32_Premultiplied)
    widget = QWidget()
    painter = QPainter(image)
    before = none_and_bool_references()
    for _ in range(1_000):
        painter.save()
        painter.setPen(theme.LIGHT.ac)
        painter.setFont(theme.font("body"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.drawRect(1, 1, 4, 4)
        painter.drawText(QPointF(3, 12), "a")
        painter.restore()
        widget.setEnabled(True)
        widget.update()
        QSize(1, 2).setWidth(3)
    after = none_and_bool_references()
    painter.end()
    drift = [abs(now - then) for now, then in zip(after, before, strict=True)]
    assert max(drift) < 100


def test_one_frame_serves_all_cards_of_a_size(light):
    size = QSizeF(204, 105)
    look = theme.current()

    def frame(state, inks=look, dpr=1.0):
        return ticket_paint.frame(size, split=74, inks=inks, state=state, dpr=dpr)

    assert frame("idle") is frame("idle")
    others = [frame("hover"), frame("selected"), frame("idle", theme.DARK), frame("idle", dpr=2.0)]
    assert len({id(one) for one in [frame("idle"), *others]}) == 5


def test_the_notches_show_what_is_behind(light):
    image = QImage(206, 107, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#FF00FF"))
    painter = QPainter(image)
    rect = QRectF(1, 1, 204, 105)
    ticket_paint.draw_ticket(painter, rect, split=74, inks=theme.LIGHT, state="idle")
    painter.end()
    assert image.pixelColor(2, 75) == QColor("#FF00FF")
    assert image.pixelColor(203, 75) == QColor("#FF00FF")
    assert image.pixelColor(100, 40) == theme.LIGHT.sf


def test_high_contrast_keeps_to_the_colours_of_the_system(light):
    """Covers: M4."""
    system = QPalette()
    for role, colour in {
        QPalette.ColorRole.Window: "#000000",
        QPalette.ColorRole.WindowText: "#FFFFFF",
        QPalette.ColorRole.Highlight: "#1AEBFF",
        QPalette.ColorRole.HighlightedText: "#000000",
        QPalette.ColorRole.Link: "#FFFF00",
    }.items():
        system.setColor(role, QColor(colour))
    look = high_contrast(system)
    assert look.is_dark
    for ink, ground in ON_GROUNDS:
        if ground not in {"ac", "ac_h"}:
            assert contrast(getattr(look, ink), getattr(look, ground)) >= 7, (ink, ground)
    for tone in theme.TONES:
        assert look.tone(tone)[0] in (None, look.sf)
    assert contrast(look.on_ac, look.ac) >= TEXT
    assert contrast(*look.avatar(3)) >= 7


class Busy(QWidget):
    """Makes so much at each switch that the collector would run in the middle of it."""

    def changeEvent(self, event):  # noqa: N802 - Qt's own name
        if event.type() in theme.RESTYLE:
            self.made = [[] for _number in range(2000)]
        super().changeEvent(event)


def test_a_switch_ends_nothing_while_dropped_widgets_wait_to_be_collected(qapp):
    """Qt walks a list of what it has polished: a widget collected meanwhile would end the program. Covers: M4."""
    busy = [Busy() for _number in range(10)]
    for one in busy:
        one.ensurePolished()
    for look in ("dark", "light"):
        gc.collect()
        for _number in range(8):
            Button("Go").ensurePolished()
        gc.enable()
        theme.apply(qapp, look)
        assert gc.isenabled()
        gc.disable()
    assert all(one.made for one in busy)
