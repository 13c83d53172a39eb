# SPDX-License-Identifier: Apache-2.0
"""Printers by name: one that is not there is told from one that is."""

import pytest

from desktop.background import printing
from desktop.documents.ticket_paint_paper import PAPERS
from desktop.settings import TICKET_PAPER
from tests.documents.slip_examples import a_slip

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.logs("Counter Zebra is not there")
def test_a_printer_that_is_not_there_does_not_take_a_ticket():
    """Covers: J2, N8."""
    send = printing.sender("Counter Zebra")
    assert send is not None
    assert not printing.is_there("Counter Zebra")
    assert not send(a_slip(), PAPERS["roll80"])


def test_no_name_means_no_printer():
    assert printing.sender("") is None
    assert isinstance(printing.printers(), tuple)


def test_every_paper_that_can_be_chosen_is_known():
    """Covers: J2."""
    assert set(TICKET_PAPER.choices) == set(PAPERS)
