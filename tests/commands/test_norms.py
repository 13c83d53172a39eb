# SPDX-License-Identifier: Apache-2.0
"""The head says what a day asks of people; everybody else is refused."""

from datetime import date

import pytest

from desktop.commands import norms
from desktop.domain.norm import Absence, Norm, Target
from desktop.errors import UserError
from desktop.storage.norms import dial_norms, norm_book
from desktop.storage.working_time import shop_calendar
from desktop.values.money import Money
from desktop.values.norms import Amounts, DayNorm
from tests.shop import open_shop

THURSDAY = date(2026, 10, 15)


@pytest.fixture
def shop(tmp_path):
    opened = open_shop(tmp_path)
    yield opened
    opened.close()


def dials(shop, person, *days):
    def read(reader):
        calendar = shop_calendar(reader.connection, reader.zone, reader.today)
        return dial_norms(reader.connection, user_id=person, days=days, calendar=calendar)

    return shop.read(read)


def test_the_shipped_norm_holds_until_the_head_sets_another(shop):
    """Covers: D4."""
    lada, head = shop.a_user(name="Lada"), shop.a_user("head", name="Inga")
    friday, saturday = date(2026, 10, 16), date(2026, 10, 17)
    assert dials(shop, lada, THURSDAY, saturday) == {THURSDAY: 60, saturday: 0}
    more = DayNorm(Amounts(80, 40, 12), Amounts(90, 50))
    own = shop.run(lambda uow: norms.set_norm(uow, role="manager", norm=more), by=head)
    shop.run(
        lambda uow: norms.set_away(
            uow, user_id=lada, first_day=friday, last_day=friday, works="09:00-13:00"
        ),
        by=head,
    )
    assert dials(shop, lada, THURSDAY, friday) == {THURSDAY: 80, friday: 40}
    book = shop.read(lambda reader: norm_book(reader.connection, reader.zone, reader.today))
    assert book.norm(lada, ["manager"], THURSDAY) == more
    shop.run(lambda uow: norms.drop_norm(uow, norm_id=own), by=head)
    assert dials(shop, lada, THURSDAY, friday) == {THURSDAY: 60, friday: 30}
    [away] = shop.rows(Absence)
    shop.run(lambda uow: norms.drop_away(uow, absence_id=away.id), by=head)
    assert dials(shop, lada, friday) == {friday: 60}


def test_norms_absences_and_targets_are_the_heads(shop):
    """Covers: D4, L1, N4."""
    lada = shop.a_user(name="Lada")
    for refused in (
        lambda uow: norms.set_norm(uow, role="manager", norm=DayNorm(Amounts(1))),
        lambda uow: norms.set_away(uow, user_id=lada, first_day=THURSDAY, last_day=THURSDAY),
        lambda uow: norms.set_target(uow, user_id=lada, month=THURSDAY, target=Money(1, "GBP")),
    ):
        with pytest.raises(UserError, match="Ask the head"):
            shop.run(refused, by=lada)
    assert not [*shop.rows(Norm), *shop.rows(Absence), *shop.rows(Target)]


@pytest.mark.parametrize(
    ("least", "most"), [(Amounts(-1), Amounts()), (Amounts(60), Amounts(50))], ids=["less", "over"]
)
def test_what_is_no_norm_is_refused_in_words(shop, least, most):
    """Covers: D4, N8."""
    with pytest.raises(UserError):
        shop.run(lambda uow: norms.set_norm(uow, role="manager", norm=DayNorm(least, most)))
    assert not shop.rows(Norm)
