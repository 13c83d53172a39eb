# SPDX-License-Identifier: Apache-2.0
"""A script on a card: its steps, the fields of its answers and what is missing; for a lead's page and the Navigator."""
