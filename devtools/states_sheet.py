# SPDX-License-Identifier: Apache-2.0
"""Renders every state of every control on one sheet: python -m devtools.states_sheet THEME FILE.png [TEXT_SIZE]."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views import theme
from desktop.views.widgets.avatar import Avatar
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.chips import Chip
from desktop.views.widgets.choices import CheckBox, RadioButton
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.field import Field
from desktop.views.widgets.halo import Halo
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.progress import ProgressRow, Skeleton
from desktop.views.widgets.text_block import Run, bold
from desktop.views.widgets.toast import Toast
from devtools.states_parts import Card, Mark, Swatches, Target

COLUMNS = (32, 380, 728, 1076)
ROWS = ((78, 204), (320, 160), (518, 164), (720, 140))
WIDTH = 332

TITLES = (
    ("Buttons", "Chips, heat, owners", "Inputs and inline error", "Card delegate"),
    ("Drag and drop", "Undo", "Sync indicator", "Progress"),
    ("Empty column", "Day is done", "No results", "No access"),
    ("Error with a way out", "Conflict", "Banner in the page", "Type"),
)


def put(widget: QWidget, x: int, y: int, width: int = 0, height: int = 0) -> QWidget:
    """Place a widget in its own size, or in the one given."""
    widget.adjustSize()
    hint = widget.sizeHint()
    wide = width or hint.width()
    high = height or (widget.heightForWidth(wide) if widget.hasHeightForWidth() else hint.height())
    widget.setGeometry(x, y, wide, high)
    widget.show()
    return widget


def hovered(widget: QWidget) -> QWidget:
    """Make the widget believe that the pointer is over it."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return widget


class Sheet(QWidget):
    """The sheet of 1440 × 900."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(1440, 900)
        self.focused: LineEdit | None = None
        dark = theme.current().is_dark
        put(Mark(self), 33, 14, 24, 24)
        put(Label("States", self, style="page"), 70, 12)
        note = f"{'dark' if dark else 'light'} theme, {theme.text_size()}% scale"
        put(Label(note, self, role="secondary"), 143, 16)
        put(Swatches(self), 760, 16, 648, 20)
        draws: tuple[tuple[Callable[[int, int], None], ...], ...] = (
            (self._buttons, self._chips, self._inputs, self._cards),
            (self._drag, self._undo, self._sync, self._progress),
            (self._empty, self._done, self._nothing, self._closed),
            (self._error, self._conflict, self._banners, self._type),
        )
        for row, (top, height) in enumerate(ROWS):
            for column, left in enumerate(COLUMNS):
                title = TITLES[row][column]
                put(
                    Label(title, self, style="small", weight=theme.SEMIBOLD, ink="tx2"),
                    left,
                    top - 24,
                )
                put(Panel("", self), left, top, WIDTH, height).lower()
                draws[row][column](left, top)

    def _buttons(self, x: int, y: int) -> None:
        top = y + 13
        put(Button("Save", self, kind="primary", shortcut="Ctrl+S"), x + 15, top)
        put(hovered(Button("Hover", self, kind="primary")), x + 124, top)
        Halo(put(Button("Focus", self, kind="primary"), x + 195, top))
        put(Button("Default", self), x + 15, top + 42)
        put(hovered(Button("Hover", self)), x + 94, top + 42)
        Halo(put(Button("Focus", self), x + 165, top + 42))
        blocked = Button("Disabled", self)
        blocked.set_blocked("Save is possible after a comment.")
        put(blocked, x + 236, top + 42)
        put(Button("Quiet", self, kind="quiet"), x + 15, top + 84)
        put(Button("Delete", self, kind="danger", icon="ph.trash"), x + 82, top + 84)
        put(Button("Small", self, size="small"), x + 178, top + 86)
        put(icon_button("ph.dots-three", "More", self, kind="default"), x + 235, top + 84)

    def _chips(self, x: int, y: int) -> None:
        rows = (
            (
                13,
                (("Call · 2 d late", "danger", "phone"), ("Call today 11:40", "warning", "phone")),
            ),
            (39, (("Call Fri 16", "neutral", "phone"), ("No next touch", "missing", "warning"))),
            (
                67,
                (
                    ("paid", "success", "check"),
                    ("50p short", "warning", "question"),
                    ("no match", "danger", "warning"),
                    ("sent", "accent", ""),
                ),
            ),
            (93, (("draft", "neutral", ""), ("opened 2×", "accent", "eye"))),
            (
                121,
                (
                    ("Champion", "success", ""),
                    ("Loyal", "accent", ""),
                    ("Promising", "magenta", ""),
                    ("New", "violet", ""),
                    ("At risk", "warning", ""),
                ),
            ),
            (147, (("Sleeping", "neutral", ""),)),
        )
        for top, chips in rows:
            left = x + 15
            for text, tone, icon in chips:
                made = put(Chip(text, tone, icon, self), left, y + top)
                left += made.width() + 6
        put(Icon("flame-fill", "mg", 14, self), x + 15, y + 178)
        put(Label("hot", self, style="small"), x + 33, y + 177)
        put(Icon("flame", "tx3", 14, self), x + 59, y + 178)
        put(Label("warm", self, style="small"), x + 78, y + 177)
        put(Label("cold: none", self, style="small", role="secondary"), x + 117, y + 177)
        for number, (initials, name) in enumerate(
            (
                ("ML", "Maya Lindqvist"),
                ("TF", "Tom Ferris"),
                ("DO", "Dina Okafor"),
                ("IM", "Ivo Marek"),
            )
        ):
            put(Avatar(initials, name, number, parent=self), x + 213 + 28 * number, y + 175)

    def _inputs(self, x: int, y: int) -> None:
        plain, focused = LineEdit(self), LineEdit(self)
        put(Field("Default", plain, self), x + 15, y + 13, 147)
        put(Field("Focus", focused, self), x + 170, y + 13, 147)
        plain.setText("500")
        focused.setText("500")
        self.focused = focused
        edit = LineEdit(self, placeholder="day and time", icon="ph.calendar-blank")
        field = Field("Next touch", edit, self, required=True)
        field.set_error("Set the day of the next touch.")
        put(field, x + 15, y + 73, 302)
        on, off = CheckBox("On", self, style="small"), CheckBox("Off", self, style="small")
        on.setChecked(True)
        one, two = RadioButton("One", self, style="small"), RadioButton("Two", self, style="small")
        one.setAutoExclusive(False)  # another pair stands on the same sheet
        one.setChecked(True)
        for widget, left in ((on, 15), (off, 65), (one, 117), (two, 174)):
            put(widget, x + left, y + 149)

    def _cards(self, x: int, y: int) -> None:
        put(Card(self, "idle"), x + 8, y + 8, 155, 107)
        put(Card(self, "selected"), x + 169, y + 8, 155, 107)
        put(Label("default", self, style="meta", weight=theme.REGULAR, ink="tx2"), x + 15, y + 120)
        put(
            Label("selected, focus", self, style="meta", weight=theme.REGULAR, ink="tx2"),
            x + 168,
            y + 120,
        )
        text = "105 px: 6 + 20 + 17 + 22 + 6, stub 32."
        put(Label(text, self, style="small", role="secondary"), x + 15, y + 145)
        text = "Notch Ø 10, dots 2 px. Gap 8."
        put(Label(text, self, style="small", role="secondary"), x + 15, y + 163)

    def _drag(self, x: int, y: int) -> None:
        put(Target(self, "col", "ac"), x + 15, y + 13, 147, 112)
        put(Label("Awaiting payment", self, style="small", weight=theme.SEMIBOLD), x + 24, y + 25)
        text = "Drop here · £5,870 → £6,235"
        put(Label(text, self, style="small", ink="ac_tx", lines=0), x + 24, y + 61, 126)
        put(Target(self, "er_t", "er"), x + 170, y + 13, 147, 112)
        put(Icon("prohibit", "er", 14, self), x + 179, y + 26)
        put(Label("Refused", self, style="small", weight=theme.SEMIBOLD, ink="er"), x + 196, y + 25)
        text = "Asks for a reason. Cannot be saved without one."
        put(Label(text, self, style="small", ink="er", lines=0), x + 179, y + 50, 128)

    def _undo(self, x: int, y: int) -> None:
        moved = Toast("Moved to Awaiting payment", self, action="Undo", shortcut="Ctrl+Z")
        put(moved, x + 15, y + 13, 302, 40)
        mail = Toast(
            "",
            self,
            icon="ph.paper-plane-tilt",
            action="Undo",
            countdown=lambda left: f"E-mail leaves in {left} s",
        )
        put(mail, x + 15, y + 61, 302, 40)
        text = "8 s, bottom left, one at a time. Stays while the pointer or focus is on it."
        put(Label(text, self, style="small", role="secondary", lines=0), x + 15, y + 109, 302)

    def _sync(self, x: int, y: int) -> None:
        rows = (
            ("cloud-check", "ok", "Synced", " 2 min ago"),
            ("arrows-clockwise", "ac_tx", "Sending", " 7 of 12"),
            ("cloud-slash", "wa", "Offline", " · 12 changes waiting"),
            ("arrows-left-right", "mg", "1 conflict", " · your choice is needed"),
            ("warning-circle", "er", "Hub refuses", " · wrong version, update"),
        )
        for number, (icon, ink, state, rest) in enumerate(rows):
            top = y + 17 + 28 * number
            put(Icon(icon, ink, 16, self), x + 15, top + 2)
            runs = [Run(state, theme.SEMIBOLD, ink), Run(rest)]
            put(Label(runs, self, role="secondary"), x + 40, top)

    def _progress(self, x: int, y: int) -> None:
        row = ProgressRow("Reading statement…", self, can_stop=False)
        row.set_progress(214, 640)
        put(row, x + 15, y + 12, 302, 36)
        bars = Skeleton(parent=self)
        bars.show_now()
        put(bars, x + 15, y + 59, 302)
        text = "Bars only after 300 ms. Stop with Esc."
        put(Label(text, self, style="small", role="secondary"), x + 15, y + 119)

    def _state(self, x: int, y: int, state: EmptyState, *buttons: Button) -> None:
        for button in buttons:
            state.add_button(button)
        put(state, x + 1, y + 1, WIDTH - 2, ROWS[2][1] - 2)

    def _empty(self, x: int, y: int) -> None:
        state = EmptyState("No deals in this stage", "Drop a card here or press Ctrl N.", self)
        self._state(x, y, state, Button("New deal", size="small", icon="ph.plus"))

    def _done(self, x: int, y: int) -> None:
        text = "Tomorrow starts at 9:30 with Pelham & Rook.\nNorm left: 12 dials."
        state = EmptyState("Today is done: 28 of 28", text, self, icon="ph.check-circle", ink="ok")
        repeats = Button("Call repeats due, 6", kind="primary", size="small")
        self._state(x, y, state, repeats, Button("Tomorrow’s list", size="small"))

    def _nothing(self, x: int, y: int) -> None:
        title = "Nothing for “07700 900 999”"
        text = "Searched clients, orders and invoices."
        state = EmptyState(title, text, self, icon="ph.magnifying-glass")
        new = Button("New client with this number", size="small", icon="ph.plus", shortcut="Return")
        self._state(x, y, state, new)

    def _closed(self, x: int, y: int) -> None:
        text = "The owner gives access: Settings, Roles.\nYour request takes one click."
        state = EmptyState("Payments are closed to you", text, self, icon="ph.lock")
        self._state(x, y, state, Button("Ask for access", size="small"))

    def _error(self, x: int, y: int) -> None:
        put(Icon("warning-circle", "er", 18, self), x + 15, y + 13)
        put(Label("E-mail did not go out", self, weight=theme.SEMIBOLD), x + 41, y + 13)
        text = "smtp.rooklane.example did not accept the password. The letter waits in Outbox, nothing is lost."
        put(Label(text, self, style="small", role="secondary", lines=0), x + 41, y + 33, 276)
        put(Button("Check settings", self, kind="primary", size="small"), x + 41, y + 89)
        put(Button("Try again", self, size="small"), x + 153, y + 89)
        put(Button("Details", self, kind="quiet", size="small"), x + 232, y + 89)

    def _conflict(self, x: int, y: int) -> None:
        put(Icon("arrows-left-right", "mg", 16, self), x + 15, y + 15)
        title = "Kestrel Cycles was changed in two places"
        put(Label(title, self, weight=theme.SEMIBOLD), x + 37, y + 13)
        for text, left in (("You, offline, 10:41", 39), ("Tom Ferris, 10:55", 182)):
            put(Label(text, self, style="small", role="secondary"), x + left, y + 41)
        mine, theirs = (
            RadioButton("Fri 23 Oct", self, style="small"),
            RadioButton("Mon 26 Oct", self, style="small"),
        )
        mine.setChecked(True)
        put(mine, x + 39, y + 57)
        put(theirs, x + 182, y + 57)
        put(Button("Keep mine", self, kind="primary", size="small"), x + 15, y + 87)
        put(Button("Take Tom’s", self, size="small"), x + 101, y + 87)
        put(Label("both stay in history", self, style="small", role="secondary"), x + 208, y + 93)

    def _banners(self, x: int, y: int) -> None:
        offline = [
            bold("Working offline since 10:38."),
            Run(" 12 changes will be sent when the hub is back."),
        ]
        put(Banner(offline, "warning", self, icon="ph.cloud-slash"), x + 15, y + 13, 302, 48)
        backup = [bold("No backup for 8 days."), Run(" Choose a folder or a USB drive.")]
        put(
            Banner(backup, "danger", self, icon="ph.warning", action="Set"), x + 15, y + 69, 302, 48
        )

    def _type(self, x: int, y: int) -> None:
        put(Label("Title 24 / 32", self, style="title"), x + 15, y + 13)
        put(Label("Page 20 / 28 · £1,870.00", self, style="page"), x + 15, y + 45)
        put(Label("Section 14 / 20 semibold", self, style="section"), x + 15, y + 73)
        put(Label("Body 13 / 20 · Заказ № C-0418", self), x + 15, y + 93)
        small = Label("Secondary 12 / 16 ·", self, style="small", role="secondary")
        made = put(small, x + 15, y + 113)
        meta = Label("meta 11 / 16", self, style="meta", weight=theme.REGULAR, ink="tx3")
        put(meta, made.geometry().right() + 5, y + 113)


def render(wish: theme.Wish, path: Path, text_size: int = 100) -> None:
    """Write the sheet in that theme. Needs the application."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("The sheet needs an application.")
    theme.apply(app, wish, text_size)
    sheet = Sheet()
    sheet.show()
    sheet.activateWindow()
    app.processEvents()
    if sheet.focused is not None:
        sheet.focused.setFocus(Qt.FocusReason.OtherFocusReason)
        sheet.focused.end(False)
    app.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.grab().save(str(path))
    sheet.close()


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) < 3 or sys.argv[1] not in ("light", "dark"):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    app = QApplication(sys.argv[:1])
    size = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    render("dark" if sys.argv[1] == "dark" else "light", Path(sys.argv[2]), size)
    app.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
