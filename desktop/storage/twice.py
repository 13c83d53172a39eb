# SPDX-License-Identifier: Apache-2.0
"""Leads, or clients of a list without leads, that are there twice because the same list was taken in twice.

The same row is told by the list's channel and source and by its client: a phone or an e-mail, and the very same name.
Of two that are alike the one that was made later is the one too many, whichever computer looks: so never both are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact, ContactPhone
from desktop.domain.record import Record

_mine, _theirs = aliased(Lead), aliased(Lead)
_phone, _same_phone = aliased(ContactPhone), aliased(ContactPhone)


def twice(connection: Connection, made: Callable[[Any], ColumnElement[bool]]) -> set[UUID]:
    """Of the leads that are `made` those that are one too many."""
    found: set[UUID] = set()
    for statement in _statements(_mine.archived_at.is_(None), _is_earlier()):
        found.update(connection.scalars(statement.where(made(_mine.id))))
    return found


def there_again(connection: Connection, made: Callable[[Any], ColumnElement[bool]]) -> set[UUID]:
    """Of the leads that are `made`, and were taken back, those that another list has brought since."""
    found: set[UUID] = set()
    for statement in (
        *_statements(_mine.archived_at.is_not(None), _mine.id != _theirs.id),
        *_of_one_client(),
    ):
        found.update(connection.scalars(statement.where(made(_mine.id))))
    return found


def _of_one_client() -> Iterator[Select[UUID]]:
    """Lists may bring leads of clients known before: of these what came after the one was taken back is its like."""
    of_firm = _mine.contact_id.is_(None), _theirs.contact_id.is_(None)
    for is_theirs in (
        (_theirs.contact_id == _mine.contact_id,),
        (_theirs.company_id == _mine.company_id, *of_firm),
    ):
        yield (
            select(_mine.id)
            .join(_theirs, and_(*is_theirs))
            .where(*_is_of_like_list(), _theirs.created_at > _mine.archived_at)
        )


def clients_there_again(
    connection: Connection, made: Callable[[Any, type[Record]], ColumnElement[bool]]
) -> set[UUID]:
    """The same of clients, who are told by the list's source, a phone or an e-mail, and the very same name."""
    found: set[UUID] = set()
    for cls, field in ((Contact, "contact_id"), (Company, "company_id")):
        one: Any = aliased(cls)
        other: Any = aliased(cls)
        gone = select(one.id).where(one.archived_at.is_not(None), made(one.id, cls))
        is_there = (other.archived_at.is_(None), other.source == one.source)
        for alike in _same(one, other, gone, field, is_with_it=_phone.archived_at.is_not(None)):
            found.update(connection.scalars(alike.where(*is_there)))
    return found


def _statements(
    is_asked: ColumnElement[bool], is_other: ColumnElement[bool]
) -> Iterator[Select[UUID]]:
    """A lead is a person's, or an organisation's where nobody is named."""
    yield from _alike(Contact, "contact_id", is_asked & _mine.contact_id.is_not(None), is_other)
    yield from _alike(Company, "company_id", is_asked & _mine.contact_id.is_(None), is_other)


def _alike(
    cls: type[Contact | Company],
    field: str,
    is_asked: ColumnElement[bool],
    is_other: ColumnElement[bool],
) -> Iterator[Select[UUID]]:
    one, other = aliased(cls), aliased(cls)
    mine, theirs = getattr(_mine, field), getattr(_theirs, field)
    rows = select(_mine.id).join(one, one.id == mine).where(is_asked)
    # A phone goes and comes with its lead.
    is_with_it = _phone.archived_at.is_(None) == _mine.archived_at.is_(None)
    for found in _same(one, other, rows, field, is_with_it=is_with_it):
        yield found.join(_theirs, theirs == other.id).where(
            *_is_of_like_list(),
            is_other,
        )


def _same(
    one: Any, other: Any, rows: Select[UUID], field: str, *, is_with_it: ColumnElement[bool]
) -> Iterator[Select[UUID]]:
    """Rows about `one`, with the `other` client of the very same name who has the phone, or the e-mail, of that one."""
    by_phone = (
        rows.join(_phone, and_(getattr(_phone, field) == one.id, is_with_it))
        .join(
            _same_phone,
            and_(_same_phone.digits == _phone.digits, _same_phone.archived_at.is_(None)),
        )
        .join(other, other.id == getattr(_same_phone, field))
    )
    is_same_email = func.lower(other.email) == func.lower(one.email)
    by_email = rows.where(one.email != "").join(
        other, and_(is_same_email, other.email != "", other.id != one.id)
    )
    for found in (by_phone, by_email):
        yield found.where(other.name == one.name, other.id != one.id)


def _is_of_like_list() -> tuple[ColumnElement[bool], ...]:
    return (
        _theirs.channel == _mine.channel,
        _theirs.source == _mine.source,
        _theirs.archived_at.is_(None),
    )


def _is_earlier() -> ColumnElement[bool]:
    at_once = and_(_theirs.created_at == _mine.created_at, _theirs.id < _mine.id)
    return or_(_theirs.created_at < _mine.created_at, at_once)
