# SPDX-License-Identifier: Apache-2.0
"""What stands in the header of the Clients page: the search with its count, and what the person may do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.clients import actions
from desktop.views.page import PageHeader
from desktop.views.session import Person
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit

_SEARCH_WIDTH, _LEAST_SEARCH = 280, 120
_BESIDE = 784
"""What the header needs besides the search."""


class ClientTools:
    """The controls themselves; the page says what they do."""

    def __init__(self, header: PageHeader, person: Person, parent: QWidget) -> None:
        self.search = LineEdit(
            parent,
            placeholder=lambda: _("Name, phone or e-mail"),
            icon="magnifying-glass",
            shortcut="/",
        )
        self.search.say_as(lambda: _("Search clients"))
        self.search.setFixedWidth(_SEARCH_WIDTH)
        self.count = Label("", parent, style="body", role="secondary")
        self.bring = Button(lambda: _("Import"), parent, icon="upload-simple")
        self.new = Button(
            lambda: _("New client"), parent, kind="primary", icon="plus", shortcut="Ctrl+N"
        )
        self.export = icon_button(
            "download-simple", lambda: _("Export this list…"), parent, kind="default"
        )
        self.duplicates = icon_button(
            "users", lambda: _("Look for duplicates"), parent, kind="default", shortcut="D"
        )
        header.add_after(self.count)
        header.add_after(self.search)
        for tool in (self.duplicates, self.bring, self.export):
            header.add_tool(tool)
        self.export.setVisible(person.may(actions.EXPORT_RIGHT))
        self.bring.setVisible(person.may(actions.IMPORT_RIGHT))
        for tool in () if person.may(actions.SELL) else (self.duplicates, self.new):
            tool.hide()

    def adapt(self, width: int) -> None:
        """Give the search what a window of this width leaves for it."""
        wide = max(_LEAST_SEARCH, min(_SEARCH_WIDTH, width - _BESIDE))
        self.search.setFixedWidth(theme.px(wide))
