# SPDX-License-Identifier: Apache-2.0
"""The world outside: mail, and spreadsheets coming in and going out.

The law of this folder: no Qt, no database, no clock, no threads. Functions take and give plain
values; whoever calls them decides when, on which thread, and what is stored.
"""
