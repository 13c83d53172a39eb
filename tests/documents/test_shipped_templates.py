# SPDX-License-Identifier: Apache-2.0
"""The shipped templates fit every kind of client and are what the script makes."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import pytest

from desktop.documents import template
from desktop.documents.fields import DocumentFields, Party, PartyKind, Signatory
from desktop.paths import resource
from desktop.values.states import PaperKind
from devtools.make_templates import make_all
from tests.documents.child_side import asked
from tests.documents.examples import (
    english,
    private_person,
    russian,
    sole_trader,
    text_of,
    without_tax,
)

SHIPPED = [PaperKind.CONTRACT_FIRM, PaperKind.CONTRACT_PERSON, PaperKind.INVOICE]


def _filled(fields: DocumentFields, language: str, paper: PaperKind) -> str:
    """The text of a paper; any finding, a gap as well, fails."""
    path = resource("templates", language, f"{paper}.docx")
    head, made = asked(path, "fill", fields, language)
    assert json.loads(head) == {"findings": []}
    return text_of(made).replace("\u00a0", " ")


def _english_trader() -> Party:
    return Party(kind=PartyKind.SOLE_TRADER, name="Paul Hartwell", address="14 Mill Row, Eastham")


def _with_client(fields: DocumentFields, client: Party) -> DocumentFields:
    return dataclasses.replace(fields, client=client)


@pytest.mark.parametrize("paper", SHIPPED)
@pytest.mark.parametrize(
    ("language", "fields"),
    [
        ("en", english()),
        ("en", without_tax(english())),
        ("en", _with_client(english(), _english_trader())),
        ("ru", russian()),
        ("ru", without_tax(russian())),
        ("ru", _with_client(russian(), sole_trader())),
        ("ru", _with_client(russian(), private_person())),
    ],
    ids=["en", "en-no-tax", "en-trader", "ru", "ru-no-tax", "ru-trader", "ru-person"],
)
def test_every_shipped_paper_fits_every_deal_without_a_gap(
    language: str, fields: DocumentFields, paper: PaperKind
) -> None:
    """Covers: G2."""
    if paper is PaperKind.CONTRACT_FIRM and fields.client.kind is PartyKind.PERSON:
        paper = PaperKind.CONTRACT_PERSON
    text = _filled(fields, language, paper)
    assert "{" not in text
    assert "None" not in text
    assert fields.invoice.number in text
    for sign in (", ,", ",,", "..", " ,"):
        assert sign not in text.replace("_", ""), sign


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "в течение 1 банковского дня"),
        (11, "в течение 11 банковских дней"),
        (21, "в течение 21 банковского дня"),
        (3, "в течение 3 банковских дней"),
    ],
)
def test_the_days_for_the_payment_agree_with_their_number(days: int, said: str) -> None:
    """Covers: G3."""
    terms = dataclasses.replace(russian().terms, pay_days=days, rest=None)
    fields = dataclasses.replace(russian(), terms=terms)
    for paper in (PaperKind.CONTRACT_FIRM, PaperKind.INVOICE):
        assert said in _filled(fields, "ru", paper)


def test_the_contract_with_a_company_names_its_signatory_in_the_genitive() -> None:
    """Covers: G3."""
    text = _filled(russian(), "ru", PaperKind.CONTRACT_FIRM)
    assert (
        "Общество с ограниченной ответственностью «Липа», именуемое в дальнейшем «Заказчик», в лице директора "
        "Липиной Марии Олеговны, действующей на основании устава" in text
    )
    assert (
        "(Восемнадцать тысяч двести рублей 00 копеек), в том числе НДС 22 % — 3 281,97 руб." in text
    )
    assert "Срок готовности — 19 октября 2026 г., 12:00, если макет согласован" in text


def test_a_form_a_person_has_put_right_is_used_as_it_is() -> None:
    """Covers: G3."""
    fields = russian()
    signs = dataclasses.replace(
        fields.client.signatory,
        name_genitive="Липиной М. О.",
        post_genitive="исполнительного директора",
    )
    fields = _with_client(fields, dataclasses.replace(fields.client, signatory=signs))
    assert "в лице исполнительного директора Липиной М. О., действующей" in _filled(
        fields, "ru", PaperKind.CONTRACT_FIRM
    )


def test_the_contract_with_a_sole_trader_needs_no_post_and_no_statute() -> None:
    text = _filled(_with_client(russian(), sole_trader()), "ru", PaperKind.CONTRACT_FIRM)
    assert (
        "Индивидуальный предприниматель Королёва Анна Петровна, именуемая в дальнейшем «Заказчик», действующая на "
        "основании записи в ЕГРИП, ОГРНИП 326000000000342" in text
    )
    assert "Королёва А. П." in text


def test_the_contract_with_a_person_names_the_passport() -> None:
    text = _filled(_with_client(russian(), private_person()), "ru", PaperKind.CONTRACT_PERSON)
    assert "Сорокин Пётр Ильич, именуемый в дальнейшем «Заказчик»" in text
    assert "паспорт 0000 000342, выдан ОВД г. Еловска 20.05.2015" in text


def test_a_firm_without_tax_says_why() -> None:
    fields = without_tax(russian())
    firm = dataclasses.replace(fields.firm, tax_note="УСН, п. 2 ст. 346.11 НК РФ")
    fields = dataclasses.replace(fields, firm=firm)
    assert "НДС не облагается (УСН, п. 2 ст. 346.11 НК РФ)." in _filled(
        fields, "ru", PaperKind.CONTRACT_FIRM
    )
    assert "НДС не облагается: УСН, п. 2 ст. 346.11 НК РФ" in _filled(
        fields, "ru", PaperKind.INVOICE
    )


def test_the_english_contract_reads_as_drawn() -> None:
    """Covers: G2."""
    text = _filled(english(), "en", PaperKind.CONTRACT_FIRM)
    for part in (
        "Contract No. 215/26\nfor printing services",
        "and Oak & Lime Bakery Ltd, “the Client”, represented by P. Hartwell, director, have agreed",
        "Total, VAT 20% included £60.83",
        "2.1. The goods are ready by Monday 19 October 2026, 12:00, provided that the proof is",
        "approved by 16 October 2026, 12:00.",
        "3.1. The Client pays 100% in advance to invoice No. I-0873 within 3 banking days.",
    ):
        assert part in text, part


def test_a_company_without_a_signatory_is_a_gap_that_is_named() -> None:
    fields = russian()
    fields = _with_client(fields, dataclasses.replace(fields.client, signatory=Signatory()))
    found = template.check(resource("templates", "ru", "contract_firm.docx"), fields, language="ru")
    assert {finding.tag for finding in found} == {
        "client.signatory.name_genitive",
        "client.signatory.post_genitive",
        "client.signatory.basis",
        "client.signatory.short_name",
    }
    assert not any(finding.stops for finding in found)


def test_the_shipped_files_are_what_the_script_makes(tmp_path: Path) -> None:
    for made in make_all(tmp_path):
        shipped = resource("templates", made.parent.name, made.name)
        with zipfile.ZipFile(made) as one, zipfile.ZipFile(shipped) as other:
            assert one.namelist() == other.namelist()
            for name in one.namelist():
                assert one.read(name) == other.read(name), (
                    f"{shipped}: run python -m devtools.make_templates"
                )
