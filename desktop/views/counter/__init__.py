# SPDX-License-Identifier: Apache-2.0
"""The counter: an order taken with the hands on the keyboard, its ticket, the till, and the work handed over."""
