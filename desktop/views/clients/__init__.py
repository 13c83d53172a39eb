# SPDX-License-Identifier: Apache-2.0
"""Clients: their list, one client's page, and a list of clients taken in."""
