# SPDX-License-Identifier: Apache-2.0
"""Small immutable things that every layer may hold.

The law of this folder: standard library and `desktop.i18n` only. No clock (`now` is passed in), no
database, no network, no Qt. A function gives the same answer for the same arguments; whatever is
drawn at random takes its source as an argument.
"""
