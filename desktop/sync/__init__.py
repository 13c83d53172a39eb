# SPDX-License-Identifier: Apache-2.0
"""The hub where desks meet: plain PostgreSQL, whose one writing function merges.

A desk sends what it owes and takes in what stands.

No Qt here. Only `hub` knows psycopg. Nothing here is imported before a desk has joined.
"""
