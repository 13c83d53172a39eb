# SPDX-License-Identifier: Apache-2.0
"""Codes for tickets and invoices as plain patterns of bars and squares, without drawing them."""

from functools import lru_cache

QUIET_ZONE = 10
"""Modules to leave empty on both sides of a bar code (ISO/IEC 15417)."""

QUIET_FRAME = 4
"""Modules to leave empty around a QR code (ISO/IEC 18004)."""


@lru_cache(maxsize=256)
def code128(text: str) -> str:
    """The bars of a Code 128 symbol as "1" (bar) and "0" (space), one character a module, without quiet zones.

    Raises ValueError for an empty text or one that Code 128 cannot hold (only Latin-1 can be encoded).
    """
    # Loaded when the first code is drawn: no screen needs it before that.
    from barcode import Code128
    from barcode.errors import BarcodeError

    if not text:
        raise ValueError("A bar code needs a text.")
    try:
        return str(Code128(text).build()[0])
    except (BarcodeError, KeyError) as error:
        raise ValueError(f"Code 128 cannot hold {text!r}.") from error


@lru_cache(maxsize=64)
def qr(text: str) -> tuple[tuple[bool, ...], ...]:
    """The squares of a QR code in UTF-8, error correction M, row by row, True is dark; without the quiet frame.

    Raises ValueError for an empty text or one longer than a QR code can hold (2,331 bytes).
    """
    import segno

    if not text:
        raise ValueError("A QR code needs a text.")
    try:
        made = segno.make_qr(text.encode("utf-8"), error="m", boost_error=False)
    except segno.DataOverflowError as error:
        raise ValueError("The text is too long for a QR code.") from error
    return tuple(tuple(bool(square) for square in row) for row in made.matrix)
