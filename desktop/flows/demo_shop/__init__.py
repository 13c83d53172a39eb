# SPDX-License-Identifier: Apache-2.0
"""The demo shop: about 420 clients, 900 deals and half a year of history, with today's board and counter."""

from desktop.flows.demo_shop.filling import fill as fill

__all__ = ["fill"]
