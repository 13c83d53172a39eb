# SPDX-License-Identifier: Apache-2.0
"""A shop that can make papers: its templates, a firm's deal ready for its contract, and a mail server's settings."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from desktop.clock import Clock
from desktop.commands import shop as shop_commands
from desktop.commands import templates
from desktop.commands.shop import ShippedTemplate
from desktop.flows import new_shop
from desktop.storage import blobs
from desktop.storage.unit_of_work import UnitOfWork
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.outbox import MAIL, MailSettings
from tests.shop import OpenShop, open_shop
from tests.smtp_server import HOST, PostOffice

ENGLISH = Requisites(
    legal_name="Oak & Lime Bakery Ltd",
    short_name="Oak & Lime",
    company_number="00000342",
    address="14 Mill Row, Eastham",
    signatory_name="Paul Hartwell",
    signatory_post="director",
    email="orders@oakandlime.example",
)
RUSSIAN = Requisites(
    legal_name="Общество с ограниченной ответственностью «Липа»",
    short_name="ООО «Липа»",
    inn="0017483204",
    kpp="001701001",
    ogrn="1260000003427",
    address="000014, г. Еловск, ул. Мельничная, д. 14, пом. 2",
    signatory_name="Липина Мария Олеговна",
    signatory_post="директор",
    signatory_basis="устава",
    bik="040000742",
    bank="АО «Банк Брод», г. Еловск",
    correspondent="30101810100000000742",
    account="40702810000000000342",
    email="zakaz@lipa.example",
)
OUR_ENGLISH = Requisites(
    legal_name="Rook Lane Print Ltd",
    company_number="00000118",
    vat_id="GB000000118",
    address="3 Rook Lane, Eastham",
    signatory_name="Ada Rook",
    signatory_post="director",
)
OUR_RUSSIAN = Requisites(
    legal_name="Общество с ограниченной ответственностью «Грачёвский двор»",
    short_name="ООО «Грачёвский двор»",
    inn="0017000118",
    kpp="001701001",
    ogrn="1260000001183",
    address="000003, г. Еловск, ул. Грачёва, д. 3",
    signatory_name="Грачёва Ада Ильинична",
    signatory_post="генеральный директор",
    signatory_basis="устава",
    bik="040000742",
    bank="АО «Банк Брод», г. Еловск",
    correspondent="30101810100000000742",
    account="40702810100000000118",
)


def paper_shop(tmp_path: Path, language: str = "en", clock: Clock | None = None) -> OpenShop:
    """A shop with the shipped templates and a firm whose requisites are complete."""
    shop = open_shop(tmp_path, clock, language=language)
    own = OUR_RUSSIAN if language == "ru" else OUR_ENGLISH
    fields: dict[str, object] = {"requisites": own.stored(), "email": "office@rooklane.example"}
    if language == "ru":
        fields["bank_accounts"] = []
    firm_id = shop.firm_id
    assert firm_id is not None
    shop.run(lambda uow: shop_commands.change_firm(uow, firm_id=firm_id, fields=fields))
    for one in new_shop.shipped_templates(shop.folder):
        shop.run(partial(_add, one))
    return shop


def _add(one: ShippedTemplate, uow: UnitOfWork) -> UUID:
    return templates.add_template(
        uow,
        kind=one.kind,
        language=one.language,
        name=one.name,
        blob=one.blob,
        size=one.size,
        is_shipped=True,
    )


def a_template(
    shop: OpenShop, path: Path, kind: str = "contract_firm", language: str = "en"
) -> UUID:
    """One more template of the shop, from a file that nobody has checked."""
    kept = blobs.put_file(shop.folder, path)
    return shop.run(
        lambda uow: templates.add_template(
            uow, kind=kind, language=language, name=path.stem, blob=kept.hash, size=kept.size
        )
    )


def the_deal(shop: OpenShop, language: str = "en", **extra: Any) -> UUID:
    """Sticker labels for a bakery, £365 or 18 200 ₽, due on Monday noon, with a touch that asks for the letter."""
    russian = language == "ru"
    client = RUSSIAN if russian else ENGLISH
    company = shop.a_company(
        client.short_name, requisites=client.stored(), email=client.email, tax_id=client.tax_id
    )
    contact = shop.a_contact("Арина Полевая" if russian else "Priya Hartwell", company=company)
    lines = (
        [("Наклейки Ø 60", 5000, 1600000), ("Макет, два круга правок", 1, 220000)]
        if russian
        else [("Sticker labels Ø 60", 5000, 32000), ("Layout by designer", 1, 4500)]
    )
    deal = shop.a_deal(
        "contract",
        pipeline="Полиграфия" if russian else "Commercial print",
        title="Наклейки Ø 60" if russian else "Sticker labels Ø 60",
        lines=lines,
        contact=contact,
        company=company,
        currency="RUB" if russian else "GBP",
        due_at=datetime(2026, 10, 19, 12, 0, tzinfo=ZoneInfo("Europe/London")),
        **{"touch_in": None, **extra},
    )
    goal = "Отправить договор и счёт" if russian else "Send contract and invoice"
    shop.a_task(deal, kind="write", goal=goal)
    return deal


def mail_through(shop: OpenShop, office: PostOffice, **extra: Any) -> MailSettings:
    """Let the shop's letters leave through this server."""
    mail = MailSettings(
        host=HOST,
        port=office.port,
        security=office.security,
        login=office.login,
        from_name="Rook Lane Print",
        from_address="office@rooklane.example",
        ca_file=str(office.ca_file),
        **extra,
    )
    shop.run(lambda uow: shop_commands.set_preference(uow, key=MAIL, value=mail.stored()))
    return mail
