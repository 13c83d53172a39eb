# SPDX-License-Identifier: Apache-2.0
"""Who may be the same as the client of the open page: at the number or address just typed, and altogether."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from desktop import queries
from desktop.i18n import _
from desktop.values.phone import try_phone
from desktop.values.rows.clients import ClientPage
from desktop.values.rows.duplicates import LEAD, DuplicateFound, Sought
from desktop.views.clients.client_panel import EMAIL, ClientPanel
from desktop.views.context import Context
from desktop.views.questions.similar import SimilarHints


class SameClient:
    """Says it at the fact with a link to the other one, and in a panel from which both are compared."""

    def __init__(self, context: Context, panel: ClientPanel, *, may_join: bool) -> None:
        self._context, self._panel, self._may_join = context, panel, may_join
        self._page: ClientPage | None = None
        self._same: dict[str, DuplicateFound] = {}
        self.hints = SimilarHints(
            context, panel, (_compare_word, self._compare), asks="like this client"
        )
        panel.phones.linked.connect(self.open)
        panel.facts[EMAIL].linked.connect(lambda: self.open(EMAIL))

    def forget(self) -> None:
        """Another client is shown."""
        self._page = None
        self._same = {}
        self._panel.clear_notes()
        self.hints.show_found(())

    def forget_email(self) -> None:
        """The address is being changed."""
        self._same.pop(EMAIL, None)

    def show_page(self, page: ClientPage) -> None:
        """Look who is like this client."""
        self._page = page
        self._say()
        if not self._may_join or page.is_archived:
            self.hints.show_found(())
            return
        self._context.tasks.fetch(
            "like this client",
            lambda reader: queries.duplicates.of_client(reader, page.id),
            then=self.hints.show_found,
        )

    def look_for_number(self, text: str) -> None:
        """A number was typed."""
        page = self._page
        number = try_phone(text, page.country) if page is not None else None
        if number is not None:
            self._look(number.digits, Sought(phones=(text,)))

    def look_for_email(self, text: str) -> None:
        """An address was typed."""
        self._look(EMAIL, Sought(emails=(text,)))

    def open(self, key: str) -> None:
        """Go to the one whose number or address it is."""
        same = self._same.get(key)
        if same is not None:
            self._context.go(same.kind, same.id)

    def _look(self, key: str, sought: Sought) -> None:
        page = self._page
        if page is None:
            return
        mine = (page.id, *(person.id for person in page.people), page.company_id or page.id)
        self._context.tasks.fetch(
            f"same {key}",
            lambda reader: queries.duplicates.find(reader, sought, but=mine),
            then=partial(self._found, page.id, key),
        )

    def _found(self, client_id: UUID, key: str, found: tuple[DuplicateFound, ...]) -> None:
        if self._page is None or client_id != self._page.id:
            return
        self._same.pop(key, None)
        if found:
            self._same[key] = found[0]
        self._say()

    def _say(self) -> None:
        for key, same in self._same.items():
            if key == EMAIL:
                sentence = _("This e-mail belongs to {client}.").format(client=same.name)
                self._panel.facts[EMAIL].set_note(sentence, has_link=True)
            else:
                sentence = _("This number belongs to {client}.").format(client=same.name)
                self._panel.phones.say(key, sentence)

    def _compare(self, _twin: DuplicateFound) -> None:
        if self._page is not None:
            self._context.go("duplicates", self._page.id)


def _compare_word(twin: DuplicateFound) -> str:
    return "" if twin.kind == LEAD else _("Compare")
