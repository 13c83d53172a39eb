# SPDX-License-Identifier: Apache-2.0
"""The checks beside a step: words are told in full, an address of one word stays on its line."""

from PySide6.QtWidgets import QWidget

from desktop.views.contract.check_list import CheckLine, CheckList
from desktop.views.widgets.label import Label


def test_a_long_value_takes_more_lines_and_an_address_keeps_to_one(qtbot):
    """Covers: G5, M4."""
    holder = QWidget()
    qtbot.addWidget(holder)
    checks = CheckList(holder)
    name = "Общество с ограниченной ответственностью «Липа»"
    address = "zakaz-i-dogovory@pekarnya-lipa.example"
    checks.show_lines([CheckLine("Юрлицо", name), CheckLine("Почта", address)])
    checks.resize(272, checks.heightForWidth(272))
    holder.show()
    values = {label.text(): label for label in checks.findChildren(Label)}
    qtbot.waitUntil(lambda: values[name].height() > values[address].height())
    assert not values[name].is_elided()
    assert values[address].is_elided()
