# SPDX-License-Identifier: Apache-2.0
"""The tables of one client's page: deals, papers, money and what happened."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop.i18n import N_, _
from desktop.models.client_words import (
    ClientWords,
    event_icon,
    event_text,
    event_title,
)
from desktop.models.lent import lent_line
from desktop.models.rows import Column, RowsModel
from desktop.values.initials import initials, tint
from desktop.values.rows.clients import ClientDeal, ClientDocument, ClientEvent, ClientPayment
from desktop.values.states import PaymentMethod, StageKind

_INKS = {"accent": "ac", "violet": "vi", "success": "ok", "neutral": "tx3"}


class ClientDealsModel(RowsModel[ClientDeal]):
    """A client's deals, newest first."""

    def __init__(self, words: ClientWords, parent: QObject | None = None) -> None:
        super().__init__(
            _deal_columns(words),
            key=lambda deal: deal.id,
            spoken=lambda deal: _spoken_deal(deal, words),
            parent=parent,
        )


class ClientPapersModel(RowsModel[ClientDocument]):
    """The papers of all of a client's deals, newest first."""

    def __init__(self, words: ClientWords, parent: QObject | None = None) -> None:
        columns: tuple[Column[ClientDocument], ...] = (
            Column(
                "name",
                N_("Document"),
                text=lambda paper: paper.name,
                icon=lambda _paper: ("file-text", "tx3"),
                is_strong=True,
            ),
            Column(
                "version",
                N_("Version"),
                text=lambda paper: str(paper.version or ""),
                is_number=True,
            ),
            Column("deal", N_("Deal"), text=lambda paper: paper.deal),
            Column("made", N_("Made"), text=lambda paper: words.moment(paper.created_at)),
        )
        super().__init__(columns, key=lambda paper: paper.id, parent=parent)


class ClientMoneyModel(RowsModel[ClientPayment]):
    """Payments of all of a client's deals, newest first."""

    def __init__(self, words: ClientWords, parent: QObject | None = None) -> None:
        columns: tuple[Column[ClientPayment], ...] = (
            Column("at", N_("When"), text=lambda paid: words.moment(paid.at)),
            Column(
                "sum",
                N_("Sum"),
                text=lambda paid: words.sum(paid.amount, paid.currency),
                is_number=True,
                is_strong=True,
            ),
            Column("method", N_("How"), text=_method),
            Column(
                "state",
                N_("State"),
                text=lambda paid: _("received") if paid.is_received else _("to confirm"),
                chip=lambda paid: (
                    ("success", "check-circle") if paid.is_received else ("warning", "clock")
                ),
            ),
            Column("deal", N_("Deal"), text=lambda paid: paid.deal),
        )
        super().__init__(columns, key=lambda paid: paid.id, parent=parent)


class ClientHistoryModel(RowsModel[ClientEvent]):
    """What happened on all of a client's deals, newest first."""

    def __init__(self, words: ClientWords, parent: QObject | None = None) -> None:
        columns: tuple[Column[ClientEvent], ...] = (
            Column(
                "what",
                N_("What happened"),
                text=lambda event: event_title(event, words),
                detail=event_text,
                icon=_event_look,
            ),
            Column("deal", N_("Deal"), text=lambda event: event.deal),
            Column("at", N_("When"), text=lambda event: words.moment(event.at)),
            Column(
                "by",
                "",
                avatar=lambda event: (initials(event.by), tint(event.by_id)) if event.by else None,
            ),
        )
        super().__init__(
            columns,
            key=lambda event: (event.happened, event.id),
            spoken=lambda event: _spoken_event(event, words),
            parent=parent,
        )


def _deal_columns(words: ClientWords) -> tuple[Column[ClientDeal], ...]:
    return (
        Column(
            "title",
            N_("Deal"),
            text=lambda deal: deal.title,
            detail=lambda deal: " · ".join(filter(None, (deal.number, _lent(deal)))),
            is_strong=True,
        ),
        Column(
            "stage",
            N_("Stage"),
            text=lambda deal: deal.stage,
            chip=lambda deal: _STAGE_CHIPS.get(deal.stage_kind, ("neutral", "")),
        ),
        Column(
            "sum",
            N_("Sum"),
            text=lambda deal: words.sum(deal.amount, deal.currency),
            detail=lambda deal: _paid_words(deal, words),
            is_number=True,
            is_strong=True,
        ),
        Column("created", N_("Begun"), text=lambda deal: words.day(deal.created_at)),
        Column(
            "touch",
            N_("Next touch"),
            text=lambda deal: (
                words.touch(deal.touch_at, deal.touch_kind)[0] if _is_open(deal) else ""
            ),
            chip=lambda deal: (
                words.touch(deal.touch_at, deal.touch_kind)[1:] if _is_open(deal) else None
            ),
        ),
        Column(
            "holder",
            "",
            avatar=lambda deal: (
                (initials(deal.holder), tint(deal.holder_id)) if deal.holder else None
            ),
        ),
    )


_STAGE_CHIPS = {
    StageKind.OPEN.value: ("accent", ""),
    StageKind.WON.value: ("success", "check-circle"),
    StageKind.LOST.value: ("danger", "prohibit"),
}


def _lent(deal: ClientDeal) -> str:
    return lent_line(deal.lent) if deal.lent is not None else ""


def _is_open(deal: ClientDeal) -> bool:
    return deal.stage_kind == StageKind.OPEN


def _paid_words(deal: ClientDeal, words: ClientWords) -> str:
    if deal.stage_kind == StageKind.LOST or not deal.amount:
        return ""
    if deal.paid >= deal.amount:
        return _("paid")
    left = words.sum(deal.amount - deal.paid, deal.currency)
    return _("{sum} to pay").format(sum=left) if deal.paid else ""


def _method(paid: ClientPayment) -> str:
    word = PaymentMethod.words(paid.method)
    return _("{method}, paid back").format(method=word) if paid.amount < 0 else word


def _event_look(event: ClientEvent) -> tuple[str, str]:
    icon, tone = event_icon(event)
    return icon, _INKS[tone]


def _spoken_deal(deal: ClientDeal, words: ClientWords) -> str:
    touch = words.touch(deal.touch_at, deal.touch_kind)[0] if _is_open(deal) else ""
    parts = [
        deal.title,
        deal.number,
        deal.stage,
        words.sum(deal.amount, deal.currency),
        _paid_words(deal, words),
        touch,
        deal.holder,
        _lent(deal),
    ]
    return ", ".join(part for part in parts if part)


def _spoken_event(event: ClientEvent, words: ClientWords) -> str:
    parts = [event_title(event, words), event_text(event), event.deal, words.moment(event.at)]
    return ", ".join(part for part in (*parts, event.by) if part)
