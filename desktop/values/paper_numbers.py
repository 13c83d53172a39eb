# SPDX-License-Identifier: Apache-2.0
"""Numbers of legal papers: a series for each of our firms, and how a place in it is written."""

from __future__ import annotations

from uuid import UUID


def contract_series(firm_id: UUID, year: int) -> str:
    """The series of a firm's contracts, which begins anew each year."""
    return f"contract:{firm_id}:{year}"


def contract_number(place: int, year: int) -> str:
    """The place within the year: 215/26."""
    return f"{place}/{year % 100:02d}"


def invoice_series(firm_id: UUID) -> str:
    """The series of a firm's invoices, without a gap and without an end."""
    return f"invoice:{firm_id}"


def invoice_number(place: int) -> str:
    """The place in the series: I-0873."""
    return f"I-{place:04d}"
