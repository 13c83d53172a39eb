# SPDX-License-Identifier: Apache-2.0
"""The payment codes on invoices hold what the standards ask, and are read by a camera's decoder."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import pytest

from desktop.documents.payment_qr import EuroPayee, RussianPayee, epc, png, st00012
from desktop.errors import UserError
from desktop.values.money import Money

PAYEE = RussianPayee(
    name="ООО «Типография на Грачёвой»",
    account="40702810000000000118",
    bank_name="АО «Банк Брод», г. Еловск",
    bic="040000742",
    corr_account="30101810100000000742",
    inn="0017000118",
    kpp="001701001",
)
EURO = EuroPayee(name="Rook Lane Print", iban="DE00 1000 0000 0000 0003 42", bic="FORDDE00XXX")
SUM = Money(1820000, "RUB")


def test_the_russian_code_holds_the_sum_in_kopecks() -> None:
    """Covers: H1."""
    assert st00012(PAYEE, amount=SUM, purpose="Счёт № 0873 от 15.10.2026") == (
        "ST00012|Name=ООО «Типография на Грачёвой»|PersonalAcc=40702810000000000118"
        "|BankName=АО «Банк Брод», г. Еловск|BIC=040000742|CorrespAcc=30101810100000000742"
        "|Sum=1820000|Purpose=Счёт № 0873 от 15.10.2026|PayeeINN=0017000118|KPP=001701001"
    )


def test_a_payee_without_kpp_and_correspondent_account_is_fine() -> None:
    payee = dataclasses.replace(PAYEE, kpp="", corr_account="", inn="001700000342")
    text = st00012(payee, amount=SUM, purpose="Счёт 1")
    assert "KPP" not in text
    assert "|CorrespAcc=0|" in text


def test_the_required_part_never_passes_300_bytes() -> None:
    long = dataclasses.replace(PAYEE, name="Общество с ограниченной ответственностью " * 4)
    text = st00012(long, amount=SUM, purpose="Счёт 1")
    required = text.partition("|")[2].partition("|Sum=")[0]
    assert 290 <= len(required.encode()) <= 300


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("account", "4070281000000000011", "account"),
        ("bic", "04000074", "BIK"),
        ("bic", "", "BIK"),
        ("corr_account", "1", "correspondent account"),
        ("inn", "00170001", "INN"),
        ("kpp", "x", "KPP"),
        ("name", "", "payee's name"),
        ("name", "A|B", "payee's name"),
        ("bank_name", "Bank | Brod", "bank's name"),
    ],
)
def test_a_bad_requisite_is_named(field: str, value: str, named: str) -> None:
    """Covers: H1, N8."""
    with pytest.raises(UserError, match=f"the {named} is"):
        st00012(dataclasses.replace(PAYEE, **{field: value}), amount=SUM, purpose="Счёт 1")


def test_a_separator_in_the_purpose_is_refused() -> None:
    with pytest.raises(UserError, match="purpose of payment"):
        st00012(PAYEE, amount=SUM, purpose="Счёт 1|Sum=1")


def test_only_roubles_and_a_sum_above_zero_fit() -> None:
    with pytest.raises(UserError, match="for RUB only"):
        st00012(PAYEE, amount=Money(100, "EUR"), purpose="Счёт 1")
    with pytest.raises(UserError, match="above zero"):
        st00012(PAYEE, amount=Money(0, "RUB"), purpose="Счёт 1")


def test_the_epc_code_has_its_eleven_lines() -> None:
    """Covers: H1."""
    assert epc(EURO, amount=Money(36500, "EUR"), text="Invoice\nI-0873").split("\n") == [
        "BCD", "002", "1", "SCT", "FORDDE00XXX", "Rook Lane Print", "DE00100000000000000342",
        "EUR365.00", "", "", "Invoice I-0873",
    ]  # fmt: skip


def test_the_epc_code_refuses_what_a_bank_would() -> None:
    with pytest.raises(UserError, match="the IBAN is"):
        epc(dataclasses.replace(EURO, iban="DE1"), amount=Money(100, "EUR"), text="x")
    with pytest.raises(UserError, match="the BIC is"):
        epc(dataclasses.replace(EURO, bic="FORD"), amount=Money(100, "EUR"), text="x")
    with pytest.raises(UserError, match="for EUR only"):
        epc(EURO, amount=Money(100, "GBP"), text="x")
    with pytest.raises(UserError, match="at most"):
        epc(EURO, amount=Money(10**12, "EUR"), text="x")


def test_the_picture_is_read_back_by_a_decoder(tmp_path: Path) -> None:
    reader = shutil.which("zbarimg")
    assert reader, "zbar-tools is on the list of packages for tests"
    text = st00012(PAYEE, amount=SUM, purpose="Счёт № 0873")
    picture = tmp_path / "code.png"
    picture.write_bytes(png(text))
    told = subprocess.run([reader, "-q", "--raw", str(picture)], capture_output=True, check=True)
    assert told.stdout.decode().strip() == text
