# SPDX-License-Identifier: Apache-2.0
"""What an error looks like: a strip over the page, a bug's dialog with its report, a box without a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import APP_NAME
from desktop.errors import Bug
from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.text_area import TextArea

SECONDS = 20
_WIDEST, _MARGIN = 560, 16


def message_box(sentence: str, report: str = "") -> None:
    """Say it where there is no window yet or no more."""
    box = QMessageBox(QMessageBox.Icon.Warning, APP_NAME, sentence)
    copy = None
    if report:
        box.setDetailedText(report)
        copy = box.addButton(_("Copy report"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if copy is not None and box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(report)


def bug_sentence() -> str:
    """What people are told of any bug."""
    return _(
        "Something in the program went wrong. What was saved before is safe, this step was not. "
        "Copy the report and send it to whoever looks after the program."
    )


class Notice(QObject):
    """One sentence in a tinted strip at the bottom left of the page, whole and as long as it is read.

    A toast has room for what went well; what went wrong needs its second and third sentence too.
    """

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._banner = Banner("", "danger", area, action=lambda: _("Close"))
        self._banner.setObjectName("notice")
        self._banner.hide()
        self._banner.pressed.connect(self._banner.hide)
        self._timer = QTimer(self)
        self._timer.setInterval(SECONDS * 1000)
        self._timer.timeout.connect(self._leave)
        area.installEventFilter(self)

    def say(self, sentence: str) -> None:
        """Show the sentence, in place of the one before."""
        self._banner.set_banner(sentence, "danger", action=lambda: _("Close"))
        self._place()
        self._banner.show()
        self._banner.raise_()
        self._timer.start()

    def _leave(self) -> None:
        # Whoever has the pointer or the focus on it is still reading.
        if not self._banner.underMouse() and not self._banner.isAncestorOf(self._focus()):
            self._timer.stop()
            self._banner.hide()

    def _focus(self) -> QWidget:
        return self._area.window().focusWidget() or self._area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom left when the page changes its size."""
        if event.type() == QEvent.Type.Resize and self._banner.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        width = min(theme.px(_WIDEST), self._area.width() - 2 * _MARGIN)
        layout = self._banner.layout()
        assert layout is not None
        height = max(layout.totalHeightForWidth(width), theme.px(36))
        top = self._area.height() - _MARGIN - height
        self._banner.setGeometry(_MARGIN, top, width, height)


class BugDialog(Dialog):
    """What happened, and the report that can be copied."""

    def __init__(self, parent: QWidget, bug: Bug) -> None:
        super().__init__(
            parent, lambda: _("Something went wrong"), icon="ph.warning-circle", icon_ink="er"
        )
        self._report = bug.report()
        self.body.addWidget(Label(bug_sentence, self, lines=0))
        self._text = TextArea(self, lines=8, most=12)
        self._text.setAccessibleName(_("Report"))
        self._text.setReadOnly(True)
        self._text.set_text(self._report)
        self.body.addWidget(self._text)
        self.add_cancel(lambda: _("Close"))
        self.copy = self.set_primary(lambda: _("Copy report"))
        self.submitted.connect(self._copy)

    def add(self, bug: Bug) -> None:
        """Put another bug's report below the first."""
        self._report = f"{self._report}\n\n{bug.report()}"
        self._text.set_text(self._report)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copy.set_content(lambda: _("Copied"), icon="ph.check")
