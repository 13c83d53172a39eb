# SPDX-License-Identifier: Apache-2.0
"""Russian requisites: INN, KPP, OGRN, BIK, accounts with their key.

Sources: INN and KPP, order of the Federal Tax Service MMV-7-6/435 of 2012; OGRN, order of the
Ministry of Finance 165n of 2017; BIK, regulation of the Bank of Russia 732-P; key of an account,
instruction of the Bank of Russia 515 of 1997.
"""

from __future__ import annotations

import re

from desktop.i18n import _
from desktop.values.requisites.check import Check, bare, digits_right, place, stray, weighted

_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_KEY = (7, 1, 3)
_KEY_PLACE = 8
_CENTRAL_BANK_ACCOUNT = "301"


def check_inn(text: str) -> Check:
    """The tax number of an organisation (10 digits) or a person (12)."""
    inn = bare(text)
    wrong = stray(text)
    if wrong is not None:
        return wrong
    if len(inn) == 10:
        digit = str(weighted(inn, _INN_10) % 11 % 10)
        if inn[9] == digit:
            return Check(ok=True, sentence=_("check digit is right"))
        sentence = _("The last digit does not fit: by the first nine it is {digit}.")
        return Check(ok=False, sentence=sentence.format(digit=digit), suspicious=place(text, -1))
    if len(inn) == 12:
        return _check_inn_12(inn, text)
    return _wrong_length(_("An INN has 10 digits, a person's 12; this one has {count}."), inn)


def _check_inn_12(inn: str, text: str) -> Check:
    first = str(weighted(inn, _INN_11) % 11 % 10)
    second = str(weighted(inn[:10] + first, _INN_12) % 11 % 10)
    if inn[10:] == first + second:
        return digits_right()
    sentence = _("The last two digits do not fit: by the first ten they are {digits}.")
    wrong = -2 if inn[10] != first else -1
    return Check(
        ok=False, sentence=sentence.format(digits=first + second), suspicious=place(text, wrong)
    )


def check_kpp(text: str) -> Check:
    """The reason code: four digits of the tax office, two signs of the reason, three digits."""
    kpp = bare(text)
    if re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", kpp):
        return Check(ok=True, sentence=_("9 characters, code {code}").format(code=kpp[4:6]))
    return _wrong_length(_("A KPP has 9 characters; this one has {count}."), kpp)


def check_ogrn(text: str) -> Check:
    """The register number of an organisation (OGRN, 13 digits) or a sole trader (OGRNIP, 15)."""
    ogrn = bare(text)
    wrong = stray(text)
    if wrong is not None:
        return wrong
    if len(ogrn) not in {13, 15}:
        return _wrong_length(
            _("An OGRN has 13 digits, a sole trader's 15; this one has {count}."), ogrn
        )
    digit = str(int(ogrn[:-1]) % (len(ogrn) - 2) % 10)
    if ogrn[-1] == digit:
        return Check(ok=True, sentence=_("check digit is right"))
    sentence = (
        _("The last digit does not fit: by the first twelve it is {digit}.")
        if len(ogrn) == 13
        else _("The last digit does not fit: by the first fourteen it is {digit}.")
    )
    return Check(ok=False, sentence=sentence.format(digit=digit), suspicious=place(text, -1))


def check_bik(text: str) -> Check:
    """The bank's code; it has no check digit of its own, the account's key proves it."""
    bik = bare(text)
    wrong = stray(text)
    if wrong is not None:
        return wrong
    if len(bik) != 9:
        return _wrong_length(_("A BIK has 9 digits; this one has {count}."), bik)
    if bik[0] != "0":
        sentence = _("A BIK begins with 0.")
        return Check(ok=False, sentence=sentence, suspicious=place(text, 0))
    return Check(ok=True, sentence=_("9 digits"))


def check_account(text: str, bik: str) -> Check:
    """A settlement account against the BIK of its bank, by the key at its ninth place."""
    account = bare(text)
    wrong = stray(text)
    if wrong is not None:
        return wrong
    if len(account) != 20:
        return _wrong_length(_("An account has 20 digits; this one has {count}."), account)
    if not check_bik(bik).ok:
        return Check(ok=True, sentence=_("20 digits; the BIK is needed to check them"))
    digit = _key(account, bare(bik), is_central=account.startswith(_CENTRAL_BANK_ACCOUNT))
    if account[_KEY_PLACE] == digit:
        return Check(ok=True, sentence=_("the account's key fits the BIK"))
    sentence = _("The ninth digit does not fit this BIK: by the others it is {digit}.")
    return Check(
        ok=False, sentence=sentence.format(digit=digit), suspicious=place(text, _KEY_PLACE)
    )


def check_correspondent(text: str, bik: str) -> Check:
    """The bank's own account: 301…, ending like the BIK, with its key."""
    account, code = bare(text), bare(bik)
    if stray(text) is None and len(account) == 20:
        if not account.startswith(_CENTRAL_BANK_ACCOUNT):
            sentence = _("A correspondent account begins with 301.")
            return Check(ok=False, sentence=sentence, suspicious=place(text, 0))
        if check_bik(bik).ok and account[-3:] != code[-3:]:
            sentence = _("It has to end like the BIK: {digits}.").format(digits=code[-3:])
            return Check(ok=False, sentence=sentence, suspicious=place(text, -3))
    return check_account(text, bik)


def _key(account: str, bik: str, *, is_central: bool) -> str:
    """The digit that belongs at the ninth place; accounts at the Central Bank use its branch number."""
    at_central_bank = is_central or bik[-3:] in {"000", "001", "002"}
    prefix = f"0{bik[4:6]}" if at_central_bank else bik[-3:]
    without_key = prefix + account[:_KEY_PLACE] + "0" + account[_KEY_PLACE + 1 :]
    return str(weighted(without_key, _KEY * 8) % 10 * 3 % 10)


def _wrong_length(sentence: str, value: str) -> Check:
    return Check(ok=False, sentence=sentence.format(count=len(value)))
