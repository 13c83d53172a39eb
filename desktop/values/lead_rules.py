# SPDX-License-Identifier: Apache-2.0
"""How leads that come are shared among those who sell."""

from __future__ import annotations

from desktop.i18n import N_
from desktop.values.states import Named


class Way(Named):
    """How a rule chooses who takes a lead."""

    QUEUE = "queue", N_("Waits for the head")
    TURN = "turn", N_("In turn")
    LOAD = "load", N_("Whoever has the least to do")
