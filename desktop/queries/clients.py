# SPDX-License-Identifier: Apache-2.0
"""Clients: the list, and one client's page."""

from desktop.queries.client_list import clients
from desktop.queries.client_page import client, client_of

__all__ = ["client", "client_of", "clients"]
