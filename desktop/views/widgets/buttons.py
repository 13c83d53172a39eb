# SPDX-License-Identifier: Apache-2.0
"""Buttons: primary, default, quiet, danger and link, with icon, key cap and a reason where they cannot be pressed."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.frozen import dataclass
from desktop.i18n import say_keys
from desktop.views import icons, theme
from desktop.views.widgets import keys
from desktop.views.widgets.framed import outline
from desktop.views.widgets.halo import Haloed, Ringed
from desktop.views.widgets.live import Text, say

Kind = Literal["primary", "default", "quiet", "danger", "link", "chosen"]
Size = Literal["small", "chip", "compact", "tile", "normal", "large", "action"]

_DISABLED_OPACITY = 0.75
_GAP = 6
_LEAST_SIDE = 6
_LEAST_GAP = 3


@dataclass(frozen=True, slots=True)
class Measures:
    """A size of button at text size 100: height, space at the sides, text style, icon."""

    height: int
    padding: int
    style: str
    icon: int
    lone_icon: int


SIZES: dict[Size, Measures] = {
    "small": Measures(28, 8, "small", 14, 16),
    "chip": Measures(28, 10, "small", 14, 16),
    "compact": Measures(32, 9, "small", 15, 18),
    "tile": Measures(36, 9, "small", 15, 18),
    "normal": Measures(32, 12, "body", 16, 18),
    "large": Measures(40, 16, "section", 18, 18),
    "action": Measures(48, 16, "action", 20, 20),
}


@dataclass(frozen=True, slots=True)
class Paint:
    """What a button is drawn with; None leaves that part out."""

    fill: QColor | None
    border: QColor | None
    ink: QColor
    icon: QColor


def paint_of(kind: Kind, *, hover: bool, pressed: bool, enabled: bool) -> Paint:
    """The colours of a button of that kind in that state."""
    look = theme.current()
    if not enabled:
        bare = kind in ("quiet", "link")
        return Paint(None if bare else look.sunk, None if bare else look.ln, look.tx3, look.tx3)
    if kind == "primary":
        fill = look.ac_h if hover or pressed else look.ac
        return Paint(look.pressed(fill) if pressed else fill, None, look.on_ac, look.on_ac)
    if kind == "danger":
        return Paint(_surface(look.sf, look.er_t, hover, pressed), look.er, look.er, look.er)
    if kind == "chosen":
        return Paint(
            _surface(look.ac_t, look.ac_t, hover, pressed), look.ac, look.ac_tx, look.ac_tx
        )
    if kind == "link":
        ink = look.pressed(look.ac_tx) if pressed else look.ac_tx
        return Paint(None, None, ink, ink)
    if kind == "quiet":
        return Paint(_surface(None, look.hover, hover, pressed), None, look.tx2, look.tx2)
    return Paint(_surface(look.sf, look.hover, hover, pressed), look.ln2, look.tx, look.tx)


def _surface(idle: QColor | None, over: QColor, hover: bool, pressed: bool) -> QColor | None:
    if pressed:
        return theme.current().pressed(over)
    return over if hover else idle


class Button(Ringed, QPushButton):
    """A push button drawn to the design.

    `shortcut` is shown as a key cap and told to screen readers; it is not bound here. With `spread` the text stands
    left and the key cap right. `chosen` (by `setChecked` on a checkable one) is the tinted state of tiles. What
    `keeps_cap` shows its key in a narrow window, too: there is room for it.
    """

    def __init__(
        self,
        text: Text = "",
        parent: QWidget | None = None,
        *,
        kind: Kind = "default",
        size: Size = "normal",
        icon: str = "",
        shortcut: str = "",
        tip: Text = "",
        menu_arrow: bool = False,
        spread: bool = False,
        icon_size: int = 0,
        keeps_cap: bool = False,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._kind: Kind = kind
        self._size: Size = size
        self._icon = icon
        self._icon_ink = ""
        self._icon_size = icon_size
        self._shortcut = shortcut
        self._keeps_cap = keeps_cap
        self._tip = tip
        self._reason: Text | None = None
        self._arrow = menu_arrow
        self._spread = spread
        self._halo = Haloed(self)
        self._lent_to: QWidget | None = None
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def set_content(self, text: Text, *, icon: str | None = None) -> None:
        """Say something else, and show another icon where one is given."""
        self._text = text
        if icon is not None:
            self._icon = icon
        self.retranslate()

    @property
    def is_primary(self) -> bool:
        """Whether it is what its page is for."""
        return self._kind == "primary"

    def set_size(self, size: Size) -> None:
        """Be as high as another size is."""
        self._size = size
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Become a button of another kind."""
        self._kind = kind
        self.update()

    def set_tip(self, tip: Text) -> None:
        """Say something else in the tool tip."""
        self._tip = tip
        self.retranslate()

    def set_shortcut(self, shortcut: str) -> None:
        """Show another key cap; an empty one shows none."""
        self._shortcut = shortcut
        self.retranslate()

    def set_icon_ink(self, ink: str) -> None:
        """Paint the icon in a colour token of its own ("" follows the text)."""
        self._icon_ink = ink
        self.update()

    def set_blocked(self, reason: Text | None) -> None:
        """Disable the button and say why in its tool tip; None enables it again."""
        self._reason = reason
        self.setEnabled(reason is None)
        self.retranslate()

    def setEnabled(self, enabled: bool) -> None:
        """A button that rests while it works lends its focus to what stands before it, and takes it back."""
        if not enabled and self.hasFocus():
            self.focusPreviousChild()
            self._lent_to = QApplication.focusWidget()
        super().setEnabled(enabled)
        if enabled and self._lent_to is not None:
            if QApplication.focusWidget() is self._lent_to:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._lent_to = None

    def retranslate(self) -> None:
        """Ask text and tool tip again."""
        text = say(self._text)
        # An ampersand in a name is not a mnemonic.
        super().setText(text.replace("&", "&&"))
        tip = say(self._tip)
        name = text or tip
        self.setAccessibleName(name)
        self.setAccessibleDescription(say_keys(self._shortcut) if self._shortcut else "")
        self.setToolTip(say(self._reason) if self._reason is not None else self._full_tip(tip))
        self.updateGeometry()
        self.update()

    def _full_tip(self, tip: str) -> str:
        if not tip or not self._shortcut:
            return tip
        return f"{tip} ({say_keys(self._shortcut)})"

    def cap_size(self) -> QSize:
        """The size of its key cap."""
        return keys.cap_size(self._shortcut)

    def sizeHint(self) -> QSize:
        """Room for icon, text and key cap."""
        return QSize(round(self._wanted(with_key=True)), self._height())

    def minimumSizeHint(self) -> QSize:
        """The key cap may go before the text is cut."""
        return QSize(round(self._wanted(with_key=False)), self._height())

    def _height(self) -> int:
        # A smaller text is no reason for a target that is hard to hit.
        return max(theme.px(SIZES[self._size].height), theme.CONTROL_SMALL)

    def _wanted(self, *, with_key: bool) -> float:
        measures = SIZES[self._size]
        text = say(self._text)
        parts: list[float] = []
        if self._icon:
            parts.append(theme.px(self._icon_size or measures.icon))
        if text:
            parts.append(QFontMetricsF(self._font()).horizontalAdvance(text))
        if with_key and self._has_key():
            parts.append(self.cap_size().width())
        if self._arrow:
            parts.append(theme.px(12))
        width = sum(parts) + self.gap() * max(0, len(parts) - 1)
        if self._icon and not text:
            return self._height() + 2
        return width if self._kind == "link" else width + 2 * (theme.px(measures.padding) + 1)

    def _has_key(self) -> bool:
        is_shown = keys.are_shown(in_field=self._keeps_cap)
        return bool(self._shortcut and say(self._text) and is_shown)

    def _font(self) -> QFont:
        return theme.font(SIZES[self._size].style, self.text_weight())

    def text_weight(self) -> QFont.Weight:
        """How strong the text is."""
        return theme.MEDIUM

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill, border and content."""
        kind: Kind = "chosen" if self.isChecked() else self._kind
        paint = paint_of(
            kind,
            hover=self.underMouse() and self.isEnabled(),
            pressed=self.isDown(),
            enabled=self.isEnabled(),
        )
        token = self.ink_token()
        if token and self.isEnabled():
            ink = theme.current().ink(token)
            paint = Paint(paint.fill, paint.border, ink, ink)
        painter = QPainter(self)
        if not self.isEnabled():
            painter.setOpacity(_DISABLED_OPACITY)
        draw_box(painter, QRectF(self.rect()), paint)
        self._draw_content(painter, paint)
        painter.end()

    def ink_token(self) -> str:
        """A colour token for text and icon other than that of the kind; "" for none."""
        return ""

    def gap(self) -> int:
        """The space between icon, text and key cap."""
        return theme.px(_GAP)

    def _draw_content(self, painter: QPainter, paint: Paint) -> None:
        box, with_key, gap = self._content_box()
        if self._arrow:
            self._draw_arrow(painter, box, paint, gap)
        if with_key:
            self._draw_key(painter, box, paint, gap)
        if self._icon:
            self._draw_icon(painter, box, paint, gap)
        draw_text(painter, box, say(self._text), font=self._font(), ink=paint.ink)

    def _content_box(self) -> tuple[QRectF, bool, float]:
        """Where the content goes, whether the key cap has room, and the space between the parts."""
        bare = self._kind == "link" or not say(self._text)
        side = 0.0 if bare else theme.px(SIZES[self._size].padding) + 1.0
        wanted = self._wanted(with_key=True)
        # Before the key cap goes, the space at the sides may shrink, then that between the parts.
        at_sides = 0.0 if bare else 2 * (side - _LEAST_SIDE)
        gap, gaps = float(self.gap()), 1 + bool(self._icon) + self._arrow
        between = 0.0 if bare else gaps * max(0.0, gap - _LEAST_GAP)
        with_key = self._has_key() and self.width() + at_sides + between > wanted - 1
        if with_key:
            lacking = max(0.0, wanted - self.width())
            side -= min(lacking, at_sides) / 2
            gap -= max(0.0, lacking - at_sides) / gaps
        spare = max(0.0, self.width() - self._wanted(with_key=with_key))
        if not self._spread:
            side += spare / 2
        return QRectF(self.rect()).adjusted(side, 0, -side, 0), with_key, gap

    def _draw_icon(self, painter: QPainter, box: QRectF, paint: Paint, gap: float) -> None:
        measures = SIZES[self._size]
        has_text = bool(say(self._text))
        usual = measures.icon if has_text else measures.lone_icon
        size = theme.px(self._icon_size or usual)
        left = box.left() if has_text else (self.width() - size) / 2
        top = (self.height() - size) // 2
        ink = theme.current().ink(self._icon_ink) if self._icon_ink else paint.icon
        icons.draw(painter, QRectF(round(left), top, size, size), self._icon, ink)
        box.setLeft(box.left() + size + gap)

    def _draw_key(self, painter: QPainter, box: QRectF, paint: Paint, gap: float) -> None:
        size = self.cap_size()
        top = (self.height() - size.height()) // 2
        cap = QRectF(round(box.right()) - size.width(), top, size.width(), size.height())
        on_fill = self._kind == "primary" and self.isEnabled()
        keys.draw_cap(painter, cap, self._shortcut, paint.ink if on_fill else None)
        box.setRight(cap.left() - gap)

    def _draw_arrow(self, painter: QPainter, box: QRectF, paint: Paint, gap: float) -> None:
        size = theme.px(12)
        place = QRectF(box.right() - size, (self.height() - size) // 2, size, size)
        icons.draw(painter, place, "ph.caret-down", paint.icon)
        box.setRight(place.left() - gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the focused button, as Space does."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A button that is disabled loses its ring with the focus."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._halo.ring(False)


def icon_button(
    icon: str,
    tip: Text,
    parent: QWidget | None = None,
    *,
    kind: Kind = "quiet",
    size: Size = "normal",
    shortcut: str = "",
    icon_size: int = 0,
) -> Button:
    """A square button with an icon only; the tip is its name for screen readers."""
    return Button(
        parent=parent,
        kind=kind,
        size=size,
        icon=icon,
        tip=tip,
        shortcut=shortcut,
        icon_size=icon_size,
    )


def draw_box(
    painter: QPainter, rect: QRectF, paint: Paint, radius: float = theme.RADIUS_CONTROL
) -> None:
    """Fill and border of a control."""
    if paint.border is not None:
        outline(painter, rect, paint.fill, paint.border, radius)
    elif paint.fill is not None:
        fill_round(painter, rect, radius, paint.fill)
