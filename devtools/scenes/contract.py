# SPDX-License-Identifier: Apache-2.0
"""The contract wizard of the reference deal at each of its steps, and its papers as LibreOffice draws them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop import i18n, paths
from desktop.background.change_hub import ChangeHub
from desktop.documents import office, pdf_pages
from desktop.flows import letter, paper_making
from desktop.flows.make_contract import MadePaper, MadePapers, Preview
from desktop.flows.paper_making import Office
from desktop.settings import Settings
from desktop.storage import blobs
from desktop.values.drafts.contract import ContractDraft, Step
from desktop.values.drafts.letter import LetterDraft
from desktop.values.drafts.requisites import Requisites
from desktop.values.rows.card import ClientPart
from desktop.values.rows.contract import AgreedLine, ContractCard
from desktop.values.rows.outbox import LetterFile, LetterRow, MailSettings
from desktop.values.rows.settings import FirmRow, TemplateRow
from desktop.values.states import PaperKind
from desktop.views.context import Context
from desktop.views.contract.case_box import Forms
from desktop.views.contract.desk import ContractDesk
from desktop.views.contract.wizard import ContractWizard
from devtools import scenes, scratch
from devtools.scenes import card as deal_card
from devtools.scenes import frame
from devtools.scenes.frame import words

ZONE = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 10, 15, 11, 31, tzinfo=ZONE)
_SETTLED_MS = 400

_PASTED = """ООО «Липа»
ИНН 0017483201 КПП 001701001
ОГРН 1260000003427
р/с 40702810000000000342
в АО «Банк Брод» БИК 040000742
директор Липина Мария Олеговна"""

_RUSSIAN = Requisites(
    legal_name="Общество с ограниченной ответственностью «Липа»",
    short_name="ООО «Липа»",
    inn="0017483201",
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
_ENGLISH = Requisites(
    legal_name="Oak & Lime Bakery Ltd",
    short_name="Oak & Lime",
    company_number="00000342",
    address="14 Mill Row, Eastham",
    signatory_name="P. Hartwell",
    signatory_post="director",
    email="orders@oakandlime.example",
)
_OUR_RUSSIAN = replace(
    _RUSSIAN,
    legal_name="Общество с ограниченной ответственностью «Грачёвский двор»",
    short_name="ООО «Грачёвский двор»",
    inn="0017000118",
    ogrn="1260000001183",
    address="000003, г. Еловск, ул. Грачёва, д. 3",
    signatory_name="Грачёва Ада Ильинична",
    signatory_post="генеральный директор",
    account="40702810100000000118",
    email="",
)
_OUR_ENGLISH = Requisites(
    legal_name="Rook Lane Print Ltd",
    company_number="00000118",
    address="3 Rook Lane, Eastham",
    signatory_name="Ada Rook",
    signatory_post="director",
)


@dataclass
class StandingClock:
    """A clock that shows the reference moment."""

    zone: dt.tzinfo = ZONE

    def now(self) -> dt.datetime:
        return NOW.astimezone(dt.UTC)

    def monotonic(self) -> float:
        return 0.0


@cache
def _folder() -> Path:
    return scratch.folder()


@cache
def _templates(language: str) -> tuple[TemplateRow, ...]:
    names = {
        PaperKind.CONTRACT_FIRM: words(
            "Printing services, 100% prepaid", "Полиграфия, предоплата 100 %"
        ),
        "invoice": words("Invoice", "Счёт"),
    }
    rows = []
    for number, (kind, name) in enumerate(names.items()):
        kept = blobs.put_file(_folder(), paths.resource("templates", language, f"{kind}.docx"))
        rows.append(
            TemplateRow(UUID(int=70 + number), "", kind, language, name, kept.hash, kept.size, True)
        )
    return tuple(rows)


def reference_card(*, is_right: bool = True, mail: bool = True) -> ContractCard:
    """The deal of screens 05, 07, 21 and 23, in the language of the picture."""
    is_russian = i18n.language() == "ru"
    told = _RUSSIAN if is_russian else _ENGLISH
    if is_russian and is_right:
        told = told.with_field("inn", "0017483204")
    return ContractCard(
        has_prices=True,
        deal_id=UUID(int=111),
        stamp="",
        number="D-2041",
        title=words("Sticker labels Ø 60", "Наклейки Ø 60"),
        currency=words("GBP", "RUB"),
        amount=1820000 if is_russian else 36500,
        due_at=dt.datetime(2026, 10, 19, 12, 0, tzinfo=ZONE),
        holder=words("Maya Lindqvist", "Лада Соколова"),
        client=ClientPart(
            contact_id=UUID(int=1),
            contact=words("Priya Hartwell", "Арина Полевая"),
            company_id=UUID(int=2),
            company=words("Oak & Lime Bakery", "Пекарня «Липа»"),
            phones=(),
            email=told.email,
            source="",
            requisites=told,
        ),
        firm=_firm(),
        lines=_lines(),
        language=i18n.language(),
        contract_number="215/26",
        contract_on=NOW.date(),
        invoice_number="I-0873",
        invoice_on=NOW.date(),
        pay_by=dt.date(2026, 10, 20),
        proof_by=dt.datetime(2026, 10, 16, 12, 0, tzinfo=ZONE),
        proof_hours=8,
        templates=_templates(i18n.language()),
        awaiting=words("Awaiting payment", "Ждём оплату"),
        mail=_mail() if mail else MailSettings(),
    )


def _firm() -> FirmRow:
    is_russian = i18n.language() == "ru"
    return FirmRow(
        id=UUID(int=3),
        stamp="",
        name=words("Rook Lane Print", "Грачёвский двор"),
        country=words("GB", "RU"),
        currency=words("GBP", "RUB"),
        form="company",
        requisites=_OUR_RUSSIAN if is_russian else _OUR_ENGLISH,
        bank_accounts=(),
        tax_mode="included",
        tax_rate=words("20", "22"),
        phone=words("07700 900118", "+7 900 000-01-18"),
        email=words("office@rooklane.example", "office@grach.example"),
        address=words("3 Rook Lane, Eastham", "г. Еловск, ул. Грачёва, д. 3"),
        opening_hours="",
        payment_days=3,
        prepayment_percent=100,
        stamp_blob="a" * 64,
        signature_blob="",
    )


def _lines() -> tuple[AgreedLine, ...]:
    if i18n.language() == "ru":
        return (
            _line("Наклейки Ø 60", "винил белый, 4+0, вырубка", 5000, "шт.", "3.2", 1600000),
            _line("Макет, два круга правок", "", 1, "", "2200", 220000),
        )
    return (
        _line("Sticker labels Ø 60", "white vinyl, 4+0, die cut", 5000, "", "0.064", 32000),
        _line("Layout by designer, two rounds of edits", "", 1, "", "45", 4500),
    )


def _line(*told: Any) -> AgreedLine:
    title, details, quantity, unit, price, amount = told
    rate = Decimal(words("20", "22"))
    return AgreedLine(title, details, quantity, unit, Decimal(price), amount, Decimal(0), rate)


def _mail() -> MailSettings:
    return MailSettings(
        host="mail.rooklane.example",
        from_name=words("Rook Lane Print", "Грачёвский двор"),
        from_address=words("office@rooklane.example", "office@grach.example"),
    )


@cache
def _drawn(language: str, kind: str) -> Preview:
    """A paper drawn by this computer's LibreOffice, once for each language."""
    card = reference_card()
    used = card.template(kind)
    assert used is not None
    folder = _folder() / f"{language}-{kind}"
    card = replace(card, firm=replace(card.firm, stamp_blob=""))
    drawn = paper_making.draw(
        _folder(), folder, card, used, Office(), with_stamp=False, highlight=True
    )
    title = paper_making.title_of(card, kind)
    pages = pdf_pages.page_count(drawn.pdf) if drawn.pdf else 0
    return Preview(kind, title, drawn.pdf, pages, drawn.told)


class PictureDesk(ContractDesk):
    """Answers at once with what the picture shows; nothing is kept."""

    def __init__(
        self,
        card: ContractCard,
        draft: ContractDraft | None = None,
        letter_row: LetterRow | None = None,
    ) -> None:
        super().__init__(_context(), card.deal_id)
        self._card, self._draft, self._letter_row = card, draft, letter_row

    def load(self, then: Any, failed: Any) -> None:
        then(self._card, self._draft)

    def reload(self, then: Any, failed: Any) -> None:
        then(self._card)

    def bank(self, bik: str, then: Any) -> None:
        then((_RUSSIAN.bank, _RUSSIAN.correspondent))

    def forms(self, post: str, name: str, then: Any) -> None:
        then(Forms("директора", "Липиной Марии Олеговны", True, "действующей"))

    def save(self, draft: ContractDraft, then: Any = None) -> None:
        if then is not None:
            then(None)

    def preview(self, kind: str, draft: ContractDraft, **told: Any) -> None:
        told["then"](
            _drawn(
                i18n.language(),
                PaperKind.INVOICE if kind == PaperKind.INVOICE else PaperKind.CONTRACT_FIRM,
            )
        )

    def picture(self, pdf: Path, page: int, width: int, then: Any, failed: Any) -> None:
        then(pdf_pages.page_png(pdf, page, width=width))

    def make(self, draft: ContractDraft, **told: Any) -> None:
        told["then"](
            MadePapers(
                self._made(PaperKind.CONTRACT_FIRM, 41_200), self._made(PaperKind.INVOICE, 38_900)
            )
        )

    def letter(self, then: Callable[[LetterDraft], None], failed: Any) -> None:
        then(letter.compose(self._card))

    def send(self, card: ContractCard, draft: ContractDraft, made: Any, **told: Any) -> None:
        told["then"](draft.letter_id)

    def letter_state(self, letter_id: UUID, then: Any) -> None:
        then(self._letter_row)

    def close(self) -> None:
        pass

    def _made(self, kind: str, size: int) -> MadePaper:
        title = paper_making.title_of(self._card, kind)
        file = LetterFile(office.file_name(title, ".pdf"), "b" * 64, size)
        return MadePaper(kind, UUID(int=5), title, file, "c" * 64, "")


def _context() -> Context:
    settings = Settings(scratch.folder() / "settings.json")
    who = replace(frame.person(), rights=frame.RIGHTS | {"use_stamp"})
    return Context(
        tasks=cast(Any, None),
        hub=ChangeHub(),
        settings=settings,
        person=who,
        clock=StandingClock(),
        go=lambda _kind, _id: None,
        tell=lambda _text: None,
    )


def _open(
    card: Callable[[], ContractCard] = reference_card,
    step: Step = Step.REQUISITES,
    after: Callable[[ContractWizard], object] = lambda _wizard: None,
    letter_row: Callable[[], LetterRow] | None = None,
) -> Callable[[QWidget], None]:
    def prepare(window: QWidget) -> None:
        draft = ContractDraft(step=step, with_stamp=True, letter_id=UUID(int=9))
        row = letter_row() if letter_row is not None else None
        wizard = ContractWizard(window, PictureDesk(card(), draft, row))
        wizard.open()
        wizard.footer.say_saved(NOW)
        after(wizard)
        # Texts that wrap are laid out in several passes, and pages are drawn when they come into view.
        QTest.qWait(_SETTLED_MS)

    return prepare


def _pasted(wizard: ContractWizard) -> None:
    box = wizard.form.step.box
    if i18n.language() == "ru":
        box.text.set_text(_PASTED)
        box.say_result(8, 12)
    form = wizard.form.step.form
    assert form is not None
    name = "inn" if "inn" in form.fields else "company_number"
    form.focus(name)
    edit = form.fields[name].control
    cast(Any, edit).deselect()


def _letter_row() -> LetterRow:
    return LetterRow(
        id=UUID(int=9),
        stamp="",
        card_id=UUID(int=111),
        deal="",
        client="",
        recipient="orders@oakandlime.example",
        subject="",
        body="",
        state="waiting",
        error="",
        created_at=NOW,
        send_after=NOW + dt.timedelta(seconds=6),
        sent_at=None,
        attempts=0,
        files=(),
    )


def _send(wizard: ContractWizard) -> None:
    wizard.next()


def _wrong() -> ContractCard:
    return reference_card(is_right=False)


def _window() -> QWidget:
    return deal_card.in_window(deal_card.card_page)


scenes.add("contract-requisites", _window, prepare=_open(_wrong, after=_pasted))
scenes.add("contract-preview", _window, prepare=_open(step=Step.PREVIEW))
scenes.add("contract-edit", _window, prepare=_open(step=Step.EDIT))
scenes.add("contract-send", _window, prepare=_open(step=Step.SEND))
scenes.add(
    "contract-done", _window, prepare=_open(step=Step.SEND, after=_send, letter_row=_letter_row)
)
for _name, _size in (("narrow", (1093, 614)), ("least", (1024, 600)), ("smallest", (640, 360))):
    scenes.add(
        f"contract-requisites-{_name}", _window, size=_size, prepare=_open(_wrong, after=_pasted)
    )
    scenes.add(f"contract-preview-{_name}", _window, size=_size, prepare=_open(step=Step.PREVIEW))
    scenes.add(f"contract-send-{_name}", _window, size=_size, prepare=_open(step=Step.SEND))
