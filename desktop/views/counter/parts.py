# SPDX-License-Identifier: Apache-2.0
"""Small parts of the order form: numbered headings, a quiet strip, a chip of the header, a key hint."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _, pgettext, say_keys
from desktop.values.scripts import Script
from desktop.values.states import PaymentMethod
from desktop.views import icons, theme
from desktop.views.widgets import keys
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Field
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.live import Live, Text, say
from desktop.views.widgets.segmented import Segment

EDGE = 16
"""From the border of the panel to what stands in it."""

_BADGE = 20


class Badge(Live, QWidget):
    """The number of a block in a circle; a tick when the block is done."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._is_done = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_number(self, number: int) -> None:
        """Stand at another place of the form."""
        self._number = number
        self.update()

    def set_done(self, done: bool) -> None:
        """Show the tick, or the number."""
        if done != self._is_done:
            self._is_done = done
            self.update()

    def sizeHint(self) -> QSize:
        """A circle of the text size in force."""
        return QSize(theme.px(_BADGE), theme.px(_BADGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and number."""
        look = theme.current()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill, ink = (look.ok_t, look.ok) if self._is_done else (look.ac_t, look.ac_tx)
        fill_round(painter, rect, rect.height() / 2, fill)
        if self._is_done:
            side = theme.px(12)
            inset = (rect.width() - side) / 2
            icons.draw(painter, rect.adjusted(inset, inset, -inset, -inset), "check", ink)
        else:
            font = theme.font("meta", theme.SEMIBOLD)
            draw_text(painter, rect, str(self._number), font=font, ink=ink, align="centre")
        painter.end()


class Block(Live, QWidget):
    """One of the four blocks of the form: a numbered heading, words beside it, and `body` below."""

    def __init__(self, number: int, title: Text, parent: QWidget, *, hint: Content = "") -> None:
        super().__init__(parent)
        self.asked: Mapping[str, Field] = {}
        self.badge = Badge(number, self)
        self._title_text = title
        self._title = Label(title, self, style="section")
        self._hint = Label(hint, self, style="small", role="secondary")
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(8)
        for part in (self.badge, self._title):
            self.head.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(EDGE, 12, EDGE, 12)
        self.body.setSpacing(8)
        self.body.addLayout(self.head)
        self.setAccessibleName(say(title))

    def set_words(self, words: str) -> None:
        """What the script says here, beside the heading; without any the block's own hint stands."""
        if words:
            self._hint.set_content(lambda: _("“{text}”").format(text=words))

    def mark_required(self, script: Script) -> None:
        """Mark what this script must know of the block's fields."""
        for field in self.asked.values():
            field.set_required(
                any(script.wants(one) for one, its in self.asked.items() if its is field)
            )

    def retranslate(self) -> None:
        """Name the block for screen readers."""
        self.setAccessibleName(say(self._title_text))
        super().retranslate()


class TitleChip(Live, QWidget):
    """A word beside the page's title, 24 high, tinted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        """Room for the word."""
        width = QFontMetricsF(theme.font("small", theme.MEDIUM)).horizontalAdvance(self._text)
        return QSize(round(width) + 2 * theme.px(6), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        look = theme.current()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill_round(painter, rect, theme.RADIUS_CHIP, look.ac_t)
        font = theme.font("small", theme.MEDIUM)
        draw_text(painter, rect, self._text, font=font, ink=look.ac_tx, align="centre")
        painter.end()


class Strip(Live, QWidget):
    """A box without a border, `sunk` or tinted, in which widgets stand side by side in `row`."""

    def __init__(self, parent: QWidget, *, fill: str = "sunk", height: int = 36) -> None:
        super().__init__(parent)
        self._fill, self._height = fill, height
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(12, 0, 12, 0)
        self.row.setSpacing(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    def set_fill(self, fill: str) -> None:
        """Take another colour token."""
        self._fill = fill
        self.update()

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedHeight(theme.px(self._height))
        super().restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box."""
        painter = QPainter(self)
        fill = theme.current().ink(self._fill)
        fill_round(painter, QRectF(self.rect()), theme.RADIUS_CONTROL, fill)
        painter.end()


class KeyHintLabel(Live, QWidget):
    """A key cap and the word that says what the key does; gone where key caps are not shown."""

    def __init__(self, shortcut: str, word: Text, parent: QWidget) -> None:
        super().__init__(parent)
        cap = KeyCap(shortcut, self, height=keys.IN_TEXT)
        label = Label(word, self, style="small", role="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (cap, label):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Go with the key caps."""
        self.setVisible(keys.are_shown())
        super().restyle()


class EnterGoesOn(QObject):
    """Lets Enter in a field do what Tab does: read what was typed and go to the next."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent

    def watch(self, *fields: QWidget) -> None:
        """Let Enter go on from these."""
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter without another key."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not is_enter or plain != Qt.KeyboardModifier.NoModifier:
            return False
        if isinstance(watched, QWidget):
            go_on(watched)
        return True


def go_on(field: QWidget) -> None:
    """Put the focus into the field after this one, in the order of Tab."""
    field.focusNextChild()


class ChipButton(Button):
    """A small button as quiet as a filter; tinted while what it stands for is taken."""

    def __init__(self, text: Text, parent: QWidget, *, icon: str = "", shortcut: str = "") -> None:
        self._is_taken = False
        super().__init__(text, parent, size="chip", icon=icon, shortcut=shortcut)

    def set_taken(self, taken: bool) -> None:
        """Tint it, or not."""
        self._is_taken = taken
        self.set_kind("chosen" if taken else "default")

    def ink_token(self) -> str:
        """Quieter than what is to be pressed now."""
        return "" if self._is_taken else "tx2"


class QuietLink(Button):
    """A word that can be pressed and reads like the text around it; underlined under the pointer."""

    def __init__(
        self, text: Text, parent: QWidget, *, ink: str = "tx2", icon: str = "", shortcut: str = ""
    ) -> None:
        self._quiet_ink = ink
        super().__init__(text, parent, kind="link", size="small", icon=icon, shortcut=shortcut)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def gap(self) -> int:
        """Closer than in a box of its own."""
        return theme.px(4)

    def text_weight(self) -> QFont.Weight:
        """As strong as what it stands among."""
        return theme.REGULAR if self._quiet_ink == "tx2" else theme.MEDIUM

    def ink_token(self) -> str:
        """The colour of the text around it; that of links under the pointer."""
        return "ac_tx" if self.underMouse() else self._quiet_ink

    def cap_size(self) -> QSize:
        """Lower than in a button."""
        return keys.cap_size(self._shortcut, height=keys.IN_TEXT)

    def sizeHint(self) -> QSize:
        """Room for the words and the key cap, never a part of a pixel less."""
        return super().sizeHint() + QSize(1, 0)

    def _height(self) -> int:
        return theme.px(18)


def ways_to_pay_now() -> list[Segment]:
    """Card and cash with their keys, for a switch."""
    card, cash = PaymentMethod.CARD.value, PaymentMethod.CASH.value
    return [
        Segment(
            card, lambda: pgettext("paid by", "Card"), "credit-card", lambda: say_keys("Alt+C")
        ),
        Segment(cash, lambda: pgettext("paid by", "Cash"), "money", lambda: say_keys("Alt+H")),
    ]
