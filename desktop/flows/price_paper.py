# SPDX-License-Identifier: Apache-2.0
"""The shop's price list as a PDF among its files, to go along with a letter."""

from __future__ import annotations

from desktop.documents import office
from desktop.documents.price_paper import PricePaper, price_list
from desktop.errors import UserError
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.queries.counter import products
from desktop.storage import blobs
from desktop.values.catalogue import PriceTerms
from desktop.values.rows.outbox import LetterFile
from desktop.values.rows.settings import FirmRow


def price_file(shop: Shop, *, firm: FirmRow, language: str) -> LetterFile:
    """Make the list of today in the papers' language and keep it; the same list is kept once.

    UserError where there are no prices, or no room for the file; nothing is left behind then.
    """
    rows, today = shop.read(lambda reader: (products(reader), reader.today))
    if not rows:
        raise UserError(
            _("The price list is empty. Nothing was made. Untick it, or add products: Settings, Price list.")
        )  # fmt: skip
    paper = PricePaper(
        firm=firm.name,
        contacts=(firm.address, firm.phone, firm.email),
        day=today,
        terms=PriceTerms.of(firm.currency, firm.tax_rate, firm.tax_mode),
        products=rows,
    )
    blob = blobs.put(shop.folder, price_list(paper, language))
    return LetterFile(office.file_name(_("Price list"), ".pdf"), blob.hash, blob.size)
