# SPDX-License-Identifier: Apache-2.0
"""The shipped Russian papers: contract with a firm, contract with a person, invoice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from devtools.template_sheet import CENTRE, LEFT, RIGHT, Sheet, when

_ORDER_COLUMNS: Final = (9, 77, 26, 26, 32)
_ORDER_ALIGN: Final = (RIGHT, LEFT, RIGHT, RIGHT, RIGHT)
_NAME: Final = "{{ line.name }}" + when("line.details", ", {{ line.details }}")
_QUANTITY: Final = "{{ line.quantity }}" + when("line.unit", " {{ line.unit }}")
_TAXES: Final = (
    "{% for part in totals.taxes %}, "
    + when("totals.tax_included", "в том числе", "с учётом")
    + " НДС {{ part.rate|percent }} — {{ part.tax|money }}{% endfor %}"
)
_NO_TAX: Final = ", НДС не облагается" + when("firm.tax_note", " ({{ firm.tax_note }})") + "."
_FOLLOWS: Final = (
    ", с другой стороны, вместе именуемые «Стороны», заключили настоящий договор о нижеследующем."
)
_LINE: Final = "____________________"

_PAY_DAYS: Final = "{{ terms.pay_days }} " + when(
    "terms.pay_days % 10 == 1 and terms.pay_days % 100 != 11", "банковского дня", "банковских дней"
)


def contract_firm() -> Sheet:
    """The contract with a company or a sole trader."""
    sheet = _contract()
    parties = f"{_party('firm', 'Исполнитель')}, с одной стороны, и {_party('client', 'Заказчик')}"
    sheet.text(parties + _FOLLOWS, after=6)
    _clauses(sheet)
    sheet.heading("6. Ответственность сторон")
    sheet.clauses(
        "6.1. За нарушение срока изготовления Исполнитель по требованию Заказчика уплачивает "
        "неустойку в размере 0,1 % от стоимости неизготовленной в срок продукции за каждый день "
        "просрочки, но не более 10 % от неё.",
        "6.2. За нарушение срока оплаты Заказчик по требованию Исполнителя уплачивает неустойку "
        "в размере 0,1 % от неоплаченной суммы за каждый день просрочки, но не более 10 % от неё.",
        "6.3. Стороны освобождаются от ответственности, если обязательство не исполнено из-за "
        "обстоятельств непреодолимой силы.",
    )
    sheet.heading("7. Заключительные положения")
    sheet.clauses(
        "7.1. Договор вступает в силу со дня подписания и действует до полного исполнения "
        "обязательств.",
        "7.2. Договор и документы к нему, переданные по электронной почте с адресов, указанных в "
        "разделе 8, имеют силу до обмена оригиналами.",
        "7.3. Споры решаются переговорами; срок ответа на претензию — десять рабочих дней. "
        "Неурегулированный спор передаётся в арбитражный суд по месту нахождения ответчика.",
    )
    sheet.heading("8. Реквизиты и подписи сторон")
    _signatures(sheet)
    return sheet


def contract_person() -> Sheet:
    """The contract with a private person."""
    sheet = _contract()
    client = "{{ client.name }}, {{ client.called }} в дальнейшем «Заказчик»"
    sheet.text(f"{_party('firm', 'Исполнитель')}, с одной стороны, и {client}{_FOLLOWS}", after=6)
    _clauses(sheet)
    sheet.heading("6. Права потребителя и персональные данные")
    sheet.clauses(
        "6.1. Продукция изготавливается по индивидуальному заказу. Ничто в этом договоре не "
        "ограничивает прав Заказчика, установленных Законом РФ «О защите прав потребителей».",
        "6.2. Заказчик согласен на обработку его имени, адреса, телефона, адреса электронной "
        "почты и данных документа, удостоверяющего личность, для исполнения этого договора и "
        "ведения учёта. Согласие можно отозвать письменно.",
        "6.3. Споры решаются переговорами, а при недостижении согласия — в суде по выбору "
        "Заказчика.",
    )
    sheet.heading("7. Реквизиты и подписи сторон")
    _signatures(sheet, person=True)
    return sheet


def invoice() -> Sheet:
    """The invoice with the payment order's sample, the sum in words and a code for the bank's app."""
    title = "Счёт № {{ invoice.number }}"
    sheet = Sheet(language="ru", font="Arial", points=9.5, title=title)
    sheet.text(
        "Оплата этого счёта означает согласие с условиями изготовления продукции. "
        + when("terms.pay_by", "Счёт действителен до {{ terms.pay_by|date('short') }}."),
        align=CENTRE,
        points=8,
        after=6,
    )
    _payment_order(sheet)
    heading = "Счёт на оплату № {{ invoice.number }} от {{ invoice.date|date }}"
    sheet.text(heading, align=LEFT, bold=True, points=14, before=14, after=8)
    _invoice_parties(sheet)
    sheet.text("", after=2)
    _invoice_lines(sheet)
    count = "Всего наименований {{ lines|length }}, на сумму {{ totals.total|money }}"
    sheet.text(count, align=LEFT, before=6, after=0)
    reason = when("not totals.tax and firm.tax_note", ". НДС не облагается: {{ firm.tax_note }}")
    sheet.text("**{{ totals.total|words }}**" + reason, align=LEFT, after=10)
    _invoice_foot(sheet)
    sheet.pages("Страница # из ##")
    return sheet


def _payment_order(sheet: Sheet) -> None:
    table = sheet.table((52, 42, 24, 52))
    table.row(
        "{{ firm.bank.name }}\nБанк получателя",
        "БИК\nСч. №",
        "{{ firm.bank.bic }}\n{{ firm.bank.corr_account }}",
        spans=(2, 1, 1),
    )
    kpp = when("firm.kpp", "КПП {{ firm.kpp }}")
    table.row("ИНН {{ firm.inn }}", kpp, "Сч. №", "{{ firm.bank.account }}")
    purpose = "Оплата по счёту № {{ invoice.number }} от {{ invoice.date|date('short') }}"
    table.row("{{ firm.name }}\nПолучатель", "Назначение", purpose, spans=(2, 1, 1))


def _invoice_parties(sheet: Sheet) -> None:
    table = sheet.table((26, 144), lines=False)
    for name, side in (("Исполнитель:", "firm"), ("Заказчик:", "client")):
        table.row(
            name,
            f"**{{{{ {side}.short_name }}}}**"
            + when(f"{side}.inn", f", ИНН {{{{ {side}.inn }}}}")
            + when(f"{side}.kpp", f", КПП {{{{ {side}.kpp }}}}")
            + f", {{{{ {side}.address }}}}"
            + when(f"{side}.phone", f", тел. {{{{ {side}.phone }}}}"),
        )
    contract = "договор № {{ contract.number }} от {{ contract.date|date('short') }}, "
    table.row("Основание:", when("contract.number", contract) + "заказ {{ deal.number }}")


def _invoice_lines(sheet: Sheet) -> None:
    table = sheet.table((9, 83, 24, 24, 30))
    aligns = (RIGHT, LEFT, RIGHT, RIGHT, RIGHT)
    heads = ("№", "Товары, работы, услуги", "Кол-во", "Цена", "Сумма")
    table.row(*heads, align=aligns, bold=True, head=True)
    cells = ("{{ loop.index }}", _NAME, _QUANTITY, "{{ line.price|plain }}", "{{ line.sum|plain }}")
    table.loop("line in lines", *cells, align=aligns)
    added = "totals.tax and not totals.tax_included"
    sum_of_lines = when(added, "{{ totals.net|plain }}", "{{ totals.total|plain }}")
    table.row("Итого", sum_of_lines, spans=(4, 1), align=RIGHT, bold=True)
    rate = when("totals.tax_included", "В том числе НДС", "НДС") + " {{ part.rate|percent }}"
    table.loop("part in totals.taxes", rate, "{{ part.tax|plain }}", spans=(4, 1), align=RIGHT)
    table.when("not totals.tax", {"texts": ("НДС", "Без НДС"), "spans": (4, 1), "align": RIGHT})
    total = ("Всего к оплате", "{{ totals.total|plain }}")
    table.row(*total, spans=(4, 1), align=RIGHT, bold=True)


def _invoice_foot(sheet: Sheet) -> None:
    terms = when(
        "terms.rest",
        "Предоплата {{ terms.prepay_percent|percent }} — {{ terms.prepay|money }}, остаток "
        "{{ terms.rest|money }} при получении.",
        f"Оплата полностью, в течение {_PAY_DAYS}.",
    )
    post = when(
        "firm.signatory.post",
        "{{ firm.signatory.post|capitalize }}",
        when("firm.is_sole_trader", "Предприниматель"),
    )
    signature = when("firm.signature", "{{ firm.signature }}")
    lines = (
        terms,
        "",
        f"{post} {signature}{_LINE} {{{{ firm.signatory.short_name }}}}",
        "",
        when("firm.accountant", f"Главный бухгалтер {_LINE} {{{{ firm.accountant|short_name }}}}"),
        "",
        when("firm.stamp", "{{ firm.stamp }}") + "М. П.",
    )
    code = "{{ payment_qr }}" + when("payment_qr", "\nОплата по QR-коду")
    table = sheet.table((125, 45), lines=False)
    table.row("\n".join(lines), code, align=(LEFT, RIGHT), keep=True)


def _contract() -> Sheet:
    title = "Договор № {{ contract.number }}"
    sheet = Sheet(language="ru", font="Times New Roman", points=11, title=title)
    sheet.text(title, align=CENTRE, bold=True, points=14, after=0)
    subject = "на изготовление полиграфической продукции"
    sheet.text(subject, align=CENTRE, bold=True, points=12, after=10)
    sheet.ends("{{ firm.city }}", "{{ contract.date|date('quoted') }}")
    sheet.pages("Страница # из ##")
    return sheet


def _party(side: str, role: str) -> str:
    trader = (
        f"{{{{ {side}.acting_self }}}} на основании записи в ЕГРИП, ОГРНИП {{{{ {side}.ogrn }}}}"
    )
    company = (
        f"в лице {{{{ {side}.signatory.post_genitive }}}} "
        f"{{{{ {side}.signatory.name_genitive }}}}, "
        f"{{{{ {side}.acting }}}} на основании {{{{ {side}.signatory.basis }}}}"
    )
    named = f"{{{{ {side}.name }}}}, {{{{ {side}.called }}}} в дальнейшем «{role}», "
    return named + when(f"{side}.is_sole_trader", trader, company)


def _clauses(sheet: Sheet) -> None:
    sheet.heading("1. Предмет договора")
    sheet.clauses(
        "1.1. Исполнитель изготавливает, а Заказчик принимает и оплачивает следующую продукцию:"
    )
    table = sheet.table(_ORDER_COLUMNS)
    heads = ("№", "Наименование", "Количество", "Цена, руб.", "Сумма, руб.")
    table.row(*heads, align=_ORDER_ALIGN, head=True)
    cells = ("{{ loop.index }}", _NAME, _QUANTITY, "{{ line.price|plain }}", "{{ line.sum|plain }}")
    table.loop("line in lines", *cells, align=_ORDER_ALIGN)
    table.row("Всего", "{{ totals.total|plain }}", spans=(4, 1), align=RIGHT, bold=True)
    price = "1.2. Стоимость продукции — {{ totals.total|money }} ({{ totals.total|words }})"
    sheet.text(price + when("totals.tax", _TAXES, _NO_TAX), before=5, after=3)
    sheet.heading("2. Сроки")
    sheet.clauses(
        "2.1. Срок готовности — {{ deal.ready_at|date }}"
        + when("deal.proof_by", ", если макет согласован до {{ deal.proof_by|date }}")
        + ". Если макет согласован или предоплата поступила позже, срок сдвигается на то же число "
        "рабочих дней."
    )
    sheet.heading("3. Порядок оплаты")
    sheet.clauses(
        "3.1. Заказчик вносит предоплату {{ terms.prepay_percent|percent }}"
        + when("terms.prepay", " — {{ terms.prepay|money }}")
        + when("invoice.number", " по счёту № {{ invoice.number }}")
        + f" в течение {_PAY_DAYS}."
        + when(
            "terms.rest", " Остаток {{ terms.rest|money }} оплачивается при получении продукции."
        ),
        "3.2. Обязанность по оплате исполнена, когда деньги поступили на счёт или в кассу "
        "Исполнителя.",
    )
    sheet.heading("4. Макет")
    sheet.clauses(
        "4.1. Печать начинается после того, как Заказчик письменно, по электронной почте или в "
        "мессенджере согласовал макет. После согласования за текст и расположение отвечает "
        "Заказчик.",
        "4.2. Заказчик подтверждает, что вправе использовать переданные им тексты, изображения и "
        "товарные знаки.",
    )
    sheet.heading("5. Сдача и приёмка")
    place = when(
        "deal.delivery",
        "{{ deal.delivery }}",
        when("firm.pickup", "{{ firm.pickup }}", "{{ firm.address }}"),
    )
    sheet.clauses(
        f"5.1. Продукция передаётся по адресу: {place}, по номеру заказа {{{{ deal.number }}}}.",
        "5.2. Претензии по количеству принимаются в день получения, по качеству — в течение пяти "
        "рабочих дней. Допускается отклонение тиража в пределах 3 % с перерасчётом стоимости.",
    )


def _signatures(sheet: Sheet, *, person: bool = False) -> None:
    signature = when("firm.signature", "{{ firm.signature }}")
    stamp = when("firm.stamp", "{{ firm.stamp }}")
    rows = (
        ("**Исполнитель**", "**Заказчик**"),
        ("{{ firm.name }}", "{{ client.name }}"),
        ("{{ firm.address }}", "{{ client.address }}"),
        (_numbers("firm"), _identity() if person else _numbers("client")),
        (_bank("firm"), "" if person else _bank("client")),
        (_contacts("firm"), _contacts("client")),
        # In one cell: LibreOffice keeps a stamp inside the cell in which it stands.
        (
            f"{_post('firm')}\n\n{signature}{_LINE} {{{{ firm.signatory.short_name }}}}\n{stamp}М. П.",
            f"{_post('client')}\n\n{_LINE} {{{{ client.signatory.short_name }}}}\n{'' if person else 'М. П.'}",
        ),
    )
    table = sheet.table((86, 84), lines=False)
    for ours, theirs in rows:
        table.row(ours, theirs, keep=True)
    sheet.text("", after=0)


def _numbers(side: str) -> str:
    register = when(f"{side}.is_sole_trader", "ОГРНИП", "ОГРН")
    return (
        when(f"{side}.inn", f"ИНН {{{{ {side}.inn }}}}")
        + when(f"{side}.kpp", f" КПП {{{{ {side}.kpp }}}}")
        + when(f"{side}.ogrn", f"\n{register} {{{{ {side}.ogrn }}}}")
    )


def _bank(side: str) -> str:
    account = f"р/с {{{{ {side}.bank.account }}}}" + when(
        f"{side}.bank.name", f"\n{{{{ {side}.bank.name }}}}"
    )
    return (
        when(f"{side}.bank.account", account)
        + when(f"{side}.bank.corr_account", f"\nк/с {{{{ {side}.bank.corr_account }}}}")
        + when(f"{side}.bank.bic", f"\nБИК {{{{ {side}.bank.bic }}}}")
    )


def _contacts(side: str) -> str:
    return (
        when(f"{side}.phone", f"тел. {{{{ {side}.phone }}}}")
        + when(f"{side}.phone and {side}.email", ", ")
        + when(f"{side}.email", f"{{{{ {side}.email }}}}")
    )


def _post(side: str) -> str:
    return when(f"{side}.signatory.post", f"{{{{ {side}.signatory.post|capitalize }}}}")


def _identity() -> str:
    return (
        when("client.identity.number", "паспорт {{ client.identity.number }}")
        + when("client.identity.issued_by", ", выдан {{ client.identity.issued_by }}")
        + when("client.identity.issued_on", " {{ client.identity.issued_on|date('short') }}")
    )


PAPERS: Final[dict[str, Callable[[], Sheet]]] = {
    "contract_firm": contract_firm,
    "contract_person": contract_person,
    "invoice": invoice,
}
