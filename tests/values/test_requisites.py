# SPDX-License-Identifier: Apache-2.0
"""Requisites: one wrong digit is noticed, and a pasted card finds its fields.

All numbers are made up: INN and OGRN of region 00, BIK 0400…, banks called TEST.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import i18n
from desktop.values.requisites import (
    Check,
    check_account,
    check_bik,
    check_company_number,
    check_correspondent,
    check_email,
    check_field,
    check_iban,
    check_inn,
    check_kpp,
    check_ogrn,
    check_swift,
    check_vat_id,
    read_requisites,
)
from desktop.values.requisites.europe import _VAT_FORMS
from desktop.values.requisites.vat_digits import RULES

INN, PERSON_INN = "0017483204", "001748320535"
OGRN, OGRNIP = "1260000003427", "326000000003428"
BIK, ACCOUNT, CORRESPONDENT = "040000742", "40702810000000000342", "30101810100000000742"
IBANS = ["GB83TEST00000000000342", "DE17000000000000000342", "NL77TEST0000000342"]

RIGHT = [
    check_inn(INN),
    check_inn(PERSON_INN),
    check_inn(" 00 1748-3204 "),
    check_kpp("001701001"),
    check_kpp("0017AB001"),
    check_ogrn(OGRN),
    check_ogrn(OGRNIP),
    check_bik(BIK),
    check_account(ACCOUNT, BIK),
    check_account("4070 2810 0000 0000 0342", BIK),
    check_account(ACCOUNT, ""),
    check_correspondent(CORRESPONDENT, BIK),
    *map(check_iban, IBANS),
    check_iban("GB83 TEST 0000 0000 0003 42"),
    check_swift("TESTGB2L"),
    check_swift("TESTRUMMXXX"),
    check_company_number("00000342"),
    check_company_number("SC000342"),
    check_email("zakaz@lipa.example"),
    check_vat_id("123456782", "GB"),
    check_vat_id("GB 123 4567 82"),
    check_vat_id("GBGD001"),
]


@pytest.mark.parametrize("check", RIGHT)
def test_a_right_number_passes(check):
    """Covers: G4."""
    assert check.ok, check.sentence
    assert check.sentence


def test_a_wrong_inn_says_which_digit_would_fit():
    """Covers: G4. Screen 23: 0017483201, by the first nine digits the last is 4."""
    i18n.switch("ru")
    assert check_inn("0017483201") == Check(
        ok=False, sentence="Последняя цифра не сходится: по первым девяти — 4.", suspicious=9
    )
    assert check_inn(INN).sentence == "контрольная цифра верна"
    assert check_kpp("001701001").sentence == "9 знаков, код 01"
    assert check_ogrn(OGRN).sentence == "контрольная цифра верна"
    assert check_account(ACCOUNT, BIK).sentence == "ключ счёта сходится с БИК"


def test_the_suspicious_sign_is_counted_in_the_text_as_typed():
    assert check_inn("00 174 832 01").suspicious == 12
    assert check_inn("0017x83204").suspicious == 4


# The wrong value, and where the eye should begin.
WRONG = [
    (check_inn(""), None),
    (check_inn("12345"), None),
    (check_inn("001748320536"), 11),
    (check_inn("001748320545"), 10),
    (check_kpp("12345"), None),
    (check_ogrn("1260000003428"), 12),
    (check_ogrn("326000000003427"), 14),
    (check_ogrn("12"), None),
    (check_ogrn("12600000O3427"), 8),
    (check_bik("04000074"), None),
    (check_bik("940000742"), 0),
    (check_bik("04000O742"), 5),
    (check_account("40702810100000000342", BIK), 8),
    (check_account("4070281000000000034", BIK), None),
    (check_account("4070281000000000034x", BIK), 19),
    (check_correspondent("40101810100000000742", BIK), 0),
    (check_correspondent("30101810100000000743", BIK), 17),
    (check_correspondent("30101810000000000742", BIK), 8),
    (check_iban("GB84TEST00000000000342"), 2),
    (check_iban("GB83TEST0000000000034"), None),
    (check_iban("ZZ83"), 0),
    (check_iban(""), None),
    (check_swift("TEST"), None),
    (check_company_number("342"), None),
    (check_email("zakaz.lipa.example"), None),
    (check_email("a@b@c.example"), None),
    (check_vat_id("GB123456783"), None),
    (check_vat_id("GB1234"), None),
    (check_vat_id("123456782"), None),
    (check_vat_id("US123456782"), None),
]


@pytest.mark.parametrize(("check", "suspicious"), WRONG)
def test_a_wrong_number_says_why(check, suspicious):
    """Covers: G4, N8."""
    assert not check.ok
    assert check.sentence.endswith(".")
    assert check.suspicious == suspicious


@pytest.mark.parametrize("number", [INN, PERSON_INN, OGRN, OGRNIP])
def test_any_other_last_digit_is_noticed(number):
    """Covers: G4."""
    check = check_inn if number in {INN, PERSON_INN} else check_ogrn
    right = [digit for digit in "0123456789" if check(number[:-1] + digit).ok]
    assert right == [number[-1]]


@given(st.sampled_from(IBANS), st.data())
def test_one_wrong_sign_of_an_iban_is_noticed(iban, data):
    place = data.draw(st.integers(2, len(iban) - 1))
    signs = "0123456789" if iban[place].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    sign = data.draw(st.sampled_from([one for one in signs if one != iban[place]]))
    assert not check_iban(iban[:place] + sign + iban[place + 1 :]).ok


@given(st.integers(0, 999), st.integers(0, 10**11 - 1), st.integers(0, 9))
def test_exactly_one_key_fits_an_account(branch, rest, key):
    bik = f"040000{branch:03d}"
    digits = f"{rest:011d}"
    accounts = [f"40702810{key}{digits}" for key in range(10)]
    assert sum(check_account(account, bik).ok for account in accounts) == 1


@pytest.mark.parametrize("country", sorted(_VAT_FORMS))
def test_the_example_of_each_country_is_a_right_vat_id(country):
    assert check_vat_id(_VAT_FORMS[country][1]).ok


@pytest.mark.parametrize("country", sorted(RULES))
def test_another_last_digit_of_a_vat_id_is_noticed(country):
    """Covers: G4."""
    example = _VAT_FORMS[country][1]
    place = max(
        place for place, sign in enumerate(example) if sign.isdigit() and "B" not in example[place:]
    )
    place = 10 if country == "NL" else 11 if country == "SE" else place
    others = [d for d in "0123456789" if d != example[place]]
    assert not any(
        check_vat_id(example[:place] + other + example[place + 1 :]).ok for other in others
    )


@pytest.mark.parametrize(
    "vat_id",
    [
        "ES12345678Z",
        "ESX1234567L",
        "ESK1234567L",
        "ESP1234567D",
        "ESJ12345674",
        "ESJ1234567D",
        "FRKM123456782",
        "FR4Z123456782",
        "NL000099998B57",
    ],
)
def test_other_kinds_of_payers_have_right_vat_ids(vat_id):
    assert check_vat_id(vat_id).ok


def test_a_field_is_checked_by_its_name():
    assert check_field("inn", INN) == check_inn(INN)
    assert check_field("account", ACCOUNT, bik=BIK) == check_account(ACCOUNT, BIK)
    assert check_field("account", "12345678") is None
    assert check_field("correspondent", CORRESPONDENT, bik=BIK) == check_correspondent(
        CORRESPONDENT, BIK
    )
    assert check_field("address", "14 Mill Row") is None


@given(st.text(max_size=40), st.text(max_size=12))
def test_no_text_breaks_a_check(text, bik):
    names = [
        "inn",
        "kpp",
        "ogrn",
        "bik",
        "account",
        "correspondent",
        "iban",
        "swift",
        "vat_id",
        "company_number",
        "email",
    ]
    for name in names:
        check = check_field(name, text, bik=bik)
        assert check is None or check.suspicious is None or check.suspicious < len(text)


def test_the_card_of_the_picture_is_read():
    """Covers: G1. Screen 23."""
    card = """ООО «Липа»
    ИНН 0017483201 КПП 001701001
    ОГРН 1260000003427
    р/с 40702810000000000342
    в АО «Банк Брод» БИК 040000742
    директор Липина Мария Олеговна"""
    assert read_requisites(card) == {
        "short_name": "ООО «Липа»",
        "legal_name": "Общество с ограниченной ответственностью «Липа»",
        "inn": "0017483201",
        "kpp": "001701001",
        "ogrn": OGRN,
        "account": ACCOUNT,
        "bik": BIK,
        "bank": "АО «Банк Брод»",
        "signatory_name": "Липина Мария Олеговна",
        "signatory_post": "директор",
    }


def test_a_long_russian_card_is_read():
    """Covers: G1."""
    card = """Карточка предприятия
Полное наименование: Общество с ограниченной ответственностью "Гавань"
Сокращённое наименование: ООО "Гавань"
Юридический адрес: 000014, г. Еловск, ул. Мельничная, д. 14
ИНН/КПП 0017483204/001701001
ОГРН: 1260000003427
Расчётный счёт: 4070 2810 0000 0000 0342
Банк: АО «Банк Брод», г. Еловск
К/с 30101810100000000742, БИК: 040000742
Генеральный директор: Уварова А. П., действует на основании Устава
Эл. почта: zakaz@gavan.example, тел. +7 900 000-01-18"""
    assert read_requisites(card) == {
        "legal_name": 'Общество с ограниченной ответственностью "Гавань"',
        "short_name": 'ООО "Гавань"',
        "inn": INN,
        "kpp": "001701001",
        "ogrn": OGRN,
        "bik": BIK,
        "account": ACCOUNT,
        "correspondent": CORRESPONDENT,
        "bank": "АО «Банк Брод», г. Еловск",
        "signatory_name": "Уварова А. П.",
        "signatory_post": "генеральный директор",
        "signatory_basis": "устава",
        "address": "000014, г. Еловск, ул. Мельничная, д. 14",
        "email": "zakaz@gavan.example",
    }


def test_a_card_in_one_line_is_read():
    """Covers: G1."""
    card = (
        "ООО «Липа», ИНН 0017483204, р/с 40702810000000000342 в ООО КБ «Брод», БИК 040000742,"
        " тел. 8 900 000-03-42"
    )
    assert read_requisites(card) == {
        "short_name": "ООО «Липа»",
        "legal_name": "Общество с ограниченной ответственностью «Липа»",
        "inn": INN,
        "account": ACCOUNT,
        "bank": "ООО КБ «Брод»",
        "bik": BIK,
    }


def test_the_legal_address_and_the_warrant_are_read():
    """Covers: G1."""
    card = """Фактический адрес: Еловск, Новая, 1
Юридический адрес (по уставу): 000014, Еловск, Мельничная, 14.
ПАО «Рябина»
АО «Рябинабанк», БИК 040000742
р/с № 40702810000000000342
Директор – Уваров Пётр Ильич, действующий на основании доверенности № 5 от 01.02.2026"""
    found = read_requisites(card)
    assert found["address"] == "000014, Еловск, Мельничная, 14"
    assert found["legal_name"] == "Публичное акционерное общество «Рябина»"
    assert found["bank"] == "АО «Рябинабанк»"
    assert found["signatory_basis"] == "доверенности № 5 от 01.02.2026"


def test_the_digits_of_an_iban_are_no_russian_account():
    card = "Email address: a@b.example\nIBAN DE17 0000 0000 0000 0003 42\nBIC: TESTDEFF"
    assert read_requisites(card) == {"iban": IBANS[1], "swift": "TESTDEFF", "email": "a@b.example"}


def test_a_sole_trader_signs_for_himself():
    """Covers: G1."""
    card = f"ИП Берёзин Пётр Ильич\nИНН {PERSON_INN}, ОГРНИП {OGRNIP}"
    assert read_requisites(card) == {
        "short_name": "ИП Берёзин Пётр Ильич",
        "legal_name": "Индивидуальный предприниматель Берёзин Пётр Ильич",
        "inn": PERSON_INN,
        "ogrn": OGRNIP,
        "signatory_post": "индивидуальный предприниматель",
        "signatory_name": "Берёзин Пётр Ильич",
    }


def test_a_british_card_is_read():
    """Covers: G1."""
    card = """Oak & Lime Bakery Ltd
Registered office: 14 Mill Row, Eastham
Company no. 00000342
VAT no. GB 123 4567 82
Director: Priya Hartwell
Bank: Brook Bank plc
IBAN GB83 TEST 0000 0000 0003 42
BIC: TESTGB2L
orders@oakandlime.example"""
    assert read_requisites(card) == {
        "legal_name": "Oak & Lime Bakery Ltd",
        "short_name": "Oak & Lime Bakery Ltd",
        "address": "14 Mill Row, Eastham",
        "company_number": "00000342",
        "vat_id": "GB123456782",
        "signatory_name": "Priya Hartwell",
        "signatory_post": "director",
        "bank": "Brook Bank plc",
        "iban": IBANS[0],
        "swift": "TESTGB2L",
        "email": "orders@oakandlime.example",
    }


def test_a_british_account_number_is_read():
    assert read_requisites("Sort code 00-00-00, account number 00000342")["account"] == "00000342"


@pytest.mark.parametrize(
    "text", ["", "Здравствуйте! Когда будут готовы визитки?", "Thanks, see you on Monday."]
)
def test_an_ordinary_letter_holds_no_requisites(text):
    assert read_requisites(text) == {}


@given(st.text(max_size=200))
def test_no_text_breaks_the_paste_box(text):
    assert all(read_requisites(text).values())
