# SPDX-License-Identifier: Apache-2.0
"""Which module shows which section; each is loaded when its section is first opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.background.backup_loop import BackupLoop
from desktop.models.settings import Section
from desktop.views.context import Context
from desktop.views.settings.section import SectionView


@dataclass(frozen=True, slots=True)
class Given:
    """What a section is made of: the desk, where it lives, the way to others, the backups and how one is put back."""

    context: Context
    parent: QWidget
    go: Callable[[Section], None]
    backups: BackupLoop | None = None
    restore: Callable[[Path], None] | None = None


def make(section: Section, given: Given) -> SectionView:
    """The view of a section."""
    return _MAKERS[section](given)


def _start(given: Given) -> SectionView:
    from desktop.views.settings.first_steps import FirstStepsSection

    return FirstStepsSection(given.context, given.parent, go=given.go, backups=given.backups)


def _firm(given: Given) -> SectionView:
    from desktop.views.settings.firm import FirmSection

    return FirmSection(given.context, given.parent)


def _people(given: Given) -> SectionView:
    from desktop.views.settings.people import PeopleSection

    return PeopleSection(given.context, given.parent)


def _prices(given: Given) -> SectionView:
    from desktop.views.settings.prices import PricesSection

    return PricesSection(given.context, given.parent)


def _plans(given: Given) -> SectionView:
    from desktop.views.settings.touch_plans import TouchPlansSection

    return TouchPlansSection(given.context, given.parent)


def _norms(given: Given) -> SectionView:
    from desktop.views.settings.norms import NormsSection

    return NormsSection(given.context, given.parent)


def _leads(given: Given) -> SectionView:
    from desktop.views.settings.lead_rules import LeadRulesSection

    return LeadRulesSection(given.context, given.parent)


def _mail(given: Given) -> SectionView:
    from desktop.views.settings.mail import MailSection

    return MailSection(given.context, given.parent)


def _printing(given: Given) -> SectionView:
    from desktop.views.settings.printing import PrintingSection

    return PrintingSection(given.context, given.parent)


def _templates(given: Given) -> SectionView:
    from desktop.views.settings.templates import TemplatesSection

    return TemplatesSection(given.context, given.parent)


def _hours(given: Given) -> SectionView:
    from desktop.views.settings.hours import HoursSection

    return HoursSection(given.context, given.parent)


def _reminders(given: Given) -> SectionView:
    from desktop.views.settings.reminders import RemindersSection

    return RemindersSection(given.context, given.parent)


def _backup(given: Given) -> SectionView:
    from desktop.views.settings.backup import BackupSection

    assert given.backups is not None
    assert given.restore is not None
    return BackupSection(given.context, given.parent, backups=given.backups, restore=given.restore)


def _look(given: Given) -> SectionView:
    from desktop.views.settings.appearance import AppearanceSection

    return AppearanceSection(given.context, given.parent)


_MAKERS: dict[Section, Callable[[Given], SectionView]] = {
    Section.START: _start,
    Section.FIRM: _firm,
    Section.PEOPLE: _people,
    Section.PRICES: _prices,
    Section.PLANS: _plans,
    Section.LEADS: _leads,
    Section.NORMS: _norms,
    Section.MAIL: _mail,
    Section.PRINTING: _printing,
    Section.TEMPLATES: _templates,
    Section.HOURS: _hours,
    Section.REMINDERS: _reminders,
    Section.BACKUP: _backup,
    Section.LOOK: _look,
}
