# SPDX-License-Identifier: Apache-2.0
"""What the rows of one question have in common: who asks, names that are read once, records that are read once."""

from __future__ import annotations

from desktop.queries.told_values import Teller
from desktop.queries.who_looks import Staff
from desktop.queries.whose_record import Records
from desktop.storage.database import Reader
from desktop.storage.own_firm import shop_currency


class RowTeller:
    """Made for one question and gone with its answer."""

    def __init__(self, reader: Reader, staff: Staff) -> None:
        self.reader, self.staff = reader, staff
        self.values = Teller(reader, shop_currency(reader.connection))
        self.records = Records(reader)
