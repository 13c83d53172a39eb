# SPDX-License-Identifier: Apache-2.0
"""The leads page and a lead's page in a real window over a real shop, driven by keys."""

from uuid import UUID

from desktop.domain.lead import Lead
from desktop.domain.pipeline import Stage
from desktop.models.walk import Walk
from desktop.views.board.leads_page import LeadsPage
from desktop.views.card.lead_page import LeadPage
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.way_back import WayBack
from tests.window_desk import WindowDesk


class LeadsDesk(WindowDesk):
    """A desk with the leads in front; a card that is opened is opened in the same window."""

    def __init__(self, *args, **wishes) -> None:
        super().__init__(*args, **wishes)
        self.way_back = WayBack(lambda: self.tasks, self.told.append)
        self.walk = Walk()

    def open(self) -> "LeadsDesk":
        """Show the window, after the test has planted its leads."""
        context = self.make_context()
        specs = [
            PageSpec(
                "leads", "Leads", "funnel", lambda: LeadsPage(context, self.walk), RailGroup.WORK, 1
            ),
            PageSpec("lead", "Lead", "funnel", lambda: LeadPage(context, self.walk), under="leads"),
        ]
        self.show_window(specs)
        self.navigator.open("leads")
        self.wait(lambda: self.page.shapes.model is not None, "the board is read")
        self.settle()
        self.page.focus_first()
        return self

    def show(self, lead: UUID) -> LeadPage:
        """Go to a lead's page and wait until it is read."""
        self.navigator.open("lead", lead)
        page = self.navigator._pages["lead"]
        assert isinstance(page, LeadPage)
        self.wait(lambda: page.feed.card is not None and page.feed.card.id == lead, "it is read")
        self.settle()
        return page

    def go(self, kind: str, id_: UUID | None) -> None:
        super().go(kind, id_)
        if kind in {"lead", "leads"}:
            self.navigator.open(kind, id_)

    @property
    def page(self) -> LeadsPage:
        page = self.navigator._pages["leads"]
        assert isinstance(page, LeadsPage)
        return page

    def undo(self) -> None:
        self.way_back.undo()

    def column(self, stage: str) -> list[str]:
        """The clients of a column's leads from the top."""
        model = self.page.shapes.model
        place = next(n for n, s in enumerate(model.stages) if s.name == stage)
        return [card.client for card in model.cards(place)]

    def choose(self, *leads: UUID) -> None:
        """Select leads, the keys beginning at the first of them."""
        self.page.shapes.cards().choose([one.bytes for one in leads])
        self.page.focus_first()

    def stage_of(self, lead: UUID) -> str:
        """The name of the stage a stored lead stands on."""
        return self.row(Stage, self.row(Lead, lead).stage_id).name
