# SPDX-License-Identifier: Apache-2.0
"""SQLite on this desk: the only folder that opens the shop's database."""
