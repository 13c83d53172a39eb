# SPDX-License-Identifier: Apache-2.0
"""PostgreSQL as the hub: what a desk asks of it, and what its admin sets up. The only package that knows psycopg."""
