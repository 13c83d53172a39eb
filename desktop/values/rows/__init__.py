# SPDX-License-Identifier: Apache-2.0
"""Frozen rows that queries make for screens."""
