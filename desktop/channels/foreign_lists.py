# SPDX-License-Identifier: Apache-2.0
"""Lists that other programs have written, recognised by their headings: Bitrix24, amoCRM and Kommo, vCards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.channels.client_rows import ClientField
from desktop.channels.columns import plain

_ENOUGH: Final = 3
_F = ClientField


@dataclass(frozen=True, slots=True)
class _Program:
    """What a program calls its columns: `marks` are names that hardly another one gives, `fields` what they hold.

    Names are as `plain` makes them. Of fields that are had once the first named column wins.
    """

    name: str
    marks: frozenset[str]
    fields: Mapping[str, ClientField]


def _names(*texts: str) -> frozenset[str]:
    return frozenset(plain(one) for text in texts for one in text.split("|"))


def _fields(named: Mapping[ClientField, str]) -> dict[str, ClientField]:
    return {plain(one): field for field, text in named.items() for one in text.split("|")}


_BITRIX24: Final = _Program(
    "Bitrix24",
    _names(
        "Название лида|Обращение|Частный e-mail|E-mail для рассылок|Другой e-mail|Номер пейджера|Телефон для рассылок",
        "Корпоративный сайт|Личная страница|Микроблог Twitter|Страница ВКонтакте|Дополнительно о стадии",
        "Дополнительно об источнике|Дополнительно о статусе|Тип компании|Тип контакта|Годовой оборот",
        "Кол-во сотрудников|Рабочий e-mail|Номер факса|Сфера деятельности|Реквизит: ИНН",
        "Участвует в экспорте контактов|Доступен для всех",
        "Lead Name|Salutation|Work E-mail|Home E-mail|Private E-mail|Newsletters email|Other E-mail|Pager",
        "SMS Phone|SMS marketing phone|Corporate Website|Company Website|Personal Page|Facebook Page|VK Page|Twitter",
        "Source Information|Status Information|Stage information|Company Type|Contact Type|Annual Income|Employees",
        "Available to everyone|Included in export",
    ),
    _fields(
        {
            _F.NAME: "Имя|First Name|Name",
            _F.SURNAME: "Фамилия|Last Name",
            _F.PATRONYMIC: "Отчество|Second Name|Middle Name",
            _F.COMPANY: "Название компании|Компания|Company Name|Company",
            _F.POST: "Должность|Position|Job title",
            _F.PHONE: "Рабочий телефон|Мобильный телефон|Домашний телефон|Телефон для рассылок|Другой телефон|Телефон|"
            "Work Phone|Mobile|Mobile Phone|Home Phone|Home|SMS Phone|SMS marketing phone|Other Phone|"
            "Other Phone Number|Phone",
            _F.EMAIL: "Рабочий e-mail|Частный e-mail|E-mail для рассылок|Другой e-mail|E-mail|"
            "Work E-mail|Home E-mail|Private E-mail|Newsletters email|Other E-mail",
            _F.INN: "ИНН|Реквизит: ИНН|Реквизит (Россия): ИНН|Tax ID",
            _F.SITE: "Корпоративный сайт|Corporate Website|Company Website|Website",
            _F.ADDRESS: "Адрес|Населенный пункт|Address|City|Фактический адрес|Юридический адрес",
            _F.WANTS: "Название лида|Lead Name|Lead Title",
            _F.COMMENT: "Комментарий|Comment|Comments|Дополнительно об источнике|Source Information",
        }
    ),
)
_AMOCRM: Final = _Program(
    "amoCRM",
    _names(
        "Рабочий прямой телефон|Рабочий email|Личный email|Другой email|Название сделки|Теги сделки|Этап сделки",
        "Ближайшая задача|Полное имя контакта|Компания контакта|Ответственный за контакт|Дата создания сделки",
        "Основной контакт|Примечание 1|Примечание 2|Дата создания контакта|Теги контакта|Теги компании|Бюджет сделки",
        "Work direct phone|Work email|Personal email|Private email|Other email|Lead title|Lead name|Lead tags",
        "Lead stage|Lead status|Closest task|Full contact name|Contact full name|Contact's company|Lead budget",
        "Main contact|Note 1|Note 2|Contact tags|Company tags|Lead created|Responsible user|Responsible for contact",
    ),
    _fields(
        {
            _F.NAME: "Имя|Имя контакта|Наименование|Полное имя контакта|Полное имя|Основной контакт|"
            "First name|Name|Full name|Full contact name|Contact full name|Contact name|Main contact",
            _F.SURNAME: "Фамилия|Last name",
            _F.COMPANY: "Компания|Название компании|Компания контакта|Company|Company name|Contact's company",
            _F.POST: "Должность|Должность (контакт)|Position|Position (contact)",
            _F.PHONE: "Рабочий телефон|Рабочий прямой телефон|Мобильный телефон|Домашний телефон|Другой телефон|"
            "Телефон|Рабочий телефон (контакт)|Мобильный телефон (контакт)|Рабочий телефон (компания)|"
            "Work phone|Work direct phone|Mobile phone|Home phone|Other phone|Phone|Work phone (contact)|"
            "Mobile phone (contact)|Work phone (company)",
            _F.EMAIL: "Рабочий email|Личный email|Другой email|Email|Рабочий email (контакт)|Рабочий email (компания)|"
            "Work email|Personal email|Private email|Other email|Work email (contact)|Work email (company)",
            _F.INN: "ИНН|ИНН (компания)|Tax ID",
            _F.SITE: "Web|Web (компания)|Сайт|Website",
            _F.ADDRESS: "Адрес|Адрес (компания)|Город|Address|Address (company)|City",
            _F.WANTS: "Название сделки|Lead title|Lead name",
            _F.COMMENT: "Примечание|Примечание 1|Примечание 2|Примечание 3|Примечание 4|Примечание 5|Источник|"
            "Note|Notes|Note 1|Note 2|Note 3|Note 4|Note 5|Source",
        }
    ),
)
_VCARD: Final = _Program(
    "vCard",
    _names("FN|ORG|TITLE|TEL|ADR"),
    _fields(
        {
            _F.NAME: "FN",
            _F.COMPANY: "ORG",
            _F.POST: "TITLE",
            _F.PHONE: "TEL",
            _F.EMAIL: "EMAIL",
            _F.ADDRESS: "ADR",
            _F.SITE: "URL",
            _F.COMMENT: "NOTE",
        }
    ),
)
_PROGRAMS: Final = (_BITRIX24, _AMOCRM, _VCARD)
SEVERAL: Final = frozenset({_F.PHONE, _F.EMAIL, _F.COMMENT, _F.ADDRESS})
"""What several columns of a list may hold."""


def recognised(names: Sequence[str]) -> tuple[str, dict[int, ClientField]] | None:
    """The program that wrote a list with these headings, and what its columns hold; None for any other list.

    What the program's columns hold that no field here takes (stages, dates, people of that shop) is left out.
    """
    plains = [plain(name) for name in names]
    program, marks = max(
        ((one, len(one.marks.intersection(plains))) for one in _PROGRAMS), key=lambda pair: pair[1]
    )
    if marks < _ENOUGH:
        return None
    places = {name: at for at, name in reversed(list(enumerate(plains)))}
    found: dict[int, ClientField] = {}
    for name, field in program.fields.items():
        if name in places and (field in SEVERAL or field not in found.values()):
            found[places[name]] = field
    return program.name, dict(sorted(found.items()))
