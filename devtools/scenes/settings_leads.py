# SPDX-License-Identifier: Apache-2.0
"""Who takes leads, as the head sets it, and what is asked where somebody leaves."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.models.handover import Sharing, Wish
from desktop.models.settings import Section
from desktop.values.lead_rules import Rule, Way
from desktop.views.questions.handover_panel import HandoverDialog
from desktop.views.settings.people import PeopleSection
from devtools import scenes
from devtools.scenes import handover
from devtools.scenes.frame import words
from devtools.scenes.settings import Desk, let_work, settled, window


def _leaves(window: QWidget) -> None:
    """Somebody leaves, and what was theirs is shared."""
    view = settled(window).view
    assert isinstance(view, PeopleSection)
    dialog = HandoverDialog(view.context, view)
    dialog.form.leaves = dialog.form.is_person = True
    dialog.form.show_offer(handover.offer(), Wish(sharing=Sharing.LOAD))
    dialog.open()


def _lead_rules(window: QWidget) -> None:
    """Three rules: e-mails to one, big orders to another, the rest in turn."""
    page = settled(window)
    assert isinstance(window, Desk)
    names = words("Tom Ferris|Dina Okafor|Ivo Marek", "Егор Тихонов|Нина Белова|Марат Каримов")

    def fill(uow: commands.UnitOfWork) -> None:
        people = [
            commands.people.add_person(uow, name=name, roles=["manager"])
            for name in names.split("|")
        ]
        uow.flush()
        for rule in (
            Rule(Way.TURN, channel="email", people=(people[1],)),
            Rule(Way.LOAD, channel="website", people=tuple(people[:2])),
            Rule(Way.TURN),
            Rule(Way.QUEUE, channel="cold_list"),
        ):
            commands.lead_rules.set_rule(uow, rule=rule)
            uow.flush()

    window.tasks.run(fill)
    let_work()
    page.view.refresh()
    let_work()


scenes.add("settings-people-leaves", partial(window, Section.PEOPLE), prepare=_leaves)
scenes.add("settings-leads-rules", partial(window, Section.LEADS), prepare=_lead_rules)
scenes.add(
    "settings-leads-low", partial(window, Section.LEADS), size=(1024, 600), prepare=_lead_rules
)
