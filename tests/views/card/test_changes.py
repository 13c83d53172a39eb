# SPDX-License-Identifier: Apache-2.0
"""What was changed on a card, with who did it; an older value is put back from the list."""

from desktop.commands import deals
from desktop.domain.deal import Deal
from desktop.views.card.changes_dialog import ChangesDialog
from desktop.views.widgets.dialog import open_over


def test_the_list_of_changes_names_them_and_puts_a_value_back(desk):
    """Covers: N7."""
    deal = desk.shop.a_deal(title="Menus")
    desk.shop.run(lambda uow: deals.change_deal(uow, deal_id=deal, fields={"title": "Leaflets"}))
    desk.open(deal)
    desk.page.work.show_changes()
    dialog = open_over(desk.window)
    assert isinstance(dialog, ChangesDialog)
    desk.wait(lambda: dialog.model.rows, "the changes are read")
    place = next(n for n, row in enumerate(dialog.model.rows) if row.unit == "title")
    dialog.table.selectRow(place)
    assert dialog.primary.isEnabled()
    shown = [dialog.model.index(place, column).data() for column in range(2, 5)]
    assert shown == ["Title", "Menus", "Leaflets"]
    dialog.submit()
    desk.wait(lambda: desk.shop.row(Deal, deal).title == "Menus", "the title is back")
    desk.wait(lambda: "stands again" in dialog.note.text(), "it is said")
