# SPDX-License-Identifier: Apache-2.0
"""Every page of the window, declared; a page's module is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from desktop.background.backup_loop import BackupLoop
from desktop.frozen import dataclass
from desktop.i18n import N_
from desktop.models.walk import Walk
from desktop.values.rows.board import Board, BoardWish
from desktop.views.context import Context
from desktop.views.navigation import PageSpec, RailGroup
from desktop.views.page import Page


@dataclass(frozen=True, slots=True)
class Shared:
    """What several pages have in common: the walk through a list, the board read before the shop was open, backups.

    `after_paint` calls something once the window has been seen, before anything is loaded behind it.
    """

    walk: Walk
    first_board: Callable[[BoardWish], Board | None]
    after_paint: Callable[[Callable[[], None]], None]
    backups: BackupLoop
    restore: Callable[[Path], None]
    back: Callable[[], None]


def page_specs(context: Context, shared: Shared) -> list[PageSpec]:
    """The pages in the order of the rail."""
    return [
        *_day_pages(context),
        *_card_pages(context, shared),
        *_client_pages(context),
        *_shop_pages(context),
        *_manage_pages(context),
        PageSpec(
            "settings",
            N_("Settings"),
            "gear-six",
            lambda: _settings(context, shared),
            RailGroup.FOOT,
        ),
    ]


def _day_pages(context: Context) -> list[PageSpec]:
    return [
        PageSpec(
            "today",
            N_("Today"),
            "compass",
            lambda: _today(context),
            RailGroup.WORK,
            1,
            counter="today",
        ),
        PageSpec(
            "agenda",
            N_("Agenda"),
            "calendar-blank",
            lambda: _agenda(context),
            under="today",
            is_named=True,
        ),
        PageSpec(
            "month",
            N_("My month"),
            "target",
            lambda: _month(context),
            rights=("sell",),
            under="today",
            is_named=True,
        ),
        PageSpec(
            "touches",
            N_("All touches"),
            "list",
            lambda: _touches(context),
            under="today",
            is_named=True,
        ),
        PageSpec(
            "to_look_at",
            N_("To look at"),
            "tray",
            lambda: _to_look_at(context),
            RailGroup.WORK,
            2,
            counter="to_look_at",
            keys=("Ctrl+Shift+L",),
            only_counted=True,
        ),
    ]


def _card_pages(context: Context, shared: Shared) -> list[PageSpec]:
    return [
        PageSpec(
            "leads",
            N_("Leads"),
            "funnel",
            lambda: _leads(context, shared),
            RailGroup.WORK,
            3,
            rights=("sell",),
        ),
        PageSpec(
            "deals", N_("Deals"), "columns", lambda: _deals(context, shared), RailGroup.WORK, 4
        ),
        PageSpec("deal", N_("Deal"), "columns", lambda: _deal(context, shared), under="deals"),
        PageSpec("lead", N_("Lead"), "funnel", lambda: _lead(context, shared), under="leads"),
        PageSpec(
            "lead_import",
            N_("Import leads"),
            "upload-simple",
            lambda: _lead_import(context),
            rights=("import",),
            under="leads",
        ),
    ]


def _client_pages(context: Context) -> list[PageSpec]:
    return [
        PageSpec(
            "clients", N_("Clients"), "users-three", lambda: _clients(context), RailGroup.WORK, 5
        ),
        PageSpec("company", N_("Client"), "users-three", lambda: _client(context), under="clients"),
        PageSpec("contact", N_("Client"), "users-three", lambda: _client(context), under="clients"),
        PageSpec(
            "duplicates",
            N_("Duplicates"),
            "users",
            lambda: _duplicates(context),
            rights=("sell",),
            under="clients",
            is_named=True,
        ),
        PageSpec(
            "client_import",
            N_("Import clients"),
            "upload-simple",
            lambda: _client_import(context),
            rights=("import",),
            under="clients",
        ),
    ]


def _shop_pages(context: Context) -> list[PageSpec]:
    return [
        PageSpec(
            "counter",
            N_("Counter order"),
            "storefront",
            lambda: _counter(context),
            RailGroup.SHOP,
            1,
            rights=("take_orders",),
            action="order.new",
        ),
        PageSpec(
            "payments",
            N_("Payments"),
            "bank",
            lambda: _payments(context),
            RailGroup.SHOP,
            3,
            rights=("confirm_payments",),
            counter="payments",
        ),
    ]


def _manage_pages(context: Context) -> list[PageSpec]:
    return [
        PageSpec(
            "stages",
            N_("Stages, scripts"),
            "sliders-horizontal",
            lambda: _stages(context),
            RailGroup.MANAGE,
            3,
            rights=("edit_stages",),
        ),
        PageSpec(
            "control",
            N_("Day control"),
            "clipboard-text",
            lambda: _control(context),
            RailGroup.MANAGE,
            4,
            rights=("hand_cards_over",),
            counter="control",
        ),
    ]


def _stages(context: Context) -> Page:
    from desktop.views.settings.stages_page import StagesPage

    return StagesPage(context)


def _control(context: Context) -> Page:
    from desktop.views.control.page import ControlPage
    from desktop.views.questions.first_hint import Hint, add_hint

    page = ControlPage(context)
    add_hint(context, page, Hint.CONTROL)
    return page


def _today(context: Context) -> Page:
    from desktop.views.navigator.page import NavigatorPage
    from desktop.views.questions.first_hint import Hint, add_hint

    page = NavigatorPage(context, lambda deal_id: _open_wizard(context, page, deal_id))
    add_hint(context, page, Hint.TODAY)
    return page


def _open_wizard(context: Context, page: Page, deal_id: UUID) -> None:
    from desktop.views.contract.desk import ContractDesk
    from desktop.views.contract.wizard import ContractWizard

    ContractWizard(page, ContractDesk(context, deal_id)).open()


def _touches(context: Context) -> Page:
    from desktop.views.today.page import TodayPage

    return TodayPage(context)


def _agenda(context: Context) -> Page:
    from desktop.views.agenda.page import AgendaPage

    return AgendaPage(context)


def _month(context: Context) -> Page:
    from desktop.views.month.page import MonthPage

    return MonthPage(context)


def _to_look_at(context: Context) -> Page:
    from desktop.views.to_look_at.page import LookPage

    return LookPage(context)


def _deals(context: Context, shared: Shared) -> Page:
    from desktop.views.board.page import BoardPage

    page = BoardPage(context, shared.walk)
    board = shared.first_board(page.first_wish())
    if board is not None:
        page.show_first(board)
        if board.more:
            whole = BoardWish(board.pipeline.id)
            shared.after_paint(lambda: page.show_first(shared.first_board(whole)))
    return page


def _leads(context: Context, shared: Shared) -> Page:
    from desktop.views.board.leads_page import LeadsPage
    from desktop.views.questions.first_hint import Hint, add_hint

    page = LeadsPage(context, shared.walk)
    add_hint(context, page, Hint.LEADS)
    return page


def _lead(context: Context, shared: Shared) -> Page:
    from desktop.views.card.lead_page import LeadPage

    return LeadPage(context, shared.walk, back=shared.back)


def _deal(context: Context, shared: Shared) -> Page:
    from desktop.views.card.deal_page import DealPage, Doors
    from desktop.views.counter.ticket_printer import TicketPrinter

    def wizard(deal_id: UUID) -> None:
        _open_wizard(context, page, deal_id)

    def ticket(deal_id: UUID) -> None:
        printer.ticket(deal_id)

    def payment(deal_id: UUID) -> None:
        from desktop.views.money_dialog import RecordPaymentDialog

        RecordPaymentDialog(page, context, deal_id).open()

    doors = Doors(wizard=wizard, ticket=ticket, payment=payment, back=shared.back)
    page = DealPage(context, shared.walk, doors)
    printer = TicketPrinter(context, page)
    return page


def _clients(context: Context) -> Page:
    from desktop.views.clients.page import ClientsPage

    return ClientsPage(context)


def _client(context: Context) -> Page:
    from desktop.views.clients.client_card import ClientCard

    return ClientCard(context)


def _duplicates(context: Context) -> Page:
    from desktop.views.clients.duplicates_page import DuplicatesPage

    return DuplicatesPage(context)


def _client_import(context: Context) -> Page:
    from desktop.views.clients.import_page import ImportPage

    return ImportPage(context)


def _lead_import(context: Context) -> Page:
    from desktop.values.states import Channel
    from desktop.views.clients.import_page import ImportPage

    return ImportPage(context, Channel.COLD_LIST.value)


def _counter(context: Context) -> Page:
    from desktop.views.counter.page import CounterPage

    return CounterPage(context)


def _payments(context: Context) -> Page:
    from desktop.views.payments.page import PaymentsPage

    return PaymentsPage(context)


def _settings(context: Context, shared: Shared) -> Page:
    from desktop.views.settings.page import SettingsPage

    return SettingsPage(context, backups=shared.backups, restore=shared.restore)
