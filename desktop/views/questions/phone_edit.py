# SPDX-License-Identifier: Apache-2.0
"""A line for a phone: typed in any notation, written as people here read it once it is left or back from a draft."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.background.tasks import Tasks
from desktop.i18n import _
from desktop.values.phone import pretty_phone, try_phone
from desktop.views.widgets.typed_edits import ReadEdit


class PhoneEdit(ReadEdit[str]):
    """What is no phone stays as it was typed; whoever stores it says so."""

    def __init__(self, tasks: Tasks, parent: QWidget, *, icon: str = "") -> None:
        super().__init__(
            self._written, str, parent, placeholder=lambda: _("07700 900 342"), icon=icon
        )
        self._country = ""
        tasks.fetch(
            f"where phones are, for {id(self)}",
            lambda r: queries.client_lists.country(r),
            then=self._know,
        )

    def _know(self, country: str) -> None:
        self._country = country
        if self.text() and not self.hasFocus():
            self.set_value(self._written(self.text()))

    def _written(self, text: str) -> str:
        phone = try_phone(text, self._country) if self._country else None
        if phone is None:
            return text
        pretty = pretty_phone(phone.digits, self._country)
        # An extension, or a country that is not known here, would be lost.
        return pretty if try_phone(pretty, self._country) == phone else text
