# SPDX-License-Identifier: Apache-2.0
"""Cycles of Python objects are taken away when and where the program says so."""

import gc


def collect() -> None:
    """Take away on this thread what has become garbage, the old objects as rarely as Python itself would."""
    for generation, (count, most) in enumerate(
        zip(gc.get_count(), gc.get_threshold(), strict=True)
    ):
        if count <= most:
            return
        gc.collect(generation)
